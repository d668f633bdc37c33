// The one table of a link's words: it drives writing, reading, validation, help and tests.
#pragma once

#include <functional>
#include <optional>

#include "config_check.h"
#include "link.h"

namespace backflow {

/// What is being read: words in the order of the phases below. Every phase leaves a bookmark in
/// which all that was read so far fits together.
struct LinkDraft {
  Bookmark bookmark;
  Config base;  // what fields are that are not said: the standard or a preset
  std::vector<StateError> notices;
  std::optional<Matrix<double>> X, Y;  // own samples
  std::optional<Task> task;
  std::vector<std::string> input_names, output_names, class_names;
  bool has_net = false, has_bad_samples = false;
  std::optional<std::string> w, m, v;  // packed numbers
  std::int64_t step = 0, moments_start = 0, epochs = 0, epoch_start = 0;

  Config& config() { return bookmark.state.config; }
  void refuse(const std::string& key, const std::string& found, const std::string& allowed) {
    notices.push_back(refuse_to_reader(key, found, allowed));
  }
};

enum class LinkPhase : std::uint8_t { kBase, kData, kNetwork, kSettings, kNumbers, kView };

struct LinkRow {
  std::string key, title, hint, allowed;
  LinkPhase phase;
  bool is_packed = false;  // nothing for people to read
  /// The word's value; empty where it is standard.
  std::function<std::string(const Bookmark&)> write;
  /// Takes the value, or leaves the draft as it is and says why.
  std::function<void(LinkDraft&, const std::string& value)> read;
};

/// In the order of writing.
const std::vector<LinkRow>& link_rows();
const LinkRow* find_link_row(std::string_view key);

/// Parts of the table.
std::vector<LinkRow> network_link_rows();
std::vector<LinkRow> setting_link_rows();
std::vector<LinkRow> sample_link_rows();
std::vector<LinkRow> number_link_rows();
std::vector<LinkRow> view_link_rows();

/// What is done after a phase: it makes what was read fit together.
void finish_data(LinkDraft& draft);
void finish_network(LinkDraft& draft);
void finish_settings(LinkDraft& draft);
void finish_numbers(LinkDraft& draft);

}  // namespace backflow
