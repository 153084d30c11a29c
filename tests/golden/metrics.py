"""The numbers that tests/metric/*.cpp expect, in tests/golden/metrics.json, by NumPy, SciPy and scikit-learn.

The sets are those of tests/support/metrics.hpp: whole numbers by 2^-16, so that they are the same in every language.
"""
import json
import os

import numpy as np
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist
from scipy.special import logsumexp, softmax
from scipy.stats import entropy
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.svm import LinearSVC

low = 0xFFFFFFFF


def uniform(samples, width, seed):
    """Multiples of 2^-16 in [0, 1)."""
    i, j = np.meshgrid(np.arange(samples, dtype=np.uint64), np.arange(width, dtype=np.uint64), indexing="ij")
    h = (i * np.uint64(0x9E3779B1) + j * np.uint64(0x85EBCA77) + np.uint64(seed * 0xC2B2AE3D & low)) & np.uint64(low)
    for shift, factor in ((15, 0x2C1B3C6D), (12, 0x297A2D39), (15, 1)):
        h = (h ^ (h >> np.uint64(shift))) * np.uint64(factor) & np.uint64(low)
    return (h >> np.uint64(16)).astype(np.float64) / 2**16


def cloud(samples, width, seed, spread=1.0, shift=0.0):
    """Sums of three: nearly normal, of deviation spread / 2."""
    return spread * (sum(uniform(samples, width, 3 * seed + k) for k in range(3)) - 1.5) + shift


def classes(samples, width, seed, count):
    """Clouds about as many places, which overlap; sample i is of class i % count."""
    labels = np.arange(samples) % count
    return cloud(samples, width, seed) + 0.25 * ((labels[:, None] * 7 + np.arange(width) * 3) % 5 - 2), labels


def frechet(x, y):
    c1, c2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c1 + c2 - 2 * np.real(sqrtm(c1 @ c2)))


def squared_mmd(x, y):
    k = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3
    apart = lambda a: (k(a, a).sum() - np.trace(k(a, a))) / (len(a) * (len(a) - 1))
    return apart(x) + apart(y) - 2 * k(x, y).mean()


def philox(counter, key):
    """One block of Philox 4x32 with ten rounds: include/agon/core/random.hpp."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b >> 32 ^ c[1] ^ k[0], b & low, a >> 32 ^ c[3] ^ k[1], a & low]
        k = [k[0] + 0x9E3779B9 & low, k[1] + 0xBB67AE85 & low]
    return c


def some_of(count, size, name, seed, which):
    stream = 2166136261
    for c in name.encode():
        stream = (stream ^ c) * 16777619 & low
    all_of_them = list(range(count))
    for i in range(size):
        at = i + (philox((0, i, which, stream), (seed & low, seed >> 32))[0] * (count - i) >> 32)
        all_of_them[i], all_of_them[at] = all_of_them[at], all_of_them[i]
    return all_of_them[:size]


def kernel_distance(x, y, subsets, size, seed):
    of = [squared_mmd(x[some_of(len(x), size, "metric.first", seed, s)], y[some_of(len(y), size, "metric.second", seed, s)])
          for s in range(subsets)]
    return [np.mean(of), np.std(of)]


def precision_recall(real, generated, k):
    radius = lambda x: np.sort(cdist(x, x), axis=1)[:, k]
    d = cdist(real, generated)
    in_real, in_generated = d <= radius(real)[:, None], d <= radius(generated)[None, :]
    return [in_real.any(0).mean(), in_generated.any(1).mean(), in_real.sum() / (k * len(generated)), in_real.any(1).mean()]


def classifier_score(p, splits):
    n = len(p)
    of = []
    for s in range(splits):
        part = p[s * n // splits:(s + 1) * n // splits]
        of.append(np.exp(np.mean([entropy(row, part.mean(0)) for row in part])))
    return [np.mean(of), np.std(of)]


def lattice():
    return np.array([[2.0 * a, 2.0 * b] for a in range(-2, 3) for b in range(-2, 3)])


def mixture():
    """Samples about the first 20 of 25 modes, more about some, one in seven far off."""
    i = np.arange(500)
    mode = i * i % 23 % 20
    return lattice()[mode] + cloud(500, 2, 8, 0.125) * np.where(i % 7 == 3, 8.0, 1.0)[:, None]


def mixture_modes(x, deviation, within):
    d = cdist(x, lattice())
    mode, good = d.argmin(1), d.min(1) <= within * deviation
    counts = np.bincount(mode, minlength=25)
    return [len(set(mode[good])), good.mean(), entropy(counts, np.ones(25))]


def parzen(samples, points, sigma):
    d = cdist(points, samples, "sqeuclidean")
    ll = logsumexp(-0.5 * d / sigma**2, axis=1) - np.log(len(samples))
    return ll - points.shape[1] * np.log(sigma * np.sqrt(2 * np.pi))


def likelihood(ll):
    return [ll.mean(), ll.std() / np.sqrt(len(ll))]


def perceptual_distance(a, b, weights):
    total = 0
    for x, y, w in zip(a, b, weights):
        unit = lambda v: v / (np.sqrt((v**2).sum(1, keepdims=True)) + 1e-10)
        total = total + (np.asarray(w)[None, :, None, None] * (unit(x) - unit(y)) ** 2).sum(1).mean((1, 2))
    return total


golden = {}
x, y = cloud(60, 10, 1), cloud(45, 10, 2, 1.25, 0.25)
golden["frechet"] = [frechet(x, y)]
golden["squared_mmd"] = [squared_mmd(x, y)]
golden["kernel_distance"] = kernel_distance(x, y, 7, 20, (5 << 32) + 3)
many, other = cloud(700, 4, 3), cloud(600, 4, 4, 0.75, 0.125)
for k in (1, 3, 5):
    golden[f"precision_recall {k}"] = precision_recall(many, other, k)
logits = cloud(50, 6, 5, 8.0)
golden["logits 1"], golden["logits 4"] = (classifier_score(softmax(logits, axis=1), s) for s in (1, 4))
golden["probabilities 4"] = classifier_score(uniform(50, 6, 6) / uniform(50, 6, 6).sum(1, keepdims=True), 4)
golden["mixture 3"], golden["mixture 4"] = (mixture_modes(mixture(), 0.0625, w) for w in (3, 4))
labels = np.arange(300) * np.arange(300) % 31 % 12
golden["class_modes"] = [len(set(labels)), entropy(np.bincount(labels, minlength=12), np.ones(12)),
                         entropy(np.bincount(labels, minlength=12), np.arange(1, 13))]
samples, validation, test = cloud(700, 20, 11), cloud(90, 20, 12), cloud(110, 20, 13)
grid = np.logspace(-1, 0, 10)
ll = [parzen(samples, validation, s) for s in grid]
best = grid[np.argmax([l.mean() for l in ll])]
golden["parzen"] = [best, max(l.mean() for l in ll), *likelihood(parzen(samples, test, best))]
golden["parzen 0.01"] = likelihood(parzen(samples, test, 0.01))
near = NearestNeighbors(n_neighbors=4, algorithm="brute").fit(many)
distance, row = near.kneighbors(other)
golden["nearest"] = [*row[:20].reshape(-1).tolist(), *(distance[:20] ** 2).reshape(-1)]
f, l = classes(150, 8, 21, 4)
unseen, of_unseen = classes(400, 8, 22, 4)
svm = LinearSVC(C=0.5, loss="squared_hinge", dual=True, tol=1e-11, max_iter=1000000, random_state=0).fit(f, l)
golden["svm"] = [*svm.coef_.reshape(-1), *svm.intercept_, svm.score(f, l), svm.score(unseen, of_unseen)]
f, l = classes(120, 8, 23, 2)
unseen, of_unseen = classes(300, 8, 24, 2)
regression = LogisticRegression(C=0.7, tol=1e-13, solver="newton-cholesky", max_iter=1000).fit(f, l)
golden["logistic"] = [*regression.coef_[0], *regression.intercept_, regression.score(unseen, of_unseen),
                      *regression.predict_proba(unseen)[:5, 1]]
maps = lambda seed: [cloud(3, 5 * 4 * 6, seed).reshape(3, 5, 4, 6), cloud(3, 2 * 3 * 3, seed + 1, 2.0).reshape(3, 2, 3, 3)]
weights = [[0.5, 0.0, 1.0, 2.0, 0.25], [1.0, 3.0]]
golden["perceptual"] = perceptual_distance(maps(31), maps(33), weights)
golden["perceptual even"] = perceptual_distance(maps(31), maps(33), [np.ones(5), np.ones(2)])

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json")
with open(path, "w") as file:
    file.write("{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps([float(v) for v in values])}" for k, values in golden.items()) + "\n}\n")
print(open(path).read())
