#include "fields.h"

#include <cmath>

#include "number.h"

namespace backflow {
namespace {

template <class Row>
std::vector<Choice> choices_of(std::span<const Row> table) {
  std::vector<Choice> choices;
  for (const Row& row : table) choices.push_back({row.name, row.title, row.hint});
  return choices;
}

std::span<const Choice> loss_choices() {
  static const std::vector<Choice> choices = choices_of(losses());
  return choices;
}
std::span<const Choice> reduction_choices() {
  static const std::vector<Choice> choices = choices_of(reductions());
  return choices;
}
std::span<const Choice> initializer_choices() {
  static const std::vector<Choice> choices = choices_of(initializers());
  return choices;
}
std::span<const Choice> optimizer_choices() {
  static const std::vector<Choice> choices = choices_of(optimizers());
  return choices;
}
std::span<const Choice> schedule_choices() {
  static const std::vector<Choice> choices = choices_of(schedules());
  return choices;
}

/// Getter and setter of a member of a member of …, for the table's two function pointers.
template <class T>
double to_double(const T& value) { return static_cast<double>(value); }

template <auto A, auto... Rest>
const auto& reach(const auto& object) {
  if constexpr (sizeof...(Rest) == 0) return object.*A;
  else return reach<Rest...>(object.*A);
}

template <auto... Path>
double get(const Config& config) { return to_double(reach<Path...>(config)); }

template <auto... Path>
void set(Config& config, double value) {
  const auto& place = reach<Path...>(config);
  using T = std::remove_cvref_t<decltype(place)>;
  const_cast<T&>(place) = static_cast<T>(value);
}

using C = Config;
using T = TrainingSettings;
using O = OptimizerSettings;
constexpr double kSeedLimit = 9007199254740991.0;  // 2⁵³ − 1: exact in JSON and in links

#define FIELD_ACCESS(...) .get = get<__VA_ARGS__>, .set = set<__VA_ARGS__>

std::vector<Field> make_fields() {
  using enum FieldGroup;
  using enum FieldKind;
  return {
      {.path = "network.initializer", .key = "init", .title = "Initialiser",
       .hint = "How the weights start.", .group = kNetwork, .kind = kChoice, .low = 0, .high = 0,
       .choices = initializer_choices(),
       FIELD_ACCESS(&C::network, &NetworkSettings::initializer)},
      {.path = "network.init_scale", .key = "scale", .title = "Initial scale",
       .hint = "Multiplies the start's spread, or is the constant.", .group = kNetwork,
       .kind = kReal, .low = -100, .high = 100, .choices = {},
       FIELD_ACCESS(&C::network, &NetworkSettings::init_scale)},
      {.path = "seed", .key = "seed", .title = "Seed",
       .hint = "Same seed, same start, same shuffle: every run can be repeated.",
       .group = kNetwork, .kind = kWhole, .low = 0, .high = kSeedLimit, .choices = {},
       FIELD_ACCESS(&C::training, &T::seed)},
      {.path = "loss", .key = "loss", .title = "Loss", .hint = "What E measures.", .group = kLoss,
       .kind = kChoice, .low = 0, .high = 0, .choices = loss_choices(),
       FIELD_ACCESS(&C::training, &T::objective, &Objective::loss)},
      {.path = "reduction", .key = "reduce", .title = "Over samples",
       .hint = "Whether E is the sum or the mean over the samples.", .group = kLoss,
       .kind = kChoice, .low = 0, .high = 0, .choices = reduction_choices(),
       FIELD_ACCESS(&C::training, &T::objective, &Objective::reduction)},
      {.path = "huber_delta", .key = "huber", .title = "Huber threshold",
       .hint = "Errors beyond it count linearly.", .group = kLoss, .kind = kReal, .low = 1e-6,
       .high = 1e6, .choices = {},
       FIELD_ACCESS(&C::training, &T::objective, &Objective::huber_delta)},
      {.path = "regularization.l1", .key = "l1", .title = "L1",
       .hint = "Adds λ₁·Σ|W|: drives weights to exactly zero.", .group = kRegularization,
       .kind = kReal, .low = 0, .high = 100, .choices = {},
       FIELD_ACCESS(&C::training, &T::objective, &Objective::l1)},
      {.path = "regularization.l2", .key = "l2", .title = "L2",
       .hint = "Adds λ₂/2·ΣW²: keeps weights small.", .group = kRegularization, .kind = kReal,
       .low = 0, .high = 100, .choices = {},
       FIELD_ACCESS(&C::training, &T::objective, &Objective::l2)},
      {.path = "regularization.dropout", .key = "dropout", .title = "Dropout",
       .hint = "Share of hidden units switched off at random at each step.",
       .group = kRegularization, .kind = kReal, .low = 0, .high = 0.9, .choices = {},
       FIELD_ACCESS(&C::training, &T::objective, &Objective::dropout)},
      {.path = "optimizer.name", .key = "opt", .title = "Optimiser",
       .hint = "How a gradient becomes a step.", .group = kOptimizer, .kind = kChoice, .low = 0,
       .high = 0, .choices = optimizer_choices(),
       FIELD_ACCESS(&C::training, &T::optimizer, &O::name)},
      {.path = "optimizer.learning_rate", .key = "lr", .title = "Learning rate α",
       .hint = "How far one step goes. Takes effect at once.", .group = kOptimizer, .kind = kReal,
       .low = 0, .high = 1000, .choices = {},
       FIELD_ACCESS(&C::training, &T::optimizer, &O::learning_rate)},
      {.path = "optimizer.momentum", .key = "momentum", .title = "Momentum μ",
       .hint = "How much of the last step stays.", .group = kOptimizer, .kind = kReal, .low = 0,
       .high = 1, .choices = {}, FIELD_ACCESS(&C::training, &T::optimizer, &O::momentum)},
      {.path = "optimizer.beta1", .key = "beta1", .title = "β₁",
       .hint = "Memory of Adam's first moment.", .group = kOptimizer, .kind = kReal, .low = 0,
       .high = 0.999999, .choices = {}, FIELD_ACCESS(&C::training, &T::optimizer, &O::beta1)},
      {.path = "optimizer.beta2", .key = "beta2", .title = "β₂",
       .hint = "Memory of Adam's second moment.", .group = kOptimizer, .kind = kReal, .low = 0,
       .high = 0.999999, .choices = {}, FIELD_ACCESS(&C::training, &T::optimizer, &O::beta2)},
      {.path = "optimizer.decay", .key = "decay", .title = "Decay ρ",
       .hint = "Memory of RMSProp's squares.", .group = kOptimizer, .kind = kReal, .low = 0,
       .high = 0.999999, .choices = {}, FIELD_ACCESS(&C::training, &T::optimizer, &O::decay)},
      {.path = "optimizer.epsilon", .key = "eps", .title = "ε",
       .hint = "Keeps the division by the root finite.", .group = kOptimizer, .kind = kReal,
       .low = 1e-20, .high = 1, .choices = {}, FIELD_ACCESS(&C::training, &T::optimizer, &O::epsilon)},
      {.path = "optimizer.weight_decay", .key = "wd", .title = "Weight decay λ",
       .hint = "AdamW: every step shrinks all parameters by αλ.", .group = kOptimizer,
       .kind = kReal, .low = 0, .high = 10, .choices = {},
       FIELD_ACCESS(&C::training, &T::optimizer, &O::weight_decay)},
      {.path = "optimizer.clip_norm", .key = "clip", .title = "Clip norm",
       .hint = "Largest norm of all gradients together; 0 = no clipping.", .group = kOptimizer,
       .kind = kReal, .low = 0, .high = 1e6, .choices = {},
       FIELD_ACCESS(&C::training, &T::optimizer, &O::clip_norm)},
      {.path = "schedule.name", .key = "schedule", .title = "Schedule",
       .hint = "How α changes over the steps.", .group = kSchedule, .kind = kChoice, .low = 0,
       .high = 0, .choices = schedule_choices(),
       FIELD_ACCESS(&C::training, &T::schedule, &ScheduleSettings::name)},
      {.path = "schedule.period", .key = "period", .title = "Period",
       .hint = "Optimiser steps of one period.", .group = kSchedule, .kind = kWhole, .low = 1,
       .high = 1e6, .choices = {},
       FIELD_ACCESS(&C::training, &T::schedule, &ScheduleSettings::period)},
      {.path = "schedule.factor", .key = "factor", .title = "Factor",
       .hint = "What α is multiplied by after each period.", .group = kSchedule, .kind = kReal,
       .low = 0, .high = 1, .choices = {},
       FIELD_ACCESS(&C::training, &T::schedule, &ScheduleSettings::factor)},
      {.path = "batch_size", .key = "batch", .title = "Batch size",
       .hint = "Samples a step; 0 = all of them.", .group = kTraining, .kind = kWhole, .low = 0,
       .high = SizeLimits::kSamples, .choices = {}, FIELD_ACCESS(&C::training, &T::batch_size)},
      {.path = "data.name", .key = "data", .title = "Data set", .hint = "What is learned.",
       .group = kData, .kind = kChoice, .low = 0, .high = 0, .choices = dataset_choices(),
       FIELD_ACCESS(&C::data, &DataSettings::id)},
      {.path = "data.samples", .key = "samples", .title = "Samples",
       .hint = "How many; 0 = the set's own number.", .group = kData, .kind = kWhole, .low = 0,
       .high = SizeLimits::kSamples, .choices = {}, FIELD_ACCESS(&C::data, &DataSettings::samples)},
      {.path = "data.noise", .key = "noise", .title = "Noise",
       .hint = "How far points stray from the ideal.", .group = kData, .kind = kReal, .low = 0,
       .high = DataLimits::kMaxNoise, .choices = {}, FIELD_ACCESS(&C::data, &DataSettings::noise)},
      {.path = "data.train_share", .key = "train", .title = "Train share",
       .hint = "The rest of the samples only tests.", .group = kData, .kind = kReal,
       .low = DataLimits::kMinTrainShare, .high = 1, .choices = {},
       FIELD_ACCESS(&C::data, &DataSettings::train_share)},
      {.path = "data.seed", .key = "dataseed", .title = "Data seed",
       .hint = "Draws the points and the split.", .group = kData, .kind = kWhole, .low = 0,
       .high = kSeedLimit, .choices = {}, FIELD_ACCESS(&C::data, &DataSettings::seed)},
      {.path = "data.standardize", .key = "standardize", .title = "Standardise",
       .hint = "Shift and scale each input to mean 0 and deviation 1.", .group = kData,
       .kind = kSwitch, .low = 0, .high = 1, .choices = {},
       FIELD_ACCESS(&C::data, &DataSettings::standardize)},
      {.path = "notation.samples_as_rows", .key = "rows", .title = "Samples as rows",
       .hint = "Z = X W + b instead of the slides' Z = Wᵀ X + bᵀ.", .group = kNotation,
       .kind = kSwitch, .low = 0, .high = 1, .choices = {},
       FIELD_ACCESS(&C::notation, &Notation::samples_as_rows)},
      {.path = "notation.weights_out_in", .key = "outin", .title = "W as out × in",
       .hint = "Store W with one row an output, as PyTorch does.", .group = kNotation,
       .kind = kSwitch, .low = 0, .high = 1, .choices = {},
       FIELD_ACCESS(&C::notation, &Notation::weights_out_in)},
      {.path = "notation.partial", .key = "partial", .title = "∂ for d",
       .hint = "Write partial derivatives with ∂.", .group = kNotation, .kind = kSwitch, .low = 0,
       .high = 1, .choices = {}, FIELD_ACCESS(&C::notation, &Notation::partial)},
  };
}
#undef FIELD_ACCESS

}  // namespace

std::span<const Choice> activation_choices() {
  static const std::vector<Choice> choices = choices_of(activations());
  return choices;
}

std::span<const Choice> dataset_choices() {
  static const std::vector<Choice> choices = choices_of(datasets());
  return choices;
}

std::span<const Field> fields() {
  static const std::vector<Field> table = make_fields();
  return table;
}

const Field* find_field(std::string_view path) {
  for (const Field& field : fields())
    if (path == field.path) return &field;
  return nullptr;
}

std::string allowed_text(const Field& field) {
  switch (field.kind) {
    case FieldKind::kSwitch: return "true or false";
    case FieldKind::kChoice: {
      std::string names;
      for (const Choice& choice : field.choices)
        names += (names.empty() ? "one of " : ", ") + std::string(choice.name);
      return names;
    }
    case FieldKind::kWhole:
    case FieldKind::kReal: break;
  }
  const std::string what = field.kind == FieldKind::kWhole ? "a whole number" : "a number";
  const auto bound = [](double value) {
    const bool whole = value == std::floor(value) && std::abs(value) < 1e15;
    return whole ? std::to_string(static_cast<long long>(value)) : format_float(value);
  };
  return what + " from " + bound(field.low) + " to " + bound(field.high);
}

std::string refusal(const Field& field, double value) {
  bool fits = false;
  switch (field.kind) {
    case FieldKind::kReal: fits = value >= field.low && value <= field.high; break;
    case FieldKind::kWhole:
      fits = value >= field.low && value <= field.high && value == std::floor(value);
      break;
    case FieldKind::kSwitch: fits = value == 0 || value == 1; break;
    case FieldKind::kChoice:
      fits = value >= 0 && value < static_cast<double>(field.choices.size()) &&
             value == std::floor(value);
      break;
  }
  return fits ? "" : allowed_text(field);
}

}  // namespace backflow
