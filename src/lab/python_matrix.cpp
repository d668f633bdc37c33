#include "python_matrix.h"

#include <algorithm>

#include "export_text.h"
#include "number.h"

namespace backflow {
namespace {

constexpr Index kMostLiteral = 200;  // entries that are written as numbers; more as base64
constexpr std::size_t kLineWidth = 96;
const char* const kIndent = "    ";

/// The texts of a matrix's numbers; in a column they begin below each other, signs apart, so that
/// the points stand in a line.
struct NumberTable {
  Index rows = 0, cols = 0;
  std::vector<std::string> texts;   // row by row
  std::vector<std::size_t> widths;  // one a column

  NumberTable(const TraceView<float>& view, int step)
      : rows(view.rows(step)), cols(view.cols(step)), widths(static_cast<std::size_t>(cols)) {
    for (Index c = 0; c < cols; ++c) add_column(view, step, c);
  }
  const std::string& at(Index row, Index col) const {
    return texts[static_cast<std::size_t>(col * rows + row)];
  }
  void add_column(const TraceView<float>& view, int step, Index col) {
    bool has_minus = false;
    for (Index r = 0; r < rows; ++r) has_minus = has_minus || view.at(step, r, col) < 0;
    std::size_t& width = widths[static_cast<std::size_t>(col)];
    for (Index r = 0; r < rows; ++r) {
      const float value = view.at(step, r, col) + 0.0f;  // no −0
      const bool apart = has_minus && !(value < 0) && rows > 1;
      texts.push_back((apart ? " " : "") + format_float(static_cast<double>(value)));
      width = std::max(width, texts.back().size());
    }
  }
  /// "[0.5, -1]", broken where a line is full.
  std::string row_text(Index row) const {
    std::string text, line;
    for (Index col = 0; col < cols; ++col) {
      std::string number = at(row, col);
      if (line.size() + widths[static_cast<std::size_t>(col)] + 9 > kLineWidth) {
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n" + kIndent + " ";
        line.clear();
      }
      if (col + 1 < cols) {
        number += ",";
        number.resize(widths[static_cast<std::size_t>(col)] + 2, ' ');
      }
      line += number;
    }
    return "[" + text + line + "]";
  }
};

}  // namespace

std::string python_matrix(const TraceView<float>& view, int step, const std::string& comment,
                          std::size_t room) {
  const Index rows = view.rows(step), cols = view.cols(step);
  const std::string note = comment.empty() ? "" : "  # " + comment;
  if (rows * cols > kMostLiteral) {
    const std::string base64 = base64_floats(view.value(step));
    std::string text =
        "unpack(" + std::to_string(rows) + ", " + std::to_string(cols) + ", \"\"\"\n";
    for (std::size_t i = 0; i < base64.size(); i += kLineWidth)
      text += base64.substr(i, kLineWidth) + "\n";
    return text + "\"\"\")" + note;
  }
  const NumberTable table(view, step);
  if (rows == 1) {
    const std::string row = table.row_text(0);
    if (row.size() <= room && row.find('\n') == std::string::npos)
      return "matrix([" + row + "])" + note;
  }
  std::string text = "matrix([" + note + "\n";
  for (Index r = 0; r < rows; ++r) text += kIndent + table.row_text(r) + ",\n";
  return text + "])";
}

}  // namespace backflow
