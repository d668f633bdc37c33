// How data and presets reach a session. Most sets are made on the spot; the digits are a file,
// which the page fetches when they are chosen for the first time: until it is here, the choice
// waits.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "link.h"
#include "presets.h"
#include "session.h"

namespace backflow {

class DataSource {
 public:
  /// Another set, and the settings that go with it. kCustom are the reader's last own samples, or
  /// the present ones if there are none.
  StateError choose(Session& session, DatasetId id);
  StateError open(Session& session, const Preset& preset, Keep keep = Keep::kWork);
  /// A link or a file.
  StateError open(Session& session, Bookmark bookmark, Keep keep = Keep::kWork);

  /// True once when the page shall fetch the digits' file.
  bool take_request();
  bool is_loading() const { return is_loading_; }
  /// Why the file could not be loaded; empty if nothing is wrong.
  const std::string& problem() const { return problem_; }
  /// Asks for the file once more.
  void retry();

  /// The file is here: carries out what waited for it. What is wrong is a problem(), too.
  StateError digits_arrived(Session& session, std::span<const std::uint8_t> file);
  void digits_failed(std::string reason);

 private:
  StateError carry_out(Session& session);
  void keep_own(const Session& session);

  /// What waits for the digits: opening something, or choosing the set under the present settings.
  struct Wish {
    std::optional<Bookmark> bookmark;
    Keep keep = Keep::kWork;
  };

  std::optional<Wish> wish_;
  std::optional<Samples> own_;  // the reader's, while another set is shown
  bool is_wanted_ = false, is_loading_ = false;
  std::string problem_;
};

}  // namespace backflow
