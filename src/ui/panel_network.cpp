// The network: units, biases and edges of one sample, alive under the pointer; what runs through
// the edges is drawn by shaders, text and interaction by ImGui.
#include "panel_network.h"

#include "data_view.h"
#include "network_scene.h"
#include "panels.h"

namespace backflow {
namespace {

/// ‹ 2 of 6 ›: the chosen sample, or the one under the pointer elsewhere.
void sample_picker(const UiContext& ui, const Rect& rect, Index shown, Index samples) {
  const float side = ui.u(ui.touch ? 44 : 24);
  const float top = rect.y0 + ui.u(ui.touch ? 2 : 6);
  const std::string text = tr("{0} of {1}", {std::to_string(shown + 1), std::to_string(samples)});
  const float width = std::max(ui.u(52), text_size(ui, text, TextSize::kCaption).x + ui.u(8));
  float x = rect.x1 - ui.u(10) - 2 * side - width;
  View* view = &ui.view;
  const int last = static_cast<int>(samples) - 1;
  if (icon_button(ui, {x, top, x + side, top + side}, "previous sample", Icon::kPrevious,
                  ButtonLook::kPlain, tr("Previous sample"), view->sample > 0))
    ui.later([view] { --view->sample; });
  x += side;
  draw_text_centered(ui, {x, top, x + width, top + side}, text,
                     shown == ui.view.sample ? ui.palette().muted : ui.palette().accent,
                     TextSize::kCaption);
  x += width;
  if (icon_button(ui, {x, top, x + side, top + side}, "next sample", Icon::kNext,
                  ButtonLook::kPlain, tr("Next sample"), view->sample < last))
    ui.later([view] { ++view->sample; });
}

/// Room above and below a folded layer: arrows and the count.
float fold_band(const UiContext& ui) { return ui.u(ui.touch ? 46 : 24); }

void lay_out(const UiContext& ui, const Rect& area) {
  const Pass<float>& pass = ui.trace.record().pass;
  std::vector<int> sizes{static_cast<int>(pass.X.rows())};
  for (const LayerPass<float>& layer : pass.layers)
    sizes.push_back(static_cast<int>(layer.h.rows()));
  NetworkView& view = ui.network_view;
  if (view.layout.sizes != sizes) {
    view.first.assign(sizes.size(), 0);
    if (!view.is_placed) ui.view.network.camera = {};
  }
  // Digits are on their way for a moment: the network that the camera came with is not there yet.
  if (!ui.data_view.source.is_loading()) view.is_placed = false;
  view.layout = layout_network(sizes, area, ui.theme.scale, view.first, fold_band(ui));
  apply_camera(ui.view.network.camera, view.layout);
}

}  // namespace

void network_panel(const UiContext& ui, const Rect& rect) {
  draw_card(ui, rect);
  ui.views.push_back({"network", rect});
  const Index samples = ui.trace.record().pass.X.cols();
  ui.view.sample = std::clamp(ui.view.sample, 0, static_cast<int>(samples) - 1);
  const FlowState flow = flow_state(ui);
  const NetworkNumbers numbers(ui);
  const Rect title_area{rect.x0, rect.y0, rect.x1 - ui.u(ui.touch ? 165 : 120), rect.y1};
  std::string title = tr(flow.backward ? key("NETWORK · BACKWARD · SAMPLE {0}")
                                       : key("NETWORK · FORWARD · SAMPLE {0}"),
                         {std::to_string(numbers.sample() + 1)});
  // The sample's number is beside it, too.
  if (text_size(ui, title, TextSize::kCaption).x > title_area.width() - ui.u(32))
    title = flow.backward ? tr("NETWORK · BACKWARD") : tr("NETWORK · FORWARD");
  const float head = card_title(ui, title_area, title);
  sample_picker(ui, rect, numbers.sample(), samples);
  const float foot = network_legend_height(ui, rect.width() - ui.u(24));
  const Rect area{rect.x0 + ui.u(14), rect.y0 + head, rect.x1 - ui.u(14), rect.y1 - foot};
  if (area.width() < ui.u(80) || area.height() < ui.u(60)) return;
  lay_out(ui, area);
  const Rect ground{rect.x0 + 1, area.y0, rect.x1 - 1, area.y1};
  ImGui::PushClipRect(ground.min(), ground.max(), true);
  build_scene(ui, numbers, flow);
  draw_scene(ui);
  network_ground(ui, numbers);
  network_units(ui, numbers);
  network_folds(ui);
  ImGui::PopClipRect();
  network_legend(ui, {rect.x0 + ui.u(12), area.y1, rect.x1 - ui.u(12), rect.y1}, numbers, flow);
}

}  // namespace backflow
