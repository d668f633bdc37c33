// The page: session, interface and API behind one canvas. Knows SDL and ImGui's backends, no
// panels.
#pragma once

#include <SDL.h>

#include <array>
#include <optional>
#include <string>

#include "api.h"
#include "frame_budget.h"
#include "gl_painter.h"
#include "link.h"
#include "session.h"
#include "ui.h"

namespace backflow {

/// What JavaScript tells at the start and when it changes.
struct PageOptions {
  bool dark = false, touch = false, mac = false, reduced_motion = false;
  double width = 0, height = 0;  // css px
  double dpr = 1;
};

/// Of the frames drawn last, ms on the CPU: all of it, and what of it is laying out the interface,
/// before anything goes to the graphics card.
struct FrameCosts {
  std::vector<double> whole, interface;

  void bound(std::size_t most) {
    for (std::vector<double>* costs : {&whole, &interface})
      if (costs->size() > most) costs->erase(costs->begin());
  }
};

class Page {
 public:
  Page() : ui_(session_), api_(session_) {
    add_methods();
    add_data_methods();
    add_link_methods();
    add_lesson_methods();
    add_graphics_methods();
    add_embed_methods();
    add_language_methods();
  }

  /// False where there is no WebGL2.
  bool start(const PageOptions& options);
  void resize(double css_width, double css_height, double dpr);

  /// One frame: events in, training inside its budget, drawing if anything changed, events out.
  void frame(double now_ms);
  /// ms until the next frame is wanted: 0 at once, −1 not before something happens.
  double next_frame_in() const;
  void wake() {
    frames_wanted_ = 3;
    may_settle_early_ = false;
  }

  void context_lost() { has_context_ = false; }
  void context_restored();
  void pointer_left();
  void focus(bool has_focus);
  void visible(bool is_visible);
  /// A finger: phase 0 down, 1 moved, 2 up, 3 cancelled; css px.
  void touch(int phase, double x, double y);

  std::string call(const char* method, const char* arguments);
  /// What was typed into the field over a cell: empty if accepted, else the reason.
  std::string commit_edit(const char* text);
  void cancel_edit() { edit_.reset(); }

 private:
  /// What a change is measured against.
  struct Seen {
    std::uint64_t version = 0;  // of the session
    View view;
    bool operator==(const Seen&) const = default;
  };

  struct Finger {
    bool down = false, scrolls = false;
    ImVec2 start, last;
    int frames_to_leave = 0;  // after a tap ImGui must not go on hovering
  };

  void add_methods();
  void add_data_methods();
  void add_set_methods();
  void add_link_methods();
  void add_lesson_methods();
  void add_embed_methods();
  ApiReply look(const nlohmann::json& words);
  ApiReply open_lesson(const nlohmann::json& arguments);
  void add_graphics_methods();
  void poll_events();
  void train(double now, double frame_ms, double began_ms);
  RunEnd train_slices(double steps, double end_time);
  void stop_playing(RunEnd end);
  void check_gradients(double frame_ms);
  void make_painter();
  void interface_frame(double now);
  void draw(double now);
  void render(int width, int height);
  void draw_picture(int width, int height);
  ApiReply equation(const nlohmann::json& arguments);
  ApiReply screenshot(const nlohmann::json& arguments);
  void send_events();
  void send_edit();
  void follow_edit();
  void send_label();
  void send_change();
  void send_theme(bool is_chosen);
  void send_language(const std::string& name);
  void add_language_methods();
  void refresh_fonts();
  ViewWords view_words();
  void take_view(const ViewWords& words);
  void take_waiting_place(std::vector<StateError>& notices);
  bool open_bookmark(Bookmark bookmark, std::vector<StateError>& notices);
  ApiReply open_link(const nlohmann::json& arguments);
  ApiReply open_file(const std::string& text, bool always_takes_view);
  double seconds(double now_ms) const { return (clock_ ? *clock_ : now_ms) / 1000; }

  Session session_;
  Ui ui_;
  Api api_;
  SDL_Window* window_ = nullptr;
  SDL_GLContext context_ = nullptr;
  std::optional<GlPainter> painter_;
  std::vector<std::uint32_t> picture_;  // the last screenshot's pixels
  bool has_context_ = false, is_visible_ = true;
  double scale_ = 1;
  int frames_wanted_ = 3;
  bool may_settle_early_ = false;                 // nothing but the pointer moved
  std::array<std::int64_t, 4> frame_shape_ = {};  // of ImGui's last frame
  std::int64_t frames_drawn_ = 0;
  std::optional<double> clock_;     // ms: a test's fixed clock
  double now_ = 0, last_draw_ = 0;  // s: of the last frame, of the last one drawn
  double owed_steps_ = 0;           // of a playing speed in steps a second
  double last_train_ = 0;           // s
  FrameBudget frame_budget_;
  bool check_done_ = false;
  double check_shown_ = 0;  // s: when a frame last told how far the check is
  std::uint64_t seen_version_ = 0;
  std::int64_t played_from_ = -1;     // the step at which play was pressed; −1: it is not playing
  std::optional<SDL_Event> put_off_;  // to the next frame
  bool has_left_ = false;             // the pointer; ImGui is still to hear it
  std::optional<EditRequest> edit_;   // what is being typed
  Finger finger_;
  std::optional<ViewWords> waiting_place_;  // of what is opened when its data are here
  Seen seen_;
  bool is_change_told_ = false;
  View pulse_view_;  // what the view's version stands for
  std::int64_t view_version_ = 0;
  std::string label_;
  std::string language_ = "auto";  // the link's, as it was told
  FrameCosts frame_costs_;
};

}  // namespace backflow
