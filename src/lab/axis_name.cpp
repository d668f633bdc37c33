#include "axis_name.h"

#include "language.h"

namespace backflow {

std::string axis_name(Session& session, const Axis& axis, Index index) {
  const auto i = static_cast<std::size_t>(index);
  const std::vector<std::string>& inputs = session.setup().data.input_names;
  const std::vector<std::string>& outputs = session.setup().data.samples.output_names;
  const std::vector<int>& samples = session.trainer().record().columns;
  const std::string number = std::to_string(index + 1);
  switch (axis.kind) {
    case AxisKind::kOne: return tr("value");
    case AxisKind::kSample: return tr("sample {0}", {std::to_string(samples[i] + 1)});
    case AxisKind::kInput: return i < inputs.size() ? inputs[i] : tr("input {0}", {number});
    case AxisKind::kHidden: return tr("h{0} unit {1}", {std::to_string(axis.layer), number});
    case AxisKind::kOutput: return i < outputs.size() ? outputs[i] : tr("output {0}", {number});
  }
  return "";
}

}  // namespace backflow
