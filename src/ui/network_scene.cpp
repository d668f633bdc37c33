#include "network_scene.h"

namespace backflow {
namespace {

constexpr float kFaintest = 0.02f;  // share of the scale below which nothing runs
constexpr int kManyEdges = 600;     // between two layers: from there on one pulse an edge
constexpr float kPulseWay = 38;     // css px of an edge for each pulse on it
constexpr double kRun = 0.9;        // s that a step of the walk moves the pulses
constexpr double kRest = 0.25;      // s after it
constexpr double kPace = 0.5;       // runs through an edge a second

AxisKind kind_of(const NetworkLayout& net, int layer) {
  if (layer == 0) return AxisKind::kInput;
  return layer == net.last() ? AxisKind::kOutput : AxisKind::kHidden;
}

class SceneBuilder {
 public:
  SceneBuilder(const UiContext& ui, const NetworkNumbers& numbers, const FlowState& flow)
      : ui_(ui),
        numbers_(numbers),
        flow_(flow),
        net_(ui.network_view.layout),
        scene_(ui.network_view.scene),
        show_(ui.view.network.edges),
        edge_scale_(numbers.scale(show_, ui.view.network.logarithmic)),
        flow_scale_(numbers.scale(flow.backward ? EdgeShow::kGradient : EdgeShow::kActivation,
                                  ui.view.network.logarithmic)) {}

  void edges() {
    scene_.edges.clear();
    scene_.pulses.clear();
    std::vector<EdgeInstance> lit;  // on top of all others
    for (int l = 1; l <= net_.last(); ++l) {
      const int count = net_.shown(l - 1) * net_.shown(l);
      const float ink = edge_ink(count);
      const bool knows = numbers_.knows(show_, l), meant = are_edges_meant(ui_, l);
      const bool flows =
          l >= flow_.first && l <= flow_.last &&
          numbers_.knows(flow_.backward ? EdgeShow::kGradient : EdgeShow::kActivation, l);
      const EdgeLook blank{ui_.u(0.8f), with_alpha(ui_.palette().muted, 0.45f * ink)};
      const PulseLook pulse = pulse_look(l, count);
      for (const ShownUnit& a : net_.column(l - 1)) {
        for (const ShownUnit& b : net_.column(l)) {
          const EdgeCurve curve = net_.edge(a, b);
          EdgeLook look = knows ? edge_look(ui_, numbers_.edge(show_, l, a.unit, b.unit),
                                            edge_scale_, show_, ink)
                                : blank;
          const bool is_lit = is_edge_lit(ui_, l, a.unit, b.unit);
          if (is_lit) look = {ui_.u(4.5f), ui_.palette().accent};
          if (meant && !is_lit) look = meant_look(look, ink);
          (is_lit ? lit : scene_.edges)
              .push_back(
                  {curve.from.x, curve.from.y, curve.to.x, curve.to.y, look.width, look.color});
          if (flows) pulses(curve, numbers_.flow(flow_.backward, l, a.unit, b.unit), pulse);
        }
      }
    }
    scene_.edges.insert(scene_.edges.end(), lit.begin(), lit.end());
  }

  void units() {
    scene_.units.clear();
    const float most = numbers_.largest_bias();
    for (int l = 0; l <= net_.last(); ++l)
      for (const ShownUnit& unit : net_.column(l)) {
        add_unit(l, unit);
        if (l > 0) add_bias(unit, numbers_.bias(l, unit.unit) / most);
      }
  }

 private:
  /// How many pulses an edge has, and how large they are: less where layers or units are close.
  struct PulseLook {
    int count = 3;
    float size = 1;
  };
  PulseLook pulse_look(int layer, int edges) const {
    const float way = net_.column(layer)[0].at.x - net_.column(layer - 1)[0].at.x - 2 * net_.radius;
    const float room = way / ui_.u(kPulseWay);
    const int fitting = std::clamp(static_cast<int>(room), 1, 3);
    const float size = std::clamp(room / 3, 0.5f, 1.0f);
    return {edges > kManyEdges ? 1 : fitting, edges > kManyEdges ? std::min(size, 0.7f) : size};
  }

  /// An edge of the term under the pointer.
  EdgeLook meant_look(const EdgeLook& look, float ink) const {
    return {look.width + ui_.u(1) * ink, with_alpha(ui_.palette().accent, 0.35f + 0.5f * ink)};
  }

  /// Discs for positive values, rings for negative ones; brightness and size by the share.
  void pulses(const EdgeCurve& curve, float value, const PulseLook& look) {
    const float share = flow_scale_.share(value);
    if (share < kFaintest) return;
    const Palette& p = ui_.palette();
    const ImU32 color =
        with_alpha(value < 0 ? p.negative : p.positive, 0.3f + 0.7f * std::sqrt(share));
    const float radius = ui_.u(1.4f + 3.4f * std::sqrt(share)) * look.size;
    for (int i = 0; i < look.count; ++i) {
      const float at = static_cast<float>(i + 1) / static_cast<float>(look.count + 1);
      scene_.pulses.push_back({.x0 = curve.from.x,
                               .y0 = curve.from.y,
                               .x1 = curve.to.x,
                               .y1 = curve.to.y,
                               .share = at,
                               .flow = flow_.backward ? -1.0f : 1.0f,
                               .radius = radius,
                               .line = ui_.u(1.4f),
                               .fill = value < 0 ? with_alpha(p.card, 0.9f) : color,
                               .edge = color,
                               .square = 0});
    }
  }

  void add_unit(int layer, const ShownUnit& unit) {
    const Palette& p = ui_.palette();
    const bool lit = is_unit_lit(ui_, layer, unit.unit) || are_units_meant(ui_, layer);
    const bool knows = numbers_.knows_activation(layer);
    const float value = numbers_.activation(layer, unit.unit);
    const float line = ui_.u(lit ? 3 : knows ? 2 : 1.2f);
    const ImU32 fill = knows ? map_color(p, std::clamp(value, -1.0f, 1.0f)) : p.card;
    const ImU32 edge = with_alpha(axis_color(p, kind_of(net_, layer)), knows ? 1 : 0.55f);
    add_mark(unit.at, net_.radius + line / 2, line, fill, lit ? p.accent : edge, false);
  }

  /// A small square at the unit's lower left, coloured by its bias.
  void add_bias(const ShownUnit& unit, float share) {
    const Palette& p = ui_.palette();
    const float r = std::max(ui_.u(2.5f), net_.radius * 0.26f);
    const ImVec2 at{std::round(unit.at.x - net_.radius * 0.8f),
                    std::round(unit.at.y + net_.radius * 0.8f)};
    add_mark(at, r, ui_.theme.hairline(), map_color(p, share), p.muted, true);
  }

  void add_mark(ImVec2 at, float radius, float line, ImU32 fill, ImU32 edge, bool square) {
    scene_.units.push_back({.x0 = at.x,
                            .y0 = at.y,
                            .x1 = at.x,
                            .y1 = at.y,
                            .share = 0,
                            .flow = 0,
                            .radius = radius,
                            .line = line,
                            .fill = fill,
                            .edge = edge,
                            .square = square ? 1.0f : 0.0f});
  }

  const UiContext& ui_;
  const NetworkNumbers& numbers_;
  const FlowState& flow_;
  const NetworkLayout& net_;
  NetworkScene& scene_;
  EdgeShow show_;
  FlowScale edge_scale_, flow_scale_;
};

/// Pulses run while it plays, and for a moment after each step of the walk.
float pulse_phase(const UiContext& ui) {
  NetworkView& view = ui.network_view;
  if (view.walk_step != ui.view.cursor) {
    const bool walked = view.walk_step >= 0 || ui.view.cursor >= 0;
    view.walk_step = ui.view.cursor;
    view.walk_since = walked ? ui.now : -kRun;
  }
  if (ui.reduced_motion) return 0;
  if (ui.view.playing) return static_cast<float>(std::fmod(ui.now * kPace, 1.0));
  const double since = ui.now - view.walk_since;
  if (since >= kRun || since < 0) return 0;
  // A little longer: the last frame has them at rest.
  *ui.animate_until = std::max(*ui.animate_until, view.walk_since + kRun + kRest);
  return static_cast<float>(since / kRun);
}

void paint(const ImDrawList*, const ImDrawCmd* command) {
  const auto* view = static_cast<const NetworkView*>(command->UserCallbackData);
  const ImVec4& clip = command->ClipRect;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  view->painter->draw_network(view->scene, {clip.x, clip.y, clip.z, clip.w}, screen.x, screen.y);
}

}  // namespace

float edge_ink(int edges) {
  return edges <= 200 ? 1 : std::max(0.22f, 12 / std::sqrt(static_cast<float>(edges)));
}

EdgeLook edge_look(const UiContext& ui, float value, const FlowScale& scale, EdgeShow show,
                   float ink) {
  const Palette& p = ui.palette();
  const float share = scale.share(value);
  const ImU32 base = value < 0 ? p.negative : p.positive;
  // Weights are there however small they are; a gradient that vanishes does so.
  const float faint = show == EdgeShow::kWeight ? 0.28f : 0.12f;
  return {ui.u(0.7f + 4.0f * share * ink), with_alpha(base, ink * (faint + 0.4f * share))};
}

void build_scene(const UiContext& ui, const NetworkNumbers& numbers, const FlowState& flow) {
  SceneBuilder builder(ui, numbers, flow);
  builder.edges();
  builder.units();
  ui.network_view.scene.phase = pulse_phase(ui);
}

void draw_scene(const UiContext& ui) {
  NetworkView& view = ui.network_view;
  view.painter = ui.painter;
  if (!ui.painter) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddCallback(paint, &view);
  list->AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

}  // namespace backflow
