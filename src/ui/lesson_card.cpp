// The card of a lesson: title, page, what there is to see, what to try. On a phone it folds.
#include "lesson_text.h"
#include "lesson_view.h"
#include "panels.h"
#include "rich_text.h"

namespace backflow {
namespace {

constexpr float kPad = 16, kTitleHeight = 26, kGap = 8;  // css px
constexpr const char* kLessonsTip = key("Ten lessons, from the forward pass to handwritten digits");
constexpr float kMostOfScreen = 0.42f;  // its height; beyond it the text scrolls

const Lesson& open_lesson_of(const UiContext& ui) {
  return lessons()[static_cast<std::size_t>(ui.view.lesson)];
}

float bar_height(const UiContext& ui) { return ui.u(ui.touch ? 48 : 40); }

float text_width(const UiContext& ui, float width) {
  return std::min(width - 2 * ui.u(kPad), ui.u(640));
}

/// What the Try box says: the task, or that it is done.
std::vector<TextPiece> attempt_of(const UiContext& ui, const LessonPage& page) {
  return fill_text(tr(page.attempt), ui.session);
}

float attempt_height(const UiContext& ui, float width, const LessonPage& page) {
  if (page.attempt.empty()) return 0;
  const float inner = width - ui.u(12 + 60 + 12);
  return rich_text_height(ui, inner, attempt_of(ui, page)) + ui.u(16) + ui.u(kGap);
}

/// The lessons' words speak of the slides' notation; empty while it is that one.
std::string notation_note(const UiContext& ui) {
  const Notation& notation = ui.notation();
  if (!notation.samples_as_rows && !notation.weights_out_in) return "";
  return tr("This text speaks of the slides' notation: samples as columns, W as in × out.");
}

float note_button_height(const UiContext& ui) { return ui.u(ui.touch ? 44 : 28); }

float note_height(const UiContext& ui, float width) {
  const std::string note = notation_note(ui);
  if (note.empty()) return 0;
  return wrapped_height(ui, width, note, TextSize::kCaption) + note_button_height(ui) +
         ui.u(2 * kGap);
}

/// The note, and the way to the notation that it speaks of. Returns its height.
float draw_note(const UiContext& ui, ImVec2 at, float width) {
  const std::string note = notation_note(ui);
  if (note.empty()) return 0;
  const float top =
      at.y + ui.u(kGap) + draw_wrapped(ui, at, width, note, ui.palette().muted, TextSize::kCaption);
  const char* text = tr("Switch to it");
  const float w = std::min(width, text_size(ui, text).x + ui.u(26));
  if (button(ui, {at.x, top, at.x + w, top + note_button_height(ui)}, "slides notation", text,
             ButtonLook::kOutlined))
    ui.later([session = &ui.session] {
      Config config = session->config();
      config.notation.samples_as_rows = config.notation.weights_out_in = false;
      session->apply(config);
    });
  return note_height(ui, width);
}

float body_height(const UiContext& ui, float width, const LessonPage& page) {
  const float text = text_width(ui, width);
  return ui.u(kTitleHeight) + rich_text_height(ui, text, fill_text(tr(page.caption), ui.session)) +
         ui.u(kGap) + note_height(ui, text) + attempt_height(ui, text, page) + ui.u(10);
}

/// "Try" and what to try; a tick once it is done.
float draw_attempt(const UiContext& ui, ImVec2 at, float width, const LessonPage& page) {
  const float height = attempt_height(ui, width, page) - ui.u(kGap);
  const Palette& p = ui.palette();
  const bool done = ui.lesson.is_done;
  const ImU32 color = done ? p.good : p.accent;
  const Rect box{at.x, at.y, at.x + width, at.y + height};
  ImGui::GetWindowDrawList()->AddRectFilled(box.min(), box.max(), mix(p.card, color, 0.1f),
                                            ui.u(8));
  draw_text(ui, {box.x0 + ui.u(12), box.y0 + ui.u(9)}, done ? tr("✓ Done") : tr("Try"), color,
            TextSize::kBody, true);
  const std::vector<TextPiece> task = attempt_of(ui, page);
  draw_rich_text(ui, {box.x0 + ui.u(12 + 60), box.y0 + ui.u(8)}, width - ui.u(12 + 60 + 12), task,
                 p.text);
  list_widget(ui, box, done ? "lesson task done" : "lesson task", "status", true, plain_text(task));
  return height + ui.u(kGap);
}

void draw_body(const UiContext& ui, ImVec2 at, float width, const LessonPage& page) {
  const Palette& p = ui.palette();
  const float text = text_width(ui, width), x = at.x + ui.u(kPad);
  float y = at.y;
  draw_text(ui, {x, y}, fitted(ui, tr(page.title), width - 2 * ui.u(kPad), TextSize::kTitle, true),
            p.text, TextSize::kTitle, true);
  y += ui.u(kTitleHeight);
  const std::vector<TextPiece> caption = fill_text(tr(page.caption), ui.session);
  const float height = draw_rich_text(ui, {x, y}, text, caption, mix(p.muted, p.text, 0.55f));
  list_widget(ui, {x, y, x + text, y + height}, "lesson caption", "text", true,
              plain_text(caption));
  y += height + ui.u(kGap);
  y += draw_note(ui, {x, y}, text);
  if (!page.attempt.empty()) draw_attempt(ui, {x, y}, text, page);
}

/// A thin line along the card's foot: how far the lesson is.
void draw_progress(const UiContext& ui, const Rect& rect) {
  const auto count = static_cast<float>(open_lesson_of(ui).pages.size());
  const float share = static_cast<float>(ui.view.page + 1) / count;
  const float height = ui.u(3), in = ui.u(kPad);
  const Rect track{rect.x0 + in, rect.y1 - height - ui.u(5), rect.x1 - in, rect.y1 - ui.u(5)};
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(track.min(), track.max(), ui.palette().line, height / 2);
  list->AddRectFilled(track.min(), {track.x0 + track.width() * share, track.y1},
                      ui.palette().accent, height / 2);
}

void go_to(const UiContext& ui, const LessonPlace& place) {
  LessonView* view = &ui.lesson;
  ui.later([view, place] { view->wanted = place; });
}

/// Buttons from the right: close, again, on, the page, back. Returns where they begin.
float draw_buttons(const UiContext& ui, const Rect& bar) {
  const float side = ui.u(ui.touch ? 44 : 30), gap = ui.u(ui.touch ? 0 : 4);
  const int last = static_cast<int>(open_lesson_of(ui).pages.size()) - 1;
  const LessonPlace here{ui.view.lesson, ui.view.page};
  float right = bar.x1 - ui.u(ui.touch ? 2 : 8);
  const auto place = [&](float width) {
    right -= width;
    const Rect area{right, bar.center().y - side / 2, right + width, bar.center().y + side / 2};
    right -= gap;
    return area;
  };
  if (button(ui, place(side), "close lesson", "×", ButtonLook::kPlain,
             tr("Leave the lesson; everything stays as it is")))
    go_to(ui, {});
  if (ui.layout != Layout::kNarrow && button(ui, place(side), "lesson page again", "↺",
                                             ButtonLook::kPlain, tr("Begin this page anew")))
    go_to(ui, here);
  if (icon_button(ui, place(side), "next lesson page", Icon::kNext, ButtonLook::kFilled,
                  here.page < last ? tr("Next page (N)") : tr("The last page of this lesson"),
                  here.page < last))
    turn_page(ui, 1);
  const std::string count =
      tr("{0} of {1}", {std::to_string(here.page + 1), std::to_string(last + 1)});
  draw_text_centered(
      ui, place(text_size(ui, tr("{0} of {1}", {"10", "10"}), TextSize::kCaption).x + ui.u(8)),
      count, ui.palette().muted, TextSize::kCaption);
  if (icon_button(ui, place(side), "previous lesson page", Icon::kPrevious, ButtonLook::kOutlined,
                  tr("Previous page (P)"), here.page > 0))
    turn_page(ui, -1);
  return right;
}

void draw_bar(const UiContext& ui, const Rect& bar) {
  const Palette& p = ui.palette();
  const float right = draw_buttons(ui, bar);
  float x = bar.x0 + ui.u(kPad);
  if (ui.layout == Layout::kNarrow) {
    const Hit hit = hit_area(ui, {bar.x0, bar.y0, right, bar.y1}, "fold lesson", "fold");
    if (hit.clicked) {
      LessonView* view = &ui.lesson;
      ui.later([view] { view->is_folded = !view->is_folded; });
    }
    const float r = ui.u(4), d = ui.lesson.is_folded ? 1.0f : -1.0f;
    const ImVec2 c{x + r, bar.center().y};
    ImGui::GetWindowDrawList()->AddTriangleFilled({c.x - r, c.y + d * r * 0.6f},
                                                  {c.x + r, c.y + d * r * 0.6f},
                                                  {c.x, c.y - d * r * 0.8f}, p.muted);
    x += 2 * r + ui.u(8);
  }
  const std::string title =
      tr("Lesson {0} · {1}", {std::to_string(ui.view.lesson + 1), tr(open_lesson_of(ui).title)});
  const ImVec2 size = text_size(ui, "A", TextSize::kCaption);
  draw_text(ui, {x, bar.center().y - size.y / 2},
            fitted(ui, title, right - x - ui.u(6), TextSize::kCaption), p.muted,
            TextSize::kCaption);
}

std::vector<Option> lesson_options() {
  std::vector<Option> made;
  for (const Lesson& lesson : lessons())
    made.push_back({std::to_string(made.size() + 1) + " · " + tr(lesson.title), lesson.hint});
  return made;
}

}  // namespace

float lesson_card_height(const UiContext& ui, float width) {
  if (ui.view.lesson < 0) return 0;
  LessonView& view = ui.lesson;
  const bool narrow = ui.layout == Layout::kNarrow;
  if (narrow && view.is_folded) return bar_height(ui);
  // The tallest page decides, so that nothing moves from page to page.
  if (view.width != width) view.tallest = 0;
  view.width = width;
  if (narrow) {
    view.tallest = body_height(ui, width, *open_page(ui.view));
  } else {
    for (const LessonPage& page : open_lesson_of(ui).pages)
      view.tallest = std::max(view.tallest, body_height(ui, width, page));
  }
  const float most = ImGui::GetIO().DisplaySize.y * kMostOfScreen;
  return std::round(std::min(bar_height(ui) + view.tallest + ui.u(6), most));
}

void lesson_card(const UiContext& ui, const Rect& rect) {
  const LessonPage& page = *open_page(ui.view);
  if (ui.lesson.is_new) {
    ui.lesson.is_new = false;
    ui.lesson.since = ui.now;
  }
  draw_card(ui, rect);
  const Rect bar{rect.x0, rect.y0, rect.x1, rect.y0 + bar_height(ui)};
  draw_bar(ui, bar);
  if (ui.layout == Layout::kNarrow && ui.lesson.is_folded) return;
  const Rect body{rect.x0, bar.y1, rect.x1, rect.y1 - ui.u(9)};
  if (begin_scroll(ui, body, "lesson")) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    draw_body(ui, origin, rect.width(), page);
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, body_height(ui, rect.width(), page) - ui.u(12)});
  }
  end_scroll();
  draw_progress(ui, rect);
}

float lesson_menu(const UiContext& ui, ImVec2 at, float height) {
  const float width = text_size(ui, tr("Lessons")).x + ui.u(34);
  const auto picked = select(ui, {at.x, at.y, at.x + width, at.y + height}, "lessons",
                             lesson_options(), ui.view.lesson, tr(kLessonsTip), tr("Lessons"));
  if (picked) go_to(ui, {*picked, 0});
  return width;
}

void lesson_list(const UiContext& ui, const Rect& field) {
  const bool opens = std::exchange(ui.lesson.opens_list, false);
  const auto picked = select_list(ui, field, "lessons", lesson_options(), ui.view.lesson, opens);
  if (picked) go_to(ui, {*picked, 0});
}

}  // namespace backflow
