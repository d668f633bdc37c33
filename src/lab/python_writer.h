// What the two exported Python programs share: the given numbers, the comparison with the page's,
// and tidy lines. Names in the programs are the trace's ids, in its notation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "python_words.h"
#include "session.h"

namespace backflow {

class PythonWriter {
 public:
  /// `library` is "np" or "torch".
  PythonWriter(Session& session, std::string library);

  const TraceView<float>& view() const { return view_; }
  const Session& session() const { return session_; }
  const TrainingSettings& settings() const { return session_.config().training; }
  const Objective& objective() const { return settings().objective; }
  bool samples_as_rows() const { return session_.config().notation.samples_as_rows; }
  int units_axis() const { return samples_as_rows() ? 1 : 0; }
  int layers() const { return static_cast<int>(view_.trainer().network().layers.size()); }

  Activation activation(int layer) const;  // layer from 1
  bool targets_sum_to_one() const;
  std::string sizes_text() const;  // "4-5-1"

  /// The step of that quantity, layer (from 1) and tensor, or −1.
  int find(Quantity quantity, int layer, bool is_bias = false) const;
  const std::string& id(int step) const { return view_.step(step).id; }
  /// "W_ho", or "W_ho.T".
  std::string name(const Operand& operand) const;
  std::vector<std::string> names(Quantity quantity) const;  // of all layers, first to last
  std::vector<std::string> parameter_names() const;         // W_ih, b_ih, W_ho, b_ho
  /// What the optimiser is given of a tensor: dW, its sum with the penalty's, or that clipped.
  std::string gradient_name(int layer, bool is_bias) const;
  /// R of the list `weights`, its sums said of W; and dR/dW.
  std::string penalty(const std::string& sum_of_sizes, const std::string& sum_of_squares) const;
  std::string penalty_gradient(const std::string& W) const;
  /// "(4, 6)", empty for a number.
  std::string shape(int step) const;

  /// # --- Title ---------
  void section(const std::string& title);
  void comment(const std::string& text);
  void blank() { flush(), text_ += "\n"; }
  /// A line of code; comments of neighbouring lines are aligned.
  void line(const std::string& code, const std::string& comment = "");
  /// "name = [a, b, c]", broken where a line is full.
  void list(const std::string& name, const std::vector<std::string>& items);
  /// Several lines, as they are.
  void raw(const std::string& code) { flush(), text_ += code; }

  // Settings, only those that this step reads.
  void learning_rate();
  void optimizer_settings();
  void objective_settings();
  /// X, Y, W, b with `suffix` behind the parameters, masks; then the optimiser's memory.
  void given(const std::string& parameter_suffix);
  void memory();
  bool has_memory() const;  // moments that are not all zero

  /// The line that compares `code` with the page's numbers of a step.
  void check(const std::string& label, const std::string& code, int step);
  /// Whether the page's numbers of a step are few enough to be in the file, or a result.
  bool is_checked(int step) const;
  /// check() and its tolerances as Python; the last line of the program.
  std::string check_definition() const;
  void closing();

  std::string take() { return flush(), std::move(text_); }

 private:
  struct Line {
    std::string code, comment;
  };

  std::string axis_text(const Axis& axis, Index count) const;
  std::string shape_comment(int step) const;
  void assign(int step, const std::string& suffix, const std::string& comment);
  std::string batch_text() const;
  void flush();

  Session& session_;
  TraceView<float> view_;
  std::string library_;
  std::vector<double> rounding_;
  std::vector<Line> lines_;
  std::string text_;
  int checks_ = 0;
};

/// The learning rate at step `step` as a formula in Python: "0.5 * 0.5 ** (120 // 100)".
std::string python_rate(const ScheduleSettings& schedule, double learning_rate);

}  // namespace backflow
