// Internal to the matrix views: an operand in the coordinates of the screen, and how large its
// cells are drawn. Split over matrix_view, matrix_cells, matrix_heat and matrix_cover.
#pragma once

#include "matrix_view.h"
#include "widgets.h"

namespace backflow {

/// The matrix of an operand in shown coordinates.
struct Shown {
  const UiContext& ui;
  const Operand& operand;
  Index rows() const {
    return operand.transposed ? ui.trace.cols(operand.step) : ui.trace.rows(operand.step);
  }
  Index cols() const {
    return operand.transposed ? ui.trace.rows(operand.step) : ui.trace.cols(operand.step);
  }
  CellRef ref(Index r, Index c) const {
    return operand.transposed ? CellRef{operand.step, c, r} : CellRef{operand.step, r, c};
  }
  double at(Index r, Index c) const {
    const CellRef cell = ref(r, c);
    const auto value = static_cast<double>(ui.trace.at(cell.step, cell.row, cell.col));
    return operand.from_one ? 1 - value : value;
  }
  const TraceStep& step() const { return ui.trace.step(operand.step); }
  std::string name() const { return (operand.from_one ? "1-" : "") + step().id; }
  Axis row_axis() const { return operand.transposed ? step().cols : step().rows; }
  Axis col_axis() const { return operand.transposed ? step().rows : step().cols; }
};

enum class MatrixForm : std::uint8_t {
  kNumbers,  // every cell with its number
  kHeat,     // colours of blocks of cells, a lens under the pointer
  kWindow,   // a part of the cells with numbers, scrolled
  kBlank,    // one empty box: the shape is a secret
};

struct Geometry {
  MatrixForm form = MatrixForm::kNumbers;
  Index rows = 0, cols = 0;              // of the matrix
  Index row0 = 0, col0 = 0;              // kWindow: the first that is shown
  Index down = 0, across = 0;            // cells, or blocks, on screen
  Index block_rows = 1, block_cols = 1;  // kHeat: cells to a block
  float cell_w = 0, cell_h = 0;          // device px of a cell, or of a block
  float head = 0, foot = 0;              // room of symbol and shape
  float strip = 0;                       // kWindow: of the scroll bars
  float width() const { return cell_w * static_cast<float>(across); }
  float height() const { return cell_h * static_cast<float>(down); }
};

Geometry measure(const UiContext& ui, const Shown& m, const MatrixLook& look);

/// A block of cells shows its largest entry: in a mean those of both signs would cancel, and large
/// numbers would look like zeros. What is not finite cannot hide.
double largest_entry(const auto& block) {
  if (!block.allFinite()) return static_cast<double>(block.sum());
  Index row = 0, col = 0;
  block.cwiseAbs().maxCoeff(&row, &col);
  return static_cast<double>(block(row, col));
}
/// The largest finite size among the entries: what the colours are scaled by.
double largest(const Shown& m);
ImU32 cell_color(const UiContext& ui, double value, double scale);
/// Where a cell of the whole matrix is on screen.
Rect cell_rect(const Geometry& g, const Rect& grid, Index r, Index c);
void outline(const Rect& rect, float width, ImU32 color);
/// What fits into a cell: with the decimals asked for, else as many as tell the number.
std::string fitting_text(const UiContext& ui, double value, float width, TextSize size);
/// The cell under the pointer, {-1} if there is none.
CellRef cell_at(const Shown& m, const Geometry& g, const Rect& grid, ImVec2 mouse);

void draw_numbers(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                  bool editable);
/// The heat map; a click opens the window there.
void draw_heat(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid);
/// Cells around the pointer with their numbers, over everything else.
void draw_magnifier(const UiContext& ui, const Shown& m, const CellRef& pointed);
/// The bars of a window, and the way back to the heat map.
void draw_window_bars(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid);
/// The first cell of the window that is open on this matrix; row −1: none is.
struct WindowPlace {
  Index row = -1, col = 0;
};
WindowPlace window_place(const Shown& m);

/// Why a matrix does not show its numbers.
enum class Cover : std::uint8_t { kNone, kNotYet, kCells, kShape };
Cover cover_of(const UiContext& ui, const Operand& operand);
void draw_cover(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                Cover cover);

}  // namespace backflow
