"""The PyTorch release's pool of CycleGAN's pictures, with agon's draws."""
import torch
from golden import draw, uniform


class ImagePool:
    """Full after `capacity` pictures; then, one time in two, a picture of its own goes out."""

    def __init__(self, name, capacity):
        self.name, self.capacity, self.images = name, capacity, []

    def query(self, x, step):
        out = []
        for n, image in enumerate(x.detach()):
            words = draw(step, self.name, n + 1, 2)
            if len(self.images) < self.capacity:
                self.images.append(image.clone())
            elif uniform(words)[n, 0] < 0.5:
                k = int(words[0][n, 1]) * self.capacity >> 32
                image, self.images[k] = self.images[k].clone(), image.clone()
            out.append(image)
        return torch.stack(out)
