// One table of every scalar setting: where it is, how it is called, what it may be. The JSON codec,
// the link codec, the settings panel, the help texts and the tests read it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "config.h"

namespace backflow {

/// One row of a choice's table, whatever the family.
struct Choice {
  const char* name;
  const char* title;
  const char* hint;
};

enum class FieldKind : std::uint8_t { kReal, kWhole, kSwitch, kChoice };
enum class FieldGroup : std::uint8_t {
  kNetwork,
  kLoss,
  kRegularization,
  kOptimizer,
  kSchedule,
  kTraining,
  kStop,
  kData,
  kNotation
};

/// Values travel as double: a whole number, 0/1, or the choice's position.
struct Field {
  const char* path;   // in JSON, "optimizer.learning_rate"
  const char* key;    // in links, "lr"
  const char* title;  // in panels
  const char* hint;   // one line that explains it
  FieldGroup group;
  FieldKind kind;
  double low, high;  // inclusive; of a choice its first and last position
  std::span<const Choice> choices;
  double (*get)(const Config&);
  void (*set)(Config&, double);
};

std::span<const Field> fields();
/// The field with that path, or null.
const Field* find_field(std::string_view path);

/// Choices of a family by table order.
std::span<const Choice> activation_choices();
std::span<const Choice> dataset_choices();

/// "a number from 0 to 1000", "one of sum, mean", in the reader's language.
std::string allowed_words(const Field& field);
/// The same in English: for what programs read.
std::string allowed_text(const Field& field);
/// Empty if the field may have that value, else what is allowed.
std::string refusal(const Field& field, double value);
/// The same for a reader who has typed it, in their language.
std::string typed_refusal(const Field& field, double value);

}  // namespace backflow
