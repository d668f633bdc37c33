"""What PyTorch says of one state: every intermediate of a step, and what training makes of it.

States are the program's own JSON (samples are columns, W is in x out). Inside this module everything has
PyTorch's layout instead (samples are rows, weight is out x in, torch.nn.functional.linear); `rows` turns results
back. All gradients come from autograd; none is written by hand.
"""
import math
import os

# Plain code paths on every processor, so that another machine makes the same last bits.
os.environ.setdefault("ATEN_CPU_CAPABILITY", "default")

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

# Past this, softplus(z) = z to the last bit of a double. PyTorch's own default of 20 is 2e-9 off there.
SOFTPLUS_THRESHOLD = 40

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda Z: F.leaky_relu(Z, 0.01),
    "elu": lambda Z: F.elu(Z, 1.0),
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": lambda Z: F.softplus(Z, beta=1, threshold=SOFTPLUS_THRESHOLD),
    "sine": torch.sin,
    "linear": lambda Z: Z * 1.0,
    "softmax": lambda Z: torch.softmax(Z, dim=1),
}
HIDDEN_ACTIVATIONS = [name for name in ACTIVATIONS if name != "softmax"]
KINKED_ACTIVATIONS = ("relu", "leaky_relu")


def half_squared(O, Y, reduction):
    E = 0.5 * F.mse_loss(O, Y, reduction="sum")
    return E / len(Y) if reduction == "mean" else E


def cross_entropy_of_output(O, Y, reduction):
    E = -(Y * torch.log(O)).sum()
    return E / len(Y) if reduction == "mean" else E


def loss_of_output(state, O, Y):
    """The loss as a function of O, as the formula dE/dO means it."""
    name, reduction = state["loss"], state["reduction"]
    if name == "huber":
        return F.huber_loss(O, Y, reduction=reduction, delta=state["huber_delta"])
    function = {
        "half_squared_error": half_squared,
        "mean_squared_error": lambda O, Y, r: F.mse_loss(O, Y, reduction=r),
        "mean_absolute_error": lambda O, Y, r: F.l1_loss(O, Y, reduction=r),
        "binary_cross_entropy": lambda O, Y, r: F.binary_cross_entropy(O, Y, reduction=r),
        "categorical_cross_entropy": cross_entropy_of_output,
    }[name]
    return function(O, Y, reduction)


def loss(state, Z, O, Y):
    """The loss as it is computed: the cross-entropies from logits, finite for logits of any size."""
    if state["loss"] == "binary_cross_entropy":
        return F.binary_cross_entropy_with_logits(Z, Y, reduction=state["reduction"])
    if state["loss"] == "categorical_cross_entropy":
        return F.cross_entropy(Z, Y, reduction=state["reduction"])
    return loss_of_output(state, O, Y)


class Network:
    """The parameters and data of a state as tensors, and the graph of one forward pass."""

    def __init__(self, state, dtype=torch.float64):
        def tensor(values):
            return torch.tensor(values, dtype=dtype)

        self.state = state
        self.activations = state["network"]["activations"]
        self.weights = [tensor(W).t().contiguous().requires_grad_() for W in state["parameters"]["weights"]]
        self.biases = [tensor(b).requires_grad_() for b in state["parameters"]["biases"]]
        self.X = tensor(state["data"]["inputs"]).t().contiguous()
        self.Y = tensor(state["data"]["targets"]).t().contiguous()

    def parameters(self):
        return self.weights + self.biases

    def forward(self):
        self.Z, self.h = [], []
        h = self.X
        for weight, bias, name in zip(self.weights, self.biases, self.activations):
            self.Z.append(F.linear(h, weight, bias))
            h = ACTIVATIONS[name](self.Z[-1])
            self.h.append(h)
        self.E = loss(self.state, self.Z[-1], h, self.Y)
        return self.E

    def penalty(self):
        """l1 sum|W| + l2/2 sum W^2, on the weights only."""
        regularization = self.state["regularization"]
        return sum(regularization["l1"] * W.abs().sum() + regularization["l2"] / 2 * (W * W).sum()
                   for W in self.weights)

    def kink_distance(self):
        """How far the nearest value is from a point where a derivative jumps (infinite if there is none)."""
        distances = [self.Z[l].abs().min() for l, name in enumerate(self.activations) if name in KINKED_ACTIVATIONS]
        residual = (self.h[-1] - self.Y).abs()
        if self.state["loss"] == "mean_absolute_error":
            distances.append(residual.min())
        if self.state["loss"] == "huber":
            distances.append((residual - self.state["huber_delta"]).abs().min())
        if self.state["regularization"]["l1"]:
            distances += [W.abs().min() for W in self.weights]
        return min((d.item() for d in distances), default=math.inf)


def rows(tensor):
    """Nested lists in the program's layout: a matrix is transposed, a vector stays as it is."""
    return (tensor.t() if tensor.dim() == 2 else tensor).tolist()


def parameters_of(weights, biases):
    return {"weights": [rows(W) for W in weights], "biases": [rows(b) for b in biases]}


def observe(state, dtype=torch.float64, factors=True):
    """Every intermediate of the first step. Without `factors`, dE_dO is left out (0/0 where O saturates)."""
    net = Network(state, dtype)
    E = net.forward()
    L = len(net.weights)
    wanted = net.Z + net.h[:-1] + net.parameters()
    found = [rows(g) for g in torch.autograd.grad(E, wanted, retain_graph=True)]
    expected = {"E": E.item(), "Z": [rows(Z) for Z in net.Z], "h": [rows(h) for h in net.h], "delta": found[:L]}
    if factors:
        O = net.h[-1].detach().requires_grad_()
        dE_dO = rows(torch.autograd.grad(loss_of_output(state, O, net.Y), O)[0])
        expected.update(dE_dO=dE_dO, dE_dh=found[L:2 * L - 1] + [dE_dO])
    # An elementwise h has grad(sum h) = f'(Z); softmax mixes the rows and has no such matrix.
    expected["dh_dZ"] = [
        None if name == "softmax" else rows(torch.autograd.grad(h.sum(), Z, retain_graph=True)[0])
        for name, Z, h in zip(net.activations, net.Z, net.h)]
    expected.update(dW=found[2 * L - 1:3 * L - 1], db=found[3 * L - 1:])
    if any(state["regularization"].values()):
        total = E + net.penalty()
        expected["E_total"] = total.item()
        expected["dW_total"] = [rows(g) for g in torch.autograd.grad(total, net.weights)]
    return expected


def make_optimizer(settings, parameters):
    lr, betas = settings["learning_rate"], (settings["beta1"], settings["beta2"])
    momentum, epsilon = settings["momentum"], settings["epsilon"]
    one_by_one = {"foreach": False}
    make = {
        "sgd": lambda: torch.optim.SGD(parameters, lr, **one_by_one),
        "momentum": lambda: torch.optim.SGD(parameters, lr, momentum=momentum, **one_by_one),
        "nesterov": lambda: torch.optim.SGD(parameters, lr, momentum=momentum, nesterov=True, **one_by_one),
        "adagrad": lambda: torch.optim.Adagrad(parameters, lr, eps=epsilon, **one_by_one),
        "rmsprop": lambda: torch.optim.RMSprop(parameters, lr, alpha=settings["decay"], eps=epsilon, **one_by_one),
        "adam": lambda: torch.optim.Adam(parameters, lr, betas=betas, eps=epsilon, **one_by_one),
        "adamw": lambda: torch.optim.AdamW(parameters, lr, betas=betas, eps=epsilon,
                                           weight_decay=settings["weight_decay"], **one_by_one),
    }
    return make[settings["name"]]()


def scheduled_rate(state, step):
    """The learning rate of update number `step`, counted from 0."""
    schedule, rate = state["schedule"], state["optimizer"]["learning_rate"]
    if schedule["name"] == "step":
        return rate * schedule["factor"] ** (step // schedule["period"])
    if schedule["name"] == "cosine":
        return rate * 0.5 * (1 + math.cos(math.pi * min(step, schedule["period"]) / schedule["period"]))
    return rate


def clip(parameters, limit):
    """g * min(1, limit / |g|), |g| over all weights and biases; returns |g|. limit 0 never clips."""
    norm = math.sqrt(sum((p.grad * p.grad).sum().item() for p in parameters))
    if 0 < limit < norm:
        for p in parameters:
            p.grad.mul_(limit / norm)
    return norm


def moments_of(optimizer, net):
    """The optimiser's own matrices by PyTorch's names, shaped as the parameters."""
    names = ("momentum_buffer", "sum", "square_avg", "exp_avg", "exp_avg_sq")
    held = optimizer.state[net.weights[0]]
    return {name: parameters_of([optimizer.state[W][name] for W in net.weights],
                                [optimizer.state[b][name] for b in net.biases])
            for name in names if torch.is_tensor(held.get(name))}


def train(state, updates, dtype=torch.float64):
    """Full-batch training. Returns what the tests compare, and the nearest that it came to a kink."""
    net = Network(state, dtype)
    optimizer = make_optimizer(state["optimizer"], net.parameters())
    result = {"updates": updates, "E_before": [], "E_total_before": [], "learning_rates": [], "gradient_norms": []}
    nearest = math.inf
    for step in range(updates):
        E = net.forward()
        total = E + net.penalty()
        nearest = min(nearest, net.kink_distance())
        optimizer.zero_grad()
        total.backward()
        result["E_before"].append(E.item())
        result["E_total_before"].append(total.item())
        result["gradient_norms"].append(clip(net.parameters(), state["optimizer"]["clip_norm"]))
        result["learning_rates"].append(scheduled_rate(state, step))
        optimizer.param_groups[0]["lr"] = result["learning_rates"][-1]
        optimizer.step()
        if step == 0:
            result["parameters_after_first"] = parameters_of(net.weights, net.biases)
    result["E_after"] = net.forward().item()
    result["parameters_after_last"] = parameters_of(net.weights, net.biases)
    result["moments_after_last"] = moments_of(optimizer, net)
    return result, min(nearest, net.kink_distance())
