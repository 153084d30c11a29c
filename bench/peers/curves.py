"""What study_curves (bench/learning/curves.cpp) trained, again in PyTorch: the same layers, first weights, batches, random
numbers, objectives and optimisers, in float32. Prints both losses of each step and how far they are apart.

    python3 bench/peers/curves.py FOLDER
"""
import csv
import json
import pathlib
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

root = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(root / "tests" / "golden"))
import golden
import nets
from golden import draw, normal, stream_of, uniform

torch.set_default_dtype(torch.float32)
seed = 1


def read(path):
    """The tensors of a safetensors file in float32."""
    blob = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", blob[:8])[0]
    header = json.loads(blob[8:8 + size])
    tensors = {}
    for name, t in header.items():
        if name != "__metadata__":
            assert t["dtype"] == "F32", name
            begin, end = t["data_offsets"]
            x = np.frombuffer(blob, np.float32, (end - begin) // 4, 8 + size + begin)
            tensors[name] = torch.from_numpy(x.copy().reshape(t["shape"]))
    return tensors


def load(net, name, folder):
    tensors = read(folder / "first.safetensors")
    for key, p in net.named_parameters():
        p.data = tensors[f"{name}.{key}"].reshape(p.shape)
    return net.train()


def batch(folder, t, name):
    return torch.from_numpy(np.load(folder / f"{t}.{name}.npy"))


def latents(step, name, n, size):
    return torch.from_numpy(normal(draw(step, name, n, size))).float().reshape(n, size, 1, 1)


def move(optimiser, net, loss):
    optimiser.zero_grad()
    for p, d in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
        p.grad = d
    optimiser.step()


def adam(net, rate, betas):
    return torch.optim.Adam(net.parameters(), rate, betas, 1e-8)


def dcgan(folder, steps):
    G, D = load(nets.dcgan_generator28(), "G", folder), load(nets.dcgan_discriminator28(), "D", folder)
    of_g, of_d = adam(G, 2e-4, (0.5, 0.999)), adam(D, 2e-4, (0.5, 0.999))
    for t in range(1, steps + 1):
        real = batch(folder, t, "real")
        fake = G["main"](latents(t, "z", len(real), 100))
        loss_d = F.softplus(-D["main"](real)).mean() + F.softplus(D["main"](fake.detach())).mean()
        move(of_d, D, loss_d)
        loss_g = F.softplus(-D["main"](fake)).mean()
        move(of_g, G, loss_g)
        yield loss_d, loss_g


def wgan_gp(folder, steps):
    G = load(nets.dcgan_generator28(32), "G", folder)
    D = nn.Sequential(nn.Conv2d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2), nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2),
                      nn.Flatten(), nn.Linear(64 * 49, 1))
    load(D, "D", folder)
    of_g, of_d = adam(G, 1e-4, (0.0, 0.9)), adam(D, 1e-4, (0.0, 0.9))
    loss_g = torch.zeros(())
    for t in range(1, steps + 1):
        golden.seed = seed
        real = batch(folder, t, "real")
        n = len(real)
        fake = G["main"](latents(t, "z", n, 100)).detach()
        u = torch.from_numpy(uniform(draw(t, "objective.gradient_penalty", n, 1))).float().reshape(n, 1, 1, 1)
        x = (real + u * (fake - real)).requires_grad_()
        slope = torch.autograd.grad(D(x).sum(), x, create_graph=True)[0].flatten(1).norm(dim=1)
        loss_d = D(fake).mean() - D(real).mean() + 10 * ((slope - 1) ** 2).mean()
        move(of_d, D, loss_d)
        if t % 5 == 0:
            golden.seed = seed ^ stream_of("beside") << 32
            loss_g = -D(G["main"](latents(t, "z of the generator", n, 100))).mean()
            move(of_g, G, loss_g)
        yield loss_d, loss_g


def pix2pix(folder, steps):
    G, D = load(nets.unet(3, 16, 6), "G", folder), load(nets.patchgan(6, 16, 2), "D", folder)
    of_g, of_d = adam(G, 2e-4, (0.5, 0.999)), adam(D, 2e-4, (0.5, 0.999))
    for t in range(1, steps + 1):
        for m in G.modules():
            if isinstance(m, nets.Dropout):
                m.step = t
        given, target = batch(folder, t, "input"), batch(folder, t, "target")
        fake = G["model"]["model"](given)

        def judged(picture):
            return D["model"](torch.cat([given, picture], 1))

        of_fake, of_real = judged(fake.detach()), judged(target)
        loss_d = 0.5 * (F.softplus(of_fake).mean() + F.softplus(-of_real).mean())
        move(of_d, D, loss_d)
        loss_g = F.softplus(-judged(fake)).mean() + 100 * (fake - target).abs().mean()
        move(of_g, G, loss_g)
        yield loss_d, loss_g


for name, run in (("dcgan", dcgan), ("wgan_gp", wgan_gp), ("pix2pix", pix2pix)):
    folder = pathlib.Path(sys.argv[1]) / name
    rows = list(csv.DictReader(open(folder / "losses.csv")))
    golden.seed = seed
    print(f"\n{name}, PyTorch {torch.__version__}\n\n| step | D, agon | D, PyTorch | G, agon | G, PyTorch |\n| --- " + "| --- " * 4 + "|")
    worst = 0
    for row, losses in zip(rows, run(folder, len(rows))):
        mine = float(row["loss_d"]), float(row["loss_g"])
        theirs = tuple(float(x.detach()) for x in losses)
        for a, b in zip(mine, theirs):
            worst = max(worst, abs(a - b) / max(abs(b), 1e-9) if a != b else 0)
        print(f"| {row['step']} | {mine[0]:.5f} | {theirs[0]:.5f} | {mine[1]:.5f} | {theirs[1]:.5f} |")
    print(f"\nat most {100 * worst:.4f} % apart")
