// Units under the pointer: their numbers, their map over the inputs, and typing.
#include "matrix_view.h"
#include "panel_network.h"
#include "surface_draw.h"

namespace backflow {
namespace {

constexpr float kMap = 120;  // css px: a unit's map in its tooltip

/// The name as it is drawn: x₁, h₁₂.
std::string drawn_name(const std::string& name) {
  std::string result = name.substr(0, 1);
  for (const char digit : name.substr(1)) {
    result += "\xE2\x82";  // U+2080 … U+2089
    result += static_cast<char>(0x80 + (digit - '0'));
  }
  return result;
}

/// What fits into a circle: the cell's text, or two places of it, or one digit.
std::string unit_text(const UiContext& ui, float value, float room) {
  for (const std::string& text :
       {ui.number(static_cast<double>(value)), cell_text(static_cast<double>(value))})
    if (text_size(ui, text, TextSize::kCaption).x <= room) return text;
  if (std::abs(value) >= 1) return number_text(static_cast<double>(value), 1);
  const std::string rounded = cell_text(std::round(static_cast<double>(value) * 100) / 100);
  std::string two = rounded == "0" ? "0.00" : rounded.substr(0, value < 0 ? 7 : 4);
  if (text_size(ui, two, TextSize::kCaption).x <= room) return two;
  return number_text(static_cast<double>(value), 1);
}

/// What stands in the circle; empty where there is no room or no number yet.
std::string shown_text(const UiContext& ui, const NetworkNumbers& numbers, int layer, int unit) {
  const float r = ui.network_view.layout.radius;
  if (r <= ui.u(15) || !numbers.knows_activation(layer)) return {};
  return unit_text(ui, numbers.activation(layer, unit), 2 * r - ui.u(3));
}

/// A click on a unit shows its surface where that is in sight; else it asks for a number.
bool shows_surface(const UiContext& ui, int layer) {
  return layer > 0 && ui.view.tab == Tab::kSurface && !ui.view.surface.shows_loss &&
         ui.session.setup().data.samples.X.rows() > 1;
}

/// The unit's answer over the plane of two inputs, beside its tooltip.
void draw_map(const UiContext& ui, int layer, int unit) {
  const Samples& samples = ui.session.setup().data.samples;
  if (samples.X.rows() != 2 || layer == 0 || !ui.painter || ui.touch) return;
  const auto low_of = [&](int i) {
    return axis_around(samples.X.row(i).minCoeff(), samples.X.row(i).maxCoeff());
  };
  const PlotAxis across = low_of(0), up = low_of(1);
  const std::array low{static_cast<float>(across.low), static_cast<float>(up.low)};
  const std::array high{static_cast<float>(across.high), static_cast<float>(up.high)};
  const SurfaceTarget target{layer, unit};
  SurfaceKey key{.target = target, .across = 0, .up = 1, .low = low, .high = high};
  key.look = look_of(ui, target, false, low, high);
  const float side = std::round(ui.u(kMap));
  make_surface(ui, PictureSlot::kUnit, ui.surface_view.unit_cache, key, {side, side});
  const ImVec2 mouse = ImGui::GetIO().MousePos, screen = ImGui::GetIO().DisplaySize;
  const float x = std::round(std::min(mouse.x + ui.u(12), screen.x - side - ui.u(8)));
  float y = std::round(mouse.y - ui.u(10) - side);
  if (y < ui.u(8)) y = std::round(std::min(mouse.y + ui.u(150), screen.y - side - ui.u(8)));
  ImDrawList* list = ImGui::GetForegroundDrawList();
  const float frame = ui.u(3);
  list->AddRectFilled({x - frame, y - frame}, {x + side + frame, y + side + frame},
                      ui.palette().text, ui.u(5));
  draw_picture(ui, list, PictureSlot::kUnit, {x, y, x + side, y + side});
}

void unit_tip(const UiContext& ui, const NetworkNumbers& numbers, int layer, int unit) {
  const NetworkLayout& net = ui.network_view.layout;
  const auto number = [&](float value, bool is_known = true) {
    return is_known ? result_text(static_cast<double>(value), ui.notation().decimals)
                    : std::string(tr(kNotYet));
  };
  const std::string name = unit_name(net, layer, unit);
  const bool is_hidden = layer > 0 && layer < net.last();
  std::string text = (is_hidden ? tr("{0} of layer {1}", {name, std::to_string(layer)}) : name) +
                     " = " +
                     number(numbers.activation(layer, unit), numbers.knows_activation(layer));
  if (layer > 0)
    text += "\nz = " + number(numbers.z(layer, unit), numbers.knows_z(layer)) +
            "\nδ = " + number(numbers.delta(layer, unit), numbers.knows_delta(layer)) +
            tr("\nbias = ") + number(numbers.bias(layer, unit));
  const bool types = !ui.locks(Part::kCells);
  if (shows_surface(ui, layer))
    text += types ? tr("\nClick to see its surface, twice to type the bias")
                  : tr("\nClick to see its surface");
  else if (types)
    text += layer == 0 ? tr("\nClick to type the input") : tr("\nClick to type the bias");
  tooltip(ui, text);
  if (numbers.knows_activation(layer)) draw_map(ui, layer, unit);
}

void click_unit(const UiContext& ui, const NetworkNumbers& numbers, int layer, int unit,
                const Hit& hit, const Rect& area) {
  if (hit.clicked && shows_surface(ui, layer) && !hit.double_clicked)
    ui.later([choice = &ui.view.surface, target = SurfaceTarget{layer, unit}] {
      choice->target = target;
    });
  const bool types = shows_surface(ui, layer) ? hit.double_clicked : hit.clicked;
  const int step = layer == 0 ? step_of(ui, Quantity::kX, 0) : step_of(ui, Quantity::kB, layer);
  if (types && step >= 0)
    request_cell_edit(
        ui,
        layer == 0 ? shown_cell(ui, step, unit, numbers.sample()) : shown_cell(ui, step, 0, unit),
        area);
}

void draw_labels(const UiContext& ui, const NetworkNumbers& numbers, int layer,
                 const ShownUnit& unit, const Rect& area) {
  const NetworkLayout& net = ui.network_view.layout;
  const float r = net.radius, value = numbers.activation(layer, unit.unit);
  if (const std::string text = shown_text(ui, numbers, layer, unit.unit); !text.empty())
    draw_text_centered(ui, area, text,
                       ink_on(map_color(ui.palette(), std::clamp(value, -1.0f, 1.0f))),
                       TextSize::kCaption);
  if ((layer != 0 && layer != net.last()) || r <= ui.u(9)) return;
  const Data& data = ui.session.setup().data;
  const bool is_derived = layer == 0 && unit.unit >= data.samples.X.rows();
  const std::string drawn = is_derived ? data.input_names[static_cast<std::size_t>(unit.unit)]
                                       : drawn_name(unit_name(net, layer, unit.unit));
  const ImVec2 size = text_size(ui, drawn);
  const float x = layer == 0 ? area.x0 - size.x - ui.u(9) : area.x1 + ui.u(9);
  draw_text(ui, {x, unit.at.y - size.y / 2}, drawn, ui.palette().muted);
}

}  // namespace

void network_units(const UiContext& ui, const NetworkNumbers& numbers) {
  const NetworkLayout& net = ui.network_view.layout;
  const Rect& ground = net.area;
  for (int l = 0; l <= net.last(); ++l) {
    for (const ShownUnit& unit : net.column(l)) {
      const float r = net.radius;
      const Rect area{unit.at.x - r, unit.at.y - r, unit.at.x + r, unit.at.y + r};
      if (area.y1 < ground.y0 || area.y0 > ground.y1) continue;  // moved out of sight
      const Hit hit = hit_area(ui, area, "unit " + full_unit_name(net, l, unit.unit), "unit", {},
                               true, shown_text(ui, numbers, l, unit.unit));
      draw_labels(ui, numbers, l, unit, area);
      click_unit(ui, numbers, l, unit.unit, hit, area);
      if (!hit.hovered) continue;
      ui.next_hover.layer = l;
      ui.next_hover.unit = unit.unit;
      unit_tip(ui, numbers, l, unit.unit);
    }
  }
}

}  // namespace backflow
