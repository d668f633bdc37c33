// The NumPy program: one line of Python for every step of the trace, in its notation.
#include "export.h"
#include "export_text.h"
#include "python_writer.h"

namespace backflow {
namespace {

class NumpyProgram {
 public:
  explicit NumpyProgram(Session& session) : w_(session, "np") {}

  std::string text() {
    given();
    compute("Forward", Chapter::kForward);
    compute("Loss", Chapter::kLoss);
    compute("Backward", Chapter::kBackward);
    compute("Update", Chapter::kUpdate);
    comparison();
    const std::string body = w_.take();
    return head(body) + body;
  }

 private:
  const TraceStep& step(int index) const { return w_.view().step(index); }
  const Objective& objective() const { return w_.objective(); }
  const OptimizerInfo& optimizer() const { return info(w_.settings().optimizer.name); }
  std::string operand(int index, std::size_t i) const { return w_.name(step(index).operands[i]); }

  std::string introduction() const;
  std::string head(const std::string& body) const;
  void given();
  void compute(const char* title, Chapter chapter);
  void comparison();
  void layer_comment(int layer);

  std::string loss_code(bool gradient) const;
  std::string filled(std::string_view pattern, int layer) const;
  std::vector<std::string> operands(int index) const;
  std::string joined(int index, const char* between) const;
  std::string updated(int index) const;
  std::string value_of(int index) const;

  PythonWriter w_;
};

std::string NumpyProgram::introduction() const {
  const Config& config = w_.session().config();
  return "\"\"\"One training step of a " + w_.sizes_text() +
         " network in NumPy, with the numbers of a Backflow page.\n\nThe page had done " +
         std::to_string(w_.session().step_count()) +
         " updates; this is the next one. Names are the page's: dW_ho is dE/dW_ho,\n"
         "delta2 is dE/dZ2, W_ho_next is W_ho after the update. Samples are " +
         (config.notation.samples_as_rows ? "rows" : "columns") + ", weights are\n" +
         (config.notation.weights_out_in ? "out × in" : "in × out") +
         "; * multiplies cell by cell, @ is the matrix product.\n\n"
         "All is computed anew in 64-bit floats and compared with what the page shows: it "
         "computes\n"
         "in 32-bit floats, so they agree to 1e-5 of a matrix's largest entry. Needs NumPy.\n"
         "\"\"\"\n\n";
}

std::string NumpyProgram::head(const std::string& body) const {
  const char* const update = python_words(optimizer().id).definition;
  const bool packs = body.find("unpack(") != std::string::npos;
  const std::string functions = w_.check_definition() + numpy_definitions(body, w_.units_axis()) +
                                (*update ? "\n" + std::string(update) : "");
  const bool uses_math = (body + functions).find("math.") != std::string::npos;
  std::string text = introduction();
  if (packs) text += "import base64\n";
  if (uses_math) text += "import math\n";
  text += std::string(packs || uses_math ? "\n" : "") + "import numpy as np\n";
  text += R"py(

def matrix(rows):
    """The page's numbers to the last digit: it keeps 32-bit floats. From here on, 64 bits."""
    return np.array(rows, dtype=np.float32).astype(np.float64)
)py";
  if (packs)
    text += R"py(

def unpack(rows, cols, text):
    """A matrix from base64: little-endian 32-bit floats, row by row."""
    numbers = np.frombuffer(base64.b64decode(text), dtype="<f4")
    return numbers.reshape(rows, cols).astype(np.float64)
)py";
  return text + functions;
}

void NumpyProgram::given() {
  w_.section("Given");
  w_.optimizer_settings();
  if (optimizer().has_betas)
    w_.line("t = " + std::to_string(w_.view().trainer().state().moment_steps() + 1),
            "this step is the t-th of these moments");
  w_.objective_settings();
  w_.blank();
  w_.given("");
  const int ones = find_step(w_.view().steps(), "ones");
  w_.line("ones = np.ones(" + w_.shape(ones) + ")", "dZ/db: a 1 for every sample");
  if (!optimizer().first_moment && !optimizer().second_moment) return;
  w_.blank();
  w_.comment("What the optimiser remembers of earlier steps");
  w_.memory();
}

void NumpyProgram::layer_comment(int layer) {
  if (layer < w_.layers()) w_.blank();
  w_.comment(layer == w_.layers() ? "Output layer"
             : w_.layers() == 2   ? "Hidden layer"
                                  : "Hidden layer " + std::to_string(layer));
}

void NumpyProgram::compute(const char* title, Chapter chapter) {
  w_.section(title);
  const bool counts = (loss_code(false) + loss_code(true)).find("#m") != std::string::npos;
  if (chapter == Chapter::kLoss && counts)
    w_.line("m = Y.shape[" + std::to_string(1 - w_.units_axis()) + "]", "samples");
  int layer = -1;
  for (int i = 0; i < static_cast<int>(w_.view().steps().size()); ++i) {
    if (step(i).chapter != chapter) continue;
    const std::string code = value_of(i);
    if (code.empty()) continue;
    if (chapter == Chapter::kBackward && step(i).layer != layer) layer_comment(step(i).layer);
    layer = step(i).layer;
    if (step(i).operation == Operation::kPenalty) w_.list("weights", operands(i));
    if (step(i).operation == Operation::kNorm) w_.list("gradients", operands(i));
    w_.line(code, w_.shape(i));
  }
}

void NumpyProgram::comparison() {
  w_.section("The page's numbers");
  for (int i = 0; i < static_cast<int>(w_.view().steps().size()); ++i) {
    if (step(i).chapter == Chapter::kGiven) continue;
    const Quantity quantity = step(i).quantity;
    const bool is_inside = quantity == Quantity::kMHat || quantity == Quantity::kVHat;
    if (!is_inside) w_.check(w_.id(i), w_.id(i), i);
  }
  w_.closing();
}

// --- One step of the trace -----------------------------------------------------------------------

/// With #O, #Y, #Z, #m still in it.
std::string NumpyProgram::loss_code(bool gradient) const {
  const PythonLoss& words = python_words(objective().loss);
  const bool mean = objective().reduction == Reduction::kMean;
  if (!gradient) return mean ? words.numpy_mean : words.numpy_sum;
  std::string plain = mean ? words.gradient_mean : words.gradient_sum;
  if (objective().loss != Loss::kCategoricalCrossEntropy || w_.targets_sum_to_one()) return plain;
  const std::string scaled = "#O * np.sum(#Y, axis=#axis, keepdims=True) - #Y";
  return mean ? "(" + scaled + ") / #m" : scaled;
}

/// A pattern of the tables with the names of a layer's matrices.
std::string NumpyProgram::filled(std::string_view pattern, int layer) const {
  return filled_in(pattern, [&](std::string_view name) -> std::string {
    if (name == "Z") return w_.id(w_.find(Quantity::kZ, layer));
    if (name == "h") return w_.id(w_.find(Quantity::kH, layer));
    if (name == "axis") return std::to_string(w_.units_axis());
    return std::string(name);  // O, Y, m
  });
}

std::vector<std::string> NumpyProgram::operands(int index) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < step(index).operands.size(); ++i) names.push_back(operand(index, i));
  return names;
}

std::string NumpyProgram::joined(int index, const char* between) const {
  std::string text;
  for (std::size_t i = 0; i < step(index).operands.size(); ++i)
    text += (i ? between : "") + operand(index, i);
  return text;
}

/// The whole line: the optimiser's function gives the moments as well.
std::string NumpyProgram::updated(int index) const {
  const PythonOptimizer& words = python_words(optimizer().id);
  const int layer = step(index).layer;
  const bool is_bias = step(index).is_bias;
  const std::string W = operand(index, 0), g = w_.gradient_name(layer, is_bias);
  if (!*words.name) return w_.id(index) + " = " + W + " - alpha * " + g;
  std::string results = w_.id(index), arguments = W + ", " + g;
  const auto add = [&](Quantity old, Quantity next) {
    results += ", " + w_.id(w_.find(next, layer, is_bias));
    arguments += ", " + w_.id(w_.find(old, layer, is_bias));
  };
  if (optimizer().first_moment) add(Quantity::kOldM, Quantity::kM);
  if (optimizer().second_moment) add(Quantity::kOldV, Quantity::kV);
  return results + " = " + words.name + "(" + arguments + ")";
}

/// "Z1 = W_ih.T @ X + b_ih.T"; empty where another line says it.
std::string NumpyProgram::value_of(int index) const {
  const TraceStep& s = step(index);
  const int layer = s.layer;
  const std::string to = w_.id(index) + " = ";
  switch (s.operation) {
    case Operation::kAffine:
      return to + operand(index, 0) + " @ " + operand(index, 1) + " + " + operand(index, 2);
    case Operation::kActivation:
      return to + filled(python_words(w_.activation(layer)).numpy, layer);
    case Operation::kDerivative:
      return to + filled(python_words(w_.activation(layer)).numpy_derivative, layer);
    case Operation::kHadamard:
    case Operation::kScale: return to + joined(index, " * ");
    case Operation::kMatMul: return to + joined(index, " @ ");
    case Operation::kAdd: return to + joined(index, " + ");
    case Operation::kLoss: return to + filled(loss_code(false), w_.layers());
    case Operation::kLossGradient:
    case Operation::kFusedDelta: return to + filled(loss_code(true), w_.layers());
    case Operation::kSoftmaxBackward:
      return to + "O * (dE_dO - np.sum(O * dE_dO, axis=" + std::to_string(w_.units_axis()) +
             ", keepdims=True))";
    case Operation::kPenalty: return to + w_.penalty("np.sum(np.abs(W))", "np.sum(W * W)");
    case Operation::kPenaltyGradient: return to + w_.penalty_gradient(operand(index, 0));
    case Operation::kNorm: return to + "np.sqrt(sum(np.sum(g * g) for g in gradients))";
    case Operation::kClipScale: return to + "clip_norm / norm if norm > clip_norm else 1.0";
    case Operation::kUpdate: return updated(index);
    case Operation::kGiven:
    case Operation::kFirstMoment:
    case Operation::kSecondMoment:
    case Operation::kCorrectFirst:
    case Operation::kCorrectSecond:
    case Operation::kLookAhead: return "";
  }
  return "";
}

}  // namespace

std::string numpy_program(Session& session) { return NumpyProgram(session).text(); }

}  // namespace backflow
