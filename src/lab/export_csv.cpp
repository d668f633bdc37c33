// Tables of numbers: a matrix of the trace, the loss history. Numbers are the shortest that read
// back as the same 32-bit floats.
#include "axis_name.h"
#include "export.h"
#include "export_text.h"
#include "number.h"

namespace backflow {
std::string csv_matrix(Session& session, int step) {
  const TraceView<float> view = session.trace();
  const TraceStep& s = view.step(step);
  const auto name = [&](const Axis& axis, Index index) {
    return csv_field(axis_name(session, axis, index));
  };
  std::string text = csv_field(s.id);
  for (Index col = 0; col < view.cols(step); ++col) text += "," + name(s.cols, col);
  text += "\n";
  for (Index row = 0; row < view.rows(step); ++row) {
    text += name(s.rows, row);
    for (Index col = 0; col < view.cols(step); ++col)
      text += "," + format_float(static_cast<double>(view.at(step, row, col)));
    text += "\n";
  }
  return text;
}

std::string csv_losses(const Session& session) {
  const bool tests = session.setup().test_X.cols() > 0;
  std::string text = tests ? "step,E,test E\n" : "step,E\n";
  for (const LossPoint& point : session.losses()) {
    text += std::to_string(point.step) + "," + format_float(static_cast<double>(point.train));
    if (tests) text += "," + format_float(static_cast<double>(point.test));
    text += "\n";
  }
  return text;
}

}  // namespace backflow
