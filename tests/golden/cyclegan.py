"""Five training steps of a small CycleGAN in float64, from agon's weights, inputs and draws of the pools.

    python3 tests/golden/cyclegan.py         (PyTorch, numpy; seconds)

writes cyclegan.safetensors: by step, the summaries of all parameters, Adam's moments, the pools, the fakes and the
losses; biases before a norm are left out. The order is that of the PyTorch release's CycleGANModel.optimize_parameters; its ImagePool draws from agon's
numbers, and holds three pictures, so that pictures of former steps come out from the second step on.

    python3 tests/golden/cyclegan.py float   says instead how far PyTorch's own float32 is from its float64
"""
import itertools
import sys
import numpy as np
import torch
from torch import nn
import golden
from golden import File, draw, fresh, noise, uniform

steps, batch, size, base, capacity = 5, 2, 32, 4, 3


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c))

    def forward(self, x):
        return x + self.conv_block(x)


def generator():
    return nn.ModuleDict({"model": nn.Sequential(
        nn.ReflectionPad2d(3), nn.Conv2d(3, base, 7), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.Conv2d(base, 2 * base, 3, 2, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.Conv2d(2 * base, 4 * base, 3, 2, 1), nn.InstanceNorm2d(4 * base), nn.ReLU(),
        Block(4 * base),
        nn.ConvTranspose2d(4 * base, 2 * base, 3, 2, 1, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.ConvTranspose2d(2 * base, base, 3, 2, 1, 1), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.ReflectionPad2d(3), nn.Conv2d(base, 3, 7), nn.Tanh())})


def discriminator():
    return nn.ModuleDict({"model": nn.Sequential(
        nn.Conv2d(3, base, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(base, 2 * base, 4, 2, 1), nn.InstanceNorm2d(2 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * base, 4 * base, 4, 2, 1), nn.InstanceNorm2d(4 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * base, 8 * base, 4, 1, 1), nn.InstanceNorm2d(8 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(8 * base, 1, 4, 1, 1))})


class Pool:
    """The release's ImagePool: full after `capacity` pictures; then, one time in two, a picture of its own goes out."""

    def __init__(self, name):
        self.name, self.images = name, []

    def query(self, x, step):
        out = []
        for n, image in enumerate(x.detach()):
            words = draw(step, self.name, n + 1, 2)
            if len(self.images) < capacity:
                self.images.append(image.clone())
            elif uniform(words)[n, 0] < 0.5:
                k = int(words[0][n, 1]) * capacity >> 32
                image, self.images[k] = self.images[k].clone(), image.clone()
            out.append(image)
        return torch.stack(out)

    def record(self, file):
        held = torch.zeros(capacity, size, size, 3)  # channels last, as in agon's memory
        for k, image in enumerate(self.images):
            held[k] = image.permute(1, 2, 0)
        file.add(self.name + ".images", held)
        file.add(self.name + ".count", torch.tensor([float(len(self.images))]))


# Biases before a norm. It takes away what they add: their gradients are rounding errors, of which Adam makes steps.
idle = {"G": {"model.%s.bias" % k for k in ("1", "4", "7", "10.conv_block.1", "10.conv_block.5", "11", "14")},
        "D": {"model.%s.bias" % k for k in ("2", "5", "8")}}


def cyclegan():
    file = File(16, seed=golden.seed, batch=batch)
    nets = {"G_A": generator(), "G_B": generator(), "D_A": discriminator(), "D_B": discriminator()}
    for name, net in nets.items():
        for key, p in net.named_parameters():
            p.data = fresh(name + "." + key, p.shape)
        net.to(torch.get_default_dtype())
    g_a, g_b, d_a, d_b = (net["model"] for net in nets.values())

    def adam(*some):
        return torch.optim.Adam(itertools.chain(*(net.parameters() for net in some)), 2e-4, (0.5, 0.999))

    optimise_g, optimise_d = adam(g_a, g_b), adam(d_a, d_b)
    pool_a, pool_b = Pool("pool.A"), Pool("pool.B")

    def game(logits, label):
        return ((logits - label) ** 2).mean()

    def away(x, y):
        return (x - y).abs().mean()

    for t in range(1, steps + 1):
        a, b = (noise(t, name, (batch, 3, size, size)) for name in ("A", "B"))
        for d in (d_a, d_b):
            d.requires_grad_(False)
        fake_b, fake_a = g_a(a), g_b(b)
        values = {"cycle.A": away(g_b(fake_b), a), "cycle.B": away(g_a(fake_a), b),
                  "identity.A": away(g_b(a), a), "identity.B": away(g_a(b), b)}
        loss_a = game(d_a(fake_b), 1) + 10 * values["cycle.A"] + 5 * values["identity.B"]
        loss_b = game(d_b(fake_a), 1) + 10 * values["cycle.B"] + 5 * values["identity.A"]
        optimise_g.zero_grad()
        (loss_a + loss_b).backward()
        optimise_g.step()

        old_a, old_b = pool_a.query(fake_a, t), pool_b.query(fake_b, t)
        for d in (d_a, d_b):
            d.requires_grad_(True)
        real, fake = [d_a(b), d_b(a)], [d_a(old_b), d_b(old_a)]
        loss_d = [(game(r, 1) + game(f, 0)) * 0.5 for r, f in zip(real, fake)]
        optimise_d.zero_grad()
        for loss in loss_d:
            loss.backward()
        optimise_d.step()

        right = [(x > 0).double().mean() for r, f in zip(real, fake) for x in (r, -f)]
        values |= {"loss.G": loss_a + loss_b, "loss.G_A": loss_a, "loss.G_B": loss_b,
                   "loss.D": sum(loss_d), "loss.D_A": loss_d[0], "loss.D_B": loss_d[1],
                   "D(x)": sum(x.sigmoid().mean() for x in real) / 2,
                   "D(G(z))": sum(x.sigmoid().mean() for x in fake) / 2, "accuracy": sum(right) / 4,
                   "fake.A": fake_a, "fake.B": fake_b}
        for name, x in values.items():
            file.add(name, x)
        pool_a.record(file)
        pool_b.record(file)
        for name, net in nets.items():
            state = (optimise_g if name[0] == "G" else optimise_d).state
            for key, p in net.named_parameters():
                if key in idle[name[0]]:
                    continue
                file.add(name + "." + key, p)
                for moment in ("exp_avg", "exp_avg_sq"):
                    file.add("optimizer." + moment + "." + name + "." + key, state[p][moment])
    return file


golden.seed = int(sys.argv[2]) if len(sys.argv) > 2 else 3
if sys.argv[1:2] != ["float"]:
    cyclegan().write("cyclegan.safetensors")
else:
    exact = cyclegan().rows
    torch.set_default_dtype(torch.float32)
    single = cyclegan().rows
    for t in range(steps):
        error = {k: np.linalg.norm(single[k][t][3:] - v[t][3:]) / max(np.linalg.norm(v[t][3:]), 1e-300) for k, v in exact.items()}
        worst = max(error, key=error.get)
        print("step %d: within %.1e (%s)" % (t + 1, error[worst], worst))
