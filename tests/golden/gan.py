"""Five training steps of the first GAN and of the conditional GAN on MNIST's networks in float64, from agon's weights,
noise, dropout and inputs: both players at once, D's loss halved, Momentum in Goodfellow's form with numbers that change.

    python tests/golden/gan.py         (made with PyTorch 2; see the files' metadata)

writes gan.safetensors and cgan.safetensors: by step, the summaries of all parameters, moments, the fake, the losses and
how D does. D's biases begin at 1: at 0 its logits are so near zero that the gradient of the last bias is the difference
of two equal numbers, which floats do not have.
"""
import math
import torch
import torch.nn.functional as F
import golden
from golden import File, draw, noise, uniform

steps, batch = 5, 4


class Net:
    """Linear layers by agon's names, (inputs, outputs). Weights begin uniform within a bound, which may be a layer's
    own, and all biases are equal."""

    def __init__(self, name, bound, bias, layers):
        self.name, self.step, self.use = name, 0, 0
        self.p, self.v = {}, {}
        for key, (i, o, *own) in layers.items():
            weight = name + "." + key + ".weight"
            u = uniform(draw(0, weight, 1, o * i)).reshape(o, i)
            self.p[weight] = torch.from_numpy((own[0] if own else bound) * (2 * u - 1)).requires_grad_()
            self.p[name + "." + key + ".bias"] = torch.full((o,), bias).requires_grad_()
        for key, p in self.p.items():
            self.v[key] = torch.zeros_like(p)

    def begin(self, step):
        self.step, self.use = step, 0

    def linear(self, key, x):
        return F.linear(x, self.p[self.name + "." + key + ".weight"], self.p[self.name + "." + key + ".bias"])

    def maxout(self, key, pieces, x):
        y = self.linear(key, x)
        return y.reshape(len(x), -1, pieces).max(2).values

    def dropout(self, key, rate, x):
        u = uniform(draw(self.step, "%s.%s@%d" % (self.name, key, self.use), *x.shape))
        return x * torch.from_numpy((u >= rate) / (1 - rate))

    def move(self, loss):
        """The gradients now, the move when it is called."""
        gradients = torch.autograd.grad(loss, list(self.p.values()), retain_graph=True)

        def go(rate, momentum):
            for (key, p), g in zip(self.p.items(), gradients):
                self.v[key] = momentum * self.v[key] - rate * g
                p.data += self.v[key]

        return go


def gan_nets():
    G = Net("G", 0.05, 0.0, {"0": (100, 1200), "2": (1200, 1200), "4": (1200, 784)})
    D = Net("D", 0.005, 1.0, {"1": (784, 1200), "3": (240, 1200), "5": (240, 1)})

    def generate(z, y):
        h = torch.relu(G.linear("2", torch.relu(G.linear("0", z))))
        return torch.sigmoid(G.linear("4", h))

    def judge(x, y):
        h = D.maxout("1", 5, D.dropout("0", 0.2, x))
        h = D.maxout("3", 5, D.dropout("2", 0.5, h))
        logits = D.linear("5", D.dropout("4", 0.5, h))
        D.use += 1
        return logits

    return G, D, generate, judge


def cgan_nets():
    G = Net("G", 0.05, 0.0, {"0": (100, 200), "2.0": (10, 1000, 1.0), "4": (1200, 1200), "7": (1200, 784)})
    D = Net("D", 0.005, 1.0, {"0": (784, 1200), "1.0": (10, 250, 0.5), "3": (290, 960), "5": (240, 1)})

    def generate(z, y):
        h = torch.cat([torch.relu(G.linear("0", z)), torch.relu(G.linear("2.0", y))], 1)
        h = torch.relu(G.linear("4", G.dropout("3", 0.5, h)))
        return torch.sigmoid(G.linear("7", G.dropout("6", 0.5, h)))

    def judge(x, y):
        h = torch.cat([D.maxout("0", 5, x), D.maxout("1.0", 5, y)], 1)
        h = D.maxout("3", 4, D.dropout("2", 0.5, h))
        logits = D.linear("5", D.dropout("4", 0.5, h))
        D.use += 1
        return logits

    return G, D, generate, judge


def accuracy(real_logits, fake_logits):
    """The share of logits with the right sign, of both batches alike."""
    return ((real_logits > 0).double().mean() + (fake_logits < 0).double().mean()) / 2


def system(nets, low, high, classes):
    file = File(16, seed=golden.seed, batch=batch, torch=torch.__version__)
    G, D, generate, judge = nets()
    cost = F.binary_cross_entropy_with_logits
    one, zero = torch.ones(batch, 1), torch.zeros(batch, 1)
    for t in range(1, steps + 1):
        G.begin(t), D.begin(t)
        z = torch.from_numpy(low + (high - low) * uniform(draw(t, "z", batch, 100)))
        real = noise(t, "real", (batch, 784))
        y = noise(t, "y", (batch, classes)) if classes else None
        fake = generate(z, y)
        real_logits, fake_logits = judge(real, y), judge(fake, y)
        loss_d = 0.5 * (cost(real_logits, one) + cost(fake_logits, zero))
        loss_g = cost(fake_logits, one)
        moves = D.move(loss_d), G.move(loss_g)
        for move in moves:
            move(0.1 * 0.8 ** (t - 1), 0.5 + 0.05 * (t - 1))
        for name, x in (("loss.D", loss_d), ("loss.G", loss_g), ("D(x)", real_logits.sigmoid().mean()),
                        ("D(G(z))", fake_logits.sigmoid().mean()), ("accuracy", accuracy(real_logits, fake_logits)),
                        ("fake", fake)):
            file.add(name, x)
        for net in (G, D):
            for key, p in net.p.items():
                file.add(key, p)
                file.add("optimizer.momentum_buffer." + key, net.v[key])
    return file


if __name__ == "__main__":
    golden.seed = 1
    system(gan_nets, -math.sqrt(3), math.sqrt(3), 0).write("gan.safetensors")
    system(cgan_nets, 0, 1, 10).write("cgan.safetensors")
