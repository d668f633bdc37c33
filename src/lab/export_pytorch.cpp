// The PyTorch program: forward and loss line by line, gradients by autograd, the update by
// torch.optim.
#include "export.h"
#include "export_text.h"
#include "python_writer.h"

namespace backflow {
namespace {

class PytorchProgram {
 public:
  explicit PytorchProgram(Session& session) : w_(session, "torch") {}

  std::string text() {
    given();
    forward();
    loss();
    backward();
    update();
    comparison();
    const std::string body = w_.take();
    return head(body) + body;
  }

 private:
  const TraceStep& step(int index) const { return w_.view().step(index); }
  const Objective& objective() const { return w_.objective(); }
  const OptimizerSettings& settings() const { return w_.settings().optimizer; }
  const OptimizerInfo& optimizer() const { return info(settings().name); }
  /// PyTorch's SGD with momentum 0 is another one, without memory; Nesterov's refuses it.
  bool is_plain() const {
    return optimizer().id == Optimizer::kSgd ||
           (optimizer().has_momentum && settings().momentum == 0);
  }
  int step_of(const char* id) const { return find_step(w_.view().steps(), id); }

  std::string introduction() const;
  std::string head(const std::string& body) const;
  void given();
  void forward();
  void loss();
  void backward();
  void clip();
  void update();
  void remember();
  void comparison();
  void compare_tensor(int layer, bool is_bias);
  std::string filled(std::string_view pattern, int layer) const;

  PythonWriter w_;
};

std::string PytorchProgram::introduction() const {
  const Config& config = w_.session().config();
  return "\"\"\"One training step of a " + w_.sizes_text() +
         " network in PyTorch, with the numbers of a Backflow page.\n\nThe page had done " +
         std::to_string(w_.session().step_count()) +
         " updates; this is the next one. Autograd finds the gradients and torch.optim\n"
         "does the update, where the page derives each by hand: both come to the same numbers. "
         "Names are\nthe page's; samples are " +
         (config.notation.samples_as_rows ? "rows" : "columns") + ", weights are " +
         (config.notation.weights_out_in ? "out × in" : "in × out") +
         ".\n\nAll is computed in 64-bit floats and compared with what the page shows: it computes "
         "in 32-bit\nfloats, so they agree to 1e-5 of a matrix's largest entry. Needs PyTorch.\n"
         "\"\"\"\n\n";
}

std::string PytorchProgram::head(const std::string& body) const {
  const bool packs = body.find("unpack(") != std::string::npos;
  const bool uses_math = body.find("math.") != std::string::npos;
  std::string text = introduction();
  if (packs) text += "import base64\n";
  if (uses_math) text += "import math\n";
  text += std::string(packs || uses_math ? "\n" : "") + "import torch\n";
  if (body.find("F.") != std::string::npos) text += "import torch.nn.functional as F\n";
  text += R"py(

def matrix(rows):
    """The page's numbers to the last digit: it keeps 32-bit floats. From here on, 64 bits."""
    return torch.tensor(rows, dtype=torch.float32).double()
)py";
  if (packs)
    text += R"py(

def unpack(rows, cols, text):
    """A matrix from base64: little-endian 32-bit floats, row by row."""
    numbers = torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32)
    return numbers.reshape(rows, cols).double()
)py";
  return text + w_.check_definition();
}

void PytorchProgram::given() {
  w_.section("Given");
  w_.optimizer_settings();
  w_.objective_settings();
  w_.blank();
  w_.given(".requires_grad_()");
  w_.list("parameters", w_.parameter_names());
}

std::string PytorchProgram::filled(std::string_view pattern, int layer) const {
  return filled_in(pattern, [&](std::string_view name) -> std::string {
    if (name == "Z") return w_.id(w_.find(Quantity::kZ, layer));
    if (name == "axis") return std::to_string(w_.units_axis());
    if (name == "T") return w_.samples_as_rows() ? "" : ".T";
    return std::string(name);  // O, Y, m
  });
}

void PytorchProgram::forward() {
  w_.section("Forward");
  for (int i = 0; i < static_cast<int>(w_.view().steps().size()); ++i) {
    if (step(i).chapter != Chapter::kForward) continue;
    const std::vector<Operand>& operands = step(i).operands;
    std::string code = w_.id(i) + " = ";
    if (step(i).operation == Operation::kAffine)
      code += w_.name(operands[0]) + " @ " + w_.name(operands[1]) + " + " + w_.name(operands[2]);
    else if (step(i).operation == Operation::kActivation)
      code += filled(python_words(w_.activation(step(i).layer)).torch, step(i).layer);
    else
      code += w_.name(operands[0]) + " * " + w_.name(operands[1]);
    w_.line(code, w_.shape(i));
  }
}

void PytorchProgram::loss() {
  w_.section("Loss");
  const PythonLoss& words = python_words(objective().loss);
  const std::string pattern =
      objective().reduction == Reduction::kMean ? words.torch_mean : words.torch_sum;
  if (pattern.find("#m") != std::string::npos)
    w_.line("m = Y.shape[" + std::to_string(1 - w_.units_axis()) + "]", "samples");
  if (is_fused(objective().loss))
    w_.comment("From the logits: ln O itself would overflow where O is 0.");
  w_.line("E = " + filled(pattern, w_.layers()));
  if (!objective().has_penalty()) return;
  w_.list("weights", w_.names(Quantity::kW));
  w_.line("R = " + w_.penalty("W.abs().sum()", "(W * W).sum()"));
  w_.line("E_total = E + R");
}

void PytorchProgram::backward() {
  w_.section("Backward");
  w_.list("Zs", w_.names(Quantity::kZ));
  w_.raw("for Z in Zs:\n    Z.retain_grad()  # autograd drops dE/dZ, our delta, unless asked\n");
  w_.line(objective().has_penalty() ? "E_total.backward()" : "E.backward()");
  w_.blank();
  for (int l = w_.layers(); l >= 1; --l) {
    const Quantity of_W = objective().has_penalty() ? Quantity::kDWTotal : Quantity::kDW;
    w_.line(w_.id(w_.find(Quantity::kDelta, l)) + " = " + w_.id(w_.find(Quantity::kZ, l)) + ".grad",
            w_.shape(w_.find(Quantity::kDelta, l)));
    for (const bool is_bias : {false, true}) {
      const int gradient = is_bias ? w_.find(Quantity::kDb, l, true) : w_.find(of_W, l);
      const int of = w_.find(is_bias ? Quantity::kB : Quantity::kW, l, is_bias);
      w_.line(w_.id(gradient) + " = " + w_.id(of) + ".grad.clone()", w_.shape(gradient));
    }
  }
}

void PytorchProgram::clip() {
  w_.comment(
      "Clipping by hand: torch.nn.utils.clip_grad_norm_ adds 1e-6 to the norm, the page does not.");
  w_.line("norm = torch.sqrt(sum((p.grad ** 2).sum() for p in parameters))");
  w_.line("clip = clip_norm / norm if norm > clip_norm else torch.ones_like(norm)");
  w_.raw("for p in parameters:\n    p.grad *= clip\n\n");
}

/// The optimiser's state before this step, where there were earlier ones.
void PytorchProgram::remember() {
  const PythonOptimizer& words = python_words(optimizer().id);
  if (is_plain() || !w_.has_memory()) return;
  w_.blank();
  w_.comment("What it remembers of earlier steps");
  w_.memory();
  const std::string count = std::to_string(w_.view().trainer().state().moment_steps());
  for (int l = 1; l <= w_.layers(); ++l) {
    for (const bool is_bias : {false, true}) {
      std::string code = "optimizer.state[" +
                         w_.id(w_.find(is_bias ? Quantity::kB : Quantity::kW, l, is_bias)) +
                         "] = {";
      std::string entries = words.torch_counts ? "\"step\": torch.tensor(" + count + ".0)" : "";
      const auto add = [&](const char* key, Quantity quantity) {
        entries += (entries.empty() ? "\"" : ", \"") + std::string(key) +
                   "\": " + w_.id(w_.find(quantity, l, is_bias));
      };
      if (optimizer().first_moment) add(words.first_key, Quantity::kOldM);
      if (optimizer().second_moment) add(words.second_key, Quantity::kOldV);
      w_.line(code + entries + "}");
    }
  }
}

void PytorchProgram::update() {
  w_.section("Update");
  if (settings().clip_norm > 0) clip();
  if (w_.settings().schedule.name != Schedule::kConstant)
    w_.comment(w_.settings().schedule.name == Schedule::kStep
                   ? "torch.optim.lr_scheduler.StepLR gives the same alpha, if it saw all steps."
                   : "Within its period, CosineAnnealingLR gives the same alpha.");
  w_.line("optimizer = torch.optim." + std::string(is_plain()
                                                       ? python_words(Optimizer::kSgd).torch
                                                       : python_words(optimizer().id).torch));
  remember();
  w_.line("optimizer.step()");
}

void PytorchProgram::compare_tensor(int layer, bool is_bias) {
  const PythonOptimizer& words = python_words(optimizer().id);
  const std::string of = w_.id(w_.find(is_bias ? Quantity::kB : Quantity::kW, layer, is_bias));
  const auto moment = [&](const char* key, Quantity quantity) {
    const int at = w_.find(quantity, layer, is_bias);
    w_.check(w_.id(at), "optimizer.state[" + of + "][\"" + key + "\"]", at);
  };
  if (!is_plain() && optimizer().first_moment) moment(words.first_key, Quantity::kM);
  if (!is_plain() && optimizer().second_moment) moment(words.second_key, Quantity::kV);
  const int next = w_.find(Quantity::kNext, layer, is_bias);
  w_.check(w_.id(next), of, next);
}

void PytorchProgram::comparison() {
  w_.section("The page's numbers");
  for (int i = 0; i < static_cast<int>(w_.view().steps().size()); ++i) {
    const Quantity quantity = step(i).quantity;
    const bool is_own =
        step(i).chapter == Chapter::kForward || step(i).chapter == Chapter::kLoss ||
        quantity == Quantity::kDelta || quantity == Quantity::kDb || quantity == Quantity::kNorm ||
        quantity == Quantity::kClipScale ||
        quantity == (objective().has_penalty() ? Quantity::kDWTotal : Quantity::kDW);
    if (is_own) w_.check(w_.id(i), w_.id(i), i);
    if (quantity == Quantity::kNext) compare_tensor(step(i).layer, step(i).is_bias);
  }
  w_.closing();
}

}  // namespace

std::string pytorch_program(Session& session) { return PytorchProgram(session).text(); }

}  // namespace backflow
