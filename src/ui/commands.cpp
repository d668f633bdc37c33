// What the transport's buttons and the keyboard do.
#include <algorithm>
#include <array>

#include "lesson_view.h"
#include "network_view.h"
#include "panels.h"

namespace backflow {
namespace {

constexpr std::array kShortcuts{
    Shortcut{key("Space"), "play", key("Play or pause training")},
    Shortcut{"→", "forward",
             key("One step on: a factor in the derivation, else an optimiser step")},
    Shortcut{"←", "backward", key("One step back")},
    Shortcut{"W", "walk", key("Walk through the derivation by itself, or pause")},
    Shortcut{key("Shift →"), "step", key("One optimiser step")},
    Shortcut{key("Shift ←"), "back", key("One optimiser step back")},
    Shortcut{"E", "epoch", key("One epoch")},
    Shortcut{key("Home"), "reset", key("Back to the start")},
    Shortcut{key("Ctrl Z"), "undo", key("Undo the last edit")},
    Shortcut{key("Ctrl Shift Z"), "redo", key("Redo")},
    Shortcut{"1, 2, …", "tab", key("Go to a tab")},
    Shortcut{"X", "export", key("Export: NumPy, PyTorch, LaTeX, CSV, SVG")},
    Shortcut{"V", "text", key("Text view: everything as text and tables")},
    Shortcut{key("N or Page down"), "next page", key("The lesson's next page")},
    Shortcut{key("P or Page up"), "previous page", key("The lesson's previous page")},
    Shortcut{"+ − 0", "fit", key("The network larger, smaller, all of it")},
    Shortcut{key("J L I K"), "pan", key("Move the network left, right, up, down")},
    Shortcut{"T", "theme", key("Light or dark")},
    Shortcut{"?", "help", key("This help")},
    Shortcut{key("Drag a cell"), "drag", key("Change the number; with Shift, ten times finer")},
    Shortcut{key("Double-click or Enter"), "edit", key("Type a number: 0.5, 0,5 or 1/3")},
    Shortcut{"↑ ↓", "focus", key("Go from control to control; then ← and →, too")},
    Shortcut{key("Esc"), "leave", key("Close what is open; then leave the canvas")},
};

/// Where a key moves the network, as a share of its room.
struct Pan {
  const char* command;
  float x, y;
};

constexpr std::array kPans{Pan{"pan_left", -0.125f, 0}, Pan{"pan_right", 0.125f, 0},
                           Pan{"pan_up", 0, -0.125f}, Pan{"pan_down", 0, 0.125f}};

bool moves_time(std::string_view command) {
  constexpr std::string_view kMoving[] = {"play", "walk", "forward", "backward",
                                          "step", "back", "epoch",   "reset"};
  return std::find(std::begin(kMoving), std::end(kMoving), command) != std::end(kMoving);
}

}  // namespace

std::span<const Shortcut> shortcuts() { return kShortcuts; }

int first_walk_step(const TraceView<float>& trace) {
  int i = 0;
  while (trace.step(i).chapter == Chapter::kGiven) ++i;
  return i;
}

int last_walk_step(const TraceView<float>& trace) {
  return static_cast<int>(trace.steps().size()) - 1;
}

int step_looked_at(const View& view, const TraceView<float>& trace) {
  const int last = last_walk_step(trace);
  if (view.cursor >= 0) return std::min(view.cursor, last);
  for (int i = 0; i <= last; ++i)
    if (trace.step(i).quantity == Quantity::kDW) return i;
  return last;
}

int current_step(const UiContext& ui) { return step_looked_at(ui.view, ui.trace); }

bool is_reached(const UiContext& ui, int step) { return step <= current_step(ui); }

bool is_computed(const UiContext& ui, int step) {
  return ui.view.cursor < 0 || ui.view.playing || step <= ui.view.cursor ||
         ui.trace.step(step).chapter == Chapter::kGiven;
}

void run_command(const UiContext& ui, std::string_view command) {
  if (ui.locks(Part::kTransport) && moves_time(command)) return;
  Session* session = &ui.session;
  View* view = &ui.view;
  const bool walking = ui.view.tab == Tab::kDerivation && !ui.view.playing;
  if (command == "play")
    return ui.later([=] { view->playing = !view->playing, view->walking = false; });
  if (command == "walk") return toggle_walk(ui);
  if (command == "forward" && walking) return walk(ui, 1);
  if (command == "backward" && walking) return walk(ui, -1);
  if (command == "forward" || command == "step")
    return ui.later([=] { view->playing = false, session->step(); });
  if (command == "backward" || command == "back")
    return ui.later([=] { view->playing = false, session->seek(session->step_count() - 1); });
  if (command == "epoch") return ui.later([=] { view->playing = false, session->step_epoch(); });
  if (command == "reset") {
    // A walk begins anew as well.
    const int first = first_walk_step(ui.trace);
    return ui.later([=] {
      view->playing = view->walking = false;
      if (view->cursor >= 0) view->cursor = first;
      session->reset();
    });
  }
  if (command == "next page") return turn_page(ui, 1);
  if (command == "previous page") return turn_page(ui, -1);
  if (command == "undo") return ui.later([=] { session->undo(); });
  if (command == "redo") return ui.later([=] { session->redo(); });
  NetworkCamera* camera = &view->network.camera;
  if (command == "zoom_in" || command == "zoom_out")
    return ui.later(
        [camera, area = ui.network_view.layout.area, factor = command == "zoom_in" ? 1.25f : 0.8f] {
          zoom_about(*camera, area, area.center(), factor);
        });
  if (command == "fit") return ui.later([camera] { *camera = {}; });
  for (const Pan& pan : kPans)
    if (command == pan.command)
      return ui.later([camera, area = ui.network_view.layout.area, pan] {
        pan_by(*camera, area, {pan.x * area.width(), pan.y * area.height()});
      });
  ui.requests.emplace_back(command);
}

}  // namespace backflow
