// From chain rule to matrices: the slides' story, with factors that the reader arranges.
#include <utility>

#include "matrix_view.h"
#include "panels.h"
#include "puzzle_word.h"

namespace backflow {
namespace {

constexpr float kSignWidth = 40, kTouchSignWidth = 52;  // css px

/// The reader's arrangement, or the story's first station when another gradient is looked at; what
/// a link says of it, once.
void follow(const UiContext& ui, int gradient, const std::vector<PuzzleStation>& story) {
  PuzzleState& state = ui.puzzle;
  const bool takes_words = std::exchange(state.takes_words, false);
  if (state.puzzle.gradient != gradient || state.puzzle.factors.empty()) {
    const int last = static_cast<int>(story.size()) - 1;
    const int station = takes_words ? std::min(ui.view.story, last) : 0;
    const Puzzle& puzzle = story[static_cast<std::size_t>(station)].puzzle;
    state = {.puzzle = puzzle, .base = puzzle, .station = station, .dragged = -1};
  }
  if (!takes_words) return;
  if (const auto read = read_puzzle(state.base, ui.view.puzzle))
    state.puzzle = *read;
  else
    ui.notices.push_back(read.error().message);
}

/// So that the link says what is shown.
void tell_view(const UiContext& ui) {
  ui.view.story = ui.view.lesson < 0 ? ui.puzzle.station : 0;
  ui.view.puzzle = puzzle_word(ui.puzzle.base, ui.puzzle.puzzle);
}

float draw_story(const UiContext& ui, ImVec2 at, float width,
                 const std::vector<PuzzleStation>& story) {
  PuzzleState* state = &ui.puzzle;
  const float side = ui.u(ui.touch ? 44 : 28);
  const int last = static_cast<int>(story.size()) - 1;
  const auto go = [&](int station) {
    ui.later([state, station, puzzle = story[static_cast<std::size_t>(station)].puzzle] {
      state->station = station;
      state->puzzle = state->base = puzzle;
    });
  };
  const Rect back{at.x, at.y, at.x + side, at.y + side},
      next{at.x + side + ui.u(4), at.y, at.x + 2 * side + ui.u(4), at.y + side};
  if (icon_button(ui, back, "story back", Icon::kPrevious, ButtonLook::kOutlined,
                  tr("Back in the story"), state->station > 0))
    go(state->station - 1);
  if (icon_button(ui, next, "story on", Icon::kNext, ButtonLook::kFilled, tr("On in the story"),
                  state->station < last))
    go(state->station + 1);
  const PuzzleStation& now = story[static_cast<std::size_t>(std::min(state->station, last))];
  const std::string title = tr("{0} of {1} · {2}", {std::to_string(state->station + 1),
                                                    std::to_string(last + 1), now.title});
  draw_text(ui, {next.x1 + ui.u(12), at.y + side / 2 - text_size(ui, "A").y / 2},
            fitted(ui, title, width - 2 * side - ui.u(20), TextSize::kBody, true),
            ui.palette().text, TextSize::kBody, true);
  const float text = draw_wrapped(ui, {at.x, at.y + side + ui.u(10)}, std::min(width, ui.u(600)),
                                  now.text, ui.palette().muted);
  return side + ui.u(24) + text;
}

void swap_factors(PuzzleState& state, std::size_t a, std::size_t b) {
  std::swap(state.puzzle.factors[a], state.puzzle.factors[b]);
}

/// ‹ ᵀ › under a factor.
void draw_factor_buttons(const UiContext& ui, const Rect& rect, std::size_t i) {
  PuzzleState* state = &ui.puzzle;
  const std::string name = "factor " + std::to_string(i + 1);
  const float third = rect.width() / 3;
  const Rect left{rect.x0, rect.y0, rect.x0 + third, rect.y1},
      mid{left.x1, rect.y0, left.x1 + third, rect.y1}, right{mid.x1, rect.y0, rect.x1, rect.y1};
  if (icon_button(ui, left, name + " left", Icon::kPrevious, ButtonLook::kPlain,
                  tr("Move to the left"), i > 0))
    ui.later([state, i] { swap_factors(*state, i, i - 1); });
  const bool transposed = state->puzzle.factors[i].transposed;
  if (button(ui, mid, name + " transpose", "T",
             transposed ? ButtonLook::kSelected : ButtonLook::kOutlined,
             tr("Transpose this factor")))
    ui.later([state, i] { state->puzzle.factors[i].transposed ^= true; });
  if (icon_button(ui, right, name + " right", Icon::kNext, ButtonLook::kPlain,
                  tr("Move to the right"), i + 1 < state->puzzle.factors.size()))
    ui.later([state, i] { swap_factors(*state, i, i + 1); });
}

/// One factor: its matrix, a handle over the symbol to drag it, its buttons. Returns its size.
ImVec2 factor_size(const UiContext& ui, std::size_t i, const MatrixLook& look) {
  const PuzzleFactor& factor = ui.puzzle.puzzle.factors[i];
  const ImVec2 matrix = matrix_size(ui, {factor.step, factor.transposed}, look);
  return {std::max(matrix.x, ui.u(ui.touch ? 132 : 84)), matrix.y + ui.u(ui.touch ? 52 : 36)};
}

void draw_factor(const UiContext& ui, const Rect& rect, std::size_t i, const MatrixLook& look) {
  PuzzleState& state = ui.puzzle;
  const PuzzleFactor& factor = state.puzzle.factors[i];
  const Operand operand{factor.step, factor.transposed};
  const ImVec2 matrix = matrix_size(ui, operand, look);
  float shift = 0;
  const float bar = ui.u(ui.touch ? 44 : 28);
  const Rect handle{rect.x0, rect.y0, rect.x1, rect.y0 + ui.u(28)};
  const Hit hit = hit_area(ui, handle, "factor " + std::to_string(i + 1), "handle",
                           tr("Drag to another place"));
  if (hit.hovered || hit.held) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  if (hit.held) {
    shift = ImGui::GetMouseDragDelta(0, 0).x;
    state.dragged = static_cast<int>(i);
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0 + shift - ui.u(4), rect.y0 - ui.u(4)},
                                              {rect.x1 + shift + ui.u(4), rect.y1},
                                              ui.palette().accent_soft, ui.u(8));
  }
  draw_matrix(ui, {rect.x0 + shift + (rect.width() - matrix.x) / 2, rect.y0}, operand, look);
  const float w = std::min(rect.width(), ui.u(ui.touch ? 132 : 84));
  const float x = rect.center().x - w / 2;
  draw_factor_buttons(ui, {x, rect.y1 - bar, x + w, rect.y1}, i);
}

/// "a ≠ b": the inner sizes that disagree.
std::string sizes_text(const PuzzleVerdict& verdict) {
  return std::to_string(verdict.left.cols) + " ≠ " + std::to_string(verdict.right.rows);
}

/// What a sign needs; all are as wide as one with sizes below it.
float sign_width(const UiContext& ui, const PuzzleVerdict& verdict) {
  const float least = ui.u(ui.touch ? kTouchSignWidth : kSignWidth);
  if (verdict.fits) return least;
  return std::max(least, text_size(ui, sizes_text(verdict)).x + ui.u(12));
}

void draw_sign(const UiContext& ui, const Rect& rect, std::size_t i, const PuzzleVerdict& verdict) {
  PuzzleState* state = &ui.puzzle;
  const bool times = state->puzzle.signs[i] == PuzzleSign::kTimes;
  const bool fails = verdict.at == static_cast<int>(i);
  const Palette& p = ui.palette();
  const float side = std::min(rect.width(), ui.u(ui.touch ? 44 : 32));
  // Level with the matrices, whose symbols are lower than what is below them.
  const ImVec2 c{rect.center().x, rect.center().y - ui.u(ui.touch ? 22 : 14)};
  const Rect box{c.x - side / 2, c.y - side / 2, c.x + side / 2, c.y + side / 2};
  const Hit hit = hit_area(ui, box, "sign " + std::to_string(i + 1), "button",
                           tr("Change between × (matrix product) and ⊙ (element by element)"));
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (hit.hovered || fails)
    list->AddRectFilled(box.min(), box.max(),
                        fails ? mix(p.card, p.bad, 0.14f) : mix(p.card, p.text, 0.06f), ui.u(6));
  list->AddRect(box.min(), box.max(), fails ? p.bad : p.line, ui.u(6), 0, ui.theme.hairline());
  draw_symbol(ui, box, times ? "\\times" : "\\odot", 19, fails ? p.bad : p.text);
  if (fails && times) {
    const std::string sizes = sizes_text(verdict);
    const Rect below{rect.x0, box.y1 + ui.u(4), rect.x1, box.y1 + ui.u(24)};
    draw_text_centered(ui, below, sizes, p.bad, TextSize::kBody, true);
    list_widget(ui, below, "sizes that disagree", "text", true, sizes);
  }
  if (hit.clicked)
    ui.later([state, i, times] {
      state->puzzle.signs[i] = times ? PuzzleSign::kElementwise : PuzzleSign::kTimes;
    });
}

/// A dragged factor that is let go takes the place whose middle is nearest.
void drop(const UiContext& ui, const std::vector<Rect>& places) {
  PuzzleState* state = &ui.puzzle;
  if (state->dragged < 0 || ImGui::IsMouseDown(0)) return;
  const auto from = static_cast<std::size_t>(state->dragged);
  state->dragged = -1;
  if (from >= places.size()) return;
  const float x = ImGui::GetIO().MousePos.x;
  std::size_t to = 0;
  for (std::size_t i = 1; i < places.size(); ++i)
    if (std::abs(places[i].center().x - x) < std::abs(places[to].center().x - x)) to = i;
  if (to == from) return;
  ui.later([state, from, to] {
    auto& list = state->puzzle.factors;
    const PuzzleFactor moved = list[from];
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(from));
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(to), moved);
  });
}

/// Where the factors and the result go: lines that break where the next piece does not fit.
struct Line {
  std::size_t end = 0;  // the first piece of the next line
  float height = 0;
};

std::vector<Line> break_lines(const std::vector<ImVec2>& sizes, float width, float sign) {
  std::vector<Line> lines{{}};
  float x = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const float needed = sizes[i].x + (i ? sign : 0);
    if (x > 0 && x + needed > width) lines.push_back({}), x = 0;
    x += needed;
    lines.back().end = i + 1;
    lines.back().height = std::max(lines.back().height, sizes[i].y);
  }
  return lines;
}

/// What came of it, under the gradient's name only if it is the gradient. Draws where `at` is not
/// null.
ImVec2 draw_result(const UiContext& ui, const ImVec2* at, float width,
                   const PuzzleVerdict& verdict) {
  const TraceStep& wanted = ui.trace.step(ui.puzzle.puzzle.gradient);
  const bool shape = verdict.result == verdict.wanted;
  const MatrixLook look{
      .max_width = width * 0.9f, .max_height = ui.u(240), .emphasised = verdict.is_gradient};
  return draw_values(ui, at, verdict.value, shape ? wanted.rows.kind : AxisKind::kOne,
                     shape ? wanted.cols.kind : AxisKind::kOne,
                     verdict.is_gradient ? wanted.symbol : "?", look);
}

/// Whether the axes on both sides of a sign are summed over: a product that exists so far.
bool joins(const UiContext& ui, std::size_t sign, const PuzzleVerdict& verdict) {
  return sign < ui.puzzle.puzzle.signs.size() &&
         ui.puzzle.puzzle.signs[sign] == PuzzleSign::kTimes &&
         (verdict.fits || static_cast<int>(sign) < verdict.at);
}

/// A factor whose inner axes are marked where a product joins them.
MatrixLook joined_look(const UiContext& ui, MatrixLook look, std::size_t factor,
                       const PuzzleVerdict& verdict) {
  look.inner_cols = joins(ui, factor, verdict);
  look.inner_rows = factor > 0 && joins(ui, factor - 1, verdict);
  return look;
}

/// The factors in a line with their signs, the result at the end if there is one.
float draw_expression(const UiContext& ui, ImVec2 at, float width, const PuzzleVerdict& verdict) {
  const std::size_t count = ui.puzzle.puzzle.factors.size();
  const float sign = sign_width(ui, verdict);
  const MatrixLook look{.max_width = std::min(width * 0.9f, width - sign),
                        .max_height = ui.u(240),
                        .editable = false};
  std::vector<ImVec2> sizes;
  for (std::size_t i = 0; i < count; ++i) sizes.push_back(factor_size(ui, i, look));
  if (verdict.fits) sizes.push_back(draw_result(ui, nullptr, width, verdict));
  std::vector<Rect> places;
  float y = at.y;
  std::size_t i = 0;
  for (const Line& line : break_lines(sizes, width, sign)) {
    float x = at.x;
    for (; i < line.end; ++i) {
      const Rect before{x, y, x + sign, y + line.height};
      if (i && i < count) draw_sign(ui, before, i - 1, verdict);
      if (i == count) draw_text_centered(ui, before, "=", ui.palette().text, TextSize::kTitle);
      if (i) x += sign;
      const float top = y + (line.height - sizes[i].y) / 2;
      const ImVec2 corner{x, top};
      if (i == count) draw_result(ui, &corner, width, verdict);
      if (i < count) {
        places.push_back({x, top, x + sizes[i].x, top + sizes[i].y});
        draw_factor(ui, places.back(), i, joined_look(ui, look, i, verdict));
      }
      x += sizes[i].x;
    }
    y += line.height + ui.u(12);
  }
  drop(ui, places);
  return y - at.y;
}

float draw_verdict(const UiContext& ui, ImVec2 at, float width, const PuzzleVerdict& verdict) {
  const Palette& p = ui.palette();
  const ImU32 color = verdict.is_gradient ? p.good : p.bad;
  const float pad = ui.u(12);
  const std::string text = (verdict.is_gradient ? "✓ " : "✗ ") + verdict.sentence;
  const float height = wrapped_height(ui, width - 2 * pad, text) + 2 * pad;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(at, {at.x + width, at.y + height}, mix(p.card, color, 0.1f), ui.u(8));
  draw_wrapped(ui, {at.x + pad, at.y + pad}, width - 2 * pad, text, color);
  list_widget(ui, {at.x, at.y, at.x + width, at.y + height}, "verdict: " + verdict.sentence,
              "text");
  return height + ui.u(14);
}

bool is_slides_network(const UiContext& ui) {
  return ui.session.config().network.sizes == std::vector{4, 5, 1} &&
         ui.trace.record().pass.X.cols() == 6;
}

/// The slides' last page prints one factor wrongly; whoever follows them stumbles there.
float draw_slip(const UiContext& ui, ImVec2 at, float width, int gradient) {
  if (ui.trace.step(gradient).id != "dW_ih" || !is_slides_network(ui)) return 0;
  const std::string note = tr(
      "A slip on the last slide: it prints dZ2/dW_ho (= h1, 5×6) as the middle factor of dE/dW_ih. "
      "It must be dZ2/dh1 "
      "(= W_ho, 5×1), as the chain rule says: (5×6) × (1×6) does not exist, (5×1) × (1×6) is 5×6.");
  return draw_wrapped(ui, at, std::min(width, ui.u(600)), note, ui.palette().muted) + ui.u(14);
}

/// Judged once: a large product takes longer than a frame.
const PuzzleVerdict& kept_verdict(const UiContext& ui) {
  LensResults& kept = ui.derivation.results;
  const bool same = kept.puzzle_version == ui.session.version() && kept.puzzle == ui.puzzle.puzzle;
  if (!same) kept.verdict = judge(ui.trace, ui.puzzle.puzzle);
  kept.puzzle_version = ui.session.version();
  kept.puzzle = ui.puzzle.puzzle;
  return kept.verdict;
}

}  // namespace

float shapes_lens(const UiContext& ui, ImVec2 at, float width, int gradient) {
  const std::vector<PuzzleStation> story = puzzle_story(ui.trace, gradient);
  follow(ui, gradient, story);
  tell_view(ui);
  const PuzzleVerdict& verdict = kept_verdict(ui);
  float y = at.y;
  // A lesson tells the story itself.
  if (ui.view.lesson < 0) y += draw_story(ui, {at.x, y}, width, story);
  y += draw_verdict(ui, {at.x, y}, width, verdict);
  y += draw_expression(ui, {at.x, y}, width, verdict);
  if (ui.view.lesson < 0) y += draw_slip(ui, {at.x, y}, width, gradient);
  return y - at.y;
}

}  // namespace backflow
