// The reader's hand on the points: adding, moving, removing; and what stands above the plot for it.
#include "data_marks.h"
#include "number.h"
#include "panel_data.h"
#include "panels.h"
#include "points.h"

namespace backflow {
namespace {

constexpr double kHold = 0.55;  // s of a finger's press that takes a point away

bool by_finger() { return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen; }

float distance(ImVec2 a, ImVec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

bool is_curve(const Samples& samples) { return picture_of(samples) == DataPicture::kCurve; }

/// The targets of a new point: the chosen class or value; over one input, the height of the place.
Matrix<double> new_target(const DataView& view, const Samples& samples, ImVec2 place) {
  if (samples.task == Task::kRegression) {
    const double value = is_curve(samples) ? view.plot.y_at(place) : view.new_value;
    return Matrix<double>::Constant(samples.Y.rows(), 1, value);
  }
  if (is_curve(samples) && samples.task == Task::kBinary)
    return class_target(samples, view.plot.y_at(place) > 0.5 ? 1 : 0);
  const auto classes = static_cast<int>(samples.class_names.size());
  return class_target(samples, std::clamp(view.new_class, 0, classes - 1));
}

void add_point(const UiContext& ui, ImVec2 place) {
  DataView* view = &ui.data_view;
  change_later(ui, [view, place](Session& session) -> StateError {
    const Samples& samples = session.setup().data.samples;
    if (samples.X.cols() >= SizeLimits::kSamples)
      return {"data", tr("{0} samples are the most.", {std::to_string(SizeLimits::kSamples)})};
    Matrix<double> x(samples.X.rows(), 1);
    x(0, 0) = view->plot.x_at(place);
    if (!is_curve(samples)) x(1, 0) = view->plot.y_at(place);
    return use_samples(session, with_point(samples, x, new_target(*view, samples, place)),
                       Gesture::kNew);
  });
}

void move_point(const UiContext& ui, int sample, ImVec2 place, Gesture gesture) {
  DataView* view = &ui.data_view;
  change_later(ui, [view, sample, place, gesture](Session& session) -> StateError {
    const Samples& samples = session.setup().data.samples;
    if (sample >= samples.X.cols()) return {};
    Matrix<double> x = samples.X.col(sample), y = samples.Y.col(sample);
    x(0, 0) = view->plot.x_at(place);
    if (!is_curve(samples))
      x(1, 0) = view->plot.y_at(place);
    else if (samples.task == Task::kRegression)
      y(view->output, 0) = view->plot.y_at(place);
    return use_samples(session, with_moved_point(samples, sample, x, y), gesture);
  });
}

void remove_point(const UiContext& ui, int sample) {
  change_later(ui, [sample](Session& session) -> StateError {
    const Samples& samples = session.setup().data.samples;
    if (sample >= samples.X.cols()) return {};
    if (samples.X.cols() == 1)
      return {"data", tr("The last point stays: a network needs something to learn.")};
    return use_samples(session, without_point(samples, sample), Gesture::kNew);
  });
}

/// A click on a point: the network's drawing shows that sample.
void show_sample(const UiContext& ui, int sample) {
  const std::vector<int>& columns = ui.session.trainer().record().columns;
  const std::vector<int>& train = ui.session.setup().data.split.train;
  View* view = &ui.view;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (train[static_cast<std::size_t>(columns[i])] == sample)
      ui.later([view, i] { view->sample = static_cast<int>(i); });
}

/// Where the hand holds the point: the plot's edge is its limit.
ImVec2 inside(const Rect& area, ImVec2 at) {
  return {std::clamp(at.x, area.x0, area.x1), std::clamp(at.y, area.y0, area.y1)};
}

void hold_point(const UiContext& ui, ImVec2 mouse) {
  DataView& view = ui.data_view;
  PointPress& press = view.press;
  press.moved |= distance(mouse, press.start) > ui.u(by_finger() ? 8 : 3);
  if (press.spent || press.sample < 0) return;
  if (!press.moved) {
    if (!by_finger()) return;
    // The frames go on until the press has become long.
    *ui.animate_until = std::max(*ui.animate_until, press.since + kHold + 0.1);
    if (ui.now - press.since < kHold) return;
    press.spent = true;
    return remove_point(ui, press.sample);
  }
  const ImVec2 place = inside(view.plot.area, {mouse.x + press.grip.x, mouse.y + press.grip.y});
  if (press.begun && distance(place, press.last) < 0.5f) return;
  move_point(ui, press.sample, place, press.begun ? Gesture::kContinued : Gesture::kNew);
  press.last = place;
  press.begun = true;
}

void end_press(const UiContext& ui, const Hit& hit, ImVec2 mouse) {
  DataView& view = ui.data_view;
  const PointPress press = std::exchange(view.press, {});
  // A key on the focused plot clicks as well, but it is nowhere.
  if (!hit.clicked || !press.active || press.moved || press.spent) return;
  if (press.sample >= 0) return show_sample(ui, press.sample);
  if (view.plot.area.contains(mouse)) add_point(ui, mouse);
}

// --- Above the plot ------------------------------------------------------------------------------

/// A row of things that wraps.
struct Flow {
  ImVec2 at;
  float width, height, gap;
  float x = at.x, y = at.y;

  Rect next(float wide) {
    if (x > at.x && x + wide > at.x + width) {
      x = at.x;
      y += height + gap;
    }
    const Rect rect{x, y, x + wide, y + height};
    x += wide + gap;
    return rect;
  }
};

/// What the things after it are for.
void draw_name(const UiContext& ui, Flow& flow, const char* name) {
  const Rect rect = flow.next(text_size(ui, name).x);
  draw_text(ui, {rect.x0, rect.center().y - text_size(ui, "A").y / 2}, name, ui.palette().muted);
}

void draw_class_buttons(const UiContext& ui, Flow& flow, const Samples& samples, bool editable) {
  const Palette& p = ui.palette();
  const auto classes = static_cast<int>(samples.class_names.size());
  DataView* view = &ui.data_view;
  if (editable) draw_name(ui, flow, tr("new points"));
  for (int label = 0; label < classes; ++label) {
    const std::string& name = samples.class_names[static_cast<std::size_t>(label)];
    const std::string text = fitted(ui, name, ui.u(120));
    const Rect rect = flow.next(text_size(ui, text).x + ui.u(editable ? 42 : 30));
    const bool chosen = editable && view->new_class == label;
    ImU32 ink = p.text;
    if (editable) {
      const Hit hit =
          hit_area(ui, rect, "new point: " + name, "button", tr("New points get this class"));
      ImDrawList* list = ImGui::GetWindowDrawList();
      const ImU32 ground = chosen ? p.accent_soft : mix(p.card, p.text, hit.hovered ? 0.06f : 0);
      list->AddRectFilled(rect.min(), rect.max(), ground, ui.u(6));
      list->AddRect(rect.min(), rect.max(), chosen ? p.accent : p.line, ui.u(6), 0,
                    ui.theme.hairline());
      if (chosen) ink = p.accent;
      if (hit.clicked) ui.later([view, label] { view->new_class = label; });
    }
    const float left = rect.x0 + ui.u(editable ? 10 : 0);
    draw_mark({left + ui.u(6), rect.center().y}, ui.u(5), class_mark(p, label, classes), true,
              ui.u(1));
    draw_text(ui, {left + ui.u(18), rect.center().y - text_size(ui, "A").y / 2}, text, ink);
  }
}

/// Numbers: what the colours mean, and on the plane the value of new points.
void draw_value_tools(const UiContext& ui, Flow& flow, const Samples& samples) {
  const Palette& p = ui.palette();
  const auto legend = [&](double value, const char* text) {
    const Rect rect = flow.next(text_size(ui, text).x + ui.u(24));
    draw_mark({rect.x0 + ui.u(6), rect.center().y}, ui.u(5), value_mark(p, value), true, ui.u(1));
    draw_text(ui, {rect.x0 + ui.u(18), rect.center().y - text_size(ui, "A").y / 2}, text, p.muted);
  };
  legend(-1, tr("below 0"));
  legend(1, tr("above 0"));
  if (picture_of(samples) != DataPicture::kPlane) return;
  const char* title = tr("new points");
  const float name = text_size(ui, title).x + ui.u(8);
  const Rect rect = flow.next(name + ui.u(ui.touch ? 140 : 112));
  draw_text(ui, {rect.x0, rect.center().y - text_size(ui, "A").y / 2}, title, p.muted);
  DataView* view = &ui.data_view;
  const auto typed = [view](const std::string& text) -> std::string {
    const Result<double> value = parse_number(text);
    if (!value) return value.error();
    view->new_value = *value;
    return {};
  };
  const int pressed =
      stepper(ui, {rect.x0 + name, rect.y0, rect.x1, rect.y1}, "value of new points",
              number_text(view->new_value, 4), typed, tr("The target of points that you add"));
  if (pressed != 0)
    ui.later([view, pressed] {
      view->new_value = std::round((view->new_value + 0.25 * pressed) * 100) / 100;
    });
}

/// A list of rows to choose one from, with its name before it.
void draw_choice(const UiContext& ui, Flow& flow, const char* title, const char* label,
                 const std::vector<std::string>& names, int current, int* chosen) {
  const float name = text_size(ui, title).x + ui.u(8);
  const Rect rect = flow.next(std::min(flow.width, name + ui.u(140)));
  draw_text(ui, {rect.x0, rect.center().y - text_size(ui, "A").y / 2}, title, ui.palette().muted);
  std::vector<Option> options;
  for (const std::string& option : names) options.push_back({option, ""});
  const auto picked =
      select(ui, {rect.x0 + name, rect.y0, rect.x1, rect.y1}, label, options, current);
  if (picked) ui.later([chosen, picked = *picked] { *chosen = picked; });
}

void draw_split_legend(const UiContext& ui, Flow& flow) {
  if (ui.session.setup().data.split.test.empty()) return;
  const Palette& p = ui.palette();
  for (const bool trains : {true, false}) {
    const char* text = trains ? tr("trains") : tr("only tests");
    const Rect rect = flow.next(text_size(ui, text).x + ui.u(26));
    const Mark mark{.shape = MarkShape::kDisc, .fill = p.muted, .edge = p.muted};
    draw_mark({rect.x0 + ui.u(8), rect.center().y}, ui.u(5), mark, trains, ui.u(1.6f));
    draw_text(ui, {rect.x0 + ui.u(19), rect.center().y - text_size(ui, "A").y / 2}, text, p.muted);
  }
}

}  // namespace

void edit_points(const UiContext& ui, const Samples& samples) {
  DataView& view = ui.data_view;
  const Hit hit = hit_area(ui, view.plot.area, "points", "plot");
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float reach = ui.u(by_finger() ? 22 : 9);
  const int near = hit.hovered || hit.activated ? nearest_point(view.plot, mouse, reach) : -1;
  if (near >= 0) view.next_pointed = near;
  if (view.press.active && view.press.sample >= 0) view.next_pointed = view.press.sample;
  if (picture_of(samples) == DataPicture::kAxes) {
    if (hit.clicked && near >= 0) show_sample(ui, near);
    return;
  }
  const bool with_key = ImGui::GetIO().KeyAlt || ImGui::GetIO().KeyShift;
  if (hit.activated && view.plot.area.contains(mouse)) {
    view.press = {
        .active = true, .sample = near, .grip = {}, .start = mouse, .last = mouse, .since = ui.now};
    if (near >= 0) {
      const ImVec2 middle = view.plot.places[static_cast<std::size_t>(near)];
      view.press.grip = {middle.x - mouse.x, middle.y - mouse.y};
    }
    if (with_key) {
      view.press.spent = true;
      if (near >= 0) remove_point(ui, near);
    }
  }
  if (hit.hovered && near >= 0 && ImGui::IsMouseClicked(ImGuiMouseButton_Right))
    remove_point(ui, near);
  // A finger that scrolls or is taken away leaves no place.
  if (hit.held && view.press.active && ImGui::IsMousePosValid()) hold_point(ui, mouse);
  if (!hit.held && view.press.active) end_press(ui, hit, mouse);
}

float point_tools(const UiContext& ui, ImVec2 at, float width) {
  const Samples& samples = ui.session.setup().data.samples;
  const DataPicture picture = picture_of(samples);
  const float height = control_height(ui), gap = ui.u(8);
  // The wide header has it already.
  const bool has_undo = picture != DataPicture::kAxes && ui.layout != Layout::kWide;
  const float undo = has_undo ? height + gap : 0;
  Flow flow{.at = at, .width = width - undo, .height = height, .gap = gap};
  if (picture == DataPicture::kAxes) {
    draw_choice(ui, flow, tr("across"), "axis across", samples.input_names,
                across_input(ui.view, samples), &ui.view.surface.across);
    draw_choice(ui, flow, tr("up"), "axis up", samples.input_names, up_input(ui.view, samples),
                &ui.view.surface.up);
  }
  if (picture == DataPicture::kCurve && samples.Y.rows() > 1)
    draw_choice(ui, flow, tr("output"), "shown output", samples.output_names, ui.data_view.output,
                &ui.data_view.output);
  if (samples.task == Task::kRegression)
    draw_value_tools(ui, flow, samples);
  else
    draw_class_buttons(ui, flow, samples,
                       picture == DataPicture::kPlane ||
                           (picture == DataPicture::kCurve && samples.task == Task::kClasses));
  draw_split_legend(ui, flow);
  if (has_undo) {
    const std::string& label = ui.session.undo_label();
    const Rect rect{at.x + width - height, at.y, at.x + width, at.y + height};
    if (icon_button(ui, rect, "undo point", Icon::kUndo, ButtonLook::kOutlined,
                    label.empty() ? tr("Nothing to undo") : tr("Undo: {0}", {label}),
                    !label.empty()))
      run_command(ui, "undo");
  }
  return flow.y + height - at.y + ui.u(4);
}

}  // namespace backflow
