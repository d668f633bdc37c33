#include "predict.h"

#include "matrix_view.h"
#include "number.h"
#include "panels.h"

namespace backflow {
namespace {

std::string shape_of(Index rows, Index cols) {
  return std::to_string(rows) + " × " + std::to_string(cols);
}

std::string result_shape(const UiContext& ui, int step) {
  return shape_of(ui.trace.rows(step), ui.trace.cols(step));
}

/// The right shape among wrong ones that slips make: turned, or an operand's own. In an order that
/// tells nothing.
std::vector<std::string> shape_choices(const UiContext& ui, int step) {
  std::vector<std::string> choices{result_shape(ui, step),
                                   shape_of(ui.trace.cols(step), ui.trace.rows(step))};
  for (const Operand& operand : ui.trace.step(step).operands)
    choices.push_back(shape_of(ui.trace.rows(operand.step), ui.trace.cols(operand.step)));
  const Index m = ui.trace.record().pass.X.cols();
  choices.push_back(shape_of(m, m));
  choices.push_back("1 × 1");
  std::vector<std::string> list;
  for (const std::string& choice : choices)
    if (list.size() < 4 && std::find(list.begin(), list.end(), choice) == list.end())
      list.push_back(choice);
  std::sort(list.begin(), list.end());
  return list;
}

/// Nobody multiplies by hand to more than two hundredths of the size.
bool is_close(double said, double value) {
  constexpr double kShare = 0.02, kPlace = 0.005;
  const double size = std::abs(value);
  return std::abs(said - value) <= std::max(kShare * size, std::min(kPlace, size / 2));
}

double value_at(const UiContext& ui, const CellSlice& cell) {
  return static_cast<double>(ui.trace.at(cell.step, cell.row, cell.col));
}

/// The first cell that was not guessed, in reading order.
CellSlice next_cell(const UiContext& ui, int step) {
  const std::vector<Guess>& guesses = ui.derivation.predict.guesses;
  for (Index r = 0; r < ui.trace.rows(step); ++r)
    for (Index c = 0; c < ui.trace.cols(step); ++c)
      if (std::none_of(guesses.begin(), guesses.end(),
                       [&](const Guess& g) { return g.cell.has(step, r, c); }))
        return {step, r, c};
  return {step, 0, 0};
}

void add_guess(PredictState& state, const Guess& guess, Index cells) {
  std::erase_if(state.guesses, [&](const Guess& other) { return other.cell == guess.cell; });
  state.guesses.push_back(guess);
  if (static_cast<Index>(state.guesses.size()) >= cells) state.revealed = true;
}

/// Buttons in lines; returns the height and what was pressed.
struct Pressed {
  float height = 0;
  int index = -1;
};
Pressed button_line(const UiContext& ui, ImVec2 at, float width,
                    const std::vector<std::string>& texts, const std::string& label) {
  const float h = ui.u(ui.touch ? 44 : 28), gap = ui.u(6);
  float x = at.x, y = at.y;
  Pressed pressed;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const float w = std::min(width, std::max(ui.u(44), text_size(ui, tr(texts[i])).x + ui.u(22)));
    if (x > at.x && x + w > at.x + width) x = at.x, y += h + gap;
    if (button(ui, {x, y, x + w, y + h}, label + texts[i], tr(texts[i]), ButtonLook::kOutlined))
      pressed.index = static_cast<int>(i);
    x += w + gap;
  }
  pressed.height = y + h + ui.u(8) - at.y;
  return pressed;
}

float ask_shape(const UiContext& ui, ImVec2 at, float width, int step) {
  PredictState* state = &ui.derivation.predict;
  float y = at.y;
  y += draw_wrapped(ui, {at.x, y}, width,
                    tr("Predict: what shape will {0} have?", {plain_name(ui.trace.step(step))}),
                    ui.palette().text) +
       ui.u(8);
  const std::vector<std::string> choices = shape_choices(ui, step);
  const Pressed pressed = button_line(ui, {at.x, y}, width, choices, "guess ");
  if (pressed.index >= 0) {
    const std::string& said = choices[static_cast<std::size_t>(pressed.index)];
    ui.later([state, said, right = said == result_shape(ui, step)] {
      state->shape_said = said;
      state->shape_right = right;
    });
  }
  return y + pressed.height - at.y;
}

float say_shape(const UiContext& ui, ImVec2 at, float width, int step) {
  const PredictState& state = ui.derivation.predict;
  const Palette& p = ui.palette();
  const std::string shape = result_shape(ui, step);
  const std::string text =
      state.shape_right ? tr("✓ Right, {0}.", {shape})
                        : tr("✗ Not {0}: it is {1}, the outer axes of what is multiplied or the "
                             "axes of its factors.",
                             {state.shape_said, shape});
  list_widget(ui, {at.x, at.y, at.x + width, at.y + ui.u(18)}, "prediction: " + text, "text");
  return draw_wrapped(ui, at, width, text, state.shape_right ? p.good : p.bad) + ui.u(6);
}

/// How the latest guess went, with the sum that decides.
float say_guess(const UiContext& ui, ImVec2 at, float width) {
  const PredictState& state = ui.derivation.predict;
  if (state.guesses.empty()) return 0;
  const Guess& guess = state.guesses.back();
  const Palette& p = ui.palette();
  const std::string sum =
      term_text(ui.trace, guess.cell.step, guess.cell.row, guess.cell.col, ui.notation());
  const std::string verdict = guess.right ? tr("✓ Right: {0}", {sum})
                                          : tr("✗ You said {0}, but {1}", {tr(guess.said), sum});
  list_widget(ui, {at.x, at.y, at.x + width, at.y + ui.u(18)}, "prediction: " + verdict, "text");
  return draw_wrapped(ui, at, width, verdict, guess.right ? p.good : p.bad) + ui.u(8);
}

float ask_cell(const UiContext& ui, ImVec2 at, float width, int step) {
  PredictState* state = &ui.derivation.predict;
  const CellSlice cell = next_cell(ui, step);
  float y = at.y;
  y += draw_wrapped(
           ui, {at.x, y}, width,
           tr("Click a covered cell and type its number (0.5, 0,5 or 1/3), or say the sign of "
              "this one:"),
           ui.palette().muted) +
       ui.u(4);
  y += draw_wrapped(ui, {at.x, y}, width,
                    open_term_text(ui.trace, cell.step, cell.row, cell.col, ui.notation()),
                    ui.palette().text) +
       ui.u(8);
  const std::vector<std::string> answers{key("negative"), key("zero"), key("positive"),
                                         key("Reveal all")};
  const Pressed pressed = button_line(ui, {at.x, y}, width, answers, "guess ");
  if (pressed.index == 3) ui.later([state] { state->revealed = true; });
  if (pressed.index >= 0 && pressed.index < 3) {
    const double value = value_at(ui, cell);
    const int sign = value > 0 ? 2 : value < 0 ? 0 : 1;
    const Guess guess{cell, answers[static_cast<std::size_t>(pressed.index)],
                      pressed.index == sign};
    const Index cells = ui.trace.rows(step) * ui.trace.cols(step);
    ui.later([state, guess, cells] { add_guess(*state, guess, cells); });
  }
  return y + pressed.height - at.y;
}

std::string summary(const PredictState& state) {
  int right = state.shape_right;
  for (const Guess& guess : state.guesses) right += guess.right;
  const std::size_t all = state.guesses.size() + (state.shape_said.empty() ? 0 : 1);
  return tr(all == 1 ? key("Revealed: {0} of {1} guess right. Go on with →.")
                     : key("Revealed: {0} of {1} guesses right. Go on with →."),
            {std::to_string(right), std::to_string(all)});
}

}  // namespace

void follow_prediction(const UiContext& ui, int step) {
  PredictState& state = ui.derivation.predict;
  if (state.step == step && state.version == ui.session.version()) return;
  state = {};
  state.step = step;
  state.version = ui.session.version();
}

bool is_asked(const UiContext& ui, int step) {
  const PredictState& state = ui.derivation.predict;
  return ui.view.predict && !ui.view.playing && state.step == step && !state.revealed &&
         state.version == ui.session.version() && step == current_step(ui) &&
         ui.trace.step(step).chapter != Chapter::kGiven;
}

bool is_guessed(const UiContext& ui, const CellRef& cell) {
  const std::vector<Guess>& guesses = ui.derivation.predict.guesses;
  return std::any_of(guesses.begin(), guesses.end(),
                     [&](const Guess& g) { return g.cell.has(cell.step, cell.row, cell.col); });
}

float predict_card(const UiContext& ui, ImVec2 at, float width) {
  const PredictState& state = ui.derivation.predict;
  const int step = state.step;
  if (!ui.view.predict || step < 0 || ui.trace.step(step).chapter == Chapter::kGiven) return 0;
  const float pad = ui.u(12), inner = width - 2 * pad;
  // The ground is drawn when the height is known, below what is on it.
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->ChannelsSplit(2);
  list->ChannelsSetCurrent(1);
  float y = at.y + pad;
  const float x = at.x + pad;
  if (state.shape_said.empty() && !state.revealed) {
    y += ask_shape(ui, {x, y}, inner, step);
  } else {
    if (!state.shape_said.empty() && state.guesses.empty()) y += say_shape(ui, {x, y}, inner, step);
    y += say_guess(ui, {x, y}, inner);
    if (state.revealed)
      y += draw_wrapped(ui, {x, y}, inner, summary(state), ui.palette().muted) + ui.u(8);
    else
      y += ask_cell(ui, {x, y}, inner, step);
  }
  list->ChannelsSetCurrent(0);
  list->AddRectFilled(at, {at.x + width, y}, mix(ui.palette().card, ui.palette().accent, 0.06f),
                      ui.u(8));
  list->ChannelsMerge();
  return y + ui.u(12) - at.y;
}

void request_guess(const UiContext& ui, const CellRef& cell, const Rect& rect) {
  PredictState* state = &ui.derivation.predict;
  const CellSlice slice{cell.step, cell.row, cell.col};
  const double value = value_at(ui, slice);
  const Index cells = ui.trace.rows(cell.step) * ui.trace.cols(cell.step);
  const int decimals = ui.notation().decimals;
  const std::string shown = ui.number(value);
  const auto commit = [=](const std::string& text) -> std::string {
    const Result<double> said = parse_number(text);
    if (!said) return said.error();
    const bool same = cell_text(*said, decimals) == shown;
    add_guess(*state, {slice, text, same || is_close(*said, value)}, cells);
    return "";
  };
  ui.edits.push_back(
      {tr("your guess of {0}", {cell_name(ui.trace.step(cell.step), cell.row, cell.col)}), "", rect,
       commit});
}

}  // namespace backflow
