// Where a number lives that the reader may change, whatever the trace shows by the time that it is
// set: a cell of X or Y belongs to its sample, though each mini-batch shows another one there.
#pragma once

#include <optional>
#include <string>

#include "session.h"

namespace backflow {

struct CellPlace {
  enum class Kind : std::uint8_t { kInput, kTarget, kParameter };
  Kind kind = Kind::kParameter;
  std::size_t tensor = 0;  // of a parameter: W_1, b_1, W_2, b_2, …
  Index row = 0, col = 0;  // as the trainer keeps them; `col` of X and Y counts training samples

  bool operator==(const CellPlace&) const = default;
};

/// True if the reader may change that step's cells.
bool is_editable(const TraceStep& step);

/// The place of a cell of an editable step, given as it is shown. Requires a cell inside it.
CellPlace place_of_cell(Session& session, const TraceStep& step, Index row, Index col);

/// Whether the network and the data still have that cell.
bool has_cell(const Session& session, const CellPlace& place);

/// Sets it, as one more of the edit that has begun. Empty if it is done, else the reason why not.
std::string set_cell(Session& session, const CellPlace& place, float value);

}  // namespace backflow
