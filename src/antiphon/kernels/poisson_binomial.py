"""Tails of sums of independent yes-or-no events whose chances differ.

The sum is exact by recursion. Every term is positive, so that the smallest tails keep their
digits. Many rare events may be given as one Poisson number: a yes of chance p is at most a Poisson
number of mean -log(1 - p), so that the tail is never too small by it. Where the recursion would
take too long, Lugannani and Rice's (1980) formula with Daniels's (1987) second correction for
whole numbers takes its place.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

STEPS = 1 << 22  # steps of the recursion before the saddlepoint takes its place
FLAT = 1e-4  # signed root below which the saddlepoint formula is taken at its limit


@njit(cache=True, nogil=True)
def poisson_upper(mean, least):
    """Probability that a Poisson number is at least so much, by increasing counts 0…least."""
    found = np.ones(least + 1)
    if mean <= 0.0:
        found[1:] = 0.0
        return found
    count = least + 1
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1.0))
    total = 0.0
    while term > 0.0 and (count <= mean or term > 1e-17 * total):
        total += term
        count += 1
        term *= mean / count
    for k in range(least, 0, -1):
        total += math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0))
        found[k] = min(total, 1.0)
    return found


@njit(cache=True, nogil=True)
def upper(chances, rest, least):
    """Probability that yeses of these chances and a Poisson number of mean `rest` reach `least`.

    Args:
        chances: between 0 and 1.
        rest: mean of the Poisson number; 0 for none.
        least: whole number.

    >>> upper(np.array([0.5, 0.5]), 0.0, 2)
    0.25
    >>> round(upper(np.zeros(0), 1.0, 1), 4)
    0.6321
    """
    if least <= 0:
        return 1.0
    if rest <= 0.0 and least > len(chances):
        return 0.0
    if len(chances) * least > STEPS:
        return saddlepoint(chances, rest, least)
    below = np.zeros(least)
    below[0] = 1.0
    reached = 0.0
    for i in range(len(chances)):
        p = chances[i]
        reached += below[least - 1] * p
        for k in range(min(i + 1, least - 1), 0, -1):
            below[k] = below[k] * (1.0 - p) + below[k - 1] * p
        below[0] *= 1.0 - p
    if rest > 0.0:
        more = poisson_upper(rest, least)
        for k in range(least):
            reached += below[k] * more[least - k]
    return min(reached, 1.0)


@njit(cache=True, nogil=True)
def cumulants(chances, rest, tilt):
    """The cumulant generating function at a tilt, its first, second and third derivative."""
    grown = math.exp(tilt)
    zeroth, first, second, third = rest * (grown - 1.0), rest * grown, rest * grown, rest * grown
    for p in chances:
        whole = 1.0 - p + p * grown
        q = p * grown / whole
        zeroth += math.log(whole)
        first += q
        second += q * (1.0 - q)
        third += q * (1.0 - q) * (1.0 - 2.0 * q)
    return zeroth, first, second, third


@njit(cache=True, nogil=True)
def saddlepoint(chances, rest, least):
    """As `upper`, in closed form: relative error below 1 in 100 where the variance is 10 or more.

    The tilt at which `least` - 1/2 is the mean is found by halving: it never runs away.
    """
    aim = least - 0.5
    low, high = -1.0, 1.0
    while low > -700.0 and cumulants(chances, rest, low)[1] > aim:
        low *= 2.0
    while high < 700.0 and cumulants(chances, rest, high)[1] < aim:
        high *= 2.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if cumulants(chances, rest, middle)[1] < aim:
            low = middle
        else:
            high = middle
    tilt = 0.5 * (low + high)
    zeroth, _, second, third = cumulants(chances, rest, tilt)
    root = math.copysign(math.sqrt(max(2.0 * (tilt * aim - zeroth), 0.0)), tilt)
    density = math.exp(-0.5 * root * root) / math.sqrt(2.0 * math.pi)
    if abs(root) < FLAT:
        return 0.5 - density * (root + third / (6.0 * second**1.5))
    scaled = 2.0 * math.sinh(0.5 * tilt) * math.sqrt(second)
    tail = 0.5 * math.erfc(root / math.sqrt(2.0)) + density * (1.0 / scaled - 1.0 / root)
    return min(max(tail, 0.0), 1.0)
