"""classifier.safetensors: six steps of a small AlexNet in float64, from agon's weights and pictures.

    python tests/golden/classifier.py       (made with PyTorch 2; see the file's metadata)

By step: the loss and the accuracy before it, and all parameters after it, which go down by the paper's rule (Krizhevsky
et al. 2012, section 5): v = 0.9 v - rate (g + 0.0005 w), w += v, the rate a tenth from step 4 on; biases go twice as fast
and do not decay. The network is TinyAlexNet of tests/system/softmax_classifier_step.cpp.
"""
import numpy as np
import torch
import torch.nn.functional as F
import golden
from golden import File, fresh, noise

golden.seed = 5
batch, steps = 6, 6
shapes = {"0.weight": (8, 3, 3, 3), "0.bias": (8,), "4.weight": (8, 4, 3, 3), "4.bias": (8,), "7.weight": (12, 128),
          "7.bias": (12,), "9.weight": (7, 12), "9.bias": (7,)}
parameter = {}
for name, shape in shapes.items():
    p = fresh("C.net." + name, shape)
    if name in ("4.bias", "7.bias"):
        p = torch.ones(shape)
    parameter[name] = p.requires_grad_()
velocity = {name: torch.zeros(shape) for name, shape in shapes.items()}
mean = 0.25 * noise(0, "mean", (1, 3, 8, 8))


def tower_norm(x):
    return torch.cat([F.local_response_norm(t, 5, alpha=1e-4, beta=0.75, k=2) for t in x.chunk(2, 1)], 1)


def logits(x):
    p = parameter
    x = 127.5 * (x - mean)
    x = tower_norm(F.relu(F.conv2d(x, p["0.weight"], p["0.bias"], padding=1)))
    x = F.max_pool2d(x, 3, 2, ceil_mode=True)
    x = F.relu(F.conv2d(x, p["4.weight"], p["4.bias"], padding=1, groups=2))
    x = F.relu(F.linear(x.flatten(1), p["7.weight"], p["7.bias"]))
    return F.linear(x, p["9.weight"], p["9.bias"])


file = File(24, seed=golden.seed, batch=batch, torch=torch.__version__)
for t in range(1, steps + 1):
    label = torch.tensor([(3 * n + t) % 7 for n in range(batch)])
    y = logits(noise(t, "image", (batch, 3, 8, 8)))
    loss = F.cross_entropy(y, label)
    file.add("loss", loss)
    file.add("accuracy", (y.argmax(1) == label).double().mean())
    gradients = torch.autograd.grad(loss, list(parameter.values()))
    rate = 0.01 if t < 4 else 0.001
    for name, g in zip(shapes, gradients):
        p, v = parameter[name], velocity[name]
        is_bias = name.endswith("bias")
        v.copy_(0.9 * v - rate * (2 * g if is_bias else g + 0.0005 * p.detach()))
        parameter[name] = (p.detach() + v).requires_grad_()
        file.add("C.net." + name, parameter[name])
file.write("classifier.safetensors")
