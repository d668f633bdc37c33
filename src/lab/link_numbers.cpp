// The words of a link for what settings and seeds alone do not give: own samples, parameters,
// moments, steps.
#include <algorithm>
#include <array>

#include "language.h"
#include "link_pack.h"
#include "link_table.h"
#include "number.h"
#include "setup.h"

namespace backflow {
namespace {

// --- Samples -------------------------------------------------------------------------------------

constexpr std::array<const char*, 3> kTasks{"regression", "binary", "classes"};  // in Task's order
std::string allowed_tasks() { return tr("one of {0}", {"regression, binary, classes"}); }
constexpr std::size_t kLongestName = 120;  // bytes
constexpr const char* kAllowedSamples =
    key("rows x columns and the numbers, packed: what Backflow writes");
constexpr const char* kAllowedNames = key("names of 1 to 120 bytes, with commas between");

/// Samples as they are named where nothing is said.
Samples unnamed(const Samples& samples, std::optional<Task> task) {
  Samples made;
  made.X = samples.X;
  made.Y = samples.Y;
  name_samples(made, task);
  return made;
}

LinkRow samples_row(const char* key, const char* title, Matrix<double> Samples::* from,
                    std::optional<Matrix<double>> LinkDraft::* to, Index most_rows) {
  return {.key = key,
          .title = title,
          .hint = "Of data=custom: the samples themselves.",
          .allowed = kAllowedSamples,
          .phase = LinkPhase::kData,
          .is_packed = true,
          .write = [from](const Bookmark& b) -> std::string {
            return b.state.samples ? pack_matrix(*b.state.samples.*from) : "";
          },
          .read =
              [key, to, most_rows](LinkDraft& draft, const std::string& text) {
                draft.*to = unpack_matrix(text, most_rows, SizeLimits::kSamples);
                if (draft.*to) return;
                draft.refuse(key, quoted(text), kAllowedSamples);
                draft.has_bad_samples = true;
              }};
}

LinkRow names_row(const char* key, const char* title, std::vector<std::string> Samples::* from,
                  std::vector<std::string> LinkDraft::* to) {
  return {.key = key,
          .title = title,
          .hint = "Of data=custom.",
          .allowed = kAllowedNames,
          .phase = LinkPhase::kData,
          .write = [from](const Bookmark& b) -> std::string {
            if (!b.state.samples) return "";
            const Samples& samples = *b.state.samples;
            const bool same = samples.*from == unnamed(samples, samples.task).*from;
            return same ? "" : join_names(samples.*from);
          },
          .read =
              [key, to](LinkDraft& draft, const std::string& text) {
                std::vector<std::string> names = split_names(text);
                const bool fit = std::all_of(names.begin(), names.end(), [](const auto& name) {
                  return !name.empty() && name.size() <= kLongestName;
                });
                if (!fit) return draft.refuse(key, quoted(text), kAllowedNames);
                draft.*to = std::move(names);
              }};
}

std::string write_task(const Bookmark& bookmark) {
  if (!bookmark.state.samples) return "";
  const Samples& samples = *bookmark.state.samples;
  const bool same = samples.task == unnamed(samples, {}).task;
  return same ? "" : kTasks[static_cast<std::size_t>(samples.task)];
}

void read_task(LinkDraft& draft, const std::string& text) {
  const auto found = std::find(kTasks.begin(), kTasks.end(), text);
  if (found == kTasks.end()) return draft.refuse("task", quoted(text), allowed_tasks());
  draft.task = static_cast<Task>(found - kTasks.begin());
}

/// The samples that were read, or none and what is wrong with them.
std::optional<Samples> own_samples(LinkDraft& draft) {
  if (draft.has_bad_samples) return std::nullopt;  // that was told
  for (const char* word : {"x", "y"})
    if (!(*word == 'x' ? draft.X : draft.Y)) {
      draft.refuse("data", key("custom without its samples"), tr("{0}= with the samples", {word}));
      return std::nullopt;
    }
  Samples samples;
  samples.X = std::move(*draft.X);
  samples.Y = std::move(*draft.Y);
  samples.input_names = std::move(draft.input_names);
  samples.output_names = std::move(draft.output_names);
  samples.class_names = std::move(draft.class_names);
  // Without as many targets as inputs there is no task to guess.
  if (samples.Y.cols() == samples.X.cols()) name_samples(samples, draft.task);
  const StateError error = check_samples(samples);
  if (error.field.empty()) return samples;
  draft.notices.push_back(error);
  return std::nullopt;
}

// --- Parameters and moments ----------------------------------------------------------------------

constexpr const char* kAllowedNumbers = key("as many numbers as the network has, packed");

LinkRow packed_row(const char* key, const char* title, const char* hint,
                   std::vector<Matrix<float>> (*from)(const State&),
                   std::optional<std::string> LinkDraft::* to) {
  return {.key = key,
          .title = title,
          .hint = hint,
          .allowed = kAllowedNumbers,
          .phase = LinkPhase::kNumbers,
          .is_packed = true,
          .write = [from](const Bookmark& b) { return pack_tensors(from(b.state)); },
          .read = [to](LinkDraft& draft, const std::string& text) { draft.*to = text; }};
}

std::vector<Matrix<float>> first_moments(const State& state) {
  std::vector<Matrix<float>> tensors;
  for (const Moments<float>& moments : state.moments) tensors.push_back(moments.m);
  return tensors;
}

std::vector<Matrix<float>> second_moments(const State& state) {
  std::vector<Matrix<float>> tensors;
  for (const Moments<float>& moments : state.moments) tensors.push_back(moments.v);
  return tensors;
}

LinkRow steps_row(const char* key, const char* title, const char* hint,
                  std::int64_t (*from)(const Bookmark&), std::int64_t LinkDraft::* to) {
  const auto allowed = [] {
    return tr("a whole number from {0} to {1}", {"0", std::to_string(kMostSteps)});
  };
  return {.key = key,
          .title = title,
          .hint = hint,
          .allowed = allowed(),
          .phase = LinkPhase::kNumbers,
          .write = [from](const Bookmark& b) -> std::string {
            return from(b) == 0 ? "" : std::to_string(from(b));
          },
          .read =
              [=](LinkDraft& draft, const std::string& text) {
                const Result<double> value = parse_number(text);
                const bool fits = value && *value >= 0 && *value <= double(kMostSteps) &&
                                  *value == static_cast<double>(static_cast<std::int64_t>(*value));
                if (!fits) return draft.refuse(key, quoted(text), allowed());
                draft.*to = static_cast<std::int64_t>(*value);
              }};
}

/// Matrices of the parameters' shapes.
std::vector<Matrix<float>> empty_tensors(const Config& config) {
  std::vector<Matrix<float>> tensors;
  const std::vector<int>& sizes = config.network.sizes;
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    tensors.emplace_back(sizes[l], sizes[l + 1]);
    tensors.emplace_back(1, sizes[l + 1]);
  }
  return tensors;
}

/// The numbers of a word, where they fit the network; else none, and a notice.
std::vector<Matrix<float>> read_tensors(LinkDraft& draft, const char* word,
                                        const std::string& text) {
  std::vector<Matrix<float>> tensors = empty_tensors(draft.config());
  if (!unpack_tensors(text, tensors)) {
    Index count = 0;
    for (const Matrix<float>& tensor : tensors) count += tensor.size();
    draft.refuse(
        word, quoted(text),
        tr("{0} numbers of this network, packed: what Backflow writes", {std::to_string(count)}));
    return {};
  }
  const bool finite = std::all_of(tensors.begin(), tensors.end(),
                                  [](const Matrix<float>& tensor) { return tensor.allFinite(); });
  if (!finite) draft.refuse(word, key("a number that is not finite"), key("finite numbers"));
  return finite ? tensors : std::vector<Matrix<float>>();
}

struct OtherWord {
  const char* key;
  std::int64_t count;
};

/// A count that may be no larger than that of another word; `instead` where it is.
std::int64_t checked_count(LinkDraft& draft, const char* key, std::int64_t count, OtherWord most,
                           std::int64_t instead) {
  if (count <= most.count) return count;
  draft.refuse(key, std::to_string(count),
               tr("a whole number from 0 to the one of {0}", {most.key}));
  return instead;
}

void read_moments(LinkDraft& draft) {
  State& state = draft.bookmark.state;
  const OptimizerInfo& optimizer = info(state.config.training.optimizer.name);
  const auto check_there = [&](const char* word, bool is_there, bool is_kept) {
    if (is_there == is_kept) return true;
    draft.refuse(word, is_there ? key("moments") : key("nothing"),
                 tr(is_kept ? key("{0} with them") : key("{0} without them"), {optimizer.name}));
    return false;
  };
  if (!draft.m && !draft.v) return;
  if (!check_there("m1", draft.m.has_value(), optimizer.first_moment) ||
      !check_there("m2", draft.v.has_value(), optimizer.second_moment))
    return;
  std::vector<Matrix<float>> m, v;
  if (draft.m) m = read_tensors(draft, "m1", *draft.m);
  if (draft.v) v = read_tensors(draft, "m2", *draft.v);
  if (m.empty() == draft.m.has_value() || v.empty() == draft.v.has_value()) return;
  for (const Matrix<float>& tensor : v)
    if (tensor.minCoeff() < 0)
      return draft.refuse("m2", key("a negative number"), key("numbers that are not negative"));
  state.moments.resize(std::max(m.size(), v.size()));
  for (std::size_t i = 0; i < state.moments.size(); ++i) {
    if (!m.empty()) state.moments[i].m = std::move(m[i]);
    if (!v.empty()) state.moments[i].v = std::move(v[i]);
  }
}

}  // namespace

std::vector<LinkRow> sample_link_rows() {
  return {{.key = "task",
           .title = "Task",
           .hint = "Of data=custom: what the targets are.",
           .allowed = allowed_tasks(),
           .phase = LinkPhase::kData,
           .write = write_task,
           .read = read_task},
          names_row("inputs", "Input names", &Samples::input_names, &LinkDraft::input_names),
          names_row("outputs", "Output names", &Samples::output_names, &LinkDraft::output_names),
          names_row("classes", "Class names", &Samples::class_names, &LinkDraft::class_names),
          samples_row("x", "Inputs", &Samples::X, &LinkDraft::X, SizeLimits::kInputs),
          samples_row("y", "Targets", &Samples::Y, &LinkDraft::Y, SizeLimits::kOutputs)};
}

std::vector<LinkRow> number_link_rows() {
  return {
      steps_row(
          "step", "Steps", "Done from the seed; with w=, the steps behind those numbers.",
          [](const Bookmark& b) { return b.state.parameters.empty() ? b.replay : b.state.step; },
          &LinkDraft::step),
      steps_row(
          "mstart", "Start of the moments", "With m1= or m2=: the step at which they were zero.",
          [](const Bookmark& b) { return b.state.moments_start; }, &LinkDraft::moments_start),
      steps_row(
          "estart", "Start of the epochs", "With w=: since this step, batches have this size.",
          [](const Bookmark& b) { return b.state.epoch_start; }, &LinkDraft::epoch_start),
      steps_row(
          "epochs", "Epochs", "With estart=: those done before.",
          [](const Bookmark& b) { return b.state.epochs; }, &LinkDraft::epochs),
      packed_row(
          "w", "Parameters", "W and b, layer by layer, where the seed does not give them.",
          [](const State& state) { return state.parameters; }, &LinkDraft::w),
      packed_row("m1", "First moments", "What the optimiser remembers.", first_moments,
                 &LinkDraft::m),
      packed_row("m2", "Second moments", "What the optimiser remembers of squares.", second_moments,
                 &LinkDraft::v)};
}

void finish_data(LinkDraft& draft) {
  DataSettings& data = draft.config().data;
  if (data.samples > 0 && data.samples < DataLimits::kMinSamples) {
    draft.refuse("samples", std::to_string(data.samples),
                 tr("0 for the set's own number, or at least {0}",
                    {std::to_string(DataLimits::kMinSamples)}));
    data.samples = draft.base.data.samples;
  }
  std::optional<Samples>& samples = draft.bookmark.state.samples;
  if (data.id == DatasetId::kCustom) {
    samples = own_samples(draft);
    if (!samples) data.id = draft.base.data.id;
  } else if (draft.X || draft.Y) {
    draft.refuse(draft.X ? "x" : "y", tr("samples beside data={0}", {info(data.id).name}),
                 key("samples of data=custom"));
  }
  const int inputs = samples ? static_cast<int>(samples->X.rows()) : info(data.id).inputs;
  const std::string problem = feature_problem(inputs, data.features);
  if (problem.empty()) return;
  draft.refuse("features", problem, key("features that these inputs allow"));
  data.features = {};
}

void finish_numbers(LinkDraft& draft) {
  State& state = draft.bookmark.state;
  if (draft.w) state.parameters = read_tensors(draft, "w", *draft.w);
  if (!state.parameters.empty()) {
    read_moments(draft);
    state.step = draft.step;
    state.moments_start =
        checked_count(draft, "mstart", draft.moments_start, {"step", state.step}, state.step);
    state.epoch_start = checked_count(draft, "estart", draft.epoch_start, {"step", state.step}, 0);
    state.epochs = checked_count(draft, "epochs", draft.epochs, {"estart", state.epoch_start}, 0);
    return;
  }
  if (!draft.w && (draft.m || draft.v))
    draft.refuse(draft.m ? "m1" : "m2", key("moments without w"), key("moments beside w"));
  draft.bookmark.replay = draft.step;
  if (replay_cost(state, draft.step) <= kMostReplay) return;
  std::int64_t low = 0, high = draft.step;  // costs grow with the steps
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (replay_cost(state, middle) <= kMostReplay ? low : high) = middle;
  }
  draft.refuse("step", std::to_string(draft.step),
               tr("at most {0} for this network, so that the link opens within a second",
                  {std::to_string(low)}));
  draft.bookmark.replay = 0;
}

}  // namespace backflow
