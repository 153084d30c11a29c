"""Values and gradients of layers in train and eval mode, and of objectives, in float64.

    /usr/bin/python3 tests/golden/layers.py        (PyTorch 1.13, numpy 1.24; seconds)

writes layers.safetensors and objectives.safetensors. For a case called NAME, with x the noise called "x", dy the noise
called "dy" and y the result: "NAME/y", "NAME/x" = d sum(y dy) / dx, "NAME/<parameter>" the same by a parameter and
"NAME/<statistic>" a running statistic after one use. Parameters are 0.4 times noise under their own names, gains and
variances 1 plus that.
"""
import torch
import torch.nn.functional as F
from torch import nn
import cases
from cases import Function, Residual, batch, conv, convt, seq
from golden import File, kept, noise

file = File(64)


def case(*of):
    cases.case(file, *of)


class Skip(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


# Windows: odd and even kernels, strides that leave rows over, few and many channels, one pixel, one filter.
case("Conv<5,3>", seq(conv(3, 5, 3)), (3, 7, 6))
case("Conv<20,4,2>", seq(conv(3, 20, 4, 2)), (3, 9, 7))
case("Conv<6,1>", seq(conv(5, 6, 1)), (5, 3, 4))
case("Conv<33,3>", seq(conv(17, 33, 3)), (17, 5, 6))
case("Conv<4,5,3,0>", seq(conv(2, 4, 5, 3, 0)), (2, 11, 9))
case("Conv<1,4,1,0>", seq(conv(18, 1, 4, 1, 0)), (18, 4, 4))
case("Conv<16,2,3,1>", seq(conv(4, 16, 2, 3, 1)), (4, 8, 7))
case("NoBias<Conv<8,4,2>>", seq(conv(1, 8, 4, 2, bias=False)), (1, 10, 13))
case("ConvTranspose<5,4,2>", seq(convt(3, 5, 4, 2)), (3, 4, 5))
case("ConvTranspose<20,3,2>", seq(convt(6, 20, 3, 2)), (6, 4, 3))
case("ConvTranspose<24,4,1,0>", seq(convt(10, 24, 4, 1, 0)), (10, 1, 1))
case("ConvTranspose<1,4,2>", seq(convt(17, 1, 4, 2)), (17, 5, 3))
case("ConvTranspose<3,5,3,0>", seq(convt(4, 3, 5, 3, 0)), (4, 3, 2))
case("NoBias<ConvTranspose<16,2,2,0>>", seq(convt(8, 16, 2, 2, 0, bias=False)), (8, 3, 5))

case("Linear<7>", seq(nn.Linear(11, 7)), (11,))
case("Flatten, Linear<9>", seq(nn.Flatten(), nn.Linear(60, 9)), (5, 3, 4))
case("Flatten, Tanh, Linear<1>", seq(nn.Flatten(), nn.Tanh(), nn.Linear(24, 1)), (2, 3, 4))
case("Linear<24>, Reshape<2,3,4>", seq(nn.Linear(6, 24), nn.Unflatten(1, (2, 3, 4))), (6,))
case("Reshape<4,3,2>", seq(nn.Flatten(), nn.Unflatten(1, (4, 3, 2))), (2, 3, 4))

for mode in ("train", "eval", "batch statistics"):
    case("BatchNorm, " + mode, seq(nn.BatchNorm2d(5)), (5, 4, 3), mode)
case("NoBias<Conv<18,3>>, BatchNorm, LeakyReLU<0.2>", seq(conv(3, 18, 3, bias=False), nn.BatchNorm2d(18), nn.LeakyReLU(0.2)), (3, 5, 5))

case("LeakyReLU<0.2>", seq(nn.LeakyReLU(0.2)), (3, 4, 5))
case("ReLU", seq(nn.ReLU()), (3, 4, 5))
case("Tanh", seq(nn.Tanh()), (3, 4, 5))
case("Sigmoid", seq(nn.Sigmoid()), (3, 4, 5))
case("Dropout<0.3>", seq(Function(lambda x: x * kept(0, "net.0@0", 0.3, x) / 0.7)), (5, 4, 5))
case("Skip<Conv<6,3>, ReLU>", seq(Skip(conv(4, 6, 3), nn.ReLU()), conv(10, 2, 3)), (4, 5, 4))
case("Residual<Conv<4,3>, Tanh>", seq(Residual(conv(4, 4, 3), nn.Tanh()), conv(4, 2, 1)), (4, 5, 4))

# What mathematics is written in, several at a time side by side.
case("unary", Function(lambda x: torch.cat([-x, x.abs(), x * x.sign(), x.exp(), (x + 2).log(), x.tanh(), x.sigmoid(),
                                            F.softplus(30 * x, threshold=1000), (x + 2).sqrt(), (x + 2).rsqrt()], 1)), (3, 4, 5))


def binary(x):
    a, b = x[:, 0:2], x[:, 2:4]
    one, row = x[:, 4:5], x[:, 0:2].mean((2, 3), keepdim=True)
    shared = b.mean((0, 2, 3), keepdim=True)
    return torch.cat([a + one, b - row, shared - a, a * one, a * shared, a / (b + 3), (1 / (row + 2)).expand_as(a),
                      torch.where(a > one, b * b, one * row), torch.where(b < 0.1, a, torch.full_like(b, 0.3))], 1)


case("binary", Function(binary), (5, 3, 4))


def reduction(x):
    y = x * x
    return torch.cat([x * y.sum((1, 2, 3), keepdim=True), x * y.sum((0, 2, 3), keepdim=True), x * y.mean(1, keepdim=True),
                      x * y.mean(0, keepdim=True), x * y.mean(), x * y.sum((2, 3), keepdim=True)], 1)


case("reduction", Function(reduction), (4, 3, 5))
case("movement", Function(lambda x: torch.cat([x[:, 1:4] * x[:, 2:5], F.pad(x[:, 0:2], (0, 0, 0, 0, 1, 2)) * x], 1)), (5, 3, 2))
file.write("layers.safetensors")

# Objectives: the losses of both players and their gradients, of an image's logits and of the picture.
file = File(64)
logits, picture = (batch, 1, 3, 4), (batch, 2, 5, 4)


def objective(name, discriminator, generator):
    r, f = ((4 * noise(0, n, logits)).requires_grad_() for n in ("real_logits", "fake_logits"))
    real, fake = noise(0, "real", picture), noise(0, "fake", picture).requires_grad_()
    if discriminator:
        loss = discriminator(r, f)
        file.add(name + "/D", loss)
        dr, df = torch.autograd.grad(loss, (r, f))
        file.add(name + "/D by real_logits", dr)
        file.add(name + "/D by fake_logits", df)
    if generator:
        loss = generator(f, fake, real)
        file.add(name + "/G", loss)
        df, dx = torch.autograd.grad(loss, (f, fake), allow_unused=True)
        file.add(name + "/G by fake_logits", torch.zeros(logits) if df is None else df)
        file.add(name + "/G by fake", torch.zeros(picture) if dx is None else dx)


def bce(l, label):
    return F.binary_cross_entropy_with_logits(l, torch.full_like(l, label))


def mse(l, label):
    return F.mse_loss(l, torch.full_like(l, label))


def bces(r, f):
    return bce(r, 1.0) + bce(f, 0.0)


objective("saturating", bces, lambda f, x, y: -bce(f, 0.0))
objective("nonsaturating", bces, lambda f, x, y: bce(f, 1.0))
objective("lsgan", lambda r, f: mse(r, 1.0) + mse(f, 0.0), lambda f, x, y: mse(f, 1.0))
objective("l1", None, lambda f, x, y: F.l1_loss(x, y))
objective("l2", None, lambda f, x, y: F.mse_loss(x, y))
objective("nonsaturating + 100 * l1", bces, lambda f, x, y: bce(f, 1.0) + 100 * F.l1_loss(x, y))
objective("2 * lsgan + on<Generator>(l2)", lambda r, f: 2 * (mse(r, 1.0) + mse(f, 0.0)), lambda f, x, y: 2 * mse(f, 1.0) + F.mse_loss(x, y))
file.write("objectives.safetensors")
