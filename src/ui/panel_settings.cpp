// Settings: the network layer by layer, then every scalar field of the one table, the rest folded
// away.
#include <array>

#include "fields.h"
#include "number.h"
#include "number_commit.h"
#include "panels.h"
#include "suggestion.h"

namespace backflow {
namespace {

struct GroupInfo {
  FieldGroup group;
  const char* title;
  bool folded;  // at the start
};

constexpr std::array kGroups{
    GroupInfo{FieldGroup::kLoss, key("Loss"), false},
    GroupInfo{FieldGroup::kOptimizer, key("Optimiser"), false},
    GroupInfo{FieldGroup::kTraining, key("Batches and stopping"), false},
    GroupInfo{FieldGroup::kNetwork, key("Initial weights"), true},
    GroupInfo{FieldGroup::kSchedule, key("Learning-rate schedule"), true},
    GroupInfo{FieldGroup::kRegularization, key("Regularisation"), true},
    GroupInfo{FieldGroup::kNotation, key("Notation"), true},
};

/// Fields that mean nothing under the present choices are not shown.
bool is_relevant(const Field& field, const Config& config) {
  const OptimizerInfo& optimizer = info(config.training.optimizer.name);
  const std::string_view path = field.path;
  if (path == "optimizer.momentum") return optimizer.has_momentum;
  if (path == "optimizer.beta1" || path == "optimizer.beta2") return optimizer.has_betas;
  if (path == "optimizer.decay") return optimizer.has_decay;
  if (path == "optimizer.epsilon") return optimizer.has_epsilon;
  if (path == "optimizer.weight_decay") return optimizer.has_weight_decay;
  if (path == "huber_delta") return config.training.objective.loss == Loss::kHuber;
  if (path == "schedule.period") return config.training.schedule.name != Schedule::kConstant;
  if (path == "schedule.factor") return config.training.schedule.name == Schedule::kStep;
  return true;
}

/// Applies a changed config after the frame; what is refused is said and nothing changes.
void apply_later(const UiContext& ui, const Config& config) {
  Session* session = &ui.session;
  auto* notices = &ui.notices;
  ui.later([=] {
    const StateError error = session->apply(config);
    if (!error.field.empty()) notices->push_back(error.message);
  });
}

/// The same for a choice of loss or output, unless nothing could be learned with it.
void apply_output_later(const UiContext& ui, const Config& config) {
  if (config.network.activations.back() != Activation::kSoftmax || config.network.sizes.back() > 1)
    return apply_later(ui, config);
  ui.notices.emplace_back(tr(
      "Softmax, and with it categorical cross-entropy, needs two outputs or more: a single one is "
      "always 1."));
}

/// The next value up or down: 1, 2, 5, 10, … for reals, one more or less for whole numbers.
double next_value(const Field& field, double value, int direction) {
  if (field.kind == FieldKind::kWhole) return std::clamp(value + direction, field.low, field.high);
  if (value == 0) return direction > 0 ? std::min(field.high, 0.001) : std::max(field.low, -0.001);
  const bool grows = (value > 0) == (direction > 0);
  const double size = std::abs(value) * (grows ? 1.001 : 0.999);
  const double power = std::pow(10, std::floor(std::log10(size)));
  double next = grows ? 10 * power : power;
  constexpr double kSteps[] = {1, 2, 5, 10};
  if (grows) {
    for (const double step : {5.0, 2.0, 1.0})
      if (step * power > size) next = step * power;
  } else {
    for (const double step : kSteps)
      if (step * power < size) next = step * power;
  }
  if (!grows && next < 1e-9) next = 0;
  return std::clamp(as_float(std::copysign(next, value)), field.low, field.high);
}

std::string field_text(const Field& field, double value) {
  if (field.kind == FieldKind::kWhole) return std::to_string(static_cast<std::int64_t>(value));
  return number_text(value, 6);
}

void draw_control(const UiContext& ui, const Rect& rect, const Field& field) {
  Config config = ui.session.config();
  const double value = field.get(config);
  const auto change = [&](double wanted) {
    field.set(config, wanted);
    apply_later(ui, config);
  };
  switch (field.kind) {
    case FieldKind::kSwitch:
      if (toggle(ui, rect, field.title, value != 0)) change(value != 0 ? 0 : 1);
      break;
    case FieldKind::kChoice: {
      std::vector<Option> options;
      for (const Choice& choice : field.choices) options.push_back({choice.title, choice.hint});
      const auto chosen = select(ui, rect, field.title, options, static_cast<int>(value));
      if (!chosen) break;
      if (std::string_view(field.path) == "loss")
        apply_output_later(ui, with_loss(ui.session.config(), static_cast<Loss>(*chosen)));
      else
        change(*chosen);
      break;
    }
    case FieldKind::kWhole:
    case FieldKind::kReal: {
      const int pressed =
          stepper(ui, rect, field.title, field_text(field, value), field_commit(ui.session, field));
      if (pressed) change(next_value(field, value, pressed));
      break;
    }
  }
}

/// Title and hint on the left, the control on the right; below each other where it is narrow.
float draw_row(const UiContext& ui, ImVec2 at, float width, const char* title, const char* hint,
               const std::function<void(const Rect&)>& control) {
  const float control_w = std::min(ui.u(190), width * 0.5f), control_h = ui.u(ui.touch ? 44 : 30);
  const float text_w = width - control_w - ui.u(14);
  draw_text(ui, {at.x, at.y}, fitted(ui, tr(title), text_w), ui.palette().text);
  const float hint_h = draw_wrapped(ui, {at.x, at.y + ui.u(18)}, text_w, tr(hint),
                                    ui.palette().muted, TextSize::kCaption);
  const float height = std::max(control_h, ui.u(18) + hint_h);
  const float top = at.y + (height - control_h) / 2;
  control({at.x + width - control_w, top, at.x + width, top + control_h});
  return height + ui.u(14);
}

/// Cross-entropy with targets that are no probabilities: said, since E falls without end then.
float draw_target_warning(const UiContext& ui, ImVec2 at, float width) {
  const Matrix<float>& Y = ui.session.setup().Y;
  if (!is_fused(ui.session.config().training.objective.loss)) return 0;
  if (Y.minCoeff() >= 0 && Y.maxCoeff() <= 1) return 0;
  return draw_wrapped(
             ui, at, width,
             tr("These targets are no probabilities: cross-entropy wants 0 to 1, and E can "
                "fall without end."),
             ui.palette().bad, TextSize::kCaption) +
         ui.u(14);
}

/// A group's rows, one below the other; returns their height.
float draw_rows(const UiContext& ui, ImVec2 at, float width, FieldGroup group) {
  float y = at.y;
  const auto row = [&](const char* title, const char* hint, const auto& control) {
    y += draw_row(ui, {at.x, y}, width, title, hint, control);
  };
  for (const Field& field : fields())
    if (field.group == group && is_relevant(field, ui.session.config()))
      row(field.title, field.hint, [&](const Rect& rect) { draw_control(ui, rect, field); });
  if (group == FieldGroup::kLoss) y += draw_target_warning(ui, {at.x, y}, width);
  if (group == FieldGroup::kNetwork)
    row(key("Fresh weights"), key("Draws them from the seed; reset leads there then."),
        [&](const Rect& rect) {
          if (button(ui, rect, "fresh weights", tr("Draw again"), ButtonLook::kOutlined))
            ui.later([session = &ui.session] { session->restart(); });
        });
  if (group == FieldGroup::kTraining) y += draw_rows(ui, {at.x, y}, width, FieldGroup::kStop);
  return y - at.y;
}

float draw_group(const UiContext& ui, ImVec2 at, float width, const GroupInfo& group) {
  bool& folded = *ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID(group.title), group.folded);
  const float bar = ui.u(ui.touch ? 44 : 32);
  const Rect head{at.x, at.y, at.x + width, at.y + bar};
  const Hit hit = hit_area(ui, head, std::string(group.title) + " settings", "fold");
  if (hit.clicked) folded = !folded;
  const Palette& p = ui.palette();
  const ImVec2 c{head.x0 + ui.u(5), head.center().y};
  const float r = ui.u(4);
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (folded)
    list->AddTriangleFilled({c.x - r * 0.6f, c.y - r}, {c.x - r * 0.6f, c.y + r},
                            {c.x + r * 0.8f, c.y}, p.muted);
  else
    list->AddTriangleFilled({c.x - r, c.y - r * 0.6f}, {c.x + r, c.y - r * 0.6f},
                            {c.x, c.y + r * 0.8f}, p.muted);
  draw_text(ui, {at.x + ui.u(18), head.center().y - text_size(ui, "A").y / 2}, tr(group.title),
            hit.hovered ? p.accent : p.text, TextSize::kBody, true);
  float y = head.y1 + ui.u(6);
  if (!folded) y += draw_rows(ui, {at.x + ui.u(18), y}, width - ui.u(18), group.group);
  list->AddRectFilled({at.x, std::round(y)}, {at.x + width, std::round(y) + ui.theme.hairline()},
                      p.line);
  return y + ui.u(8) - at.y;
}

/// "Hidden 2", "Output": what a layer is called in this panel, for tests and for readers.
std::string layer_title(std::size_t l, std::size_t last) {
  return l == last ? "Output" : last == 2 ? "Hidden" : "Hidden " + std::to_string(l);
}
std::string shown_title(std::size_t l, std::size_t last) {
  return l == last   ? tr("Output")
         : last == 2 ? tr("Hidden")
                     : tr("Hidden {0}", {std::to_string(l)});
}

/// Where a layer's controls stand: in a row, or in two for fingers on a narrow screen.
struct LayerRow {
  float height;
  Rect units, activation, remove;

  LayerRow(const UiContext& ui, ImVec2 at, float width, bool can_go)
      : height(ui.u(ui.touch ? 44 : 30)) {
    const float gap = ui.u(8), end = at.x + width, x = at.x + std::min(ui.u(84), width * 0.26f);
    const bool two = ui.touch && width < ui.u(440);
    const float units_w = ui.touch ? 3 * height : std::min(ui.u(116), width * 0.3f);
    units = {x, at.y, x + units_w, at.y + height};
    remove = {end - height, at.y, end, at.y + height};
    const float top = two ? at.y + height + gap : at.y;
    activation = {two ? x : units.x1 + gap, top, two || !can_go ? end : remove.x0 - gap,
                  top + height};
    if (two) height += height + gap;
  }
};

float draw_layer(const UiContext& ui, ImVec2 at, float width, std::size_t l) {
  Config config = ui.session.config();
  NetworkSettings& network = config.network;
  const std::size_t last = network.activations.size();
  const std::string title = layer_title(l, last);
  const LayerRow row(ui, at, width, l < last);
  draw_text(ui, {at.x, row.units.center().y - text_size(ui, "A").y / 2},
            fitted(ui, shown_title(l, last), row.units.x0 - at.x - ui.u(4)), ui.palette().text);
  const int units = network.sizes[l];
  if (l < last) {
    Session* session = &ui.session;
    const auto commit = [session, l](const std::string& text) -> std::string {
      const Result<double> value = parse_number(text);
      if (!value) return value.error();
      if (*value < 1 || *value > SizeLimits::kUnits || *value != std::floor(*value))
        return tr("allowed: {0}", {tr("a whole number from {0} to {1}",
                                      {"1", std::to_string(SizeLimits::kUnits)})});
      Config changed = session->config();
      changed.network.sizes[l] = static_cast<int>(*value);
      return session->apply(changed).message;
    };
    const int pressed = stepper(ui, row.units, title + " units", std::to_string(units), commit,
                                tr("Units of this layer; what stays keeps its weights"));
    if (pressed && units + pressed >= 1 && units + pressed <= SizeLimits::kUnits) {
      network.sizes[l] = units + pressed;
      apply_later(ui, config);
    }
  } else {
    draw_text_centered(ui, row.units,
                       tr(units == 1 ? key("{0} unit") : key("{0} units"), {std::to_string(units)}),
                       ui.palette().muted);
  }
  std::vector<Option> options;
  for (const ActivationInfo& choice : activations())
    if (l == last || choice.id != Activation::kSoftmax)
      options.push_back({choice.title, choice.hint});
  const auto chosen = select(ui, row.activation, title + " activation", options,
                             static_cast<int>(network.activations[l - 1]));
  if (chosen) {
    const auto activation = static_cast<Activation>(*chosen);
    network.activations[l - 1] = activation;
    if (l == last)
      apply_output_later(ui, with_output(ui.session.config(), activation));
    else
      apply_later(ui, config);
  }
  if (l < last &&
      button(ui, row.remove, "remove " + title, "×", ButtonLook::kPlain, tr("Remove this layer"))) {
    network.sizes.erase(network.sizes.begin() + static_cast<std::ptrdiff_t>(l));
    network.activations.erase(network.activations.begin() + static_cast<std::ptrdiff_t>(l - 1));
    apply_later(ui, config);
  }
  return row.height + ui.u(8);
}

float draw_layers(const UiContext& ui, ImVec2 at, float width) {
  Config config = ui.session.config();
  const std::size_t last = config.network.activations.size();
  draw_text(ui, at, tr("Network"), ui.palette().text, TextSize::kBody, true);
  const float beside =
      std::max(ui.u(84), text_size(ui, tr("Network"), TextSize::kBody, true).x + ui.u(12));
  draw_text(ui, {at.x + beside, at.y + ui.u(1)},
            tr("{0} inputs, as the data has", {std::to_string(config.network.sizes.front())}),
            ui.palette().muted, TextSize::kCaption);
  float y = at.y + ui.u(28);
  for (std::size_t l = 1; l <= last; ++l) y += draw_layer(ui, {at.x, y}, width, l);
  const float h = ui.u(ui.touch ? 44 : 30);
  const bool room = last - 1 < static_cast<std::size_t>(SizeLimits::kHiddenLayers);
  if (button(ui,
             {at.x + std::min(ui.u(84), width * 0.26f), y,
              at.x + std::min(ui.u(84), width * 0.26f) + ui.u(150), y + h},
             "add layer", tr("+ Add a layer"), ButtonLook::kOutlined,
             room ? tr("Another hidden layer before the output")
                  : tr("Eight hidden layers are the most"),
             room)) {
    config.network.sizes.insert(config.network.sizes.end() - 1, std::min(5, SizeLimits::kUnits));
    const Activation like = last > 1 ? config.network.activations[last - 2] : Activation::kSigmoid;
    config.network.activations.insert(config.network.activations.end() - 1, like);
    apply_later(ui, config);
  }
  return y + h + ui.u(12) - at.y;
}

}  // namespace

void settings_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "settings")) return end_scroll();
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = std::min(inner_width(ui, rect) - 2 * pad, ui.u(620));
  float y = origin.y + ui.u(16);
  y += draw_layers(ui, {origin.x + pad, y}, width);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {origin.x + pad, std::round(y)},
      {origin.x + pad + width, std::round(y) + ui.theme.hairline()}, ui.palette().line);
  y += ui.u(8);
  for (const GroupInfo& group : kGroups) y += draw_group(ui, {origin.x + pad, y}, width, group);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y + ui.u(12)});
  end_scroll();
}

}  // namespace backflow
