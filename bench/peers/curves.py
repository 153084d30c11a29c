"""What study_curves (bench/learning/curves.cpp) trained, again in PyTorch: the same layers, first weights, batches, random
numbers, objectives and optimisers, in float32. Prints both losses of each step and how far they are apart.

    python3 bench/peers/curves.py FOLDER
"""
import csv
import pathlib
import sys

import numpy as np
import torch
from torch import nn

import systems
from systems import golden, nets
from weights import load

torch.set_default_dtype(torch.float32)
torch.set_num_threads(1)  # two sum in another order, and end up to 2 % elsewhere


def critic(base):
    return nn.Sequential(nn.Conv2d(1, base, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(base, 2 * base, 4, 2, 1), nn.LeakyReLU(0.2),
                         nn.Flatten(), nn.Linear(2 * base * 49, 1))


def written(folder, *names):
    """The batches that lie there."""
    for t in range(1, 1 + sum(1 for _ in folder.glob(f"*.{names[0]}.npy"))):
        yield tuple(torch.from_numpy(np.load(folder / f"{t}.{name}.npy")) for name in names)


for name, G, D, inputs in (("dcgan", nets.dcgan_generator28(), nets.dcgan_discriminator28(), ("real",)),
                           ("wgan_gp", nets.dcgan_generator28(32), critic(32), ("real",)),
                           ("pix2pix", nets.unet(3, 16, 6), nets.patchgan(6, 16, 2), ("input", "target"))):
    folder = pathlib.Path(sys.argv[1]) / name
    first = folder / "first.safetensors"
    golden.seed = 1
    run = getattr(systems, name)(load(G, "G", first), load(D, "D", first), written(folder, *inputs))
    print(f"\n{name}, PyTorch {torch.__version__}\n\n| step | D, agon | D, PyTorch | G, agon | G, PyTorch |\n| --- " + "| --- " * 4 + "|")
    worst = 0
    for row, losses in zip(csv.DictReader(open(folder / "losses.csv")), run):
        cells = [row["step"]]
        for mine, theirs in zip((row["loss_d"], row["loss_g"]), losses):
            if theirs is None:
                cells += ["", ""]  # nobody moved
                continue
            a, b = float(mine), float(theirs.detach())
            worst = max(worst, abs(a - b) / max(abs(b), 1e-9) if a != b else 0)
            cells += [f"{a:.5f}", f"{b:.5f}"]
        print("| " + " | ".join(cells) + " |")
    print(f"\nat most {100 * worst:.4f} % apart")
