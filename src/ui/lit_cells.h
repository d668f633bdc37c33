// Cells of the trace, and which of them are lit.
#pragma once

#include <unordered_set>
#include <vector>

#include "types.h"

namespace backflow {

/// A cell of a step of the trace; row or col −1: all of that axis.
struct CellRef {
  int step = -1;
  Index row = -1, col = -1;
  bool operator==(const CellRef&) const = default;
};

/// Cells to light, whatever matrix shows them.
class LitCells {
 public:
  void add(const CellRef& cell) {
    if (keys_.insert(key(cell)).second) cells_.push_back(cell);
  }
  bool has(const CellRef& cell) const { return !keys_.empty() && keys_.contains(key(cell)); }
  void clear() { keys_.clear(), cells_.clear(); }
  const std::vector<CellRef>& cells() const { return cells_; }

 private:
  static std::uint64_t key(const CellRef& cell) {
    return (static_cast<std::uint64_t>(cell.step) << 40) |
           (static_cast<std::uint64_t>(cell.row) << 20) | static_cast<std::uint64_t>(cell.col);
  }
  std::unordered_set<std::uint64_t> keys_;
  std::vector<CellRef> cells_;
};

}  // namespace backflow
