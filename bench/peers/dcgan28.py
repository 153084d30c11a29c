"""examples/dcgan.cpp in PyTorch: the same layers, first weights, objective, optimiser, batch and order of a step.
Trains on 28x28 pictures and, after each number of steps asked for, writes samples drawn with running statistics as
an IDX file.

    python3 bench/peers/dcgan28.py --data /usr/share/datasets/fashion-mnist --steps 2000 --out out/peer
"""
import argparse
import gzip
import os
import struct
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import softplus

latent = 100


def up(i, o, kernel, stride, padding):
    return [nn.ConvTranspose2d(i, o, kernel, stride, padding, bias=False), nn.BatchNorm2d(o), nn.ReLU()]


def down(i, o):
    return [nn.Conv2d(i, o, 4, 2, 1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.2)]


def first_weights(m):
    if isinstance(m, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(m.weight, 0, 0.02)
    if isinstance(m, nn.BatchNorm2d):
        nn.init.normal_(m.weight, 1, 0.02)


def read_pictures(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as f:
        magic, n, h, w = struct.unpack(">4i", f.read(16))
        assert magic == 0x803, f"{path} is no IDX file of pictures"
        return np.frombuffer(f.read(n * h * w), np.uint8).reshape(n, 1, h, w)


def write_pictures(path, x):
    with open(path, "wb") as f:
        f.write(struct.pack(">4i", 0x803, *x.shape) + x.tobytes())


def draw(generator, count):
    """Pictures in bytes, (count, 28, 28)."""
    generator.eval()
    with torch.no_grad():
        x = torch.cat([generator(torch.randn(100, latent, 1, 1)) for _ in range(0, count, 100)])[:count, 0]
    generator.train()
    return ((x + 1) * 127.5).round().to(torch.uint8).numpy()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, help="folder with MNIST's files")
    p.add_argument("--steps", type=int, nargs="+", default=[2000], help="write samples after so many")
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--samples", type=int, default=10000)
    p.add_argument("--out", required=True, help="folder for samples-STEPS.idx")
    o = p.parse_args()
    os.makedirs(o.out, exist_ok=True)

    torch.manual_seed(o.seed)
    generator = nn.Sequential(
        *up(latent, 256, 4, 1, 0),
        *up(256, 128, 3, 2, 1),
        *up(128, 64, 4, 2, 1),
        nn.ConvTranspose2d(64, 1, 4, 2, 1, bias=False), nn.Tanh()).apply(first_weights)
    discriminator = nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
        *down(64, 128),
        *down(128, 256),
        nn.Conv2d(256, 1, 3, 1, 0, bias=False)).apply(first_weights)
    adam = {net: torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999)) for net in (generator, discriminator)}

    pictures = torch.from_numpy(read_pictures(o.data + "/train-images-idx3-ubyte.gz").copy())
    order, at, begin = torch.randperm(len(pictures)), 0, time.time()
    for step in range(1, max(o.steps) + 1):
        if at + o.batch > len(order):
            order, at = torch.randperm(len(pictures)), 0
        real = pictures[order[at:at + o.batch]] / 127.5 - 1
        at += o.batch

        fake = generator(torch.randn(o.batch, latent, 1, 1))
        d_loss = softplus(-discriminator(real)).mean() + softplus(discriminator(fake.detach())).mean()
        adam[discriminator].zero_grad()
        d_loss.backward()
        adam[discriminator].step()

        g_loss = softplus(-discriminator(fake)).mean()
        adam[generator].zero_grad()
        g_loss.backward()
        adam[generator].step()
        if step % 100 == 0:
            rate = step * o.batch / (time.time() - begin)
            print(f"step {step}  {rate:.0f} images/s  D {d_loss:.3f}  G {g_loss:.3f}", flush=True)
        if step in o.steps:
            write_pictures(f"{o.out}/samples-{step}.idx", draw(generator, o.samples))


if __name__ == "__main__":
    main()
