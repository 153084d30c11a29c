"""The Frechet distance of the two sets of tests/metric/frechet.cpp: prints the number expected there.

The square root of the product is taken by the eigenvalues of the product itself, which is not symmetric.
"""
import numpy as np


def features(samples, width, a, b, c):
    """Whole numbers, the same in every language."""
    i, j = np.meshgrid(np.arange(samples), np.arange(width), indexing="ij")
    return ((i * i * a + j * j * b + i * j * c + i * 7 + j * 3) % 1009).astype(np.float64)


def frechet(x, y):
    c1, c2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    shared = np.sqrt(np.linalg.eigvals(c1 @ c2).astype(complex)).sum().real
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(c1) + np.trace(c2) - 2 * shared


print(repr(frechet(features(300, 12, 5, 11, 17), features(200, 12, 3, 29, 41))))
