// A network with one input: its output over that input, and what each hidden unit adds to it.
#include "data_marks.h"
#include "panel_surface.h"
#include "plot_draw.h"

namespace backflow {
namespace {

constexpr Index kPlaces = 241;

/// Output and parts over the plot's width; computed again only when something changed.
const AnswerCurves& curves_across(const UiContext& ui, int output) {
  AnswerCurves& curves = ui.surface_view.curves;
  const PlotAxis& across = ui.surface_view.plot.across;
  if (curves.version == ui.session.version() && curves.across == across && curves.output == output)
    return curves;
  Matrix<double> raw(1, kPlaces);
  for (Index i = 0; i < kPlaces; ++i)
    raw(0, i) = across.low + (across.high - across.low) * static_cast<double>(i) /
                                 static_cast<double>(kPlaces - 1);
  const Network<float>& network = ui.session.trainer().network();
  const Data& data = ui.session.setup().data;
  const int last = static_cast<int>(network.layers.size());
  curves = {ui.session.version(), across, answers_at(network, data, last, raw).h, {}, output};
  if (last > 1) {
    const Matrix<float> h = answers_at(network, data, last - 1, raw).h;
    const auto w = network.layers.back().W.col(output);
    curves.parts = (h.array().colwise() * w.array()).matrix();
  }
  return curves;
}

template <class Row>
void draw_line(const UiContext& ui, const Row& values, ImU32 color, float width) {
  const PointPlot& plot = ui.surface_view.plot;
  std::vector<ImVec2> line;
  const auto flush = [&] {
    ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()), color, 0,
                                            width);
    line.clear();
  };
  for (Index i = 0; i < values.cols(); ++i) {
    const auto value = static_cast<double>(values(0, i));
    if (!std::isfinite(value)) {
      flush();
      continue;
    }
    const float x =
        plot.area.x0 + plot.area.width() * static_cast<float>(i) / static_cast<float>(kPlaces - 1);
    const auto share = static_cast<float>(std::clamp(plot.up.share(value), -2.0, 3.0));
    line.emplace_back(x, plot.area.y1 - plot.area.height() * share);
  }
  flush();
}

void lay_out(const UiContext& ui, const Rect& area, const Samples& samples, int output) {
  PointPlot& plot = ui.surface_view.plot;
  plot.area = {std::round(area.x0 + ui.u(PlotMargins::kLeft)),
               std::round(area.y0 + ui.u(PlotMargins::kTop)),
               std::round(area.x1 - ui.u(PlotMargins::kRight)),
               std::round(area.y1 - ui.u(PlotMargins::kBottom))};
  plot.across = axis_around(samples.X.row(0).minCoeff(), samples.X.row(0).maxCoeff());
  const double low = samples.Y.row(output).minCoeff(), high = samples.Y.row(output).maxCoeff();
  // The parts reach further than what they add up to.
  const double room = 0.6 * std::max(high - low, 1e-9);
  plot.up = axis_around(low - room, high + room);
  plot.places.clear();
  for (Index i = 0; i < samples.X.cols(); ++i)
    plot.places.push_back(plot.at(samples.X(0, i), samples.Y(output, i)));
}

/// The hidden unit whose line is nearest to the pointer, −1 if none is near.
int pointed_part(const UiContext& ui, const AnswerCurves& curves) {
  const PointPlot& plot = ui.surface_view.plot;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!plot.area.contains(mouse) || curves.parts.size() == 0) return -1;
  const float share = (mouse.x - plot.area.x0) / plot.area.width();
  const auto column = static_cast<Index>(std::lround(share * static_cast<float>(kPlaces - 1)));
  int nearest = -1;
  float least = ui.u(8);
  for (Index k = 0; k < curves.parts.rows(); ++k) {
    const auto value = static_cast<double>(curves.parts(k, column));
    const float away = std::abs(plot.at(plot.across.low, value).y - mouse.y);
    if (away < least) nearest = static_cast<int>(k), least = away;
  }
  return nearest;
}

void draw_samples(const UiContext& ui, const Samples& samples) {
  const double scale = target_scale(samples);
  const std::vector<ImVec2>& places = ui.surface_view.plot.places;
  std::vector<bool> tests(places.size(), false);
  for (const int column : ui.session.setup().data.split.test)
    tests[static_cast<std::size_t>(column)] = true;
  for (std::size_t i = 0; i < places.size(); ++i)
    draw_mark(places[i], ui.u(3.6f),
              sample_mark(ui.palette(), samples, static_cast<Index>(i), scale), !tests[i],
              ui.u(tests[i] ? 1.6f : 1));
}

}  // namespace

void curve_plot(const UiContext& ui, const Rect& area) {
  const Samples& samples = ui.session.setup().data.samples;
  const Palette& p = ui.palette();
  const int last = static_cast<int>(ui.session.trainer().network().layers.size());
  const SurfaceTarget& target = ui.view.surface.target;
  const int output = target.layer == last && target.unit < samples.Y.rows() ? target.unit : 0;
  lay_out(ui, area, samples, output);
  const PointPlot& plot = ui.surface_view.plot;
  draw_axes(ui, plot,
            {samples.input_names[0], samples.output_names[static_cast<std::size_t>(output)],
             p.input, p.output});
  const AnswerCurves& curves = curves_across(ui, output);
  const Hit hit = hit_area(ui, plot.area, "output curve", "plot");
  int pointed = hit.hovered ? pointed_part(ui, curves) : -1;
  const int told = ui.hover.layer == last - 1 ? ui.hover.unit : -1;
  ImGui::PushClipRect(plot.area.min(), plot.area.max(), true);
  for (Index k = 0; k < curves.parts.rows(); ++k) {
    const bool lit = k == pointed || k == told;
    draw_line(ui, curves.parts.row(k), lit ? p.hidden : with_alpha(p.hidden, 0.5f),
              ui.u(lit ? 2.2f : 1.2f));
  }
  draw_samples(ui, samples);
  draw_line(ui, curves.O.row(output), p.accent, ui.u(2.4f));
  ImGui::PopClipRect();
  if (pointed < 0) return;
  ui.next_hover.layer = last - 1;
  ui.next_hover.unit = pointed;
  const float w = ui.session.trainer().network().layers.back().W(pointed, output);
  const std::string unit = "h" + std::to_string(pointed + 1);
  tooltip(ui, tr("{0} adds {1} · {0}", {unit, number_text(static_cast<double>(w), 3)}));
}

}  // namespace backflow
