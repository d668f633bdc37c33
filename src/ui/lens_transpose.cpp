// Why a transpose? One number of a weight gradient three ways, and the gradient sample by sample.
#include <algorithm>
#include <cmath>
#include <utility>

#include "matrix_shown.h"
#include "matrix_view.h"
#include "panels.h"

namespace backflow {
namespace {

/// The cell that is explained: the hovered one of this gradient, else the one hovered last.
CellRef explained_cell(const UiContext& ui, int gradient) {
  View& view = ui.view;
  const bool flipped = ui.trace.step(gradient).flipped;  // the view says it as W is kept
  const CellRef& hovered = ui.hover.cell;
  if (hovered.step == gradient) {
    view.entry_row = static_cast<int>(flipped ? hovered.col : hovered.row);
    view.entry_col = static_cast<int>(flipped ? hovered.row : hovered.col);
  }
  const Index row = flipped ? view.entry_col : view.entry_row;
  const Index col = flipped ? view.entry_row : view.entry_col;
  return {gradient, std::min(row, ui.trace.rows(gradient) - 1),
          std::min(col, ui.trace.cols(gradient) - 1)};
}

float draw_heading(const UiContext& ui, ImVec2 at, float width, const std::string& text) {
  return draw_wrapped(ui, at, width, text, ui.palette().text, TextSize::kBody, true) + ui.u(8);
}

/// The product's height, and the room that it leaves beside its result.
struct ProductPlace {
  float height = 0;
  Rect beside;  // empty where the result stands in the line of its operands
};

/// The product as shown, the cell's row and column lit.
ProductPlace draw_product(const UiContext& ui, ImVec2 at, float width, const CellRef& cell) {
  const TraceStep& step = ui.trace.step(cell.step);
  const float sign = ui.u(30), gap = ui.u(28);
  float x = at.x, y = at.y, tallest = 0;
  std::vector<std::pair<Operand, const char*>> pieces{
      {step.operands[0], ""}, {step.operands[1], "×"}, {{cell.step, false}, "="}};
  MatrixLook look{.max_width = width * 0.9f, .max_height = ui.u(260), .editable = false};
  for (const auto& [operand, before] : pieces)
    tallest = std::max(tallest, matrix_size(ui, operand, look).y);
  ProductPlace place;
  for (const auto& [operand, before] : pieces) {
    look.inner_cols = operand.step == step.operands[0].step && !*before;
    look.inner_rows = *before == '\xC3';  // ×
    look.emphasised = operand.step == cell.step;
    const ImVec2 size = matrix_size(ui, operand, look);
    const bool breaks = x > at.x && x + sign + size.x > at.x + width;
    if (breaks) x = at.x, y += tallest + ui.u(12);
    if (*before) {
      draw_text_centered(ui, {x, y, x + sign, y + tallest}, before, ui.palette().text,
                         TextSize::kTitle);
      x += sign;
    }
    draw_matrix(ui, {x, y + (tallest - size.y) / 2}, operand, look);
    x += size.x;
    if (breaks) place.beside = {x + gap, y, at.x + width, y + tallest};
  }
  place.height = y + tallest + ui.u(12) - at.y;
  return place;
}

std::string edge_sentence(const UiContext& ui, const CellRef& cell) {
  const TraceStep& step = ui.trace.step(cell.step);
  const Index from = (step.flipped ? cell.col : cell.row) + 1,
              to = (step.flipped ? cell.row : cell.col) + 1;
  const char* source = step.layer == 1 ? key("input {0}") : key("hidden unit {0}");
  return tr(
      "In the network: this weight is the one edge from {0} to unit {1} of the next layer. For "
      "each sample it carried that unit's activation forward, and δ came back through it; its "
      "gradient adds up activation times δ over the samples.",
      {tr(source, {std::to_string(from)}), std::to_string(to)});
}

/// What one sample sends over the edge of a weight.
struct EdgeLoad {
  Index sample = 0;
  double activation = 0, delta = 0;
};

EdgeLoad edge_load(const UiContext& ui, const CellRef& cell) {
  const TraceStep& step = ui.trace.step(cell.step);
  const auto at = [&](const Operand& operand, Index row, Index col) {
    if (operand.transposed) std::swap(row, col);
    return static_cast<double>(ui.trace.at(operand.step, row, col));
  };
  const Index samples = ui.trace.record().pass.X.cols();
  const Index k = std::clamp<Index>(ui.view.sample, 0, samples - 1);
  const double left = at(step.operands[0], cell.row, k), right = at(step.operands[1], k, cell.col);
  return step.flipped ? EdgeLoad{k, right, left} : EdgeLoad{k, left, right};
}

/// Two units and their edge, with the numbers that meet at it for the sample that is shown.
float draw_edge(const UiContext& ui, ImVec2 at, float width, const CellRef& cell) {
  const EdgeLoad load = edge_load(ui, cell);
  const Palette& p = ui.palette();
  const float radius = ui.u(22), y = at.y + radius;
  const ImVec2 from{at.x + radius, y}, to{at.x + std::min(width, ui.u(240)) - radius, y};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddLine(from, to, p.accent, ui.u(4));
  const auto unit = [&](ImVec2 center, double value, const char* title) {
    const ImU32 fill = cell_color(ui, value, std::max(1.0, std::abs(value)));
    list->AddCircleFilled(center, radius, fill);
    list->AddCircle(center, radius, p.accent, 0, ui.u(2));
    const Rect box{center.x - radius, y - radius, center.x + radius, y + radius};
    draw_text_centered(ui, box, fitting_text(ui, value, 2 * radius, TextSize::kCaption),
                       ink_on(fill), TextSize::kCaption);
    draw_text_centered(
        ui, {center.x - ui.u(60), box.y1 + ui.u(2), center.x + ui.u(60), box.y1 + ui.u(20)}, title,
        p.muted, TextSize::kCaption);
  };
  const std::string name = tr("activation");
  const float text_w = text_size(ui, name, TextSize::kCaption).x;
  const float shift = std::max(0.0f, text_w / 2 - radius);  // the word begins where the column does
  unit({from.x + shift, y}, load.activation, name.c_str());
  unit(to, load.delta, "δ");
  const int decimals = ui.notation().decimals;
  const std::string delta = result_text(load.delta, decimals);
  const std::string sum =
      tr("sample {0}: {1} · {2} = {3}",
         {std::to_string(load.sample + 1), result_text(load.activation, decimals),
          factor_text(load.delta, delta), result_text(load.activation * load.delta, decimals)});
  const float below = y + radius + ui.u(26);
  const float height = draw_wrapped(ui, {at.x, below}, width, sum, p.text);
  list_widget(ui, {at.x, at.y, at.x + width, below + height}, "explained edge", "text", true, sum);
  return below + height + ui.u(8) - at.y;
}

/// Multiplied once: large products take longer than a frame.
const LensResults& sample_sums(const UiContext& ui, int gradient, int k) {
  LensResults& kept = ui.derivation.results;
  if (kept.samples_version == ui.session.version() && kept.gradient == gradient && kept.sample == k)
    return kept;
  const TraceStep& step = ui.trace.step(gradient);
  const Matrix<double> left = ui.trace.value(step.operands[0]).cast<double>();   // (rows, m)
  const Matrix<double> right = ui.trace.value(step.operands[1]).cast<double>();  // (m, cols)
  kept.samples_version = ui.session.version();
  kept.gradient = gradient, kept.sample = k;
  kept.own = left.col(k) * right.row(k);
  kept.sum = left.leftCols(k + 1) * right.topRows(k + 1);
  return kept;
}

/// One sample's outer product and the running sum up to it.
float draw_samples(const UiContext& ui, ImVec2 at, float width, int gradient) {
  const TraceStep& step = ui.trace.step(gradient);
  const int m = static_cast<int>(ui.trace.record().pass.X.cols());
  View* view = &ui.view;
  const int k = std::clamp(view->sample, 0, m - 1);
  const LensResults& kept = sample_sums(ui, gradient, k);
  const Matrix<double>&own = kept.own, &sum = kept.sum;

  // The slider over the samples.
  const float h = ui.u(ui.touch ? 44 : 26);
  const Rect track{at.x + ui.u(6), at.y, at.x + std::min(width, ui.u(420)) - ui.u(6), at.y + h};
  const Hit hit = hit_area(ui, track, "sample slider", "slider", tr("Drag over the samples"));
  const float share = m > 1 ? static_cast<float>(k) / static_cast<float>(m - 1) : 0;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  list->AddLine({track.x0, track.center().y}, {track.x1, track.center().y}, p.line, ui.u(4));
  list->AddLine({track.x0, track.center().y}, {track.x0 + track.width() * share, track.center().y},
                p.sample, ui.u(4));
  list->AddCircleFilled({track.x0 + track.width() * share, track.center().y},
                        ui.u(hit.hovered ? 8 : 7), p.sample);
  if (hit.held && m > 1) {
    const float x = (ImGui::GetIO().MousePos.x - track.x0) / track.width();
    const int chosen =
        static_cast<int>(std::lround(std::clamp(x, 0.0f, 1.0f) * static_cast<float>(m - 1)));
    ui.later([view, chosen] { view->sample = chosen; });
  }
  float y = at.y + h + ui.u(8);
  const MatrixLook look{.max_width = width * 0.45f, .max_height = ui.u(220)};
  const std::string own_name = tr("\\text{sample {0}}", {std::to_string(k + 1)});
  const std::string sum_name =
      k + 1 == m ? step.symbol : tr("\\text{samples 1 to {0}}", {std::to_string(k + 1)});
  const ImVec2 size = draw_values(ui, nullptr, own, step.rows.kind, step.cols.kind, own_name, look);
  const ImVec2 sum_size =
      draw_values(ui, nullptr, sum, step.rows.kind, step.cols.kind, sum_name, look);
  const float tall = std::max(size.y, sum_size.y);
  const ImVec2 first{at.x, y + tall - size.y},
      second{at.x + size.x + ui.u(110), y + tall - sum_size.y};
  draw_values(ui, &first, own, step.rows.kind, step.cols.kind, own_name, look);
  draw_text_centered(ui, {first.x + size.x, y, second.x, y + tall}, tr("running sum"), p.muted,
                     TextSize::kCaption);
  draw_values(ui, &second, sum, step.rows.kind, step.cols.kind, sum_name, look);
  return y + tall + ui.u(16) - at.y;
}

/// The number written out, and its edge: beside each other where there is room.
float draw_number_and_edge(const UiContext& ui, ImVec2 at, float width, const CellRef& cell,
                           const std::string& where) {
  list_widget(ui, {at.x, at.y, at.x + width, at.y + ui.u(26)}, "explained cell", "text", true,
              where);
  const bool beside = width >= ui.u(560);
  const float gap = ui.u(28), column = beside ? (width - gap) / 2 : width;
  float y = at.y;
  y += draw_heading(ui, {at.x, y}, column,
                    tr("2 · The number {0} as a sum over the samples", {where}));
  y += draw_wrapped(ui, {at.x, y}, column,
                    term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation()),
                    ui.palette().text) +
       ui.u(14);
  const float x = beside ? at.x + column + gap : at.x;
  float edge_y = beside ? at.y : y;
  edge_y += draw_heading(ui, {x, edge_y}, column, tr("3 · As an edge of the network"));
  edge_y += draw_edge(ui, {x, edge_y}, column, cell);
  edge_y += draw_wrapped(ui, {x, edge_y}, column, edge_sentence(ui, cell), ui.palette().muted,
                         TextSize::kCaption) +
            ui.u(16);
  return std::max(y, edge_y) - at.y;
}

}  // namespace

float transpose_lens(const UiContext& ui, ImVec2 at, float width, int gradient) {
  const CellRef cell = explained_cell(ui, gradient);
  const std::string where =
      "[" + std::to_string(cell.row + 1) + ", " + std::to_string(cell.col + 1) + "]";
  float y = at.y;
  // The product comes first: what is below may change its height with the cell, what is pointed at
  // not.
  y += draw_heading(ui, {at.x, y}, width,
                    tr("1 · As a row times a column: point at a cell of the result"));
  const ProductPlace product = draw_product(ui, {at.x, y}, width, cell);
  // All three ways are to be seen together.
  const Rect& beside = product.beside;
  if (beside.width() >= ui.u(300)) {
    const float end =
        beside.y0 + draw_number_and_edge(ui, beside.min(), beside.width(), cell, where);
    y = std::max(y + product.height, end);
  } else {
    y += product.height;
    y += draw_number_and_edge(ui, {at.x, y}, width, cell, where);
  }
  y += draw_heading(
      ui, {at.x, y}, width,
      tr("Sample by sample: each has its own outer product, the gradient is their sum"));
  y += draw_samples(ui, {at.x, y}, width, gradient);
  if (ui.next_hover.cell.step < 0) ui.next_hover.cell = cell;
  return y - at.y;
}

}  // namespace backflow
