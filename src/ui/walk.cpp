// The walk: one item of the derivation at a time, by hand or by itself.
#include "panels.h"

namespace backflow {
namespace {

struct Pace {
  const char* title;
  double seconds;
};

constexpr Pace kPaces[] = {{key("8 s a step"), 8},
                           {key("4 s a step"), 4},
                           {key("2 s a step"), 2},
                           {key("1 s a step"), 1},
                           {key("½ s a step"), 0.5}};

constexpr float kPaceWidth = 112, kBarGap = 8;  // css px

float text_button_width(const UiContext& ui, const char* text) {
  return text_size(ui, text).x + ui.u(22);
}

/// One item on or back; past the end the optimiser's step is taken, before the beginning the last
/// one is taken back. False where there is no further.
void go(Session& session, View& view, int first, int last, int next) {
  view.playing = false;
  if (next > last) {
    // The last item of the update is done: the step is taken, and the walk starts anew.
    if (session.step())
      view.cursor = first;
    else
      view.walking = false;
  } else if (next < first) {
    if (session.step_count() == session.earliest_step()) return;
    session.seek(session.step_count() - 1);
    view.cursor = last;
  } else {
    view.cursor = next;
  }
}

}  // namespace

void walk(const UiContext& ui, int direction) {
  const int first = first_walk_step(ui.trace), last = last_walk_step(ui.trace);
  const int next = current_step(ui) + direction;
  ui.later([session = &ui.session, view = &ui.view, state = &ui.derivation, first, last, next] {
    view->walking = false;
    state->reveals = true;
    go(*session, *view, first, last, next);
  });
}

void toggle_walk(const UiContext& ui) {
  View* view = &ui.view;
  DerivationState* state = &ui.derivation;
  const double now = ui.now;
  ui.later([=] {
    view->walking = !view->walking;
    view->playing = false;
    if (view->cursor < 0) view->cursor = 0;
    state->walk_at = now + view->walk_seconds;
  });
}

void keep_walking(const UiContext& ui) {
  if (!ui.view.walking || ui.now < ui.derivation.walk_at) return;
  if (ui.view.playing || ui.session.is_seeking()) return;
  ui.derivation.walk_at = ui.now + ui.view.walk_seconds;
  const int first = first_walk_step(ui.trace), last = last_walk_step(ui.trace);
  const int next = std::max(first, current_step(ui) + 1);
  ui.later([session = &ui.session, view = &ui.view, state = &ui.derivation, first, last, next] {
    state->reveals = true;
    go(*session, *view, first, last, next);
  });
}

float walk_bar_width(const UiContext& ui) {
  return ui.u((ui.touch ? 44 : 30) + kPaceWidth + 3 * kBarGap) +
         text_button_width(ui, tr("Predict")) + text_button_width(ui, tr("Notation"));
}

float walk_bar(const UiContext& ui, ImVec2 at, float width) {
  const float h = ui.u(ui.touch ? 44 : 28), gap = ui.u(kBarGap);
  View* view = &ui.view;
  float x = at.x;
  const float play = ui.u(ui.touch ? 44 : 30);
  if (icon_button(ui, {x, at.y, x + play, at.y + h}, view->walking ? "pause the walk" : "walk",
                  view->walking ? Icon::kPause : Icon::kPlay,
                  view->walking ? ButtonLook::kSelected : ButtonLook::kOutlined,
                  tr("Walk by itself, one item after the other (W)")))
    toggle_walk(ui);
  x += play + gap;
  std::vector<Option> options;
  int current = -1;
  for (int i = 0; i < static_cast<int>(std::size(kPaces)); ++i) {
    options.push_back({kPaces[i].title, ""});
    if (kPaces[i].seconds == view->walk_seconds) current = i;
  }
  const float least = ui.u(64);
  // Where words are long and the screen is narrow, the two buttons give way.
  const float words = text_button_width(ui, tr("Predict")) + text_button_width(ui, tr("Notation"));
  const float share = std::min(1.0f, (width - play - least - 3 * gap) / words);
  const float pace = std::clamp(width - play - 3 * gap - words, least, ui.u(kPaceWidth));
  const std::string seconds = number_text(view->walk_seconds, 2) + " s";
  const std::string shown = pace < ui.u(kPaceWidth) ? seconds
                            : current < 0           ? tr("{0} a step", {seconds})
                                                    : "";
  if (const auto chosen = select(ui, {x, at.y, x + pace, at.y + h}, "pace of the walk", options,
                                 current, tr("How fast it walks by itself"), shown))
    ui.later([view, seconds = kPaces[*chosen].seconds] { view->walk_seconds = seconds; });

  float right = at.x + width;
  const float notation = share * text_button_width(ui, tr("Notation"));
  notation_button(ui, {right - notation, at.y, right, at.y + h});
  right -= notation + gap;
  const float predict = share * text_button_width(ui, tr("Predict"));
  if (button(ui, {right - predict, at.y, right, at.y + h}, "predict", tr("Predict"),
             view->predict ? ButtonLook::kSelected : ButtonLook::kOutlined,
             tr("Cover each result until you have guessed its shape or its numbers")))
    ui.later([view] { view->predict = !view->predict; });
  return h;
}

}  // namespace backflow
