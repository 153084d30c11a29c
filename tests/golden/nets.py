"""The networks of whole steps, with the names that their authors' PyTorch code gives the parameters."""
import torch
from torch import nn
from golden import kept


def dcgan_generator28(base=64, latent=100):
    def up(i, o, k, s, p):
        return [nn.ConvTranspose2d(i, o, k, s, p, bias=False), nn.BatchNorm2d(o), nn.ReLU()]

    return nn.ModuleDict({"main": nn.Sequential(
        *up(latent, 4 * base, 4, 1, 0),
        *up(4 * base, 2 * base, 3, 2, 1),
        *up(2 * base, base, 4, 2, 1),
        nn.ConvTranspose2d(base, 1, 4, 2, 1, bias=False), nn.Tanh())})


def dcgan_discriminator28(base=64):
    def down(i, o):
        return [nn.Conv2d(i, o, 4, 2, 1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.2)]

    return nn.ModuleDict({"main": nn.Sequential(
        nn.Conv2d(1, base, 4, 2, 1, bias=False), nn.LeakyReLU(0.2),
        *down(base, 2 * base),
        *down(2 * base, 4 * base),
        nn.Conv2d(4 * base, 1, 3, 1, 0, bias=False))})


class Dropout(nn.Module):
    """Dropout by agon's draws: `name` and `step` are set before a step."""
    name, step = None, None

    def forward(self, x):
        return x * kept(self.step, self.name, 0.5, x) * 2


class Block(nn.Module):
    """A level of the U with those below it: UnetSkipConnectionBlock of the pix2pix release."""

    def __init__(self, outer, inner, below, dropout):
        super().__init__()
        down = [nn.LeakyReLU(0.2), nn.Conv2d(outer, inner, 4, 2, 1, bias=False)]
        if below:
            down += [nn.BatchNorm2d(inner), below]
        width = 2 * inner if below else inner
        up = [nn.ReLU(), nn.ConvTranspose2d(width, outer, 4, 2, 1, bias=False), nn.BatchNorm2d(outer)]
        self.model = nn.Sequential(*down, *up, *([Dropout()] if dropout else []))

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


def unet(channels, base, depth):
    width = [base * min(2**k, 8) for k in range(depth)]
    below = None
    for k in range(depth - 1, 0, -1):
        below = Block(width[k - 1], width[k], below, dropout=k > 3 and k < depth - 1)
    outermost = nn.Sequential(nn.Conv2d(3, base, 4, 2, 1, bias=False), below, nn.ReLU(),
                              nn.ConvTranspose2d(2 * base, channels, 4, 2, 1), nn.Tanh())
    net = nn.ModuleDict({"model": nn.ModuleDict({"model": outermost})})
    for name, m in net.named_modules():
        if isinstance(m, Dropout):
            m.name = "G." + name + "@0"
    return net


def patchgan(channels, base, strided):
    layers = [nn.Conv2d(channels, base, 4, 2, 1), nn.LeakyReLU(0.2)]
    for k in range(1, strided + 1):
        i, o = (base * min(2**j, 8) for j in (k - 1, k))
        layers += [nn.Conv2d(i, o, 4, 1 if k == strided else 2, 1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.2)]
    layers += [nn.Conv2d(base * min(2**strided, 8), 1, 4, 1, 1)]
    return nn.ModuleDict({"model": nn.Sequential(*layers)})


class Residual(nn.Module):
    """Two convolutions beside a shortcut: ResnetBlock of the CycleGAN release."""

    def __init__(self, c):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c), nn.ReLU(),
            nn.ReflectionPad2d(1), nn.Conv2d(c, c, 3), nn.InstanceNorm2d(c))

    def forward(self, x):
        return x + self.conv_block(x)


def cyclegan_generator(base, blocks):
    return nn.ModuleDict({"model": nn.Sequential(
        nn.ReflectionPad2d(3), nn.Conv2d(3, base, 7), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.Conv2d(base, 2 * base, 3, 2, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.Conv2d(2 * base, 4 * base, 3, 2, 1), nn.InstanceNorm2d(4 * base), nn.ReLU(),
        *(Residual(4 * base) for _ in range(blocks)),
        nn.ConvTranspose2d(4 * base, 2 * base, 3, 2, 1, 1), nn.InstanceNorm2d(2 * base), nn.ReLU(),
        nn.ConvTranspose2d(2 * base, base, 3, 2, 1, 1), nn.InstanceNorm2d(base), nn.ReLU(),
        nn.ReflectionPad2d(3), nn.Conv2d(base, 3, 7), nn.Tanh())})


def cyclegan_discriminator(base):
    return nn.ModuleDict({"model": nn.Sequential(
        nn.Conv2d(3, base, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(base, 2 * base, 4, 2, 1), nn.InstanceNorm2d(2 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * base, 4 * base, 4, 2, 1), nn.InstanceNorm2d(4 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(4 * base, 8 * base, 4, 1, 1), nn.InstanceNorm2d(8 * base), nn.LeakyReLU(0.2),
        nn.Conv2d(8 * base, 1, 4, 1, 1))})
