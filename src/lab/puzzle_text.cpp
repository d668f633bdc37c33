#include "puzzle_text.h"

namespace backflow {
namespace {

std::optional<PuzzleFactor> factor_of(const TraceView<float>& trace, int gradient,
                                      std::string_view word) {
  PuzzleFactor factor;
  if (word.ends_with("^T")) {
    factor.transposed = true;
    word.remove_suffix(2);
  }
  factor.step = find_step(trace.steps(), word);
  if (factor.step < 0 || factor.step >= gradient) return std::nullopt;
  return factor;
}

std::optional<PuzzleSign> sign_of(std::string_view word) {
  if (word == "×") return PuzzleSign::kTimes;
  if (word == "⊙") return PuzzleSign::kElementwise;
  return std::nullopt;
}

}  // namespace

std::optional<Puzzle> puzzle_of(const TraceView<float>& trace, int gradient,
                                std::string_view text) {
  if (gradient < 0) return std::nullopt;
  Puzzle puzzle{.gradient = gradient, .factors = {}, .signs = {}};
  for (bool is_factor = true;; is_factor = !is_factor) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (is_factor) {
      const auto factor = factor_of(trace, gradient, word);
      if (!factor) return std::nullopt;
      puzzle.factors.push_back(*factor);
      if (end == text.size()) return puzzle;
    } else {
      const auto sign = sign_of(word);
      if (!sign || end == text.size()) return std::nullopt;
      puzzle.signs.push_back(*sign);
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace backflow
