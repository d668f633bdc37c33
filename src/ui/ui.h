// The interface as a whole: lays the panels out, keeps what is looked at, and carries out the
// commands that the panels leave.
#pragma once

#include <chrono>

#include "data_view.h"
#include "lesson_view.h"
#include "network_view.h"
#include "surface_view.h"
#include "ui_context.h"

namespace backflow {

/// A matrix, or one of its cells, that a course page points at; row and col from 0, −1: all of it.
struct Highlight {
  std::string id;  // of a step of the trace
  Index row = -1, col = -1;
};

class Ui {
 public:
  explicit Ui(Session& session) : session_(session) {}

  /// Sizes in device px; `scale` is device px per css px. Rebuilds the fonts where the scale
  /// changed: true if it did, so that the renderer uploads them anew.
  bool set_screen(float width, float height, float scale);
  void set_dark(bool dark);
  void set_touch(bool touch) { touch_ = touch; }
  void set_reduced_motion(bool reduced) { reduced_motion_ = reduced; }

  /// Glyphs beside those of the page's own fonts: an OpenType file, empty for none. The fonts are
  /// built anew.
  void set_glyphs(std::vector<std::uint8_t> font);
  /// Forgets what was written or measured in another language.
  void language_changed();
  /// Every text that the last frame drew, from the first call on.
  const std::vector<std::string>& drawn_texts();

  /// Draws one frame between ImGui::NewFrame and ImGui::Render. `now` in s.
  void frame(double now);

  /// True while something moves by itself, so that the next frame must come at once.
  bool is_animating(double now) const;
  /// Whether the last frame found something that only the next one shows.
  bool goes_on() const { return again_; }

  /// s until something happens by itself though nothing moves; −1: nothing does.
  double wakes_in(double now) const;

  /// Whether Esc closes something: a list, a lens, a window on a large matrix.
  bool takes_escape() const;
  /// The titles of the tabs that there are, in the order of their keys 1, 2, …
  const std::vector<const char*>& tab_titles() const { return tab_titles_; }

  /// Fingers: whether something scrolls at a place, and scrolling it (device px, down is positive).
  bool scrolls_at(ImVec2 at) const;
  void scroll_by(ImVec2 at, float distance) { scroll_ = {at, scroll_.distance + distance}; }

  View& view() { return view_; }
  DataView& data_view() { return data_view_; }
  /// Lit wherever it is drawn while the pointer is nowhere; empty id: nothing.
  void set_highlight(Highlight highlight) { highlight_ = std::move(highlight); }
  bool is_lesson_done() const { return lesson_.is_done; }
  /// Opens a page of a lesson, or leaves it. An error where its state is refused.
  StateError open_lesson(const LessonPlace& place);
  /// The same page beside what a link gave.
  void resume_lesson(const LessonPlace& place) { backflow::resume_lesson(stage(), place); }
  /// The step of the derivation that is looked at.
  int looked_at(const TraceView<float>& trace) const;
  /// The view's words of the puzzle are to be done, on the numbers of now.
  void take_lenses() {
    puzzle_ = {.takes_words = true};
    derivation_.nudge = {};
  }
  SurfaceView& surface_view() { return surface_view_; }
  NetworkView& network_view() { return network_view_; }
  /// Null, or what draws by shaders; must outlive all frames that are drawn with it.
  void set_painter(Painter* painter) { painter_ = painter; }
  const std::vector<Widget>& widgets() const { return widgets_; }
  /// Where the widget of that label is now, at least half in sight; of several the one nearest to
  /// `last`.
  std::optional<Rect> find_widget(std::string_view label, const Rect& last) const;
  const Theme& theme() const { return theme_; }

  /// A view's rectangle in the frame drawn last, device px: "page", "network", "loss", or the id of
  /// a tab that is in sight; null if it is not.
  const Rect* find_view(std::string_view name) const;
  /// "page, network, …": those that are in sight.
  std::string view_names() const;
  const std::vector<NamedView>& views() const { return views_; }

  /// What only the page can do, since the last call: "help", "theme".
  std::vector<std::string> take_requests() { return std::move(requests_); }
  /// Sentences for the reader, since the last call.
  std::vector<std::string> take_notices() { return std::move(notices_); }
  /// Numbers to be typed, since the last call.
  std::vector<EditRequest> take_edits() { return std::move(edits_); }

 private:
  LessonStage stage() {
    return {session_, view_, puzzle_, data_view_.source, gradient_log_, lesson_};
  }
  const Metrics& measured();
  void light(const TraceView<float>& trace);
  /// True while there is more to do.
  bool fill_gradient_log();
  Hover resting_hover(const TraceView<float>& trace) const;
  void keep_tapped(const Hover& next);
  void light_network(const TraceView<float>& trace);

  /// What lit_ was found for.
  struct Lighting {
    Hover hover;
    std::uint64_t version = 0;
    int sample = 0;
    bool operator==(const Lighting&) const = default;
  };

  Session& session_;
  Theme theme_;
  View view_;
  Hover hover_;
  Hover tapped_;  // by a finger, which points at nothing once it is lifted
  Highlight highlight_;
  LitCells lit_;
  Lighting lighting_;
  CellDrag drag_;
  PuzzleState puzzle_;
  DerivationState derivation_;
  GradientLog gradient_log_;
  Metrics metrics_;
  std::chrono::steady_clock::time_point next_measure_;
  DataView data_view_;
  LessonView lesson_;
  SurfaceView surface_view_;
  NetworkView network_view_;
  Painter* painter_ = nullptr;
  SolidFill card_fill_{};
  FingerScroll scroll_;
  std::vector<Widget> widgets_;
  std::vector<std::string> drawn_;
  bool keeps_drawn_ = false;
  std::vector<NamedView> views_;
  std::vector<const char*> tab_titles_;
  std::vector<EditRequest> edits_;
  std::vector<std::string> requests_;
  std::vector<std::string> notices_;
  ImVec2 size_{};
  bool touch_ = false, reduced_motion_ = false;
  double animate_until_ = 0;  // s
  bool had_popup_ = false;    // when the last frame ended
  bool again_ = true;         // see goes_on
};

}  // namespace backflow
