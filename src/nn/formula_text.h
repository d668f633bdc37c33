// A formula as TeX, with the places in it that stand for steps of the trace.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace backflow {

/// Bytes [begin, end) of the TeX stand for step `step`. Spans may be nested, never crossing.
struct FormulaTerm {
  std::size_t begin = 0, end = 0;
  int step = -1;
};

struct Formula {
  std::string tex;
  std::vector<FormulaTerm> terms;
};

/// Appends pieces of TeX and remembers which of them are terms.
class FormulaWriter {
 public:
  FormulaWriter& text(std::string_view tex) {
    formula_.tex += tex;
    return *this;
  }
  FormulaWriter& term(int step, std::string_view tex) {
    const std::size_t begin = open();
    formula_.tex += tex;
    close(begin, step);
    return *this;
  }
  /// For terms that hold other terms: open(), write, close(where it began, step).
  std::size_t open() const { return formula_.tex.size(); }
  void close(std::size_t begin, int step) {
    formula_.terms.push_back({begin, formula_.tex.size(), step});
  }
  Formula take() { return std::move(formula_); }

 private:
  Formula formula_;
};

}  // namespace backflow
