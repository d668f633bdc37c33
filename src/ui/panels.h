// The panels. Each draws into its rectangle and leaves commands; none changes the session itself.
#pragma once

#include "ui_context.h"
#include "widgets.h"

namespace backflow {

/// How the label of the bar with a written-out sum begins.
inline constexpr const char* kWrittenOut = "written out: ";

/// Labels by which Esc knows what is open: the way back from a lens, and from a matrix' window.
inline constexpr const char* kStepLensTitle = key("This step");
inline constexpr const char* kWholeMatrix = "whole ";
bool is_popup_open();
bool is_window_open(const std::vector<Widget>& widgets);
bool is_lens_open(const View& view, const std::vector<Widget>& widgets);

void header_panel(const UiContext& ui, const Rect& rect);
/// The transport alone, as on a phone.
void transport(const UiContext& ui, const Rect& rect);
float transport_width(const UiContext& ui);
/// Where the header has no room for it: what training stopped at, and the way out, at the top of
/// `body`. Returns the height that it takes, 0 where all is well.
float trouble_bar(const UiContext& ui, const Rect& body);
/// The list of presets; returns its width.
float preset_menu(const UiContext& ui, ImVec2 at, float height);

void network_panel(const UiContext& ui, const Rect& rect);
void loss_panel(const UiContext& ui, const Rect& rect);
void derivation_panel(const UiContext& ui, const Rect& rect);
void matrices_panel(const UiContext& ui, const Rect& rect);
/// The slides' story on one gradient: factors to drag into an order, told at once whether they fit.
/// Returns the height that it takes.
float shapes_lens(const UiContext& ui, ImVec2 at, float width, int gradient);
/// Why there is a transpose: one number of the gradient three ways, and sample by sample.
float transpose_lens(const UiContext& ui, ImVec2 at, float width, int gradient);
/// E along one weight: the gradient's prediction beside what happens.
float nudge_lens(const UiContext& ui, ImVec2 at, float width, int step);
/// The size of δ in each layer, beside the pinned run's; returns the height that it takes.
float gradient_profile(const UiContext& ui, ImVec2 at, float width, const GradientPoint& now);
void gradients_panel(const UiContext& ui, const Rect& rect);
void settings_panel(const UiContext& ui, const Rect& rect);
void data_panel(const UiContext& ui, const Rect& rect);
void surface_panel(const UiContext& ui, const Rect& rect);

/// The commands of transport and keyboard: one table, from which help is made too.
struct Shortcut {
  const char* keys;     // as shown in help
  const char* command;  // id
  const char* title;
};
std::span<const Shortcut> shortcuts();

/// Carries out a command by its id ("play", "step", "back", "reset", "epoch", "undo", …) after this
/// frame.
void run_command(const UiContext& ui, std::string_view command);

/// The keys of this frame, as commands.
void press_keys(const UiContext& ui);

/// First and last step of the walk (what is given is not walked).
int first_walk_step(const TraceView<float>& trace);
int last_walk_step(const TraceView<float>& trace);
/// The step that the Derivation tab shows: the cursor, or the first dE/dW if nothing is being
/// walked.
int step_looked_at(const View& view, const TraceView<float>& trace);
int current_step(const UiContext& ui);
/// False for what lies behind the step that is shown.
bool is_reached(const UiContext& ui, int step);
/// False for what the walk has not come to, wherever it is drawn; without a walk all is computed.
bool is_computed(const UiContext& ui, int step);

/// One item of the walk on (1) or back (−1), by hand.
void walk(const UiContext& ui, int direction);
/// Starts the walk by itself, or pauses it; keep_walking takes its steps when they are due.
void toggle_walk(const UiContext& ui);
void keep_walking(const UiContext& ui);
/// Walking by itself, predicting, notation. Returns the height.
float walk_bar(const UiContext& ui, ImVec2 at, float width);
float walk_bar_width(const UiContext& ui);
void notation_button(const UiContext& ui, const Rect& rect);

/// One step: its formula, its operands and its result as matrices, in words. `room` is the height
/// that is there, `chip` where its chip is. Returns the height.
float step_view(const UiContext& ui, ImVec2 at, float width, float room, int index,
                const Rect& chip);
/// Goes to a step of the walk.
std::function<void(int)> go_to(const UiContext& ui);

/// Finds out why the hovered cell (of the backward pass), or else that step's smallest, is small,
/// and which cells to light for it.
void follow_blame(const UiContext& ui, int step);
/// The sentence, if there is a reason; returns its height.
float blame_note(const UiContext& ui, ImVec2 at, float width);

}  // namespace backflow
