#include "link.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "language.h"
#include "link_table.h"
#include "number.h"
#include "session.h"

namespace backflow {
namespace {

constexpr std::size_t kLongestShort =
    4;  // letters of a word that one wrong letter can still be seen in
constexpr std::size_t kLongestKey = 24;  // bytes

// --- The table -----------------------------------------------------------------------------------

constexpr const char* kAllowedWords = key("the words of the help");

std::string known_versions() {
  return (kLinkVersion == 1 ? "" : "1 to ") + std::to_string(kLinkVersion);
}

void read_version(LinkDraft& draft, const std::string& text) {
  const Result<double> version = parse_number(text);
  const bool is_number = version && *version >= 1;
  if (is_number && *version <= kLinkVersion) return;
  if (is_number)
    draft.refuse("v", tr("{0}, a link of a newer Backflow", {quoted(text)}),
                 tr("{0}; what this one understands was opened", {known_versions()}));
  else
    draft.refuse("v", quoted(text), known_versions());
}

LinkRow version_row() {
  return {.key = "v",
          .title = "Version",
          .hint = "Of the link; left out where it is 1.",
          .allowed = known_versions(),
          .phase = LinkPhase::kBase,
          .write = [](const Bookmark&) { return std::string(); },
          .read = read_version};
}

/// The help is English, whatever the reader's language.
std::vector<LinkRow> make_rows() {
  const InEnglish english;
  std::vector<LinkRow> table;
  for (auto* part :
       {network_link_rows, setting_link_rows, sample_link_rows, number_link_rows, view_link_rows}) {
    std::vector<LinkRow> rows = part();
    std::move(rows.begin(), rows.end(), std::back_inserter(table));
  }
  table.insert(table.begin(), version_row());
  // Packed numbers come last, where nobody has to read past them.
  std::stable_partition(table.begin(), table.end(),
                        [](const LinkRow& row) { return !row.is_packed; });
  return table;
}

/// Letters to insert, remove or replace; two neighbours in each other's place count as one.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  for (std::size_t i = 1; i < a.size() && a.size() == b.size(); ++i) {
    std::string swapped(a);
    std::swap(swapped[i - 1], swapped[i]);
    if (swapped == b) return 1;
  }
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// The word that was meant, if one is near: two letters off, one where there are few.
std::string near_key(std::string_view typed) {
  std::string nearest;
  if (typed.size() > kLongestKey) return nearest;
  const std::string key = lower(typed);
  std::size_t least = key.size() <= kLongestShort ? 2 : 3;
  for (const LinkRow& row : link_rows()) {
    const std::size_t distance = edit_distance(key, row.key);
    if (distance >= least || distance >= std::min(key.size(), row.key.size())) continue;
    least = distance;
    nearest = row.key;
  }
  return nearest;
}

// --- Reading -------------------------------------------------------------------------------------

void refuse_unknown(LinkDraft& draft, const LinkWord& word) {
  const std::string near = near_key(word.key);
  const bool is_short = !word.key.empty() && word.key.size() <= kLongestKey;
  draft.refuse(is_short ? word.key : "link", key("an unknown word"),
               near.empty() ? std::string(kAllowedWords) : tr("“{0}”, perhaps", {near}));
}

using Words = std::vector<std::pair<const LinkRow*, std::string>>;

/// The readable words, each once; what is wrong with the others is said.
Words known_words(LinkDraft& draft, std::vector<LinkWord> words) {
  Words known;
  for (LinkWord& word : words) {
    const LinkRow* row = find_link_row(word.key);
    const bool is_twice = std::any_of(known.begin(), known.end(),
                                      [&](const auto& pair) { return pair.first == row; });
    if (word.key == "link" && !word.problem.empty())
      draft.refuse(word.key, word.problem, kAllowedWords);
    else if (!row)
      refuse_unknown(draft, word);
    else if (!word.problem.empty())
      draft.refuse(word.key, word.problem, row->allowed);
    else if (is_twice)
      draft.refuse(word.key, key("the word twice"), key("once; the first one counts"));
    else
      known.emplace_back(row, std::move(word.value));
  }
  return known;
}

void finish(LinkDraft& draft, LinkPhase phase) {
  switch (phase) {
    case LinkPhase::kBase: return;
    case LinkPhase::kData: return finish_data(draft);
    case LinkPhase::kNetwork: return finish_network(draft);
    case LinkPhase::kSettings: return finish_settings(draft);
    case LinkPhase::kNumbers: return finish_numbers(draft);
    case LinkPhase::kView: return;
  }
}

/// The version comes first, as it explains the others; at most as many as somebody may read.
void arrange(std::vector<StateError>& notices) {
  std::stable_partition(notices.begin(), notices.end(),
                        [](const StateError& notice) { return notice.field == "v"; });
  if (notices.size() <= LinkLimits::kNotices) return;
  const std::size_t more = notices.size() - LinkLimits::kNotices + 1;
  notices.resize(LinkLimits::kNotices - 1);
  notices.push_back(refuse_to_reader(
      "link", tr("{0} more words that were not used", {std::to_string(more)}), kAllowedWords));
}

// --- Writing -------------------------------------------------------------------------------------

bool all_zero(const std::vector<Moments<float>>& moments) {
  return std::all_of(moments.begin(), moments.end(), [](const Moments<float>& moment) {
    return (moment.m.array() == 0).all() && (moment.v.array() == 0).all();
  });
}

}  // namespace

const std::vector<LinkRow>& link_rows() {
  static const std::vector<LinkRow> table = make_rows();
  return table;
}

const LinkRow* find_link_row(std::string_view key) {
  for (const LinkRow& row : link_rows())
    if (key == row.key) return &row;
  return nullptr;
}

std::vector<LinkRow> view_link_rows() {
  std::vector<LinkRow> rows;
  for (const ViewField& field : view_fields()) {
    const ViewField* f = &field;
    rows.push_back({.key = field.key,
                    .title = field.title,
                    .hint = field.hint,
                    .allowed = allowed_words(field),
                    .phase = LinkPhase::kView,
                    .write =
                        [f](const Bookmark& b) {
                          const std::string& word = b.view.get(f->key);
                          return word == f->standard ? std::string() : word;
                        },
                    .read =
                        [f](LinkDraft& draft, const std::string& text) {
                          Result<std::string, StateError> word = checked_view_word(*f, text);
                          if (word)
                            draft.bookmark.view.set(*f, std::move(*word));
                          else
                            draft.notices.push_back(word.error());
                        }});
  }
  return rows;
}

std::string write_link(const Bookmark& bookmark) {
  assert(!bookmark.state.parameters.empty() || bookmark.state.step == 0);
  std::string link;
  for (const LinkRow& row : link_rows()) {
    const std::string value = row.write(bookmark);
    if (value.empty()) continue;
    link += (link.empty() ? "" : "&") + row.key + "=" + escaped(value);
  }
  return link;
}

ReadLink read_link(std::string_view fragment) {
  LinkDraft draft;
  while (fragment.starts_with("#")) fragment.remove_prefix(1);  // pasted with its mark
  if (fragment.size() > LinkLimits::kBytes) {
    draft.refuse("link", tr("{0} characters", {std::to_string(fragment.size())}),
                 tr("at most {0}", {std::to_string(LinkLimits::kBytes)}));
    return {.bookmark = {}, .notices = std::move(draft.notices), .understood = 0};
  }
  const Words words = known_words(draft, split_link(fragment));
  for (const LinkPhase phase : {LinkPhase::kBase, LinkPhase::kData, LinkPhase::kNetwork,
                                LinkPhase::kSettings, LinkPhase::kNumbers, LinkPhase::kView}) {
    for (const LinkRow& row : link_rows())
      for (const auto& [known, value] : words)
        if (row.phase == phase && known == &row) row.read(draft, value);
    finish(draft, phase);
  }
  // The phases see to this; a link is not the place to find out that they do not.
  if (StateError error = check_state(draft.bookmark.state); !error.field.empty()) {
    draft.notices.push_back(std::move(error));
    draft.bookmark = {};
  }
  arrange(draft.notices);
  return {.bookmark = std::move(draft.bookmark),
          .notices = std::move(draft.notices),
          .understood = static_cast<int>(words.size())};
}

std::vector<LinkHelp> link_help() {
  std::vector<LinkHelp> help;
  for (const LinkRow& row : link_rows())
    help.push_back({row.key, row.title, row.hint, row.allowed});
  return help;
}

// Measured in the browser and taken four times: what a step costs besides its numbers, what a
// number of a matrix costs for each sample on the way there and back, and what a weight costs in
// the update.
double replay_cost(const State& state, std::int64_t steps) {
  const std::vector<int>& sizes = state.config.network.sizes;
  const int all = state.samples ? static_cast<int>(state.samples->X.cols())
                                : std::max(1, sample_count(state.config.data));
  const int batch = state.config.training.batch_size;
  const double samples = batch == 0 ? all : std::min(batch, all);
  double weights = 0, units = 0;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    weights += static_cast<double>(sizes[l - 1] + 1) * sizes[l];
    units += sizes[l];
  }
  constexpr double kStep = 4e-3, kUnit = 4e-5, kProduct = 2e-6, kWeight = 2e-5;  // ms
  const double step = kStep + samples * (units * kUnit + weights * kProduct) + weights * kWeight;
  return step * static_cast<double>(steps);
}

Bookmark bookmark_of(const Session& session, LinkStyle style) {
  Bookmark bookmark{.state = session.state(), .replay = 0, .view = {}};
  State& state = bookmark.state;
  const bool replays = style == LinkStyle::kShort && session.replays() &&
                       replay_cost(state, state.step) <= kMostReplay;
  if (replays) {
    bookmark.replay = std::exchange(state.step, 0);
    state.moments_start = 0;
    state.parameters.clear();
    state.moments.clear();
  } else if (state.moments_start == state.step && all_zero(state.moments)) {
    state.moments.clear();  // they begin here, as they do without being said
  }
  return bookmark;
}

StateError open_bookmark(Session& session, const Bookmark& bookmark, Keep keep) {
  if (StateError error = session.open(bookmark.state, bookmark.replay, keep); !error.field.empty())
    return error;
  const std::int64_t wanted = bookmark.state.step + bookmark.replay;
  if (session.step_count() == wanted) return {};
  return refuse_to_reader("step", std::to_string(wanted),
                          tr("at most {0}, after which the numbers are no longer finite",
                             {std::to_string(session.step_count())}));
}

}  // namespace backflow
