// The loss curve; dragging along it goes back in time.
#include <algorithm>

#include "contrast.h"
#include "panels.h"
#include "score_words.h"

namespace backflow {
namespace {

struct Plot {
  Rect area;
  double top = 1;                    // E at the upper edge; the lower edge is 0
  std::int64_t first = 0, last = 1;  // steps at the left and right edges

  ImVec2 at(std::int64_t step, double E) const {
    const double x = static_cast<double>(step - first) / static_cast<double>(last - first);
    const double y = std::isfinite(E) ? std::clamp(E / top, 0.0, 1.0) : 1.0;
    return {area.x0 + area.width() * static_cast<float>(x),
            area.y1 - area.height() * static_cast<float>(y)};
  }
};

/// 1, 2 or 5 times a power of ten, not below `value`.
double nice_ceiling(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 10.0})
    if (step * power >= value) return step * power;
  return 10 * power;
}

void curve(const Plot& plot, const std::vector<LossPoint>& points, bool test, ImU32 color,
           float width) {
  std::vector<ImVec2> line;
  // A pixel column holds at most a few points; more would only cost time.
  const std::size_t stride = 1 + points.size() / 1200;
  for (std::size_t i = 0; i < points.size(); i += stride)
    line.push_back(
        plot.at(points[i].step, static_cast<double>(test ? points[i].test : points[i].train)));
  // Not twice: a segment without length ends in a wedge.
  if (!points.empty() && (points.size() - 1) % stride != 0)
    line.push_back(plot.at(points.back().step,
                           static_cast<double>(test ? points.back().test : points.back().train)));
  ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()), color, 0,
                                          width);
}

void axis_labels(const UiContext& ui, const Plot& plot) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({plot.area.x0, plot.area.y1},
                      {plot.area.x1, plot.area.y1 + ui.theme.hairline()}, p.line);
  const auto left = [&](const std::string& text, float y) {
    const ImVec2 size = text_size(ui, text, TextSize::kCaption);
    draw_text(ui, {plot.area.x0 - size.x - ui.u(8), y - size.y / 2}, text, p.muted,
              TextSize::kCaption);
  };
  left(number_text(plot.top, 2), plot.area.y0 + ui.u(2));
  left("0", plot.area.y1);
  const float y = plot.area.y1 + ui.u(6);
  draw_text(ui, {plot.area.x0, y}, tr("step {0}", {std::to_string(plot.first)}), p.muted,
            TextSize::kCaption);
  const std::string last = std::to_string(plot.last);
  draw_text(ui, {plot.area.x1 - text_size(ui, last, TextSize::kCaption).x, y}, last, p.muted,
            TextSize::kCaption);
}

/// How often the curve was measured, where that is not after every epoch.
std::string measured_text(const Session& session) {
  return tr(
      "E over all {0} training samples; beyond epoch {1} after every {2}th epoch, since measuring "
      "takes time. Drag to go back.",
      {std::to_string(session.setup().X.cols()), std::to_string(LossCurve::kDenseEpochs),
       std::to_string(session.loss_spacing())});
}

void scrub(const UiContext& ui, const Plot& plot) {
  const Palette& p = ui.palette();
  Session* session = &ui.session;
  View* view = &ui.view;
  const Rect grip{plot.area.x0 - ui.u(8), plot.area.y0, plot.area.x1 + ui.u(8),
                  plot.area.y1 + ui.u(8)};
  const Hit hit = hit_area(ui, grip, "loss curve", "slider");
  if (hit.hovered && !hit.held && !ui.touch && ui.session.loss_spacing() > 1)
    tooltip(ui, measured_text(ui.session));
  if (hit.held && plot.last > plot.first) {
    const float x = (ImGui::GetIO().MousePos.x - plot.area.x0) / plot.area.width();
    const auto target =
        plot.first +
        static_cast<std::int64_t>(std::llround(static_cast<double>(std::clamp(x, 0.0f, 1.0f)) *
                                               static_cast<double>(plot.last - plot.first)));
    const auto bounded = std::clamp(target, session->earliest_step(), session->furthest_step());
    ui.later([=] {
      view->playing = false;
      if (bounded != session->step_count() && !session->is_seeking()) session->seek(bounded);
    });
  }
  const ImVec2 at = plot.at(ui.metrics.step, ui.metrics.loss);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({std::round(at.x), plot.area.y0},
                      {std::round(at.x) + ui.theme.hairline(), plot.area.y1}, p.muted);
  list->AddCircleFilled(at, ui.u(hit.hovered || hit.held ? 7 : 5.5f), p.accent);
  list->AddCircle(at, ui.u(hit.hovered || hit.held ? 7 : 5.5f), p.card, 0, ui.u(1.5f));
  if (session->step_count() == plot.first || session->step_count() == plot.last) return;
  const std::string here = std::to_string(session->step_count());
  const float width = text_size(ui, here, TextSize::kCaption).x;
  const float x =
      std::clamp(at.x - width / 2, plot.area.x0 + ui.u(64), plot.area.x1 - width - ui.u(56));
  if (plot.area.width() > ui.u(220))
    draw_text(ui, {x, plot.area.y1 + ui.u(6)}, here, p.text, TextSize::kCaption);
}

/// How well the network does, as far as the header had no room to say it.
void draw_scores(const UiContext& ui, const Plot& plot) {
  std::string text;
  for (const ScoreWords& score : score_words(ui.metrics)) {
    const auto says_it = [&](const Widget& widget) { return widget.label == score.name; };
    if (std::ranges::any_of(ui.widgets, says_it)) continue;
    text += (text.empty() ? "" : " · ") + std::string(tr(score.name)) + " " + score.value;
  }
  const float width = text_size(ui, text, TextSize::kCaption).x;
  if (text.empty() || width > plot.area.width() - ui.u(24)) return;
  const ImVec2 at{plot.area.x1 - width - ui.u(12), plot.area.y0};
  draw_text(ui, at, text, ui.palette().muted, TextSize::kCaption);
  list_widget(ui, {at.x, at.y, at.x + width, at.y + ui.u(16)}, "scores", "status", true, text);
}

struct Speed {
  const char* title;
  double steps_per_second;  // 0: as many as fit
};

constexpr Speed kSpeeds[] = {{key("1 step a second"), 1},
                             {key("5 steps a second"), 5},
                             {key("30 steps a second"), 30},
                             {key("200 steps a second"), 200},
                             {key("Flat out"), 0}};

/// Playing speed and the pinned curve, right of the title; returns where they begin.
float draw_controls(const UiContext& ui, const Rect& rect) {
  const float h = ui.u(ui.touch ? 44 : 26), top = rect.y0 + ui.u(ui.touch ? 1 : 6);
  float right = rect.x1 - ui.u(10);
  std::vector<Option> options;
  int current = 0;
  for (int i = 0; i < static_cast<int>(std::size(kSpeeds)); ++i) {
    options.push_back({kSpeeds[i].title, ""});
    if (kSpeeds[i].steps_per_second == ui.view.steps_per_second) current = i;
  }
  View* view = &ui.view;
  const float width = ui.u(148);
  const auto chosen = select(ui, {right - width, top, right, top + h}, "speed", options, current,
                             tr("How fast play trains"));
  if (chosen)
    ui.later([view, i = *chosen] { view->steps_per_second = kSpeeds[i].steps_per_second; });
  right -= width + ui.u(8);
  Session* session = &ui.session;
  const bool pinned = !session->pinned().empty();
  const char* action = pinned ? tr("Unpin") : tr("Pin");
  const float pin = std::max(text_size(ui, action).x + ui.u(22), ui.u(ui.touch ? 44 : 0));
  if (button(ui, {right - pin, top, right, top + h}, "pin", action,
             pinned ? ButtonLook::kSelected : ButtonLook::kOutlined,
             tr("Keep this curve in grey to compare the next run with")))
    ui.later([session, pinned] { pinned ? session->unpin() : session->pin(); });
  return right - pin - ui.u(8);
}

}  // namespace

void loss_panel(const UiContext& ui, const Rect& rect) {
  draw_card(ui, rect);
  ui.views.push_back({"loss", rect});
  const std::vector<LossPoint>& points = ui.session.losses();
  const bool tests = ui.session.setup().test_X.cols() > 0;
  const bool moved = ui.session.furthest_step() > ui.session.earliest_step();
  const float controls = draw_controls(ui, rect);
  const char* title = controls - rect.x0 < ui.u(210) || ui.locked ? tr("LOSS")
                      : !moved                                    ? tr("LOSS · PRESS PLAY")
                      : tests ? tr("LOSS · TEST PALE · DRAG TO GO BACK")
                              : tr("LOSS · DRAG TO GO BACK IN TIME");
  const float head = card_title(ui, {rect.x0, rect.y0, controls, rect.y1}, title);
  const float top = rect.y0 + std::max(head + ui.u(8), ui.u(ui.touch ? 49 : 36));  // below controls
  Plot plot{.area = {rect.x0 + ui.u(54), top, rect.x1 - ui.u(22), rect.y1 - ui.u(32)}};
  if (plot.area.height() < ui.u(24)) return;
  double most = 0;
  for (const LossPoint& point : points)
    for (const float value : {point.train, point.test})
      if (std::isfinite(value)) most = std::max(most, static_cast<double>(value));
  for (const LossPoint& point : ui.session.pinned())
    if (std::isfinite(point.train)) most = std::max(most, static_cast<double>(point.train));
  plot.top = nice_ceiling(most);
  plot.first = ui.session.earliest_step();
  plot.last = std::max(ui.session.furthest_step(), plot.first + 1);
  if (!ui.session.pinned().empty())
    plot.last = std::max(plot.last, ui.session.pinned().back().step);
  axis_labels(ui, plot);
  const Palette& p = ui.palette();
  if (!ui.session.pinned().empty()) curve(plot, ui.session.pinned(), false, p.muted, ui.u(1.5f));
  if (tests) curve(plot, points, true, with_alpha(p.accent, kSecondCurve), ui.u(1.5f));
  curve(plot, points, false, p.accent, ui.u(2));
  draw_scores(ui, plot);
  scrub(ui, plot);
}

}  // namespace backflow
