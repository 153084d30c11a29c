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

import numpy as np
import torch
from PIL import Image

import systems
from systems import golden, nets
from training import prepare

size, base, blocks = 64, 16, 3


def read(folder):
    def one(path):
        x = Image.open(path).convert("RGB").resize((size, size), Image.BICUBIC)
        return torch.from_numpy(np.asarray(x, np.float32)).permute(2, 0, 1)[None] / 127.5 - 1
    return torch.cat([one(path) for path in sorted(glob.glob(folder + "/*"))])


def write_small(data, to):
    for part in ("trainA", "trainB"):
        os.makedirs(f"{to}/{part}", exist_ok=True)
        for path in sorted(glob.glob(f"{data}/{part}/*")):
            x = Image.open(path).convert("RGB").resize((size, size), Image.BICUBIC)
            x.save(f"{to}/{part}/{os.path.splitext(os.path.basename(path))[0]}.png")


def losses(first, last, steps, dtype):
    """[(D's loss, G's loss), ...] of steps in numbers of a type."""
    torch.set_default_dtype(dtype)
    of = {name: prepare(net, name).float().to(dtype) for name, net in
          (("G_A", nets.cyclegan_generator(base, blocks)), ("G_B", nets.cyclegan_generator(base, blocks)),
           ("D_A", nets.cyclegan_discriminator(base)), ("D_B", nets.cyclegan_discriminator(base)))}
    pairs = systems.unpaired(first.to(dtype), last.to(dtype))
    return [(d.item(), g.item()) for d, g in itertools.islice(systems.cyclegan(*of.values(), pairs), steps)]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True, help="folder with trainA and trainB")
    p.add_argument("--steps", type=int, default=20)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--agon", help="losses.jsonl of agon's run, a line for each step")
    p.add_argument("--prepare", help="write the pictures as small PNG to this folder, and nothing else")
    o = p.parse_args()
    if o.prepare:
        return write_small(o.data, o.prepare)
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
        for k, name in ((1, "loss_g"), (0, "loss_d")):
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
