"""How long it took: log-normal lags and half-normal releases, of dates that are intervals.

A date stands for an interval in which the true time is uniform. The lag between two such dates has
a trapezoid for its density, whose distribution function is a second difference of x² / 2. The
likelihood of a lag is the lag density averaged over that trapezoid, in cells that are narrow on the
scale of log-lags: the weights of the cells are exact, and an expectation step can say in which cell
the lag was. Against a known time the average is a difference of two distribution functions.
"""

from __future__ import annotations

import math

from numba import njit

ROOT_TWO = math.sqrt(2.0)
ROOT_TAU = math.sqrt(2.0 * math.pi)
NARROW = 0.3
"""An interval below this share of the lag is a point."""
LEAST = 15.0
"""End of the first cell, seconds."""
RATIO = math.exp(0.35)
CELLS = 48


@njit(cache=True, nogil=True)
def phi(z):
    """Density of the standard normal distribution."""
    return math.exp(-0.5 * z * z) / ROOT_TAU


@njit(cache=True, nogil=True)
def below(z):
    """Distribution function of the standard normal distribution."""
    return 0.5 * math.erfc(-z / ROOT_TWO)


@njit(cache=True, nogil=True)
def earlier(x, low, high, low_from, high_from):
    """Probability that a lag is at most x: uniform [low, high) minus uniform [low_from, high_from).

    >>> earlier(0.0, 0.0, 1.0, 0.0, 1.0), earlier(2.0, 0.0, 1.0, 0.0, 1.0)
    (0.5, 1.0)
    """
    total = 0.0
    for corner, sign in (
        (low - high_from, 1.0),
        (low - low_from, -1.0),
        (high - high_from, -1.0),
        (high - low_from, 1.0),
    ):
        if x > corner:
            total += sign * 0.5 * (x - corner) ** 2
    return total / ((high - low) * (high_from - low_from))


@njit(cache=True, nogil=True)
def cells(low, high, low_from, high_from, logs, weights):
    """Fill log-lags and their weights; return how many. Weights sum to P(lag > 0)."""
    middle = 0.5 * (low + high - low_from - high_from)
    if high - low_from <= 0:
        return 0
    if (high - low) + (high_from - low_from) < NARROW * middle:
        logs[0] = math.log(middle)
        weights[0] = 1.0
        return 1
    count = 0
    start, end = 0.0, LEAST
    until = earlier(0.0, low, high, low_from, high_from)
    while start < high - low_from and count < CELLS:
        if count == CELLS - 1:
            end = high - low_from
        reached = earlier(end, low, high, low_from, high_from)
        if reached > until + 1e-12:
            logs[count] = math.log(max(0.5, math.sqrt(max(start, 0.25 * end) * end)))
            weights[count] = reached - until
            count += 1
            until = reached
        start, end = end, end * RATIO
    return count


@njit(cache=True, nogil=True)
def lognormal(log_lag, mu, sigma):
    """Density of a log-normal lag, per second."""
    z = (log_lag - mu) / sigma
    return phi(z) / (sigma * math.exp(log_lag))


@njit(cache=True, nogil=True)
def lognormal_after(low, high, mu, sigma):
    """Mean density of a log-normal lag that ends in [low, high), and E log, E log² given that."""
    if high <= 0.5:
        return 0.0, 0.0, 0.0
    middle = 0.5 * (low + high)
    if high - low < NARROW * middle:
        y = math.log(max(middle, 0.5))
        return lognormal(y, mu, sigma), y, y * y
    b = (math.log(high) - mu) / sigma
    a = (math.log(max(low, 0.5)) - mu) / sigma
    # In the upper tail differences of distribution functions lose their digits.
    mass = below(-a) - below(-b) if a > 0 else below(b) - below(a)
    if mass < 1e-12:
        y = math.log(max(middle, 0.5))
        return lognormal(y, mu, sigma), y, y * y
    first = (phi(a) - phi(b)) / mass
    second = 1.0 + (a * phi(a) - b * phi(b)) / mass
    square = mu * mu + 2.0 * mu * sigma * first + sigma * sigma * second
    return mass / (high - low), mu + sigma * first, square


@njit(cache=True, nogil=True)
def halfnormal_after(low, high, scale):
    """Mean density of a half-normal lag that ends in [low, high), and E square given that."""
    if high <= 0:
        return 0.0, 0.0
    wide, low = high - low, max(low, 0.0)
    middle = 0.5 * (low + high)
    a, b = low / scale, high / scale
    mass = 2.0 * (below(-a) - below(-b))
    if high - low < NARROW * scale or mass < 1e-12:
        value = 2.0 * phi(middle / scale) / scale * (high - low) / wide
        return value, middle * middle
    second = 1.0 + 2.0 * (a * phi(a) - b * phi(b)) / mass
    return mass / wide, scale * scale * second
