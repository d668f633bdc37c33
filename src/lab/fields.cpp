#include "fields.h"

#include <cmath>

#include "language.h"
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
template <auto A, auto... Rest>
const auto& reach(const auto& object) {
  if constexpr (sizeof...(Rest) == 0)
    return object.*A;
  else
    return reach<Rest...>(object.*A);
}

template <auto... Path>
double get(const Config& config) {
  return static_cast<double>(reach<Path...>(config));
}

template <auto... Path>
void set(Config& config, double value) {
  const auto& place = reach<Path...>(config);
  using Value = std::remove_cvref_t<decltype(place)>;
  const_cast<Value&>(place) = static_cast<Value>(value);
}

struct Access {
  double (*get)(const Config&);
  void (*set)(Config&, double);
};

template <auto... Path>
constexpr Access access() {
  return {get<Path...>, set<Path...>};
}

struct Naming {
  const char *path, *key, *title, *hint;
};

Field row(Naming naming, FieldGroup group, FieldKind kind, double low, double high, Access place) {
  return {.path = naming.path,
          .key = naming.key,
          .title = naming.title,
          .hint = naming.hint,
          .group = group,
          .kind = kind,
          .low = low,
          .high = high,
          .choices = {},
          .get = place.get,
          .set = place.set};
}

Field real(Naming naming, FieldGroup group, double low, double high, Access place) {
  return row(naming, group, FieldKind::kReal, low, high, place);
}

Field whole(Naming naming, FieldGroup group, double low, double high, Access place) {
  return row(naming, group, FieldKind::kWhole, low, high, place);
}

Field on_off(Naming naming, FieldGroup group, Access place) {
  return row(naming, group, FieldKind::kSwitch, 0, 1, place);
}

Field choice(Naming naming, FieldGroup group, std::span<const Choice> choices, Access place) {
  const double last = static_cast<double>(choices.size()) - 1;
  Field field = row(naming, group, FieldKind::kChoice, 0, last, place);
  field.choices = choices;
  return field;
}

using C = Config;
using N = NetworkSettings;
using T = TrainingSettings;
using E = Objective;
using O = OptimizerSettings;
using S = ScheduleSettings;
using D = DataSettings;
using enum FieldGroup;
constexpr double kSeedLimit = 9007199254740991.0;  // 2⁵³ − 1: exact in JSON and in links

std::vector<Field> network_fields() {
  return {
      choice({"network.initializer", "init", "Initialiser", "How the weights start."}, kNetwork,
             initializer_choices(), access<&C::network, &N::initializer>()),
      real({"network.init_scale", "scale", "Initial scale",
            "Multiplies the start's spread, or is the constant."},
           kNetwork, -100, 100, access<&C::network, &N::init_scale>()),
      whole({"seed", "seed", "Seed",
             "Same seed, same start, same shuffle: every run can be repeated."},
            kNetwork, 0, kSeedLimit, access<&C::training, &T::seed>()),
  };
}

std::vector<Field> loss_fields() {
  return {
      choice({"loss", "loss", "Loss", "What E measures."}, kLoss, loss_choices(),
             access<&C::training, &T::objective, &E::loss>()),
      choice({"reduction", "reduce", "Over samples",
              "Whether E is the sum or the mean over the samples."},
             kLoss, reduction_choices(), access<&C::training, &T::objective, &E::reduction>()),
      real({"huber_delta", "huber", "Huber threshold", "Errors beyond it count linearly."}, kLoss,
           1e-6, 1e6, access<&C::training, &T::objective, &E::huber_delta>()),
  };
}

std::vector<Field> regularization_fields() {
  return {
      real({"regularization.l1", "l1", "L1", "Adds λ₁·Σ|W|: drives weights to exactly zero."},
           kRegularization, 0, 100, access<&C::training, &T::objective, &E::l1>()),
      real({"regularization.l2", "l2", "L2", "Adds λ₂/2·ΣW²: keeps weights small."},
           kRegularization, 0, 100, access<&C::training, &T::objective, &E::l2>()),
      real({"regularization.dropout", "dropout", "Dropout",
            "Share of hidden units switched off at random at each step."},
           kRegularization, 0, 0.9, access<&C::training, &T::objective, &E::dropout>()),
  };
}

std::vector<Field> optimizer_fields() {
  return {
      choice({"optimizer.name", "opt", "Optimiser", "How a gradient becomes a step."}, kOptimizer,
             optimizer_choices(), access<&C::training, &T::optimizer, &O::name>()),
      real({"optimizer.learning_rate", "lr", "Learning rate α",
            "How far one step goes. Takes effect at once."},
           kOptimizer, 0, 1000, access<&C::training, &T::optimizer, &O::learning_rate>()),
      real({"optimizer.momentum", "momentum", "Momentum μ", "How much of the last step stays."},
           kOptimizer, 0, 1, access<&C::training, &T::optimizer, &O::momentum>()),
      real({"optimizer.beta1", "beta1", "β₁", "Memory of Adam's first moment."}, kOptimizer, 0,
           0.999999, access<&C::training, &T::optimizer, &O::beta1>()),
      real({"optimizer.beta2", "beta2", "β₂", "Memory of Adam's second moment."}, kOptimizer, 0,
           0.999999, access<&C::training, &T::optimizer, &O::beta2>()),
      real({"optimizer.decay", "decay", "Decay ρ", "Memory of RMSProp's squares."}, kOptimizer, 0,
           0.999999, access<&C::training, &T::optimizer, &O::decay>()),
      real({"optimizer.epsilon", "eps", "ε", "Keeps the division by the root finite."}, kOptimizer,
           1e-20, 1, access<&C::training, &T::optimizer, &O::epsilon>()),
      real({"optimizer.weight_decay", "wd", "Weight decay λ",
            "AdamW: every step shrinks all parameters by αλ."},
           kOptimizer, 0, 10, access<&C::training, &T::optimizer, &O::weight_decay>()),
      real({"optimizer.clip_norm", "clip", "Clip norm",
            "Largest norm of all gradients together; 0 = no clipping."},
           kOptimizer, 0, 1e6, access<&C::training, &T::optimizer, &O::clip_norm>()),
  };
}

std::vector<Field> schedule_fields() {
  return {
      choice({"schedule.name", "schedule", "Schedule", "How α changes over the steps."}, kSchedule,
             schedule_choices(), access<&C::training, &T::schedule, &S::name>()),
      whole({"schedule.period", "period", "Period", "Optimiser steps of one period."}, kSchedule, 1,
            1e6, access<&C::training, &T::schedule, &S::period>()),
      real({"schedule.factor", "factor", "Factor", "What α is multiplied by after each period."},
           kSchedule, 0, 1, access<&C::training, &T::schedule, &S::factor>()),
  };
}

std::vector<Field> training_fields() {
  return {
      whole({"batch_size", "batch", "Batch size", "Samples a step; 0 = all of them."}, kTraining, 0,
            SizeLimits::kSamples, access<&C::training, &T::batch_size>()),
  };
}

std::vector<Field> stop_fields() {
  return {
      whole({"stop.epoch", "stopepoch", "Stop at epoch", "Playing pauses there; 0 = never."}, kStop,
            0, 1e6, access<&C::stop, &StopRule::epoch>()),
      real({"stop.loss", "stoploss", "Stop at loss",
            "Playing pauses after the first epoch with E this small; 0 = never."},
           kStop, 0, 1e6, access<&C::stop, &StopRule::loss>()),
  };
}

std::vector<Field> data_fields() {
  return {
      choice({"data.name", "data", "Data set", "What is learned."}, kData, dataset_choices(),
             access<&C::data, &D::id>()),
      whole({"data.samples", "samples", "Samples", "How many; 0 = the set's own number."}, kData, 0,
            SizeLimits::kSamples, access<&C::data, &D::samples>()),
      real({"data.noise", "noise", "Noise", "How far points stray from the ideal."}, kData, 0,
           DataLimits::kMaxNoise, access<&C::data, &D::noise>()),
      real({"data.train_share", "train", "Train share", "The rest of the samples only tests."},
           kData, DataLimits::kMinTrainShare, 1, access<&C::data, &D::train_share>()),
      whole({"data.seed", "dataseed", "Data seed", "Draws the points and the split."}, kData, 0,
            kSeedLimit, access<&C::data, &D::seed>()),
      on_off({"data.standardize", "standardize", "Standardise",
              "Shift and scale each input to mean 0 and deviation 1."},
             kData, access<&C::data, &D::standardize>()),
  };
}

std::vector<Field> notation_fields() {
  return {
      on_off({"notation.samples_as_rows", "rows", "Samples as rows",
              "One row a sample: Z = X W + b. The slides have one column a sample."},
             kNotation, access<&C::notation, &Notation::samples_as_rows>()),
      on_off({"notation.weights_out_in", "outin", "W as out × in",
              "Store W with one row an output, as PyTorch does."},
             kNotation, access<&C::notation, &Notation::weights_out_in>()),
      on_off({"notation.partial", "partial", "∂ for d", "Write partial derivatives with ∂."},
             kNotation, access<&C::notation, &Notation::partial>()),
      on_off({"notation.factor_below", "below", "½ as a division",
              "E = Σ(O − Y)²/2 instead of ½Σ(O − Y)²: the same number. Without any ½ it would be "
              "another loss: mean squared error."},
             kNotation, access<&C::notation, &Notation::factor_below>()),
      whole({"notation.decimals", "decimals", "Decimals",
             "Of every number shown; 0 = as many as tell it."},
            kNotation, 0, kMostDecimals, access<&C::notation, &Notation::decimals>()),
  };
}

std::vector<Field> make_fields() {
  std::vector<Field> table;
  for (const std::vector<Field>& group :
       {network_fields(), loss_fields(), regularization_fields(), optimizer_fields(),
        schedule_fields(), training_fields(), stop_fields(), data_fields(), notation_fields()})
    table.insert(table.end(), group.begin(), group.end());
  return table;
}

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

std::string allowed_words(const Field& field) {
  switch (field.kind) {
    case FieldKind::kSwitch: return tr("true or false");
    case FieldKind::kChoice: {
      std::string names;
      for (const Choice& choice : field.choices)
        names += (names.empty() ? "" : ", ") + std::string(choice.name);
      return tr("one of {0}", {names});
    }
    case FieldKind::kWhole:
    case FieldKind::kReal: break;
  }
  const auto bound = [](double value) {
    const bool whole = value == std::floor(value) && std::abs(value) <= 0x1p53;
    return whole ? std::to_string(static_cast<long long>(value)) : format_float(value);
  };
  return tr(field.kind == FieldKind::kWhole ? key("a whole number from {0} to {1}")
                                            : key("a number from {0} to {1}"),
            {bound(field.low), bound(field.high)});
}

std::string allowed_text(const Field& field) {
  const InEnglish english;
  return allowed_words(field);
}

std::string typed_refusal(const Field& field, double value) {
  return refusal(field, value).empty() ? "" : tr("allowed: {0}", {allowed_words(field)});
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
