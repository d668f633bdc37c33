// The ground between the units: edges under the pointer, zoom, pan, and layers that are folded.
#include "matrix_view.h"
#include "panel_network.h"
#include "surface_view.h"

namespace backflow {
namespace {

constexpr float kReach = 7;       // css px from an edge
constexpr float kNotch = 1.15f;   // zoom of a wheel's notch
constexpr float kFoldWidth = 26;  // css px: half the width in which the wheel scrolls a layer

void scroll_layer(const UiContext& ui, int layer, int by) {
  NetworkView* view = &ui.network_view;
  const int most = view->layout.sizes[static_cast<std::size_t>(layer)] - view->layout.shown(layer);
  ui.later([view, layer, by, most] {
    int& first = view->first[static_cast<std::size_t>(layer)];
    first = std::clamp(first + by, 0, most);
  });
}

/// The folded layer whose column is under the pointer, −1 if none is.
int folded_layer_at(const UiContext& ui, ImVec2 at) {
  const NetworkLayout& net = ui.network_view.layout;
  for (int l = 0; l <= net.last(); ++l)
    if (net.is_folded(l) &&
        std::abs(net.column(l)[0].at.x - at.x) < std::max(ui.u(kFoldWidth), net.radius))
      return l;
  return -1;
}

void wheel(const UiContext& ui) {
  const float notches = ImGui::GetIO().MouseWheel;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const NetworkLayout& net = ui.network_view.layout;
  const bool inside = net.area.contains(mouse) &&
                      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  if (notches == 0 || !inside) return;
  const int layer = folded_layer_at(ui, mouse);
  if (layer >= 0 && !ImGui::GetIO().KeyCtrl) return scroll_layer(ui, layer, notches > 0 ? -2 : 2);
  ui.later([camera = &ui.view.network.camera, area = net.area, mouse,
            factor = std::pow(kNotch, notches)] { zoom_about(*camera, area, mouse, factor); });
}

void pinch(const UiContext& ui) {
  const Rect& area = ui.network_view.layout.area;
  const Pinch seen = std::exchange(ui.network_view.pinch, {});
  if (!area.contains(seen.at)) return;
  zoom_about(ui.view.network.camera, area, seen.at, seen.factor);
  pan_by(ui.view.network.camera, area, seen.moved);
}

void edge_tip(const UiContext& ui, const NetworkNumbers& numbers, const EdgeHit& hit) {
  const NetworkLayout& net = ui.network_view.layout;
  const auto text = [&](float value, bool is_known = true) {
    return is_known ? result_text(static_cast<double>(value), ui.notation().decimals)
                    : std::string(tr(kNotYet));
  };
  const bool picks = ui.view.tab == Tab::kSurface && ui.view.surface.shows_loss;
  const bool is_known = numbers.knows(EdgeShow::kGradient, hit.layer);
  std::string tip = unit_name(net, hit.layer - 1, hit.from) + " → " +
                    unit_name(net, hit.layer, hit.to) +
                    "\nw = " + text(numbers.weight(hit.layer, hit.from, hit.to)) +
                    "\ndE/dw = " + text(numbers.gradient(hit.layer, hit.from, hit.to), is_known);
  if (is_known) tip += " (" + std::string(tr("of all samples")) + ")";
  tip += tr("\nnext w = ") + text(numbers.next(hit.layer, hit.from, hit.to),
                                  numbers.knows(EdgeShow::kUpdate, hit.layer));
  tip += picks                    ? tr("\nClick to see E over it")
         : ui.locks(Part::kCells) ? ""
                                  : tr("\nClick to type");
  tooltip(ui, tip);
  ui.next_hover.layer = hit.layer;
  ui.next_hover.from = hit.from;
  ui.next_hover.to = hit.to;
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

/// The field over an edge goes with it: this is the widget that it follows.
std::optional<Rect> list_typed_edge(const UiContext& ui) {
  const NetworkView& view = ui.network_view;
  const TypedEdge& typed = view.typed;
  const auto curve = view.layout.edge_between(typed.layer, typed.from, typed.to);
  if (!curve) return {};
  const ImVec2 at = curve->at(typed.share);
  const Rect rect{at.x - ui.u(30), at.y - ui.u(13), at.x + ui.u(30), at.y + ui.u(13)};
  list_widget(ui, rect, "typed edge", "place");
  return rect;
}

void click_edge(const UiContext& ui, const EdgeHit& hit) {
  if (ui.view.tab == Tab::kSurface && ui.view.surface.shows_loss) {
    const WeightRef ref{2 * static_cast<std::size_t>(hit.layer - 1), hit.from, hit.to};
    return ui.later([plane = &ui.view.surface.plane, loss = &ui.surface_view.loss, ref] {
      if (plane->weights[0] == ref || plane->weights[1] == ref) return;
      plane->kind = LossPlaneKind::kWeights;
      plane->weights[static_cast<std::size_t>(loss->next_weight)] = ref;
      loss->next_weight = 1 - loss->next_weight;
    });
  }
  NetworkView& view = ui.network_view;
  const auto curve = view.layout.edge_between(hit.layer, hit.from, hit.to);
  if (!curve) return;
  view.typed = {hit.layer, hit.from, hit.to, curve->nearest(ImGui::GetIO().MousePos)};
  request_cell_edit(ui, shown_cell(ui, step_of(ui, Quantity::kW, hit.layer), hit.from, hit.to),
                    *list_typed_edge(ui));
}

/// An arrow up (−1) or down (1).
bool arrow_button(const UiContext& ui, const Rect& rect, const std::string& label, int direction,
                  bool enabled) {
  const bool clicked = button(ui, rect, label, "", ButtonLook::kPlain,
                              direction < 0 ? tr("Units above") : tr("Units below"), enabled);
  const ImVec2 c = rect.center();
  const float r = ui.u(4.5f), tip = r * 0.7f * static_cast<float>(direction);
  const ImU32 color = with_alpha(ui.palette().muted, enabled ? 1 : 0.35f);
  ImGui::GetWindowDrawList()->AddTriangleFilled({c.x - r, c.y - tip}, {c.x + r, c.y - tip},
                                                {c.x, c.y + tip}, color);
  return clicked;
}

void pan(const UiContext& ui, bool held) {
  NetworkView* view = &ui.network_view;
  if (!held) {
    view->pans = false;
    return;
  }
  if (!view->pans && !ImGui::IsMouseDragging(0, ui.u(4))) return;
  view->pans = true;
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (moved.x == 0 && moved.y == 0) return;
  ui.later([camera = &ui.view.network.camera, area = view->layout.area, moved] {
    pan_by(*camera, area, moved);
  });
}

}  // namespace

void network_ground(const UiContext& ui, const NetworkNumbers& numbers) {
  NetworkView& view = ui.network_view;
  const Rect& area = view.layout.area;
  wheel(ui);
  pinch(ui);
  ImGui::SetCursorScreenPos(area.min());
  ImGui::SetNextItemAllowOverlap();
  const bool clicked = ImGui::InvisibleButton("network ground", {area.width(), area.height()});
  const bool hovered = ImGui::IsItemHovered(), held = ImGui::IsItemActive();
  const bool panned = view.pans;
  list_typed_edge(ui);
  pan(ui, held);
  if (!hovered || view.pans) return;
  const float reach =
      ui.u(ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen ? 16 : kReach);
  const EdgeHit hit = nearest_edge(view.layout, ImGui::GetIO().MousePos, reach);
  if (hit.layer > 0) {
    edge_tip(ui, numbers, hit);
    if (clicked && !panned) click_edge(ui, hit);
  } else if (is_double_click()) {
    ui.later([camera = &ui.view.network.camera] { *camera = {}; });
  }
}

/// From layer to layer; all are as far apart.
static float column_pitch(const NetworkLayout& net) {
  return net.last() > 0 ? net.column(1).front().at.x - net.column(0).front().at.x : 0;
}

void network_folds(const UiContext& ui) {
  const NetworkLayout& net = ui.network_view.layout;
  const float height = ui.u(ui.touch ? 44 : 20), half = ui.u(ui.touch ? 22 : 14);
  for (int l = 0; l <= net.last(); ++l) {
    if (!net.is_folded(l)) continue;
    const std::vector<ShownUnit>& column = net.column(l);
    const int total = net.sizes[static_cast<std::size_t>(l)], page = std::max(1, net.shown(l) - 1);
    const int first = column.front().unit;
    const float x = column.front().at.x;
    const float above = column.front().at.y - net.radius - ui.u(4),
                below = column.back().at.y + net.radius + ui.u(4);
    const std::string name = "layer " + std::to_string(l);
    if (arrow_button(ui, {x - half, above - height, x + half, above}, name + " up", -1, first > 0))
      scroll_layer(ui, l, -page);
    const std::string shown = std::to_string(net.shown(l)), all = std::to_string(total);
    std::string text = tr("{0} of {1}", {shown, all});
    if (text_size(ui, text, TextSize::kCaption).x > column_pitch(net) - ui.u(6))
      text = shown + "/" + all;
    const float width = text_size(ui, text, TextSize::kCaption).x;
    if (arrow_button(ui, {x - half, below, x + half, below + height}, name + " down", 1,
                     first + net.shown(l) < total))
      scroll_layer(ui, l, page);
    draw_text(ui, {x - width / 2, below + height - ui.u(2)}, text, ui.palette().muted,
              TextSize::kCaption);
  }
}

}  // namespace backflow
