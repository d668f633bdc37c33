// The samples as points: on the plane of two inputs, or over the one input with the network's
// output.
#include "data_marks.h"
#include "panel_data.h"
#include "plot_draw.h"
#include "points.h"
#include "surface_draw.h"

namespace backflow {
namespace {

constexpr Index kCurvePlaces = 201;

AxisNames labels_of(const UiContext& ui, const Samples& samples) {
  const DataView& view = ui.data_view;
  const Palette& p = ui.palette();
  const auto input = [&](int i) { return samples.input_names[static_cast<std::size_t>(i)]; };
  if (picture_of(samples) == DataPicture::kCurve)
    return {input(0), samples.output_names[static_cast<std::size_t>(view.output)], p.input,
            p.output};
  return {input(across_input(ui.view, samples)), input(up_input(ui.view, samples)), p.input,
          p.input};
}

/// The values that the plot shows upwards: a target over one input, else an input.
Matrix<double> heights(const UiContext& ui, const Samples& samples) {
  if (picture_of(samples) == DataPicture::kCurve) return samples.Y.row(ui.data_view.output);
  return samples.X.row(up_input(ui.view, samples));
}

void lay_out(const UiContext& ui, const Rect& area, const Samples& samples) {
  DataView& view = ui.data_view;
  PointPlot& plot = view.plot;
  const int across = across_input(ui.view, samples);
  const Matrix<double> up = heights(ui, samples);
  plot.area = area;
  // While a point is dragged the view stands still.
  if (!view.press.moved) {
    plot.across = axis_around(samples.X.row(across).minCoeff(), samples.X.row(across).maxCoeff());
    plot.up = axis_around(up.minCoeff(), up.maxCoeff());
  }
  plot.places.clear();
  for (Index i = 0; i < samples.X.cols(); ++i)
    plot.places.push_back(plot.at(samples.X(across, i), up(0, i)));
}

/// O over the plot's width; computed again only when the network or the view changed.
const Matrix<float>& outputs_across(const UiContext& ui) {
  OutputCurve& curve = ui.data_view.curve;
  const PlotAxis& across = ui.data_view.plot.across;
  if (curve.version == ui.session.version() && curve.across == across) return curve.O;
  Matrix<double> raw(1, kCurvePlaces);
  for (Index i = 0; i < kCurvePlaces; ++i)
    raw(0, i) = across.low + (across.high - across.low) * static_cast<double>(i) /
                                 static_cast<double>(kCurvePlaces - 1);
  curve = {ui.session.version(), across, outputs_of(ui.session, raw)};
  return curve.O;
}

void draw_curve(const UiContext& ui) {
  const PointPlot& plot = ui.data_view.plot;
  const Matrix<float>& O = outputs_across(ui);
  ImDrawList* list = ImGui::GetWindowDrawList();
  std::vector<ImVec2> line;
  const auto flush = [&] {
    list->AddPolyline(line.data(), static_cast<int>(line.size()), ui.palette().accent, 0, ui.u(2));
    line.clear();
  };
  for (Index i = 0; i < O.cols(); ++i) {
    const auto value = static_cast<double>(O(ui.data_view.output, i));
    const double share = plot.up.share(value);
    if (!std::isfinite(value)) {
      flush();
      continue;
    }
    const float x = plot.area.x0 + plot.area.width() * static_cast<float>(i) /
                                       static_cast<float>(kCurvePlaces - 1);
    // Far outside is as good as just outside, and safe to draw.
    line.emplace_back(
        x, plot.area.y1 - plot.area.height() * static_cast<float>(std::clamp(share, -2.0, 3.0)));
  }
  flush();
}

void name_curve(const UiContext& ui, const Rect& area, const char* name, ImU32 color) {
  const float width = text_size(ui, name, TextSize::kCaption).x;
  draw_text(ui, {area.x1 - width, area.y0 - ui.u(19)}, name, color, TextSize::kCaption);
  list_widget(ui, {area.x1 - width, area.y0 - ui.u(19), area.x1, area.y0 - ui.u(3)}, name, "text");
}

/// Faintly, so that the samples stand out: which side of its line, or which class, the network
/// answers.
void draw_border(const UiContext& ui) {
  const PointPlot& plot = ui.data_view.plot;
  const Palette& p = ui.palette();
  const std::array low{static_cast<float>(plot.across.low), static_cast<float>(plot.up.low)};
  const std::array high{static_cast<float>(plot.across.high), static_cast<float>(plot.up.high)};
  constexpr float kTint = 0.13f;
  SurfaceLook look = look_of(ui, {}, true, low, high);
  look.zero = p.card;
  look.negative = mix(p.card, p.negative, kTint);
  look.positive = mix(p.card, p.positive, kTint);
  for (ImU32& color : look.class_colors) color = mix(p.card, color, kTint);
  const SurfaceKey key{.target = {},
                       .across = across_input(ui.view, ui.session.setup().data.samples),
                       .up = up_input(ui.view, ui.session.setup().data.samples),
                       .low = low,
                       .high = high,
                       .look = look};
  make_surface(ui, PictureSlot::kSurface, ui.surface_view.cache, key,
               {plot.area.width(), plot.area.height()});
  draw_picture(ui, ImGui::GetWindowDrawList(), PictureSlot::kSurface, plot.area);
}

float mark_radius(const UiContext& ui, std::size_t count) {
  const float radius = count > 1500 ? 2.5f : count > 400 ? 3.5f : count > 40 ? 4.5f : 6;
  return ui.u(radius);
}

void draw_points(const UiContext& ui, const Samples& samples) {
  const DataView& view = ui.data_view;
  const Palette& p = ui.palette();
  const std::vector<ImVec2>& places = view.plot.places;
  const float radius = mark_radius(ui, places.size());
  const double scale = target_scale(samples);
  std::vector<bool> tests(places.size(), false);
  for (const int column : ui.session.setup().data.split.test)
    tests[static_cast<std::size_t>(column)] = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Mark mark = sample_mark(p, samples, static_cast<Index>(i), scale);
    draw_mark(places[i], radius, mark, !tests[i], ui.u(tests[i] ? 1.6f : 1));
  }
  const auto ring = [&](int sample, ImU32 color) {
    if (sample < 0 || static_cast<std::size_t>(sample) >= places.size()) return;
    ImGui::GetWindowDrawList()->AddCircle(places[static_cast<std::size_t>(sample)],
                                          radius + ui.u(4), color, 0, ui.u(2));
  };
  ring(shown_sample(ui), p.accent);
  ring(view.pointed, p.text);
}

std::string target_text(const Samples& samples, Index column) {
  if (samples.task != Task::kRegression)
    return samples.class_names[static_cast<std::size_t>(class_of(samples, column))];
  std::string text;
  for (Index row = 0; row < samples.Y.rows(); ++row)
    text += (row > 0 ? ", " : "") + number_text(samples.Y(row, column), 4);
  return text;
}

/// "sample 12: x1 0.31, x2 −0.52 → 1, only tests".
std::string sample_text(const UiContext& ui, const Samples& samples, Index column) {
  std::string text = tr("sample {0}", {std::to_string(column + 1)}) + ":";
  const Index shown = std::min<Index>(4, samples.X.rows());
  for (Index row = 0; row < shown; ++row)
    text += (row > 0 ? ", " : " ") + samples.input_names[static_cast<std::size_t>(row)] + " " +
            number_text(samples.X(row, column), 4);
  if (shown < samples.X.rows()) text += ", …";
  text += " → " + target_text(samples, column);
  const std::vector<int>& test = ui.session.setup().data.split.test;
  if (std::binary_search(test.begin(), test.end(), static_cast<int>(column)))
    text += std::string(", ") + tr("only tests");
  return text;
}

std::string instructions(const UiContext& ui, const Samples& samples) {
  if (picture_of(samples) == DataPicture::kAxes)
    return tr("Points can be set by hand where there are one or two inputs.");
  return ui.touch
             ? tr("Tap to add a point, drag to move it, hold it to remove it.")
             : tr("Click to add a point, drag to move it, right-click or Alt-click to remove it.");
}

}  // namespace

float point_plot(const UiContext& ui, ImVec2 at, float width, float height) {
  const Samples& samples = ui.session.setup().data.samples;
  DataView& view = ui.data_view;
  if (view.output >= samples.Y.rows()) view.output = 0;  // a set with fewer outputs
  const float tools = point_tools(ui, at, width);
  const Rect area{at.x + ui.u(PlotMargins::kLeft), at.y + tools + ui.u(PlotMargins::kTop),
                  at.x + width - ui.u(PlotMargins::kRight),
                  at.y + tools + height - ui.u(PlotMargins::kBottom)};
  lay_out(ui, area, samples);
  draw_axes(ui, view.plot, labels_of(ui, samples));
  const bool is_curve = picture_of(samples) == DataPicture::kCurve;
  const bool has_border =
      ui.painter && samples.task != Task::kRegression && picture_of(samples) == DataPicture::kPlane;
  if (is_curve) name_curve(ui, area, tr("— the network's output"), ui.palette().accent);
  if (has_border) name_curve(ui, area, tr("— the network's border"), ui.palette().text);
  ImGui::PushClipRect(area.min(), area.max(), true);
  if (is_curve) draw_curve(ui);
  if (has_border) draw_border(ui);
  draw_points(ui, samples);
  ImGui::PopClipRect();
  edit_points(ui, samples);
  if (view.next_pointed >= 0 && !view.press.active && !ui.touch)
    tooltip(ui, sample_text(ui, samples, view.next_pointed));
  const float foot = at.y + tools + height;
  const float words = caption(ui, {at.x, foot}, width, instructions(ui, samples));
  return foot + words + ui.u(14) - at.y;
}

}  // namespace backflow
