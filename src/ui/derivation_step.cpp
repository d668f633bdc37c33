// One step of the walk: the formula with its current term, the operands in multiplication order,
// the result, and any cell's sum written out.
#include <utility>

#include "matrix_view.h"
#include "operand_row.h"
#include "panels.h"
#include "predict.h"
#include "words.h"

namespace backflow {
namespace {

constexpr double kFlight = 0.35;  // s: a result on its way from the formula to its place

bool is_product(const TraceStep& step) {
  return step.operation == Operation::kMatMul || step.operation == Operation::kAffine;
}

struct Piece {
  Operand operand;
  std::string before;  // TeX in front of it and behind it
  std::string after{};
  MatrixLook look{};
  ImVec2 size{};
  MatrixPlace place{};  // where it was drawn
  int line = 0;
};

/// "6 samples", "5 hidden": what an axis counts.
std::string axis_words(Index count, AxisKind kind) {
  struct Noun {
    const char *one, *many;
  };
  static constexpr Noun kNouns[] = {{key("{0} one"), key("{0} ones")},
                                    {key("{0} sample"), key("{0} samples")},
                                    {key("{0} input"), key("{0} inputs")},
                                    {key("{0} hidden unit"), key("{0} hidden units")},
                                    {key("{0} output"), key("{0} outputs")}};
  const Noun& noun = kNouns[static_cast<std::size_t>(kind)];
  return tr(count == 1 ? noun.one : noun.many, {std::to_string(count)});
}

/// The two inner axes of a product join in a bracket of their colour. Nothing where the operands
/// are in different lines.
void draw_join(const UiContext& ui, const Piece& left, const Piece& right) {
  if (left.line != right.line || left.place.cols.width() <= 0) return;
  const TraceStep& step = ui.trace.step(left.operand.step);
  const Axis axis = left.operand.transposed ? step.rows : step.cols;
  const Index count =
      left.operand.transposed ? ui.trace.rows(left.operand.step) : ui.trace.cols(left.operand.step);
  const ImU32 color = axis_color(ui.palette(), axis.kind);
  const ImVec2 a{left.place.cols.center().x, left.place.cols.y1},
      b{right.place.rows.center().x, right.place.rows.y1};
  const float y = std::round(std::max(a.y, b.y) + ui.u(7));
  const ImVec2 bracket[] = {a, {a.x, y}, {b.x, y}, b};
  ImGui::GetWindowDrawList()->AddPolyline(bracket, 4, color, 0, ui.u(2));
  const std::string text = tr("{0}, summed away", {axis_words(count, axis.kind)});
  const float w = text_size(ui, text, TextSize::kCaption).x;
  const float x = std::max(left.place.grid.x0, (a.x + b.x) / 2 - w / 2);
  draw_text(ui, {x, y + ui.u(3)}, text, color, TextSize::kCaption);
  list_widget(ui, {a.x, std::min(a.y, b.y), b.x, y + ui.u(2)}, "inner axes: " + text, "text");
}

/// A sign has room around it, also where nothing is written.
float sign_width(const UiContext& ui, const std::string& tex) {
  if (tex.empty()) return 0;
  return std::max(ui.u(30), std::ceil(symbol_size(ui, tex, 19).x) + ui.u(14));
}

float piece_width(const UiContext& ui, const Piece& piece) {
  return sign_width(ui, piece.before) + piece.size.x + sign_width(ui, piece.after);
}

/// A sign between `x` and the return value, in the middle of the line.
float draw_sign(const UiContext& ui, float x, float y, float height, const std::string& tex) {
  const float width = sign_width(ui, tex);
  if (width > 0) draw_symbol(ui, {x, y, x + width, y + height}, tex, 19, ui.palette().text);
  return x + width;
}

/// A row of matrices with signs between them; wraps where the panel is too narrow. Returns the
/// height.
float draw_pieces(const UiContext& ui, ImVec2 at, float width, std::vector<Piece>& pieces,
                  bool joined) {
  float y = at.y;
  int line = 0;
  for (std::size_t first = 0; first < pieces.size(); ++line) {
    std::size_t end = first;
    float used = 0, tallest = 0;
    while (end < pieces.size()) {
      const float w = piece_width(ui, pieces[end]);
      if (end > first && used + w > width) break;
      used += w;
      tallest = std::max(tallest, pieces[end].size.y);
      ++end;
    }
    float x = at.x;
    for (std::size_t i = first; i < end; ++i) {
      Piece& piece = pieces[i];
      x = draw_sign(ui, x, y, tallest, piece.before);
      piece.place =
          draw_matrix(ui, {x, y + (tallest - piece.size.y) / 2}, piece.operand, piece.look);
      piece.line = line;
      x = draw_sign(ui, x + piece.size.x, y, tallest, piece.after);
    }
    // Room for the bracket between two operands that are joined.
    y += tallest + ui.u(joined && first == 0 && end > 1 ? 30 : 14);
    first = end;
  }
  return y - at.y;
}

std::vector<Piece> make_pieces(const UiContext& ui, float width, float max_height, int index,
                               float result_opacity) {
  constexpr std::size_t kMost = 6;  // operands; the norm of all gradients has more
  const TraceStep& step = ui.trace.step(index);
  OperandRow row = operand_row(ui.trace.steps(), index);
  row.parts.resize(std::min(row.parts.size(), kMost));
  std::vector<Piece> pieces;
  for (RowPart& part : row.parts) {
    Piece piece{.operand = part.operand, .before = std::move(part.before)};
    if (is_product(step)) {
      piece.look.inner_cols = pieces.empty();
      piece.look.inner_rows = pieces.size() == 1;
    }
    pieces.push_back(std::move(piece));
  }
  Piece result{.operand = {index, false}, .before = std::move(row.sign)};
  if (pieces.empty())
    result.before = row.after + result.before;
  else
    pieces.back().after = std::move(row.after);
  result.look.emphasised = true;
  result.look.opacity = result_opacity;
  pieces.push_back(std::move(result));
  for (Piece& piece : pieces) {
    const float signs = sign_width(ui, piece.before) + sign_width(ui, piece.after);
    piece.look.max_width = width - std::max(ui.u(34), signs + ui.u(4));
    piece.look.max_height = max_height;
    piece.size = matrix_size(ui, piece.operand, piece.look);
  }
  return pieces;
}

float draw_operands(const UiContext& ui, ImVec2 at, float width, float max_height, int index,
                    float result_opacity) {
  std::vector<Piece> pieces = make_pieces(ui, width, max_height, index, result_opacity);
  const bool joined = is_product(ui.trace.step(index));
  const float height = draw_pieces(ui, at, width, pieces, joined);
  if (joined) draw_join(ui, pieces[0], pieces[1]);
  return height;
}

/// The hovered cell written out; empty without one. What is still asked stays open.
std::string expansion_text(const UiContext& ui) {
  const CellRef cell = ui.hover.cell;
  const bool valid = cell.step >= 0 && cell.step < static_cast<int>(ui.trace.steps().size()) &&
                     cell.row < ui.trace.rows(cell.step) && cell.col < ui.trace.cols(cell.step);
  if (!valid) return {};
  return is_asked(ui, cell.step) && !is_guessed(ui, cell)
             ? open_term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation())
             : term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation());
}

float expansion_height(const UiContext& ui, float width, const std::string& text) {
  const float pad = ui.u(12);
  return wrapped_height(ui, width - 2 * pad, text) + 2 * pad;
}

void draw_expansion_box(const UiContext& ui, const Rect& box, const std::string& text,
                        ImU32 color) {
  const float pad = ui.u(12);
  ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), ui.palette().page, ui.u(8));
  draw_wrapped(ui, {box.x0 + pad, box.y0 + pad}, box.width() - 2 * pad, text, color);
  list_widget(ui, box, "expansion", "text", true, text);
}

/// The line at its place; without a cell, what to do. Returns the height.
float draw_expansion(const UiContext& ui, ImVec2 at, float width, const std::string& written) {
  const std::string text =
      written.empty() ? tr("Point at a cell: the sum or product that made it is written out here.")
                      : written;
  const float height = expansion_height(ui, width, text);
  if (!written.empty())
    list_widget(ui, {at.x, at.y, at.x + width, at.y + ui.u(40)}, kWrittenOut + text, "text");
  draw_expansion_box(ui, {at.x, at.y, at.x + width, at.y + height}, text,
                     written.empty() ? ui.palette().muted : ui.palette().text);
  return height;
}

/// The same over the panel's foot, or its head where the pointer is in the way, while the line's
/// own place is not in sight.
void float_expansion(const UiContext& ui, ImVec2 at, float width, const std::string& text) {
  if (text.empty()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float low = list->GetClipRectMin().y + ui.u(8), high = list->GetClipRectMax().y - ui.u(8);
  const float height = expansion_height(ui, width, text);
  if (at.y >= low - ui.u(8) && at.y + height <= high) return;
  const bool at_foot = ImGui::GetIO().MousePos.y < high - height - ui.u(6);
  const float y = std::round(at_foot ? high - height : low);
  const Rect box{at.x, y, at.x + width, y + height};
  const float out = ui.u(4);
  list->AddRectFilled({box.x0 - out, box.y0 - out}, {box.x1 + out, box.y1 + out}, ui.palette().card,
                      ui.u(10));
  draw_expansion_box(ui, box, text, ui.palette().text);
  list->AddRect(box.min(), box.max(), ui.palette().line, ui.u(8), 0, ui.theme.hairline());
  list_widget(ui, box, kWrittenOut + text, "text");
}

/// An arrow along the samples, with what it does.
void draw_sum_arrow(const UiContext& ui, ImVec2 from, ImVec2 to, const std::string& text) {
  const ImU32 color = ui.palette().sample;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddLine(from, to, color, ui.u(2));
  const bool down = to.y > from.y;
  const float r = ui.u(5);
  if (down)
    list->AddTriangleFilled({to.x - r, to.y - r}, {to.x + r, to.y - r}, {to.x, to.y + r}, color);
  else
    list->AddTriangleFilled({to.x - r, to.y - r}, {to.x - r, to.y + r}, {to.x + r, to.y}, color);
  const float w = text_size(ui, text, TextSize::kCaption).x;
  if (down)
    draw_text(ui, {from.x + ui.u(10), (from.y + to.y) / 2 - ui.u(8)}, text, color,
              TextSize::kCaption);
  else
    draw_text(ui, {(from.x + to.x) / 2 - w / 2, from.y - ui.u(20)}, text, color,
              TextSize::kCaption);
}

/// A bias' gradient is δ summed along the samples: the ones only add.
float draw_bias_sum(const UiContext& ui, ImVec2 at, float width, int index) {
  const TraceStep& step = ui.trace.step(index);
  int delta = -1;
  for (const Operand& operand : step.operands)
    if (ui.trace.step(operand.step).quantity == Quantity::kDelta) delta = operand.step;
  if (delta < 0 || is_asked(ui, index)) return 0;
  const bool across = ui.trace.step(delta).cols.kind == AxisKind::kSample;
  const Index samples = across ? ui.trace.cols(delta) : ui.trace.rows(delta);
  const Operand sum{
      index, across ? ui.trace.cols(index) == ui.trace.rows(delta) && ui.trace.rows(delta) > 1
                    : ui.trace.cols(index) != ui.trace.cols(delta)};
  float y = at.y;
  y += draw_wrapped(ui, {at.x, y}, std::min(width, ui.u(560)),
                    tr("Multiplying by ones only adds: each unit's δ, summed over the samples."),
                    ui.palette().muted) +
       ui.u(10);
  const std::string text = tr("Σ over {0}", {axis_words(samples, AxisKind::kSample)});
  const float arrow = across ? text_size(ui, text, TextSize::kCaption).x + ui.u(28) : ui.u(44);
  MatrixLook look{.max_width = width - (across ? arrow + ui.u(60) : 0), .max_height = ui.u(240)};
  const ImVec2 size = matrix_size(ui, {delta, false}, look);
  const MatrixPlace from = draw_matrix(ui, {at.x, y}, {delta, false}, look);
  look.emphasised = true;
  const ImVec2 result = matrix_size(ui, sum, look);
  if (across) {
    const float middle = from.grid.center().y;
    draw_sum_arrow(ui, {at.x + size.x + ui.u(10), middle},
                   {at.x + size.x + arrow - ui.u(12), middle}, text);
    draw_matrix(ui, {at.x + size.x + arrow, y + std::max(0.0f, size.y - result.y) / 2}, sum, look);
    return y + std::max(size.y, result.y) + ui.u(14) - at.y;
  }
  y += size.y;
  draw_sum_arrow(ui, {from.grid.center().x, y + ui.u(4)}, {from.grid.center().x, y + arrow}, text);
  y += arrow + ui.u(4);
  draw_matrix(ui, {at.x + (size.x - result.x) / 2, y}, sum, look);
  return y + result.y + ui.u(14) - at.y;
}

/// 0 … 1: how far the result that has just come is on its way to its place.
float flight(const UiContext& ui, int index) {
  DerivationState& state = ui.derivation;
  if (state.shown != index) {
    const bool forward = state.shown >= 0 && index > state.shown;
    state.since = forward && !ui.reduced_motion ? ui.now : -1e9;
    state.shown = index;
  }
  const double t = (ui.now - state.since) / kFlight;
  if (t >= 1 || ui.reduced_motion) return 1;
  *ui.animate_until = std::max(*ui.animate_until, state.since + kFlight + 0.02);
  return static_cast<float>(std::clamp(t, 0.0, 1.0));
}

/// The symbol flies from the formula's left side to its chip.
void draw_flight(const UiContext& ui, ImVec2 from, const Rect& chip, int index, float t) {
  if (t >= 1 || chip.width() <= 0) return;
  const float ease = 1 - (1 - t) * (1 - t) * (1 - t);
  const ImVec2 to = chip.center();
  const ImVec2 center{from.x + (to.x - from.x) * ease, from.y + (to.y - from.y) * ease};
  const std::string& symbol = ui.trace.step(index).symbol;
  const ImVec2 size = symbol_size(ui, symbol, 15);
  const Rect box{center.x - size.x / 2 - ui.u(9), center.y - size.y / 2 - ui.u(6),
                 center.x + size.x / 2 + ui.u(9), center.y + size.y / 2 + ui.u(6)};
  ImGui::GetWindowDrawList()->AddRectFilled(
      box.min(), box.max(), with_alpha(ui.palette().accent_soft, 0.5f + 0.5f * ease), ui.u(6));
  draw_symbol(ui, box, symbol, 15, ui.palette().accent);
}

/// Scrolls so that a step that the walk has come to is in sight from its formula to its result,
/// which ends at `bottom`; where it is too high, the formula goes before.
void reveal(const UiContext& ui, float formula, float bottom) {
  if (!std::exchange(ui.derivation.reveals, false)) return;
  const float origin = ImGui::GetWindowPos().y - ImGui::GetScrollY(), margin = ui.u(12);
  const float most = std::max(0.0f, formula - origin - margin);
  ImGui::SetScrollY(std::clamp(bottom - origin + margin - ImGui::GetWindowHeight(), 0.0f, most));
}

}  // namespace

float step_view(const UiContext& ui, ImVec2 at, float width, float room, int index,
                const Rect& chip) {
  float y = at.y;
  const float t = flight(ui, index);
  const FormulaLook look{.em = 19, .max_width = width, .current = index};
  const ImVec2 formula =
      draw_trace_formula(ui, {at.x, y}, ui.trace.step(index).formula, look, go_to(ui));
  const ImVec2 left_side{at.x + symbol_size(ui, ui.trace.step(index).symbol, 19).x / 2,
                         y + formula.y / 2};
  list_widget(ui, {at.x, y, at.x + formula.x, y + formula.y}, "formula " + ui.trace.step(index).id,
              "formula");
  y += formula.y + ui.u(12);
  // A question takes the place of the explanation, which would answer it.
  const float card = predict_card(ui, {at.x, y}, width);
  y += card > 0 ? card + ui.u(12)
                : draw_wrapped(ui, {at.x, y}, std::min(width, ui.u(560)), describe(ui.trace, index),
                               ui.palette().muted) +
                      ui.u(16);
  const float left = std::max(ui.u(220), room - (y - at.y) - ui.u(100));
  y += draw_operands(ui, {at.x, y}, width, left, index, t) + ui.u(4);
  reveal(ui, at.y, y);
  const std::string written = expansion_text(ui);
  const ImVec2 line{at.x, y};
  y += draw_expansion(ui, line, width, written) + ui.u(10);
  y += blame_note(ui, {at.x, y}, width) + ui.u(16);
  if (ui.trace.step(index).is_bias && ui.trace.step(index).operation == Operation::kMatMul)
    y += draw_bias_sum(ui, {at.x, y}, width, index);
  draw_flight(ui, left_side, chip, index, t);
  float_expansion(ui, line, width, written);
  return y - at.y;
}

}  // namespace backflow
