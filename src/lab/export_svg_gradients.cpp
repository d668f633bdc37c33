// The sizes of the error signal and of the weights' gradient, layer by layer, on a logarithmic
// scale: a straight fall to the left is a gradient that vanishes.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "decades.h"
#include "export.h"
#include "gradient_log.h"
#include "svg_writer.h"
#include "term_text.h"

namespace backflow {
namespace {

constexpr int kWidth = 760, kHeight = 360;
constexpr double kLeft = 90, kRight = 700, kTop = 56, kBottom = 300;
constexpr double kMostLines = 6;

struct Series {
  const char* name;
  double LayerGradients::* size;
  const char* SvgColors::* color;
};

constexpr std::array kSeries{
    Series{"δ", &LayerGradients::delta, &SvgColors::accent},
    Series{"dE/dW", &LayerGradients::dW, &SvgColors::positive},
};

bool is_shown(double size) { return size > 0 && std::isfinite(size); }

struct Chart {
  Decades decades;
  std::size_t layers = 1;

  double x(std::size_t layer) const {
    if (layers == 1) return (kLeft + kRight) / 2;
    return kLeft +
           (kRight - kLeft) * (static_cast<double>(layer) + 0.5) / static_cast<double>(layers);
  }
  double y(double size) const { return kBottom - (kBottom - kTop) * decades.share(size); }
};

Chart chart_of(const GradientPoint& point) {
  std::vector<double> sizes;
  for (const LayerGradients& layer : point.layers)
    for (const Series& series : kSeries) sizes.push_back(layer.*series.size);
  return {.decades = decades_around(sizes), .layers = point.layers.size()};
}

void draw_series(SvgWriter& svg, const Chart& chart, const GradientPoint& point,
                 const Series& series) {
  const char* color = svg.colors().*series.color;
  std::string path;
  for (std::size_t l = 0; l < point.layers.size(); ++l) {
    const double size = point.layers[l].*series.size;
    const bool goes_on = l > 0 && is_shown(point.layers[l - 1].*series.size);
    if (is_shown(size)) path += SvgWriter::at(goes_on ? 'L' : 'M', chart.x(l), chart.y(size));
  }
  if (!path.empty()) svg.course(path, color, 2);
  for (std::size_t l = 0; l < point.layers.size(); ++l) {
    const double size = point.layers[l].*series.size;
    if (!is_shown(size)) continue;
    const std::string tip = std::string(series.name) + " of layer " + std::to_string(l + 1) + ": " +
                            number_text(size, 4);
    svg.mark(chart.x(l), chart.y(size), 4, color, tip);
  }
}

}  // namespace

std::string svg_gradients(Session& session, bool dark) {
  const GradientPoint point = measure_gradients(session.trainer().record(),
                                                session.trainer().network(), session.step_count());
  const Chart chart = chart_of(point);
  const std::string note = gradient_note(point);
  SvgWriter svg(kWidth, kHeight, dark, "The sizes of the gradients",
                "Root mean squares of the error signal δ and of the weights' gradient dE/dW in "
                "each layer after " +
                    std::to_string(point.step) + " updates, on a logarithmic scale." +
                    (note.empty() ? "" : " " + note));
  const SvgColors& colors = svg.colors();
  const auto& [low, high] = chart.decades;
  const double stride = std::max(1.0, std::ceil((high - low) / kMostLines));
  for (double power = low; power <= high; power += stride)
    svg.scale_line(kLeft, kRight, chart.y(std::pow(10, power)),
                   number_text(std::pow(10, power), 1));
  for (std::size_t l = 0; l < chart.layers; ++l)
    svg.text(chart.x(l), kBottom + 24, "middle", 12, colors.muted,
             "layer " + std::to_string(l + 1));
  double x = kLeft;
  for (const Series& series : kSeries) {
    draw_series(svg, chart, point, series);
    svg.mark(x + 4, 26, 4, colors.*series.color);
    svg.text(x + 16, 31, "start", 13, colors.text, series.name);
    x += 60;
  }
  svg.text(kRight, kBottom + 46, "end", 12, colors.muted,
           "after " + std::to_string(point.step) + " updates");
  return svg.take();
}

}  // namespace backflow
