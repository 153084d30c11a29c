"""Whole training steps in PyTorch on a GPU, to be measured beside agon's CUDA backend: layers, losses, optimiser, order
of moves and gradients are those of agon's programs. A row and its way, one a process, and one line of JSON for it:

    python3 bench/peers/pytorch_cuda.py --row dcgan64_step --batch 128 --precision tf32 --way graphs_channels_last

The precisions: fp32, tf32 (in convolutions and products of matrices) and bf16 (torch.autocast, with tf32 where that
leaves float32; parameters and optimiser stay in float32). The ways: eager, compile (torch.compile of the networks) and
graphs (the whole step as one CUDA graph), and each with numbers in the order channels_last. cuDNN always measures its
algorithms.

torch.compile cannot differentiate twice (github.com/pytorch/pytorch/issues/91469), so where it is the way, StyleGAN's
D runs uncompiled on real pictures, whose slope R1 has in the loss.

"ms" is the median of groups of steps of about 0.1 s, and "MB" the most that tensors took of the device's memory in a
step (1e6 bytes). --count compares the networks' parameters with agon's. bench/cuda.sh says what the comparison consists
of.
"""
import argparse
import json
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

import pytorch
from pytorch import conv, cross_entropy, leaky, move

precisions = ["fp32", "tf32", "bf16"]
ways = ["eager", "channels_last", "compile", "compile_channels_last", "graphs", "graphs_channels_last"]

# Of G and of D, what agon's parameter_count says.
parameters = {"mlp_step": (559_632, 533_505), "dcgan64_step": (3_576_704, 2_765_568),
              "pix2pix_step": (54_413_955, 2_768_705), "cyclegan256_step": (11_378_179, 2_764_737),
              "stylegan256_step": (26_086_229, 23_052_353)}


# ---- CycleGAN's discriminator ----

def cyclegan_discriminator():
    def patch(i, o, stride=2):
        return [conv(i, o, stride=stride, bias=True), nn.InstanceNorm2d(o), leaky()]

    return nn.Sequential(
        conv(3, 64, bias=True), leaky(),
        *patch(64, 128),
        *patch(128, 256),
        *patch(256, 512, stride=1),
        conv(512, 1, stride=1, bias=True))


# ---- StyleGAN ----

class EqualConv(nn.Module):
    """Weights are kept as N(0, 1) and used times gain / sqrt(inputs)."""

    def __init__(self, i, o, kernel, bias=True, gain=2 ** 0.5):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(o)) if bias else None
        self.scale, self.padding = gain / (i * kernel ** 2) ** 0.5, kernel // 2

    def forward(self, x):
        return F.conv2d(x, self.weight * self.scale, self.bias, padding=self.padding)


class EqualLinear(nn.Module):
    """The same, and all parameters are kept 1 / rate times as large."""

    def __init__(self, i, o, gain=2 ** 0.5, rate=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i) / rate)
        self.bias = nn.Parameter(torch.zeros(o))
        self.scale, self.rate = gain * rate / i ** 0.5, rate

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias if self.rate == 1 else self.bias * self.rate)


class Blur(nn.Module):
    def __init__(self, channels):
        super().__init__()
        line = torch.tensor([1.0, 2.0, 1.0]) / 4
        self.register_buffer("kernel", torch.outer(line, line).repeat(channels, 1, 1, 1))

    def forward(self, x):
        return F.conv2d(x, self.kernel, padding=1, groups=len(self.kernel))


class PixelNorm(nn.Module):
    def forward(self, x):
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)


class Epilogue(nn.Module):
    """Noise, a bias, a leaky rectifier, and AdaIN by the style w."""

    def __init__(self, channels, most):
        super().__init__()
        self.strength = nn.Parameter(torch.zeros(channels, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))
        self.style = EqualLinear(most, 2 * channels, gain=1)

    def forward(self, x, w):
        noise = torch.randn(len(x), 1, *x.shape[2:], device=x.device, dtype=x.dtype)
        x = torch.addcmul(x, self.strength.to(x.dtype), noise) + self.bias.to(x.dtype)
        gain, offset = self.style(w)[:, :, None, None].chunk(2, 1)
        return torch.addcmul(offset, F.instance_norm(F.leaky_relu(x, 0.2, True), eps=1e-8), 1 + gain)


def widths(resolution, most):
    """Channels of each level, from that of 4 pixels on."""
    return [min(32 * most // r, most) for r in (2 ** k for k in range(2, resolution.bit_length()))]


class StyleLevel(nn.Module):
    def __init__(self, i, o, most):
        super().__init__()
        self.conv0_up, self.blur, self.first = EqualConv(i, o, 3, bias=False), Blur(o), Epilogue(o, most)
        self.conv1, self.second = EqualConv(o, o, 3, bias=False), Epilogue(o, most)

    def forward(self, x, w):
        x = self.first(self.blur(self.conv0_up(F.interpolate(x, scale_factor=2))), w)
        return self.second(self.conv1(x), w)


class StyleGenerator(nn.Module):
    """With the layers to RGB of smaller pictures, which rest."""

    def __init__(self, resolution=256, most=512):
        super().__init__()
        c = widths(resolution, most)
        self.mapping = nn.Sequential(
            PixelNorm(), *[layer for _ in range(8) for layer in (EqualLinear(most, most, rate=0.01), leaky())])
        self.const = nn.Parameter(torch.ones(1, most, 4, 4))
        self.first = Epilogue(most, most)
        self.conv, self.second = EqualConv(most, most, 3, bias=False), Epilogue(most, most)
        self.level = nn.ModuleList(StyleLevel(i, o, most) for i, o in zip(c, c[1:]))
        self.to_rgb = nn.ModuleList(EqualConv(i, 3, 1, gain=1) for i in c)

    def forward(self, z):
        w = self.mapping(z)
        x = self.first(self.const.expand(len(z), -1, -1, -1), w)
        x = self.second(self.conv(x), w)
        for level in self.level:
            x = level(x, w)
        return self.to_rgb[-1](x)


class MinibatchStddev(nn.Module):
    """How much samples differ in groups of 4 that are N / 4 apart, as a map beside the channels."""

    def forward(self, x):
        n, group = len(x), min(4, len(x))
        of_group = x.float().unflatten(0, (group, n // group))
        deviation = ((of_group - of_group.mean(0)).square().mean(0) + 1e-8).sqrt().mean((1, 2, 3))
        image = deviation.to(x.dtype).repeat(group)[:, None, None, None].expand(-1, 1, *x.shape[2:])
        return torch.cat([x, image], 1)


def style_discriminator(resolution=256, most=512):
    """With the layers from RGB of smaller pictures, which rest."""
    c = widths(resolution, most)[::-1]
    layers = [EqualConv(3, c[0], 1), leaky()]
    for i, o in zip(c, c[1:]):
        layers += [EqualConv(i, i, 3), leaky(), Blur(i), EqualConv(i, o, 3), nn.AvgPool2d(2), leaky()]
    net = nn.Sequential(
        *layers,
        MinibatchStddev(), EqualConv(most + 1, most, 3), leaky(),
        nn.Flatten(), EqualLinear(16 * most, most), leaky(), EqualLinear(most, 1, gain=1))
    net[0].rest = nn.ModuleList(EqualConv(3, o, 1) for o in c[1:])
    return net


# ---- steps ----

def least_squares(scores, label):
    return F.mse_loss(scores, torch.full_like(scores, label))


def cyclegan_step(way, batch):
    """Both generators' move, and then both discriminators', on fakes that are given as a pool gives them."""
    to_b, to_a = (way.net(pytorch.cyclegan_generator()) for _ in range(2))
    of_b, of_a = (way.net(cyclegan_discriminator()) for _ in range(2))
    adam_g, adam_d = way.adam(to_b, to_a), way.adam(of_b, of_a)
    a, b, old_a, old_b = (way.data(batch, 3, 256, 256) for _ in range(4))

    def step():
        for d in (of_b, of_a):
            d.requires_grad_(False)
        with way.cast():
            fake_b, fake_a = to_b(a), to_a(b)
            game = least_squares(of_b(fake_b), 1) + least_squares(of_a(fake_a), 1)
            cycle = F.l1_loss(to_a(fake_b), a) + F.l1_loss(to_b(fake_a), b)
            identity = F.l1_loss(to_b(b), b) + F.l1_loss(to_a(a), a)
            loss = game + 10 * cycle + 5 * identity
        move(adam_g, loss)
        for d in (of_b, of_a):
            d.requires_grad_(True)
        with way.cast():
            loss = 0.5 * (least_squares(of_b(b), 1) + least_squares(of_b(old_b), 0)
                          + least_squares(of_a(a), 1) + least_squares(of_a(old_a), 0))
        move(adam_d, loss)

    return step


def r1_loss(way, d, judge, real, fake):
    """D's: cross-entropy + 5 R1. `judge` is d, and may be compiled."""
    with way.cast():
        logits = d(real)
    slope, = torch.autograd.grad(logits.sum(), real, create_graph=True)
    with way.cast():
        return cross_entropy(logits, 1) + cross_entropy(judge(fake), 0) + 5 * slope.square().sum((1, 2, 3)).mean()


def stylegan_step(way, batch, resolution=256):
    d = style_discriminator(resolution)
    p = pytorch.Players(way, StyleGenerator(resolution), d)
    real, of_d = way.data(batch, 3, resolution, resolution).requires_grad_(), list(d.parameters())

    def step():
        with way.cast():
            fake = p.g(way.noise(batch, 512))
        move(p.adam_d, r1_loss(way, d, p.d, real, fake.detach()), of_d)
        p.update_g(lambda: cross_entropy(p.d(fake), 1))

    return step


def step_of(row, way, n):
    return {
        "mlp_step": lambda: pytorch.adversarial_step(way, pytorch.mlp(), way.data(n, 784), n, 100),
        "dcgan64_step": lambda: pytorch.adversarial_step(
            way, pytorch.dcgan64(), way.data(n, 3, 64, 64), n, 100, 1, 1),
        "pix2pix_step": lambda: pytorch.pix2pix_step(way, n),
        "cyclegan256_step": lambda: cyclegan_step(way, n),
        "stylegan256_step": lambda: stylegan_step(way, n),
    }[row]()


# ---- ways ----

class Way(pytorch.Way):
    def __init__(self, name, precision, device):
        super().__init__(name, device)
        self.graphs, self.bf16 = name.startswith("graphs"), precision == "bf16"
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision != "fp32"
        torch.backends.cudnn.benchmark = True

    def adam(self, *nets):
        return super().adam(*nets, capturable=self.graphs)

    def cast(self):
        return torch.autocast(self.device, torch.bfloat16) if self.bf16 else super().cast()

    def synchronize(self):
        if self.device == "cuda":
            torch.cuda.synchronize()

    def forget_peak_memory(self):
        if self.device == "cuda":
            torch.cuda.reset_peak_memory_stats()

    def peak_megabytes(self):
        return torch.cuda.max_memory_allocated() * 1e-6 if self.device == "cuda" else 0

    def warm(self, step):
        """The step as it is to be measured; what comes before it is measured is over."""
        if not self.graphs:
            repeat(step, 10)
            self.synchronize()
            self.forget_peak_memory()
            return step
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            repeat(step, 10)
        torch.cuda.current_stream().wait_stream(beside)
        self.synchronize()
        self.forget_peak_memory()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):  # which has its memory from now on
            step()
        return graph.replay


def repeat(step, n):
    for _ in range(n):
        step()


def milliseconds(way, step, seconds):
    """The median of groups of steps."""
    def measured(n):
        begin = time.perf_counter()
        repeat(step, n)
        way.synchronize()
        return (time.perf_counter() - begin) / n

    way.synchronize()
    n = max(1, round(0.1 / measured(3)))
    groups, end = [], time.perf_counter() + seconds
    while not groups or time.perf_counter() < end:
        groups.append(measured(n))
    return 1e3 * statistics.median(groups)


# ---- the comparison ----

def networks(row):
    return {"mlp_step": pytorch.mlp, "dcgan64_step": pytorch.dcgan64,
            "pix2pix_step": lambda: (pytorch.unet256(), pytorch.patchgan70()),
            "cyclegan256_step": lambda: (pytorch.cyclegan_generator(), cyclegan_discriminator()),
            "stylegan256_step": lambda: (StyleGenerator(), style_discriminator())}[row]()


def count():
    """Whether all networks have as many parameters as agon's."""
    same = True
    for row, agon in parameters.items():
        with torch.device("meta"):
            here = tuple(sum(p.numel() for p in net.parameters()) for net in networks(row))
        same = same and here == agon
        print(f"{row}: G {here[0]}, D {here[1]}; agon: G {agon[0]}, D {agon[1]}")
    return same


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--row", choices=parameters)
    p.add_argument("--batch", type=int)
    p.add_argument("--precision", choices=precisions, default="fp32")
    p.add_argument("--way", choices=ways, default="eager")
    p.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    p.add_argument("--seconds", type=float, default=2, help="how long to measure, at least")
    p.add_argument("--count", action="store_true", help="compare numbers of parameters with agon's")
    o = p.parse_args()
    if o.count:
        sys.exit(not count())
    if not o.row or not o.batch or o.batch < 1:
        p.error("say which --row, and a --batch of at least 1")
    if o.way.startswith("graphs") and o.device != "cuda":
        sys.exit("CUDA graphs need --device cuda.")

    torch.manual_seed(1)
    way = Way(o.way, o.precision, o.device)
    step = way.warm(step_of(o.row, way, o.batch))
    ms = milliseconds(way, step, o.seconds)
    print(json.dumps({"who": f"PyTorch {torch.__version__}", "row": o.row, "batch": o.batch, "precision": o.precision,
                      "way": o.way, "ms": round(ms, 4), "images/s": round(1e3 * o.batch / ms, 1),
                      "MB": round(way.peak_megabytes(), 1)}))


if __name__ == "__main__":
    main()
