#!/usr/bin/python3
"""Writes the reference data of the tests: what PyTorch's autograd and optimisers say. See README.md."""
import argparse
import json
import math
import pathlib
import sys
import time

import numpy as np

import checks
import oracle
from oracle import HIDDEN_ACTIVATIONS

FOLDER = pathlib.Path(__file__).resolve().parent
REGRESSION_LOSSES = ["half_squared_error", "mean_squared_error", "mean_absolute_error", "huber"]
REDUCTIONS = ["sum", "mean"]
# Nothing is closer than this to a point where a derivative jumps, so float, double and central differences agree
# on its side: in the first step, and in every step of a training run.
FIRST_MARGIN, RUN_MARGIN = 1e-3, 1e-5
# A run is only taken if PyTorch's own float run stays this close to its double run.
FLOAT_TOLERANCE = 2e-6

COMMON_NOTES = {
    "layout": "Matrices are arrays of rows; samples are columns; W is in x out; b and db are arrays; delta, Z, h, "
              "dh_dZ, dE_dh, dE_dO are n x m; lists have one entry a layer.",
    "numbers": "Doubles from PyTorch in double precision, written exactly. Data and parameters of every state are "
               "exact floats.",
    "softplus": "log(1 + exp(z)) up to z = 40, z beyond.",
}


def floats(values):
    """Nested lists of doubles that a float holds exactly."""
    return np.asarray(values, dtype=np.float32).astype(np.float64).tolist()


def random_parameters(rng, sizes, spread=1.2):
    """Uniform weights whose variance keeps the size of Z, and small biases."""
    shapes = list(zip(sizes[:-1], sizes[1:]))
    weights = [floats(rng.uniform(-1, 1, shape) * spread * math.sqrt(3 / shape[0])) for shape in shapes]
    return {"weights": weights, "biases": [floats(rng.uniform(-0.5, 0.5, n)) for n in sizes[1:]]}


def make_state(activations, loss, reduction, inputs, targets, parameters, **changes):
    """A complete state. `changes` replaces top-level values, or adds to those that are objects."""
    sizes = [len(inputs)] + [len(b) for b in parameters["biases"]]
    state = {
        "version": 1,
        "network": {"sizes": sizes, "activations": activations, "initializer": "xavier_uniform", "init_scale": 1},
        "loss": loss, "reduction": reduction, "huber_delta": 1,
        "regularization": {"l1": 0, "l2": 0, "dropout": 0},
        "optimizer": {"name": "sgd", "learning_rate": 0.5, "momentum": 0.9, "beta1": 0.9, "beta2": 0.999,
                      "decay": 0.99, "epsilon": 1e-8, "weight_decay": 0.01, "clip_norm": 0},
        "schedule": {"name": "constant", "period": 100, "factor": 0.5},
        "batch_size": 0, "seed": 7,
        "data": {"inputs": inputs, "targets": targets},
        "parameters": parameters,
    }
    for key, change in changes.items():
        state[key] = {**state[key], **change} if isinstance(change, dict) else change
    return state


def one_hot(rng, n, m):
    """Every class at least once if m >= n."""
    return np.eye(n)[:, rng.permutation(np.arange(m) % n)].tolist()


def random_targets(rng, loss, n, m):
    if loss == "binary_cross_entropy":
        return rng.integers(0, 2, (n, m)).astype(float).tolist()
    if loss == "categorical_cross_entropy":
        return one_hot(rng, n, m)
    return floats(rng.uniform(-2, 2, (n, m)))


def covers(state, expected):
    """Whether both sides of every kink occur, none of them too near."""
    for name, Z in zip(state["network"]["activations"], expected["Z"]):
        if name in ("relu", "leaky_relu", "elu") and not (np.min(Z) < 0 < np.max(Z)):
            return False
    residual = np.subtract(expected["h"][-1], state["data"]["targets"])
    if state["loss"] == "mean_absolute_error" and not residual.min() < 0 < residual.max():
        return False
    delta = state["huber_delta"]
    if state["loss"] == "huber" and not np.abs(residual).min() < delta < np.abs(residual).max():
        return False
    net = oracle.Network(state)
    net.forward()
    return net.kink_distance() > FIRST_MARGIN


def run_tells(state, training):
    """Whether float can follow the run, and clipping (if any) acts in some updates and not in others."""
    limit = state["optimizer"]["clip_norm"]
    clipped = np.sum(np.array(training["gradient_norms"]) > limit)
    if limit and not 5 <= clipped <= training["updates"] - 5:
        return False
    return checks.training_float_deviation(state, training) < FLOAT_TOLERANCE


def drawn_case(name, draw, updates=0):
    """The first state that `draw` makes whose kinks are covered and whose run float can follow."""
    for _ in range(500):
        state = draw()
        expected = oracle.observe(state)
        if not covers(state, expected):
            continue
        if updates:
            expected["training"], nearest = oracle.train(state, updates)
            if nearest < RUN_MARGIN or not run_tells(state, expected["training"]):
                continue
        return {"name": name, "state": state, "expected": expected}
    raise AssertionError(f"{name}: no draw fits")


def random_case(rng, name, sizes, activations, loss, reduction, m=5, updates=0, **changes):
    def draw():
        inputs = floats(rng.uniform(-1.5, 1.5, (sizes[0], m)))
        targets = random_targets(rng, loss, sizes[-1], m)
        return make_state(activations, loss, reduction, inputs, targets, random_parameters(rng, sizes), **changes)

    return drawn_case(name, draw, updates)


def slides_cases():
    """The network of the slides, trained as they say."""
    rng = np.random.default_rng(1)
    inputs = floats([[0.2, 0.8, -0.5, 0.9, -0.4, 0.6], [0.7, -0.9, 0.3, 0.5, -0.6, -0.2],
                     [-0.4, 0.1, 0.9, -0.8, 0.3, 0.5], [0.6, 0.7, -0.1, 0.4, 0.8, -0.7]])
    targets = [[1, 0, 1, 1, 0, 0]]

    def draw():
        parameters = random_parameters(rng, [4, 5, 1])
        return make_state(["sigmoid", "sigmoid"], "half_squared_error", "sum", inputs, targets, parameters)

    return [drawn_case("slides", draw, updates=50)]


def saturated(expected, loss):
    """Logits far from 0 and (softmax) from each other, right and wrong samples, a db that does not cancel out."""
    Z, delta, db = np.array(expected["Z"][1]), np.abs(expected["delta"][1]), np.abs(expected["db"][1])
    apart = np.diff(np.sort(Z, axis=0), axis=0).min() > 200 or loss == "binary_cross_entropy"
    finite = math.isfinite(expected["E"]) and all(np.isfinite(g).all() for g in expected["dW"])
    return (finite and apart and 300 < np.abs(Z).min() and 900 < np.abs(Z).max() < 2000
            and delta.min() < 1e-3 * delta.max() and db.max() > 1e-3 * delta.max())


def saturated_case(rng, loss, n, reduction):
    """Logits of about 1000, some samples right and some as wrong as can be."""
    def draw():
        inputs = floats(rng.uniform(-1.5, 1.5, (3, 6)))
        parameters = random_parameters(rng, [3, 4, n])
        parameters["weights"][1] = floats(1000 * np.array(parameters["weights"][1]))
        output = "sigmoid" if n == 2 else "softmax"
        return make_state(["tanh", output], loss, reduction, inputs, random_targets(rng, loss, n, 6), parameters)

    for _ in range(10000):
        state = draw()
        expected = oracle.observe(state, factors=False)
        if saturated(expected, loss):
            return {"name": f"logits near 1000: {loss} {reduction}", "state": state, "expected": expected}
    raise AssertionError(f"{loss}: no saturated draw")


def special_cases(rng):
    """Soft targets, another Huber threshold, and logits where a naive formula overflows."""
    cases = []
    for reduction in REDUCTIONS:
        cases.append(random_case(rng, f"huber_delta 0.5 {reduction}", [3, 4, 2], ["tanh", "linear"], "huber",
                                 reduction, huber_delta=0.5))
        for output, loss, n in (("sigmoid", "binary_cross_entropy", 2), ("softmax", "categorical_cross_entropy", 3)):
            case = random_case(rng, f"soft targets: {loss} {reduction}", [3, 4, n], ["tanh", output], loss, reduction)
            # Sixteenths, so that the targets of a sample sum to exactly 1 in float too.
            soft = rng.integers(1, 16, (n, 5)) if n == 2 else rng.multinomial(16, [0.5, 0.3, 0.2], 5).T
            case["state"]["data"]["targets"] = (soft / 16).tolist()
            case["expected"] = oracle.observe(case["state"])
            cases += [case, saturated_case(rng, loss, n, reduction)]
    return cases


def activation_loss_cases():
    """Every hidden activation with every loss, every output activation with every loss that fits it."""
    rng = np.random.default_rng(2)
    plan = []
    for k, loss in enumerate(REGRESSION_LOSSES):
        for i, output in enumerate(HIDDEN_ACTIVATIONS):
            plan.append((HIDDEN_ACTIVATIONS[(i + 3 * k) % len(HIDDEN_ACTIVATIONS)], output, loss, 2))
    for hidden in HIDDEN_ACTIVATIONS:
        plan.append((hidden, "sigmoid", "binary_cross_entropy", 2))
        plan += [(hidden, "softmax", loss, 3) for loss in ("categorical_cross_entropy", *REGRESSION_LOSSES)]
    cases = [random_case(rng, f"{hidden} {output} {loss} {reduction}", [3, 4, n], [hidden, output], loss, reduction)
             for hidden, output, loss, n in plan for reduction in REDUCTIONS]
    return cases + special_cases(rng)


LEARNING_RATES = {"sgd": 0.5, "momentum": 0.1, "nesterov": 0.1, "adagrad": 0.1, "rmsprop": 0.01, "adam": 0.02,
                  "adamw": 0.02}
OTHER_HYPERPARAMETERS = {"momentum": 0.5, "beta1": 0.8, "beta2": 0.95, "decay": 0.9, "epsilon": 0.01,
                         "weight_decay": 0.1}


def optimizer_variants(name):
    """What each optimiser is combined with."""
    optimizer = {"name": name, "learning_rate": LEARNING_RATES[name]}
    clipped = {**optimizer, "clip_norm": 0.05}
    step, cosine = {"name": "step", "period": 12, "factor": 0.5}, {"name": "cosine", "period": 40}
    return {
        "constant": {"optimizer": optimizer},
        "other hyper-parameters": {"optimizer": {**optimizer, **OTHER_HYPERPARAMETERS}},
        "step schedule": {"optimizer": optimizer, "schedule": step},
        "cosine schedule": {"optimizer": optimizer, "schedule": cosine},
        "clip_norm": {"optimizer": clipped},
        "l1": {"optimizer": optimizer, "regularization": {"l1": 0.003}},
        "l2": {"optimizer": optimizer, "regularization": {"l2": 0.05}},
        "l1, l2, clip_norm, cosine schedule": {"optimizer": clipped, "schedule": cosine,
                                               "regularization": {"l1": 0.002, "l2": 0.02}},
    }


def optimizer_cases():
    """Every optimiser with every schedule, clipping and penalties, 50 updates each."""
    rng = np.random.default_rng(3)
    inputs = floats(rng.uniform(-1.5, 1.5, (3, 6)))
    targets = floats(rng.uniform(0.1, 0.9, (2, 6)))
    cases = []
    for name in LEARNING_RATES:
        for variant, changes in optimizer_variants(name).items():
            reduction = "sum" if variant in ("constant", "l2") else "mean"

            def draw():
                return make_state(["tanh", "sigmoid"], "half_squared_error", reduction, inputs, targets,
                                  random_parameters(rng, [3, 4, 2]), **changes)

            cases.append(drawn_case(f"{name}: {variant}", draw, updates=50))
    return cases


def depth_cases():
    """1 to 8 hidden layers, the activations and widths mixed, 20 updates of Adam."""
    rng = np.random.default_rng(4)
    widths = [5, 3, 6, 4, 7, 2, 5, 3]
    cases = []
    for depth in range(1, 9):
        for offset, output, loss, n, reduction in ((0, "linear", "mean_squared_error", 2, "mean"),
                                                   (4, "softmax", "categorical_cross_entropy", 3, "sum")):
            hidden = [HIDDEN_ACTIVATIONS[(offset + 3 * depth + l) % len(HIDDEN_ACTIVATIONS)] for l in range(depth)]
            cases.append(random_case(rng, f"{depth} hidden, {output}", [3] + widths[:depth] + [n], hidden + [output],
                                     loss, reduction, m=5, updates=20,
                                     optimizer={"name": "adam", "learning_rate": 0.01}))
    return cases


def wide_cases():
    """784-16-10 on sparse pixels; weights and pixels are short binary fractions to keep the file small."""
    rng = np.random.default_rng(5)

    def draw():
        pixels = rng.integers(1, 17, (784, 8)) / 16 * (rng.random((784, 8)) < 0.04)
        parameters = {"weights": [(rng.integers(-16, 17, shape) / 64).tolist() for shape in ((784, 16), (16, 10))],
                      "biases": [(rng.integers(-16, 17, n) / 64).tolist() for n in (16, 10)]}
        return make_state(["relu", "softmax"], "categorical_cross_entropy", "mean", pixels.tolist(),
                          one_hot(rng, 10, 8), parameters)

    return [drawn_case("784-16-10", draw)]


def compact(value):
    """Whole numbers without a fraction (and 0 without a sign), everything else as it is."""
    if isinstance(value, dict):
        return {key: compact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [compact(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def trimmed(case):
    """Leaves out of a training run what says nothing in that case."""
    training = case["expected"].get("training")
    if training:
        state = case["state"]
        if not any(state["regularization"].values()):
            del training["E_total_before"]
        if state["schedule"]["name"] == "constant":
            del training["learning_rates"]
        if not state["optimizer"]["clip_norm"]:
            del training["gradient_norms"]
        if not training["moments_after_last"]:
            del training["moments_after_last"]
    return case


OPTIMIZER_NOTES = {
    "order": "gradient of E + l1 sum|W| + l2/2 sum W^2 (weights only); clip; one torch.optim step at the scheduled "
             "rate. adamw's weight_decay acts on weights and biases and is not clipped; the others ignore it.",
    "clip_norm": "g * min(1, clip_norm / |g|), |g| over all weights and biases together, without the 1e-6 that "
                 "torch.nn.utils.clip_grad_norm_ adds to |g|. gradient_norms are |g| before clipping.",
    "schedule": "update t = 0, 1, ...; step: rate * factor^floor(t / period); cosine: "
                "rate * (1 + cos(pi * min(t, period) / period)) / 2.",
    "names": "momentum and nesterov are torch.optim.SGD; decay is RMSprop's alpha; epsilon stands outside the root.",
}
FILES = {
    "slides.json": (slides_cases, {}),
    "activation_loss.json": (activation_loss_cases, {}),
    "optimizers.json": (optimizer_cases, OPTIMIZER_NOTES),
    "depth.json": (depth_cases, OPTIMIZER_NOTES),
    "wide.json": (wide_cases, {}),
}


def check(cases):
    """Returns the largest disagreement with central differences, and of PyTorch's own float run."""
    for case in cases:
        checks.check_layout(case)
    return max(map(checks.check_gradients, cases)), max(map(checks.float_deviation, cases))


def text_of(notes, cases):
    """JSON with one case a line."""
    lines = [json.dumps(compact(trimmed(case)), separators=(",", ":"), allow_nan=False) for case in cases]
    notes = json.dumps({**COMMON_NOTES, **notes}, separators=(",", ":"))
    return '{"notes":' + notes + ',"cases":[\n' + ",\n".join(lines) + "\n]}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    only_check = parser.parse_args().check
    changed = False
    for name, (make_cases, notes) in FILES.items():
        start = time.monotonic()
        cases = make_cases()
        slope, single = check(cases)
        text = text_of(notes, cases)
        path = FOLDER / name
        same = path.exists() and path.read_text() == text
        changed |= not same
        if not only_check:
            path.write_text(text)
        print(f"{name}: {len(cases)} cases, {len(text)} bytes, {'same' if same else 'changed'}; "
              f"central differences within {slope:.1e}, PyTorch in float within {single:.1e}; "
              f"{time.monotonic() - start:.1f} s", flush=True)
    return int(changed and only_check)


if __name__ == "__main__":
    sys.exit(main())
