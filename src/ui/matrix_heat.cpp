// Matrices with too many cells for numbers: a heat map with a lens, and a window that scrolls.
#include "contrast.h"
#include "matrix_shown.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr Index kLensRows = 5, kLensCols = 5;  // odd: the pointed cell is in the middle
constexpr ImVec2 kLensCell{46, 24};            // css px

/// Where this matrix' window is kept, a pair of numbers; row −1 while it is a heat map.
int& kept(const Shown& m, const char* what) {
  const std::string name = std::string("window ") + what + " " + m.name();
  return *ImGui::GetStateStorage()->GetIntRef(ImGui::GetID(name.c_str()), -1);
}

double block_value(const Shown& m, const Geometry& g, Index r, Index c) {
  if (g.block_rows == 1 && g.block_cols == 1) return m.at(r, c);
  Index row = r * g.block_rows, col = c * g.block_cols;
  Index rows = std::min(g.block_rows, g.rows - row), cols = std::min(g.block_cols, g.cols - col);
  if (m.operand.from_one) {  // rare: cell by cell
    double largest = 0;
    for (Index i = row; i < row + rows; ++i)
      for (Index j = col; j < col + cols; ++j)
        if (!(std::abs(m.at(i, j)) <= std::abs(largest))) largest = m.at(i, j);
    return largest;
  }
  if (m.operand.transposed != m.step().flipped) std::swap(row, col), std::swap(rows, cols);
  return largest_entry(m.ui.trace.stored(m.operand.step).block(row, col, rows, cols));
}

/// Lit cells that fill a rectangle (a row, a column, all) have one outline; others each their own.
void outline_blocks(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid,
                    const LitCells& cells, ImU32 color, float width) {
  constexpr std::size_t kMost = 64;
  std::vector<Rect> rects;
  CellRef low{-1, g.rows, g.cols}, high{-1, -1, -1};
  std::size_t count = 0;
  for (const CellRef& cell : cells.cells()) {
    if (cell.step != m.operand.step) continue;
    const bool turned = m.operand.transposed;
    const Index r = turned ? cell.col : cell.row, c = turned ? cell.row : cell.col;
    low.row = std::min(low.row, r), low.col = std::min(low.col, c);
    high.row = std::max(high.row, r), high.col = std::max(high.col, c);
    if (rects.size() < kMost) rects.push_back(cell_rect(g, grid, r, c));
    ++count;
  }
  if (count == 0) return;
  const auto area = (high.row - low.row + 1) * (high.col - low.col + 1);
  if (static_cast<Index>(count) == area) {
    const Rect a = cell_rect(g, grid, low.row, low.col), b = cell_rect(g, grid, high.row, high.col);
    rects = {{a.x0, a.y0, b.x1, b.y1}};
  }
  for (const Rect& rect : rects) outline(rect.inset(-ui.u(1)), width, color);
}

}  // namespace

WindowPlace window_place(const Shown& m) { return {kept(m, "row"), std::max(0, kept(m, "col"))}; }

void draw_heat(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid) {
  const double scale = largest(m);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PrimReserve(static_cast<int>(g.down * g.across * 6),
                    static_cast<int>(g.down * g.across * 4));
  for (Index r = 0; r < g.down; ++r) {
    for (Index c = 0; c < g.across; ++c) {
      const ImVec2 at{grid.x0 + g.cell_w * static_cast<float>(c),
                      grid.y0 + g.cell_h * static_cast<float>(r)};
      list->PrimRect(at, {at.x + g.cell_w, at.y + g.cell_h},
                     cell_color(ui, block_value(m, g, r, c), scale));
    }
  }
  outline_blocks(ui, m, g, grid, ui.derivation.blame.cells, ui.palette().bad, ui.u(2));
  outline_blocks(ui, m, g, grid, ui.lit, ui.palette().accent, ui.u(1.5f));
  const Hit hit = hit_area(ui, grid, "heat map " + m.name(), "button");
  if (!hit.clicked) return;
  const CellRef cell = cell_at(m, g, grid, ImGui::GetIO().MousePos);
  const bool turned = m.operand.transposed;
  const Index row = turned ? cell.col : cell.row, col = turned ? cell.row : cell.col;
  kept(m, "row") = static_cast<int>(std::max<Index>(0, row - kLensRows / 2));
  kept(m, "col") = static_cast<int>(std::max<Index>(0, col - kLensCols / 2));
}

namespace {

/// What the lens shows: a patch of cells around the pointed one, in shown coordinates.
struct Patch {
  Index row, col;    // the pointed cell
  Index row0, col0;  // the first of the patch
  Index rows, cols;
};

Patch patch_around(const Shown& m, const CellRef& pointed) {
  const bool turned = m.operand.transposed;
  Patch p{.row = turned ? pointed.col : pointed.row,
          .col = turned ? pointed.row : pointed.col,
          .row0 = 0,
          .col0 = 0,
          .rows = std::min(kLensRows, m.rows()),
          .cols = std::min(kLensCols, m.cols())};
  p.row0 = std::clamp<Index>(p.row - p.rows / 2, 0, m.rows() - p.rows);
  p.col0 = std::clamp<Index>(p.col - p.cols / 2, 0, m.cols() - p.cols);
  return p;
}

/// Beside the pointer, where there is room.
Rect beside_pointer(const UiContext& ui, ImVec2 size) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize, mouse = ImGui::GetIO().MousePos;
  const float away = ui.u(18), edge = ui.u(6);
  ImVec2 at{mouse.x + away, mouse.y + away};
  if (at.x + size.x > screen.x - edge) at.x = std::max(edge, mouse.x - size.x - away);
  if (at.y + size.y > screen.y - edge) at.y = std::max(edge, mouse.y - size.y - away);
  return {std::round(at.x), std::round(at.y), std::round(at.x + size.x), std::round(at.y + size.y)};
}

/// The numbers of rows and columns, and the cells.
void draw_patch(const UiContext& ui, const Shown& m, const Patch& patch, ImVec2 at, ImVec2 cell,
                float index) {
  const Palette& p = ui.palette();
  const double scale = largest(m);
  const auto x_of = [&](Index c) { return at.x + index + cell.x * static_cast<float>(c); };
  const auto y_of = [&](Index r) { return at.y + ui.u(22) + cell.y * static_cast<float>(r); };
  for (Index c = 0; c < patch.cols; ++c)
    draw_text_centered(ui, {x_of(c), at.y, x_of(c + 1), at.y + ui.u(22)},
                       std::to_string(patch.col0 + c + 1), axis_color(p, m.col_axis().kind),
                       TextSize::kCaption);
  for (Index r = 0; r < patch.rows; ++r) {
    draw_text_centered(ui, {at.x, y_of(r), at.x + index - ui.u(4), y_of(r + 1)},
                       std::to_string(patch.row0 + r + 1), axis_color(p, m.row_axis().kind),
                       TextSize::kCaption);
    for (Index c = 0; c < patch.cols; ++c) {
      const float gap = ui.theme.hairline();
      const Rect rect{x_of(c), y_of(r), x_of(c + 1) - gap, y_of(r + 1) - gap};
      const double value = m.at(patch.row0 + r, patch.col0 + c);
      const ImU32 fill = cell_color(ui, value, scale);
      ImGui::GetWindowDrawList()->AddRectFilled(rect.min(), rect.max(), fill);
      draw_text_centered(ui, rect, fitting_text(ui, value, rect.width(), TextSize::kCaption),
                         ink_on(fill), TextSize::kCaption);
      if (patch.row0 + r == patch.row && patch.col0 + c == patch.col)
        outline(rect, ui.u(2), p.accent);
    }
  }
}

/// Over everything, in a window of its own: text and cells draw into the present one.
void begin_overlay() {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  ImGui::Begin("lens", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
}

}  // namespace

void draw_magnifier(const UiContext& ui, const Shown& m, const CellRef& pointed) {
  if (ui.touch) return;  // a finger covers it; a tap opens the window
  const Patch patch = patch_around(m, pointed);
  const ImVec2 cell{ui.u(kLensCell.x + ui.wider_cells()), ui.u(kLensCell.y)};
  const float pad = ui.u(10), line = ui.u(22), index = ui.u(34);
  const std::string title = cell_name(m.step(), pointed.row, pointed.col);
  const std::string hint = tr("Click for a window that scrolls");
  const float grid = index + cell.x * static_cast<float>(patch.cols);
  const float width = std::max({grid, text_size(ui, title, TextSize::kBody, true).x,
                                text_size(ui, hint, TextSize::kCaption).x});
  const float height = 3 * line + cell.y * static_cast<float>(patch.rows);
  const Rect box = beside_pointer(ui, {width + 2 * pad, height + 2 * pad});
  const Palette& p = ui.palette();
  begin_overlay();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(box.min(), box.max(), p.card, ui.u(8));
  list->AddRect(box.min(), box.max(), p.line, ui.u(8), 0, ui.theme.hairline());
  list_widget(ui, box, "lens " + m.step().id, "text");
  const ImVec2 at{box.x0 + pad, box.y0 + pad};
  draw_text(ui, at, title, p.text, TextSize::kBody, true);
  draw_patch(ui, m, patch, {at.x, at.y + line}, cell, index);
  draw_text(ui, {at.x, box.y1 - pad - line + ui.u(5)}, hint, p.muted, TextSize::kCaption);
  ImGui::End();
}

namespace {

/// One bar: `first` of `all`, `shown` at a time. Returns where it was dragged to.
Index scroll_bar(const UiContext& ui, const Rect& bar, const std::string& label, bool upright,
                 Index first, Index shown, Index all) {
  if (shown >= all) return first;
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, bar, label, "slider");
  const float length = upright ? bar.height() : bar.width();
  const float share = static_cast<float>(shown) / static_cast<float>(all);
  const float grip = std::max(ui.u(24), length * share);
  const float way = length - grip;
  const float at = way * static_cast<float>(first) / static_cast<float>(all - shown);
  const float thin = ui.u(3);
  const Rect thumb =
      upright ? Rect{bar.center().x - thin, bar.y0 + at, bar.center().x + thin, bar.y0 + at + grip}
              : Rect{bar.x0 + at, bar.center().y - thin, bar.x0 + at + grip, bar.center().y + thin};
  ImGui::GetWindowDrawList()->AddRectFilled(
      thumb.min(), thumb.max(),
      hit.hovered || hit.held ? p.muted : with_alpha(p.muted, kScrollGrab), thin);
  if (!hit.held || way <= 0) return first;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float wanted = (upright ? mouse.y - bar.y0 : mouse.x - bar.x0) - grip / 2;
  const float part = std::clamp(wanted / way, 0.0f, 1.0f);
  return static_cast<Index>(std::lround(part * static_cast<float>(all - shown)));
}

}  // namespace

void draw_window_bars(const UiContext& ui, const Shown& m, const Geometry& g, const Rect& grid) {
  const std::string& id = m.step().id;
  const Rect right{grid.x1, grid.y0, grid.x1 + g.strip, grid.y1};
  const Rect below{grid.x0, grid.y1, grid.x1, grid.y1 + g.strip};
  const Index row = scroll_bar(ui, right, "rows of " + id, true, g.row0, g.down, g.rows);
  const Index col = scroll_bar(ui, below, "columns of " + id, false, g.col0, g.across, g.cols);
  kept(m, "row") = static_cast<int>(row), kept(m, "col") = static_cast<int>(col);
  const Rect corner{grid.x1, grid.y1, grid.x1 + g.strip, grid.y1 + g.strip};
  const Hit hit = hit_area(ui, corner, kWholeMatrix + id, "button",
                           tr("Back to the whole matrix as a heat map (Esc)"));
  const Palette& p = ui.palette();
  const ImVec2 c = corner.center();
  const float r = ui.u(4);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const float d : {-1.0f, 1.0f})
    list->AddLine({c.x - r, c.y - d * r}, {c.x + r, c.y + d * r}, hit.hovered ? p.accent : p.muted,
                  ui.u(1.6f));
  if (hit.clicked || ui.escapes) kept(m, "row") = -1;
}

}  // namespace backflow
