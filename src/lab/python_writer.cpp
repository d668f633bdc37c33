#include "python_writer.h"

#include <algorithm>
#include <cmath>

#include "export_rounding.h"
#include "export_text.h"
#include "number.h"
#include "python_matrix.h"

namespace backflow {
namespace {

constexpr Index kMostIntermediate = 4096;  // entries; larger ones are compared only as results
constexpr std::size_t kLineWidth = 96, kCodeWidth = 60, kMostSamples = 12, kNameLetters = 20;
constexpr double kTolerance = 1e-5;
const char* const kIndent = "    ";

std::string plural(Index count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

/// 2.3e-4 → "3e-4": up, to one digit.
std::string rounded_up(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(value)));
  const double digit = std::ceil(value / std::pow(10, exponent));
  return std::to_string(static_cast<int>(digit)) + "e" + std::to_string(exponent);
}

}  // namespace

PythonWriter::PythonWriter(Session& session, std::string library)
    : session_(session),
      view_(session.trace()),
      library_(std::move(library)),
      rounding_(rounding_errors(view_)) {}

int PythonWriter::find(Quantity quantity, int layer, bool is_bias) const {
  for (int i = 0; i < static_cast<int>(view_.steps().size()); ++i) {
    const TraceStep& step = view_.step(i);
    if (step.quantity == quantity && step.layer == layer && step.is_bias == is_bias) return i;
  }
  return -1;
}

std::string PythonWriter::name(const Operand& operand) const {
  return id(operand.step) + (operand.transposed ? ".T" : "");
}

std::vector<std::string> PythonWriter::names(Quantity quantity) const {
  std::vector<std::string> found;
  for (int l = 1; l <= layers(); ++l)
    if (const int step = find(quantity, l); step >= 0) found.push_back(id(step));
  return found;
}

std::vector<std::string> PythonWriter::parameter_names() const {
  std::vector<std::string> found;
  for (int l = 1; l <= layers(); ++l) {
    found.push_back(id(find(Quantity::kW, l)));
    found.push_back(id(find(Quantity::kB, l, true)));
  }
  return found;
}

Activation PythonWriter::activation(int layer) const {
  return view_.trainer().network().layers[static_cast<std::size_t>(layer - 1)].activation;
}

bool PythonWriter::targets_sum_to_one() const {
  return (view_.trainer().Y().colwise().sum().array() == 1.0f).all();
}

std::string PythonWriter::sizes_text() const {
  std::string text = std::to_string(view_.trainer().network().inputs());
  for (const Layer<float>& layer : view_.trainer().network().layers)
    text += "-" + std::to_string(layer.W.cols());
  return text;
}

std::string PythonWriter::gradient_name(int layer, bool is_bias) const {
  const Quantity own = is_bias                     ? Quantity::kDb
                       : objective().has_penalty() ? Quantity::kDWTotal
                                                   : Quantity::kDW;
  const int clipped = find(Quantity::kClipped, layer, is_bias);
  return id(clipped >= 0 ? clipped : find(own, layer, is_bias));
}

std::string PythonWriter::penalty(const std::string& sum_of_sizes,
                                  const std::string& sum_of_squares) const {
  std::string text;
  if (objective().l1 != 0) text = "l1 * sum(" + sum_of_sizes + " for W in weights)";
  if (objective().l2 != 0)
    text += (text.empty() ? "" : " + ") + ("l2 / 2 * sum(" + sum_of_squares + " for W in weights)");
  return text;
}

std::string PythonWriter::penalty_gradient(const std::string& W) const {
  std::string text;
  if (objective().l1 != 0) text = "l1 * np.sign(" + W + ")";
  if (objective().l2 != 0) text += (text.empty() ? "" : " + ") + ("l2 * " + W);
  return text;
}

std::string PythonWriter::shape(int step) const {
  if (view_.step(step).rows.kind == AxisKind::kOne && view_.step(step).cols.kind == AxisKind::kOne)
    return "";
  return "(" + std::to_string(view_.rows(step)) + ", " + std::to_string(view_.cols(step)) + ")";
}

// --- Lines ---------------------------------------------------------------------------------------

void PythonWriter::section(const std::string& title) {
  flush();
  const std::string head = "# --- " + title + " ";
  text_ += "\n\n" + head + std::string(kLineWidth - head.size(), '-') + "\n\n";
}

void PythonWriter::comment(const std::string& text) {
  flush();
  text_ += "# " + text + "\n";
}

void PythonWriter::line(const std::string& code, const std::string& comment) {
  lines_.push_back({code, comment});
}

void PythonWriter::list(const std::string& name, const std::vector<std::string>& items) {
  const std::string whole = name + " = [" + joined(items, ", ") + "]";
  if (whole.size() <= kLineWidth) return line(whole);
  std::string text = name + " = [\n", now = kIndent;
  for (const std::string& item : items) {
    if (now.size() + item.size() + 2 > kLineWidth) {
      text += now + "\n";
      now = kIndent;
    }
    now += (now == kIndent ? "" : " ") + item + ",";
  }
  raw(text + now + "\n]\n");
}

void PythonWriter::flush() {
  std::size_t width = 0;
  for (const Line& line : lines_)
    if (!line.comment.empty() && line.code.size() <= kCodeWidth)
      width = std::max(width, line.code.size());
  for (const Line& line : lines_) {
    text_ += line.code;
    if (!line.comment.empty())
      text_ += std::string(width > line.code.size() ? width - line.code.size() : 0, ' ') + "  # " +
               line.comment;
    text_ += "\n";
  }
  lines_.clear();
}

// --- Matrices ------------------------------------------------------------------------------------

std::string PythonWriter::axis_text(const Axis& axis, Index count) const {
  switch (axis.kind) {
    case AxisKind::kOne: return std::to_string(count);
    case AxisKind::kSample: return plural(count, "sample");
    case AxisKind::kInput: return plural(count, "input");
    case AxisKind::kHidden: return plural(count, "hidden unit");
    case AxisKind::kOutput: return plural(count, "output");
  }
  return "";
}

std::string PythonWriter::shape_comment(int step) const {
  return axis_text(view_.step(step).rows, view_.rows(step)) + " × " +
         axis_text(view_.step(step).cols, view_.cols(step));
}

// --- The given -----------------------------------------------------------------------------------

void PythonWriter::learning_rate() {
  const std::string rate = python_rate(settings().schedule, settings().optimizer.learning_rate);
  const ScheduleSettings& schedule = settings().schedule;
  if (schedule.name == Schedule::kConstant) {
    line("alpha = " + rate, "learning rate");
    return;
  }
  line("step = " + std::to_string(session_.step_count()), "updates done so far");
  line("alpha = " + rate,
       std::string("learning rate, ") +
           (schedule.name == Schedule::kStep ? "one step down a period" : "down half a cosine"));
}

void PythonWriter::optimizer_settings() {
  const OptimizerSettings& o = settings().optimizer;
  const OptimizerInfo& row = info(o.name);
  learning_rate();
  if (row.has_momentum) line("mu = " + format_double(o.momentum), "momentum");
  if (row.has_betas) {
    line("beta1 = " + format_double(o.beta1), "memory of the first moment");
    line("beta2 = " + format_double(o.beta2), "memory of the second moment");
  }
  if (row.has_decay) line("rho = " + format_double(o.decay), "memory of the squared gradients");
  if (row.has_epsilon)
    line("epsilon = " + format_double(o.epsilon), "keeps the division by the root finite");
  if (row.has_weight_decay)
    line("weight_decay = " + format_double(o.weight_decay), "lambda: shrinks all parameters");
  if (o.clip_norm > 0)
    line("clip_norm = " + format_double(o.clip_norm), "largest norm of all gradients together");
}

void PythonWriter::objective_settings() {
  if (objective().loss == Loss::kHuber)
    line("huber_delta = " + format_double(objective().huber_delta),
         "errors beyond it count linearly");
  if (objective().l1 != 0) line("l1 = " + format_double(objective().l1), "penalty on |W|");
  if (objective().l2 != 0) line("l2 = " + format_double(objective().l2), "penalty on W ** 2 / 2");
}

void PythonWriter::assign(int step, const std::string& suffix, const std::string& comment) {
  const std::size_t taken =
      id(step).size() + std::string(" = matrix([])").size() + suffix.size() + comment.size();
  std::string text = python_matrix(view_, step, suffix.empty() ? comment : "", kLineWidth - taken);
  if (!suffix.empty()) {
    // With something behind it, the comment goes where the matrix begins or ends.
    const bool opens = text.starts_with("matrix([\n");
    if (opens) text.insert(std::string("matrix([").size(), "  # " + comment);
    text += suffix + (opens ? "" : "  # " + comment);
  }
  raw(id(step) + " = " + text + "\n");
}

std::string PythonWriter::batch_text() const {
  const std::vector<int>& columns = view_.record().columns;
  const Index all = view_.trainer().X().cols();
  if (static_cast<Index>(columns.size()) == all) return "";
  std::string text;
  for (std::size_t i = 0; i < std::min(columns.size(), kMostSamples); ++i)
    text += (i ? ", " : "") + std::to_string(columns[i] + 1);
  if (columns.size() > kMostSamples) text += ", …";
  return "This step's mini-batch: sample" + std::string(columns.size() == 1 ? " " : "s ") + text +
         " of " + std::to_string(all) + ".";
}

/// "petal length, petal width", or nothing where they are only x1, x2, …
static std::string names_text(const std::vector<std::string>& names, char letter) {
  bool are_plain = true;
  for (std::size_t i = 0; i < names.size(); ++i)
    are_plain = are_plain && (names[i] == letter + std::to_string(i + 1) ||
                              (names.size() == 1 && names[i] == std::string(1, letter)));
  if (are_plain) return "";
  std::string text;
  for (const std::string& name : names) {
    const std::string next = shortened(name, kNameLetters);
    if (text.size() + next.size() + 16 > kLineWidth) return text + ", …";
    text += (text.empty() ? "" : ", ") + next;
  }
  return text;
}

void PythonWriter::given(const std::string& parameter_suffix) {
  const std::string lines = samples_as_rows() ? "Columns" : "Rows";
  const Data& data = session_.setup().data;
  if (const std::string batch = batch_text(); !batch.empty()) comment(batch);
  if (const std::string names = names_text(data.input_names, 'x'); !names.empty())
    comment(lines + " of X: " + names);
  if (const std::string names = names_text(data.samples.output_names, 'y'); !names.empty())
    comment(lines + " of Y: " + names);
  for (int i = 0; i < static_cast<int>(view_.steps().size()); ++i) {
    const Quantity quantity = view_.step(i).quantity;
    if (quantity == Quantity::kX || quantity == Quantity::kY) assign(i, "", shape_comment(i));
    if (quantity == Quantity::kW || quantity == Quantity::kB)
      assign(i, parameter_suffix, shape_comment(i));
    if (quantity == Quantity::kMask)
      assign(
          i, "",
          "dropout as the page drew it: 0 or 1 / (1 - " + format_double(objective().dropout) + ")");
  }
}

bool PythonWriter::has_memory() const {
  for (const Moments<float>& moments : view_.trainer().state().moments)
    if ((moments.m.array() != 0).any() || (moments.v.array() != 0).any()) return true;
  return view_.trainer().state().moment_steps() > 0;
}

void PythonWriter::memory() {
  for (int i = 0; i < static_cast<int>(view_.steps().size()); ++i) {
    const Quantity quantity = view_.step(i).quantity;
    if (quantity != Quantity::kOldM && quantity != Quantity::kOldV) continue;
    const Quantity of = view_.step(i).is_bias ? Quantity::kB : Quantity::kW;
    if ((view_.stored(i).array() == 0).all())
      line(id(i) + " = " + library_ + ".zeros_like(" +
           id(find(of, view_.step(i).layer, view_.step(i).is_bias)) + ")");
    else
      assign(i, "", "");
  }
  flush();
}

// --- The comparison ------------------------------------------------------------------------------

bool PythonWriter::is_checked(int step) const {
  if (!std::isfinite(rounding_[static_cast<std::size_t>(step)])) return false;
  const Index size = view_.stored(step).size();
  switch (view_.step(step).quantity) {
    case Quantity::kNext:
    case Quantity::kDb:
    case Quantity::kDWTotal: return true;
    case Quantity::kDW: return !objective().has_penalty() || size <= kMostIntermediate;
    default: return size <= kMostIntermediate;
  }
}

void PythonWriter::check(const std::string& label, const std::string& code, int step) {
  if (!is_checked(step)) return;
  ++checks_;
  const double rounding = rounding_[static_cast<std::size_t>(step)];
  const bool loses_digits = rounding > kTolerance / 2;
  const std::string tolerance =
      loses_digits ? ", tolerance=" + rounded_up(2 * rounding) : std::string();
  const std::string start = "check(\"" + label + "\", " + code + ", ";
  const std::size_t taken = start.size() + tolerance.size() + std::string("matrix([]))").size();
  const std::string numbers =
      shape(step).empty()
          ? format_float(static_cast<double>(view_.at(step, 0, 0)))
          : python_matrix(view_, step, "", taken < kLineWidth ? kLineWidth - taken : 0);
  if (loses_digits) comment("Here 32-bit floats lose digits:");
  raw(start + numbers + tolerance + ")\n");
}

std::string PythonWriter::check_definition() const {
  if (library_ == "np")
    return R"py(

def check(name, value, page, tolerance=1e-5):
    """Stops where value is not what the page shows, but for the rounding of 32-bit floats."""
    page = np.asarray(page)
    assert np.shape(value) == page.shape, f"{name}: {np.shape(value)}, on the page {page.shape}"
    error = np.max(np.abs(value - page)) / max(np.max(np.abs(page)), 1.2e-38)
    assert error <= tolerance, f"{name} is off by {error:.1e} of its largest entry"
    print(f"{name:>12} agrees to {error:.0e}")
)py";
  return R"py(

def check(name, value, page, tolerance=1e-5):
    """Stops where value is not what the page shows, but for the rounding of 32-bit floats."""
    value, page = torch.as_tensor(value).detach(), torch.as_tensor(page)
    assert value.shape == page.shape, f"{name}: {value.shape}, on the page {page.shape}"
    error = ((value - page).abs().max() / max(page.abs().max(), 1.2e-38)).item()
    assert error <= tolerance, f"{name} is off by {error:.1e} of its largest entry"
    print(f"{name:>12} agrees to {error:.0e}")
)py";
}

void PythonWriter::closing() {
  raw("\nprint(\"All " + std::to_string(checks_) + " agree with the page.\")\n");
}

std::string python_rate(const ScheduleSettings& schedule, double learning_rate) {
  std::string rate = format_double(learning_rate);
  const std::string period = std::to_string(std::max(1, schedule.period));
  switch (schedule.name) {
    case Schedule::kConstant: return rate;
    case Schedule::kStep:
      return rate + " * " + format_double(schedule.factor) + " ** (step // " + period + ")";
    case Schedule::kCosine:
      return rate + " * (1 + math.cos(math.pi * min(1, step / " + period + "))) / 2";
  }
  return rate;
}

}  // namespace backflow
