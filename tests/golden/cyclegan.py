"""Five training steps of a small CycleGAN in float64, from agon's weights, inputs and draws of the pools.

    python3 tests/golden/cyclegan.py         (PyTorch, numpy; seconds)

writes cyclegan.safetensors: by step, the summaries of all parameters, Adam's moments, the pools, the fakes and the
losses; biases before a norm are left out. The order is that of the PyTorch release's CycleGANModel.optimize_parameters;
its ImagePool draws from agon's numbers, and holds three pictures, so that pictures of former steps come out from the
second step on.

    python3 tests/golden/cyclegan.py float   says instead how far PyTorch's own float32 is from its float64
"""
import itertools
import sys
import torch
import golden
import nets
from golden import File, noise
from image_pool import ImagePool
from training import prepare, print_rounding, record

steps, batch, size, base, capacity = 5, 2, 32, 4, 3


# Biases before a norm. It takes away what they add: their gradients are rounding errors, of which Adam makes steps.
idle = {"G": {"model.%s.bias" % k for k in ("1", "4", "7", "10.conv_block.1", "10.conv_block.5", "11", "14")},
        "D": {"model.%s.bias" % k for k in ("2", "5", "8")}}


def record_pool(file, pool):
    held = torch.zeros(capacity, size, size, 3)  # channels last, as in agon's memory
    for k, image in enumerate(pool.images):
        held[k] = image.permute(1, 2, 0)
    file.add(pool.name + ".images", held)
    file.add(pool.name + ".count", torch.tensor([float(len(pool.images))]))


def cyclegan():
    file = File(16, seed=golden.seed, batch=batch)
    all_nets = {name: prepare(nets.cyclegan_generator(base, 1) if name[0] == "G" else nets.cyclegan_discriminator(base), name)
                for name in ("G_A", "G_B", "D_A", "D_B")}
    g_a, g_b, d_a, d_b = (net["model"] for net in all_nets.values())

    def adam(*some):
        return torch.optim.Adam(itertools.chain(*(net.parameters() for net in some)), 2e-4, (0.5, 0.999))

    optimise_g, optimise_d = adam(g_a, g_b), adam(d_a, d_b)
    pool_a, pool_b = (ImagePool(name, capacity) for name in ("pool.A", "pool.B"))

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
        record_pool(file, pool_a)
        record_pool(file, pool_b)
        for name, net in all_nets.items():
            record(file, net, name, optimise_g if name[0] == "G" else optimise_d, idle[name[0]])
    return file


golden.seed = int(sys.argv[2]) if len(sys.argv) > 2 else 3
if sys.argv[1:2] == ["float"]:
    print_rounding("CycleGAN", cyclegan)
else:
    cyclegan().write("cyclegan.safetensors")
