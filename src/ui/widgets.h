// The few controls that the panels are made of, drawn in the page's own look. Each one is an ImGui
// item (so that mouse, touch and keyboard reach it) and is listed among the widgets of the frame.
#pragma once

#include <optional>
#include <span>

#include "term_text.h"
#include "ui_context.h"

namespace backflow {

/// Text at a place; returns its width. Positions are of the top left of the line.
float draw_text(const UiContext& ui, ImVec2 at, std::string_view text, ImU32 color,
                TextSize size = TextSize::kBody, bool strong = false);
ImVec2 text_size(const UiContext& ui, std::string_view text, TextSize size = TextSize::kBody,
                 bool strong = false);
/// Text in the middle of a rectangle.
void draw_text_centered(const UiContext& ui, const Rect& rect, std::string_view text, ImU32 color,
                        TextSize size = TextSize::kBody, bool strong = false);
/// Text wrapped at `width`; returns its height.
float draw_wrapped(const UiContext& ui, ImVec2 at, float width, std::string_view text, ImU32 color,
                   TextSize size = TextSize::kBody, bool strong = false);

/// The height that draw_wrapped will take.
float wrapped_height(const UiContext& ui, float width, std::string_view text,
                     TextSize size = TextSize::kBody);

/// Shortens text with an ellipsis so that it fits.
std::string fitted(const UiContext& ui, std::string_view text, float width,
                   TextSize size = TextSize::kBody, bool strong = false);

enum class ButtonLook : std::uint8_t { kPlain, kOutlined, kFilled, kSelected };

/// What happened to a widget in this frame.
struct Hit {
  bool hovered = false, held = false, activated = false, clicked = false, double_clicked = false,
       focused = false;
};

/// An item without a look: interaction, focus ring, tooltip and its line in the widgets' list.
/// `text`: what it shows, for tests and readers, where the label does not tell.
Hit hit_area(const UiContext& ui, const Rect& rect, std::string_view label, const char* kind,
             std::string_view tooltip = {}, bool enabled = true, std::string_view text = {});

/// Lists something that is drawn among the widgets of the frame, as far as it can be seen.
void list_widget(const UiContext& ui, const Rect& rect, std::string_view label, const char* kind,
                 bool enabled = true, std::string_view text = {});

/// `label` names it for tests and readers; `text` is what it shows.
bool button(const UiContext& ui, const Rect& rect, std::string_view label, std::string_view text,
            ButtonLook look, std::string_view tooltip = {}, bool enabled = true);

enum class Icon : std::uint8_t {
  kReset,
  kBack,
  kPlay,
  kPause,
  kStep,
  kEpoch,
  kTheme,
  kMore,
  kPrevious,
  kNext,
  kUndo,
  kRedo
};
bool icon_button(const UiContext& ui, const Rect& rect, std::string_view label, Icon icon,
                 ButtonLook look, std::string_view tooltip, bool enabled = true);
void draw_icon(ImVec2 center, float size, Icon icon, ImU32 color);

/// A choice from a list that opens below: the chosen position, or nothing. Options show their hint;
/// both are translated where they are drawn.
struct Option {
  std::string title;
  std::string hint;
};
/// `shown`: what the field says instead of the chosen option's title.
std::optional<int> select(const UiContext& ui, const Rect& rect, std::string_view label,
                          std::span<const Option> options, int current, std::string_view tip = {},
                          std::string_view shown = {});

/// A select's list alone, below `field`; `opens`: in this frame.
std::optional<int> select_list(const UiContext& ui, const Rect& field, std::string_view label,
                               std::span<const Option> options, int current, bool opens);

/// On or off; true when it was switched.
bool toggle(const UiContext& ui, const Rect& rect, std::string_view label, bool on,
            std::string_view tip = {});

/// A number between − and +: what was pressed, −1 or 1; 0 for nothing. A click on the number itself
/// asks for typing through `commit`.
int stepper(const UiContext& ui, const Rect& rect, std::string_view label, const std::string& text,
            const std::function<std::string(const std::string&)>& commit,
            std::string_view tip = {});

/// A second click in quick succession, or a fourth: who double-clicks twice may be quick.
bool is_double_click();
/// The ground of cards, opaque.
void fill_card(const UiContext& ui, const Rect& rect, float radius);
/// A card: the page's rounded white ground with a hairline around.
void draw_card(const UiContext& ui, const Rect& rect);
/// A card's heading in small capitals' place; returns the height it takes.
float card_title(const UiContext& ui, const Rect& card, std::string_view text);

/// Typesets (cached) and draws a formula of the trace, its terms alive: hovering one sets
/// next_hover.term, a click calls `on_term`. Returns its size.
struct FormulaLook {
  float em = 19;        // css px
  float max_width = 0;  // device px; 0: one line
  ImU32 color = 0;      // 0: the text colour
  float opacity = 1;
  int current = -1;  // the step whose term is in the accent colour
  bool display = true;
  bool interactive = true;
};
const FormulaLayout& formula_layout(const UiContext& ui, const Formula& formula,
                                    const FormulaLook& look);
ImVec2 draw_trace_formula(const UiContext& ui, ImVec2 at, const Formula& formula,
                          const FormulaLook& look, const std::function<void(int)>& on_term = {});
/// A symbol alone, centred on a rectangle.
void draw_symbol(const UiContext& ui, const Rect& rect, const std::string& tex, float em,
                 ImU32 color, float opacity = 1);
ImVec2 symbol_size(const UiContext& ui, const std::string& tex, float em);

/// A vertically scrolling region; everything between begin and end is inside and clipped.
bool begin_scroll(const UiContext& ui, const Rect& rect, const char* id);
void end_scroll();
/// The width inside a scrolling region, scrollbar or not: what is pointed at must not move because
/// a scrollbar comes or goes.
float inner_width(const UiContext& ui, const Rect& rect);

/// A tooltip in the page's look, at the pointer; call between hovering and the end of the frame.
void tooltip(const UiContext& ui, std::string_view text);

}  // namespace backflow
