#include "python_words.h"

#include <array>

#include "export_text.h"

namespace backflow {
namespace {

constexpr std::array kActivations{
    PythonActivation{Activation::kSigmoid, "sigmoid(#Z)", "#h * (1 - #h)", "torch.sigmoid(#Z)"},
    PythonActivation{Activation::kTanh, "np.tanh(#Z)", "1 - #h * #h", "torch.tanh(#Z)"},
    PythonActivation{Activation::kRelu, "np.maximum(0, #Z)", "np.where(#Z > 0, 1.0, 0.0)",
                     "torch.relu(#Z)"},
    PythonActivation{Activation::kLeakyRelu, "np.maximum(0.01 * #Z, #Z)",
                     "np.where(#Z > 0, 1.0, 0.01)", "F.leaky_relu(#Z, 0.01)"},
    PythonActivation{Activation::kElu, "np.where(#Z > 0, #Z, np.expm1(np.minimum(#Z, 0)))",
                     "np.where(#Z > 0, 1.0, #h + 1)", "F.elu(#Z)"},
    PythonActivation{Activation::kGelu, "#Z * normal_cdf(#Z)",
                     "normal_cdf(#Z) + #Z * normal_pdf(#Z)", "F.gelu(#Z)"},
    PythonActivation{Activation::kSilu, "#Z * sigmoid(#Z)",
                     "sigmoid(#Z) * (1 + #Z * (1 - sigmoid(#Z)))", "F.silu(#Z)"},
    PythonActivation{Activation::kSoftplus, "softplus(#Z)", "sigmoid(#Z)", "F.softplus(#Z)"},
    PythonActivation{Activation::kSine, "np.sin(#Z)", "np.cos(#Z)", "torch.sin(#Z)"},
    PythonActivation{Activation::kLinear, "#Z", "np.ones_like(#Z)", "#Z"},
    PythonActivation{Activation::kSoftmax, "softmax(#Z)", "", "torch.softmax(#Z, dim=#axis)"},
};

constexpr std::array kLosses{
    PythonLoss{Loss::kHalfSquaredError, "np.sum((#O - #Y) ** 2) / 2",
               "np.sum((#O - #Y) ** 2) / (2 * #m)", "#O - #Y", "(#O - #Y) / #m",
               "((#O - #Y) ** 2).sum() / 2", "((#O - #Y) ** 2).sum() / (2 * #m)"},
    PythonLoss{Loss::kMeanSquaredError, "np.sum((#O - #Y) ** 2)", "np.mean((#O - #Y) ** 2)",
               "2 * (#O - #Y)", "2 * (#O - #Y) / #Y.size", "F.mse_loss(#O, #Y, reduction=\"sum\")",
               "F.mse_loss(#O, #Y)"},
    PythonLoss{Loss::kMeanAbsoluteError, "np.sum(np.abs(#O - #Y))", "np.mean(np.abs(#O - #Y))",
               "np.sign(#O - #Y)", "np.sign(#O - #Y) / #Y.size",
               "F.l1_loss(#O, #Y, reduction=\"sum\")", "F.l1_loss(#O, #Y)"},
    PythonLoss{Loss::kHuber, "np.sum(huber(#O - #Y))", "np.mean(huber(#O - #Y))",
               "np.clip(#O - #Y, -huber_delta, huber_delta)",
               "np.clip(#O - #Y, -huber_delta, huber_delta) / #Y.size",
               "F.huber_loss(#O, #Y, delta=huber_delta, reduction=\"sum\")",
               "F.huber_loss(#O, #Y, delta=huber_delta)"},
    PythonLoss{Loss::kBinaryCrossEntropy, "np.sum(softplus(#Z) - #Y * #Z)",
               "np.mean(softplus(#Z) - #Y * #Z)", "#O - #Y", "(#O - #Y) / #Y.size",
               "F.binary_cross_entropy_with_logits(#Z, #Y, reduction=\"sum\")",
               "F.binary_cross_entropy_with_logits(#Z, #Y)"},
    PythonLoss{Loss::kCategoricalCrossEntropy, "np.sum(#Y * (log_sum_exp(#Z) - #Z))",
               "np.sum(#Y * (log_sum_exp(#Z) - #Z)) / #m", "#O - #Y", "(#O - #Y) / #m",
               "F.cross_entropy(#Z#T, #Y#T, reduction=\"sum\")", "F.cross_entropy(#Z#T, #Y#T)"},
};

constexpr std::array kOptimizers{
    PythonOptimizer{Optimizer::kSgd, "", "", "SGD(parameters, lr=alpha)", "", "", false},
    PythonOptimizer{Optimizer::kMomentum, "momentum", R"py(
def momentum(W, g, m):
    """A heavy ball: the velocity m remembers the earlier gradients."""
    m = mu * m + g
    return W - alpha * m, m
)py",
                    "SGD(parameters, lr=alpha, momentum=mu)", "momentum_buffer", "", false},
    PythonOptimizer{Optimizer::kNesterov, "nesterov", R"py(
def nesterov(W, g, m):
    """Momentum that looks one step ahead."""
    m = mu * m + g
    return W - alpha * (g + mu * m), m
)py",
                    "SGD(parameters, lr=alpha, momentum=mu, nesterov=True)", "momentum_buffer", "",
                    false},
    PythonOptimizer{Optimizer::kAdagrad, "adagrad", R"py(
def adagrad(W, g, v):
    """Divides by the root of all squared gradients so far."""
    v = v + g * g
    return W - alpha * g / (np.sqrt(v) + epsilon), v
)py",
                    "Adagrad(parameters, lr=alpha, eps=epsilon)", "", "sum", true},
    PythonOptimizer{Optimizer::kRmsprop, "rmsprop", R"py(
def rmsprop(W, g, v):
    """AdaGrad that forgets: v is a running mean of squared gradients."""
    v = rho * v + (1 - rho) * g * g
    return W - alpha * g / (np.sqrt(v) + epsilon), v
)py",
                    "RMSprop(parameters, lr=alpha, alpha=rho, eps=epsilon)", "", "square_avg",
                    true},
    PythonOptimizer{Optimizer::kAdam, "adam", R"py(
def adam(W, g, m, v):
    """Momentum and RMSProp together, corrected for their start at zero."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return W - alpha * m_hat / (np.sqrt(v_hat) + epsilon), m, v
)py",
                    "Adam(parameters, lr=alpha, betas=(beta1, beta2), eps=epsilon)", "exp_avg",
                    "exp_avg_sq", true},
    PythonOptimizer{Optimizer::kAdamw, "adamw", R"py(
def adamw(W, g, m, v):
    """Adam with weight decay of its own, outside the moments."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m_hat = m / (1 - beta1 ** t)
    v_hat = v / (1 - beta2 ** t)
    return (1 - alpha * weight_decay) * W - alpha * m_hat / (np.sqrt(v_hat) + epsilon), m, v
)py",
                    "AdamW(\n    parameters, lr=alpha, betas=(beta1, beta2), eps=epsilon, "
                    "weight_decay=weight_decay\n)",
                    "exp_avg", "exp_avg_sq", true},
};

struct PythonFunction {
  const char* call;  // how code that needs it looks
  const char* definition;
};

constexpr std::array kFunctions{
    PythonFunction{"sigmoid(", R"py(
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))
)py"},
    PythonFunction{"softplus(", R"py(
def softplus(Z):
    """ln(1 + exp(Z)), written so that exp never overflows."""
    return np.maximum(0, Z) + np.log1p(np.exp(-np.abs(Z)))
)py"},
    PythonFunction{"normal_cdf(", R"py(
def normal_cdf(Z):
    """The normal distribution's Phi(Z)."""
    return np.vectorize(math.erfc)(-Z / math.sqrt(2)) / 2
)py"},
    PythonFunction{"normal_pdf(", R"py(
def normal_pdf(Z):
    """The slope of Phi(Z)."""
    return np.exp(-Z * Z / 2) / math.sqrt(2 * math.pi)
)py"},
    PythonFunction{"softmax(", R"py(
def softmax(Z):
    """Each sample's outputs as probabilities; less the largest, exp never overflows."""
    exp_Z = np.exp(Z - np.max(Z, axis=#axis, keepdims=True))
    return exp_Z / np.sum(exp_Z, axis=#axis, keepdims=True)
)py"},
    PythonFunction{"log_sum_exp(", R"py(
def log_sum_exp(Z):
    """ln of each sample's sum of exp(Z): log_sum_exp(Z) - Z is -ln softmax(Z)."""
    top = np.max(Z, axis=#axis, keepdims=True)
    return top + np.log(np.sum(np.exp(Z - top), axis=#axis, keepdims=True))
)py"},
    PythonFunction{"huber(", R"py(
def huber(error):
    """Squared near zero, absolute beyond huber_delta."""
    size = np.abs(error)
    return np.where(size <= huber_delta, error ** 2 / 2, huber_delta * (size - huber_delta / 2))
)py"},
};

}  // namespace

const PythonActivation& python_words(Activation activation) {
  return kActivations[static_cast<std::size_t>(activation)];
}
const PythonLoss& python_words(Loss loss) { return kLosses[static_cast<std::size_t>(loss)]; }
const PythonOptimizer& python_words(Optimizer optimizer) {
  return kOptimizers[static_cast<std::size_t>(optimizer)];
}

std::string numpy_definitions(const std::string& code, int units_axis) {
  std::string definitions;
  for (const PythonFunction& function : kFunctions)
    if (code.find(function.call) != std::string::npos)
      definitions += "\n" + filled_in(function.definition,
                                      [&](std::string_view) { return std::to_string(units_axis); });
  return definitions;
}

}  // namespace backflow
