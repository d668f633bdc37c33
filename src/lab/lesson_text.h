// The text of a lesson with the session's own numbers in it: "E is {E}, $\delta_2$ is {shape
// delta2}". No lesson has a number of its own. A formula between $$ has a line of its own.
//
// {E} {E start} {epoch} {step} {alpha} {right} {test right} {test E} {samples}: figures
// {dW_ho}: the step's symbol, as the notation writes it
// {shape dW_ho} {rows h1} {cols h1}: "5×6" and its two sides
// {cell h1 3 2}: an entry, counted from 1; {terms h1 3 2}: the sum or product that made it
// {rms dW1}: the root of the mean square of its entries; {ratio delta9 delta1}: of two such
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "session.h"

namespace backflow {

/// A run of a lesson's text.
struct TextPiece {
  enum class Kind : std::uint8_t {
    kText,
    kValue,    // a number of the session
    kTex,      // a formula
    kMissing,  // what there is not in this session, "–"
  };
  Kind kind = Kind::kText;
  std::string text{};
  int step = -1;            // of a formula: the step whose symbol it is
  bool is_display = false;  // of a formula: it has a line of its own
  bool operator==(const TextPiece&) const = default;
};

/// The pieces as one text, formulas as their TeX.
std::string plain_text(const std::vector<TextPiece>& pieces);

/// Never fails: what is not there, or not known, is a missing piece.
std::vector<TextPiece> fill_text(std::string_view text, Session& session);

}  // namespace backflow
