#include "line_order.h"

#include <algorithm>
#include <vector>

#include "utf8.h"

namespace backflow {
namespace {

bool is_arabic(char32_t c) {
  return (c >= 0x600 && c <= 0x6FF) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF);
}

/// Between words these go with the line; between numbers they belong to the formula.
constexpr std::u32string_view kNeutral = U" .,:;!?…—–-()[]{}«»“”‘’'\"/·=+×⊙→←≤≥<>|%✓✗";
constexpr std::u32string_view kPairs = U"()[]{}«»<>";

enum class Kind : std::uint8_t { kArabic, kNeutral, kFormula };

struct Character {
  std::string_view bytes;
  char32_t code;
  Kind kind;
};

std::vector<Character> characters_of(std::string_view line) {
  std::vector<Character> list;
  for (std::size_t i = 0; i < line.size();) {
    const auto [code, bytes] = utf8_at(line, i);
    const bool neutral = kNeutral.find(code) != std::u32string_view::npos;
    list.push_back({line.substr(i, bytes), code,
                    is_arabic(code) ? Kind::kArabic
                    : neutral       ? Kind::kNeutral
                                    : Kind::kFormula});
    i += bytes;
  }
  return list;
}

/// Brackets around nothing Arabic belong to the formula in them.
void join_brackets(std::vector<Character>& line) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::size_t pair = kPairs.substr(0, 4).find(line[i].code);
    if (line[i].kind == Kind::kArabic) open.clear();
    if (pair == std::u32string_view::npos) continue;
    if (pair % 2 == 0) {
      open.push_back(i);
    } else if (!open.empty()) {
      line[open.back()].kind = line[i].kind = Kind::kFormula;
      open.pop_back();
    }
  }
}

/// Where the formula that begins at `first` ends: behind its last character that is one.
std::size_t formula_end(const std::vector<Character>& line, std::size_t first) {
  std::size_t end = first + 1;
  for (std::size_t i = end; i < line.size() && line[i].kind != Kind::kArabic; ++i)
    if (line[i].kind == Kind::kFormula) end = i + 1;
  return end;
}

void append_mirrored(const Character& c, std::string& text) {
  const std::size_t at = kPairs.find(c.code);
  if (at == std::u32string_view::npos) {
    text += c.bytes;
    return;
  }
  constexpr const char* kBytes[] = {"(", ")", "[", "]", "{", "}", "«", "»", "<", ">"};
  text += kBytes[at ^ 1];
}

}  // namespace

bool has_arabic(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto [code, bytes] = utf8_at(text, i);
    if (is_arabic(code)) return true;
    i += bytes;
  }
  return false;
}

std::string line_order(std::string_view line) {
  if (!has_arabic(line)) return std::string(line);
  std::vector<Character> list = characters_of(line);
  join_brackets(list);
  std::vector<std::string> runs;
  for (std::size_t i = 0; i < list.size();) {
    std::string run;
    if (list[i].kind == Kind::kFormula) {
      for (const std::size_t end = formula_end(list, i); i < end; ++i) run += list[i].bytes;
    } else {
      append_mirrored(list[i++], run);
    }
    runs.push_back(std::move(run));
  }
  std::string drawn;
  std::for_each(runs.rbegin(), runs.rend(), [&](const std::string& run) { drawn += run; });
  return drawn;
}

}  // namespace backflow
