// A matrix of the trace on screen: a grid of coloured cells with numbers, or a heat map where the
// cells are too many. Cells can be hovered; those of parameters and samples can be dragged and
// typed into.
#pragma once

#include "ui_context.h"

namespace backflow {

struct MatrixLook {
  float max_width = 0, max_height = 0;  // device px that it may take, symbol and shape included
  bool editable = true;                 // where the step's numbers are the reader's
  bool captions = true;                 // symbol above, shape below
  bool emphasised = false;              // border in the accent colour: the result of this step
  int inner_rows = 0, inner_cols = 0;   // 1: mark that axis as the one that the product joins
  float opacity = 1;                    // below 1 while it takes its place
};

/// Where the parts of a drawn matrix are.
struct MatrixPlace {
  Rect grid;
  Rect rows, cols;  // the two numbers of its shape; empty without captions
};

/// The room that draw_matrix will take with the same arguments.
ImVec2 matrix_size(const UiContext& ui, const Operand& operand, const MatrixLook& look);

/// Draws at the top left `at`. The operand may be transposed; its cells stay the step's own.
MatrixPlace draw_matrix(const UiContext& ui, ImVec2 at, const Operand& operand,
                        const MatrixLook& look);

/// A matrix that is made of the trace's cells but is no step of it (a result of the reader's own
/// order, one sample's share): numbers only, axes as told. Returns its size; draws nothing where
/// `at` is null.
ImVec2 draw_values(const UiContext& ui, const ImVec2* at, const Matrix<double>& values,
                   AxisKind rows, AxisKind cols, const std::string& symbol, const MatrixLook& look);

/// Goes on with the drag of a cell, if there is one; once a frame, whatever is drawn.
void drag_cell(const UiContext& ui);

/// Lets the reader type a number into an editable cell.
void request_cell_edit(const UiContext& ui, const CellRef& cell, const Rect& rect);

/// "W_ih, row 2, column 3", for readers.
std::string cell_name(const TraceStep& step, Index row, Index col);
/// "cell W_ih 2 3", for tests.
std::string cell_label(const TraceStep& step, Index row, Index col);

}  // namespace backflow
