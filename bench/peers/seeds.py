"""What study_seeds (bench/learning/seeds.cpp) trained, again in PyTorch, from the same first weights, on the same pictures in
the same order and with the same noise: writes what is drawn in the end beside what agon drew, for study_seeds to judge.

    python3 bench/peers/seeds.py OUT [SYSTEM...]
"""
import itertools
import pathlib
import sys
import time

import numpy as np
import torch
from torch import nn

import systems
from systems import golden, nets
from weights import load

torch.set_default_dtype(torch.float32)
torch.set_num_threads(1)
out = pathlib.Path(sys.argv[1])


def read(path):
    return torch.from_numpy(np.load(out / path))


def draw(net, x, way):
    """What a network makes of x, 50 samples at a time, by way of a file of that name."""
    with torch.no_grad():
        np.save(way, torch.cat([net(part) for part in x.split(50)]).numpy())


def steps(losses, count):
    for _ in itertools.islice(losses, count):
        pass


def wgan_gp(folder):
    first = folder / "first.safetensors"
    G = load(nets.dcgan_generator28(32), "G", first)
    D = load(nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2),
                           nn.Flatten(), nn.Linear(64 * 49, 1)), "D", first)
    steps(systems.wgan_gp(G, D, systems.batches([read("wgan_gp/real.npy")], 64)), 3000)
    draw(G.eval()["main"], read("wgan_gp/z.npy"), folder / "pytorch.npy")


def pix2pix(folder):
    first = folder / "first.safetensors"
    G, D = load(nets.unet(3, 16, 6), "G", first), load(nets.patchgan(6, 16, 2), "D", first)
    steps(systems.pix2pix(G, D, systems.batches([read("pix2pix/input.npy"), read("pix2pix/target.npy")], 1)), 3000)
    # As agon: dropout stays, and norms go by the statistics of each picture (Isola et al. 2017, section 3.4).
    for m in G.modules():
        if isinstance(m, nets.Dropout):
            m.step = 3001
    x = read("pix2pix/unseen.npy")
    with torch.no_grad():
        np.save(folder / "pytorch.npy", torch.cat([G["model"]["model"](one) for one in x.split(1)]).numpy())


def cyclegan(folder):
    first = folder / "first.safetensors"
    of = {name: load(net, name, first) for name, net in
          (("G_A", nets.cyclegan_generator(16, 3)), ("G_B", nets.cyclegan_generator(16, 3)),
           ("D_A", nets.cyclegan_discriminator(16)), ("D_B", nets.cyclegan_discriminator(16)))}
    pairs = systems.unpaired(read("cyclegan/a.npy"), read("cyclegan/b.npy"))

    def rate(t):  # two epochs of one rate, and two in which it falls
        return min(1, (4 - ((t - 1) // 400)) / 3)

    steps(systems.cyclegan(*of.values(), pairs, rate=rate), 1600)
    draw(of["G_A"]["model"], read("cyclegan/unseen_a.npy"), folder / "pytorch.npy")
    draw(of["G_B"]["model"], read("cyclegan/unseen_b.npy"), folder / "pytorch_back.npy")


print("PyTorch", torch.__version__)
for system in [globals()[name] for name in sys.argv[2:]] or (wgan_gp, pix2pix, cyclegan):
    for golden.seed in (1, 2, 3):
        begin = time.time()
        folder = out / system.__name__ / str(golden.seed)
        system(folder)
        print(f"{folder}: {time.time() - begin:.0f} s", flush=True)
