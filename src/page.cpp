#include "page.h"

#include <GLES3/gl3.h>
#include <emscripten.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <nlohmann/json.hpp>
#include <utility>

#include "imgui_impl_opengl3.h"
#include "imgui_impl_sdl2.h"
#include "imgui_internal.h"
#include "page_events.h"
#include "term_text.h"

namespace backflow {
namespace {

using Json = nlohmann::json;

constexpr SDL_EventType kPointerLeft = SDL_USEREVENT;
constexpr std::size_t kMostFrameCosts = 240;
constexpr double kMostInterface = 6;  // ms in which another of ImGui's frames may begin

/// Equal where two of ImGui's frames have drawn as much, the same thing is pointed at, and no
/// window, which ImGui lays out once before it shows it, is still to come.
std::array<std::int64_t, 4> shape_of_frame() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const ImDrawData& lists = *ImGui::GetDrawData();
  const auto is_hidden = [](const ImGuiWindow* window) { return window->Active && window->Hidden; };
  return {std::int64_t{context.HoveredId}, lists.TotalVtxCount, lists.CmdListsCount,
          std::count_if(context.Windows.begin(), context.Windows.end(), is_hidden)};
}

}  // namespace

bool Page::start(const PageOptions& options) {
  // Keys only while the canvas has the focus: everything else on the page keeps its own.
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
  SDL_SetHint(SDL_HINT_EMSCRIPTEN_ASYNCIFY, "0");
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return false;
  for (const SDL_EventType event : {SDL_FINGERDOWN, SDL_FINGERUP, SDL_FINGERMOTION})
    SDL_EventState(event, SDL_DISABLE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_MULTISAMPLEBUFFERS, 0);
  // The window's size is the drawing buffer's, in device pixels: SDL then scales the mouse to them,
  // and without SDL_WINDOW_RESIZABLE it never changes the size by itself.
  window_ = SDL_CreateWindow("Backflow", 0, 0, 320, 240, SDL_WINDOW_OPENGL);
  context_ = window_ ? SDL_GL_CreateContext(window_) : nullptr;
  if (!context_) return false;
  has_context_ = true;

  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.ConfigMacOSXBehaviors = options.mac;
  ImGui_ImplSDL2_InitForOpenGL(window_, context_);
  ImGui_ImplOpenGL3_Init("#version 300 es");
  make_painter();
  SDL_StopTextInput();  // typing goes through a field of the page, see send_edit
  ui_.set_dark(options.dark);
  ui_.set_touch(options.touch);
  ui_.set_reduced_motion(options.reduced_motion);
  resize(options.width, options.height, options.dpr);
  send({{"type", "ready"}});
  return true;
}

void Page::resize(double css_width, double css_height, double dpr) {
  scale_ = dpr;
  const int width = std::max(1, static_cast<int>(std::lround(css_width * dpr)));
  const int height = std::max(1, static_cast<int>(std::lround(css_height * dpr)));
  int now_w = 0, now_h = 0;
  emscripten_get_canvas_element_size("#canvas", &now_w, &now_h);
  if (now_w != width || now_h != height) SDL_SetWindowSize(window_, width, height);
  if (ui_.set_screen(static_cast<float>(width), static_cast<float>(height),
                     static_cast<float>(dpr)))
    refresh_fonts();
  wake();
}

// They are uploaded anew with the next frame.
void Page::refresh_fonts() { ImGui_ImplOpenGL3_DestroyDeviceObjects(); }

void Page::context_restored() {
  // What the old context held is gone; the backend makes its objects anew at the next frame.
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplOpenGL3_Init("#version 300 es");
  make_painter();
  has_context_ = true;
  wake();
}

void Page::make_painter() {
  painter_.emplace();
  ui_.set_painter(&*painter_);
}

// In its place among what else the pointer does.
void Page::pointer_left() {
  SDL_Event left{.type = kPointerLeft};
  SDL_PushEvent(&left);
  wake();
}

void Page::focus(bool has_focus) {
  ImGui::GetIO().AddFocusEvent(has_focus);
  wake();
}

void Page::visible(bool is_visible) {
  is_visible_ = is_visible;
  last_train_ = 0;  // the time away is not owed
  if (is_visible) wake();
}

void Page::poll_events() {
  SDL_Event event;
  const auto next = [&] {
    if (!put_off_) return SDL_PollEvent(&event) != 0;
    event = *std::exchange(put_off_, std::nullopt);
    return true;
  };
  bool is_dragged = false;
  while (next()) {
    // Where a drag went to is seen before the button goes up, also where frames are slow. A click
    // that comes whole loses no time: two of them may be a double one.
    if (event.type == SDL_MOUSEBUTTONUP && is_dragged) {
      put_off_ = event;
      return;
    }
    if (event.type == SDL_MOUSEBUTTONDOWN) is_dragged = false;
    if (event.type == SDL_MOUSEMOTION) is_dragged = event.motion.state != 0;
    if (event.type == SDL_MOUSEMOTION || event.type == kPointerLeft)
      has_left_ = event.type == kPointerLeft;
    // SDL ≥ 2.30.9 gives lines; ImGui's backend divides by 100 once more.
    if (event.type == SDL_MOUSEWHEEL) event.wheel.preciseX *= 100;
    // Where a field over the canvas is gone, the pointer is back without a move, which not every
    // browser makes up.
    if (event.type == SDL_MOUSEBUTTONDOWN && event.button.which != SDL_TOUCH_MOUSEID)
      ImGui::GetIO().AddMousePosEvent(static_cast<float>(event.button.x),
                                      static_cast<float>(event.button.y));
    ImGui_ImplSDL2_ProcessEvent(&event);
    const bool only_moves = event.type == SDL_MOUSEMOTION && event.motion.state == 0 &&
                            (may_settle_early_ || frames_wanted_ == 0);
    wake();
    may_settle_early_ = only_moves;
  }
  // Browsers tell of it before the button goes up that was pressed until then.
  if (std::exchange(has_left_, false)) ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

// One of ImGui's frames: takes what came in, and makes the lists of what is to be drawn.
void Page::interface_frame(double now) {
  ImGuiIO& io = ImGui::GetIO();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  int width = 0, height = 0;
  emscripten_get_canvas_element_size("#canvas", &width, &height);
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DisplayFramebufferScale = {1, 1};
  // Up to a second: two clicks with a pause between them are no double click, though nothing was
  // drawn meanwhile.
  io.DeltaTime = static_cast<float>(std::clamp(now - last_draw_, 0.001, 1.0));
  last_draw_ = now;
  if (finger_.frames_to_leave > 0 && --finger_.frames_to_leave == 0)
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  ImGui::NewFrame();
  if (io.AppFocusLost && SDL_GetMouseFocus() == window_) {
    // With the keys ImGui has forgotten where the pointer is, which is still here.
    int x = 0, y = 0;
    SDL_GetMouseState(&x, &y);
    io.AddMousePosEvent(static_cast<float>(x), static_cast<float>(y));
  }
  ui_.frame(now);
  ImGui::Render();
  // ImGui takes one change of a key or button a frame: what came in one go takes several.
  if (!ImGui::GetCurrentContext()->InputEventsQueue.empty()) wake();
}

// What a hand does takes ImGui several frames: it is taken in, its answer is made, and what is lit
// or moves for that comes after. Only the last one is worth a picture, so they follow each other at
// once while there is time. A pointer that goes over nothing new is answered by the first.
void Page::draw(double now) {
  painter_->reset_stats();
  const double began = emscripten_get_now();
  double spent = 0;
  do {
    if (frames_wanted_ > 0) --frames_wanted_;
    interface_frame(now);
    const auto last = std::exchange(frame_shape_, shape_of_frame());
    if (may_settle_early_ && frame_shape_ == last && !ui_.goes_on()) frames_wanted_ = 0;
    spent = emscripten_get_now() - began;
  } while (frames_wanted_ > 0 && spent >= 0 && spent < kMostInterface);
  frame_costs_.interface.push_back(spent);
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  render(static_cast<int>(size.x), static_cast<int>(size.y));
  ++frames_drawn_;
}

void Page::render(int width, int height) {
  glViewport(0, 0, width, height);
  const ImVec4 page = ImGui::ColorConvertU32ToFloat4(ui_.theme().palette.page);
  glClearColor(page.x, page.y, page.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

// Drawing comes before training: the graphics card has its work early, and how much of the frame is
// left for training is known then.
void Page::frame(double now_ms) {
  const double now = now_ = seconds(now_ms), began = emscripten_get_now();
  poll_events();
  const bool wanted = frames_wanted_ > 0 || ui_.is_animating(now) || ui_.wakes_in(now) == 0 ||
                      finger_.frames_to_leave > 0;
  if (has_context_ && wanted) {
    const double before = emscripten_get_now();
    draw(now);
    frame_costs_.whole.push_back(emscripten_get_now() - before);
    frame_costs_.bound(kMostFrameCosts);
    if (frames_wanted_ == 0) send_label();
  }
  train(now, now_ms, began);
  check_gradients(now_ms);
  send_events();
}

double Page::next_frame_in() const {
  if (!is_visible_) return -1;
  // Without a picture there is no need of frames but to compute.
  if (!has_context_) return played_from_ >= 0 || session_.is_seeking() ? 0 : -1;
  const bool busy = frames_wanted_ > 0 || put_off_ || !check_done_ || session_.is_seeking() ||
                    ui_.is_animating(now_) || finger_.frames_to_leave > 0;
  const double wakes_in = ui_.wakes_in(now_);
  return busy ? 0 : wakes_in < 0 ? -1 : wakes_in * 1000;
}

void Page::send_edit() {
  send({{"type", "edit"},
        {"label", edit_->label},
        {"text", with_decimal_mark(edit_->text)},
        {"x", edit_->rect.x0 / scale_},
        {"y", edit_->rect.y0 / scale_},
        {"w", edit_->rect.width() / scale_},
        {"h", edit_->rect.height() / scale_},
        {"keyboard", "decimal"}});
}

// The field stays over what is being typed into, and closes where that is no longer in sight.
void Page::follow_edit() {
  if (!edit_ || edit_->widget.empty()) return;
  const std::optional<Rect> place = ui_.find_widget(edit_->widget, edit_->rect);
  if (!place) {
    edit_->widget.clear();
    send({{"type", "edit_end"}});
  } else if (*place != edit_->rect) {
    edit_->rect = *place;
    send_edit();
  }
}

std::string Page::commit_edit(const char* text) {
  if (!edit_) return "";
  std::string reason = edit_->commit(text);
  if (!reason.empty()) return reason;
  edit_.reset();
  wake();
  return "";
}

void Page::send_label() {
  if (ui_.view().playing) return;
  const Metrics& metrics = session_.metrics();
  std::string label = tr("Backflow: step {0}, loss {1}",
                         {std::to_string(metrics.step), number_text(metrics.loss, 4)});
  if (label == label_) return;
  label_ = label;
  send({{"type", "title"}, {"text", label}});
}

/// `is_chosen`: by the reader, for the next visits too; else by a link.
void Page::send_theme(bool is_chosen) {
  const char* name = ui_.theme().dark ? "dark" : "light";
  send({{"type", "theme"}, {"theme", name}, {"chosen", is_chosen}});
}

/// Once, until somebody has looked at what it is now ("seen"): training changes it every frame.
void Page::send_change() {
  if (is_change_told_ || Seen{session_.version(), ui_.view()} == seen_) return;
  is_change_told_ = true;
  send({{"type", "change"}});
}

void Page::send_events() {
  for (const std::string& request : ui_.take_requests()) {
    if (request == "theme") {
      ui_.set_dark(!ui_.theme().dark);
      ui_.view().theme = ViewTheme::kSystem;
      wake();
      send_theme(true);
    } else {
      send({{"type", "dialog"}, {"name", request}});
    }
  }
  if (ui_.data_view().source.take_request()) send({{"type", "fetch"}, {"name", "digits"}});
  for (const std::string& text : ui_.take_notices())
    send({{"type", "notice"}, {"level", "error"}, {"text", text}});
  follow_edit();
  for (EditRequest& edit : ui_.take_edits()) {
    edit_ = std::move(edit);
    send_edit();
  }
  send_change();
}

std::string Page::call(const char* method, const char* arguments) {
  static constexpr std::string_view kReadOnly[] = {
      "state",      "trace",      "gradients",     "metrics",     "widgets",    "frames",
      "idle",       "shortcuts",  "presets",       "csvChoices",  "previewCsv", "sampleCsv",
      "pointPlot",  "drawnDigit", "link",          "linkHelp",    "file",       "seen",
      "parts",      "export",     "exportChoices", "outline",     "matrix",     "where",
      "pulse",      "lessons",    "glStats",       "surfaceGrid", "frameCost",  "networkEdge",
      "screenshot", "views",      "equation"};
  if (std::find(std::begin(kReadOnly), std::end(kReadOnly), method) == std::end(kReadOnly)) wake();
  return api_.call(method, arguments);
}

}  // namespace backflow
