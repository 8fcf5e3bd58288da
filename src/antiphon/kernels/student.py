"""Quantiles of Student's distribution, for means over few accounts."""

from __future__ import annotations

import math
from statistics import NormalDist

MANY = 1e6
"""From so many degrees of freedom on it is the normal distribution."""


def quantile(probability: float, freedom: float) -> float:
    """The value below which that share of Student's distribution lies.

    Args:
        probability: 0 to 1, exclusive.
        freedom: degrees of freedom, more than 0; need not be whole.

    >>> round(quantile(0.975, 1), 3), round(quantile(0.975, 10), 3), round(quantile(0.975, 1e9), 3)
    (12.706, 2.228, 1.96)
    """
    if freedom >= MANY:
        return NormalDist().inv_cdf(probability)
    if probability < 0.5:
        return -quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while distribution(high, freedom) < probability:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if distribution(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def distribution(value: float, freedom: float) -> float:
    """The share of Student's distribution below a value of 0 or more.

    >>> distribution(0.0, 3.0), round(distribution(2.0, 4.0), 4)
    (0.5, 0.9419)
    """
    return 1 - incomplete_beta(freedom / (freedom + value * value), freedom / 2, 0.5) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction.

    Reference:
        DLMF 8.17.22.

    >>> round(incomplete_beta(0.3, 2.0, 3.0), 4)
    0.3483
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    c, d = 1.0, 1 / max(1 - (a + b) * x / (a + 1), tiny)
    total = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / max(1 + term * d, tiny)
            c = max(1 + term / c, tiny)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * total / a
