// Formulas of the trace on screen: typeset once for each text, size and width, then drawn from the
// cache.
#include <tuple>
#include <unordered_map>

#include "widgets.h"

namespace backflow {
namespace {

/// What a layout depends on; the terms do with the text.
template <class Text>
struct CacheKey {
  Text tex;
  float em, width, scale;
  bool display;
};

/// Found without a copy of the text: every chip and every matrix asks at every frame.
struct SameLook {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
  template <class A, class B>
  bool operator()(const CacheKey<A>& a, const CacheKey<B>& b) const {
    const auto rest = [](const auto& key) {
      return std::tie(key.em, key.width, key.scale, key.display);
    };
    return std::string_view(a.tex) == std::string_view(b.tex) && rest(a) == rest(b);
  }
};
struct TextHash {
  using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
  template <class Text>
  std::size_t operator()(const CacheKey<Text>& key) const {
    return std::hash<std::string_view>()(key.tex);
  }
};

// Bounded: resizing a window by dragging makes a new width each frame.
constexpr std::size_t kMostLayouts = 600;

auto& cache() {
  static std::unordered_map<CacheKey<std::string>, FormulaLayout, TextHash, SameLook> layouts;
  return layouts;
}

FormulaLayout typeset(const UiContext& ui, std::string_view tex, std::span<const FormulaTerm> terms,
                      const FormulaLook& look) {
  const FormulaParse parse = parse_formula(tex);
  assert(
      parse.root);  // the trace writes only what the typesetter reads; a test holds them together
  if (!parse.root) return {};
  FormulaOptions options;
  options.size = ui.u(look.em);
  options.max_width = look.max_width;
  options.shrink_to = look.max_width > 0 ? ui.u(13) : 0;
  options.min_script = ui.u(9.5f);
  options.pixel = 1;
  options.display = look.display;
  return layout_formula(*parse.root, terms, ImFontMetrics(ui.theme.formula_fonts), options);
}

/// The terms among the widgets: what a reader can point at.
void list_terms(const UiContext& ui, ImVec2 at, const FormulaLayout& layout) {
  for (const FormulaTermBox& term : layout.terms) {
    if (term.id < 0 || term.id >= static_cast<int>(ui.trace.steps().size())) continue;
    list_widget(
        ui, {at.x + term.rect.x0, at.y + term.rect.y0, at.x + term.rect.x1, at.y + term.rect.y1},
        "term " + ui.trace.step(term.id).id, "term");
  }
}

const FormulaLayout& cached_layout(const UiContext& ui, std::string_view tex,
                                   std::span<const FormulaTerm> terms, const FormulaLook& look) {
  const CacheKey<std::string_view> key{tex, look.em, std::floor(look.max_width), ui.theme.scale,
                                       look.display};
  const auto found = cache().find(key);
  if (found != cache().end()) return found->second;
  if (cache().size() >= kMostLayouts) cache().clear();
  CacheKey<std::string> kept{std::string(tex), key.em, key.width, key.scale, key.display};
  return cache().emplace(std::move(kept), typeset(ui, tex, terms, look)).first->second;
}

ImVec2 draw(const UiContext& ui, ImVec2 at, std::string_view tex,
            std::span<const FormulaTerm> terms, const FormulaLook& look,
            const std::function<void(int)>& on_term = {}) {
  const FormulaLayout& layout = cached_layout(ui, tex, terms, look);
  const Palette& p = ui.palette();
  const int lit = ui.hover.term;
  const FormulaStyle style{.fonts = &ui.theme.formula_fonts,
                           .color = look.color ? look.color : p.text,
                           .pixel_scale = 1,
                           .opacity = look.opacity,
                           .term_look = [&](int id) {
                             TermLook term;
                             if (id == look.current) term.color = p.accent;
                             if (id == lit && look.interactive) term.background = p.accent_soft;
                             return term;
                           }};
  draw_formula(*ImGui::GetWindowDrawList(), layout, at, style);
  const Rect area{at.x, at.y, at.x + layout.width, at.y + layout.height()};
  if (look.interactive) list_terms(ui, at, layout);
  if (look.interactive && ImGui::IsWindowHovered() && area.contains(ImGui::GetIO().MousePos)) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const int hit = formula_hit(layout, {mouse.x - at.x, mouse.y - at.y}, ui.touch ? ui.u(8) : 0);
    if (hit >= 0) {
      ui.next_hover.term = hit;
      if (on_term) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      if (on_term && ImGui::IsMouseClicked(0)) on_term(hit);
    }
  }
  return {layout.width, layout.height()};
}

}  // namespace

const FormulaLayout& formula_layout(const UiContext& ui, const Formula& formula,
                                    const FormulaLook& look) {
  return cached_layout(ui, formula.tex, formula.terms, look);
}

ImVec2 draw_trace_formula(const UiContext& ui, ImVec2 at, const Formula& formula,
                          const FormulaLook& look, const std::function<void(int)>& on_term) {
  return draw(ui, at, formula.tex, formula.terms, look, on_term);
}

ImVec2 symbol_size(const UiContext& ui, const std::string& tex, float em) {
  const FormulaLayout& layout = cached_layout(ui, tex, {}, {.em = em, .display = false});
  return {layout.width, layout.height()};
}

void draw_symbol(const UiContext& ui, const Rect& rect, const std::string& tex, float em,
                 ImU32 color, float opacity) {
  const ImVec2 size = symbol_size(ui, tex, em);
  draw(ui, {rect.center().x - size.x / 2, rect.center().y - size.y / 2}, tex, {},
       {.em = em, .color = color, .opacity = opacity, .display = false, .interactive = false});
}

}  // namespace backflow
