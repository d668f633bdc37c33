#include "widgets.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include "line_breaks.h"
#include "line_order.h"
#include "painter.h"

namespace backflow {
namespace {

const ImFont* font_of(const UiContext& ui, TextSize size, bool strong) {
  const auto i = static_cast<std::size_t>(size);
  return strong ? ui.theme.strong[i] : ui.theme.text[i];
}

const char* end_of(std::string_view text) { return text.data() + text.size(); }

/// A line of text as it is read; Arabic is drawn in another order.
void add_line(ImDrawList* list, const ImFont* font, ImVec2 at, ImU32 color, std::string_view text) {
  const std::string ordered = is_right_to_left() ? line_order(text) : std::string();
  if (is_right_to_left()) text = ordered;
  list->AddText(font, font->FontSize, {std::round(at.x), std::round(at.y)}, color, text.data(),
                end_of(text));
}

void put_text(const UiContext& ui, ImVec2 at, std::string_view text, ImU32 color, TextSize size,
              bool strong) {
  if (ui.drawn) ui.drawn->emplace_back(text);
  add_line(ImGui::GetWindowDrawList(), font_of(ui, size, strong), at, color, text);
}

void draw_focus_ring(const UiContext& ui, const Rect& rect) {
  const float gap = ui.u(1);
  ImGui::GetWindowDrawList()->AddRect({rect.x0 - gap, rect.y0 - gap},
                                      {rect.x1 + gap, rect.y1 + gap}, ui.palette().accent, ui.u(7),
                                      0, ui.u(2));
}

struct ButtonColors {
  ImU32 fill, border, ink;
};

ButtonColors button_colors(const UiContext& ui, ButtonLook look, const Hit& hit, bool enabled) {
  const Palette& p = ui.palette();
  const ImU32 hover = mix(p.card, p.text, hit.held ? 0.12f : 0.06f);
  ButtonColors colors{hit.hovered && enabled ? hover : 0, 0, enabled ? p.text : p.muted};
  if (look == ButtonLook::kOutlined) colors.border = p.line;
  if (look == ButtonLook::kSelected) colors = {p.accent_soft, p.accent, p.accent};
  if (look == ButtonLook::kFilled)
    colors = {mix(p.accent, p.text, hit.hovered ? 0.12f : 0), 0, p.on_accent};
  if (!enabled && look == ButtonLook::kFilled) colors = {p.line, 0, p.muted};
  if (!enabled) colors.ink = with_alpha(colors.ink, 0.45f);
  return colors;
}

Hit draw_button(const UiContext& ui, const Rect& rect, std::string_view label, ButtonLook look,
                std::string_view tip, bool enabled, ImU32& ink) {
  enabled &= !ui.locked;
  const Hit hit = hit_area(ui, rect, label, "button", tip, enabled);
  const ButtonColors colors = button_colors(ui, look, hit, enabled);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = ui.u(6);
  if (colors.fill) list->AddRectFilled(rect.min(), rect.max(), colors.fill, radius);
  if (colors.border)
    list->AddRect(rect.min(), rect.max(), colors.border, radius, 0, ui.theme.hairline());
  ink = colors.ink;
  return hit;
}

void fill_clipped(const ImDrawList*, const ImDrawCmd* command) {
  const auto* fill = static_cast<const SolidFill*>(command->UserCallbackData);
  const ImVec4& clip = command->ClipRect;
  fill->painter->fill({clip.x, clip.y, clip.z, clip.w}, fill->color, ImGui::GetIO().DisplaySize.y);
}

}  // namespace

float draw_text(const UiContext& ui, ImVec2 at, std::string_view text, ImU32 color, TextSize size,
                bool strong) {
  put_text(ui, at, text, color, size, strong);
  return text_size(ui, text, size, strong).x;
}

ImVec2 text_size(const UiContext& ui, std::string_view text, TextSize size, bool strong) {
  const ImFont* font = font_of(ui, size, strong);
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), end_of(text));
}

void draw_text_centered(const UiContext& ui, const Rect& rect, std::string_view text, ImU32 color,
                        TextSize size, bool strong) {
  const ImVec2 extent = text_size(ui, text, size, strong);
  put_text(ui, {rect.center().x - extent.x / 2, rect.center().y - extent.y / 2}, text, color, size,
           strong);
}

// Our own wrapping: ImGui's also breaks after a point, in the middle of a number.
std::vector<std::string_view> wrap_lines(const UiContext& ui, float width, std::string_view text,
                                         TextSize size, bool strong = false) {
  std::vector<std::string_view> lines;
  std::size_t start = 0;
  std::optional<LineBreak> good;
  for (const LineBreak& here : line_breaks(text)) {
    const bool fits = text_size(ui, text.substr(start, here.end - start), size, strong).x <= width;
    if (!fits && good && good->end > start) {
      lines.push_back(text.substr(start, good->end - start));
      start = good->next;
    }
    good = here;
    if (!here.is_hard) continue;
    lines.push_back(text.substr(start, here.end - start));
    start = here.next;
    good.reset();
  }
  return lines;
}

float line_height(const UiContext& ui, TextSize size) {
  return std::round(text_size(ui, "A", size).y * 1.06f);
}

float wrapped_height(const UiContext& ui, float width, std::string_view text, TextSize size) {
  return line_height(ui, size) * static_cast<float>(wrap_lines(ui, width, text, size).size());
}

float draw_wrapped(const UiContext& ui, ImVec2 at, float width, std::string_view text, ImU32 color,
                   TextSize size, bool strong) {
  const std::vector<std::string_view> lines = wrap_lines(ui, width, text, size, strong);
  // Lines of Arabic end at one edge, and the whole of them stands where any text would.
  const bool from_right = is_right_to_left() && has_arabic(text);
  float widest = 0;
  for (std::size_t i = 0; i < lines.size() && from_right; ++i)
    widest = std::max(widest, text_size(ui, lines[i], size, strong).x);
  float y = at.y;
  for (const std::string_view line : lines) {
    const float x = from_right ? at.x + widest - text_size(ui, line, size, strong).x : at.x;
    draw_text(ui, {x, y}, line, color, size, strong);
    y += line_height(ui, size);
  }
  return y - at.y;
}

std::string fitted(const UiContext& ui, std::string_view text, float width, TextSize size,
                   bool strong) {
  if (text_size(ui, text, size, strong).x <= width) return std::string(text);
  while (!text.empty()) {
    // A whole character: its bytes behind the first one, and the first one.
    while (text.size() > 1 && (text.back() & 0xC0) == 0x80) text.remove_suffix(1);
    text.remove_suffix(1);
    const std::string shorter = std::string(text) + "…";
    if (text_size(ui, shorter, size, strong).x <= width) return shorter;
  }
  return "…";
}

// Only what can be seen is listed: a widget scrolled out of its panel cannot be clicked.
void list_widget(const UiContext& ui, const Rect& rect, std::string_view label, const char* kind,
                 bool enabled, std::string_view text) {
  const ImVec2 low = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 high = ImGui::GetWindowDrawList()->GetClipRectMax();
  const ImVec2 shown_min{std::max(rect.x0, low.x), std::max(rect.y0, low.y)};
  const ImVec2 shown_max{std::min(rect.x1, high.x), std::min(rect.y1, high.y)};
  if (ui.sought && std::ranges::find(*ui.sought->labels, label) != ui.sought->labels->end())
    ui.sought->places.push_back(rect);
  if (shown_max.x > shown_min.x && shown_max.y > shown_min.y)
    ui.widgets.push_back({std::string(label), kind, shown_min, shown_max, enabled,
                          std::string(text), rect.min(), rect.max()});
}

/// Kinds of widgets that change nothing but the view.
static bool is_for_looking(std::string_view kind) {
  return kind == "fold" || kind == "status" || kind == "chart" || kind == "tab";
}

Hit hit_area(const UiContext& ui, const Rect& rect, std::string_view label, const char* kind,
             std::string_view tip, bool enabled, std::string_view text) {
  Hit hit;
  if (ui.locked && !is_for_looking(kind)) enabled = false;
  if (rect.width() < 1 || rect.height() < 1) return hit;
  const std::string id = std::string(kind) + " " + std::string(label);
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::BeginDisabled(!enabled);
  hit.clicked = ImGui::InvisibleButton(id.c_str(), {rect.width(), rect.height()});
  hit.held = ImGui::IsItemActive();
  hit.activated = ImGui::IsItemActivated();
  hit.hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled);
  hit.double_clicked = hit.hovered && enabled && is_double_click();
  hit.focused = ImGui::IsItemFocused() && ImGui::GetIO().NavVisible;
  ImGui::EndDisabled();
  if (hit.focused) draw_focus_ring(ui, rect);
  if (hit.hovered && enabled) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (hit.hovered && !tip.empty() && !ui.touch) tooltip(ui, tip);
  list_widget(ui, rect, label, kind, enabled, text);
  return hit;
}

bool button(const UiContext& ui, const Rect& rect, std::string_view label, std::string_view text,
            ButtonLook look, std::string_view tip, bool enabled) {
  ImU32 ink = 0;
  const Hit hit = draw_button(ui, rect, label, look, tip, enabled, ink);
  draw_text_centered(ui, rect, fitted(ui, text, rect.width() - ui.u(8)), ink);
  return hit.clicked;
}

bool icon_button(const UiContext& ui, const Rect& rect, std::string_view label, Icon icon,
                 ButtonLook look, std::string_view tip, bool enabled) {
  ImU32 ink = 0;
  const Hit hit = draw_button(ui, rect, label, look, tip, enabled, ink);
  draw_icon(rect.center(), ui.u(ui.touch ? 16 : 13), icon, ink);
  return hit.clicked;
}

void draw_icon(ImVec2 c, float size, Icon icon, ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float r = size / 2, bar = std::max(2.0f, size / 7);
  const auto triangle = [&](float x, float half, float direction) {
    list->AddTriangleFilled({x - half * direction, c.y - half}, {x + half * direction, c.y},
                            {x - half * direction, c.y + half}, color);
  };
  const auto upright = [&](float x, float width) {
    list->AddRectFilled({std::round(x), c.y - r}, {std::round(x + width), c.y + r}, color, bar / 3);
  };
  switch (icon) {
    case Icon::kReset:
      upright(c.x - r, bar);
      triangle(c.x + bar / 2, r, -1);
      break;
    case Icon::kBack: triangle(c.x, r, -1); break;
    case Icon::kPlay: triangle(c.x + r * 0.15f, r, 1); break;
    case Icon::kPause:
      upright(c.x - r * 0.7f, r * 0.5f);
      upright(c.x + r * 0.2f, r * 0.5f);
      break;
    case Icon::kStep:
      triangle(c.x - bar, r * 0.9f, 1);
      upright(c.x + r * 0.75f, bar);
      break;
    case Icon::kEpoch:
      triangle(c.x - r * 0.8f, r * 0.8f, 1);
      triangle(c.x + r * 0.8f, r * 0.8f, 1);
      break;
    case Icon::kTheme:
      list->AddCircle(c, r, color, 0, std::max(1.5f, size / 9));
      list->PathArcTo(c, r, -1.5707963f, 1.5707963f);
      list->PathFillConvex(color);
      break;
    case Icon::kMore:
      for (const float x : {-0.75f, 0.0f, 0.75f})
        list->AddCircleFilled({c.x + x * r, c.y}, bar * 0.7f, color);
      break;
    case Icon::kPrevious:
    case Icon::kNext: {
      const float d = icon == Icon::kNext ? 1.0f : -1.0f;
      const ImVec2 points[] = {{c.x - d * r * 0.4f, c.y - r * 0.75f},
                               {c.x + d * r * 0.4f, c.y},
                               {c.x - d * r * 0.4f, c.y + r * 0.75f}};
      list->AddPolyline(points, 3, color, 0, bar);
      break;
    }
    case Icon::kUndo:
    case Icon::kRedo: {
      const float d = icon == Icon::kUndo ? -1.0f : 1.0f;
      list->PathArcTo({c.x, c.y + r * 0.1f}, r * 0.75f, -2.9f, -0.24f);
      list->PathStroke(color, 0, bar * 0.8f);
      const ImVec2 tip{c.x + d * r * 0.85f, c.y + r * 0.15f};
      list->AddTriangleFilled({tip.x - r * 0.45f, tip.y - r * 0.25f},
                              {tip.x + r * 0.45f, tip.y - r * 0.25f}, {tip.x, tip.y + r * 0.4f},
                              color);
      break;
    }
  }
}

bool is_double_click() {
  const int clicks = ImGui::GetIO().MouseClickedCount[0];
  return clicks > 0 && clicks % 2 == 0;
}

// Most of the page is card. Blended like everything else of ImGui's it would cost as much as all
// the rest together where there is no graphics card, so between the rounded ends it is cleared.
void fill_card(const UiContext& ui, const Rect& rect, float radius) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = ui.palette().card;
  const Rect inner{std::ceil(rect.x0), std::ceil(rect.y0 + radius), std::floor(rect.x1),
                   std::floor(rect.y1 - radius)};
  if (!ui.painter || color != ui.card_fill->color || inner.y1 <= inner.y0)
    return list->AddRectFilled(rect.min(), rect.max(), color, radius);
  list->AddRectFilled(rect.min(), {rect.x1, inner.y0}, color, radius, ImDrawFlags_RoundCornersTop);
  list->AddRectFilled({rect.x0, inner.y1}, rect.max(), color, radius,
                      ImDrawFlags_RoundCornersBottom);
  list->PushClipRect(inner.min(), inner.max(), true);
  list->AddCallback(fill_clipped, ui.card_fill);
  list->PopClipRect();
}

void draw_card(const UiContext& ui, const Rect& rect) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  fill_card(ui, rect, ui.u(10));
  list->AddRect(rect.min(), rect.max(), ui.palette().line, ui.u(10), 0, ui.theme.hairline());
}

float card_title(const UiContext& ui, const Rect& card, std::string_view text) {
  std::string shown = fitted(ui, text, card.width() - ui.u(32), TextSize::kCaption);
  draw_text(ui, {card.x0 + ui.u(16), card.y0 + ui.u(11)}, shown, ui.palette().muted,
            TextSize::kCaption);
  return ui.u(34);
}

bool begin_scroll(const UiContext& ui, const Rect& rect, const char* id) {
  ImGui::SetCursorScreenPos(rect.min());
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  const bool open = ImGui::BeginChild(id, {rect.width(), rect.height()}, ImGuiChildFlags_None,
                                      ImGuiWindowFlags_NoBackground);
  ImGui::PopStyleVar();
  if (ui.scroll.distance != 0 && rect.contains(ui.scroll.at))
    ImGui::SetScrollY(ImGui::GetScrollY() + ui.scroll.distance);
  return open;
}

void end_scroll() { ImGui::EndChild(); }

float inner_width(const UiContext& ui, const Rect& rect) { return rect.width() - ui.u(10); }

void tooltip(const UiContext& ui, std::string_view text) {
  const Palette& p = ui.palette();
  const float widest = ui.u(320);
  const std::vector<std::string_view> lines = wrap_lines(ui, widest, text, TextSize::kBody);
  ImVec2 size{0, line_height(ui, TextSize::kBody) * static_cast<float>(lines.size())};
  for (const std::string_view line : lines) size.x = std::max(size.x, text_size(ui, line).x);
  ImDrawList* list = ImGui::GetForegroundDrawList();
  const float pad = ui.u(8);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  // By the keyboard a control is pointed at where there is no pointer.
  const ImVec2 pointed =
      ImGui::IsMousePosValid() ? ImGui::GetIO().MousePos : ImGui::GetItemRectMin();
  ImVec2 at{pointed.x + ui.u(12), pointed.y + ui.u(18)};
  at.x = std::clamp(at.x, pad, std::max(pad, screen.x - size.x - 3 * pad));
  if (at.y + size.y + 2 * pad > screen.y) at.y = pointed.y - size.y - 3 * pad;
  const ImVec2 end{at.x + size.x + 2 * pad, at.y + size.y + 1.4f * pad};
  if (ui.drawn) ui.drawn->emplace_back(text);
  ui.widgets.push_back({"tooltip", "tip", at, end, true, std::string(text), at, end});
  list->AddRectFilled(at, end, p.text, ui.u(6));
  float y = at.y + 0.7f * pad;
  for (const std::string_view line : lines) {
    const bool from_right = is_right_to_left() && has_arabic(text);
    const float x = at.x + pad + (from_right ? size.x - text_size(ui, line).x : 0);
    add_line(list, font_of(ui, TextSize::kBody, false), {x, y}, p.card, line);
    y += line_height(ui, TextSize::kBody);
  }
}

}  // namespace backflow
