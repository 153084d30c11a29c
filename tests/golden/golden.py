"""What the scripts of golden files share: agon's random numbers, its inputs, and the files.

A golden file is a safetensors file of float64. Its tensors are summaries, (steps, 3 + n): of a tensor's numbers x, in
PyTorch's order, the Euclidean norm, the sum, the sum of x[e] sin(e), and x at n places that spread evenly (all of
them, if there are no more). tests/support/golden.hpp reads them and says what an error is.
"""
import json
import os
import struct
import numpy as np
import torch

torch.set_default_dtype(torch.float64)
seed = 1  # of all draws; scripts set their own


def philox(counter, key):
    """Philox 4x32 with ten rounds, elementwise: include/agon/core/random.hpp."""
    c0, c1, c2, c3 = (np.asarray(x, np.uint64) for x in counter)
    k0, k1 = key
    low, word = np.uint64(0xFFFFFFFF), np.uint64(32)
    for _ in range(10):
        a, b = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (b >> word) ^ c1 ^ np.uint64(k0), b & low, (a >> word) ^ c3 ^ np.uint64(k1), a & low
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def stream_of(name):
    """32-bit FNV-1a."""
    h = 2166136261
    for c in name.encode():
        h = (h ^ c) * 16777619 & 0xFFFFFFFF
    return h


def draw(step, name, samples, elements):
    """The words of each element of each sample: (samples, elements)."""
    e, n = np.meshgrid(np.arange(elements), np.arange(samples))
    zero = np.zeros_like(e)
    return philox((e, n, zero + step, zero + stream_of(name)), (seed & 0xFFFFFFFF, seed >> 32))


def uniform(words):
    return (words[0] >> np.uint64(8)).astype(np.float64) * 2.0**-24


def normal(words):
    u = ((words[0] >> np.uint64(8)).astype(np.float64) + 0.5) * 2.0**-24
    v = (words[1] >> np.uint64(8)).astype(np.float64) * 2.0**-24
    return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


def kept(step, name, rate, x):
    """Where dropout's draws of that name let x, (N, C, H, W), pass. Elements count channels last."""
    n, c, h, w = x.shape
    u = uniform(draw(step, name, n, c * h * w)).reshape(n, h, w, c).transpose(0, 3, 1, 2)
    return torch.from_numpy((u >= rate).astype(np.float64)).to(x)


def noise(step, name, shape):
    """Inputs: 2 u - 1 from the stream of the input's name; elements in PyTorch's order."""
    n, size = shape[0], int(np.prod(shape[1:]))
    return torch.from_numpy((2 * uniform(draw(step, name, n, size)) - 1).reshape(shape)).to(torch.get_default_dtype())


def fresh(name, shape):
    """A parameter as agon fills it: normal of deviation 0.02; a norm's gain about 1, a bias zero."""
    if name.endswith("bias"):
        return torch.zeros(shape)
    mean = 1 if len(shape) == 1 else 0
    return torch.from_numpy((mean + 0.02 * normal(draw(0, name, 1, int(np.prod(shape))))).reshape(shape))


def places(size, n):
    """n places in 0 .. size - 1, by the golden section; all of them, if n is not less."""
    if size <= n:
        return np.arange(size)
    k = np.arange(n, dtype=np.uint64)
    return ((k * np.uint64(2654435769) & np.uint64(0xFFFFFFFF)) * np.uint64(size) >> np.uint64(32)).astype(np.int64)


def summary(x, n):
    x = np.asarray(x.detach() if torch.is_tensor(x) else x, np.float64).reshape(-1)
    return np.concatenate(([np.sqrt(np.sum(x * x)), np.sum(x), np.sum(x * np.sin(np.arange(x.size)))], x[places(x.size, n)]))


class File:
    """Collects summaries by name, one row for each call of `add` with that name."""

    def __init__(self, samples, **notes):
        self.samples, self.notes, self.rows = samples, notes, {}

    def add(self, name, x):
        self.rows.setdefault(name, []).append(summary(x, self.samples))

    def write(self, name):
        header, data = {"__metadata__": {key: str(v) for key, v in self.notes.items()}}, b""
        for key, rows in self.rows.items():
            block = np.stack(rows).astype("<f8").tobytes()
            header[key] = {"dtype": "F64", "shape": list(np.stack(rows).shape), "data_offsets": [len(data), len(data) + len(block)]}
            data += block
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        path = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
        with open(path, "wb") as f:
            f.write(struct.pack("<Q", len(text)) + text + data)
        print(path, len(text) + len(data) + 8, "bytes")
