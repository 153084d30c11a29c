"""What the scripts that train share: agon's first weights, a player's move, what is recorded of it, and how far PyTorch's
own float32 is from its float64."""
import numpy as np
import torch
from golden import fresh


def prepare(net, name):
    """The network of that name with the parameters that agon begins with."""
    for key, p in net.named_parameters():
        p.data = fresh(name + "." + key, p.shape)
    return net.train().to(torch.get_default_dtype())


def move(optimiser, net, loss):
    """One step of the network's parameters, and of nobody else's, down the gradient of the loss."""
    optimiser.zero_grad()
    for p, d in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
        p.grad = d
    optimiser.step()


def record(file, net, name, optimiser, without=()):
    """A network's parameters, their moments, and running statistics."""
    for key, p in net.named_parameters():
        if key in without:
            continue
        file.add(name + "." + key, p)
        for moment in ("exp_avg", "exp_avg_sq", "square_avg"):
            if moment in optimiser.state[p]:
                file.add("optimizer." + moment + "." + name + "." + key, optimiser.state[p][moment])
    for key, b in net.named_buffers():
        if "running" in key:
            file.add(name + "." + key, b)


def accuracy(real_logits, fake_logits):
    """The share of logits with the right sign, of both batches alike."""
    right = [(logits > 0).to(torch.get_default_dtype()).mean() for logits in (real_logits, -fake_logits)]
    return (right[0] + right[1]) / 2


def print_rounding(name, train):
    """Says by step how far what `train` records in float32 is from what it records in float64."""
    exact = train().rows
    torch.set_default_dtype(torch.float32)
    single = train().rows
    torch.set_default_dtype(torch.float64)
    for t in range(min(len(rows) for rows in exact.values())):
        error = {k: np.linalg.norm(single[k][t][3:] - v[t][3:]) / max(np.linalg.norm(v[t][3:]), 1e-300)
                 for k, v in exact.items()}
        worst = max(error, key=error.get)
        print("%s, step %d: within %.1e (%s)" % (name, t + 1, error[worst], worst))
