"""Steps of whole systems in PyTorch, as agon makes them, with agon's random numbers. Each is a generator of the losses of
D and of G, step by step; None is the loss of a player who did not move. Networks are those of tests/golden/nets.py."""
import itertools
import pathlib
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"))
import golden
import nets
from golden import draw, normal, stream_of, uniform
from image_pool import ImagePool
from training import move


def adam(net, rate, betas):
    return torch.optim.Adam(net.parameters(), rate, betas, 1e-8)


def latents(step, name, n, size):
    return torch.from_numpy(normal(draw(step, name, n, size))).to(torch.get_default_dtype()).reshape(n, size, 1, 1)


def below(word, n):
    return int(word) * n >> 32


def order(epoch, n):
    """The samples of an epoch, as include/agon/data/batches.hpp shuffles them."""
    samples, words = list(range(n)), draw(epoch, "data.order", 1, n + 1)[0][0]
    for i in range(n, 1, -1):
        k = below(words[i], i)
        samples[i - 1], samples[k] = samples[k], samples[i - 1]
    return samples


def batches(sets, batch):
    """Batches of sets of equal counts, which are pairs, without end."""
    n = len(sets[0])
    for epoch in itertools.count():
        samples = order(epoch, n)
        for first in range(0, n - batch + 1, batch):
            yield tuple(x[samples[first:first + batch]] for x in sets)


def unpaired(a, b):
    """One picture of each set, as include/agon/data/unpaired.hpp has them: a partner by chance, without end."""
    n = max(len(a), len(b))
    for epoch in itertools.count():
        partner = draw(epoch, "data.partner", n, 1)[0][:, 0]
        for sample in order(epoch, n):
            one, other = (sample, below(partner[sample], len(b))) if len(a) >= len(b) else (below(partner[sample], len(a)), sample)
            yield a[one:one + 1], b[other:other + 1]


def dcgan(G, D, reals):
    of_g, of_d = adam(G, 2e-4, (0.5, 0.999)), adam(D, 2e-4, (0.5, 0.999))
    for t, (real,) in enumerate(reals, 1):
        fake = G["main"](latents(t, "z", len(real), 100))
        loss_d = F.softplus(-D["main"](real)).mean() + F.softplus(D["main"](fake.detach())).mean()
        move(of_d, D, loss_d)
        loss_g = F.softplus(-D["main"](fake)).mean()
        move(of_g, G, loss_g)
        yield loss_d, loss_g


def wgan_gp(G, D, reals):
    of_g, of_d = adam(G, 1e-4, (0.0, 0.9)), adam(D, 1e-4, (0.0, 0.9))
    seed = golden.seed
    for t, (real,) in enumerate(reals, 1):
        n = len(real)
        fake = G["main"](latents(t, "z", n, 100)).detach()
        u = torch.from_numpy(uniform(draw(t, "objective.gradient_penalty", n, 1))).to(real).reshape(n, 1, 1, 1)
        x = (real + u * (fake - real)).requires_grad_()
        slope = torch.autograd.grad(D(x).sum(), x, create_graph=True)[0].flatten(1).norm(dim=1)
        loss_d = D(fake).mean() - D(real).mean() + 10 * ((slope - 1) ** 2).mean()
        move(of_d, D, loss_d)
        loss_g = None
        if t % 5 == 0:
            golden.seed = seed ^ stream_of("beside") << 32
            loss_g = -D(G["main"](latents(t, "z of the generator", n, 100))).mean()
            golden.seed = seed
            move(of_g, G, loss_g)
        yield loss_d, loss_g


def pix2pix(G, D, pairs):
    of_g, of_d = adam(G, 2e-4, (0.5, 0.999)), adam(D, 2e-4, (0.5, 0.999))
    for t, (given, target) in enumerate(pairs, 1):
        for m in G.modules():
            if isinstance(m, nets.Dropout):
                m.step = t
        fake = G["model"]["model"](given)

        def judged(picture):
            return D["model"](torch.cat([given, picture], 1))

        of_fake, of_real = judged(fake.detach()), judged(target)
        loss_d = 0.5 * (F.softplus(of_fake).mean() + F.softplus(-of_real).mean())
        move(of_d, D, loss_d)
        loss_g = F.softplus(-judged(fake)).mean() + 100 * (fake - target).abs().mean()
        move(of_g, G, loss_g)
        yield loss_d, loss_g


def cyclegan(g_a, g_b, d_a, d_b, pairs, capacity=50, rate=lambda t: 1.0):
    """The release's CycleGANModel.optimize_parameters; `rate` is of step t, from 1."""
    g_a, g_b, d_a, d_b = (net["model"] for net in (g_a, g_b, d_a, d_b))
    optimise_g, optimise_d = (torch.optim.Adam(itertools.chain(x.parameters(), y.parameters()), 2e-4, (0.5, 0.999))
                              for x, y in ((g_a, g_b), (d_a, d_b)))
    pool_a, pool_b = (ImagePool(name, capacity) for name in ("pool.A", "pool.B"))

    def game(logits, label):
        return ((logits - label) ** 2).mean()

    def away(x, y):
        return (x - y).abs().mean()

    for t, (a, b) in enumerate(pairs, 1):
        for optimiser in (optimise_g, optimise_d):
            optimiser.param_groups[0]["lr"] = 2e-4 * rate(t)
        for d in (d_a, d_b):
            d.requires_grad_(False)
        fake_b, fake_a = g_a(a), g_b(b)
        loss_g = (game(d_a(fake_b), 1) + game(d_b(fake_a), 1) + 10 * (away(g_b(fake_b), a) + away(g_a(fake_a), b))
                  + 5 * (away(g_a(b), b) + away(g_b(a), a)))
        optimise_g.zero_grad()
        loss_g.backward()
        optimise_g.step()
        for d in (d_a, d_b):
            d.requires_grad_(True)
        old_b, old_a = pool_b.query(fake_b, t), pool_a.query(fake_a, t)
        loss_d = 0.5 * (game(d_a(b), 1) + game(d_a(old_b), 0)) + 0.5 * (game(d_b(a), 1) + game(d_b(old_a), 0))
        optimise_d.zero_grad()
        loss_d.backward()
        optimise_d.step()
        yield loss_d, loss_g
