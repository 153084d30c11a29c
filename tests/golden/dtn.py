"""Five training steps of a small Domain Transfer Network in float64, from agon's weights and inputs.

    python3 tests/golden/dtn.py        (PyTorch 2.15, numpy 2; seconds)

writes dtn.safetensors: by step, the summaries of all parameters, Adam's moments, running statistics, the fake, the
losses and how D does. f's running statistics are noise, and it works by them.
"""
import torch
import torch.nn.functional as F
from torch import nn
import golden
from golden import File, draw, noise, normal

golden.seed, batch, steps = 3, 4, 5


def prepare(net, name):
    """Weights of deviation 0.3, gains 1, biases 0: Initial<Normal<0.3>, ...>."""
    for key, p in net.named_parameters():
        if p.dim() == 4:
            p.data = torch.from_numpy(0.3 * normal(draw(0, name + "." + key, 1, p.numel()))).reshape(p.shape)
        else:
            p.data = torch.full_like(p, 1.0 if key.endswith("weight") else 0.0)
    return net.train()


def without_moving(net, x):
    """By batch statistics, the running ones left alone."""
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    for m in norms:
        m.momentum = 0
    y = net(x)
    for m in norms:
        m.momentum = 0.1
    return y


f = prepare(nn.Sequential(
    nn.Conv2d(3, 4, 4, 2, 1, bias=False), nn.BatchNorm2d(4), nn.Tanh(),
    nn.Conv2d(4, 6, 4, 1, 0), nn.BatchNorm2d(6), nn.Tanh()), "f").eval()
for key, b in f.named_buffers():
    if "running" in key:
        b.copy_((1 if key.endswith("var") else 0) + 0.4 * noise(0, "f." + key, (1, *b.shape))[0])
f.requires_grad_(False)
G = prepare(nn.Sequential(
    nn.ConvTranspose2d(6, 8, 4, 1, 0, bias=False), nn.BatchNorm2d(8), nn.ReLU(),
    nn.ConvTranspose2d(8, 1, 4, 2, 1), nn.Tanh()), "G")
D = prepare(nn.Sequential(
    nn.Conv2d(1, 6, 4, 2, 1), nn.LeakyReLU(0.2),
    nn.Conv2d(6, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.2),
    nn.Conv2d(8, 3, 2, 1, 0)), "D")
adam = {net: torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999), 1e-8) for net in (G, D)}
file = File(24, seed=golden.seed, batch=batch)


def three(x):
    return x.repeat(1, 3, 1, 1)


def kind(logits, k):
    return F.cross_entropy(logits.flatten(1), torch.full((batch,), k))


def optimise(net, loss):
    adam[net].zero_grad()
    for p, d in zip(net.parameters(), torch.autograd.grad(loss, list(net.parameters()))):
        p.grad = d
    adam[net].step()


for t in range(1, steps + 1):
    source, target = noise(t, "source", (batch, 3, 8, 8)), noise(t, "target", (batch, 1, 8, 8))
    code = f(source)
    fake, again = G(code), without_moving(G, f(three(target)))
    real_logits, fake_logits = D(target), D(fake.detach())
    loss_d = kind(fake_logits, 0) + kind(without_moving(D, again.detach()), 1) + kind(real_logits, 2)
    optimise(D, loss_d)
    loss_g = kind(D(fake), 2) + kind(without_moving(D, again), 2)
    loss_g = loss_g + 15 * F.mse_loss(f(three(fake)), code) + 15 * F.mse_loss(again, target)
    optimise(G, loss_g)
    right = [(logits.flatten(1).argmax(1) == k).to(torch.float64).mean() for logits, k in ((real_logits, 2), (fake_logits, 0))]
    for name, x in (("loss.D", loss_d), ("loss.G", loss_g), ("fake", fake), ("accuracy", (right[0] + right[1]) / 2),
                    ("D(x)", real_logits.softmax(1)[:, 2].mean()), ("D(G(z))", fake_logits.softmax(1)[:, 2].mean())):
        file.add(name, x)
    for name, net in (("f", f), ("G", G), ("D", D)):
        for key, p in net.named_parameters():
            file.add(name + "." + key, p)
            for moment in ("exp_avg", "exp_avg_sq") if net in adam else ():
                file.add("optimizer." + moment + "." + name + "." + key, adam[net].state[p][moment])
        for key, b in net.named_buffers():
            if "running" in key:
                file.add(name + "." + key, b)
file.write("dtn.safetensors")
