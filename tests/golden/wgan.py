"""Six steps of the critic's and three of the generator's of small WGAN and WGAN-GP systems in float64, from agon's
weights, noise and inputs.

    python3 tests/golden/wgan.py        (PyTorch 2.15, numpy 2; seconds)

writes wgan.safetensors and wgan_gp.safetensors: by step of the critic's, the summaries of all parameters, the
optimisers' moments, running statistics, the losses and the critic's estimate; of the generator's, a row for each of its
own steps. The root of the slope has agon's little number in it: slopes of fresh critics are so small that it is seen.
"""
import torch
from torch import nn
import golden
from golden import File, draw, noise, normal, stream_of, uniform
from training import move, prepare, record

batch, latent, critic_steps = 4, 6, 2


def generator():
    return nn.Sequential(nn.Linear(latent, 32), nn.Unflatten(1, (8, 2, 2)), nn.BatchNorm2d(8), nn.ReLU(),
                         nn.ConvTranspose2d(8, 4, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(4, 1, 4, 2, 1), nn.Tanh())


def critic(norm):
    second = [nn.Conv2d(8, 8, 4, 2, 1, bias=not norm)] + ([nn.BatchNorm2d(8)] if norm else [])
    return nn.Sequential(nn.Conv2d(1, 8, 4, 2, 1), nn.LeakyReLU(0.2), *second, nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(32, 1))


def system(penalty, seed):
    golden.seed = seed
    file = File(16, seed=seed, batch=batch)
    G, D = prepare(generator(), "G"), prepare(critic(not penalty), "D")

    def optimiser(net):
        return torch.optim.Adam(net.parameters(), 1e-4, (0.5, 0.9), 1e-8) if penalty else torch.optim.RMSprop(net.parameters(), 5e-5, 0.99, 1e-8)

    of_g, of_d = optimiser(G), optimiser(D)
    for t in range(1, 3 * critic_steps + 1):
        real = noise(t, "real", (batch, 1, 8, 8))
        fake = G(torch.from_numpy(normal(draw(t, "z", batch, latent)))).detach()
        distance = D(real).mean() - D(fake).mean()
        loss_d = -distance
        if penalty:
            u = torch.from_numpy(uniform(draw(t, "objective.gradient_penalty", batch, 1))).reshape(batch, 1, 1, 1)
            x = (real + u * (fake - real)).requires_grad_()
            slope, = torch.autograd.grad(D(x).sum(), x, create_graph=True)
            loss_d = loss_d + 10 * (((slope.flatten(1).square().sum(1) + 1e-12).sqrt() - 1) ** 2).mean()
        move(of_d, D, loss_d)
        if not penalty:
            for p in D.parameters():
                p.data.clamp_(-0.01, 0.01)
        if t % critic_steps == 0:
            golden.seed = seed ^ stream_of("beside") << 32
            loss_g = -D(G(torch.from_numpy(normal(draw(t, "z of the generator", batch, latent))))).mean()
            golden.seed = seed
            move(of_g, G, loss_g)
            record(file, G, "G", of_g)
            file.add("loss.G", loss_g)
        record(file, D, "D", of_d)
        file.add("loss.D", loss_d)
        file.add("distance", distance)
    return file


system(False, 1).write("wgan.safetensors")
system(True, 2).write("wgan_gp.safetensors")
