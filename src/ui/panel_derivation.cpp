// The walk: every factor of the step as a chip, and the current one with its formula, its operands
// as live matrices, its result, and any cell's sum written out.
#include <utility>

#include "lesson_view.h"
#include "matrix_view.h"
#include "panels.h"
#include "words.h"

namespace backflow {
namespace {

constexpr const char* kChapterNames[] = {"Given", "Forward", "Loss", "Backward", "Update"};
constexpr float kChipEm = 15;

std::function<void(int)> go_to(const UiContext& ui) {
  View* view = &ui.view;
  const UiContext* context = &ui;
  return [view, context](int step) {
    context->later([view, step] { view->playing = false, view->cursor = step; });
  };
}

/// A step as a chip; returns its width.
float chip_width(const UiContext& ui, int index) {
  return std::max(ui.u(ui.touch ? 44 : 34),
                  symbol_size(ui, ui.trace.step(index).symbol, kChipEm).x + ui.u(18));
}

void draw_chip(const UiContext& ui, const Rect& rect, int index) {
  const TraceStep& step = ui.trace.step(index);
  const Palette& p = ui.palette();
  const bool current = index == current_step(ui), reached = is_reached(ui, index);
  const Hit hit = hit_area(ui, rect, "step " + step.id, "chip");
  if (hit.hovered) ui.next_hover.term = index;
  if (hit.clicked) go_to(ui)(index);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool lit = ui.hover.term == index;
  ImU32 fill = reached ? p.page : 0;
  if (lit) fill = mix(p.page, p.accent, 0.14f);
  if (current) fill = p.accent_soft;
  if (fill) list->AddRectFilled(rect.min(), rect.max(), fill, ui.u(6));
  if (current) list->AddRect(rect.min(), rect.max(), p.accent, ui.u(6), 0, ui.u(1.5f));
  draw_symbol(ui, rect, step.symbol, kChipEm, current ? p.accent : p.text, reached ? 1 : 0.45f);
}

/// All chips of one chapter, wrapped; returns the height.
float draw_chapter(const UiContext& ui, ImVec2 at, float width, Chapter chapter) {
  const float label = ui.u(78), height = ui.u(ui.touch ? 44 : 32), gap = ui.u(6);
  float x = at.x + label, y = at.y;
  bool any = false;
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i) {
    if (ui.trace.step(i).chapter != chapter) continue;
    const float w = chip_width(ui, i);
    if (x + w > at.x + width && any) {
      x = at.x + label;
      y += height + gap;
    }
    draw_chip(ui, {x, y, x + w, y + height}, i);
    x += w + gap;
    any = true;
  }
  if (!any) return 0;
  const float text_y = at.y + (height - text_size(ui, "F").y) / 2;
  draw_text(ui, {at.x, text_y}, kChapterNames[static_cast<std::size_t>(chapter)],
            ui.palette().muted);
  return y + height + gap - at.y;
}

/// The signs between the operands of an operation, as on paper.
const char* sign_between(Operation operation, std::size_t i) {
  switch (operation) {
    case Operation::kMatMul: return "×";
    case Operation::kAffine: return i == 1 ? "×" : "+";
    case Operation::kHadamard: return "⊙";
    case Operation::kAdd: return "+";
    case Operation::kUpdate: return "−";
    case Operation::kFusedDelta:
    case Operation::kLossGradient: return "−";
    default: return ",";
  }
}

/// The operands that are drawn: Z is read by the loss but is not on paper.
std::vector<Operand> drawn_operands(const TraceStep& step) {
  std::vector<Operand> operands = step.operands;
  if (step.operation == Operation::kLoss) operands.resize(2);
  if (operands.size() > 6) operands.resize(6);
  return operands;
}

struct Piece {
  Operand operand;
  const char* before;  // the sign in front, or nullptr
  MatrixLook look;
  ImVec2 size;
};

/// A row of matrices with signs between them; wraps where the panel is too narrow. Returns the
/// height.
float draw_pieces(const UiContext& ui, ImVec2 at, float width, std::vector<Piece>& pieces) {
  const float sign = ui.u(30);
  float y = at.y;
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t end = first;
    float used = 0, tallest = 0;
    while (end < pieces.size()) {
      const float w = pieces[end].size.x + (pieces[end].before ? sign : 0);
      if (end > first && used + w > width) break;
      used += w;
      tallest = std::max(tallest, pieces[end].size.y);
      ++end;
    }
    float x = at.x;
    for (std::size_t i = first; i < end; ++i) {
      const Piece& piece = pieces[i];
      if (piece.before) {
        draw_text_centered(ui, {x, y, x + sign, y + tallest}, piece.before, ui.palette().text,
                           TextSize::kTitle);
        x += sign;
      }
      draw_matrix(ui, {x, y + (tallest - piece.size.y) / 2}, piece.operand, piece.look);
      x += piece.size.x;
    }
    y += tallest + ui.u(14);
    first = end;
  }
  return y - at.y;
}

float draw_operands(const UiContext& ui, ImVec2 at, float width, float max_height, int index) {
  const TraceStep& step = ui.trace.step(index);
  std::vector<Piece> pieces;
  const std::vector<Operand> operands = drawn_operands(step);
  for (std::size_t i = 0; i < operands.size(); ++i) {
    Piece piece{operands[i], i ? sign_between(step.operation, i) : nullptr, {}, {}};
    if (step.operation == Operation::kMatMul || step.operation == Operation::kAffine) {
      piece.look.inner_cols = i == 0;
      piece.look.inner_rows = i == 1;
    }
    pieces.push_back(piece);
  }
  Piece result{{index, false},
               step.chapter == Chapter::kGiven        ? nullptr
               : step.operation == Operation::kUpdate ? "→"
                                                      : "=",
               {},
               {}};
  result.look.emphasised = true;
  pieces.push_back(result);
  for (Piece& piece : pieces) {
    piece.look.max_width = width - ui.u(34);
    piece.look.max_height = max_height;
    piece.size = matrix_size(ui, piece.operand, piece.look);
  }
  return draw_pieces(ui, at, width, pieces);
}

/// The hovered cell of this step written out; without one, what to do.
float draw_expansion(const UiContext& ui, ImVec2 at, float width) {
  const Palette& p = ui.palette();
  const CellRef cell = ui.hover.cell;
  std::string text = "Point at a cell: the sum or product that made it is written out here.";
  bool strong = false;
  if (cell.step >= 0 && cell.step < static_cast<int>(ui.trace.steps().size()) &&
      cell.row < ui.trace.rows(cell.step) && cell.col < ui.trace.cols(cell.step)) {
    text = term_text(ui.trace, cell.step, cell.row, cell.col);
    strong = true;
  }
  const float pad = ui.u(12);
  const float height = wrapped_height(ui, width - 2 * pad, text) + 2 * pad;
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + height}, p.page, ui.u(8));
  draw_wrapped(ui, {at.x + pad, at.y + pad}, width - 2 * pad, text, strong ? p.text : p.muted);
  list_widget(ui, {at.x, at.y, at.x + width, at.y + height}, "expansion", "text", true, text);
  return height;
}

struct LensInfo {
  Lens lens;
  const char* title;
  const char* tip;
};

constexpr LensInfo kLenses[] = {
    {Lens::kStep, "This step", "The formula, its matrices, the result"},
    {Lens::kShapes, "From chain rule to matrices",
     "Arrange the factors yourself and see whether they fit"},
    {Lens::kTranspose, "Why a transpose?",
     "One number of the gradient, three ways and sample by sample"},
};

/// The three ways to look at a weight gradient; returns the height.
float draw_lenses(const UiContext& ui, ImVec2 at, float width) {
  const float h = ui.u(ui.touch ? 44 : 28), gap = ui.u(6);
  float x = at.x, y = at.y;
  View* view = &ui.view;
  for (const LensInfo& item : kLenses) {
    const float w = text_size(ui, item.title).x + ui.u(22);
    if (x > at.x && x + w > at.x + width) x = at.x, y += h + gap;
    const ButtonLook look = view->lens == item.lens ? ButtonLook::kSelected : ButtonLook::kOutlined;
    if (button(ui, {x, y, x + w, y + h}, item.title, item.title, look, item.tip))
      ui.later([view, lens = item.lens] { view->lens = lens; });
    x += w + gap;
  }
  return y + h + ui.u(16) - at.y;
}

float draw_step(const UiContext& ui, ImVec2 at, float width, float room, int index) {
  float y = at.y;
  const FormulaLook look{.em = 19, .max_width = width, .current = index};
  y +=
      draw_trace_formula(ui, {at.x, y}, ui.trace.step(index).formula, look, go_to(ui)).y + ui.u(12);
  y += draw_wrapped(ui, {at.x, y}, std::min(width, ui.u(560)), describe(ui.trace, index),
                    ui.palette().muted) +
       ui.u(16);
  const float left = std::max(ui.u(220), room - (y - at.y) - ui.u(90));
  y += draw_operands(ui, {at.x, y}, width, left, index) + ui.u(4);
  y += draw_expansion(ui, {at.x, y}, width) + ui.u(16);
  return y - at.y;
}

float draw_chapters(const UiContext& ui, ImVec2 at, float width) {
  float y = at.y;
  for (const Chapter chapter :
       {Chapter::kForward, Chapter::kLoss, Chapter::kBackward, Chapter::kUpdate})
    y += draw_chapter(ui, {at.x, y}, width, chapter);
  return y - at.y;
}

}  // namespace

void derivation_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "derivation")) return end_scroll();
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad;
  const float x = origin.x + pad;
  float y = origin.y + ui.u(12);
  y += draw_chapters(ui, {x, y}, width) + ui.u(4);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {origin.x, std::round(y)}, {origin.x + width + 2 * pad, std::round(y) + ui.theme.hairline()},
      ui.palette().line);
  y += ui.u(18);
  // A lesson's page is about the step, not about the way there.
  if (std::exchange(ui.lesson.scrolls, false)) ImGui::SetScrollY(y - ui.u(10) - origin.y);
  const int index = current_step(ui);
  const bool is_weight_gradient = ui.trace.step(index).quantity == Quantity::kDW;
  if (is_weight_gradient) y += draw_lenses(ui, {x, y}, width);
  const Lens lens = is_weight_gradient ? ui.view.lens : Lens::kStep;
  if (lens == Lens::kShapes)
    y += shapes_lens(ui, {x, y}, width, index);
  else if (lens == Lens::kTranspose)
    y += transpose_lens(ui, {x, y}, width, index);
  else
    y += draw_step(ui, {x, y}, width, rect.height() - (y - origin.y), index);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y});
  end_scroll();
}

}  // namespace backflow
