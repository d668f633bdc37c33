// The decision surface: the network's answer at every pixel, the samples on top.
#include "data_marks.h"
#include "panel_surface.h"
#include "plot_draw.h"
#include "points.h"

namespace backflow {
namespace {

constexpr float kFlat = 0.75f;  // of the way to a colour's end, as the shader has it without shades

std::string unit_title(const UiContext& ui, int layer, int unit) {
  const std::size_t layers = ui.session.trainer().network().layers.size();
  const std::string name = "h" + std::to_string(unit + 1);
  return layers > 2 ? tr("layer {0} · {1}", {std::to_string(layer), name}) : tr("unit {0}", {name});
}

/// What a surface can show, and the targets behind it.
struct TargetList {
  std::vector<Option> options;
  std::vector<SurfaceTarget> targets;
  int current = 0;
};

TargetList list_targets(const UiContext& ui) {
  const Network<float>& network = ui.session.trainer().network();
  const Samples& samples = ui.session.setup().data.samples;
  const int last = static_cast<int>(network.layers.size());
  TargetList list;
  const auto add = [&](std::string title, SurfaceTarget target) {
    if (target == ui.view.surface.target) list.current = static_cast<int>(list.targets.size());
    list.options.push_back({std::move(title), ""});
    list.targets.push_back(target);
  };
  const bool several = network.outputs() > 1;
  add(resolve(ui, {}).classes ? tr("all classes")
      : several               ? tr("output {0}", {samples.output_names[0]})
                              : tr("the output"),
      {});
  if (several)
    for (int k = 0; k < network.outputs(); ++k)
      add(tr("output {0}", {samples.output_names[static_cast<std::size_t>(k)]}), {last, k});
  for (int l = 1; l < last; ++l)
    for (int k = 0; k < network.layers[static_cast<std::size_t>(l - 1)].W.cols(); ++k)
      add(unit_title(ui, l, k), {l, k});
  return list;
}

void lay_out(const UiContext& ui, const Rect& area, const Samples& samples) {
  PointPlot& plot = ui.surface_view.plot;
  const int across = across_input(ui.view, samples), up = up_input(ui.view, samples);
  plot.area = {std::round(area.x0 + ui.u(PlotMargins::kLeft)),
               std::round(area.y0 + ui.u(PlotMargins::kTop)),
               std::round(area.x1 - ui.u(PlotMargins::kRight)),
               std::round(area.y1 - ui.u(PlotMargins::kBottom))};
  plot.across = axis_around(samples.X.row(across).minCoeff(), samples.X.row(across).maxCoeff());
  plot.up = axis_around(samples.X.row(up).minCoeff(), samples.X.row(up).maxCoeff());
  plot.places.clear();
  for (Index i = 0; i < samples.X.cols(); ++i)
    plot.places.push_back(plot.at(samples.X(across, i), samples.X(up, i)));
}

/// The samples; those that only test as outlines.
void draw_samples(const UiContext& ui, const Samples& samples) {
  const std::vector<ImVec2>& places = ui.surface_view.plot.places;
  const float radius = ui.u(places.size() > 1500 ? 2.0f : places.size() > 400 ? 2.8f : 4.2f);
  const double scale = target_scale(samples);
  std::vector<bool> tests(places.size(), false);
  for (const int column : ui.session.setup().data.split.test)
    tests[static_cast<std::size_t>(column)] = true;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (tests[i] && ui.view.surface.hides_tests) continue;
    Mark mark = sample_mark(ui.palette(), samples, static_cast<Index>(i), scale);
    // On a ground of the same colours only what has a rim stands out.
    if (tests[i]) {
      const Mark rim{.shape = mark.shape, .fill = 0, .edge = ui.palette().card};
      draw_mark(places[i], radius, rim, false, ui.u(4.2f));
    } else {
      mark.fill = mark.edge;
      mark.edge = ui.palette().card;
    }
    draw_mark(places[i], radius, mark, !tests[i], ui.u(tests[i] ? 1.8f : 1.2f));
  }
  const int shown = shown_sample(ui);
  if (shown >= 0)
    ImGui::GetWindowDrawList()->AddCircle(places[static_cast<std::size_t>(shown)], radius + ui.u(4),
                                          ui.palette().accent, 0, ui.u(2));
}

std::string answer_text(const UiContext& ui, double x, double y) {
  const ShownUnitOf shown = resolve(ui, ui.view.surface.target);
  const Samples& samples = ui.session.setup().data.samples;
  Matrix<double> place(2, 1);
  place << x, y;
  const InputPlane plane = shown_plane(ui);
  const UnitAnswers answers = answers_at(ui.session.trainer().network(), ui.session.setup().data,
                                         shown.layer, inputs_at(plane, place));
  const auto name = [&](int input) { return samples.input_names[static_cast<std::size_t>(input)]; };
  std::string text = name(plane.across) + " " + number_text(x, 3) + ", " + name(plane.up) + " " +
                     number_text(y, 3);
  if (!shown.classes)
    return text + " → " +
           result_text(static_cast<double>(answers.h(shown.unit, 0)), ui.notation().decimals);
  for (Index k = 0; k < answers.h.rows(); ++k)
    text += "\n" + samples.output_names[static_cast<std::size_t>(k)] + " " +
            result_text(static_cast<double>(answers.h(k, 0)), ui.notation().decimals);
  return text;
}

void point_at(const UiContext& ui, const Samples& samples) {
  const PointPlot& plot = ui.surface_view.plot;
  const Hit hit = hit_area(ui, plot.area, "surface", "plot");
  if (!hit.hovered) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const int near = nearest_point(plot, mouse, ui.u(9));
  if (!ui.touch) tooltip(ui, answer_text(ui, plot.x_at(mouse), plot.y_at(mouse)));
  const std::vector<int>& train = ui.session.setup().data.split.train;
  const std::vector<int>& columns = ui.session.trainer().record().columns;
  if (!hit.clicked || near < 0 || samples.X.cols() <= near) return;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (train[static_cast<std::size_t>(columns[i])] != near) continue;
    ui.later([view = &ui.view, i] { view->sample = static_cast<int>(i); });
  }
}

void class_legend(const UiContext& ui, ControlColumn& column, const Samples& samples) {
  const int classes = static_cast<int>(samples.class_names.size());
  const float line = ui.u(20);
  for (int k = 0; k < classes; ++k) {
    Mark mark = class_mark(ui.palette(), k, classes);
    mark.fill = mark.edge;
    draw_mark({column.x + ui.u(6), column.y + line / 2}, ui.u(5), mark, true, ui.u(1));
    draw_text(ui, {column.x + ui.u(18), column.y + line / 2 - text_size(ui, "A").y / 2},
              fitted(ui, samples.class_names[static_cast<std::size_t>(k)], column.width - ui.u(18)),
              ui.palette().text);
    column.y += line;
  }
  column.gap(8);
}

void axis_select(const UiContext& ui, ControlColumn& column, const char* title, const char* label,
                 int current, int SurfaceChoice::* chosen) {
  std::vector<Option> options;
  for (const std::string& name : ui.session.setup().data.samples.input_names)
    options.push_back({name, ""});
  const auto picked = select(ui, column.next(title), label, options, current);
  if (picked) ui.later([view = &ui.view.surface, chosen, i = *picked] { view->*chosen = i; });
}

void switch_row(const UiContext& ui, ControlColumn& column, const char* text, const char* label,
                bool SurfaceChoice::* on, bool shown_as, const char* tip) {
  SurfaceChoice* view = &ui.view.surface;
  const Rect row{column.x, column.y, column.x + column.width, column.y + column.height()};
  draw_text(ui, {row.x0, row.center().y - text_size(ui, "A").y / 2},
            fitted(ui, text, row.width() - ui.u(44)), ui.palette().text);
  if (toggle(ui, row, label, view->*on == shown_as, tip))
    ui.later([view, on] { view->*on = !(view->*on); });
  column.y += column.height() + ui.u(6);
}

}  // namespace

void decision_plot(const UiContext& ui, const Rect& area) {
  const Samples& samples = ui.session.setup().data.samples;
  SurfaceView& view = ui.surface_view;
  SurfaceChoice& choice = ui.view.surface;
  if (!exists(ui, choice.target)) choice.target = {};
  lay_out(ui, area, samples);
  const PointPlot& plot = view.plot;
  const auto name = [&](int i) { return samples.input_names[static_cast<std::size_t>(i)]; };
  const std::array low{static_cast<float>(plot.across.low), static_cast<float>(plot.up.low)};
  const std::array high{static_cast<float>(plot.across.high), static_cast<float>(plot.up.high)};
  const InputPlane plane = shown_plane(ui);
  const SurfaceKey key{.target = choice.target,
                       .across = plane.across,
                       .up = plane.up,
                       .sample = samples.X.rows() > 2 ? ui.view.sample : 0,
                       .low = low,
                       .high = high,
                       .look = look_of(ui, choice.target, choice.discrete, low, high)};
  draw_axes(ui, plot, {name(plane.across), name(plane.up), ui.palette().input, ui.palette().input});
  make_surface(ui, PictureSlot::kSurface, view.cache, key, {plot.area.width(), plot.area.height()});
  draw_picture(ui, ImGui::GetWindowDrawList(), PictureSlot::kSurface, plot.area);
  ImGui::PushClipRect(plot.area.min(), plot.area.max(), true);
  draw_samples(ui, samples);
  ImGui::PopClipRect();
  point_at(ui, samples);
}

void decision_controls(const UiContext& ui, ControlColumn& column) {
  const Samples& samples = ui.session.setup().data.samples;
  SurfaceChoice* view = &ui.view.surface;
  const SurfaceCache& cache = ui.surface_view.cache;
  const bool is_curve = samples.X.rows() == 1;
  if (!is_curve || samples.Y.rows() > 1) {
    const TargetList list = list_targets(ui);
    const auto picked = select(
        ui, column.next(tr("Shows")), "surface of", list.options, list.current,
        tr("The network's answer, or a hidden unit's. Clicking a unit in the network shows it, "
           "too."));
    if (picked)
      ui.later([view, target = list.targets[static_cast<std::size_t>(*picked)]] {
        view->target = target;
      });
  }
  if (is_curve) {
    column.say(
        tr("Thick line: the network's output. Thin lines: what each unit of the last hidden layer "
           "adds to it, w · h. Together with the bias they are the output before its "
           "activation."));
    return;
  }
  if (samples.X.rows() > 2) {
    axis_select(ui, column, tr("Across"), "surface across", across_input(ui.view, samples),
                &SurfaceChoice::across);
    axis_select(ui, column, tr("Up"), "surface up", up_input(ui.view, samples), &SurfaceChoice::up);
    column.say(
        tr("The other inputs are those of sample {0}.", {std::to_string(ui.view.sample + 1)}));
  }
  switch_row(ui, column, tr("Without shades"), "discrete", &SurfaceChoice::discrete, true,
             tr("Only which side of the line, or which class"));
  if (!ui.session.setup().data.split.test.empty())
    switch_row(ui, column, tr("Test samples"), "test samples", &SurfaceChoice::hides_tests, false,
               tr("Those that only test, as outlines"));
  column.gap(6);
  const SurfaceLook& look = cache.key.look;
  if (look.classes || samples.task == Task::kClasses) class_legend(ui, column, samples);
  if (!look.classes) map_legend(ui, column, look);
  const bool hidden =
      view->target.layer > 0 &&
      view->target.layer < static_cast<int>(ui.session.trainer().network().layers.size());
  column.say(hidden         ? tr("A line is drawn where the unit's z is 0.")
             : look.classes ? tr("Lines are drawn where two classes are equally likely.")
                            : tr("A line is drawn where the output is {0}.",
                                 {number_text(static_cast<double>(look.contour.value_or(0)), 3)}));
  if (cache.key.on_cpu) column.say(tr("Computed without the graphics card: a little coarser."));
}

void map_legend(const UiContext& ui, ControlColumn& column, const SurfaceLook& look) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect bar{column.x, column.y, column.x + std::min(column.width, ui.u(260)),
                 column.y + ui.u(12)};
  constexpr int kPieces = 40;
  for (int i = 0; i < kPieces; ++i) {
    const auto at = [&](int k) { return bar.x0 + bar.width() * static_cast<float>(k) / kPieces; };
    const float share = 2 * (static_cast<float>(i) + 0.5f) / kPieces - 1;
    const float value = look.discrete ? std::copysign(kFlat, share) : share;
    list->AddRectFilled({at(i), bar.y0}, {at(i + 1), bar.y1}, map_color(ui.palette(), value));
  }
  list->AddRect(bar.min(), bar.max(), ui.palette().line, 0, 0, ui.theme.hairline());
  const auto text = [&](const std::string& said, double share) {
    const float width = text_size(ui, said, TextSize::kCaption).x;
    const float x = bar.x0 + (bar.width() - width) * static_cast<float>(share);
    draw_text(ui, {x, bar.y1 + ui.u(3)}, said, ui.palette().muted, TextSize::kCaption);
  };
  const auto number = [](double value) { return number_text(value, 2); };
  if (look.discrete) {
    const std::string border = look.contour ? number(static_cast<double>(*look.contour)) : "0";
    const std::string what = look.contour ? "" : "z ";
    text(what + "< " + border, 0);
    text(what + "> " + border, 1);
  } else {
    const double middle = static_cast<double>(look.middle), reach = static_cast<double>(look.reach);
    text(number(middle - reach), 0);
    text(number(middle), 0.5);
    text(number(middle + reach), 1);
  }
  column.y = bar.y1 + ui.u(26);
}

void ramp_legend(const UiContext& ui, ControlColumn& column, ImU32 low, ImU32 high,
                 const std::string& low_text, const std::string& high_text) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Rect bar{column.x, column.y, column.x + std::min(column.width, ui.u(260)),
                 column.y + ui.u(12)};
  list->AddRectFilledMultiColor(bar.min(), bar.max(), low, high, high, low);
  list->AddRect(bar.min(), bar.max(), ui.palette().line, 0, 0, ui.theme.hairline());
  const float y = bar.y1 + ui.u(3), width = text_size(ui, high_text, TextSize::kCaption).x;
  draw_text(ui, {bar.x0, y}, low_text, ui.palette().muted, TextSize::kCaption);
  draw_text(ui, {bar.x1 - width, y}, high_text, ui.palette().muted, TextSize::kCaption);
  column.y = bar.y1 + ui.u(26);
}

}  // namespace backflow
