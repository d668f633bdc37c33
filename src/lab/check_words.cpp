#include "check_words.h"

#include <algorithm>

#include "term_text.h"

namespace backflow {
namespace {

constexpr double kTolerance = 1e-5;
constexpr double kRounding = 1e-16;  // 0 would claim more than doubles can

std::string entries_text(int count) {
  return std::to_string(count) + (count == 1 ? " entry" : " entries");
}

CheckWords words(double worst, int entries, int kinks, const std::string& what) {
  if (entries > 0 && kinks == entries)
    return {
        .badge = "at a kink",
        .sentence = "Gradient check of " + what +
                    ": all entries lie at a kink (ReLU at 0, |w| at 0), where there is no slope "
                    "to compare with",
        .passed = true};
  const bool passed = worst < kTolerance;
  CheckWords result{.badge = (passed ? "✓ " : "✗ ") + number_text(std::max(worst, kRounding), 1),
                    .sentence = "Gradient check: the largest relative difference between " + what +
                                " and central differences of E, in double precision",
                    .passed = passed};
  if (kinks > 0) {
    result.badge += " · kinks";
    result.sentence += "; " + std::to_string(kinks) + " of " + entries_text(entries) +
                       " lie at a kink (ReLU at 0, |w| at 0) and have no slope to compare with";
  }
  return result;
}

}  // namespace

CheckWords check_words(const TensorCheck& check) {
  if (!check.done) return {};
  return words(check.worst, check.entries, check.kinks, "this matrix");
}

CheckWords check_words(const GradientCheck& check) {
  int entries = 0, kinks = 0;
  for (const TensorCheck& tensor : check.tensors())
    entries += tensor.entries, kinks += tensor.kinks;
  CheckWords result = words(check.worst(), entries, kinks, "all gradients");
  if (check.is_done() || !result.passed) return result;
  const int percent = 100 * entries / std::max(1, check.total_entries());
  return {.badge = "checking " + std::to_string(percent) + " %",
          .sentence =
              "All gradients are compared with central differences of E, in double "
              "precision: " +
              std::to_string(entries) + " of " + entries_text(check.total_entries()) + " so far",
          .passed = true};
}

}  // namespace backflow
