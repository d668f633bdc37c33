#include <utility>

#include "formula.h"
#include "formula_reader.h"
#include "formula_symbols.h"

namespace backflow {
namespace {

using Kind = FormulaNode::Kind;

constexpr float kWordSpace = 0.25F;  // em

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_script(char c) { return c == '^' || c == '_' || c == '\''; }

FormulaNode make_node(Kind kind, std::size_t offset) {
  FormulaNode node;
  node.kind = kind;
  node.offset = offset;
  return node;
}

FormulaNode make_symbol(char32_t codepoint, GlyphStyle style, std::size_t offset) {
  FormulaNode node = make_node(Kind::kSymbol, offset);
  node.codepoint = codepoint;
  node.style = style;
  return node;
}

FormulaNode make_space(float em, std::size_t offset) {
  FormulaNode node = make_node(Kind::kSpace, offset);
  node.atom = AtomClass::kSpace;
  node.amount = em;
  return node;
}

/// Recursive descent. Every member function that returns bool returns false after a fault, with
/// error_ set; recursion goes through nucleus() alone, which limits its depth.
class Parser {
 public:
  explicit Parser(std::string_view tex) : in_(tex) {}

  FormulaParse parse() {
    FormulaNode root = make_node(Kind::kRow, 0);
    if (row(root) && !in_.at_end()) fail_expected("the end of the formula");
    if (!error_.message.empty()) return {std::nullopt, error_};
    return {std::move(root), {}};
  }

 private:
  // A command that takes arguments. `out` has its kind, atom, limits and so on set already.
  struct Command {
    std::string_view token;
    bool (Parser::*parse)(const Command& command, FormulaNode& out);
    float amount;  // em
    Kind kind;
    AtomClass atom = AtomClass::kOrd;
    MathSize math_size = MathSize::kInherit;
    GlyphStyle style = GlyphStyle::kUpright;
  };
  static std::span<const Command> commands();

  bool fail(std::size_t offset, std::string message) {
    error_ = {offset, std::move(message)};
    return false;
  }
  bool fail_expected(std::string_view what) {
    return fail(in_.offset(), "expected " + std::string(what) + ", found " + in_.found());
  }

  bool row(FormulaNode& out) {
    MathSize size = MathSize::kInherit;  // from \displaystyle or \textstyle to the row's end
    for (in_.skip_blanks(); !in_.at_end() && !in_.next_is('}') && in_.token() != "\\right";
         in_.skip_blanks()) {
      if (size_switch(size)) continue;
      out.children.emplace_back();
      FormulaNode& atom = out.children.back();
      if (!scripted(atom)) return false;
      if (atom.math_size == MathSize::kInherit) atom.math_size = size;
    }
    return true;
  }

  bool size_switch(MathSize& size) {
    const std::string_view token = in_.token();
    if (token != "\\displaystyle" && token != "\\textstyle") return false;
    size = token == "\\displaystyle" ? MathSize::kDisplay : MathSize::kText;
    in_.take(token.size());
    return true;
  }

  // A nucleus with its primes and scripts.
  bool scripted(FormulaNode& out) {
    FormulaNode node = make_node(Kind::kScripts, in_.offset());
    if (is_script(in_.next())) {
      out = make_node(Kind::kRow, in_.offset());  // a script on nothing
    } else if (!nucleus(out)) {
      return false;
    }
    in_.skip_blanks();
    if (out.atom == AtomClass::kOp) limits_switch(out);
    if (!is_script(in_.next())) return true;
    if (out.kind == Kind::kSpace) return fail_expected("something that can have a script");
    node.atom = out.atom;
    node.limits = out.limits;
    node.children.resize(3);
    node.children[0] = std::move(out);
    out = std::move(node);
    return scripts(out.children[1], out.children[2]);
  }

  void limits_switch(FormulaNode& out) {
    const std::string_view token = in_.token();
    if (token != "\\limits" && token != "\\nolimits") return;
    out.limits = token == "\\limits" ? Limits::kAlways : Limits::kNever;
    in_.take(token.size());
    in_.skip_blanks();
  }

  bool scripts(FormulaNode& above, FormulaNode& below) {
    bool powered = false;
    for (; is_script(in_.next()); in_.skip_blanks()) {
      const bool subscript = in_.next_is('_');
      const bool prime = in_.next_is('\'');
      if (subscript && below.kind != Kind::kAbsent) return fail_expected("one subscript");
      if (!subscript && powered) return fail_expected("no more after the superscript");
      powered = powered || (!subscript && !prime);
      if (!subscript && above.kind == Kind::kAbsent) above = make_node(Kind::kRow, in_.offset());
      FormulaNode script = make_symbol(kPrime, GlyphStyle::kUpright, in_.offset());
      in_.take(1);
      if (!prime && !argument(subscript ? "_" : "^", script)) return false;
      if (subscript) {
        below = std::move(script);
      } else {
        above.children.push_back(std::move(script));
      }
    }
    return true;
  }

  bool nucleus(FormulaNode& out) {
    if (depth_ >= kMaxFormulaDepth) {
      return fail_expected("at most " + std::to_string(kMaxFormulaDepth) + " nested groups");
    }
    ++depth_;
    const bool good = in_.next_is('{')    ? group(out)
                      : in_.next_is('\\') ? command(out)
                                          : character(out);
    --depth_;
    return good;
  }

  // "{…}": an ordinary atom, whatever is in it.
  bool group(FormulaNode& out) {
    out = make_node(Kind::kRow, in_.offset());
    in_.take(1);
    if (!row(out)) return false;
    if (!in_.next_is('}')) {
      return fail_expected("'}' for the '{' at " + std::to_string(out.offset));
    }
    in_.take(1);
    if (out.children.size() == 1 && out.children[0].kind == Kind::kSymbol) {
      FormulaNode only = std::move(out.children[0]);
      out = std::move(only);
      out.atom = AtomClass::kOrd;
      out.limits = Limits::kNever;
    }
    return true;
  }

  // What a command or a script is applied to: a group, or one atom without scripts.
  bool argument(std::string_view of, FormulaNode& out) {
    in_.skip_blanks();
    if (in_.at_end() || in_.next_is('}') || is_script(in_.next()) || in_.token() == "\\right") {
      return fail_expected("an argument of " + std::string(of));
    }
    return nucleus(out);
  }

  bool character(FormulaNode& out) {
    const char c = in_.next();
    if (is_letter(c) || is_digit(c)) {
      const GlyphStyle plain = is_letter(c) ? GlyphStyle::kItalic : GlyphStyle::kUpright;
      out = make_symbol(static_cast<char32_t>(c), alphabet_.value_or(plain), in_.offset());
    } else if (c == '~') {
      out = make_space(kWordSpace, in_.offset());
    } else {
      return symbol(out);
    }
    in_.take(1);
    return true;
  }

  bool symbol(FormulaNode& out) {
    const FormulaSymbol* symbol = find_formula_symbol(in_.token());
    if (symbol == nullptr) return fail_expected("a known symbol or command");
    out = make_symbol(symbol->codepoint, symbol->style, in_.offset());
    out.atom = symbol->atom;
    out.limits = symbol->limits;
    in_.take(in_.token().size());
    return true;
  }

  bool command(FormulaNode& out) {
    const std::string_view token = in_.token();
    for (const Command& command : commands()) {
      if (command.token != token) continue;
      out = make_node(command.kind, in_.offset());
      out.atom = command.atom;
      out.amount = command.amount;
      out.math_size = command.math_size;
      in_.take(token.size());
      return (this->*command.parse)(command, out);
    }
    if (const FormulaFunction* function = find_formula_function(token)) {
      out = make_node(Kind::kRow, in_.offset());
      out.atom = AtomClass::kOp;
      out.limits = function->limits;
      letters(token.substr(1), out);
      in_.take(token.size());
      return true;
    }
    if (const FormulaNamedCodepoint* accent = find_formula_accent(token)) {
      out = make_node(Kind::kAccent, in_.offset());
      out.codepoint = accent->codepoint;
      in_.take(token.size());
      return child(token, out);
    }
    return symbol(out);
  }

  static void letters(std::string_view name, FormulaNode& out) {
    for (const char c : name) {
      out.children.push_back(
          make_symbol(static_cast<char32_t>(c), GlyphStyle::kUpright, out.offset));
    }
  }

  bool child(std::string_view of, FormulaNode& parent) {
    parent.children.emplace_back();
    return argument(of, parent.children.back());
  }

  bool with_argument(const Command& command, FormulaNode& out) { return child(command.token, out); }

  bool fraction(const Command& command, FormulaNode& out) {
    return child(command.token, out) && child(command.token, out);
  }

  bool radical(const Command& command, FormulaNode& out) {
    in_.skip_blanks();
    if (in_.next_is('[')) return fail_expected("a square root's argument");
    return child(command.token, out);
  }

  bool brace(const Command& command, FormulaNode& out) {
    out.limits = Limits::kAlways;
    return child(command.token, out);
  }

  bool space(const Command&, FormulaNode&) { return true; }

  bool alphabet(const Command& command, FormulaNode& out) {
    const std::optional<GlyphStyle> outer = alphabet_;
    alphabet_ = command.style;
    const bool good = argument(command.token, out);
    alphabet_ = outer;
    return good;
  }

  bool operator_name(const Command& command, FormulaNode& out) {
    if (in_.next_is('*')) {
      in_.take(1);
      out.limits = Limits::kInDisplay;
    }
    out.children.emplace_back();
    return alphabet(command, out.children.back());
  }

  // \text{…}: plain characters, blanks kept.
  bool text(const Command&, FormulaNode& out) {
    in_.skip_blanks();
    if (!in_.next_is('{')) return fail_expected("'{' after \\text");
    for (in_.take(1); !in_.next_is('}'); in_.take(1)) {
      const char c = in_.next();
      const bool plain = c > ' ' && c <= '~' && c != '\\' && c != '{' && c != '$' && c != '%';
      if (!plain && !is_blank(c)) return fail_expected("plain text or '}'");
      out.children.push_back(
          is_blank(c) ? make_space(kWordSpace, in_.offset())
                      : make_symbol(static_cast<char32_t>(c), GlyphStyle::kUpright, in_.offset()));
    }
    in_.take(1);
    return true;
  }

  bool delimiter(std::string_view of, char32_t& out) {
    in_.skip_blanks();
    const FormulaNamedCodepoint* found = find_formula_delimiter(in_.token());
    if (found == nullptr) return fail_expected("a delimiter after " + std::string(of));
    out = found->codepoint;
    in_.take(in_.token().size());
    return true;
  }

  bool fence(const Command& command, FormulaNode& out) {
    if (!delimiter(command.token, out.left)) return false;
    out.children.push_back(make_node(Kind::kRow, in_.offset()));
    if (!row(out.children[0])) return false;
    out.right_offset = in_.offset();
    if (in_.token() != "\\right") {
      return fail_expected("'\\right' for the '\\left' at " + std::to_string(out.offset));
    }
    in_.take(in_.token().size());
    return delimiter("\\right", out.right);
  }

  bool big_delimiter(const Command& command, FormulaNode& out) {
    return delimiter(command.token, out.left);
  }

  FormulaReader in_;
  int depth_ = 0;
  std::optional<GlyphStyle> alphabet_;  // what \mathrm and its kin ask for
  FormulaError error_;
};

using enum AtomClass;

/// Heights of the large delimiters and widths of the spaces are TeX's, in em.
std::span<const Parser::Command> Parser::commands() {
  static constexpr Command kCommands[] = {
      {"\\frac", &Parser::fraction, 0, Kind::kFraction, kInner},
      {"\\dfrac", &Parser::fraction, 0, Kind::kFraction, kInner, MathSize::kDisplay},
      {"\\tfrac", &Parser::fraction, 0, Kind::kFraction, kInner, MathSize::kText},
      {"\\sqrt", &Parser::radical, 0, Kind::kRadical},
      {"\\left", &Parser::fence, 0, Kind::kFence, kInner},
      {"\\underbrace", &Parser::brace, 0, Kind::kUnderbrace},
      {"\\overbrace", &Parser::brace, 0, Kind::kOverbrace},
      {"\\overline", &Parser::with_argument, 0, Kind::kOverline},
      {"\\text", &Parser::text, 0, Kind::kRow},
      {"\\operatorname", &Parser::operator_name, 0, Kind::kRow, kOp},
      {"\\mathrm", &Parser::alphabet, 0, Kind::kRow},
      {"\\mathbf", &Parser::alphabet, 0, Kind::kRow, kOrd, {}, GlyphStyle::kBold},
      {"\\big", &Parser::big_delimiter, 1.2F, Kind::kDelimiter, kOrd},
      {"\\bigl", &Parser::big_delimiter, 1.2F, Kind::kDelimiter, kOpen},
      {"\\bigr", &Parser::big_delimiter, 1.2F, Kind::kDelimiter, kClose},
      {"\\bigm", &Parser::big_delimiter, 1.2F, Kind::kDelimiter, kRel},
      {"\\Big", &Parser::big_delimiter, 1.8F, Kind::kDelimiter, kOrd},
      {"\\Bigl", &Parser::big_delimiter, 1.8F, Kind::kDelimiter, kOpen},
      {"\\Bigr", &Parser::big_delimiter, 1.8F, Kind::kDelimiter, kClose},
      {"\\bigg", &Parser::big_delimiter, 2.4F, Kind::kDelimiter, kOrd},
      {"\\biggl", &Parser::big_delimiter, 2.4F, Kind::kDelimiter, kOpen},
      {"\\biggr", &Parser::big_delimiter, 2.4F, Kind::kDelimiter, kClose},
      {"\\Bigg", &Parser::big_delimiter, 3, Kind::kDelimiter, kOrd},
      {"\\Biggl", &Parser::big_delimiter, 3, Kind::kDelimiter, kOpen},
      {"\\Biggr", &Parser::big_delimiter, 3, Kind::kDelimiter, kClose},
      {"\\!", &Parser::space, -3.F / 18, Kind::kSpace, kSpace},
      {"\\,", &Parser::space, 3.F / 18, Kind::kSpace, kSpace},
      {"\\:", &Parser::space, 4.F / 18, Kind::kSpace, kSpace},
      {"\\;", &Parser::space, 5.F / 18, Kind::kSpace, kSpace},
      {"\\ ", &Parser::space, kWordSpace, Kind::kSpace, kSpace},
      {"\\quad", &Parser::space, 1, Kind::kSpace, kSpace},
      {"\\qquad", &Parser::space, 2, Kind::kSpace, kSpace},
  };
  return kCommands;
}

}  // namespace

FormulaParse parse_formula(std::string_view tex) {
  if (tex.size() > kMaxFormulaBytes) {
    return {std::nullopt,
            {kMaxFormulaBytes, "expected at most " + std::to_string(kMaxFormulaBytes) +
                                   " bytes, found " + std::to_string(tex.size())}};
  }
  return Parser(tex).parse();
}

}  // namespace backflow
