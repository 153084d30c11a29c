"""Cases of layers: a network's value and its gradients, of noise, under the names that agon gives them."""
import torch
from torch import nn
from golden import noise

batch = 3
beside = {}  # values by name, of the case at hand


def own(name, p):
    """What p holds: 0.4 times noise under its name, about `p.about`."""
    gain = name.endswith("running_var") or (name.endswith("weight") and p.dim() == 1)
    return getattr(p, "about", 1.0 if gain else 0.0) + 0.4 * noise(0, name, (1, *p.shape))[0]


def about(p, mean):
    p.about = mean
    return p


def case(file, name, net, shape, mode="train", **wires):
    """`net`: a module, whose state is named as agon names it. `wires`: shapes of values beside its input."""
    for key, p in net.named_parameters():
        p.data = own("net." + key, p)
    statistics = {"net." + key: b for key, b in net.named_buffers() if "running" in key or key.endswith("weight_u")}
    for key, b in statistics.items():
        b.copy_(own(key, b))
    net.train(mode != "eval")
    x = noise(0, "x", (batch, *shape)).requires_grad_()
    beside.clear()
    for key, d in wires.items():
        v = noise(0, key, (batch, *d))
        beside[key] = torch.floor(2 + 2 * v).long().reshape(batch) if key == "label" else v.requires_grad_()
    leaves = {"x": x, **{key: v for key, v in beside.items() if key != "label"}}
    y = net(x)
    y.backward(noise(0, "dy", tuple(y.shape)))
    file.add(name + "/y", y)
    for key, v in leaves.items():
        file.add(name + "/" + key, torch.zeros_like(v) if v.grad is None else v.grad)
    for key, p in net.named_parameters():
        file.add(name + "/net." + key, p.grad)
    if mode == "train":
        for key, b in statistics.items():
            file.add(name + "/" + key, b)


class Function(nn.Module):
    def __init__(self, f):
        super().__init__()
        self.f = f

    def forward(self, x):
        return self.f(x)


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


def seq(*layers):
    return nn.Sequential(*layers)


def conv(i, o, k, s=1, p=None, bias=True):
    return nn.Conv2d(i, o, k, s, (k - 1) // 2 if p is None else p, bias=bias)


def convt(i, o, k, s=1, p=None, bias=True):
    return nn.ConvTranspose2d(i, o, k, s, (k - 1) // 2 if p is None else p, bias=bias)
