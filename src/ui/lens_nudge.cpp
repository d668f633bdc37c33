// Nudge: one weight in the reader's hand. What the gradient predicts (the tangent) beside what
// happens to E (the curve), and where one step of the optimiser leads.
#include <chrono>

#include "contrast.h"
#include "matrix_view.h"
#include "number.h"
#include "panels.h"
#include "plot_axis.h"

namespace backflow {
namespace {

constexpr double kRounding = 1e-12;  // of E: a gap no larger is none

constexpr int kCurvePoints = 65;
constexpr float kPlotHeight = 208;  // css px
constexpr double kBudget = 4;       // ms of a frame for the curve

/// The weight that is grabbed, as it is now.
struct Grabbed {
  const TraceStep& step;
  std::size_t tensor;
  Index row, col;  // as the trainer keeps it
  double now, next, slope;

  CellRef shown(int index) const {
    return step.flipped ? CellRef{index, col, row} : CellRef{index, row, col};
  }
  std::string name() const {
    return std::string(step.is_bias ? "b" : "w") + "[" +
           std::to_string((step.flipped ? col : row) + 1) + ", " +
           std::to_string((step.flipped ? row : col) + 1) + "]";
  }
};

Grabbed grabbed(const UiContext& ui, int index) {
  const TraceStep& step = ui.trace.step(index);
  const auto tensor = 2 * static_cast<std::size_t>(step.layer - 1) + (step.is_bias ? 1 : 0);
  const Matrix<float>& W = parameter(ui.session.trainer().network(), tensor);
  const Index r = std::min<Index>(ui.view.entry_row, W.rows() - 1),
              c = std::min<Index>(ui.view.entry_col, W.cols() - 1);
  const StepRecord<float>& record = ui.trace.record();
  return {step,
          tensor,
          r,
          c,
          static_cast<double>(W(r, c)),
          static_cast<double>(record.updates[tensor].next(r, c)),
          static_cast<double>(parameter_gradient(record.pass, tensor)(r, c))};
}

void move_handle(const UiContext& ui, double to) {
  ui.derivation.nudge.to = as_float(to);
  ui.view.nudge = ui.derivation.nudge.to;
}

/// A new curve where the weight, or anything that E depends on, is another.
void follow(const UiContext& ui, const Grabbed& w) {
  NudgeState& state = ui.derivation.nudge;
  const bool same = state.curve && state.version == ui.session.version() &&
                    state.tensor == w.tensor && state.row == w.row && state.col == w.col;
  if (same) return;
  // Where a link says so, it is there that the handle begins; another weight has its own place.
  const std::optional<double> asked =
      state.curve ? std::nullopt : std::exchange(ui.view.nudge, std::nullopt);
  const double span = std::max({1.0, std::abs(w.now) * 1.2, std::abs(w.next - w.now) * 1.5});
  state.version = ui.session.version();
  state.tensor = w.tensor;
  state.row = w.row, state.col = w.col;
  state.from = w.now;
  state.low = w.now - span, state.high = w.now + span;
  // The handle starts beside the weight, downhill, so that both numbers are there to compare.
  state.to = w.now + (w.slope > 0 ? -0.4 : 0.4) * span;
  ui.view.nudge.reset();
  if (asked && *asked >= state.low && *asked <= state.high) move_handle(ui, *asked);
  state.curve.emplace(ui.trace.record(), ui.session.trainer().network(),
                      ui.session.config().training.objective, w.tensor, w.row, w.col, state.low,
                      state.high, kCurvePoints);
}

void work(const UiContext& ui) {
  using Clock = std::chrono::steady_clock;
  LossAlong& curve = *ui.derivation.nudge.curve;
  const Clock::time_point end = Clock::now() + std::chrono::microseconds(int(kBudget * 1000));
  bool done = curve.advance();
  while (!done && Clock::now() < end) done = curve.advance();
  if (!done) ui.later([] {});  // the next frame goes on, however long this one took
}

struct Plot {
  Rect area;
  PlotAxis w, E;
  ImVec2 at(double weight, double loss) const {
    return {area.x0 + area.width() * static_cast<float>(w.share(weight)),
            area.y1 - area.height() * static_cast<float>(E.share(loss))};
  }
};

/// E's axis holds the whole curve as far as it is known, and E now.
Plot make_plot(const NudgeState& state, const Rect& area, double now) {
  double low = now, high = now;
  for (int i = 0; i < state.curve->points(); ++i) {
    const std::optional<double> loss = state.curve->loss(i);
    if (!loss || !std::isfinite(*loss)) continue;
    low = std::min(low, *loss), high = std::max(high, *loss);
  }
  Plot plot{area, {}, axis_around(low, high)};
  plot.w = {state.low, state.high, axis_around(state.low, state.high).step};
  return plot;
}

/// A tick's number with as many decimals as tell it from the next.
std::string tick_text(const PlotAxis& axis, double value) {
  const double places = std::ceil(-std::log10(axis.step) - 1e-9);
  if (places < 1 || places > 7)
    return number_text(std::abs(value) < axis.step * 1e-6 ? 0 : value, 3);
  return cell_text(std::abs(value) < axis.step * 1e-6 ? 0 : value, static_cast<int>(places));
}

void draw_axes(const UiContext& ui, const Plot& plot, const std::string& loss_name) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int i = 0; i < tick_count(plot.E); ++i) {
    const double value = tick(plot.E, i);
    const float y = std::round(plot.at(plot.w.low, value).y);
    list->AddRectFilled({plot.area.x0, y}, {plot.area.x1, y + ui.theme.hairline()}, p.line);
    const std::string text = tick_text(plot.E, value);
    draw_text(ui, {plot.area.x0 - text_size(ui, text, TextSize::kCaption).x - ui.u(6), y - ui.u(8)},
              text, p.muted, TextSize::kCaption);
  }
  for (int i = 0; i < tick_count(plot.w); ++i) {
    const double value = tick(plot.w, i);
    const std::string text = tick_text(plot.w, value);
    const float x = plot.at(value, plot.E.low).x;
    list->AddRectFilled({x, plot.area.y1}, {x + ui.theme.hairline(), plot.area.y1 + ui.u(4)},
                        p.muted);
    draw_text(ui, {x - text_size(ui, text, TextSize::kCaption).x / 2, plot.area.y1 + ui.u(5)}, text,
              p.muted, TextSize::kCaption);
  }
  draw_text(ui, {plot.area.x0 - ui.u(40), plot.area.y0 - ui.u(22)}, loss_name, p.muted,
            TextSize::kCaption);
}

void draw_curve(const UiContext& ui, const Plot& plot, const NudgeState& state) {
  std::vector<ImVec2> line;
  for (int i = 0; i < state.curve->points(); ++i) {
    const std::optional<double> loss = state.curve->loss(i);
    if (loss && std::isfinite(*loss)) line.push_back(plot.at(state.curve->weight(i), *loss));
  }
  ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()),
                                          ui.palette().accent, 0, ui.u(2));
}

/// Dashes, so that it differs from the curve by more than its colour.
void draw_tangent(const UiContext& ui, const Plot& plot, const Grabbed& w, double E) {
  const ImVec2 a = plot.at(plot.w.low, E + w.slope * (plot.w.low - w.now));
  const ImVec2 b = plot.at(plot.w.high, E + w.slope * (plot.w.high - w.now));
  const float length = std::hypot(b.x - a.x, b.y - a.y), dash = ui.u(7);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (float s = 0; s < length; s += 2 * dash) {
    const float t0 = s / length, t1 = std::min(1.0f, (s + dash) / length);
    list->AddLine({a.x + (b.x - a.x) * t0, a.y + (b.y - a.y) * t0},
                  {a.x + (b.x - a.x) * t1, a.y + (b.y - a.y) * t1}, ui.palette().positive,
                  ui.u(1.6f));
  }
}

void draw_mark(const UiContext& ui, ImVec2 at, const char* text, bool filled, float below) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (filled)
    list->AddCircleFilled(at, ui.u(5), p.text);
  else
    list->AddCircle(at, ui.u(5), p.text, 0, ui.u(1.6f));
  const float w = text_size(ui, text, TextSize::kCaption).x;
  const ImVec2 place{at.x - w / 2, at.y + below};
  const float h = text_size(ui, text, TextSize::kCaption).y, pad = ui.u(2);
  // The curve may pass behind it.
  list->AddRectFilled({place.x - pad, place.y}, {place.x + w + pad, place.y + h},
                      with_alpha(p.card, 0.85f), ui.u(3));
  draw_text(ui, place, text, p.text, TextSize::kCaption);
}

/// The handle: what is predicted and what is real at the nudged weight, and the gap between.
void draw_handle(const UiContext& ui, const Plot& plot, const Grabbed& w, double E, bool held) {
  NudgeState& state = ui.derivation.nudge;
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x = plot.at(state.to, plot.E.low).x;
  list->AddLine({x, plot.area.y0}, {x, plot.area.y1}, with_alpha(p.muted, 0.6f), ui.u(1));
  const ImVec2 predicted = plot.at(state.to, E + w.slope * (state.to - w.now));
  const std::optional<double> loss = state.curve->at(state.to);
  if (loss && std::isfinite(*loss)) {
    const ImVec2 real = plot.at(state.to, *loss);
    list->AddLine(predicted, real, p.bad, ui.u(2));
    list->AddCircleFilled(real, ui.u(held ? 8 : 6.5f), p.accent);
    list->AddCircle(real, ui.u(held ? 8 : 6.5f), p.card, 0, ui.u(1.5f));
  }
  list->AddCircleFilled(predicted, ui.u(4), p.positive);
}

/// The plot; dragging in it moves the handle. Returns E at the optimiser's next value, if known.
void draw_plot(const UiContext& ui, const Rect& box, const Grabbed& w, double E,
               const std::string& loss_name) {
  NudgeState& state = ui.derivation.nudge;
  const Rect area{box.x0 + ui.u(46), box.y0 + ui.u(24), box.x1 - ui.u(10), box.y1 - ui.u(26)};
  const Plot plot = make_plot(state, area, E);
  const Hit hit = hit_area(ui, {area.x0 - ui.u(6), area.y0, area.x1 + ui.u(6), area.y1},
                           "nudge handle", "slider");
  if (hit.hovered || hit.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (hit.held) {
    const float share = (ImGui::GetIO().MousePos.x - area.x0) / area.width();
    move_handle(ui, plot.w.low + (plot.w.high - plot.w.low) *
                                     static_cast<double>(std::clamp(share, 0.0f, 1.0f)));
  }
  draw_axes(ui, plot, loss_name);
  ImGui::PushClipRect(area.min(), area.max(), true);
  draw_tangent(ui, plot, w, E);
  draw_curve(ui, plot, state);
  ImGui::PopClipRect();
  const ImVec2 now = plot.at(w.now, E);
  if (const std::optional<double> next = state.curve->at(w.next); next && w.next != w.now) {
    const ImVec2 at = plot.at(w.next, *next);
    const bool close = std::abs(at.x - now.x) < ui.u(70);
    draw_mark(ui, at, tr("after one step"), false, close ? -ui.u(24) : ui.u(8));
  }
  draw_mark(ui, now, tr("now"), true, ui.u(8));
  ImGui::PushClipRect({area.x0 - ui.u(9), area.y0 - ui.u(9)},
                      {area.x1 + ui.u(9), area.y1 + ui.u(9)}, true);
  draw_handle(ui, plot, w, E, hit.held);
  ImGui::PopClipRect();
}

std::string number(const UiContext& ui, double value) {
  return result_text(value, ui.notation().decimals);
}

std::string signed_text(const UiContext& ui, double value) {
  return (value > 0 ? "+" : "") + number(ui, value);
}

/// One line of a sum with its colour's mark; returns its height.
float draw_line(const UiContext& ui, ImVec2 at, float width, const std::string& text, ImU32 color,
                const std::string& label) {
  const float mark = ui.u(10);
  if (color)
    ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + ui.u(4)},
                                              {at.x + mark, at.y + ui.u(4) + mark}, color, ui.u(2));
  const float height = draw_wrapped(ui, {at.x + mark + ui.u(8), at.y}, width - mark - ui.u(8), text,
                                    ui.palette().text);
  list_widget(ui, {at.x, at.y, at.x + width, at.y + height}, label + text, "text");
  return height + ui.u(6);
}

/// Decimals that show four digits of a change, in what it is the difference of.
int places_for(double change) {
  constexpr int kFewest = 3, kMost = 12;
  if (change == 0) return kFewest;
  const int leading = static_cast<int>(std::floor(std::log10(std::abs(change))));
  return std::clamp(3 - leading, kFewest, kMost);
}

float draw_numbers(const UiContext& ui, ImVec2 at, float width, const Grabbed& w,
                   const std::string& name) {
  NudgeState& state = ui.derivation.nudge;
  const Palette& p = ui.palette();
  const double moved = state.to - w.now, predicted = w.slope * moved;
  // Both in double precision: the trace's E is a float, whose rounding may be more than the change.
  const std::optional<double> start = state.curve->at(w.now), loss = state.curve->at(state.to);
  float y = at.y;
  y += draw_line(ui, {at.x, y}, width,
                 tr("{0} from {1} to {2}: Δw = {3}",
                    {w.name(), number(ui, w.now), number(ui, state.to), signed_text(ui, moved)}),
                 0, "nudge: ");
  y += draw_line(
      ui, {at.x, y}, width,
      tr("Predicted: dE/dw · Δw = {0} · {1} = {2}",
         {number(ui, w.slope), factor_text(moved, number(ui, moved)), signed_text(ui, predicted)}),
      readable(p, p.positive), "predicted: ");
  std::string real = tr("Real: Δ{0} = …", {name});
  if (!start || !loss) {
    y += draw_line(ui, {at.x, y}, width, real, p.accent, "real: ");
    return y - at.y;
  }
  const double change = *loss - *start, gap = std::abs(change - predicted);
  const int places = places_for(change);
  real = tr("Real: Δ{0} = {1} − {2} = {3}",
            {name, cell_text(*loss, places), cell_text(*start, places), signed_text(ui, change)});
  if (ui.session.trainer().steps_per_epoch() > 1) real += tr(" (over this batch)");
  y += draw_line(ui, {at.x, y}, width, real, p.accent, "real: ");
  const bool is_straight = gap <= kRounding * std::max(std::abs(*start), std::abs(*loss));
  y += draw_line(ui, {at.x, y}, width,
                 is_straight
                     ? tr("The tangent does not miss: along this weight E is a straight line here.")
                     : tr("The tangent misses by {0}: the curve bends. The smaller the nudge, the "
                          "better the prediction.",
                          {number_text(gap, 3)}),
                 is_straight ? p.muted : p.bad, "gap: ");
  return y - at.y;
}

void keep_weight(const UiContext& ui, const Grabbed& w, const std::string& label) {
  Session* session = &ui.session;
  const float value = static_cast<float>(ui.derivation.nudge.to);
  ui.later([session, label, tensor = w.tensor, row = w.row, col = w.col, value] {
    session->begin_edit(tr("nudge {0}", {label}));
    session->set_parameter(tensor, row, col, value);
  });
}

float draw_buttons(const UiContext& ui, ImVec2 at, float width, const Grabbed& w, int index) {
  NudgeState* state = &ui.derivation.nudge;
  View* view = &ui.view;
  const float h = ui.u(ui.touch ? 44 : 28), gap = ui.u(8);
  const double low = state->low, high = state->high;
  const auto move = [state, view](double to) { view->nudge = state->to = as_float(to); };
  const auto commit = [move, low, high](const std::string& text) -> std::string {
    const Result<double> value = parse_number(text);
    if (!value) return value.error();
    if (*value < low || *value > high)
      return tr("allowed: {0}",
                {tr("a number from {0} to {1}", {number_text(low, 4), number_text(high, 4)})});
    move(*value);
    return "";
  };
  float x = at.x, y = at.y;
  const float typed = ui.u(132);
  const int pressed = stepper(ui, {x, y, x + typed, y + h}, "nudged weight",
                              number_text(state->to, 4), commit, tr("Type a value for the weight"));
  if (pressed)
    ui.later([=] { move(std::clamp(state->to + pressed * (high - low) / 40, low, high)); });
  x += typed + gap;
  const auto place = [&](const char* text) {
    const float width_of = std::min(width, text_size(ui, text).x + ui.u(22));
    if (x > at.x && x + width_of > at.x + width) x = at.x, y += h + gap;
    const Rect rect{x, y, x + width_of, y + h};
    x += width_of + gap;
    return rect;
  };
  const CellRef cell = w.shown(index);
  if (button(ui, place(tr("Keep this weight")), "keep the weight", tr("Keep this weight"),
             ButtonLook::kFilled, tr("Set the weight in the network; Ctrl Z takes it back")))
    keep_weight(ui, w, cell_name(w.step, cell.row, cell.col));
  if (button(ui, place(tr("Spring back")), "spring back", tr("Spring back"), ButtonLook::kOutlined,
             tr("The handle goes back to the weight as it is")))
    ui.later([=] { move(state->from); });
  y += h + ui.u(8);
  y += draw_wrapped(
      ui, {at.x, y}, width,
      tr("Nothing in the network changes until you keep it; then Ctrl Z takes it back."),
      ui.palette().muted, TextSize::kCaption);
  return y + ui.u(14) - at.y;
}

/// The matrix from which a weight is grabbed.
ImVec2 draw_choice(const UiContext& ui, ImVec2 at, float width, int index, const Grabbed& w) {
  const MatrixLook look{.max_width = width, .max_height = ui.u(300), .editable = false};
  const ImVec2 size = matrix_size(ui, {index, false}, look);
  draw_matrix(ui, at, {index, false}, look);
  const CellRef chosen = ui.next_hover.cell;
  if (chosen.step == index && ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered()) {
    View* view = &ui.view;
    const bool flipped = w.step.flipped;
    ui.later([=] {
      view->entry_row = static_cast<int>(flipped ? chosen.col : chosen.row);
      view->entry_col = static_cast<int>(flipped ? chosen.row : chosen.col);
    });
  }
  if (ui.next_hover.cell.step < 0) ui.next_hover.cell = w.shown(index);
  return size;
}

}  // namespace

float nudge_lens(const UiContext& ui, ImVec2 at, float width, int index) {
  const Grabbed w = grabbed(ui, index);
  follow(ui, w);
  work(ui);
  const bool total = ui.session.config().training.objective.has_penalty();
  const std::string name = total ? "E_total" : "E";
  const double E = static_cast<double>(ui.trace.record().pass.objective());
  float y = at.y;
  y += draw_wrapped(
           ui, {at.x, y}, std::min(width, ui.u(600)),
           tr("Click a cell to grab that weight, then drag in the plot. The dashed line is what "
              "the gradient predicts, the curve what happens."),
           ui.palette().muted) +
       ui.u(12);
  const bool beside = width > ui.u(560);
  const float choice = beside ? width * 0.36f : width;
  const ImVec2 size = draw_choice(ui, {at.x, y}, choice, index, w);
  const float gap = ui.u(18);
  const float x = beside ? at.x + std::max(size.x, ui.u(90)) + gap : at.x;
  const float top = beside ? y : y + size.y + ui.u(12);
  const float plot = std::min(at.x + width - x, ui.u(520));
  draw_plot(ui, {x, top, x + plot, top + ui.u(kPlotHeight)}, w, E, name);
  float below = top + ui.u(kPlotHeight + 10);
  below += draw_numbers(ui, {x, below}, plot, w, name) + ui.u(4);
  below += draw_buttons(ui, {x, below}, plot, w, index);
  return std::max(below, y + size.y + ui.u(12)) - at.y;
}

}  // namespace backflow
