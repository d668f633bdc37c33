"""What must hold of the reference data before it is written."""
import copy

import numpy as np
import torch

import oracle

STEP = 1e-5
MOST_ENTRIES = 300
TOLERANCE = 2e-8


def deviation(found, expected):
    """The largest error of a matrix, relative to the largest entry of what was expected."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    return np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-30)


def value(state):
    """E with its penalties, by the forward pass alone."""
    net = oracle.Network(state)
    with torch.no_grad():
        return float(net.forward() + net.penalty())


def some_entries(shape):
    """Every index of a matrix, or an evenly spread few hundred of a large one."""
    indices = list(np.ndindex(shape))
    return indices[::len(indices) // MOST_ENTRIES + 1]


def central_differences(state, group, l):
    """The slope of E along some entries of one parameter matrix."""
    state = copy.deepcopy(state)
    P = np.array(state["parameters"][group][l])
    slopes = []
    for index in some_entries(P.shape):
        values = []
        for sign in (+1, -1):
            moved = P.copy()
            moved[index] += sign * STEP
            state["parameters"][group][l] = moved.tolist()
            values.append(value(state))
        slopes.append((values[0] - values[1]) / (2 * STEP))
    return np.array(slopes)


def check_gradients(case):
    """Autograd against central differences. Returns the largest relative error."""
    state, expected = case["state"], case["expected"]
    worst = 0.0
    for group, name in (("weights", "dW"), ("biases", "db")):
        for l, gradient in enumerate(expected.get(name + "_total", expected[name])):
            slopes = central_differences(state, group, l)
            gradient = np.array([np.array(gradient)[index] for index in some_entries(np.shape(gradient))])
            # A difference quotient knows E only to its own rounding, however small the gradient is.
            error = np.abs(slopes - gradient).max() / max(np.abs(gradient).max(), 1e-2 * abs(expected["E"]))
            worst = max(worst, error)
    assert worst < TOLERANCE, f"{case['name']}: central differences disagree by {worst:.1e}"
    return worst


def check_layout(case):
    """The written shapes and transposes, by the matrix formulas and with none of the oracle's code."""
    state, expected = case["state"], case["expected"]
    h = np.array(state["data"]["inputs"])
    for l, (W, b) in enumerate(zip(state["parameters"]["weights"], state["parameters"]["biases"])):
        Z, delta = np.array(W).T @ h + np.array(b)[:, None], np.array(expected["delta"][l])
        assert Z.shape == np.shape(expected["Z"][l]) and deviation(Z, expected["Z"][l]) < 1e-13, (case["name"], l)
        assert np.shape(W) == np.shape(expected["dW"][l]), (case["name"], l)
        assert deviation(h @ delta.T, expected["dW"][l]) < 1e-12, (case["name"], l)
        assert deviation(delta.sum(axis=1), expected["db"][l]) < 1e-12, (case["name"], l)
        h = np.array(expected["h"][l])
    for l in range(len(expected["h"])):
        f_prime, dE_dh = expected["dh_dZ"][l], expected.get("dE_dh", [None] * len(expected["h"]))[l]
        if f_prime is not None and dE_dh is not None:
            error = deviation(np.array(f_prime) * dE_dh, expected["delta"][l])
            assert error < 1e-12, (case["name"], l, error)


def float_deviation(case):
    """How far PyTorch itself is from the double values when it runs the same case in float."""
    state, expected = case["state"], case["expected"]
    found = oracle.observe(state, torch.float32, factors=False)
    worst = max(deviation(found[name][l], expected[name][l])
                for name in ("Z", "h", "delta", "dW", "db") for l in range(len(expected["Z"])))
    worst = max(worst, deviation([found["E"]], [expected["E"]]))
    return max(worst, training_float_deviation(state, expected["training"]) if "training" in expected else 0)


def training_float_deviation(state, training):
    found, _ = oracle.train(state, training["updates"], torch.float32)
    pairs = [(found["E_before"], training["E_before"])]
    for group in ("weights", "biases"):
        pairs += list(zip(found["parameters_after_last"][group], training["parameters_after_last"][group]))
    return max(deviation(a, b) for a, b in pairs)
