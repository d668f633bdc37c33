#include "check_words.h"

#include <algorithm>

#include "language.h"
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
  return tr(count == 1 ? key("{0} entry") : key("{0} entries"), {count_text(count)});
}

/// What was looked at: `size` entries, of which `entries` were checked.
struct Checked {
  double worst = 0;
  int entries = 0, kinks = 0, size = 0;
};

/// What is said of what was looked at.
struct Sentences {
  const char *kink, *difference;
};

CheckWords words(const Checked& checked, const Sentences& sentences) {
  const bool sampled = checked.entries < checked.size;
  const std::string part =
      tr("{0} of {1}", {count_text(checked.entries), count_text(checked.size)});
  const std::string sample = sampled ? tr("; a sample: {0} entries", {part}) : "";
  if (checked.entries > 0 && checked.kinks == checked.entries)
    return {.badge = tr("at a kink"),
            .brief = tr("at a kink"),
            .sentence = tr(sentences.kink) + sample,
            .passed = true};
  const bool passed = checked.worst < kTolerance;
  const std::string worst = number_text(std::max(checked.worst, kRounding), 1);
  const std::string verdict = passed ? "✓ " + worst : tr("✗ off by {0}", {worst});
  CheckWords result{.badge = verdict,
                    .brief = verdict,
                    .sentence = tr(sentences.difference) + sample,
                    .passed = passed};
  if (sampled) result.badge += " · " + part;
  if (checked.kinks > 0) {
    result.badge += std::string(" · ") + tr("kinks");
    result.sentence +=
        tr("; {0} of {1} lie at a kink (ReLU at 0, |w| at 0) and have no slope to compare with",
           {std::to_string(checked.kinks), entries_text(checked.entries)});
  }
  return result;
}

constexpr Sentences kOfMatrix{
    key("Gradient check of this matrix: all entries lie at a kink (ReLU at 0, |w| at 0), where "
        "there is no slope to compare with"),
    key("Gradient check: the largest relative difference between this matrix and central "
        "differences of E, in double precision")};
constexpr Sentences kOfAll{
    key("Gradient check of all gradients: all entries lie at a kink (ReLU at 0, |w| at 0), where "
        "there is no slope to compare with"),
    key("Gradient check: the largest relative difference between all gradients and central "
        "differences of E, in double precision")};

}  // namespace

CheckWords check_words(const TensorCheck& check) {
  if (!check.done) return {};
  return words({check.worst, check.entries, check.kinks, check.size}, kOfMatrix);
}

CheckWords check_words(const GradientCheck& check) {
  Checked sum{.worst = check.worst(), .entries = 0, .kinks = 0, .size = check.total_entries()};
  for (const TensorCheck& tensor : check.tensors())
    sum.entries += tensor.entries, sum.kinks += tensor.kinks;
  CheckWords result = words(sum, kOfAll);
  if (check.is_done() || !result.passed) return result;
  const int wanted = check.wanted_entries();
  const int percent = 100 * sum.entries / std::max(1, wanted);
  const std::string progress = tr("checking {0} %", {std::to_string(percent)});
  return {.badge = progress,
          .brief = progress,
          .sentence = tr("All gradients are compared with central differences of E, in double "
                         "precision: {0} of {1} so far",
                         {count_text(sum.entries), entries_text(wanted)}),
          .passed = true,
          .goes_on = true};
}

}  // namespace backflow
