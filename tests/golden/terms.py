"""Values and gradients of the terms of objectives that need more than logits, in float64.

    python3 tests/golden/terms.py        (PyTorch 2.15, numpy 2; seconds)

writes terms.safetensors. For an objective called NAME: "NAME/D" and "NAME/G", what the players minimise,
"NAME/D.<parameter>", the gradient of D's by a parameter of the critic, and "NAME/G by X", that of G's by the fake
picture or a value. Inputs are the noise of their names, a "label" 0 to 3; parameters are 0.4 times noise; draws are
those called "objective.<draw>".
"""
import numpy as np
import torch
import torch.nn.functional as F
from cases import batch
from golden import File, draw, noise, normal, uniform

file = File(64)
picture = (batch, 2, 5, 4)


def shapes(width):
    """Of the critic's parameters: one head of logits, or one of four classes and one of the score."""
    heads = {"D.5.classes.weight": 4, "D.score.weight": 1} if width == 4 else {"D.4.weight": width}
    return {"D.0.weight": (4, 2, 3, 3), "D.0.bias": (4,), **{head: (n, 24) for head, n in heads.items()}}


def softmax_loss(logits, k):
    return F.cross_entropy(logits, torch.full((batch,), k) if isinstance(k, int) else k)


class Game:
    """What a term may read."""

    def __init__(self, width):
        self.parameters = {name: (0.4 * noise(0, name, (1, *shape))[0]).requires_grad_() for name, shape in shapes(width).items()}
        self.width = width
        self.real, self.fake, self.input = (noise(0, n, picture).requires_grad_() for n in ("real", "fake", "input"))
        self.label = torch.floor(2 + 2 * noise(0, "label", (batch, 1))).long()[:, 0]
        self.read = {"fake": self.fake}

    def value(self, name, shape=picture):
        self.read.setdefault(name, noise(0, name, shape).requires_grad_())
        return self.read[name]

    def features(self, x):
        p = self.parameters
        return torch.tanh(F.conv2d(x, p["D.0.weight"], p["D.0.bias"], 2, 1))

    def head(self, name, x):
        return F.linear(self.features(x).flatten(1), self.parameters[name + ".weight"])

    def classes(self, x):
        return self.head("D.5.classes", x)

    def critic(self, x):
        return self.head("D.score" if self.width == 4 else "D.4", x)

    def slope(self, x):
        x = x.detach().requires_grad_() if x.is_leaf else x
        d, = torch.autograd.grad(self.critic(x).sum(), x, create_graph=True)
        return d.flatten(1).norm(dim=1)


def uniform_draws(name):
    return torch.from_numpy(uniform(draw(0, "objective." + name, batch, 1)))


def objective(name, discriminator=None, generator=None, width=1):
    g = Game(width)
    if discriminator:
        loss = discriminator(g)
        file.add(name + "/D", loss)
        for key, d in zip(g.parameters, torch.autograd.grad(loss, list(g.parameters.values()), allow_unused=True)):
            file.add(name + "/" + key, torch.zeros_like(g.parameters[key]) if d is None else d)
    if generator:
        loss = generator(g)
        file.add(name + "/G", loss)
        for key, d in zip(g.read, torch.autograd.grad(loss, list(g.read.values()), allow_unused=True)):
            file.add(name + "/G by " + key, torch.zeros_like(g.read[key]) if d is None else d)


def wasserstein(g):
    return g.critic(g.fake).mean() - g.critic(g.real).mean()


def between(g):
    u = uniform_draws("gradient_penalty").reshape(batch, 1, 1, 1)
    return (g.real + u * (g.fake - g.real)).detach().requires_grad_()


def gradient_penalty(g):
    return ((g.slope(between(g)) - 1) ** 2).mean()


def dragan(g):
    n, c, h, w = picture
    d = torch.from_numpy(normal(draw(0, "objective.dragan", n, c * h * w)).reshape(n, h, w, c).transpose(0, 3, 1, 2))
    x = g.real + 0.5 * g.real.std(unbiased=False) * d
    return ((g.slope(x.detach().requires_grad_()) - 1) ** 2).mean()


def bce(l, label):
    return F.binary_cross_entropy_with_logits(l, label if torch.is_tensor(label) else torch.full_like(l, label))


def flipped(name, own, share):
    return torch.where(uniform_draws(name) < share, 1 - own, own)


def total_variation(x, exponent):
    here = x[:, :, :-1, :-1]
    return (((x[:, :, :-1, 1:] - here) ** 2 + (x[:, :, 1:, :-1] - here) ** 2) ** (exponent / 2)).sum() / batch


def anisotropic(x, exponent):
    across, down = x[:, :, :, 1:] - x[:, :, :, :-1], x[:, :, 1:] - x[:, :, :-1]
    return ((across.abs() ** exponent).sum() + (down.abs() ** exponent).sum()) / batch


def relativistic(g, sign):
    r, f = g.critic(g.real), g.critic(g.fake)
    r, f = r - f.mean(), f - r.mean()
    return bce(r, 1.0 if sign else 0.0) + bce(f, 0.0 if sign else 1.0)


def kl(g):
    m, s = g.value("mu", (batch, 6)), g.value("log_sigma", (batch, 6))
    one = torch.distributions.Normal(torch.zeros_like(m), torch.ones_like(m))
    return torch.distributions.kl_divergence(torch.distributions.Normal(m, s.exp()), one).mean()


def constancy(g, distance):
    return distance(g.value("f(input)", (batch, 6)), g.value("f(fake)", (batch, 6)))


def negative_cosine(a, b):
    return -F.cosine_similarity(a, b).mean()


def to_own_and_others(a, b):
    d = ((a[:, None] - b[None]) ** 2).mean(2)
    own = torch.eye(batch, dtype=torch.bool)
    return d[own], d.masked_fill(own, 0).sum(1) / (batch - 1)


def triplet(a, b, margin):
    own, others = to_own_and_others(a, b)
    return F.relu(own - others + margin).mean()


def hinge_embedding(a, b, margin):
    own, others = to_own_and_others(a, b)
    return own.mean() + F.relu(margin - others).mean()


objective("wasserstein", wasserstein, lambda g: -g.critic(g.fake).mean())
objective("wgan_gp", lambda g: wasserstein(g) + 10 * gradient_penalty(g), lambda g: -g.critic(g.fake).mean())
objective("one_sided_gradient_penalty", lambda g: (F.relu(g.slope(between(g)) - 1) ** 2).mean())
objective("gradient_penalty of slope 0.5", lambda g: ((g.slope(between(g)) - 0.5) ** 2).mean())
objective("r1", lambda g: (g.slope(g.real) ** 2).mean())
objective("r2", lambda g: (g.slope(g.fake) ** 2).mean())
objective("dragan", dragan)
objective("drift", lambda g: (g.critic(g.real) ** 2).mean())
objective("hinge", lambda g: F.relu(1 - g.critic(g.real)).mean() + F.relu(1 + g.critic(g.fake)).mean(), lambda g: -g.critic(g.fake).mean())
objective("relativistic_average", lambda g: relativistic(g, True), lambda g: relativistic(g, False))
objective("smooth(nonsaturating, 0.9)", lambda g: bce(g.critic(g.real), 0.9) + bce(g.critic(g.fake), 0.0), lambda g: bce(g.critic(g.fake), 1.0))
objective("flip(nonsaturating, 0.5)", lambda g: bce(g.critic(g.real), flipped("flip.real", 1.0, 0.5).reshape(-1, 1)) + bce(g.critic(g.fake), flipped("flip.fake", 0.0, 0.5).reshape(-1, 1)), lambda g: bce(g.critic(g.fake), 1.0))
objective("smooth(lsgan, 0.9)", lambda g: ((g.critic(g.real) - 0.9) ** 2).mean() + (g.critic(g.fake) ** 2).mean(), lambda g: ((g.critic(g.fake) - 1) ** 2).mean())
objective("smooth_l1<0.5>", None, lambda g: F.smooth_l1_loss(g.fake, g.real, beta=0.5))
objective("total_variation<1>", None, lambda g: total_variation(g.fake, 1))
objective("total_variation<1.5>", None, lambda g: total_variation(g.fake, 1.5))
objective("total_variation<2>", None, lambda g: total_variation(g.fake, 2))
objective("anisotropic<1>", None, lambda g: anisotropic(g.fake, 1))
objective("anisotropic<1.5>", None, lambda g: anisotropic(g.fake, 1.5))
objective("cyclegan", None, lambda g: 10 * F.l1_loss(g.value("F(fake)"), g.input) + 5 * F.l1_loss(g.value("G(real)"), g.real))
objective("f_constancy<mse>", None, lambda g: constancy(g, F.mse_loss))
objective("f_constancy<negative_cosine>", None, lambda g: constancy(g, negative_cosine))
objective("triplet<0.5>", None, lambda g: constancy(g, lambda a, b: triplet(a, b, 0.5)))
objective("hinge_embedding<0.7>", None, lambda g: constancy(g, lambda a, b: hinge_embedding(a, b, 0.7)))
objective("target_identity<mse>", None, lambda g: F.mse_loss(g.real, g.value("G(real)")))
objective("ternary", lambda g: softmax_loss(g.critic(g.fake), 0) + softmax_loss(g.critic(g.value("G(real)")), 1) + softmax_loss(g.critic(g.real), 2),
          lambda g: softmax_loss(g.critic(g.fake), 2) + softmax_loss(g.critic(g.value("G(real)")), 2), 3)
objective("class_cross_entropy", lambda g: softmax_loss(g.classes(g.real), g.label) + softmax_loss(g.classes(g.fake), g.label), lambda g: softmax_loss(g.classes(g.fake), g.label), 4)
objective("feature_matching", None, lambda g: ((g.features(g.real).mean(0) - g.features(g.fake).mean(0)) ** 2).sum(), 4)
objective("conditioning_kl", None, kl)
file.write("terms.safetensors")
