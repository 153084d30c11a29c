"""What study_curves (bench/learning/curves.cpp) trained, again in PyTorch: the same layers, first weights, batches, random
numbers, objectives and optimisers, in float32, CycleGAN in float64 and in float32. Prints both losses of each step and how
far they are apart.

    python3 bench/peers/curves.py FOLDER [NAME...]
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
        yield tuple(torch.from_numpy(np.load(folder / f"{t}.{name}.npy")).to(torch.get_default_dtype()) for name in names)


def compare(name, inputs, nets_of, digits=5):
    """agon's losses beside those of PyTorch's networks, [(name in agon, network), ...], in the present type of numbers."""
    folder = pathlib.Path(sys.argv[1]) / name
    golden.seed = 1
    mine = [load(net, key, folder / "first.safetensors").to(torch.get_default_dtype()) for key, net in nets_of]
    run = getattr(systems, name)(*mine, written(folder, *inputs))
    print(f"\n{name}, PyTorch {torch.__version__}, {torch.get_default_dtype()}\n\n"
          "| step | D, agon | D, PyTorch | G, agon | G, PyTorch |\n| --- " + "| --- " * 4 + "|")
    worst = 0
    for row, losses in zip(csv.DictReader(open(folder / "losses.csv")), run):
        cells = [row["step"]]
        for mine, theirs in zip((row["loss_d"], row["loss_g"]), losses):
            if theirs is None:
                cells += ["", ""]  # nobody moved
                continue
            a, b = float(mine), float(theirs.detach())
            worst = max(worst, abs(a - b) / max(abs(b), 1e-9) if a != b else 0)
            cells += [f"{a:.{digits}f}", f"{b:.{digits}f}"]
        print("| " + " | ".join(cells) + " |")
    print(f"\nat most {100 * worst:.3g} % apart")


def cyclegan():
    return ([(f"G_{k}", nets.cyclegan_generator(16, 3)) for k in "AB"]
            + [(f"D_{k}", nets.cyclegan_discriminator(16)) for k in "AB"])


asked = sys.argv[2:] or ["dcgan", "wgan_gp", "pix2pix", "cyclegan"]
if "dcgan" in asked:
    compare("dcgan", ["real"], [("G", nets.dcgan_generator28()), ("D", nets.dcgan_discriminator28())])
if "wgan_gp" in asked:
    compare("wgan_gp", ["real"], [("G", nets.dcgan_generator28(32)), ("D", critic(32))])
if "pix2pix" in asked:
    compare("pix2pix", ["input", "target"], [("G", nets.unet(3, 16, 6)), ("D", nets.patchgan(6, 16, 2))])
if "cyclegan" in asked:
    for dtype in (torch.float32, torch.float64):  # agon's is in double
        torch.set_default_dtype(dtype)
        compare("cyclegan", ["a", "b"], cyclegan(), 10)
