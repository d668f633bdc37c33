#include "lesson_text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "term_text.h"

namespace backflow {
namespace {

/// What a placeholder is made from.
struct Source {
  Session& session;
  const TraceView<float>& trace;
  std::vector<std::string_view> words;  // the placeholder's, its name first

  int step(std::size_t word) const { return find_step(trace.steps(), words[word]); }
};

using Text = std::optional<std::string>;  // nothing: there is no such thing here

std::string percent(double share) { return number_text(100 * share, 3) + " %"; }

Text percent_or_nothing(const std::optional<double>& share) {
  return share ? Text(percent(*share)) : std::nullopt;
}

double root_mean_square(const TraceView<float>& trace, int step) {
  const Matrix<double> value = trace.stored(step).cast<double>();
  return value.size() ? std::sqrt(value.squaredNorm() / static_cast<double>(value.size())) : 0;
}

/// A place in a matrix, counted from 1; −1 where there is none.
Index place(std::string_view word, Index count) {
  Index value = 0;
  const auto end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, value);
  return read.ec == std::errc() && read.ptr == end && value >= 1 && value <= count ? value - 1 : -1;
}

Text shape(const Source& s) {
  const int step = s.step(1);
  return step < 0 ? Text()
                  : std::to_string(s.trace.rows(step)) + "×" + std::to_string(s.trace.cols(step));
}

Text rows(const Source& s) {
  return s.step(1) < 0 ? Text() : std::to_string(s.trace.rows(s.step(1)));
}

Text cols(const Source& s) {
  return s.step(1) < 0 ? Text() : std::to_string(s.trace.cols(s.step(1)));
}

struct Cell {
  int step = -1;
  Index row = -1, col = -1;
  bool exists() const { return step >= 0 && row >= 0 && col >= 0; }
};

Cell cell_of(const Source& s) {
  Cell cell{.step = s.step(1)};
  if (cell.step < 0) return cell;
  cell.row = place(s.words[2], s.trace.rows(cell.step));
  cell.col = place(s.words[3], s.trace.cols(cell.step));
  return cell;
}

Text entry(const Source& s) {
  const Cell cell = cell_of(s);
  if (!cell.exists()) return {};
  return cell_text(static_cast<double>(s.trace.at(cell.step, cell.row, cell.col)));
}

Text terms(const Source& s) {
  const Cell cell = cell_of(s);
  if (!cell.exists()) return {};
  return term_text(s.trace, cell.step, cell.row, cell.col);
}

Text rms(const Source& s) {
  return s.step(1) < 0 ? Text() : number_text(root_mean_square(s.trace, s.step(1)), 2);
}

Text ratio(const Source& s) {
  if (s.step(1) < 0 || s.step(2) < 0) return {};
  const double below = root_mean_square(s.trace, s.step(2));
  if (!(below > 0)) return {};
  return number_text(root_mean_square(s.trace, s.step(1)) / below, 2);
}

struct Figure {
  std::string_view name;
  Text (*make)(Session&);
};

constexpr std::array kFigures{
    Figure{"E", [](Session& s) { return Text(number_text(s.metrics().loss, 3)); }},
    Figure{"E start",
           [](Session& s) {
             return Text(number_text(static_cast<double>(s.losses().front().train), 3));
           }},
    Figure{"epoch", [](Session& s) { return Text(std::to_string(s.metrics().epoch)); }},
    Figure{"step", [](Session& s) { return Text(std::to_string(s.metrics().step)); }},
    Figure{"alpha", [](Session& s) { return Text(number_text(s.metrics().learning_rate, 3)); }},
    Figure{"right", [](Session& s) { return percent_or_nothing(s.metrics().accuracy); }},
    Figure{"test right", [](Session& s) { return percent_or_nothing(s.metrics().test_accuracy); }},
    Figure{"test E",
           [](Session& s) {
             const auto& loss = s.metrics().test_loss;
             return loss ? Text(number_text(*loss, 3)) : std::nullopt;
           }},
    Figure{"samples", [](Session& s) { return Text(std::to_string(s.trainer().X().cols())); }},
};

/// About a step: its name, and how many words follow.
struct Question {
  std::string_view name;
  std::size_t arguments;
  Text (*answer)(const Source&);
};

constexpr std::array kQuestions{
    Question{"shape", 1, shape}, Question{"rows", 1, rows},   Question{"cols", 1, cols},
    Question{"cell", 3, entry},  Question{"terms", 3, terms}, Question{"rms", 1, rms},
    Question{"ratio", 2, ratio},
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

TextPiece answer(std::string_view placeholder, Session& session, const TraceView<float>& trace) {
  const auto piece = [](const Text& text) {
    return text ? TextPiece{TextPiece::Kind::kValue, *text}
                : TextPiece{TextPiece::Kind::kMissing, "–"};
  };
  for (const Figure& figure : kFigures)
    if (figure.name == placeholder) return piece(figure.make(session));
  const Source source{session, trace, words_of(placeholder)};
  if (source.words.empty()) return piece({});
  for (const Question& question : kQuestions)
    if (question.name == source.words[0] && source.words.size() == question.arguments + 1)
      return piece(question.answer(source));
  const int step = source.words.size() == 1 ? source.step(0) : -1;
  if (step < 0) return piece({});
  return {TextPiece::Kind::kTex, trace.step(step).symbol, step};
}

}  // namespace

std::string plain_text(const std::vector<TextPiece>& pieces) {
  std::string text;
  for (const TextPiece& piece : pieces) text += piece.text;
  return text;
}

// The words around them speak of the slides' orientation, so shapes and places do, too.
std::vector<TextPiece> fill_text(std::string_view text, Session& session) {
  Notation notation = session.config().notation;
  const bool is_slides = !notation.samples_as_rows && !notation.weights_out_in;
  notation.samples_as_rows = notation.weights_out_in = false;
  const std::vector<TraceStep> steps =
      is_slides ? std::vector<TraceStep>() : label_steps(trace_plan(session.trainer(), notation));
  const TraceView<float> trace =
      is_slides ? session.trace() : TraceView<float>(steps, session.trainer());
  std::vector<TextPiece> pieces;
  std::string plain;
  const auto end_plain = [&] {
    if (!plain.empty()) pieces.push_back({TextPiece::Kind::kText, std::exchange(plain, {})});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char close = text[i] == '{' ? '}' : text[i] == '$' ? '$' : '\0';
    const std::size_t end = close ? text.find(close, i + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      plain += text[i];
      continue;
    }
    end_plain();
    const std::string_view inside = text.substr(i + 1, end - i - 1);
    i = end;
    if (close == '}') {
      pieces.push_back(answer(inside, session, trace));
    } else if (inside.empty()) {
      const std::size_t last = std::min(text.find("$$", i + 1), text.size());
      pieces.push_back({.kind = TextPiece::Kind::kTex,
                        .text = std::string(text.substr(i + 1, last - i - 1)),
                        .is_display = true});
      i = last + 1;
    } else {
      pieces.push_back({TextPiece::Kind::kTex, std::string(inside)});
    }
  }
  end_plain();
  return pieces;
}

}  // namespace backflow
