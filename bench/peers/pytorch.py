"""The rows of bench_steps in the newest PyTorch (pip install torch), with the layers, losses, optimiser and order of
agon's steps; Adam's fused form. A row and its way, one a process:

    python3 bench/peers/pytorch.py --row pix2pix_step --way compile

The ways: eager, channels_last (eager, with numbers in that order), compile (torch.compile, which needs g++) and
compile_channels_last. Prints a line as Google Benchmark does. OMP_NUM_THREADS says how many threads there are.
"""
import argparse
import contextlib
import resource
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, l1_loss

# Nominal operations in 1e9, as agon counts them.
gflop = {"pix2pix_step": 86.9401, "pix2pix_infer": 12.0964, "dcgan64_step": 145.576, "dcgan28_step": 16.0251,
         "mlp_step": 0.653787, "cyclegan_fb": 74.019, "style_fb": 249.499}
ways = ["eager", "channels_last", "compile", "compile_channels_last"]


# ---- layers ----

def conv(i, o, kernel=4, stride=2, padding=1, bias=False):
    return nn.Conv2d(i, o, kernel, stride, padding, bias=bias)


def up(i, o, kernel=4, stride=2, padding=1, bias=False, output_padding=0):
    return nn.ConvTranspose2d(i, o, kernel, stride, padding, output_padding, bias=bias)


def leaky():
    return nn.LeakyReLU(0.2, True)


def relu():
    return nn.ReLU(True)


# ---- networks ----

def width(level):
    return 64 * min(2 ** level, 8)


class Level(nn.Module):
    """Level k of the U-Net and all below it, beside its input."""

    def __init__(self, k, depth):
        super().__init__()
        innermost = k == depth - 1
        below = [] if innermost else [nn.BatchNorm2d(width(k)), Level(k + 1, depth)]
        self.model = nn.Sequential(
            leaky(), conv(width(k - 1), width(k)),
            *below,
            relu(), up(width(k) if innermost else 2 * width(k), width(k - 1)), nn.BatchNorm2d(width(k - 1)),
            *([nn.Dropout(0.5)] if k > 3 and not innermost else []))

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


def unet256():
    return nn.Sequential(conv(3, 64), Level(1, 8), relu(), up(128, 3, bias=True), nn.Tanh())


def down(i, o, stride=2):
    return [conv(i, o, stride=stride), nn.BatchNorm2d(o), leaky()]


def rise(i, o, kernel=4, stride=2, padding=1):
    return [up(i, o, kernel, stride, padding), nn.BatchNorm2d(o), relu()]


def patchgan70():
    return nn.Sequential(
        conv(6, 64, bias=True), leaky(),
        *down(64, 128),
        *down(128, 256),
        *down(256, 512, stride=1),
        conv(512, 1, stride=1, bias=True))


def dcgan(channels, rises, falls, last):
    """`rises`: width, kernel, stride and padding of G's layers but the last; `falls`: widths of D's in the middle."""
    g = []
    for i, (o, *window) in zip([100] + [r[0] for r in rises], rises):
        g += rise(i, o, *window)
    d = [conv(channels, 64), leaky()]
    for i, o in zip([64] + falls, falls):
        d += down(i, o)
    return (nn.Sequential(*g, up(rises[-1][0], channels), nn.Tanh()),
            nn.Sequential(*d, conv(falls[-1], 1, last, 1, 0)))


def dcgan64():
    return dcgan(3, [(512, 4, 1, 0), (256, 4, 2, 1), (128, 4, 2, 1), (64, 4, 2, 1)], [128, 256, 512], 4)


def dcgan28():
    return dcgan(1, [(256, 4, 1, 0), (128, 3, 2, 1), (64, 4, 2, 1)], [128, 256], 3)


def mlp():
    g = nn.Sequential(nn.Linear(100, 256), leaky(), nn.Linear(256, 512), leaky(), nn.Linear(512, 784), nn.Tanh())
    d = nn.Sequential(nn.Linear(784, 512), leaky(), nn.Linear(512, 256), leaky(), nn.Linear(256, 1))
    return g, d


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), conv(256, 256, 3, 1, 0, True), nn.InstanceNorm2d(256), relu(),
            nn.ReflectionPad2d(1), conv(256, 256, 3, 1, 0, True), nn.InstanceNorm2d(256))

    def forward(self, x):
        return x + self.conv_block(x)


def cyclegan_generator():
    def norm(o):
        return [nn.InstanceNorm2d(o), relu()]

    return nn.Sequential(
        nn.ReflectionPad2d(3), conv(3, 64, 7, 1, 0, True), *norm(64),
        conv(64, 128, 3, 2, 1, True), *norm(128),
        conv(128, 256, 3, 2, 1, True), *norm(256),
        *[Block() for _ in range(9)],
        up(256, 128, 3, 2, 1, True, 1), *norm(128),
        up(128, 64, 3, 2, 1, True, 1), *norm(64),
        nn.ReflectionPad2d(3), conv(64, 3, 7, 1, 0, True), nn.Tanh())


def style_stack():
    """Two convolutions at each of 4 to 64 pixels."""
    layers, i = [], 512
    for o in (512, 512, 512, 256, 128):
        if layers:
            layers.append(nn.Upsample(scale_factor=2))
        layers += [conv(i, o, 3, 1, 1, True), leaky(), conv(o, o, 3, 1, 1, True), leaky()]
        i = o
    return nn.Sequential(*layers)


# ---- steps ----

def cross_entropy(logits, real):
    """Of logits, to be real or not."""
    return binary_cross_entropy_with_logits(logits, torch.full_like(logits, real))


class Way:
    """How networks are run, where, and in what order numbers lie."""

    def __init__(self, name, device="cpu"):
        self.device = device
        self.compiled = name.startswith("compile")
        self.order = torch.channels_last if name.endswith("channels_last") else torch.contiguous_format

    def net(self, module):
        module = module.to(self.device, memory_format=self.order)
        return torch.compile(module) if self.compiled else module

    def data(self, *shape):
        x = 2 * torch.rand(shape, device=self.device) - 1
        return x.contiguous(memory_format=self.order) if x.dim() == 4 else x

    def noise(self, *shape):
        return torch.randn(shape, device=self.device)

    def adam(self, *nets, **more):
        of = [p for net in nets for p in net.parameters()]
        return torch.optim.Adam(of, 2e-4, (0.5, 0.999), fused=True, **more)

    def cast(self):
        """In what numbers networks and losses are computed, but not gradients."""
        return contextlib.nullcontext()


def move(adam, loss, inputs=None):
    """A step down the loss, back to these inputs alone if they are given."""
    adam.zero_grad()
    loss.backward(inputs=inputs)
    adam.step()


class Players:
    def __init__(self, way, g, d):
        self.way, self.g, self.d = way, way.net(g), way.net(d)
        self.adam_g, self.adam_d = way.adam(g), way.adam(d)

    def update_g(self, loss):
        """loss() goes through D, whose weights are given."""
        self.d.requires_grad_(False)
        with self.way.cast():
            value = loss()
        move(self.adam_g, value)
        self.d.requires_grad_(True)


def adversarial_step(way, nets, real, *latent):
    p = Players(way, *nets)

    def step():
        with way.cast():
            fake = p.g(way.noise(*latent))
            loss = cross_entropy(p.d(real), 1) + cross_entropy(p.d(fake.detach()), 0)
        move(p.adam_d, loss)
        p.update_g(lambda: cross_entropy(p.d(fake), 1))

    return step


def pix2pix_step(way, batch=1):
    p = Players(way, unet256(), patchgan70())
    x, target = way.data(batch, 3, 256, 256), way.data(batch, 3, 256, 256)

    def step():
        judged = lambda picture: p.d(torch.cat([x, picture], 1))
        with way.cast():
            fake = p.g(x)
            loss = 0.5 * (cross_entropy(judged(fake.detach()), 0) + cross_entropy(judged(target), 1))
        move(p.adam_d, loss)
        p.update_g(lambda: cross_entropy(judged(fake), 1) + 100 * l1_loss(fake, target))

    return step


def pix2pix_infer(way):
    if way.compiled:
        from torch._inductor import config
        config.freezing = True
    g, x = way.net(unet256().eval().requires_grad_(False)), way.data(1, 3, 256, 256)

    def step():
        with torch.no_grad() if way.compiled else torch.inference_mode():  # freezing asks for the first
            g(x)

    return step


def forward_and_back(way, module, *shape):
    """To the gradients of all parameters, which are kept."""
    net, x = way.net(module), way.data(*shape)

    def step():
        net.zero_grad()
        net(x).square().mean().backward()

    return step


def step_of(row, way):
    return {
        "pix2pix_step": lambda: pix2pix_step(way),
        "pix2pix_infer": lambda: pix2pix_infer(way),
        "dcgan64_step": lambda: adversarial_step(way, dcgan64(), way.data(64, 3, 64, 64), 64, 100, 1, 1),
        "dcgan28_step": lambda: adversarial_step(way, dcgan28(), way.data(64, 1, 28, 28), 64, 100, 1, 1),
        "mlp_step": lambda: adversarial_step(way, mlp(), way.data(64, 784), 64, 100),
        "cyclegan_fb": lambda: forward_and_back(way, cyclegan_generator(), 1, 3, 128, 128),
        "style_fb": lambda: forward_and_back(way, style_stack(), 8, 512, 4, 4),
    }[row]()


def forget_peak_memory():
    """What importing and compiling took at most is not the step's."""
    try:
        with open("/proc/self/clear_refs", "w") as f:
            f.write("5")
    except OSError:
        pass


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--row", choices=gflop, required=True)
    p.add_argument("--way", choices=ways, default="eager")
    p.add_argument("--seconds", type=float, default=5, help="how long to measure, at least")
    o = p.parse_args()
    torch.manual_seed(1)
    step = step_of(o.row, Way(o.way))
    for _ in range(3):
        step()
    forget_peak_memory()

    count, before, begin = 0, resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    while time.perf_counter() < begin + o.seconds:
        step()
        count += 1
    seconds, after = (time.perf_counter() - begin) / count, resource.getrusage(resource.RUSAGE_SELF)
    used = lambda what: (getattr(after, what) - getattr(before, what)) / count
    print(f"peer: PyTorch {torch.__version__}")
    print(f"{o.row}/{o.way}  {seconds * 1e3:.2f} ms  {(used('ru_utime') + used('ru_stime')) * 1e3:.2f} ms  {count}"
          f" GFLOP={gflop[o.row]} GFLOP/s={gflop[o.row] / seconds:.6g}"
          f" page_faults={used('ru_minflt') + used('ru_majflt'):.6g} peak_rss_mb={after.ru_maxrss * 1024e-6:.6g}"
          f" system_ms={used('ru_stime') * 1e3:.6g} threads={torch.get_num_threads()}")


if __name__ == "__main__":
    main()
