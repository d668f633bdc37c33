// The loss surface: E as a height map with contours, where training is and how it came there.
#include <algorithm>
#include <chrono>

#include "number.h"
#include "panel_surface.h"
#include "plot_draw.h"

namespace backflow {
namespace {

constexpr double kBudget = 5;    // ms of a frame
constexpr double kPatience = 2;  // s until the next frame
constexpr int kLevels = 14;      // contours

WeightRef clamped(const WeightRef& ref, const Network<float>& network) {
  WeightRef result = ref;
  result.tensor = std::min(ref.tensor / 2, network.layers.size() - 1) * 2;
  const Matrix<float>& W = parameter(network, result.tensor);
  result.row = std::min(ref.row, W.rows() - 1);
  result.col = std::min(ref.col, W.cols() - 1);
  return result;
}

/// The weight after or before another one, through all layers and around.
WeightRef neighbour(const WeightRef& ref, const Network<float>& network, int direction) {
  WeightRef next = ref;
  const Matrix<float>& W = parameter(network, ref.tensor);
  const std::size_t tensors = 2 * network.layers.size();
  next.col += direction;
  if (next.col >= 0 && next.col < W.cols()) return next;
  next.row += direction;
  const auto column = [&](const Matrix<float>& of) { return direction > 0 ? 0 : of.cols() - 1; };
  if (next.row >= 0 && next.row < W.rows()) return {next.tensor, next.row, column(W)};
  next.tensor = (ref.tensor + (direction > 0 ? 2 : tensors - 2)) % tensors;
  const Matrix<float>& other = parameter(network, next.tensor);
  return {next.tensor, direction > 0 ? 0 : other.rows() - 1, column(other)};
}

std::string tensor_id(const UiContext& ui, std::size_t tensor) {
  for (const TraceStep& step : ui.trace.steps())
    if (step.quantity == Quantity::kW && static_cast<std::size_t>(step.layer) == tensor / 2 + 1)
      return step.id;
  return "W";
}

std::string weight_text(const UiContext& ui, const WeightRef& ref) {
  return tensor_id(ui, ref.tensor) + " " + std::to_string(ref.row + 1) + ", " +
         std::to_string(ref.col + 1);
}

/// "W_ih 2, 3" or "2, 3", which means the same matrix as before.
Result<WeightRef> parse_weight(const std::vector<std::string>& ids, const Network<float>& network,
                               const WeightRef& now, const std::string& text) {
  WeightRef ref = now;
  std::size_t at = 0;
  for (std::size_t l = 0; l < ids.size(); ++l)
    if (text.starts_with(ids[l] + " ")) ref.tensor = 2 * l, at = ids[l].size();
  std::vector<Index> numbers;
  while (at < text.size() && numbers.size() < 3) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    Index number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
      number = std::min<Index>(number * 10 + (text[at] - '0'), 1'000'000);
    numbers.push_back(number);
  }
  const Matrix<float>& W = parameter(network, ref.tensor);
  const bool fits = numbers.size() == 2 && numbers[0] >= 1 && numbers[0] <= W.rows() &&
                    numbers[1] >= 1 && numbers[1] <= W.cols();
  if (fits) return WeightRef{ref.tensor, numbers[0] - 1, numbers[1] - 1};
  return tr("a weight: {0} row, column, up to {1}, {2}",
            {ids[ref.tensor / 2], std::to_string(W.rows()), std::to_string(W.cols())});
}

/// The plane that is asked for, through the present network, and its window.
LossSurface wanted_surface(const UiContext& ui, LossPlane& loss) {
  const Trainer<float>& trainer = ui.session.trainer();
  const Network<float>& network = trainer.network();
  for (WeightRef& ref : loss.weights) ref = clamped(ref, network);
  if (loss.weights[0] == loss.weights[1]) loss.weights[1] = neighbour(loss.weights[1], network, 1);
  const bool single = loss.weights[0] == loss.weights[1];  // a network of one weight
  std::array<double, 2> middle{0, 0}, half{loss.reach, loss.reach};
  const bool random = loss.kind == LossPlaneKind::kRandom || single;
  if (!random)
    for (std::size_t i = 0; i < 2; ++i) {
      const WeightRef& ref = loss.weights[i];
      middle[i] = static_cast<double>(parameter(network, ref.tensor)(ref.row, ref.col));
      half[i] = loss.reach * std::max(2.0, 1.5 * std::abs(middle[i]));
    }
  Objective objective = trainer.settings().objective;
  objective.dropout = 0;
  WeightPlane plane = random ? random_plane(network, loss.seed)
                             : weight_plane(network, loss.weights[0], loss.weights[1]);
  return {std::move(plane),
          objective,
          trainer.X(),
          trainer.Y(),
          {middle[0] - half[0], middle[1] - half[1]},
          {middle[0] + half[0], middle[1] + half[1]}};
}

/// Whether the surface's plane lies among the weights of such a network.
bool fits(const LossSurface& surface, const Network<float>& network) {
  const auto same_shape = [](const Layer<float>& a, const Layer<float>& b) {
    return a.W.rows() == b.W.rows() && a.W.cols() == b.W.cols();
  };
  const auto &ours = surface.plane().centre.layers, &theirs = network.layers;
  return std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end(), same_shape);
}

/// Works on for a part of a frame; begins anew where the network has changed since. What is shown
/// always fits the present network.
void work(const UiContext& ui, LossView& loss) {
  const bool changed = loss.version != ui.session.version();
  const bool busy = loss.computing && !loss.computing->is_done();
  const bool stale = loss.planned != ui.view.surface.plane ||
                     !fits(*loss.computing, ui.session.trainer().network());
  if (stale || (changed && !busy)) {
    if (stale) loss.shown.reset();
    loss.computing = std::make_shared<LossSurface>(wanted_surface(ui, ui.view.surface.plane));
    loss.version = ui.session.version();
    loss.planned = ui.view.surface.plane;
  }
  const auto now = [] { return std::chrono::steady_clock::now(); };
  const auto end = now() + std::chrono::duration<double, std::milli>(kBudget);
  while (!loss.computing->advance(4) && now() < end) {
  }
  const bool done = loss.computing->is_done();
  if (loss.shown != loss.computing && (done || !loss.shown || !loss.shown->is_done())) {
    loss.shown = loss.computing;
    loss.drawn_progress = 0;
    loss.path_version = 0;
  }
  // A frame may be slow to come; when the work is done, nothing waits for more of them.
  if (!done || loss.version != ui.session.version())
    *ui.animate_until = std::max(*ui.animate_until, ui.now + kPatience);
  else if (busy)
    *ui.animate_until = std::min(*ui.animate_until, ui.now + 0.02);
}

/// Heights as drawn: the logarithm of E where it spans more than a factor of ten. The present E,
/// between the grid's places, belongs to the range, too.
Grid drawn_heights(LossView& loss) {
  Grid grid{LossSurface::kSide, LossSurface::kSide, loss.shown->heights()};
  float least = 3e38f, most = -3e38f;
  const auto span = [&](float E) {
    if (std::isfinite(E)) least = std::min(least, E), most = std::max(most, E);
  };
  for (const float E : grid.values) span(E);
  span(loss.shown->middle());
  loss.logarithmic = least > 0 && most > 10 * least;
  for (float& E : grid.values) {
    if (!std::isfinite(E)) E = most;
    if (loss.logarithmic) E = std::log10(E);
  }
  loss.bottom = loss.logarithmic ? std::log10(least) : least;
  loss.top = loss.logarithmic ? std::log10(most) : most;
  return grid;
}

ImU32 low_color(const UiContext& ui) { return mix(ui.palette().card, ui.palette().accent, 0.62f); }
ImU32 high_color(const UiContext& ui) {
  return mix(ui.palette().zero, ui.palette().positive, 0.16f);
}

void draw_heights(const UiContext& ui, LossView& loss, const Rect& area) {
  const std::array size{static_cast<int>(area.width()), static_cast<int>(area.height())};
  const auto progress = static_cast<std::size_t>(loss.shown->progress() * 1000) + 1;
  const bool drawn = loss.drawn_progress == progress && loss.drawn_size == size &&
                     loss.drawn_dark == ui.theme.dark &&
                     ui.painter->texture(PictureSlot::kLoss) != 0;
  if (!drawn) {
    const Grid grid = drawn_heights(loss);
    std::vector<float> levels;
    // Of coarse places they would be steps.
    for (int i = 1; i < kLevels && loss.shown->is_done(); ++i)
      levels.push_back(loss.bottom + (loss.top - loss.bottom) * static_cast<float>(i) / kLevels);
    // Half size while it is not finished: then every frame shows more of it.
    const int part = progress > 1000 && !ui.view.playing ? 1 : 2;
    const RampLook look{.low = low_color(ui),
                        .high = high_color(ui),
                        .line = ui.palette().text,
                        .blank = ui.palette().zero,
                        .bottom = loss.bottom,
                        .top = loss.top,
                        .line_width = ui.u(1) / static_cast<float>(part)};
    const int width = std::max(1, size[0] / part), height = std::max(1, size[1] / part);
    ui.painter->set_pixels(PictureSlot::kLoss, width, height,
                           shade_heights(grid, levels, look, width, height));
    loss.drawn_progress = progress, loss.drawn_size = size, loss.drawn_dark = ui.theme.dark;
    if (part == 2 && progress > 1000) loss.drawn_progress = 0;
  }
  draw_picture(ui, ImGui::GetWindowDrawList(), PictureSlot::kLoss, area);
}

void draw_path(const UiContext& ui, LossView& loss) {
  const PointPlot& plot = ui.surface_view.plot;
  const Palette& p = ui.palette();
  const WeightPlane& plane = loss.shown->plane();
  if (loss.path_version != ui.session.version()) {
    loss.path = descent_path(plane, ui.session.history(), ui.session.step_count());
    loss.path.push_back(project(plane, ui.session.trainer().network()));
    loss.path_version = ui.session.version();
  }
  std::vector<ImVec2> line;
  for (const auto& [a, b] : loss.path) line.push_back(plot.at(a, b));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddPolyline(line.data(), static_cast<int>(line.size()), p.text, 0, ui.u(1.8f));
  if (line.size() > 1) list->AddCircle(line.front(), ui.u(4), p.text, 0, ui.u(1.8f));
  list->AddCircleFilled(line.back(), ui.u(6.5f), p.positive);
  list->AddCircle(line.back(), ui.u(6.5f), p.card, 0, ui.u(1.8f));
}

void point_at(const UiContext& ui, const LossView& loss) {
  const PointPlot& plot = ui.surface_view.plot;
  const Hit hit = hit_area(ui, plot.area, "loss surface", "plot");
  if (!hit.hovered || ui.touch) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto field = [](float share) {
    return std::clamp(static_cast<int>(share * LossSurface::kSide), 0, LossSurface::kSide - 1);
  };
  const int x = field((mouse.x - plot.area.x0) / plot.area.width());
  const int y = field((plot.area.y1 - mouse.y) / plot.area.height());
  const float E = loss.shown->heights()[static_cast<std::size_t>(y) * LossSurface::kSide +
                                        static_cast<std::size_t>(x)];
  tooltip(ui, tr("E = {0} at {1}; {2}", {number_text(static_cast<double>(E), 4),
                                         number_text(loss.shown->coordinate(0, x), 3),
                                         number_text(loss.shown->coordinate(1, y), 3)}));
}

void weight_stepper(const UiContext& ui, ControlColumn& column, std::size_t axis) {
  LossPlane* loss = &ui.view.surface.plane;
  Session* session = &ui.session;
  const WeightRef now = clamped(loss->weights[axis], session->trainer().network());
  std::vector<std::string> ids;
  for (std::size_t l = 0; l < session->trainer().network().layers.size(); ++l)
    ids.push_back(tensor_id(ui, 2 * l));
  const auto set = [loss, axis](const WeightRef& ref) {
    // The two axes never are the same weight.
    if (loss->weights[1 - axis] == ref) loss->weights[1 - axis] = loss->weights[axis];
    loss->weights[axis] = ref;
  };
  const auto commit = [=](const std::string& text) -> std::string {
    const Result<WeightRef> ref = parse_weight(ids, session->trainer().network(), now, text);
    if (!ref) return ref.error();
    return set(*ref), "";
  };
  const char* name = axis == 0 ? "weight across" : "weight up";
  const int pressed = stepper(
      ui, column.next(axis == 0 ? tr("Across") : tr("Up")), name, weight_text(ui, now), commit,
      tr("Click to type: W row, column. A click on an edge of the network takes it, too."));
  if (pressed) ui.later([=] { set(neighbour(now, session->trainer().network(), pressed)); });
}

}  // namespace

void loss_plot(const UiContext& ui, const Rect& area) {
  LossView& loss = ui.surface_view.loss;
  if (!ui.painter) return;
  work(ui, loss);
  const LossSurface& surface = *loss.shown;
  PointPlot& plot = ui.surface_view.plot;
  plot.area = {std::round(area.x0 + ui.u(PlotMargins::kLeft)),
               std::round(area.y0 + ui.u(PlotMargins::kTop)),
               std::round(area.x1 - ui.u(PlotMargins::kRight)),
               std::round(area.y1 - ui.u(PlotMargins::kBottom))};
  const auto axis = [&](std::size_t i) {
    PlotAxis result = axis_around(surface.low()[i], surface.high()[i]);
    result.low = surface.low()[i], result.high = surface.high()[i];
    return result;
  };
  plot.across = axis(0), plot.up = axis(1);
  const LossPlane& plane = ui.view.surface.plane;
  const bool random = plane.kind == LossPlaneKind::kRandom;
  const Palette& p = ui.palette();
  draw_axes(ui, plot,
            {random ? tr("direction a") : weight_text(ui, plane.weights[0]),
             random ? tr("direction b") : weight_text(ui, plane.weights[1]), p.hidden, p.hidden});
  draw_heights(ui, loss, plot.area);
  ImGui::PushClipRect(plot.area.min(), plot.area.max(), true);
  draw_path(ui, loss);
  ImGui::PopClipRect();
  point_at(ui, loss);
}

void loss_controls(const UiContext& ui, ControlColumn& column) {
  LossPlane* loss = &ui.view.surface.plane;
  const LossView& view = ui.surface_view.loss;
  const std::vector<Option> kinds{
      {key("Two weights"), key("All others stay as they are.")},
      {key("Two random directions"), key("As long as each unit's weights.")}};
  const bool random = loss->kind == LossPlaneKind::kRandom;
  const auto kind = select(ui, column.next(tr("Over")), "loss over", kinds, random ? 1 : 0);
  if (kind)
    ui.later([loss, i = *kind] {
      loss->kind = static_cast<LossPlaneKind>(i);
      loss->reach = 1;
    });
  if (random) {
    const auto set = [loss](std::uint64_t seed) { loss->seed = seed; };
    const auto commit = [set](const std::string& text) -> std::string {
      const Result<double> value = parse_number(text);
      if (!value || *value < 0 || *value > 1e9 || *value != std::floor(*value))
        return tr("a whole number from 0 to 1000000000");
      return set(static_cast<std::uint64_t>(*value)), "";
    };
    const int pressed = stepper(ui, column.next(tr("Seed of the directions")), "loss seed",
                                std::to_string(loss->seed), commit);
    if (pressed > 0 || (pressed < 0 && loss->seed > 0))
      ui.later([=] { set(loss->seed + (pressed > 0 ? 1 : std::uint64_t(-1))); });
  } else {
    weight_stepper(ui, column, 0);
    weight_stepper(ui, column, 1);
  }
  const int wider =
      stepper(ui, column.next(tr("Reach of the axes")), "loss reach", number_text(loss->reach, 3),
              [loss](const std::string& text) -> std::string {
                const Result<double> value = parse_number(text);
                if (!value || !(*value >= 0.01 && *value <= 100))
                  return tr("a number from 0.01 to 100");
                return loss->reach = *value, "";
              });
  if (wider)
    ui.later([loss, wider] {
      loss->reach = std::clamp(wider > 0 ? loss->reach * 2 : loss->reach / 2, 0.01, 100.0);
    });
  column.gap(4);
  const auto E_text = [&](float height) {
    const double value = static_cast<double>(height);
    return number_text(view.logarithmic ? std::pow(10, value) : value, 3);
  };
  ramp_legend(ui, column, low_color(ui), high_color(ui), "E " + E_text(view.bottom),
              E_text(view.top));
  column.say(view.logarithmic ? tr("Contours at equal factors of E.")
                              : tr("Contours at equal steps of E."));
  column.say(random
                 ? tr("Filled: the present weights. Line: the way of training, as far as these two "
                      "directions show it.")
                 : tr("Filled: the present weights. Line: the way of these two weights. The other "
                      "weights moved, too: the height belongs to the present ones."));
  if (view.shown && !view.shown->is_done())
    column.say(tr("Computing: {0} %", {std::to_string(std::lround(view.shown->progress() * 100))}));
}

}  // namespace backflow
