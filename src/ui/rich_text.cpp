#include "rich_text.h"

#include "line_breaks.h"
#include "line_order.h"
#include "widgets.h"

namespace backflow {
namespace {

constexpr float kFormulaEm = 15;  // css px: its letters are then as tall as the text's
constexpr float kDisplayEm = 17;  // of a formula with a line of its own
constexpr float kDisplayAir = 5;  // css px above and below such a formula
constexpr float kLeading = 1.4f;  // from line to line, in heights of a letter's em

/// What is never broken: a word, a number or a formula.
struct Atom {
  const TextPiece* piece = nullptr;
  std::string_view text;     // of a word
  bool after_space = false;  // there is one in front of it
  bool may_break = false;    // a line may begin with it
  float width = 0;           // device px, as the two below
  float ascent = 0, depth = 0;

  bool is_display() const { return piece->is_display; }
  bool is_formula() const { return piece->kind == TextPiece::Kind::kTex; }
  bool is_strong() const { return piece->kind == TextPiece::Kind::kValue; }
};

struct Line {
  std::size_t begin = 0, end = 0;  // of the atoms
  float ascent = 0, depth = 0;
};

FormulaLook look_of(const TextPiece& piece) {
  return {.em = piece.is_display ? kDisplayEm : kFormulaEm,
          .display = piece.is_display,
          .interactive = false};
}

Atom formula_atom(const UiContext& ui, const TextPiece& piece, bool after_space, bool may_break) {
  const FormulaLayout& layout = formula_layout(ui, {piece.text, {}}, look_of(piece));
  const float air = piece.is_display ? ui.u(kDisplayAir) : 0;
  return {
      &piece, {}, after_space, may_break, layout.width, layout.ascent + air, layout.descent + air};
}

Atom word_atom(const UiContext& ui, const TextPiece& piece, std::string_view word, bool after_space,
               bool may_break) {
  const bool strong = piece.kind == TextPiece::Kind::kValue;
  const ImFont* font = strong ? ui.theme.strong[1] : ui.theme.text[1];
  return {&piece,
          word,
          after_space,
          may_break,
          text_size(ui, word, TextSize::kBody, strong).x,
          font->Ascent,
          font->FontSize - font->Ascent};
}

std::vector<Atom> atoms_of(const UiContext& ui, std::span<const TextPiece> pieces) {
  std::vector<Atom> atoms;
  bool after_space = false, may_break = false;
  for (const TextPiece& piece : pieces) {
    if (piece.kind == TextPiece::Kind::kTex) {
      atoms.push_back(formula_atom(ui, piece, after_space, may_break));
      after_space = may_break = false;
      continue;
    }
    const std::string_view text = piece.text;
    std::size_t start = 0;
    for (const LineBreak& here : line_breaks(text)) {
      if (here.end > start)
        atoms.push_back(
            word_atom(ui, piece, text.substr(start, here.end - start), after_space, may_break));
      const bool is_end = here.is_hard, is_space = here.next > here.end;
      after_space = is_space || (is_end && here.end == start && after_space);
      may_break = !is_end || after_space;
      start = here.next;
    }
  }
  return atoms;
}

float space_width(const UiContext& ui) { return text_size(ui, " ").x; }

std::vector<Line> lines_of(const UiContext& ui, const std::vector<Atom>& atoms, float width) {
  std::vector<Line> lines;
  const float space = space_width(ui);
  float x = 0;
  for (std::size_t i = 0; i < atoms.size();) {
    // What is glued together goes to the next line together.
    std::size_t end = i + 1;
    float run = atoms[i].width;
    const bool ends_line = atoms[i].is_display() || (i > 0 && atoms[i - 1].is_display());
    while (end < atoms.size() && !atoms[end].may_break && !atoms[end].is_display() &&
           !atoms[i].is_display())
      run += atoms[end++].width;
    const float gap = x > 0 && atoms[i].after_space ? space : 0;
    if (lines.empty() || ends_line || (x > 0 && x + gap + run > width)) {
      lines.push_back({i, i});
      x = run;
    } else {
      x += gap + run;
    }
    Line& line = lines.back();
    line.end = end;
    for (; i < end; ++i) {
      line.ascent = std::max(line.ascent, atoms[i].ascent);
      line.depth = std::max(line.depth, atoms[i].depth);
    }
  }
  return lines;
}

struct Placed {
  std::size_t atom;
  float x;  // from the left edge of the text
};

/// Words of Arabic go with the line from right to left, and so do marks between them; formulas and
/// numbers that follow each other stay as they are.
bool goes_with_line(const Atom& atom) {
  static constexpr std::string_view kMarks = ".:;!";
  return !atom.is_formula() &&
         (has_arabic(atom.text) || atom.text.find_first_not_of(kMarks) == std::string_view::npos);
}

std::vector<Placed> places_of(const std::vector<Atom>& atoms, const Line& line, float width,
                              float space) {
  std::vector<Placed> places;
  const auto gap = [&](std::size_t i) {
    return i > line.begin && atoms[i].after_space ? space : 0.0f;
  };
  float x = is_right_to_left() ? width : 0;
  for (std::size_t i = line.begin; i < line.end;) {
    if (!is_right_to_left()) {
      places.push_back({i, x + gap(i)});
      x = places.back().x + atoms[i].width;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    float run = atoms[i].width;
    if (!goes_with_line(atoms[i]))
      for (; end < line.end && !goes_with_line(atoms[end]); ++end)
        run += gap(end) + atoms[end].width;
    x -= gap(i) + run;
    float at = x;
    for (std::size_t k = i; k < end; ++k) {
      if (k > i) at += gap(k);
      places.push_back({k, at});
      at += atoms[k].width;
    }
    i = end;
  }
  return places;
}

/// Formulas that are taller than a line push it away, text alone keeps the leading.
float line_height(const UiContext& ui, const Line& line) {
  const ImFont* font = ui.theme.text[1];
  const float leading = std::round(font->FontSize / 1.21f * kLeading);
  return std::max(leading, std::round(line.ascent + line.depth + ui.u(3)));
}

void draw_formula_atom(const UiContext& ui, ImVec2 at, const Atom& atom, ImU32 color) {
  const int step = atom.piece->step;
  if (atom.is_display()) at.y += ui.u(kDisplayAir);
  const Rect area{at.x, at.y, at.x + atom.width, at.y + atom.ascent + atom.depth};
  const bool pointed =
      step >= 0 && ImGui::IsWindowHovered() && area.contains(ImGui::GetIO().MousePos);
  if (pointed) ui.next_hover.term = step;
  const bool lit = step >= 0 && ui.hover.term == step;
  FormulaLook look = look_of(*atom.piece);
  look.color = lit ? ui.palette().accent : color;
  draw_trace_formula(ui, at, {atom.piece->text, {}}, look);
}

}  // namespace

float rich_text_height(const UiContext& ui, float width, std::span<const TextPiece> pieces) {
  float height = 0;
  for (const Line& line : lines_of(ui, atoms_of(ui, pieces), width))
    height += line_height(ui, line);
  return height;
}

float draw_rich_text(const UiContext& ui, ImVec2 at, float width, std::span<const TextPiece> pieces,
                     ImU32 color) {
  const std::vector<Atom> atoms = atoms_of(ui, pieces);
  const float space = space_width(ui);
  float y = at.y;
  for (const Line& line : lines_of(ui, atoms, width)) {
    const float height = line_height(ui, line);
    const float baseline = std::round(y + (height - line.ascent - line.depth) / 2 + line.ascent);
    for (const auto& [index, x] : places_of(atoms, line, width, space)) {
      const Atom& atom = atoms[index];
      const ImVec2 place{at.x + x, baseline - atom.ascent};
      if (atom.is_formula())
        draw_formula_atom(ui, place, atom, color);
      else
        draw_text(ui, place, atom.text, atom.is_strong() ? ui.palette().text : color,
                  TextSize::kBody, atom.is_strong());
    }
    y += height;
  }
  return y - at.y;
}

}  // namespace backflow
