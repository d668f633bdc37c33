#include "words.h"

#include "language.h"
#include "term_text.h"

namespace backflow {
namespace {

/// "six samples": English writes small numbers out; other languages may, by these keys.
std::string counted_samples(Index n) {
  static constexpr const char* kSmall[] = {
      key("no samples"),    key("one sample"),   key("two samples"), key("three samples"),
      key("four samples"),  key("five samples"), key("six samples"), key("seven samples"),
      key("eight samples"), key("nine samples"), key("ten samples"), key("eleven samples"),
      key("twelve samples")};
  return n <= 12 ? tr(kSmall[n]) : tr("{0} samples", {std::to_string(n)});
}

std::string given(const TraceStep& step) {
  switch (step.quantity) {
    case Quantity::kX:
      return tr("The inputs, one column a sample. Drag or double-click a number to change it.");
    case Quantity::kY: return tr("The targets: what the output should be for each sample.");
    case Quantity::kW:
      return tr(
          "The weights: one row for each unit they come from, one column for each unit they go "
          "to.");
    case Quantity::kB: return tr("The biases: one for each unit, added to every sample.");
    case Quantity::kOnes: return tr("Ones: the input that a bias is multiplied with.");
    case Quantity::kMask:
      return tr("The dropout mask of this step: zero switches a unit off, the rest is scaled up.");
    default: return tr("What the optimiser remembers from the steps before.");
  }
}

std::string product(const TraceView<float>& trace, const TraceStep& step) {
  const Index m = trace.record().pass.X.cols();
  if (step.quantity == Quantity::kDEdh)
    return tr(
        "The error signal goes back through the weights: each hidden unit gets the errors of "
        "the "
        "units it feeds, weighted as it feeds them.");
  if (step.is_bias)
    return tr(
        "A bias acts like a weight on an input that is always one, so its gradient sums the error "
        "signal over {0}.",
        {counted_samples(m)});
  return step.layer == 1
             ? tr("The inputs times the transposed error signal. The inner axis, the {0}, is "
                  "summed away: one number is left for every weight.",
                  {counted_samples(m)})
             : tr("The hidden activations times the transposed error signal. The inner axis, the "
                  "{0}, is summed away: one number is left for every weight.",
                  {counted_samples(m)});
}

}  // namespace

std::string describe(const TraceView<float>& trace, int index) {
  const TraceStep& step = trace.step(index);
  switch (step.operation) {
    case Operation::kGiven: return given(step);
    case Operation::kAffine:
      return tr(
          "Every unit weighs its inputs, sums them and adds its bias, for each sample on its "
          "own.");
    case Operation::kActivation:
      return tr(
          "The activation function bends every sum, element by element; without it the layers "
          "would collapse into one.");
    case Operation::kHadamard:
      if (step.chapter == Chapter::kForward)
        return tr("Dropout: units that are switched off pass nothing on.");
      return tr(
          "Two factors of the chain rule, multiplied element by element: the error signal of "
          "this layer, one number for each unit and sample.");
    case Operation::kLoss:
      return tr("One number that says how wrong the network is, over all outputs and samples.");
    case Operation::kPenalty: return tr("The price of large weights.");
    case Operation::kAdd:
      return step.chapter == Chapter::kLoss
                 ? tr("What training minimises: the error and the price of the weights together.")
                 : tr("The error's gradient and the penalty's, added.");
    case Operation::kLossGradient:
      return tr(
          "How the loss changes with each output: its sign says whether the output should fall "
          "or rise.");
    case Operation::kDerivative:
      return tr(
          "The slope of the activation function at each sum: near zero where a unit is "
          "saturated, and then little can be learned through it.");
    case Operation::kFusedDelta:
      return tr(
          "Cross-entropy and the output function together: their slopes cancel, and the error "
          "signal is just output minus target.");
    case Operation::kSoftmaxBackward:
      return tr(
          "Softmax couples its outputs: raising one lowers the others, so each error signal "
          "takes all of its column into account.");
    case Operation::kMatMul: return product(trace, step);
    case Operation::kPenaltyGradient: return tr("The penalty pulls every weight towards zero.");
    case Operation::kNorm: return tr("The length of all gradients together.");
    case Operation::kClipScale:
      return tr(
          "If the gradients are longer than allowed, they are all shortened by the same factor.");
    case Operation::kScale: return tr("The gradient after clipping.");
    case Operation::kFirstMoment:
      return tr(
          "The running average of the gradients: what they agree on stays, what alternates "
          "cancels.");
    case Operation::kSecondMoment:
      return tr("The running measure of how large the squared gradients are.");
    case Operation::kCorrectFirst:
    case Operation::kCorrectSecond:
      return tr(
          "The average started at zero and is too small in the first steps; this corrects it.");
    case Operation::kLookAhead:
      return tr("The gradient and one more push of the momentum: a look one step ahead.");
    case Operation::kUpdate:
      return tr(
          "One step downhill: each parameter moves against its gradient, by the learning rate, now "
          "{0}.",
          {number_text(trace.record().rate, 4)});
  }
  return {};
}

}  // namespace backflow
