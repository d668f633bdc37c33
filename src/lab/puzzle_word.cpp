#include "puzzle_word.h"

#include <algorithm>

#include "language.h"
#include "number.h"

namespace backflow {
namespace {

constexpr char kTimes = 'x', kElementwise = 'o', kTransposed = 'T';

/// A base has each step once.
std::size_t place_in(const Puzzle& base, int step) {
  const auto found = std::find_if(base.factors.begin(), base.factors.end(),
                                  [&](const PuzzleFactor& factor) { return factor.step == step; });
  return static_cast<std::size_t>(found - base.factors.begin());
}

StateError refuse_word(const Puzzle& base, std::string_view word) {
  const std::string count = std::to_string(base.factors.size());
  return refuse_to_reader(
      "puzzle", quoted(std::string(word)),
      tr("the factors 1 to {0}, each once, T behind one that is transposed, x or o between two, "
         "such as {1}",
         {count, base.factors.size() == 2 ? "2x1T" : "3x1o2T"}));
}

}  // namespace

std::string puzzle_word(const Puzzle& base, const Puzzle& puzzle) {
  if (puzzle == base) return "";
  std::string word;
  for (std::size_t i = 0; i < puzzle.factors.size(); ++i) {
    if (i > 0) word += puzzle.signs[i - 1] == PuzzleSign::kTimes ? kTimes : kElementwise;
    word += std::to_string(place_in(base, puzzle.factors[i].step) + 1);
    if (puzzle.factors[i].transposed) word += kTransposed;
  }
  return word;
}

Result<Puzzle, StateError> read_puzzle(const Puzzle& base, std::string_view word) {
  if (word.empty()) return base;
  const std::size_t count = base.factors.size();
  Puzzle puzzle{.gradient = base.gradient, .factors = {}, .signs = {}};
  std::vector<bool> taken(count, false);
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) {
      if (at >= word.size() || (word[at] != kTimes && word[at] != kElementwise))
        return refuse_word(base, word);
      puzzle.signs.push_back(word[at++] == kTimes ? PuzzleSign::kTimes : PuzzleSign::kElementwise);
    }
    // A gradient has no more than nine factors.
    const std::size_t factor =
        at < word.size() && word[at] >= '1' ? static_cast<std::size_t>(word[at] - '1') : count;
    if (factor >= count || taken[factor]) return refuse_word(base, word);
    taken[factor] = true;
    ++at;
    const bool transposed = at < word.size() && word[at] == kTransposed;
    if (transposed) ++at;
    puzzle.factors.push_back({base.factors[factor].step, transposed});
  }
  if (at != word.size()) return refuse_word(base, word);
  return puzzle;
}

}  // namespace backflow
