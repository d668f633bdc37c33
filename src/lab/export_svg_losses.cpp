// The loss history as a picture: E over the steps, and the test samples' E in grey.
#include <algorithm>
#include <cmath>

#include "export.h"
#include "export_text.h"
#include "svg_writer.h"
#include "term_text.h"

namespace backflow {
namespace {

constexpr int kWidth = 760, kHeight = 360;
constexpr double kLeft = 76, kRight = 730, kTop = 40, kBottom = 310;
constexpr double kTicks = 5;

/// A round distance of ticks, about kTicks to `range`.
double tick_distance(double range) {
  const double power = std::pow(10, std::floor(std::log10(range / kTicks)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * power >= range / kTicks * (1 - 1e-9)) return step * power;
  return 10 * power;
}

struct Chart {
  double first = 0, last = 1;  // steps
  double bottom = 0, top = 1;  // E

  double x(double step) const { return kLeft + (kRight - kLeft) * (step - first) / (last - first); }
  double y(double E) const { return kBottom - (kBottom - kTop) * (E - bottom) / (top - bottom); }
};

Chart chart_of(const std::vector<LossPoint>& points, bool tests) {
  Chart chart;
  double low = 0, high = 0;
  for (const LossPoint& point : points) {
    for (const float E : {point.train, tests ? point.test : point.train}) {
      if (!std::isfinite(E)) continue;
      low = std::min(low, static_cast<double>(E));
      high = std::max(high, static_cast<double>(E));
    }
  }
  if (!points.empty()) chart.first = static_cast<double>(points.front().step);
  if (!points.empty()) chart.last = static_cast<double>(points.back().step);
  chart.last = std::max(chart.last, chart.first + 1);
  if (high <= low) return chart;
  const double tick = tick_distance(high - low);
  chart.bottom = std::floor(low / tick) * tick;
  chart.top = std::ceil(high / tick) * tick;
  return chart;
}

void axes(SvgWriter& svg, const Chart& chart) {
  const SvgColors& colors = svg.colors();
  const double dy = tick_distance(chart.top - chart.bottom);
  const int ticks = static_cast<int>(std::lround((chart.top - chart.bottom) / dy));
  for (int i = 0; i <= ticks; ++i) {
    const double E = chart.bottom + i * dy;
    svg.scale_line(kLeft, kRight, chart.y(E), number_text(E, 3));
  }
  const double dx = std::max(1.0, tick_distance(chart.last - chart.first));
  for (double step = std::ceil(chart.first / dx) * dx; step <= chart.last; step += dx)
    svg.text(chart.x(step), kBottom + 22, "middle", 12, colors.muted,
             std::to_string(static_cast<std::int64_t>(step)));
  svg.text(kLeft - 10, 22, "end", 13, colors.text, "E");
  svg.text(kRight, kBottom + 42, "end", 12, colors.muted, "update");
}

void curve(SvgWriter& svg, const Chart& chart, const std::vector<LossPoint>& points,
           float LossPoint::* E, const char* color, double width) {
  std::string path;
  double x = 0, y = 0;
  bool pen_down = false;
  for (const LossPoint& point : points) {
    if (!std::isfinite(point.*E)) {
      pen_down = false;
      continue;
    }
    x = chart.x(static_cast<double>(point.step));
    y = chart.y(static_cast<double>(point.*E));
    path += SvgWriter::at(pen_down ? 'L' : 'M', x, y);
    pen_down = true;
  }
  if (path.empty()) return;
  svg.course(path, color, width);
  svg.mark(x, y, width + 1, color);
}

}  // namespace

std::string svg_losses(const Session& session, bool dark) {
  std::vector<LossPoint> points = session.losses();
  const bool tests = session.setup().test_X.cols() > 0;
  const double factor = test_factor(session.config(), session.setup());
  for (LossPoint& point : points) point.test *= static_cast<float>(factor);
  const std::string times = factor == 1 ? "" : ", × " + number_text(factor, 2);
  const Chart chart = chart_of(points, tests);
  SvgWriter svg(kWidth, kHeight, dark, "The loss history",
                "E over the training samples after each update" +
                    (tests ? "; in grey over the test samples" + times + "." : "."));
  axes(svg, chart);
  if (tests) curve(svg, chart, points, &LossPoint::test, svg.colors().muted, 1.5);
  curve(svg, chart, points, &LossPoint::train, svg.colors().accent, 2);
  return svg.take();
}

}  // namespace backflow
