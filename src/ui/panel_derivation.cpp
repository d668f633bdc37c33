// The Derivation tab: every factor of the step as a chip, the walk's bar, and the step that is
// looked at, through one of its lenses.
#include <algorithm>
#include <cfloat>
#include <utility>

#include "contrast.h"
#include "lesson_view.h"
#include "panels.h"
#include "predict.h"

namespace backflow {
namespace {

constexpr const char* kChapterNames[] = {key("Given"), key("Forward"), key("Loss"), key("Backward"),
                                         key("Update")};
constexpr float kChipEm = 15;
constexpr float kAllChipsFrom =
    440;  // css px of the panel: below it the step itself would be out of sight

/// A step as a chip; returns its width.
float chip_width(const UiContext& ui, int index) {
  return std::max(ui.u(ui.touch ? 44 : 34),
                  symbol_size(ui, ui.trace.step(index).symbol, kChipEm).x + ui.u(18));
}

void draw_chip(const UiContext& ui, const Rect& rect, int index) {
  const TraceStep& step = ui.trace.step(index);
  const Palette& p = ui.palette();
  const bool current = index == current_step(ui), reached = is_reached(ui, index);
  const Hit hit = hit_area(ui, rect, "step " + step.id, "chip");
  if (hit.hovered) ui.next_hover.term = index;
  if (hit.clicked) go_to(ui)(index);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool lit = ui.hover.term == index;
  ImU32 fill = reached ? p.page : 0;
  if (lit) fill = mix(p.page, p.accent, 0.14f);
  if (current) fill = p.accent_soft;
  if (fill) list->AddRectFilled(rect.min(), rect.max(), fill, ui.u(6));
  if (current) list->AddRect(rect.min(), rect.max(), p.accent, ui.u(6), 0, ui.u(1.5f));
  draw_symbol(ui, rect, step.symbol, kChipEm, current ? p.accent : p.text,
              reached ? 1 : kLaterText);
}

constexpr Chapter kChapters[] = {Chapter::kForward, Chapter::kLoss, Chapter::kBackward,
                                 Chapter::kUpdate};

int first_of(const UiContext& ui, Chapter chapter) {
  const auto& steps = ui.trace.steps();
  const auto found = std::find_if(steps.begin(), steps.end(),
                                  [&](const TraceStep& step) { return step.chapter == chapter; });
  return found == steps.end() ? -1 : static_cast<int>(found - steps.begin());
}

/// A chapter's name leads to its first step.
void draw_chapter_name(const UiContext& ui, const Rect& rect, Chapter chapter, bool centered) {
  const char* name = kChapterNames[static_cast<std::size_t>(chapter)];
  const Hit hit = hit_area(ui, rect, std::string("chapter ") + name, "button");
  if (hit.clicked) go_to(ui)(first_of(ui, chapter));
  const bool current = ui.trace.step(current_step(ui)).chapter == chapter;
  const Palette& p = ui.palette();
  const ImU32 ink = hit.hovered ? p.accent : current ? p.text : p.muted;
  const std::string shown = fitted(ui, tr(name), rect.width());
  const ImVec2 size = text_size(ui, shown);
  const float x = centered ? rect.center().x - size.x / 2 : rect.x0;
  draw_text(ui, {x, rect.center().y - size.y / 2}, shown, ink);
  if (centered && current)
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, rect.y1 - ui.u(3)},
                                              {rect.x1, rect.y1 - ui.u(1)}, p.accent);
}

/// The chips of one chapter, wrapped; returns the height, 0 where it has none. `chip` becomes the
/// current one's place.
float draw_chips(const UiContext& ui, ImVec2 at, float width, Chapter chapter, Rect& chip) {
  const float height = ui.u(ui.touch ? 44 : 32), gap = ui.u(6);
  float x = at.x, y = at.y;
  bool any = false;
  for (int i = 0; i < static_cast<int>(ui.trace.steps().size()); ++i) {
    if (ui.trace.step(i).chapter != chapter) continue;
    const float w = chip_width(ui, i);
    if (x + w > at.x + width && any) x = at.x, y += height + gap;
    const Rect rect{x, y, x + w, y + height};
    draw_chip(ui, rect, i);
    if (i == current_step(ui)) chip = rect;
    x += w + gap;
    any = true;
  }
  return any ? y + height + gap - at.y : 0;
}

/// The column of the chapters' names.
float chapters_width(const UiContext& ui) {
  float width = ui.u(72);
  for (const char* name : kChapterNames) width = std::max(width, text_size(ui, tr(name)).x);
  return width + ui.u(6);
}

/// A chapter's name and its chips beside it.
float draw_chapter(const UiContext& ui, ImVec2 at, float width, Chapter chapter, Rect& chip) {
  const float label = chapters_width(ui), height = ui.u(ui.touch ? 44 : 32);
  const float chips = draw_chips(ui, {at.x + label, at.y}, width - label, chapter, chip);
  if (chips > 0)
    draw_chapter_name(ui, {at.x, at.y, at.x + label - ui.u(6), at.y + height}, chapter, false);
  return chips;
}

/// Where there is little room: the chapters as tabs, and the chips of the one that the walk is in.
float draw_few_chips(const UiContext& ui, ImVec2 at, float width, Rect& chip) {
  const float h = ui.u(ui.touch ? 44 : 30), each = width / static_cast<float>(std::size(kChapters));
  float x = at.x, y = at.y;
  for (const Chapter chapter : kChapters) {
    draw_chapter_name(ui, {x, y, x + each, y + h}, chapter, true);
    x += each;
  }
  y += h + ui.u(8);
  const Chapter given = ui.trace.step(current_step(ui)).chapter;
  const Chapter shown = given == Chapter::kGiven ? Chapter::kForward : given;
  y += draw_chips(ui, {at.x, y}, width, shown, chip);
  y += walk_bar(ui, {at.x, y}, width) + ui.u(6);
  return y - at.y;
}

/// All chapters and the walk's bar: beside the loss, which has few steps, or below where it is
/// narrow.
float draw_chapters(const UiContext& ui, ImVec2 at, float width, float height, Rect& chip) {
  if (ui.layout == Layout::kNarrow || height < ui.u(kAllChipsFrom))
    return draw_few_chips(ui, at, width, chip);
  const float bar = walk_bar_width(ui);
  const bool beside = width - bar > ui.u(240);
  float y = at.y;
  for (const Chapter chapter : kChapters) {
    const bool shares = beside && chapter == Chapter::kLoss;
    if (shares) walk_bar(ui, {at.x + width - bar, y + ui.u(2)}, bar);
    y += draw_chapter(ui, {at.x, y}, shares ? width - bar : width, chapter, chip);
  }
  if (!beside) y += walk_bar(ui, {at.x, y}, width) + ui.u(6);
  return y - at.y;
}

struct LensInfo {
  Lens lens;
  const char* title;
  const char* tip;
};

constexpr LensInfo kLenses[] = {
    {Lens::kStep, kStepLensTitle, key("The formula, its matrices, the result")},
    {Lens::kShapes, key("From chain rule to matrices"),
     key("Arrange the factors yourself and see whether they fit")},
    {Lens::kTranspose, key("Why a transpose?"),
     key("One number of the gradient, three ways and sample by sample")},
    {Lens::kNudge, key("Nudge"),
     key("Grab one weight: what the gradient predicts beside what happens")},
};

/// Whether a step can be looked at that way.
bool has_lens(const TraceStep& step, Lens lens) {
  switch (lens) {
    case Lens::kStep: return true;
    case Lens::kShapes:
    case Lens::kTranspose: return step.quantity == Quantity::kDW;
    case Lens::kNudge:
      return step.quantity == Quantity::kDW || step.quantity == Quantity::kDb ||
             step.quantity == Quantity::kW || step.quantity == Quantity::kB ||
             step.quantity == Quantity::kDWTotal || step.quantity == Quantity::kNext;
  }
  return false;
}

/// The ways to look at a step, if there is more than one; returns the height.
float draw_lenses(const UiContext& ui, ImVec2 at, float width, const TraceStep& step, Lens now) {
  if (!has_lens(step, Lens::kNudge)) return 0;
  const float h = ui.u(ui.touch ? 44 : 28), gap = ui.u(6);
  float x = at.x, y = at.y;
  View* view = &ui.view;
  for (const LensInfo& item : kLenses) {
    if (!has_lens(step, item.lens)) continue;
    const float w = std::min(width, text_size(ui, tr(item.title)).x + ui.u(22));
    if (x > at.x && x + w > at.x + width) x = at.x, y += h + gap;
    const ButtonLook look = now == item.lens ? ButtonLook::kSelected : ButtonLook::kOutlined;
    if (button(ui, {x, y, x + w, y + h}, item.title, tr(item.title), look, tr(item.tip)))
      ui.later([view, lens = item.lens] { view->lens = lens; });
    x += w + gap;
  }
  return y + h + ui.u(16) - at.y;
}

/// A lesson's page is about the step, not about the way there: it begins `least` below `origin`, or
/// further down where what the page frames would be out of sight.
void scroll_to_framed(const UiContext& ui, float origin, float least) {
  float low = FLT_MAX, high = -FLT_MAX;
  if (ui.sought)
    for (const Rect& place : ui.sought->places)
      low = std::min(low, place.y0 - origin), high = std::max(high, place.y1 - origin);
  const float margin = ui.u(12);
  const float wanted = std::min(high + margin - ImGui::GetWindowHeight(), low - margin);
  ImGui::SetScrollY(std::max(least, wanted));
}

}  // namespace

std::function<void(int)> go_to(const UiContext& ui) {
  View* view = &ui.view;
  const UiContext* context = &ui;
  return [view, context](int step) {
    context->later([view, step] {
      view->playing = view->walking = false;
      view->cursor = step;
    });
  };
}

void derivation_panel(const UiContext& ui, const Rect& rect) {
  if (!begin_scroll(ui, rect, "derivation")) return end_scroll();
  if (ui.sought) ui.sought->places.clear();  // those of other panels
  const float pad = ui.u(18);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = inner_width(ui, rect) - 2 * pad;
  const float x = origin.x + pad;
  const int index = current_step(ui);
  const TraceStep& step = ui.trace.step(index);
  const Lens lens = has_lens(step, ui.view.lens) ? ui.view.lens : Lens::kStep;
  follow_prediction(ui, lens == Lens::kStep ? index : -1);
  follow_blame(ui, lens == Lens::kStep ? index : -1);  // only beside its sentence
  if (lens != Lens::kShapes && !ui.puzzle.takes_words) ui.view.story = 0, ui.view.puzzle.clear();

  float y = origin.y + ui.u(12);
  Rect chip;
  y += draw_chapters(ui, {x, y}, width, rect.height(), chip) + ui.u(4);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {origin.x, std::round(y)}, {origin.x + width + 2 * pad, std::round(y) + ui.theme.hairline()},
      ui.palette().line);
  y += ui.u(16);
  const float lenses = y - origin.y;
  y += draw_lenses(ui, {x, y}, width, step, lens);
  switch (lens) {
    case Lens::kShapes: y += shapes_lens(ui, {x, y}, width, index); break;
    case Lens::kTranspose: y += transpose_lens(ui, {x, y}, width, index); break;
    case Lens::kNudge: y += nudge_lens(ui, {x, y}, width, index); break;
    case Lens::kStep:
      y += step_view(ui, {x, y}, width, rect.height() - (y - origin.y), index, chip);
      break;
  }
  if (std::exchange(ui.lesson.scrolls, false)) scroll_to_framed(ui, origin.y, lenses - ui.u(10));
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({1, y - origin.y});
  end_scroll();
}

}  // namespace backflow
