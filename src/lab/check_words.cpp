#include "check_words.h"

#include <algorithm>

#include "term_text.h"

namespace backflow {
namespace {

constexpr double kTolerance = 1e-5;
constexpr double kRounding = 1e-16;  // 0 would claim more than doubles can

/// 109,386: such counts are read, not computed with.
std::string count_text(int count) {
  std::string text = std::to_string(count);
  for (int i = static_cast<int>(text.size()) - 3; i > 0; i -= 3)
    text.insert(static_cast<std::size_t>(i), ",");
  return text;
}

std::string entries_text(int count) {
  return count_text(count) + (count == 1 ? " entry" : " entries");
}

/// What was looked at: `size` entries, of which `entries` were checked.
struct Checked {
  double worst = 0;
  int entries = 0, kinks = 0, size = 0;
};

CheckWords words(const Checked& checked, const std::string& what) {
  const bool sampled = checked.entries < checked.size;
  const std::string part = count_text(checked.entries) + " of " + count_text(checked.size);
  const std::string sample = sampled ? "; a sample: " + part + " entries" : "";
  if (checked.entries > 0 && checked.kinks == checked.entries)
    return {
        .badge = "at a kink",
        .sentence = "Gradient check of " + what +
                    ": all entries lie at a kink (ReLU at 0, |w| at 0), where there is no slope "
                    "to compare with" +
                    sample,
        .passed = true};
  const bool passed = checked.worst < kTolerance;
  CheckWords result{
      .badge = (passed ? "✓ " : "✗ ") + number_text(std::max(checked.worst, kRounding), 1),
      .sentence = "Gradient check: the largest relative difference between " + what +
                  " and central differences of E, in double precision" + sample,
      .passed = passed};
  if (sampled) result.badge += " · " + part;
  if (checked.kinks > 0) {
    result.badge += " · kinks";
    result.sentence += "; " + std::to_string(checked.kinks) + " of " +
                       entries_text(checked.entries) +
                       " lie at a kink (ReLU at 0, |w| at 0) and have no slope to compare with";
  }
  return result;
}

}  // namespace

CheckWords check_words(const TensorCheck& check) {
  if (!check.done) return {};
  return words({check.worst, check.entries, check.kinks, check.size}, "this matrix");
}

CheckWords check_words(const GradientCheck& check) {
  Checked sum{.worst = check.worst(), .entries = 0, .kinks = 0, .size = check.total_entries()};
  for (const TensorCheck& tensor : check.tensors())
    sum.entries += tensor.entries, sum.kinks += tensor.kinks;
  CheckWords result = words(sum, "all gradients");
  if (check.is_done() || !result.passed) return result;
  const int wanted = check.wanted_entries();
  const int percent = 100 * sum.entries / std::max(1, wanted);
  return {.badge = "checking " + std::to_string(percent) + " %",
          .sentence =
              "All gradients are compared with central differences of E, in double "
              "precision: " +
              count_text(sum.entries) + " of " + entries_text(wanted) + " so far",
          .passed = true};
}

}  // namespace backflow
