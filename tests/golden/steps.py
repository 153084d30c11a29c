"""Five training steps of DCGAN-28 and of small Pix2Pix systems in float64, from agon's weights, noise and inputs.

    /usr/bin/python3 tests/golden/steps.py         (PyTorch 1.13, numpy 1.24; half a minute)

writes dcgan28.safetensors, pix2pix.safetensors and pix2pix_torch7.safetensors: by step, the summaries of all
parameters, Adam's moments, running statistics, the fake, the losses and how D does.

    /usr/bin/python3 tests/golden/steps.py float   says instead how far PyTorch's own float32 is from its float64

That distance depends on luck. A number near zero whose sign differs in float flips the gate of a ReLU, a flipped gate
changes gradients by a thousandth, and Adam's first steps, rate times sign, make some percent of that in the next: with
most seeds PyTorch's own float32 leaves its float64 by 10 % within five steps of DCGAN-28. The seeds below are such that
no gate is on edge. Should a change of a kernel's rounding ever break the comparison in float from some step on, with
errors of a thousandth or more, and not the one in double, try another seed first.
"""
import sys
import torch
import torch.nn.functional as F
from torch import nn
import nets
import golden
from golden import File, draw, noise, normal
from training import accuracy, move, prepare, print_rounding, record

steps = 5


def adam(net):
    return torch.optim.Adam(net.parameters(), 2e-4, (0.5, 0.999), 1e-8)


def dcgan28():
    batch = 4
    file = File(24, seed=golden.seed, batch=batch)
    G, D = prepare(nets.dcgan_generator28(), "G"), prepare(nets.dcgan_discriminator28(), "D")
    optimise_g, optimise_d = adam(G), adam(D)
    one, zero = torch.ones(batch, 1, 1, 1), torch.zeros(batch, 1, 1, 1)
    cost = F.binary_cross_entropy_with_logits
    for t in range(1, steps + 1):
        z = torch.from_numpy(normal(draw(t, "z", batch, 100))).to(one).reshape(batch, 100, 1, 1)
        real = noise(t, "real", (batch, 1, 28, 28))
        fake = G["main"](z)
        real_logits, fake_logits = D["main"](real), D["main"](fake.detach())
        loss_d = cost(real_logits, one) + cost(fake_logits, zero)
        move(optimise_d, D, loss_d)
        loss_g = cost(D["main"](fake), one)
        move(optimise_g, G, loss_g)
        for name, x in (("loss.D", loss_d), ("loss.G", loss_g), ("D(x)", real_logits.sigmoid().mean()),
                        ("D(G(z))", fake_logits.sigmoid().mean()), ("accuracy", accuracy(real_logits, fake_logits)),
                        ("fake", fake)):
            file.add(name, x)
        record(file, G, "G", optimise_g)
        record(file, D, "D", optimise_d)
    return file


def routed(value, route):
    """`value` going forward, the derivative of `route` going back."""
    return route + (value - route).detach()


def stale(D, old, x):
    """D(x) with the parameters `old`, whose gradient by x goes through D's present parameters: how Torch7 propagates
    through activations of before an update. Batch statistics are of no account to the running ones here."""
    for i, layer in enumerate(D):
        def parameter(kind):
            return old.get("%d.%s" % (i, kind))

        if isinstance(layer, nn.Conv2d):
            route = F.conv2d(x, layer.weight, layer.bias, layer.stride, layer.padding)
            x = routed(F.conv2d(x, parameter("weight"), parameter("bias"), layer.stride, layer.padding), route)
        elif isinstance(layer, nn.BatchNorm2d):
            route = F.batch_norm(x, None, None, layer.weight, layer.bias, True)
            x = routed(F.batch_norm(x, None, None, parameter("weight"), parameter("bias"), True), route)
        else:
            x = layer(x)
    return x


def pix2pix(torch7, depth, size):
    batch = 2
    file = File(24, seed=golden.seed, batch=batch)
    G, D = prepare(nets.unet(3, 8, depth), "G"), prepare(nets.patchgan(6, 8, 1), "D")
    optimise_g, optimise_d = adam(G), adam(D)
    net = D["model"]

    def cost(logits, label):
        return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))

    for t in range(1, steps + 1):
        for m in G.modules():
            if isinstance(m, nets.Dropout):
                m.step = t
        picture = (batch, 3, size, size)
        given, target = (noise(t, name, picture) for name in ("input", "target"))
        fake = G["model"]["model"](given)
        real_pair, fake_pair = torch.cat([given, target], 1), torch.cat([given, fake], 1)
        if torch7:
            real_logits, fake_logits = net(real_pair), net(fake_pair.detach())
        else:
            fake_logits, real_logits = net(fake_pair.detach()), net(real_pair)
        loss_d = (cost(fake_logits, 0.0) + cost(real_logits, 1.0)) * 0.5
        old = {key: p.detach().clone() for key, p in net.named_parameters()}
        move(optimise_d, D, 2 * loss_d if torch7 else loss_d)
        logits = stale(net, old, fake_pair) if torch7 else net(fake_pair)
        loss_l1 = (fake - target).abs().mean()
        loss_g = cost(logits, 1.0) + 100 * loss_l1
        move(optimise_g, G, loss_g)
        for name, x in (("loss.D", loss_d), ("loss.G", loss_g), ("loss.L1", loss_l1), ("D(x)", real_logits.sigmoid().mean()),
                        ("D(G(z))", fake_logits.sigmoid().mean()), ("accuracy", accuracy(real_logits, fake_logits)),
                        ("fake", fake)):
            file.add(name, x)
        record(file, G, "G", optimise_g)
        record(file, D, "D", optimise_d)
    return file


systems = {"dcgan28": (16, dcgan28),
           "pix2pix": (11, lambda: pix2pix(False, 6, 64)), "pix2pix_torch7": (18, lambda: pix2pix(True, 5, 32))}
for name, (golden.seed, system) in systems.items():
    if sys.argv[1:] == ["float"]:
        print_rounding(name, system)
    else:
        system().write(name + ".safetensors")
