// What every panel is given: the session to read, the theme, what is selected, and where to leave
// commands. Panels never change the session while they draw; commands are carried out after the
// frame.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cell_place.h"
#include "derivation_state.h"
#include "gradient_log.h"
#include "language.h"
#include "looks.h"
#include "parts.h"
#include "session.h"
#include "shape_puzzle.h"
#include "term_text.h"
#include "theme.h"

namespace backflow {

/// A widget of the frame drawn last: the test hook and the overlap test read these.
struct Widget {
  std::string label;
  const char* kind;  // "button", "cell", "tab", …
  ImVec2 min, max;   // device pixels: the part that can be seen
  bool enabled = true;
  std::string text{};  // what it shows, where that is a number
  ImVec2 whole_min{}, whole_max{};
};

enum class Tab : std::uint8_t {
  kDerivation,
  kNetwork,
  kMatrices,
  kData,
  kSurface,
  kGradients,
  kSettings
};

/// How the Derivation tab looks at a gradient.
enum class Lens : std::uint8_t { kStep, kShapes, kTranspose, kNudge };

/// The reader's own arrangement of a gradient's factors.
struct PuzzleState {
  Puzzle puzzle;
  Puzzle base;               // what it was before the reader arranged it
  int station = 0;           // of the story
  int dragged = -1;          // the factor under the pointer's hand
  bool takes_words = false;  // what the view says of it is still to be done
};

/// What a link may say of the theme; as the system unless it does.
enum class ViewTheme : std::uint8_t { kSystem, kLight, kDark };

/// What a link may say of the language; the reader's own unless it does. The last two are for
/// tests.
enum class ViewLanguage : std::uint8_t {
  kReaders,
  kEnglish,
  kChinese,
  kSpanish,
  kArabic,
  kLong,
  kRightToLeft
};

/// What the reader looks at; a link keeps it (view_link.cpp).
struct View {
  Tab tab = Tab::kDerivation;
  int cursor = -1;  // step of the trace that the walk has reached; −1: all is shown
  int sample = 1;   // column that the network shows
  Lens lens = Lens::kStep;
  int story = 0;                     // of the lens on shapes: the station, from 0,
  std::string puzzle;                // and the reader's arrangement, see puzzle_word
  int entry_row = 0, entry_col = 0;  // of the lenses on one weight: as W is kept, from 0,
  std::optional<double> nudge;       // and where the handle is; none: beside the weight
  bool walking = false;              // the walk goes on by itself
  double walk_seconds = 2;           // a step
  bool predict = false;              // results are covered until the reader has guessed
  bool playing = false;
  double steps_per_second = 0;  // 0: as many as the frame's budget allows
  int lesson = -1;              // that is open, −1: none
  int page = 0;                 // of the lesson, from 0
  ViewTheme theme = ViewTheme::kSystem;
  ViewLanguage language = ViewLanguage::kReaders;
  PartSet hidden, locked;  // what an author keeps from the readers
  NetworkLook network;
  SurfaceChoice surface;
  bool operator==(const View&) const = default;

  /// Another network is opened: what was looked at in the one before is not in it.
  void leave_network() {
    playing = walking = false;
    cursor = -1;
    entry_row = entry_col = 0;
    nudge.reset();
    surface.target = {};
    surface.across = surface.up = -1;
  }
};

/// The same thing lights up in all views: where the pointer is, and what that means elsewhere.
struct Hover {
  CellRef cell;               // a cell of a matrix
  int term = -1;              // a step, by its term in a formula or its chip
  int layer = -1, unit = -1;  // a neuron: layer 0 … L
  int from = -1, to = -1;     // an edge into `layer`, between these units
  int sample = -1;            // a column of the batch
  bool operator==(const Hover&) const = default;
};

/// How much room there is; decided once a frame from the canvas' size in css px.
enum class Layout : std::uint8_t { kNarrow, kMedium, kWide };

/// Where a drawn thing is; all in device pixels.
struct Rect {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  float width() const { return x1 - x0; }
  float height() const { return y1 - y0; }
  ImVec2 min() const { return {x0, y0}; }
  ImVec2 max() const { return {x1, y1}; }
  ImVec2 center() const { return {(x0 + x1) / 2, (y0 + y1) / 2}; }
  bool contains(ImVec2 p) const { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1; }
  Rect inset(float by) const { return {x0 + by, y0 + by, x1 - by, y1 - by}; }
  bool operator==(const Rect&) const = default;
};

/// A part of the page that a picture can be made of.
struct NamedView {
  const char* name;
  Rect rect;
};

/// Something that the reader wants to type: the page puts a text field over its place.
struct EditRequest {
  std::string label;  // for readers: "W_ih, row 2, column 3"
  std::string text;   // what is there now
  Rect rect;
  /// Takes what was typed; empty if it was accepted, else the reason why not.
  std::function<std::string(const std::string&)> commit;
  std::string widget = {};  // the field follows that widget of the frame; empty: it stays
};

/// A cell that is being dragged to another value.
struct CellDrag {
  bool held = false;
  CellPlace place;     // what is set: a batch may show another sample there by now
  std::string name;    // for readers
  float start = 0;     // its value when the drag began
  bool begun = false;  // it has moved, so there is something to undo
  float last = 0;      // what was set last: a hand that rests sets nothing
};

/// A finger's scrolling since the last frame.
struct FingerScroll {
  ImVec2 at{};
  float distance = 0;  // device px; what is below comes up
};

struct DataView;     // data_view.h
struct LessonView;   // lesson_view.h
struct SurfaceView;  // surface_view.h
struct NetworkView;  // network_view.h
class Painter;
struct SolidFill;  // painter.h

/// Widgets whose places are asked for, also where they are out of sight.
struct Sought {
  const std::vector<std::string>* labels = nullptr;
  std::vector<Rect> places;
};

struct UiContext {
  Session& session;
  const TraceView<float>& trace;
  const Metrics& metrics;  // of now; of a moment ago where training is fast and measuring slow
  const Theme& theme;
  View& view;
  const Hover& hover;  // of the last frame: what to light
  Hover& next_hover;   // what this frame finds
  const GradientLog& gradient_log;
  const LitCells& lit;  // what made the hovered cell
  std::vector<Widget>& widgets;
  std::vector<NamedView>& views;
  std::vector<std::function<void()>>& commands;
  std::vector<EditRequest>& edits;
  std::vector<std::string>& requests;  // what only the page can do: "help", "theme"
  std::vector<std::string>& notices;   // sentences to show politely
  CellDrag& drag;
  PuzzleState& puzzle;
  DerivationState& derivation;
  DataView& data_view;
  LessonView& lesson;
  SurfaceView& surface_view;
  NetworkView& network_view;
  Painter* painter;      // null where nothing is drawn by shaders
  SolidFill* card_fill;  // lives until the frame is drawn
  bool escapes;          // Esc was pressed, and no list was open for it
  const FingerScroll& scroll;
  Layout layout = Layout::kWide;
  bool touch = false;
  bool reduced_motion = false;
  double now = 0;                             // s
  double* animate_until = nullptr;            // s: frames are drawn until then
  bool locked = false;                        // what is drawn now can be looked at, not changed
  std::vector<std::string>* drawn = nullptr;  // texts as they are drawn, where somebody asks
  Sought* sought = nullptr;                   // what a lesson's page that opens frames

  float u(float css) const { return theme.u(css); }
  const Palette& palette() const { return locked ? theme.locked : theme.palette; }
  bool shows(Part part) const { return !view.hidden.has(part); }
  bool locks(Part part) const { return view.locked.has(part); }
  /// The same, to draw a part of the page with that may be locked.
  UiContext inside(Part part) const {
    UiContext inner = *this;
    inner.locked |= locks(part);
    return inner;
  }
  const Notation& notation() const { return session.config().notation; }
  /// A number as cells show it, with the decimals that the reader asked for.
  std::string number(double value) const { return cell_text(value, notation().decimals); }
  /// css px that a cell needs more for these decimals.
  float wider_cells() const {
    return 7.5f * static_cast<float>(std::max(0, notation().decimals - 2));
  }
  /// Has `command` carried out after this frame.
  void later(std::function<void()> command) const { commands.push_back(std::move(command)); }
};

}  // namespace backflow
