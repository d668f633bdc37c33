// The derivation in LaTeX: the trace's own formulas, each with its present matrices.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "export.h"
#include "export_text.h"
#include "words.h"

namespace backflow {
namespace {

// Rows and columns that are shown of a matrix. Larger ones keep their first ones and the last.
constexpr Index kMostShown = 8;

constexpr const char* kPreamble = R"tex(\documentclass[a4paper,landscape]{article}
\usepackage{amsmath}
\setlength{\hoffset}{-1in}\setlength{\voffset}{-1in}
\setlength{\oddsidemargin}{15mm}\setlength{\topmargin}{12mm}
\setlength{\headheight}{0pt}\setlength{\headsep}{0pt}
\setlength{\textwidth}{267mm}\setlength{\textheight}{180mm}
\setlength{\arraycolsep}{3pt}\setlength{\parindent}{0pt}
\ifdefined\pdfpagewidth\pdfpagewidth=\paperwidth\pdfpageheight=\paperheight\fi
\allowdisplaybreaks
\begin{document}
\small
)tex";

std::string number_tex(double value, int digits) {
  if (std::isnan(value)) return "\\mathrm{NaN}";
  if (std::isinf(value)) return value > 0 ? "\\infty" : "-\\infty";
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.*g", digits, value);
  std::string text = buffer;
  const std::size_t e = text.find('e');
  if (e == std::string::npos) return text;
  const int exponent = std::stoi(text.substr(e + 1));
  return text.substr(0, e) + "\\cdot 10^{" + std::to_string(exponent) + "}";
}

/// Which of `count` rows or columns are shown; −1 stands for those left out.
std::vector<Index> shown_of(Index count) {
  std::vector<Index> shown;
  const bool all = count <= kMostShown;
  for (Index i = 0; i < (all ? count : kMostShown - 2); ++i) shown.push_back(i);
  if (!all) shown.insert(shown.end(), {-1, count - 1});
  return shown;
}

class LatexWriter {
 public:
  LatexWriter(Session& session, int digits)
      : session_(session), view_(session.trace()), digits_(digits) {}

  std::string text() {
    introduction();
    chapter("Given", Chapter::kGiven);
    chapter("Forward", Chapter::kForward);
    chapter("Loss", Chapter::kLoss);
    chapter("Backward", Chapter::kBackward);
    chapter("Update", Chapter::kUpdate);
    return std::move(text_);
  }

 private:
  void introduction();
  void setting(const char* letter, double value);
  void names(const char* of, const std::vector<std::string>& names);
  void chapter(const char* title, Chapter chapter);
  void given();
  void step(int index);
  std::string matrix(const Operand& operand) const;
  std::string scalar_or_matrix(const Operand& operand) const;
  std::string substituted(int index) const;

  Session& session_;
  TraceView<float> view_;
  int digits_;
  std::string text_;
};

void LatexWriter::setting(const char* letter, double value) {
  text_ += std::string(", $") + letter + " = " + number_tex(value, 9) + "$";
}

void LatexWriter::names(const char* of, const std::vector<std::string>& names) {
  const char* const lines = session_.config().notation.samples_as_rows ? "Columns" : "Rows";
  text_ += std::string(lines) + " of $" + of + "$: ";
  const std::size_t count = std::min<std::size_t>(names.size(), 12);
  for (std::size_t i = 0; i < count; ++i) text_ += (i ? ", " : "") + latex_text(names[i]);
  text_ += names.size() > count ? ", \\dots\n\n" : ".\n\n";
}

void LatexWriter::introduction() {
  const TrainingSettings& settings = session_.config().training;
  const OptimizerSettings& o = settings.optimizer;
  const OptimizerInfo& row = info(o.name);
  text_ += "Update " + std::to_string(session_.step_count() + 1) + ": " + latex_text(row.title);
  setting("\\alpha", view_.record().rate);
  if (row.has_momentum) setting("\\mu", o.momentum);
  if (row.has_betas) {
    setting("\\beta_1", o.beta1);
    setting("\\beta_2", o.beta2);
    setting("t", static_cast<double>(view_.trainer().state().moment_steps() + 1));
  }
  if (row.has_decay) setting("\\rho", o.decay);
  if (row.has_epsilon) setting("\\epsilon", o.epsilon);
  if (row.has_weight_decay) setting("\\lambda", o.weight_decay);
  if (o.clip_norm > 0) setting("g_{max}", o.clip_norm);
  if (settings.objective.l1 != 0) setting("\\lambda_1", settings.objective.l1);
  if (settings.objective.l2 != 0) setting("\\lambda_2", settings.objective.l2);
  setting("m", static_cast<double>(view_.record().columns.size()));
  text_ += ". A bias is added for every sample.\n\n";
  names("X", session_.setup().data.input_names);
  names("Y", session_.setup().data.samples.output_names);
}

std::string LatexWriter::matrix(const Operand& operand) const {
  Index row_count = view_.rows(operand.step), col_count = view_.cols(operand.step);
  if (operand.transposed) std::swap(row_count, col_count);
  const std::vector<Index> cols = shown_of(col_count);
  std::string text = "\\begin{bmatrix} ";
  for (const Index r : shown_of(row_count)) {
    for (std::size_t i = 0; i < cols.size(); ++i) {
      const Index c = cols[i];
      if (i) text += " & ";
      if (r < 0 || c < 0)
        text += r >= 0 ? "\\cdots" : c >= 0 ? "\\vdots" : "\\ddots";
      else
        text += number_tex(static_cast<double>(operand.transposed ? view_.at(operand.step, c, r)
                                                                  : view_.at(operand.step, r, c)),
                           digits_);
    }
    text += " \\\\ ";
  }
  text.erase(text.size() - 4);  // the last line's break
  return text + " \\end{bmatrix}";
}

std::string LatexWriter::scalar_or_matrix(const Operand& operand) const {
  const TraceStep& s = view_.step(operand.step);
  const bool scalar = s.rows.kind == AxisKind::kOne && s.cols.kind == AxisKind::kOne;
  if (scalar) return number_tex(static_cast<double>(view_.at(operand.step, 0, 0)), digits_);
  return matrix(operand);
}

/// The operation with the operands' numbers in place of their names; empty where it is no plain sum
/// or product.
std::string LatexWriter::substituted(int index) const {
  const TraceStep& s = view_.step(index);
  const auto joined = [&](const char* sign) {
    std::string text;
    for (const Operand& operand : s.operands)
      text += (text.empty() ? "" : sign) + scalar_or_matrix(operand);
    return text;
  };
  switch (s.operation) {
    case Operation::kAffine:
      return matrix(s.operands[0]) + matrix(s.operands[1]) + " + " + matrix(s.operands[2]);
    case Operation::kHadamard: return joined(" \\odot ");
    case Operation::kMatMul: return joined(" \\times ");
    case Operation::kAdd: return joined(" + ");
    case Operation::kScale: return joined("\\,");
    default: return "";
  }
}

void LatexWriter::step(int index) {
  const TraceStep& s = view_.step(index);
  // "Z_1 = …" or "W \leftarrow …": aligned at the sign behind the symbol.
  std::string formula = s.formula.tex;
  formula.insert(s.symbol.size() + 1, "&");
  text_ += latex_text(describe(view_, index)) + "\n\\begin{align*}\n  " + formula;
  const std::string middle = substituted(index);
  if (!middle.empty()) text_ += " \\\\\n  &= " + middle;
  text_ += " \\\\\n  &= " + scalar_or_matrix({index, false}) + "\n\\end{align*}\n";
}

void LatexWriter::given() {
  for (int i = 0; i < static_cast<int>(view_.steps().size()); ++i)
    if (view_.step(i).chapter == Chapter::kGiven)
      text_ += "\\[ " + view_.step(i).symbol + " = " + matrix({i, false}) + " \\]\n";
}

void LatexWriter::chapter(const char* title, Chapter chapter) {
  text_ += "\\subsection*{" + std::string(title) + "}\n";
  if (chapter == Chapter::kGiven) return given();
  for (int i = 0; i < static_cast<int>(view_.steps().size()); ++i)
    if (view_.step(i).chapter == chapter) step(i);
}

}  // namespace

std::string latex_derivation(Session& session, bool document, int digits) {
  const std::string text = LatexWriter(session, digits).text();
  if (document) return kPreamble + text + "\\end{document}\n";
  return "% Needs \\usepackage{amsmath}. Large matrices show their first and last entries.\n" +
         text;
}

}  // namespace backflow
