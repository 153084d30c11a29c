"""The first steps of examples/cyclegan.cpp in PyTorch, on the same pictures in the same order from the same weights: agon's
draws are numbers of a key, and this script draws them too. Prints the losses of both, step by step,
and how far PyTorch's in float32 are from its own in float64.

    python3 bench/peers/cyclegan.py --data DATA --prepare out/small                               (PyTorch, Pillow)
    cyclegan --data out/small --plain --steps 20 --log-every 1 --seed 1 --out out/a
    python3 bench/peers/cyclegan.py --data out/small --steps 20 --seed 1 --agon out/a/losses.jsonl

The first command writes the pictures as 64x64 PNG: two decoders of JPEG differ by some levels, and training goes another
way for that within a few steps.

The step is that of the PyTorch release: pytorch-CycleGAN-and-pix2pix, CycleGANModel.optimize_parameters.
"""
import argparse
import glob
import itertools
import json
import os
import sys

import numpy as np
import torch
from PIL import Image
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tests/golden"))
import golden

torch.set_default_dtype(torch.float32)
size, base, blocks, capacity = 64, 16, 3, 50


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c))

    def forward(self, x):
        return x + self.conv_block(x)


def generator():
    return nn.Sequential(
        nn.ReflectionPad2d(3), nn.Conv2d(3, base, 7), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.Conv2d(base, 2 * base, 3, 2, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.Conv2d(2 * base, 4 * base, 3, 2, 1), nn.InstanceNorm2d(4 * base), nn.ReLU(),
        *(Block(4 * base) for _ in range(blocks)),
        nn.ConvTranspose2d(4 * base, 2 * base, 3, 2, 1, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.ConvTranspose2d(2 * base, base, 3, 2, 1, 1), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.ReflectionPad2d(3), nn.Conv2d(base, 3, 7), nn.Tanh())


def discriminator():
    return nn.Sequential(
        nn.Conv2d(3, base, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(base, 2 * base, 4, 2, 1), nn.InstanceNorm2d(2 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * base, 4 * base, 4, 2, 1), nn.InstanceNorm2d(4 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * base, 8 * base, 4, 1, 1), nn.InstanceNorm2d(8 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(8 * base, 1, 4, 1, 1))


def first_weights(net, name):
    for key, p in net.named_parameters():
        p.data = golden.fresh(f"{name}.model.{key}", p.shape).float()
    return net


def read(folder):
    def one(path):
        x = Image.open(path).convert("RGB").resize((size, size), Image.BICUBIC)
        return torch.from_numpy(np.asarray(x, np.float32)).permute(2, 0, 1)[None] / 127.5 - 1
    return [one(path) for path in sorted(glob.glob(folder + "/*"))]


def prepare(data, to):
    for part in ("trainA", "trainB"):
        os.makedirs(f"{to}/{part}", exist_ok=True)
        for path in sorted(glob.glob(f"{data}/{part}/*")):
            x = Image.open(path).convert("RGB").resize((size, size), Image.BICUBIC)
            x.save(f"{to}/{part}/{os.path.splitext(os.path.basename(path))[0]}.png")


def below(words, n):
    return int(words) * n >> 32


def batches(a, b):
    """include/agon/data/batches.hpp and unpaired.hpp: an order for each epoch, a partner by chance."""
    n = max(len(a), len(b))
    for epoch in itertools.count():
        order, draws = list(range(n)), golden.draw(epoch, "data.order", 1, n + 1)[0][0]
        for i in range(n, 1, -1):
            k = below(draws[i], i)
            order[i - 1], order[k] = order[k], order[i - 1]
        partner = golden.draw(epoch, "data.partner", n, 1)[0]
        for sample in order:
            if len(a) >= len(b):
                yield a[sample], b[below(partner[sample, 0], len(b))]
            else:
                yield a[below(partner[sample, 0], len(a))], b[sample]


class Pool:
    """The release's ImagePool, with agon's draws."""

    def __init__(self, name):
        self.name, self.images = name, []

    def query(self, x, step):
        x, words = x.detach(), golden.draw(step, self.name, 1, 2)
        if len(self.images) < capacity:
            self.images.append(x.clone())
        elif golden.uniform(words)[0, 0] < 0.5:
            k = below(words[0][0, 1], capacity)
            x, self.images[k] = self.images[k].clone(), x.clone()
        return x


def losses(first, last, steps, dtype):
    """[(G's loss, D's loss), ...] of steps in numbers of a type."""
    nets = [first_weights(make(), name).to(dtype) for name, make in
            (("G_A", generator), ("G_B", generator), ("D_A", discriminator), ("D_B", discriminator))]
    g_a, g_b, d_a, d_b = nets
    optimise_g, optimise_d = (torch.optim.Adam(itertools.chain(x.parameters(), y.parameters()), 2e-4, (0.5, 0.999))
                              for x, y in ((g_a, g_b), (d_a, d_b)))
    pool_a, pool_b = Pool("pool.A"), Pool("pool.B")

    def game(logits, label):
        return ((logits - label) ** 2).mean()

    def away(x, y):
        return (x - y).abs().mean()

    found = []
    for t, pair in zip(range(1, steps + 1), batches(first, last)):
        a, b = (x.to(dtype) for x in pair)
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
        found.append((loss_g.item(), loss_d.item()))
    return found


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, help="folder with trainA and trainB")
    p.add_argument("--steps", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--agon", help="losses.jsonl of agon's run, a line for each step")
    p.add_argument("--prepare", help="write the pictures as small PNG to this folder, and nothing else")
    o = p.parse_args()
    if o.prepare:
        return prepare(o.data, o.prepare)
    golden.seed = o.seed
    with open(o.agon) as f:
        agon = {line["step"]: line for line in map(json.loads, f)}

    first, last = read(o.data + "/trainA"), read(o.data + "/trainB")
    single, exact = (losses(first, last, o.steps, dtype) for dtype in (torch.float32, torch.float64))
    print("step  G agon  PyTorch    off  in float64      D agon  PyTorch    off  in float64")
    off = {"loss_g": [], "loss_d": []}
    own = {"loss_g": [], "loss_d": []}
    for t in range(1, o.steps + 1):
        line = f"{t:4}"
        for k, name in enumerate(("loss_g", "loss_d")):
            here = single[t - 1][k]
            off[name].append(100 * abs(agon[t][name] / here - 1))
            own[name].append(100 * abs(here / exact[t - 1][k] - 1))
            line += f"  {agon[t][name]:8.4f} {here:8.4f} {off[name][-1]:6.3f} % {own[name][-1]:6.3f} %  "
        print(line)
    for name in off:
        print(f"{name}: agon from PyTorch {np.mean(off[name]):.2f} % in the mean, {max(off[name]):.2f} % at most; "
              f"PyTorch's float32 from its float64 {np.mean(own[name]):.2f} %, {max(own[name]):.2f} %")


if __name__ == "__main__":
    main()
