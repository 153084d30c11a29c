"""Values and gradients of the layers of the literature, in float64, as layers.py has them of the common ones.

    /usr/bin/python3 tests/golden/more_layers.py        (PyTorch 1.13, numpy 1.24; seconds)

writes more_layers.safetensors. Values beside the input are noise under their names, a "label" 0 to 3. A slope is 1/4,
and a class's gain 1, plus 0.4 times noise; the vector of a spectral norm is 0.4 times noise.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
import cases
from cases import Function, Residual, about, batch, beside, conv, convt, seq
from golden import File, draw, noise, normal

file = File(32)


def case(*of, **wires):
    cases.case(file, *of, **wires)


def parameter(*shape, mean=0.0):
    return about(nn.Parameter(torch.zeros(shape)), mean)


def normal_draws(name, shape):
    return torch.from_numpy(normal(draw(0, name, batch, int(np.prod(shape)))).reshape(batch, *shape))


# Activations.
def slopes(n):
    layer = nn.PReLU(n)
    about(layer.weight, 0.25)
    return layer


case("PReLU", seq(slopes(1)), (3, 4, 5))
case("PReLU, each channel", seq(slopes(3)), (3, 4, 5))
case("ELU<1>", seq(nn.ELU()), (3, 4, 5))
case("ELU<0.3>", seq(nn.ELU(0.3)), (3, 4, 5))
case("SiLU", seq(nn.SiLU()), (3, 4, 5))
case("Softplus", seq(nn.Softplus(threshold=1000)), (3, 4, 5))
case("Softmax", seq(nn.Softmax(1)), (5, 3, 4))
case("Softmax of features", seq(nn.Softmax(1)), (7,))
case("GLU", seq(nn.GLU(1)), (6, 3, 4))
case("Times<-1.5>", Function(lambda x: -1.5 * x), (3, 4, 5))


# Normalisations.
class ChannelsAfter(nn.Module):
    """f(x), and a gain and an offset for each channel."""

    def __init__(self, f, c):
        super().__init__()
        self.f, self.weight, self.bias = f, parameter(c, mean=1.0), parameter(c)

    def forward(self, x):
        d = (1, -1) + (1,) * (x.dim() - 2)
        return self.f(x) * self.weight.view(d) + self.bias.view(d)


def local_response(n, k, scale, beta):
    torchs = nn.LocalResponseNorm(n, scale * n, beta, k)

    def formula(x):
        c = x.shape[1]
        sums = torch.stack([(x[:, max(0, i - n // 2):min(c, i + n // 2 + 1)] ** 2).sum(1) for i in range(c)], 1)
        return x / (k + scale * sums) ** beta

    x = noise(0, "x", (2, 7, 3, 4))
    assert torch.allclose(torchs(x), formula(x), rtol=1e-13, atol=0)
    return seq(torchs)


case("InstanceNorm", seq(nn.InstanceNorm2d(5)), (5, 4, 3))
case("InstanceNorm, affine", seq(nn.InstanceNorm2d(5, affine=True)), (5, 4, 3))
case("LayerNorm", seq(ChannelsAfter(lambda x: F.layer_norm(x, x.shape[1:]), 5)), (5, 4, 3))
case("LayerNorm of features", seq(ChannelsAfter(lambda x: F.layer_norm(x, x.shape[1:]), 7)), (7,))
case("LayerNorm, plain", Function(lambda x: F.layer_norm(x, x.shape[1:])), (5, 4, 3))
case("GroupNorm<3>", seq(nn.GroupNorm(3, 6)), (6, 3, 4))
case("GroupNorm<2>, plain", seq(nn.GroupNorm(2, 6, affine=False)), (6, 3, 4))
case("GroupNorm<1>", seq(nn.GroupNorm(1, 4)), (4, 3, 2))
case("PixelNorm", Function(lambda x: x / torch.sqrt((x * x).mean(1, keepdim=True) + 1e-8)), (5, 3, 4))
case("LocalResponseNorm<5,2,0.1,0.75>", local_response(5, 2.0, 0.1, 0.75), (7, 3, 4))
case("LocalResponseNorm<3,1,0.5,0.5>", local_response(3, 1.0, 0.5, 0.5), (2, 3, 4))
case("LocalResponseNorm<>", local_response(5, 2.0, 2e-5, 0.75), (7, 3, 4))
for mode in ("train", "eval", "batch statistics"):
    case("PlainBatchNorm, " + mode, seq(nn.BatchNorm2d(5, affine=False)), (5, 4, 3), mode)

# Pooling.
case("MaxPool<2>", seq(nn.MaxPool2d(2)), (3, 6, 5))
case("MaxPool<3,2>", seq(nn.MaxPool2d(3, 2)), (3, 7, 8))
case("MaxPool<3,2,1>", seq(nn.MaxPool2d(3, 2, 1)), (3, 6, 7))
case("MaxPool<3,1,1>", seq(nn.MaxPool2d(3, 1, 1)), (3, 4, 5))
case("MaxPool<3,2,0>, reaching over", seq(nn.MaxPool2d(3, 2, ceil_mode=True)), (3, 6, 8))
case("MaxPool<2,2,1>, reaching over", seq(nn.MaxPool2d(2, 2, 1, ceil_mode=True)), (3, 5, 6))
case("MaxPool<4,3,1>, reaching over", seq(nn.MaxPool2d(4, 3, 1, ceil_mode=True)), (3, 7, 9))
case("AvgPool<2>", seq(nn.AvgPool2d(2)), (3, 6, 5))
case("AvgPool<3,2,1>", seq(nn.AvgPool2d(3, 2, 1)), (3, 6, 7))
case("AvgPool<3,1>", seq(nn.AvgPool2d(3, 1)), (3, 4, 5))
case("GlobalSum", Function(lambda x: x.sum((2, 3))), (5, 3, 4))
case("GlobalMean", Function(lambda x: x.mean((2, 3))), (5, 3, 4))

# Resampling.
case("Upsample<2>", seq(nn.Upsample(scale_factor=2)), (3, 3, 4))
case("Upsample<3>", seq(nn.Upsample(scale_factor=3)), (2, 2, 3))
for k in (2, 3, 4):
    case(f"UpsampleBilinear<{k}>", seq(nn.Upsample(scale_factor=k, mode="bilinear", align_corners=False)), (3, 3, 4))


def blur(x):
    row = torch.tensor([1.0, 2.0, 1.0]) / 4
    return F.conv2d(x, torch.outer(row, row).expand(x.shape[1], 1, 3, 3), padding=1, groups=x.shape[1])


case("Blur", Function(blur), (3, 4, 5))


# Borders: above, left, below, right.
def padded(mode, top, left, bottom, right):
    return Function(lambda x: F.pad(x, (left, right, top, bottom), mode))


case("ZeroPad<1>", padded("constant", 1, 1, 1, 1), (3, 3, 4))
case("ZeroPad<1,0,2,3>", padded("constant", 1, 0, 2, 3), (3, 3, 4))
case("ReflectPad<2>", padded("reflect", 2, 2, 2, 2), (3, 3, 4))
case("ReflectPad<0,1,2,3>", padded("reflect", 0, 1, 2, 3), (3, 3, 4))
case("ReplicatePad<2>", padded("replicate", 2, 2, 2, 2), (3, 3, 4))
case("ReplicatePad<3,0,1,4>", padded("replicate", 3, 0, 1, 4), (3, 3, 2))
case("Crop<2,3>", Function(lambda x: x[:, :, 0:2, 0:3]), (3, 4, 5))
case("Crop<2,3,1,2>", Function(lambda x: x[:, :, 1:3, 2:5]), (3, 4, 5))

# Windows.
case("WindowConv<6, 1x7>", seq(nn.Conv2d(3, 6, (1, 7), padding=(0, 3))), (3, 4, 5))
case("WindowConv<5, 3x5>", seq(nn.Conv2d(4, 5, (3, 5), (2, 1), (1, 2))), (4, 6, 5))
case("WindowConv<4, 2x3>", seq(nn.Conv2d(4, 4, (2, 3), (1, 2), (0, 2), (3, 2), 2)), (4, 6, 7))
case("WindowConvTranspose<5, 3x4>", seq(nn.ConvTranspose2d(4, 5, (3, 4), (1, 2), (1, 1))), (4, 3, 4))
case("WindowConvTranspose<6, 4x4>", seq(nn.ConvTranspose2d(4, 6, 4, 2, 1, groups=2)), (4, 3, 2))
case("GroupConv<6,2,3>", seq(nn.Conv2d(4, 6, 3, 1, 1, groups=2)), (4, 4, 5))
case("GroupConv<6,3,4,2>", seq(nn.Conv2d(6, 6, 4, 2, 1, groups=3)), (6, 6, 4))
case("DepthwiseConv<3>", seq(nn.Conv2d(5, 5, 3, 1, 1, groups=5)), (5, 4, 3))
case("DepthwiseConv<4,2>", seq(nn.Conv2d(5, 5, 4, 2, 1, groups=5)), (5, 6, 5))
case("DilatedConv<4,3,2>", seq(nn.Conv2d(3, 4, 3, 1, 2, 2)), (3, 6, 5))
case("DilatedConv<4,3,3,2,1>", seq(nn.Conv2d(3, 4, 3, 2, 1, 3)), (3, 9, 8))
case("ConvTranspose<5,3,2,1,1>", seq(nn.ConvTranspose2d(3, 5, 3, 2, 1, 1)), (3, 3, 4))
case("ConvTranspose<4,5,3,1,2>", seq(nn.ConvTranspose2d(3, 4, 5, 3, 1, 2)), (3, 2, 3))


def same_side(size, kernel, stride):
    """TensorFlow's SAME: the padding before and behind."""
    whole = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return whole // 2, whole - whole // 2


def same_pad(x, kernel, stride):
    return F.pad(x, same_side(x.shape[3], kernel, stride) + same_side(x.shape[2], kernel, stride))


class SameConv(nn.Conv2d):
    def forward(self, x):
        return super().forward(same_pad(x, self.kernel_size[0], self.stride[0]))


class SameConvTranspose(nn.Module):
    """The gradient of SameConv in its input, plus a bias."""

    def __init__(self, i, o, k, s):
        super().__init__()
        self.weight, self.bias, self.k, self.s = parameter(i, o, k, k), parameter(o), k, s

    def forward(self, x):
        n, _, h, w = x.shape
        large = torch.zeros(n, self.bias.numel(), h * self.s, w * self.s, requires_grad=True)
        small = F.conv2d(same_pad(large, self.k, self.s), self.weight, stride=self.s)
        y, = torch.autograd.grad(small, large, x, create_graph=True)
        return y + self.bias.view(1, -1, 1, 1)


for k in (3, 4, 5):
    for s in (1, 2):
        case(f"SameConv<4,{k},{s}>, even", seq(SameConv(3, 4, k, s)), (3, 6, 4))
        case(f"SameConv<4,{k},{s}>, odd", seq(SameConv(3, 4, k, s)), (3, 5, 7))
        case(f"SameConvTranspose<4,{k},{s}>", seq(SameConvTranspose(3, 4, k, s)), (3, 3, 4))


# Attention.
def rows(x):
    return x.flatten(2).transpose(1, 2)  # (N, pixels, channels)


class SelfAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.theta, self.phi, self.g = conv(c, c // 8, 1, bias=False), conv(c, c // 8, 1, bias=False), conv(c, c // 2, 1, bias=False)
        self.o, self.gamma = conv(c // 2, c, 1, bias=False), parameter(1)

    def forward(self, x):
        n, c, h, w = x.shape
        a = torch.softmax(rows(self.theta(x)) @ rows(F.max_pool2d(self.phi(x), 2)).transpose(1, 2), 2)
        y = (a @ rows(F.max_pool2d(self.g(x), 2))).transpose(1, 2).reshape(n, c // 2, h, w)
        return x + self.gamma * self.o(y)


class PaperSelfAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.f, self.g, self.h = conv(c, c // 8, 1, bias=False), conv(c, c // 8, 1, bias=False), conv(c, c, 1, bias=False)
        self.gamma = parameter(1)

    def forward(self, x):
        s = rows(self.f(x)) @ rows(self.g(x)).transpose(1, 2)  # s_ij = f(x_i) g(x_j)
        b = torch.softmax(s, 1)                                # b_ji: over i
        o = torch.einsum("nij,nci->ncj", b, self.h(x).flatten(2))
        return x + self.gamma * o.reshape(x.shape)


case("SelfAttention", seq(SelfAttention(16)), (16, 4, 6))
case("PaperSelfAttention", seq(PaperSelfAttention(8)), (8, 3, 4))
case("PaperSelfAttention of 16 channels", seq(PaperSelfAttention(16)), (16, 2, 3))


# Maxout.
class Largest(nn.Module):
    def __init__(self, pieces):
        super().__init__()
        self.pieces = pieces

    def forward(self, x):
        return x.unflatten(1, (x.shape[1] // self.pieces, self.pieces)).max(2)[0]


class Maxout(nn.Linear):
    def forward(self, x):
        return Largest(3)(super().forward(x))


class ConvMaxout(nn.Conv2d):
    def forward(self, x):
        return Largest(2)(super().forward(x))


case("Maxout<5,3>", seq(Maxout(7, 15)), (7,))
case("ConvMaxout<3,2,3>", seq(ConvMaxout(4, 6, 3, 1, 1)), (4, 4, 5))
case("ConvMaxout<4,2,4,2>", seq(ConvMaxout(3, 8, 4, 2, 1)), (3, 6, 4))


# Sums.
class ResidualWith(nn.Sequential):
    def __init__(self, shortcut, *layers):
        super().__init__(*layers)
        self.shortcut = nn.Sequential(shortcut)

    def forward(self, x):
        y = x
        for key, layer in self.named_children():
            if key != "shortcut":
                y = layer(y)
        return self.shortcut(x) + y


case("Residual<Tanh, Conv<4,3>>", seq(Residual(nn.Tanh(), conv(4, 4, 3))), (4, 3, 4))
case("ResidualWith<Conv<6,1>, SiLU, Conv<6,3>>", seq(ResidualWith(conv(4, 6, 1), nn.SiLU(), conv(4, 6, 3))), (4, 3, 4))
case("ResidualWith<AvgPool<2>, Conv<4,4,2>>", seq(ResidualWith(nn.AvgPool2d(2), conv(4, 4, 4, 2))), (4, 4, 6))


# How weights are kept.
class Spectral(nn.Module):
    """f(x, weight / sigma, bias): sigma by one step of the power method from u, by rows of the weight's first extent."""

    def __init__(self, f, shape, bias, epsilon=1e-12):
        super().__init__()
        self.f, self.epsilon = f, epsilon
        self.weight_orig = parameter(*shape)
        self.register_parameter("bias", parameter(bias) if bias else None)
        self.register_buffer("weight_u", torch.zeros(shape[0]))

    def forward(self, x):
        w = self.weight_orig.flatten(1)

        def unit(t):
            return (t / (t.norm() + self.epsilon)).detach()

        v = unit(self.weight_u @ w)
        u = unit(w @ v)
        sigma = u @ w @ v
        if self.training:
            self.weight_u.copy_(u)
        return self.f(x, self.weight_orig / sigma, self.bias)


class Equalized(nn.Module):
    """f(x, weight times gain rate / sqrt(inputs), bias times rate)."""

    def __init__(self, f, shape, inputs, bias, gain, rate):
        super().__init__()
        self.f, self.scale, self.rate = f, gain * rate / inputs ** 0.5, rate
        self.weight, self.bias = parameter(*shape), parameter(bias)

    def forward(self, x):
        return self.f(x, self.weight * self.scale, self.bias * self.rate)


def conv_3(x, w, b):
    return F.conv2d(x, w, b, 1, 1)


def convt_4_2(x, w, b):
    return F.conv_transpose2d(x, w, b, 2, 1)


def embed(x, w, b):
    return F.embedding(beside["label"], w)


for mode in ("train", "eval"):
    case("SpectralNorm<Conv<5,3>>, " + mode, seq(seq(Spectral(conv_3, (5, 3, 3, 3), 5))), (3, 4, 5), mode)
case("SpectralNorm<Linear<4>>", seq(seq(Spectral(F.linear, (4, 6), 4))), (6,))
case("SpectralNorm<NoBias<Linear<4>>>", seq(seq(Spectral(F.linear, (4, 6), 0))), (6,))
case("SpectralNorm<Flatten, Linear<4>>", seq(seq(nn.Flatten(), Spectral(F.linear, (4, 24), 4))), (2, 3, 4))
case("SpectralNorm<ConvTranspose<5,4,2>>", seq(seq(Spectral(convt_4_2, (3, 5, 4, 4), 5))), (3, 3, 2))
case("SpectralNormWith<0.1, Conv<5,3>, Tanh, Conv<5,3>>",
     seq(seq(Spectral(conv_3, (5, 3, 3, 3), 5, 0.1), nn.Tanh(), Spectral(conv_3, (5, 5, 3, 3), 5, 0.1))), (3, 4, 3))
case("From<label, SpectralNorm<Embedding<4,3>>>", seq(seq(seq(Spectral(embed, (4, 3), 0)))), (2,), label=(1,))
root = 2 ** 0.5
case("Equalized<Conv<5,3>>", seq(seq(Equalized(conv_3, (5, 3, 3, 3), 27, 5, root, 1))), (3, 4, 5))
case("Equalized<ConvTranspose<5,4,2>>", seq(seq(Equalized(convt_4_2, (3, 5, 4, 4), 48, 5, root, 1))), (3, 3, 2))
case("EqualizedWith<1, 0.01, Linear<4>>", seq(seq(Equalized(F.linear, (4, 6), 6, 4, 1.0, 0.01))), (6,))


# Values beside the input.
class With(nn.Sequential):
    def __init__(self, name, *layers):
        super().__init__(*layers)
        self.name = name

    def forward(self, x):
        y = super().forward(beside[self.name])
        return torch.cat([x, y.view(*y.shape[:2], *([1] * (x.dim() - 2))).expand(-1, -1, *x.shape[2:]) if y.dim() < x.dim() else y], 1)


class From(nn.Sequential):
    def __init__(self, name, *layers):
        super().__init__(*layers)
        self.name = name

    def forward(self, x):
        return super().forward(beside[self.name])


class Let(From):
    def forward(self, x):
        beside[self.name] = nn.Sequential.forward(self, x)
        return beside[self.name]


class Table(nn.Module):
    def __init__(self, count, width, mean=0.0):
        super().__init__()
        self.weight = parameter(count, width, mean=mean)

    def forward(self, label):
        return self.weight[label]


class ConditionalBatchNorm(nn.Module):
    def __init__(self, c, classes):
        super().__init__()
        self.gain, self.offset = Table(classes, c, 1.0), Table(classes, c)
        self.register_buffer("running_mean", torch.zeros(c))
        self.register_buffer("running_var", torch.ones(c))

    def forward(self, x):
        y = F.batch_norm(x, self.running_mean, self.running_var, training=self.training)
        d = (*x.shape[:2], *([1] * (x.dim() - 2)))
        return y * self.gain(beside["label"]).view(d) + self.offset(beside["label"]).view(d)


class LinearBatchNorm(nn.Module):
    def __init__(self, c, width):
        super().__init__()
        self.gain, self.bias = nn.Linear(width, c, bias=False), nn.Linear(width, c, bias=False)
        self.register_buffer("running_mean", torch.zeros(c))
        self.register_buffer("running_var", torch.ones(c))

    def forward(self, x):
        y = F.batch_norm(x, self.running_mean, self.running_var, training=self.training)
        return y * (1 + self.gain(beside["v"]))[:, :, None, None] + self.bias(beside["v"])[:, :, None, None]


class AdaIN(nn.Linear):
    def forward(self, x):
        gain, offset = super().forward(beside["w"])[:, :, None, None].chunk(2, 1)
        return F.instance_norm(x, eps=1e-8) * (1 + gain) + offset


class Projection(nn.Module):
    def __init__(self, c, classes):
        super().__init__()
        self.linear, self.embed = nn.Linear(c, 1), Table(classes, c)

    def forward(self, x):
        return self.linear(x) + (self.embed(beside["label"]) * x).sum(1, keepdim=True)


for mode in ("train", "eval"):
    case("ConditionalBatchNorm<label,4>, " + mode, seq(ConditionalBatchNorm(5, 4)), (5, 3, 4), mode, label=(1,))
    case("LinearBatchNorm<v>, " + mode, seq(LinearBatchNorm(5, 6)), (5, 3, 4), mode, v=(6,))
case("AdaIN<w>", seq(AdaIN(6, 10)), (5, 3, 4), w=(6,))
case("Projection<label,4>", seq(Projection(6, 4)), (6,), label=(1,))
case("From<label, Embedding<4,3>>", seq(From("label", Table(4, 3))), (2,), label=(1,))
case("From<label, OneHot<4>>, Linear<3>", seq(From("label", Function(lambda k: F.one_hot(k, 4).double())), nn.Linear(4, 3)), (2,), label=(1,))
case("With<label, Embedding<4,3>>, Conv<4,3>", seq(With("label", Table(4, 3)), conv(5, 4, 3)), (2, 3, 4), label=(1,))
case("With<w, Linear<3>, Tanh>, Conv<4,3>", seq(With("w", nn.Linear(6, 3), nn.Tanh()), conv(5, 4, 3)), (2, 3, 4), w=(6,))
case("With<w>, Linear<3>", seq(With("w"), nn.Linear(7, 3)), (2,), w=(5,))
case("With<v, Conv<2,1>>", seq(With("v", conv(3, 2, 1))), (2, 3, 4), v=(3, 3, 4))
case("Let<h, Linear<6>>, With<h, Tanh>, Linear<2>", seq(Let("h", nn.Linear(3, 6)), nn.Tanh(), With("h", nn.Sigmoid()), nn.Linear(12, 2)), (3,))


# Style, and what draws.
class Faded(nn.Module):
    def __init__(self, new, old):
        super().__init__()
        self.new, self.old = new, old

    def forward(self, x):
        return 0.3 * self.new(x) + 0.7 * self.old(x)


class Noisy(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.weight = parameter(c, mean=0.0)

    def forward(self, x):
        return x + self.weight.view(1, -1, 1, 1) * normal_draws("net.0@0", (1, *x.shape[2:]))


class Constant(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.weight = parameter(*shape, mean=1.0)

    def forward(self, x):
        return self.weight.expand(len(x), *self.weight.shape)


class UntiedBias(nn.Module):
    def __init__(self, *shape):
        super().__init__()
        self.bias = parameter(*shape)

    def forward(self, x):
        return x + self.bias


class Bias(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bias = parameter(c)

    def forward(self, x):
        return x + self.bias.view(1, -1, 1, 1)


class Augmented(nn.Linear):
    def forward(self, x):
        mu, log_sigma = F.leaky_relu(super().forward(x), 0.2).chunk(2, 1)
        return mu + log_sigma.exp() * normal_draws("net.0@0", mu.shape[1:])


class GatedAugmented(nn.Linear):
    def forward(self, x):
        mu, log_variance = F.glu(super().forward(x), 1).chunk(2, 1)
        return mu + (0.5 * log_variance).exp() * normal_draws("net.0@0", mu.shape[1:])


def stddev(x):  # of one group
    d = torch.sqrt(((x - x.mean(0)) ** 2).mean(0) + 1e-8).mean()
    return torch.cat([x, d.expand(len(x), 1, *x.shape[2:])], 1)


case("Fade<t, Tanh, Sigmoid>", Faded(nn.Tanh(), nn.Sigmoid()), (3, 2, 4))
case("AddNoise", seq(Noisy(3)), (3, 4, 5))
case("LearnedConstant<3,2,4>", seq(Constant(3, 2, 4)), (2,))
case("UntiedBias", seq(UntiedBias(3, 2, 4)), (3, 2, 4))
case("Bias", seq(Bias(3)), (3, 2, 4))
case("MinibatchStddev<4>, a smaller batch", Function(stddev), (3, 2, 4))
case("ConditioningAugmentation<4>", seq(Augmented(5, 8)), (5,))
case("GatedConditioningAugmentation<4>", seq(GatedAugmented(5, 16)), (5,))

file.write("more_layers.safetensors")
