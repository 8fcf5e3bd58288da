"""Quantiles of the beta distribution, for intervals of rare shares."""

from __future__ import annotations

import math

from numba import njit

TINY = 1e-300
STEPS = 60  # halvings: to the last digits of a share


@njit(cache=True, nogil=True)
def beta_quantile(probability, a, b):
    """The value below which that share of Beta(a, b) lies.

    Args:
        probability: 0 to 1.
        a: more than 0; need not be whole.
        b: likewise.

    >>> round(beta_quantile(0.5, 2.0, 2.0), 6), round(beta_quantile(0.025, 0.5, 50.5), 8)
    (0.5, 9.77e-06)
    """
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@njit(cache=True, nogil=True)
def below(x, a, b):
    """The share of Beta(a, b) below x, by Lentz's continued fraction.

    Reference:
        DLMF 8.17.22.

    >>> round(below(0.3, 2.0, 3.0), 4), below(0.0, 2.0, 3.0), below(1.0, 2.0, 3.0)
    (0.3483, 0.0, 1.0)
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    turned = x > (a + 1) / (a + b + 2)
    if turned:
        x, a, b = 1 - x, b, a
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), TINY)
    total = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / max(1 + even * d, TINY)
        c = max(1 + even / c, TINY)
        total *= c * d
        d = 1 / max(1 + odd * d, TINY)
        c = max(1 + odd / c, TINY)
        total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    share = front * total / a
    return 1 - share if turned else share
