// The loss curve; dragging along it goes back in time.
#include <algorithm>
#include <optional>
#include <ranges>
#include <span>

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
    const double y = std::clamp(E / top, 0.0, 1.0);
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

/// One of the curves: what it tells and how it is drawn.
struct Curve {
  const char* name;  // in the key
  std::span<const LossPoint> points;
  std::optional<LossPoint> now = {};  // where the walk is, beyond the last point
  float LossPoint::* value = &LossPoint::train;
  double factor = 1;
  ImU32 color = 0;
  float width = 1.5f;  // css px
};

/// Where E is beyond all numbers: a cross on the upper edge, which is no value of E.
void draw_overflow(const UiContext& ui, ImVec2 at) {
  const float r = ui.u(4);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const float slope : {-1.0f, 1.0f})
    list->AddLine({at.x - r, at.y - slope * r}, {at.x + r, at.y + slope * r}, ui.palette().bad,
                  ui.u(2));
  list_widget(ui, {at.x - r, at.y - r, at.x + r, at.y + r}, "overflow", "status", true,
              tr("E is no longer finite"));
}

void draw_curve(const UiContext& ui, const Plot& plot, const Curve& curve) {
  const std::span<const LossPoint> points = curve.points;
  std::vector<ImVec2> line;
  bool overflows = false;
  const auto draw_line = [&] {
    ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()), curve.color,
                                            0, ui.u(curve.width));
    line.clear();
  };
  const auto add = [&](const LossPoint& point) {
    const double E = curve.factor * static_cast<double>(point.*curve.value);
    if (std::isfinite(E)) {
      overflows = false;
      line.push_back(plot.at(point.step, E));
      return;
    }
    if (!overflows) draw_line(), draw_overflow(ui, plot.at(point.step, plot.top));
    overflows = true;
  };
  // A pixel column holds at most a few points; more would only cost time.
  const std::size_t stride = 1 + points.size() / 1200;
  for (std::size_t i = 0; i < points.size(); i += stride) add(points[i]);
  // Not twice: a segment without length ends in a wedge.
  if (!points.empty() && (points.size() - 1) % stride != 0) add(points.back());
  if (curve.now) add(*curve.now);
  draw_line();
}

/// The training's curve is the last, on top; it reaches to where the walk is.
std::vector<Curve> curves_of(const UiContext& ui) {
  const Palette& p = ui.palette();
  const Session& session = ui.session;
  std::vector<Curve> curves;
  if (!session.pinned().empty())
    curves.push_back({.name = key("pinned"), .points = session.pinned(), .color = p.muted});
  if (session.setup().test_X.cols() > 0)
    curves.push_back({.name = key("test"),
                      .points = session.losses(),
                      .value = &LossPoint::test,
                      .factor = test_factor(session.config(), session.setup()),
                      .color = with_alpha(p.accent, kSecondCurve)});
  curves.push_back(
      {.name = key("training"), .points = session.losses(), .color = p.accent, .width = 2});
  const Metrics& now = ui.metrics;
  for (Curve& curve : curves) {
    const bool is_own = curve.points.data() == session.losses().data();
    if (!is_own || curve.points.empty() || now.step <= curve.points.back().step) continue;
    curve.now = {.step = now.step,
                 .train = static_cast<float>(now.loss),
                 .test = static_cast<float>(now.test_loss.value_or(0))};
  }
  return curves;
}

/// Which curve is which, where there are several; returns where it ends.
float draw_key(const UiContext& ui, const Plot& plot, const std::vector<Curve>& curves) {
  float x = plot.area.x0 + ui.u(10);
  if (curves.size() < 2) return x;
  const float top = plot.area.y0, middle = top + text_size(ui, "A", TextSize::kCaption).y / 2;
  for (const Curve& curve : std::views::reverse(curves)) {
    const std::string times = curve.factor == 1 ? "" : " × " + number_text(curve.factor, 2);
    const std::string name = tr(curve.name) + times;
    const float end = x + ui.u(20) + text_size(ui, name, TextSize::kCaption).x;
    if (end > plot.area.x1) break;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({x - ui.u(4), top}, {end + ui.u(4), top + ui.u(16)},
                        with_alpha(ui.palette().card, 0.86f));
    list->AddLine({x, middle}, {x + ui.u(15), middle}, curve.color, ui.u(curve.width));
    draw_text(ui, {x + ui.u(20), top}, name, ui.palette().muted, TextSize::kCaption);
    list_widget(ui, {x, top, end, top + ui.u(16)}, std::string("curve ") + curve.name, "status",
                true, name);
    x = end + ui.u(14);
  }
  return x;
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
  left(number_text(plot.top, 4), plot.area.y0 + ui.u(2));
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
      "E over all {0} training samples; beyond epoch {1} every {2} epochs, since measuring takes "
      "time. Drag to go back.",
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
  const bool is_finite = std::isfinite(ui.metrics.loss);
  const ImVec2 at = plot.at(ui.metrics.step, is_finite ? ui.metrics.loss : plot.top);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({std::round(at.x), plot.area.y0},
                      {std::round(at.x) + ui.theme.hairline(), plot.area.y1}, p.muted);
  if (is_finite) {
    const float radius = ui.u(hit.hovered || hit.held ? 7 : 5.5f);
    list->AddCircleFilled(at, radius, p.accent);
    list->AddCircle(at, radius, p.card, 0, ui.u(1.5f));
  }
  if (session->step_count() == plot.first || session->step_count() == plot.last) return;
  const std::string here = std::to_string(session->step_count());
  const float width = text_size(ui, here, TextSize::kCaption).x;
  const float x =
      std::clamp(at.x - width / 2, plot.area.x0 + ui.u(64), plot.area.x1 - width - ui.u(56));
  if (plot.area.width() > ui.u(220))
    draw_text(ui, {x, plot.area.y1 + ui.u(6)}, here, p.text, TextSize::kCaption);
}

/// How well the network does, as far as the header had no room to say it: right of the key, or
/// below it.
void draw_scores(const UiContext& ui, const Plot& plot, float left) {
  std::string text;
  for (const ScoreWords& score : score_words(ui.metrics)) {
    const auto says_it = [&](const Widget& widget) { return widget.label == score.name; };
    if (std::ranges::any_of(ui.widgets, says_it)) continue;
    text += (text.empty() ? "" : " · ") + std::string(tr(score.name)) + " " + score.value;
  }
  const float width = text_size(ui, text, TextSize::kCaption).x, line = ui.u(16);
  ImVec2 at{plot.area.x1 - width - ui.u(12), plot.area.y0};
  if (at.x < left) at.y += line;
  if (text.empty() || at.x < plot.area.x0 || at.y + 2 * line > plot.area.y1) return;
  const Rect rect{at.x, at.y, at.x + width, at.y + line};
  ImGui::GetWindowDrawList()->AddRectFilled({rect.x0 - ui.u(4), rect.y0},
                                            {rect.x1 + ui.u(4), rect.y1},
                                            with_alpha(ui.palette().card, 0.86f));
  draw_text(ui, at, text, ui.palette().muted, TextSize::kCaption);
  list_widget(ui, rect, "scores", "status", true, text);
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
  const bool moved = ui.session.furthest_step() > ui.session.earliest_step();
  const float controls = draw_controls(ui, rect);
  const char* title = controls - rect.x0 < ui.u(210) || ui.locked ? tr("LOSS")
                      : !moved                                    ? tr("LOSS · PRESS PLAY")
                               : tr("LOSS · DRAG TO GO BACK IN TIME");
  const float head = card_title(ui, {rect.x0, rect.y0, controls, rect.y1}, title);
  const float top = rect.y0 + std::max(head + ui.u(8), ui.u(ui.touch ? 49 : 36));  // below controls
  Plot plot{.area = {rect.x0 + ui.u(54), top, rect.x1 - ui.u(22), rect.y1 - ui.u(32)}};
  if (plot.area.height() < ui.u(24)) return;
  const std::vector<Curve> curves = curves_of(ui);
  double most = 0;
  plot.first = ui.session.earliest_step();
  plot.last = std::max(ui.session.furthest_step(), plot.first + 1);
  for (const Curve& curve : curves) {
    if (!curve.points.empty()) plot.last = std::max(plot.last, curve.points.back().step);
    for (const LossPoint& point : curve.points)
      if (const float value = point.*curve.value; std::isfinite(value))
        most = std::max(most, curve.factor * static_cast<double>(value));
  }
  plot.top = nice_ceiling(most);
  axis_labels(ui, plot);
  for (const Curve& curve : curves) draw_curve(ui, plot, curve);
  scrub(ui, plot);
  draw_scores(ui, plot, draw_key(ui, plot, curves));
}

}  // namespace backflow
