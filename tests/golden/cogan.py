"""Five training steps of a small CoGAN in float64, from agon's weights, noise and inputs, and the terms that adapt its
discriminators to another domain.

    python3 tests/golden/cogan.py         (PyTorch 2.15, numpy 2; seconds)

writes cogan.safetensors: by step, the summaries of all parameters, Adam's moments, running statistics, the fake pair, the
loss of each player and how D does; and cogan_terms.safetensors: an objective's value and its gradients.

    python3 tests/golden/cogan.py float   says instead how far PyTorch's own float32 is from its float64 (see steps.py)
"""
import math
import sys
import torch
import torch.nn.functional as F
from torch import nn
import golden
from golden import File, draw, noise, normal, uniform
from training import move, print_rounding, record

steps, batch = 5, 4
golden.seed = 1


class Generators(nn.Module):
    """Two generators of one latent, which differ in their last layer. (A bias under a norm has no gradient but rounding,
    which Adam would blow up to whole steps.)"""

    def __init__(self):
        super().__init__()

        def up(i, o, k, s, p):
            return [nn.ConvTranspose2d(i, o, k, s, p, bias=False), nn.BatchNorm2d(o, affine=False), nn.PReLU()]

        self.generator = nn.Sequential(*up(6, 5, 4, 1, 0), *up(5, 4, 3, 2, 1), *up(4, 3, 3, 2, 1))
        self.a, self.b = (nn.ModuleDict({"1": nn.ConvTranspose2d(3, 1, 6, 2, 1)}) for _ in range(2))

    def forward(self, z):
        h = self.generator(z)
        return torch.cat([torch.sigmoid(end["1"](h)) for end in (self.a, self.b)], 1)


class Discriminators(nn.Module):
    """Two discriminators, which differ in their first layer; the rest sees both domains as one batch."""

    def __init__(self):
        super().__init__()
        self.a, self.b = (nn.ModuleDict({"0": nn.Conv2d(1, 4, 5)}) for _ in range(2))
        self.discriminator = nn.Sequential(nn.Conv2d(4, 6, 4), nn.MaxPool2d(2), nn.Conv2d(6, 10, 4), nn.PReLU())
        self.head = nn.ModuleDict({"0": nn.Linear(10, 2)})

    def forward(self, pair):
        h = torch.cat([F.max_pool2d(net["0"](pair[:, k:k + 1]), 2) for k, net in enumerate((self.a, self.b))])
        return self.head["0"](self.discriminator(h).flatten(1))


def begin(net, name):
    """As cogan::Begin says: Xavier's uniform weights with the gain sqrt 2, biases 0.1, slopes 1/4."""
    for key, p in net.named_parameters():
        if p.dim() > 1:
            places = math.prod(p.shape[2:])
            bound = math.sqrt(2) * math.sqrt(6 / ((p.shape[0] + p.shape[1]) * places))
            u = uniform(draw(0, name + "." + key, 1, p.numel()))
            p.data = torch.from_numpy((bound * (2 * u - 1)).reshape(p.shape))
        else:
            p.data = torch.full_like(p, 0.1 if key.endswith("bias") else 0.25)
    return net.train().to(torch.get_default_dtype())


def train():
    file = File(24, seed=golden.seed, batch=batch)
    G, D = begin(Generators(), "G"), begin(Discriminators(), "D")
    optimise_g, optimise_d = (torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999), 1e-8) for net in (G, D))
    real_label, fake_label = torch.ones(2 * batch, dtype=torch.long), torch.zeros(2 * batch, dtype=torch.long)
    for t in range(1, steps + 1):
        z = torch.from_numpy(normal(draw(t, "z", batch, 6))).to(torch.get_default_dtype()).reshape(batch, 6, 1, 1)
        real = noise(t, "real", (batch, 2, 28, 28))
        fake = G(z)
        of_real, of_fake = D(real), D(fake.detach())
        loss_d = F.cross_entropy(of_real, real_label) + F.cross_entropy(of_fake, fake_label)
        move(optimise_d, D, loss_d)
        loss_g = F.cross_entropy(D(fake), real_label)
        move(optimise_g, G, loss_g)
        right = [(x.argmax(1) == label).to(z).mean() for x, label in ((of_real, real_label), (of_fake, fake_label))]
        for name, x in (("loss.D", loss_d), ("loss.G", loss_g), ("D(x)", of_real.softmax(1)[:, 1].mean()),
                        ("D(G(z))", of_fake.softmax(1)[:, 1].mean()), ("accuracy", sum(right) / 2), ("fake", fake)):
            file.add(name, x)
        record(file, G, "G", optimise_g)
        record(file, D, "D", optimise_d)
    return file


def terms():
    """D's loss with a head of four classes: on labelled pictures of a, and on pairs that should be alike."""
    golden.seed = 1
    file = File(64)
    p = {name: (0.4 * noise(0, "D." + name, (1, *shape))[0]).requires_grad_() for name, shape in
         (("a.1.weight", (6, 9)), ("a.1.bias", (6,)), ("body.1.weight", (4, 6)), ("body.1.bias", (4,)),
          ("classes.0.weight", (4, 4)), ("classes.0.bias", (4,)), ("b.1.weight", (6, 9)), ("b.1.bias", (6,)))}
    real, fake = (noise(0, name, (3, 2, 3, 3)) for name in ("real", "fake"))
    label = torch.floor(2 + 2 * noise(0, "label", (3, 1))).long()[:, 0]

    def features(x, k):
        h = F.linear(x[:, k].flatten(1), p["ab"[k] + ".1.weight"], p["ab"[k] + ".1.bias"])
        return F.linear(torch.tanh(h), p["body.1.weight"], p["body.1.bias"])

    classes = F.linear(features(real, 0), p["classes.0.weight"], p["classes.0.bias"])
    apart = ((features(fake, 0) - features(fake, 1)) ** 2).sum(1).mean()
    loss = 10 * F.cross_entropy(classes, label) + 0.01 * apart
    file.add("adaptation/loss", loss)
    for name, d in zip(p, torch.autograd.grad(loss, list(p.values()))):
        file.add("adaptation/D." + name, d)
    return file


if sys.argv[1:] != ["float"]:
    train().write("cogan.safetensors")
    terms().write("cogan_terms.safetensors")
else:
    for golden.seed in range(1, 12):
        print_rounding("seed %d" % golden.seed, train)
