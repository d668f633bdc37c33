// The network: units, biases and edges of one sample, alive under the pointer.
#include "matrix_view.h"
#include "network_layout.h"
#include "panels.h"

namespace backflow {
namespace {

/// Numbers of the shown sample, as the trace has them.
struct SampleView {
  const UiContext& ui;
  const Pass<float>& pass;
  const Network<float>& network;
  Index sample;

  float activation(int layer, int unit) const {
    const Matrix<float>& h =
        layer == 0 ? pass.X : pass.layers[static_cast<std::size_t>(layer - 1)].h;
    return h(unit, sample);
  }
  float delta(int layer, int unit) const {
    return pass.layers[static_cast<std::size_t>(layer - 1)].delta(unit, sample);
  }
  float weight(int layer, int from, int to) const {
    return network.layers[static_cast<std::size_t>(layer - 1)].W(from, to);
  }
  float gradient(int layer, int from, int to) const {
    return pass.layers[static_cast<std::size_t>(layer - 1)].weight_gradient()(from, to);
  }
};

std::string unit_name(const NetworkLayout& net, int layer, int unit) {
  const char* letter = layer == 0 ? "x" : layer == net.last() ? "o" : "h";
  return letter + std::to_string(unit + 1);
}

/// The name as it is drawn: x₁, h₁₂.
std::string drawn_name(const std::string& name) {
  std::string result = name.substr(0, 1);
  for (const char digit : name.substr(1)) {
    result += "\xE2\x82";  // U+2080 … U+2089
    result += static_cast<char>(0x80 + (digit - '0'));
  }
  return result;
}

/// What fits into a circle: the cell's text, or two places of it.
std::string unit_text(const UiContext& ui, float value, float room) {
  std::string text = cell_text(static_cast<double>(value));
  if (text_size(ui, text, TextSize::kCaption).x <= room) return text;
  if (std::abs(value) >= 1) return number_text(static_cast<double>(value), 1);
  const std::string rounded = cell_text(std::round(static_cast<double>(value) * 100) / 100);
  return rounded == "0" ? "0.00" : rounded.substr(0, value < 0 ? 7 : 4);
}

AxisKind kind_of(const NetworkLayout& net, int layer) {
  if (layer == 0) return AxisKind::kInput;
  return layer == net.last() ? AxisKind::kOutput : AxisKind::kHidden;
}

/// The steps whose cells belong to what the pointer is on, so that they light in the matrices.
int step_of(const UiContext& ui, Quantity quantity, int layer) {
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i)
    if (ui.trace.step(i).quantity == quantity && ui.trace.step(i).layer == layer) return i;
  return -1;
}

CellRef shown_cell(const UiContext& ui, int step, Index row, Index col) {
  if (ui.trace.step(step).flipped) std::swap(row, col);
  return {step, row, col};
}

/// Is this edge what a hovered cell of W, dW or its update stands for?
bool lit_by_cell(const UiContext& ui, int layer, int from, int to) {
  const CellRef& cell = ui.hover.cell;
  if (cell.step < 0 || cell.step >= static_cast<int>(ui.trace.steps().size())) return false;
  const TraceStep& step = ui.trace.step(cell.step);
  const bool weights = !step.is_bias && step.layer == layer &&
                       step.rows.kind != AxisKind::kSample && step.cols.kind != AxisKind::kSample &&
                       step.rows.layer >= 0 && step.cols.layer >= 0;
  return weights && cell == shown_cell(ui, cell.step, from, to);
}

bool unit_lit_by_cell(const UiContext& ui, int layer, int unit) {
  const CellRef& cell = ui.hover.cell;
  if (cell.step < 0 || cell.step >= static_cast<int>(ui.trace.steps().size())) return false;
  const TraceStep& step = ui.trace.step(cell.step);
  return (step.rows.layer == layer && cell.row == unit && step.rows.kind != AxisKind::kOne) ||
         (step.cols.layer == layer && cell.col == unit && step.cols.kind != AxisKind::kOne);
}

float largest_weight(const Network<float>& network) {
  float most = 1e-9f;
  for (const Layer<float>& layer : network.layers) {
    const float here = layer.W.cwiseAbs().maxCoeff();
    if (std::isfinite(here)) most = std::max(most, here);
  }
  return most;
}

float largest_gradient(const Pass<float>& pass, int layer) {
  const Matrix<float>& dW = pass.layers[static_cast<std::size_t>(layer - 1)].weight_gradient();
  const float most = dW.cwiseAbs().maxCoeff();
  return std::isfinite(most) && most > 0 ? most : 1;
}

struct EdgeHit {
  int layer = -1, from = -1, to = -1;
  float distance = 1e9f;
};

float curve_distance(const EdgeCurve& c, ImVec2 p) {
  float best = 1e9f;
  for (int i = 0; i <= 16; ++i) {
    const ImVec2 q = c.at(static_cast<float>(i) / 16);
    best = std::min(best, std::hypot(q.x - p.x, q.y - p.y));
  }
  return best;
}

/// Dots on an edge: discs for positive values, rings for negative ones.
void draw_pulses(const UiContext& ui, const EdgeCurve& curve, float value, float share,
                 bool backward) {
  if (share < 0.02f) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  const float radius = ui.u(1.4f + 3.2f * std::sqrt(share));
  const bool moving = ui.view.playing && !ui.reduced_motion;
  const float phase = moving ? static_cast<float>(std::fmod(ui.now * 0.5, 1.0)) : 0.0f;
  for (int i = 0; i < 3; ++i) {
    float t = std::fmod(0.25f + static_cast<float>(i) / 4 + phase, 1.0f);
    if (backward) t = 1 - t;
    const ImVec2 at = curve.at(t);
    const ImU32 color = value < 0 ? p.negative : p.positive;
    if (value < 0)
      list->AddCircle(at, radius, color, 0, ui.u(1.4f));
    else
      list->AddCircleFilled(at, radius, color);
  }
}

void draw_edges(const UiContext& ui, const NetworkLayout& net, const SampleView& view,
                EdgeHit& hit) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float strongest = largest_weight(view.network);
  const Chapter chapter = ui.trace.step(current_step(ui)).chapter;
  const bool backward = chapter == Chapter::kBackward || chapter == Chapter::kUpdate;
  for (int l = 1; l <= net.last(); ++l) {
    const float steepest = largest_gradient(view.pass, l);
    const int edges = net.shown(l - 1) * net.shown(l);
    const bool few = edges <= 200;
    // Many edges share the ink of few, so that the strong ones still stand out.
    const float ink = few ? 1 : std::max(0.22f, 12 / std::sqrt(static_cast<float>(edges)));
    for (const ShownUnit& a : net.units[static_cast<std::size_t>(l - 1)]) {
      for (const ShownUnit& b : net.units[static_cast<std::size_t>(l)]) {
        const EdgeCurve curve = net.edge(a, b);
        const float w = view.weight(l, a.unit, b.unit), g = view.gradient(l, a.unit, b.unit);
        const float share = std::min(1.0f, std::abs(w) / strongest);
        const bool lit =
            (ui.hover.layer == l && ui.hover.from == a.unit && ui.hover.to == b.unit) ||
            lit_by_cell(ui, l, a.unit, b.unit);
        const ImU32 base = w < 0 ? p.negative : p.positive;
        const ImU32 color = lit ? p.accent : with_alpha(base, ink * (0.28f + 0.35f * share));
        list->AddBezierCubic(curve.p0, curve.p1, curve.p2, curve.p3, color,
                             ui.u(lit ? 4.5f : 0.7f + 4.0f * share * ink), few ? 0 : 10);
        if (few) {
          const float flow = backward ? g : w * view.activation(l - 1, a.unit);
          const float of = backward ? steepest : strongest;
          draw_pulses(ui, curve, flow, std::min(1.0f, std::abs(flow) / of), backward);
        }
        const float d = few ? curve_distance(curve, mouse) : 1e9f;
        if (d < ui.u(7) && d < hit.distance) hit = {l, a.unit, b.unit, d};
      }
    }
  }
}

void draw_unit(const UiContext& ui, const NetworkLayout& net, const SampleView& view, int layer,
               const ShownUnit& unit, bool& any) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  const float r = net.radius;
  const float value = view.activation(layer, unit.unit);
  const ImU32 fill = map_color(p, std::clamp(value, -1.0f, 1.0f));
  const bool lit = (ui.hover.layer == layer && ui.hover.unit == unit.unit) ||
                   unit_lit_by_cell(ui, layer, unit.unit);
  const std::string name = unit_name(net, layer, unit.unit);
  const Rect area{unit.at.x - r, unit.at.y - r, unit.at.x + r, unit.at.y + r};
  const Hit hit =
      hit_area(ui, area,
               "unit " + name +
                   (layer > 0 && layer < net.last() ? " of layer " + std::to_string(layer) : ""),
               "unit");
  if (hit.hovered) {
    any = true;
    ui.next_hover.layer = layer;
    ui.next_hover.unit = unit.unit;
    std::string text = name + " = " + number_text(static_cast<double>(value), 4);
    if (layer > 0) {
      const std::size_t l = static_cast<std::size_t>(layer - 1);
      text +=
          "\nz = " +
          number_text(static_cast<double>(view.pass.layers[l].Z(unit.unit, view.sample)), 4) +
          "\nδ = " + number_text(static_cast<double>(view.delta(layer, unit.unit)), 4) +
          "\nbias = " + number_text(static_cast<double>(view.network.layers[l].b(0, unit.unit)), 4);
    }
    if (!ui.locks(Part::kCells))
      text += std::string("\nClick to type ") + (layer == 0 ? "the input" : "the bias");
    tooltip(ui, text);
  }
  const int step = layer == 0 ? step_of(ui, Quantity::kX, 0) : step_of(ui, Quantity::kB, layer);
  if (hit.clicked && step >= 0)
    request_cell_edit(ui,
                      layer == 0 ? shown_cell(ui, step, unit.unit, view.sample)
                                 : shown_cell(ui, step, 0, unit.unit),
                      area);
  list->AddCircleFilled(unit.at, r, fill, 0);
  list->AddCircle(unit.at, r, lit ? p.accent : axis_color(p, kind_of(net, layer)), 0,
                  ui.u(lit ? 3 : 2));
  if (r > ui.u(15))
    draw_text_centered(ui, area, unit_text(ui, value, 2 * r - ui.u(3)), ink_on(fill),
                       TextSize::kCaption);
  if ((layer == 0 || layer == net.last()) && r > ui.u(11)) {
    const std::string drawn = drawn_name(name);
    const ImVec2 size = text_size(ui, drawn);
    const float x = layer == 0 ? area.x0 - size.x - ui.u(9) : area.x1 + ui.u(9);
    draw_text(ui, {x, unit.at.y - size.y / 2}, drawn, p.muted);
  }
}

void draw_folds(const UiContext& ui, const NetworkLayout& net) {
  for (int l = 0; l <= net.last(); ++l) {
    const int total = net.sizes[static_cast<std::size_t>(l)];
    if (net.shown(l) == total) continue;
    const std::string text = std::to_string(net.shown(l)) + " of " + std::to_string(total);
    const ImVec2 size = text_size(ui, text, TextSize::kCaption);
    draw_text(ui,
              {net.units[static_cast<std::size_t>(l)][0].at.x - size.x / 2, net.area.y1 - size.y},
              text, ui.palette().muted, TextSize::kCaption);
  }
}

void edge_tooltip(const UiContext& ui, const NetworkLayout& net, const SampleView& view,
                  const EdgeHit& hit) {
  const float w = view.weight(hit.layer, hit.from, hit.to);
  const auto tensor = 2 * static_cast<std::size_t>(hit.layer - 1);
  const float next = ui.trace.record().updates[tensor].next(hit.from, hit.to);
  tooltip(ui, unit_name(net, hit.layer - 1, hit.from) + " → " + unit_name(net, hit.layer, hit.to) +
                  "\nw = " + number_text(static_cast<double>(w), 4) + "\ndE/dw = " +
                  number_text(static_cast<double>(view.gradient(hit.layer, hit.from, hit.to)), 4) +
                  "\nnext w = " + number_text(static_cast<double>(next), 4) +
                  (ui.locks(Part::kCells) ? "" : "\nClick to type"));
  ui.next_hover.layer = hit.layer;
  ui.next_hover.from = hit.from;
  ui.next_hover.to = hit.to;
  const int step = step_of(ui, Quantity::kW, hit.layer);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (ImGui::IsMouseClicked(0))
    request_cell_edit(
        ui, shown_cell(ui, step, hit.from, hit.to),
        {mouse.x - ui.u(30), mouse.y - ui.u(13), mouse.x + ui.u(30), mouse.y + ui.u(13)});
}

/// ‹ sample 2 of 6 ›
void sample_picker(const UiContext& ui, const Rect& rect, Index samples) {
  const float side = ui.u(ui.touch ? 44 : 24);
  const float top = rect.y0 + ui.u(ui.touch ? 2 : 6);
  const std::string text = std::to_string(ui.view.sample + 1) + " of " + std::to_string(samples);
  const float width = std::max(ui.u(52), text_size(ui, text, TextSize::kCaption).x + ui.u(8));
  float x = rect.x1 - ui.u(10) - 2 * side - width;
  View* view = &ui.view;
  const int last = static_cast<int>(samples) - 1;
  if (icon_button(ui, {x, top, x + side, top + side}, "previous sample", Icon::kPrevious,
                  ButtonLook::kPlain, "Previous sample", view->sample > 0))
    ui.later([view] { --view->sample; });
  x += side;
  draw_text_centered(ui, {x, top, x + width, top + side}, text, ui.palette().muted,
                     TextSize::kCaption);
  x += width;
  if (icon_button(ui, {x, top, x + side, top + side}, "next sample", Icon::kNext,
                  ButtonLook::kPlain, "Next sample", view->sample < last))
    ui.later([view] { ++view->sample; });
}

}  // namespace

void network_panel(const UiContext& ui, const Rect& rect) {
  draw_card(ui, rect);
  const Pass<float>& pass = ui.trace.record().pass;
  const Index samples = pass.X.cols();
  ui.view.sample = std::clamp(ui.view.sample, 0, static_cast<int>(samples) - 1);
  const Chapter chapter = ui.trace.step(current_step(ui)).chapter;
  const bool backward = chapter == Chapter::kBackward || chapter == Chapter::kUpdate;
  const float head = card_title(
      ui, {rect.x0, rect.y0, rect.x1 - ui.u(120), rect.y1},
      (backward ? "NETWORK · GRADIENTS OF SAMPLE " : "NETWORK · ACTIVATIONS OF SAMPLE ") +
          std::to_string(ui.view.sample + 1));
  sample_picker(ui, rect, samples);

  std::vector<int> sizes{static_cast<int>(pass.X.rows())};
  for (const LayerPass<float>& layer : pass.layers)
    sizes.push_back(static_cast<int>(layer.h.rows()));
  const Rect area{rect.x0 + ui.u(14), rect.y0 + head, rect.x1 - ui.u(14), rect.y1 - ui.u(12)};
  if (area.width() < ui.u(80) || area.height() < ui.u(60)) return;
  const NetworkLayout net = layout_network(sizes, area, ui.theme.scale);
  const SampleView view{ui, pass, ui.trace.trainer().network(), ui.view.sample};
  EdgeHit hit;
  draw_edges(ui, net, view, hit);
  bool on_unit = false;
  for (int l = 0; l <= net.last(); ++l)
    for (const ShownUnit& unit : net.units[static_cast<std::size_t>(l)])
      draw_unit(ui, net, view, l, unit, on_unit);
  draw_folds(ui, net);
  if (hit.layer > 0 && !on_unit && ImGui::IsWindowHovered()) edge_tooltip(ui, net, view, hit);
}

}  // namespace backflow
