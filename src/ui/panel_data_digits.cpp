// The digits: a pad to draw one on with the network's answer beside it, and samples as pictures.
#include <array>

#include "imgui_internal.h"
#include "panel_data.h"
#include "points.h"

namespace backflow {
namespace {

constexpr int kSide = DigitPad::kSide;
constexpr float kPad = 190, kBar = 19, kPicture = 44;  // css px
constexpr Index kMostPictures = 30;

/// 64 pixels of 0…1 as a picture.
void draw_pixels(const UiContext& ui, const Rect& rect, const Matrix<double>& pixels,
                 Index column) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(rect.min(), rect.max(), p.page, ui.u(3));
  const float side = rect.width() / kSide;
  for (int row = 0; row < kSide; ++row)
    for (int col = 0; col < kSide; ++col) {
      const auto ink = static_cast<float>(std::clamp(pixels(row * kSide + col, column), 0.0, 1.0));
      if (ink <= 0) continue;
      // Edges on whole device pixels: no seams.
      const ImVec2 from{std::round(rect.x0 + side * static_cast<float>(col)),
                        std::round(rect.y0 + side * static_cast<float>(row))};
      const ImVec2 to{std::round(rect.x0 + side * static_cast<float>(col + 1)),
                      std::round(rect.y0 + side * static_cast<float>(row + 1))};
      list->AddRectFilled(from, to, mix(p.page, p.text, ink));
    }
}

int largest(const Matrix<float>& O, Index column) {
  Index row = 0;
  O.col(column).maxCoeff(&row);
  return static_cast<int>(row);
}

/// Where the pointer was since the last frame: a fast stroke keeps its corners where frames are
/// slow.
std::vector<ImVec2> pointer_trail() {
  std::vector<ImVec2> places;
  for (const ImGuiInputEvent& event : ImGui::GetCurrentContext()->InputEventsTrail)
    if (event.Type == ImGuiInputEventType_MousePos)
      places.push_back({event.MousePos.PosX, event.MousePos.PosY});
  return places;
}

void take_strokes(const UiContext& ui, const Rect& rect, const Hit& hit) {
  DigitPad* pad = &ui.data_view.pad;
  const auto on_pad = [&](ImVec2 place) {
    return PadPoint{std::clamp((place.x - rect.x0) / rect.width(), 0.0f, 1.0f),
                    std::clamp((place.y - rect.y0) / rect.height(), 0.0f, 1.0f)};
  };
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (hit.activated && rect.contains(mouse)) {
    ui.later([pad, at = on_pad(mouse)] { pad->begin_stroke(at); });
  } else if (hit.held) {
    for (const ImVec2 place : pointer_trail())
      ui.later([pad, at = on_pad(place)] { pad->extend_stroke(at); });
  }
}

void draw_pad(const UiContext& ui, const Rect& rect) {
  const Palette& p = ui.palette();
  const Hit hit = hit_area(ui, rect, "drawing pad", "slider");
  take_strokes(ui, rect, hit);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(rect.min(), rect.max(), p.page, ui.u(8));
  list->AddRect(rect.min(), rect.max(), hit.hovered || hit.held ? p.accent : p.line, ui.u(8), 0,
                ui.theme.hairline());
  const DigitPad& pad = ui.data_view.pad;
  if (pad.is_empty()) draw_text_centered(ui, rect, tr("Draw a digit here"), p.muted);
  const float pen = rect.width() * 0.085f;
  for (const PadStroke& stroke : pad.strokes()) {
    std::vector<ImVec2> line;
    for (const PadPoint point : stroke)
      line.emplace_back(rect.x0 + point.x * rect.width(), rect.y0 + point.y * rect.height());
    for (const ImVec2 end : {line.front(), line.back()})
      list->AddCircleFilled(end, pen / 2, p.text);
    list->AddPolyline(line.data(), static_cast<int>(line.size()), p.text, 0, pen);
  }
}

/// One output as a bar; without a value while nothing is drawn.
void draw_bar(const UiContext& ui, const Rect& rect, const std::string& name,
              std::optional<float> value, bool best) {
  const Palette& p = ui.palette();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = rect.center().y - text_size(ui, "0", TextSize::kCaption).y / 2;
  const ImU32 ink = best ? p.accent : p.text;
  draw_text(ui, {rect.x0, middle}, name, ink, TextSize::kCaption, best);
  const float x0 = rect.x0 + ui.u(18), x1 = rect.x1 - ui.u(40), half = ui.u(5);
  const auto bar = [&](float share, ImU32 color) {
    list->AddRectFilled({x0, rect.center().y - half},
                        {x0 + (x1 - x0) * share, rect.center().y + half}, color, ui.u(3));
  };
  bar(1, mix(p.card, p.text, 0.07f));
  if (!value) return;
  const bool fine = std::isfinite(*value);
  if (fine && *value > 0)
    bar(std::min(*value, 1.0f), best ? p.accent : mix(p.card, p.accent, 0.5f));
  const double rounded = std::round(static_cast<double>(*value) * 1000) / 1000;
  const std::string text = fine ? number_text(rounded, 3) : "NaN";
  const float width = text_size(ui, text, TextSize::kCaption, best).x;
  draw_text(ui, {rect.x1 - width, middle}, text, ink, TextSize::kCaption, best);
}

void draw_answer(const UiContext& ui, const Rect& rect) {
  const std::vector<std::string>& names = ui.session.setup().data.samples.output_names;
  const DigitPad& pad = ui.data_view.pad;
  Matrix<float> O;  // (outputs, 1); empty while nothing is drawn
  if (!pad.is_empty()) O = outputs_of(ui.session, pad.pixels());
  const int best = pad.is_empty() ? -1 : largest(O, 0);
  for (int i = 0; i < static_cast<int>(names.size()); ++i) {
    const float y = rect.y0 + ui.u(kBar) * static_cast<float>(i);
    draw_bar(ui, {rect.x0, y, rect.x1, y + ui.u(kBar)}, names[static_cast<std::size_t>(i)],
             pad.is_empty() ? std::nullopt : std::optional(O(i, 0)), i == best);
  }
}

/// What the network gets of the drawing, and the button that clears it.
float draw_seen(const UiContext& ui, ImVec2 at, float width) {
  const float side = ui.u(56), clear = ui.u(76), height = control_height(ui);
  DigitPad* pad = &ui.data_view.pad;
  const Rect picture{at.x, at.y, at.x + side, at.y + side};
  draw_pixels(ui, picture, pad->pixels(), 0);
  const float x = picture.x1 + ui.u(12);
  const float text_width = width - side - clear - ui.u(28);
  caption(ui, {x, at.y + ui.u(4)}, text_width,
          tr("What the network gets: your drawing scaled to 8×8 pixels, as the samples were."));
  const float top = at.y + (side - height) / 2;
  if (button(ui, {at.x + width - clear, top, at.x + width, top + height}, "clear the pad",
             tr("Clear"), ButtonLook::kOutlined, tr("A new sheet"), !pad->is_empty()))
    ui.later([pad] { pad->clear(); });
  return side + ui.u(16);
}

const Matrix<float>& gallery_answers(const UiContext& ui, Index first, Index count) {
  GalleryAnswers& kept = ui.data_view.answers;
  if (kept.version == ui.session.version() && kept.first == first && kept.O.cols() == count)
    return kept.O;
  const Matrix<double> raw = ui.session.setup().data.samples.X.middleCols(first, count);
  kept = {ui.session.version(), static_cast<int>(first), outputs_of(ui.session, raw)};
  return kept.O;
}

void draw_sample(const UiContext& ui, const Rect& rect, Index column, const Matrix<float>& O,
                 Index at) {
  const Samples& samples = ui.session.setup().data.samples;
  const Palette& p = ui.palette();
  draw_pixels(ui, {rect.x0, rect.y0, rect.x1, rect.y0 + rect.width()}, samples.X, column);
  const int label = class_of(samples, column), answer = largest(O, at);
  const std::string name = samples.output_names[static_cast<std::size_t>(label)];
  const std::string said = samples.output_names[static_cast<std::size_t>(answer)];
  const bool right = label == answer;
  const std::string text = right ? name + " ✓" : name + " → " + said;
  const Rect line{rect.x0, rect.y0 + rect.width(), rect.x1, rect.y1};
  draw_text_centered(ui, line, fitted(ui, text, rect.width() + ui.u(8), TextSize::kCaption),
                     right ? p.muted : p.bad, TextSize::kCaption);
  if (ui.touch || !rect.contains(ImGui::GetIO().MousePos) || !ImGui::IsWindowHovered()) return;
  const std::vector<int>& test = ui.session.setup().data.split.test;
  const bool tests = std::binary_search(test.begin(), test.end(), static_cast<int>(column));
  const std::string told = tr(
      "Sample {0} is a {1}; the network says {2} ({3}).",
      {std::to_string(column + 1), name, said, number_text(static_cast<double>(O(answer, at)), 2)});
  tooltip(ui, tests ? told + " " + tr("It only tests.") : told);
}

float draw_gallery(const UiContext& ui, ImVec2 at, float width) {
  const Samples& samples = ui.session.setup().data.samples;
  if (samples.task == Task::kRegression) return 0;
  const float gap = ui.u(8), side = ui.u(kPicture), line = ui.u(18), buttons = control_height(ui);
  const int columns = std::max(1, static_cast<int>((width + gap) / (side + gap)));
  const Index pictures = std::max<Index>(columns, kMostPictures / columns * columns);
  DataView* view = &ui.data_view;
  const Index first =
      std::clamp<Index>(view->first_picture, 0, std::max<Index>(0, samples.X.cols() - 1));
  const Index count = std::min(pictures, samples.X.cols() - first);
  const auto turn = [&](Index to) {
    ui.later([view, to = static_cast<int>(std::max<Index>(0, to))] { view->first_picture = to; });
  };
  part_title(ui, {at.x, at.y + (buttons - ui.u(20)) / 2},
             tr("Samples {0}–{1} of {2}", {std::to_string(first + 1), std::to_string(first + count),
                                           std::to_string(samples.X.cols())}));
  const float right = at.x + width;
  if (icon_button(ui, {right - 2 * buttons, at.y, right - buttons, at.y + buttons},
                  "previous pictures", Icon::kPrevious, ButtonLook::kPlain,
                  tr("Samples before these"), first > 0))
    turn(first - pictures);
  if (icon_button(ui, {right - buttons, at.y, right, at.y + buttons}, "next pictures", Icon::kNext,
                  ButtonLook::kPlain, tr("Samples after these"), first + count < samples.X.cols()))
    turn(first + pictures);
  const Matrix<float>& O = gallery_answers(ui, first, count);
  const float top = at.y + buttons + ui.u(4);
  for (Index i = 0; i < count; ++i) {
    const Index row = i / columns, col = i % columns;
    const float x = at.x + (side + gap) * static_cast<float>(col);
    const float y = top + (side + line + gap) * static_cast<float>(row);
    draw_sample(ui, {x, y, x + side, y + side + line}, first + i, O, i);
  }
  const Index lines = (count + columns - 1) / columns;
  return top + (side + line + gap) * static_cast<float>(lines) - at.y;
}

}  // namespace

float digits_view(const UiContext& ui, ImVec2 at, float width) {
  const float side = std::min(ui.u(kPad), width * 0.52f);
  draw_pad(ui, {at.x, at.y, at.x + side, at.y + side});
  draw_answer(ui, {at.x + side + ui.u(18), at.y, at.x + width, at.y + side});
  float y = at.y + std::max(side, ui.u(kBar) * 10) + ui.u(14);
  y += draw_seen(ui, {at.x, y}, width);
  y += draw_gallery(ui, {at.x, y}, width);
  return y + ui.u(10) - at.y;
}

}  // namespace backflow
