"""optimisers.safetensors: a parameter of six numbers on its way down, by PyTorch's optimisers and by the formulas of
TensorFlow and pylearn2, in float64.

    python optimisers.py       (made with PyTorch 2; see the file's metadata)

Step t (from 1) has the loss f(p) = 0.01 sum_n sum_i softplus(x[n,i] p[i]) + 0.005 sum_i p[i]^2, where x[n,i] =
3 sin(6 n + i + 10 t) for n = 0 .. 3, and p[i] = cos(i) at first. A tensor holds p after each of 12 steps.
"""
import math
import numpy as np
import torch
import golden

STEPS, SIZE = 12, 6


def f(p, t):
    n, i = np.meshgrid(np.arange(4), np.arange(SIZE), indexing="ij")
    x = torch.from_numpy(3 * np.sin(6 * n + i + 10 * t))
    return 0.01 * torch.nn.functional.softplus(x * p).sum() + 0.005 * (p * p).sum()


def start():
    return torch.cos(torch.arange(SIZE, dtype=torch.float64)).requires_grad_()


def by_torch(name, make, rate=lambda n: 1.0, clip=None):
    p = start()
    optimiser = make([p])
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    for t in range(1, STEPS + 1):
        optimiser.zero_grad()
        f(p, t).backward()
        if clip:
            clip([p])
        optimiser.step()
        schedule.step()
        file.add(name, p)


def by_formula(name, move):
    p, state = start(), {}
    for t in range(1, STEPS + 1):
        (g,) = torch.autograd.grad(f(p, t), p)
        p = (p.detach() + move(g, t, state)).requires_grad_()
        file.add(name, p)


def inside(g, t, s):
    """pylearn2's Momentum with ExponentialDecay and MomentumAdjustor."""
    momentum = 0.5 + 0.2 * min(max((t - 1 - 2) / 8, 0), 1)
    s["v"] = momentum * s.get("v", 0) - max(0.5 * 0.9 ** (t - 1), 0.25) * g
    return s["v"]


def tensorflow_rmsprop(g, t, s):
    """tf.train.RMSPropOptimizer, TensorFlow 1.15: the slot "rms" begins with ones."""
    s["v"] = 0.9 * s.get("v", 1) + 0.1 * g * g
    return -0.03 * g / torch.sqrt(s["v"] + 1e-10)


def nesterov_inside(g, t, s):
    """Sutskever et al. 2013, equation 7 after the change of variables of Bengio et al. 2012: the rate is inside."""
    momentum, rate = 0.5 + 0.2 * min(max((t - 1 - 2) / 8, 0), 1), max(0.5 * 0.9 ** (t - 1), 0.25)
    s["v"] = momentum * s.get("v", 0) - rate * g
    return momentum * s["v"] - rate * g


def tensorflow_centred(g, t, s):
    """tf.train.RMSPropOptimizer with momentum and centered, TensorFlow 1.15: the slot "rms" begins with ones."""
    s["v"], s["m"] = 0.9 * s.get("v", 1) + 0.1 * g * g, 0.9 * s.get("m", 0) + 0.1 * g
    s["b"] = 0.8 * s.get("b", 0) + 0.03 * ramp(t - 1) * g / torch.sqrt(s["v"] - s["m"] ** 2 + 1e-10)
    return -s["b"]


def tensorflow_adam(g, t, s):
    """tf.train.AdamOptimizer, TensorFlow 1.15; epsilon large, so that its place shows."""
    s["m"] = 0.5 * s.get("m", 0) + 0.5 * g
    s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
    return -0.03 * math.sqrt(1 - 0.99**t) / (1 - 0.5**t) * s["m"] / (torch.sqrt(s["v"]) + 1e-3)


def ramp(n):  # agon's warm_up(4) * linear_decay(5, 15)
    return min(1, (n + 1) / 4) * (1 - min(max((n - 5) / 10, 0), 1))


if __name__ == "__main__":
    file = golden.File(SIZE, torch=torch.__version__)
    optim = torch.optim
    by_torch("sgd", lambda p: optim.SGD(p, lr=0.5), ramp)
    by_torch("momentum", lambda p: optim.SGD(p, lr=0.5, momentum=0.9), ramp)
    by_formula("momentum_inside", inside)
    by_torch("nesterov", lambda p: optim.SGD(p, lr=0.5, momentum=0.9, nesterov=True), ramp)
    by_formula("nesterov_inside", nesterov_inside)
    by_torch("rmsprop", lambda p: optim.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-3), ramp)
    by_formula("rmsprop_tensorflow", tensorflow_rmsprop)
    by_torch("rmsprop_momentum", lambda p: optim.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-3, momentum=0.8), ramp)
    by_torch("rmsprop_centred", lambda p: optim.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-3, centered=True), ramp)
    by_torch("rmsprop_all", lambda p: optim.RMSprop(p, lr=0.03, alpha=0.9, eps=1e-3, momentum=0.8, centered=True,
                                                    weight_decay=0.1), ramp)
    by_formula("rmsprop_all_tensorflow", tensorflow_centred)
    by_torch("adam", lambda p: optim.Adam(p, lr=0.03, betas=(0.5, 0.99), eps=1e-3), ramp)
    by_formula("adam_hat", tensorflow_adam)
    by_torch("adamw", lambda p: optim.AdamW(p, lr=0.03, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1), ramp)
    by_torch("adam_l2", lambda p: optim.Adam(p, lr=0.03, betas=(0.5, 0.99), eps=1e-3, weight_decay=0.1))
    by_torch("clip_norm", lambda p: optim.SGD(p, lr=0.5), clip=lambda p: torch.nn.utils.clip_grad_norm_(p, 0.05))
    by_torch("clip_value", lambda p: optim.SGD(p, lr=0.5), clip=lambda p: torch.nn.utils.clip_grad_value_(p, 0.02))
    file.write("optimisers.safetensors")
