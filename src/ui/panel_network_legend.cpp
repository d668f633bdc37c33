// The network's legend: what edges and pulses tell, on which scale.
#include <array>

#include "network_scene.h"
#include "panel_network.h"

namespace backflow {
namespace {

constexpr float kRow = 38, kTouchRow = 50, kTextRow = 20;  // css px
constexpr float kShow = 122, kScale = 58, kWedge = 430, kWords = 190, kWedgeAbove = 300;

/// The largest value that the edges show.
std::string scale_text(const EdgeShowInfo& show, const FlowScale& scale, bool is_known) {
  return is_known ? show.quantity + (" ≤ " + number_text(static_cast<double>(scale.top), 2))
                  : tr("{0}: not yet", {show.quantity});
}

/// What is left between the buttons at both ends.
float room_between(const UiContext& ui, float width) { return width - ui.u(kShow + kScale); }

bool has_wedge(const UiContext& ui, float width) { return room_between(ui, width) > ui.u(kWedge); }

/// A wedge of edges from thin to thick, its ends labelled; returns its width.
float draw_wedge(const UiContext& ui, ImVec2 at, const EdgeShowInfo& show, const FlowScale& scale,
                 bool is_known) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float length = ui.u(44);
  constexpr int kPieces = 16;
  for (const float sign : {-1.0f, 1.0f}) {
    for (int i = 0; i < kPieces; ++i) {
      const float share = (static_cast<float>(i) + 0.5f) / kPieces;
      const FlowScale linear{.top = 1, .logarithmic = false};
      const EdgeLook look = edge_look(ui, sign * share, linear, show.id, 1);
      const float x = at.x + length * static_cast<float>(i) / kPieces, y = at.y + sign * ui.u(4);
      list->AddRectFilled({x, y - look.width / 2}, {x + length / kPieces, y + look.width / 2},
                          look.color);
    }
  }
  const std::string text = scale_text(show, scale, is_known);
  const float height = text_size(ui, "A", TextSize::kCaption).y;
  return length + ui.u(6) +
         draw_text(ui, {at.x + length + ui.u(6), at.y - height / 2}, text, ui.palette().muted,
                   TextSize::kCaption);
}

/// Has the walk come to what any of the edges show?
bool is_any_known(const UiContext& ui, const NetworkNumbers& numbers) {
  for (int l = 1; l <= ui.network_view.layout.last(); ++l)
    if (numbers.knows(ui.view.network.edges, l)) return true;
  return false;
}

/// What the pulses stand for, from the smallest to the largest; empty where none run.
std::string flow_text(const FlowState& flow, const FlowScale& scale) {
  if (flow.first > flow.last) return {};
  const double top = static_cast<double>(scale.top);
  const std::string least =
      scale.logarithmic ? number_text(top * std::pow(10.0, -FlowScale::kDecades), 1) : "0";
  return std::string(flow.quantity) + " " + least + " … " + number_text(top, 2);
}

/// Discs and rings from small to large, with the numbers that they stand for.
float draw_pulse_key(const UiContext& ui, ImVec2 at, const FlowState& flow, const FlowScale& scale,
                     bool words) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& p = ui.palette();
  const float height = text_size(ui, "A", TextSize::kCaption).y;
  float x = at.x;
  for (const bool negative : {false, true}) {
    const char* sign = negative ? "−" : "+";
    const ImU32 color = negative ? p.negative : p.positive;
    const float r = ui.u(4.6f);
    if (negative)
      list->AddCircle({x + r, at.y}, r - ui.u(0.7f), color, 0, ui.u(1.4f));
    else
      list->AddCircleFilled({x + r, at.y}, r, color);
    x += 2 * r + ui.u(3);
    x += draw_text(ui, {x, at.y - height / 2}, sign, p.muted, TextSize::kCaption) + ui.u(7);
  }
  if (words)
    x += draw_text(ui, {x, at.y - height / 2}, flow_text(flow, scale), p.muted, TextSize::kCaption);
  return x - at.x;
}

}  // namespace

float network_legend_height(const UiContext& ui, float width) {
  return ui.u(ui.touch ? kTouchRow : kRow) + (has_wedge(ui, width) ? 0 : ui.u(kTextRow));
}

void network_legend(const UiContext& ui, const Rect& rect, const NetworkNumbers& numbers,
                    const FlowState& flow) {
  NetworkLook* view = &ui.view.network;
  const float height = ui.u(ui.touch ? 44 : 26);
  const float top = rect.y1 - ui.u(ui.touch ? kTouchRow : kRow) / 2 - height / 2 - ui.u(1);
  std::vector<Option> options;
  for (const EdgeShowInfo& show : edge_shows()) options.push_back({show.title, show.hint});
  const float wide = ui.u(kShow);
  const auto chosen =
      select(ui, {rect.x0, top, rect.x0 + wide, top + height}, "edges show", options,
             static_cast<int>(view->edges), tr("What the width and the colour of the edges tell"));
  if (chosen) ui.later([view, i = *chosen] { view->edges = static_cast<EdgeShow>(i); });
  const Rect scale_rect{rect.x1 - ui.u(kScale), top, rect.x1, top + height};
  if (button(ui, scale_rect, "flow scale", view->logarithmic ? tr("log") : tr("linear"),
             ButtonLook::kOutlined,
             view->logarithmic
                 ? tr("Six powers of ten from the smallest to the largest; click for linear")
                 : tr("In proportion to the largest; click for logarithmic: small gradients show")))
    ui.later([view] { view->logarithmic = !view->logarithmic; });
  const FlowScale pulses =
      numbers.scale(flow.backward ? EdgeShow::kGradient : EdgeShow::kActivation, view->logarithmic);
  const FlowScale edges = numbers.scale(view->edges, view->logarithmic);
  const EdgeShowInfo& show = edge_shows()[static_cast<std::size_t>(view->edges)];
  const bool is_known = is_any_known(ui, numbers);
  const float y = top + height / 2, room = room_between(ui, rect.width());
  float x = rect.x0 + wide + ui.u(12);
  const bool wedge = has_wedge(ui, rect.width());
  if (wedge) x += draw_wedge(ui, {x, y}, show, edges, is_known) + ui.u(16);
  const bool has_words = scale_rect.x0 - x > ui.u(kWords);
  if (room > ui.u(60)) draw_pulse_key(ui, {x, y}, flow, pulses, has_words);
  if (wedge) return;
  // Where there is no room between the buttons, above them.
  const float above = rect.y0 + ui.u(4), line = text_size(ui, "A", TextSize::kCaption).y;
  float left = rect.x0 + ui.u(4);
  std::string text = has_words ? "" : flow_text(flow, pulses);
  if (rect.width() > ui.u(kWedgeAbove))
    left += draw_wedge(ui, {left, above + line / 2}, show, edges, is_known);
  else
    text = scale_text(show, edges, is_known) + (text.empty() ? "" : " · " + text);
  if (text.empty()) return;
  if (left > rect.x0 + ui.u(4)) text = " · " + text;
  draw_text(ui, {left, above}, fitted(ui, text, rect.x1 - ui.u(4) - left, TextSize::kCaption),
            ui.palette().muted, TextSize::kCaption);
}

}  // namespace backflow
