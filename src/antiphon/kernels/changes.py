"""When did the level of a series change? Dates with intervals, against noise that drifts.

The series is one weighted mean a period. One change at t splits it into two levels; S(t) is the
weighted sum of squares between them, t̂ the best split, and

    F = S(t̂) / (R / (n - 2)),   R the weighted squares left within both sides.

Series that nothing changed have a best split too, and a large one where good months follow good
months. So F is held against level series of the same length and weights, whose noise follows
itself as an autoregression of unknown strength, any from 0 to `STRONGEST` as likely as another; of
the simulated series those count whose remains are as autocorrelated as the remains of this one.
The p-value is the share of them with as large an F.

The interval of the date holds every t that fits nearly as well as t̂: S(t̂) - S(t) ≤ c R / (n - 2),
with c the 97.5 % quantile of the same at the true date in simulated series with this change, since
how great the change is, is not known. Sides
are split again while changes are found, at the level divided by how many were found and one.

Reads wrong when a level rises and falls back at once: one split sees little of that; when a trend
is slow, which is dated somewhere in its middle; and below `FEWEST` periods, which are not tested.

Reference:
    Eo and Morley (2015), Likelihood-ratio-based confidence sets for the timing of structural
    breaks, Quantitative Economics 6.
    Bai (1997), Estimation of a change point in multiple regression models, Review of Economics and
    Statistics 79.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST = 12
"""Periods below which no change is looked for."""
SHORTEST = 3
"""Periods that a level lasts at least."""
STRONGEST = 0.9
"""The strongest autoregression of noise that is supposed."""
DRAWS = 8_000
NEAREST = 0.1
"""The share of simulated series that count: those as autocorrelated as this one."""
LAGS = 3
"""Autocorrelations of the remains that are added up."""


class Change(NamedTuple):
    """A change of level."""

    at: int
    """The first period of the new level."""
    low: int
    """The earliest period that fits nearly as well."""
    high: int
    """The latest."""
    p_value: float
    """Of as great a change in a series whose level stays."""
    before: float
    """The weighted mean from the change before, or the beginning."""
    after: float
    """The weighted mean to the next change, or the end."""


class Split(NamedTuple):
    """The best split of a series."""

    at: int
    strength: float
    """F."""
    likeness: float
    """Sum of the first autocorrelations of what is left."""


class Found(NamedTuple):
    """What a series shows."""

    changes: list[Change]
    """Every change of level, in order of time."""
    p_value: float | None
    """Of the greatest change of the whole series; none where it is too short or never moves."""


def changes(values: Array, weights: Array, *, seed: int, level: float = 0.04) -> Found:
    """Look for changes of level.

    Args:
        values: one mean a period, without gaps.
        weights: how much each is worth, more than 0: the inverse of its variance, in any unit.
        seed: of the simulated series.
        level: the share of series without a change in which one is found all the same.

    >>> noise = np.random.default_rng(5).normal(0, 0.1, 40)
    >>> found = changes(np.where(np.arange(40) < 22, 1.0, 1.5) + noise, np.ones(40), seed=1)
    >>> [(change.at, change.low <= 22 <= change.high) for change in found.changes]
    [(22, True)]
    """
    whole = tested(values, weights, [seed, 0, len(values)])
    if whole is None:
        return Found([], None)
    found: list[Change] = []
    sides = [(0, len(values), whole)]
    while sides:
        # Of the sides not yet split the one is next whose change is least by chance.
        sides.sort(key=lambda side: (side[2].p_value, side[0]))
        first, last, change = sides.pop(0)
        if change.p_value > level / (len(found) + 1):
            break
        found.append(change)
        for a, b in ((first, change.at), (change.at, last)):
            part = tested(values[a:b], weights[a:b], [seed, a, b])
            if part:
                moved = {"at": part.at + a, "low": part.low + a, "high": part.high + a}
                sides.append((a, b, part._replace(**moved)))
    return Found(levelled(sorted(found), values, weights), whole.p_value)


def levelled(found: list[Change], values: Array, weights: Array) -> list[Change]:
    """The changes with the level on either side, to the next change."""
    edges = [0, *(change.at for change in found), len(values)]
    means = [float(np.average(values[a:b], weights=weights[a:b])) for a, b in pairwise(edges)]
    return [c._replace(before=means[k], after=means[k + 1]) for k, c in enumerate(found)]


def tested(values: Array, weights: Array, seed: list[int]) -> Change | None:
    """The greatest change of a stretch, whatever its p-value."""
    n = len(values)
    if n < FEWEST or float(np.ptp(values)) == 0:
        return None
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((DRAWS, n))
    rho = rng.uniform(0, STRONGEST, DRAWS)
    flat = np.zeros(n)
    strengths, likenesses, _ = simulated(flat, weights, noise, rho, -1, flat[:1])
    own = split(values, weights)
    near = np.argsort(np.abs(likenesses - own.likeness), kind="stable")[: int(NEAREST * DRAWS)]
    p_value = (1 + int((strengths[near] >= own.strength).sum())) / (1 + len(near))
    moment = rng.uniform(-0.5, 0.5, len(near))
    low, high = interval(values, weights, own, rho[near], noise[near], moment)
    return Change(own.at, low, high, p_value, 0.0, 0.0)


def interval(
    values: Array, weights: Array, own: Split, rho: Array, noise: Array, moment: Array
) -> tuple[int, int]:
    """The first and last period that fit nearly as well as the best one."""
    n = len(values)
    squares, left = between(values, weights)
    unit = left[own.at] / (n - 2)
    before = np.average(values[: own.at], weights=weights[: own.at])
    after = np.average(values[own.at :], weights=weights[own.at :])
    # What was found is greater than it is: it was chosen for that.
    shrunk = np.sqrt(max(1 - CHOSEN / own.strength, 0.25))
    shape = np.where(np.arange(n) < own.at, 0.0, (after - before) * shrunk) / np.sqrt(unit)
    _, _, lost = simulated(shape, weights, noise, rho, own.at, moment)
    near = squares[own.at] - squares <= np.quantile(lost, KEPT) * unit
    near[:SHORTEST] = near[n - SHORTEST + 1 :] = False
    fitting = np.flatnonzero(near)
    return int(fitting[0]), int(fitting[-1])


KEPT = 0.975
"""The share of simulated changes that a 95 % interval would hold, were their size the true one."""
CHOSEN = 6.0
"""The strength that the best split of noise has by being the best."""


def split(values: Array, weights: Array) -> Split:
    """The best split of a series, how strong it is, and how autocorrelated what it leaves."""
    squares, left = between(values, weights)
    n = len(values)
    at = SHORTEST + int(np.argmax(squares[SHORTEST : n - SHORTEST + 1]))
    strength, likeness = judged(values, weights, at, squares[at], left[at])
    return Split(at, strength, likeness)


@njit(cache=True, nogil=True)
def between(values, weights):
    """Weighted squares between the sides of a split before each period, and within them."""
    n = len(values)
    total = mean = whole = 0.0
    for t in range(n):
        total += weights[t]
        mean += weights[t] * values[t]
    mean /= total
    for t in range(n):
        whole += weights[t] * (values[t] - mean) ** 2
    squares, left = np.zeros(n), np.full(n, whole)
    held = away = 0.0
    for t in range(1, n):
        held += weights[t - 1]
        away += weights[t - 1] * (values[t - 1] - mean)
        squares[t] = away * away * total / (held * (total - held))
        left[t] = max(whole - squares[t], 1e-300)
    return squares, left


@njit(cache=True, nogil=True)
def judged(values, weights, at, squares, left):
    """The strength of a split, and the sum of the first autocorrelations of what is left."""
    n = len(values)
    rest = np.empty(n)
    for first, last in ((0, at), (at, n)):
        held = total = 0.0
        for t in range(first, last):
            held += weights[t]
            total += weights[t] * values[t]
        for t in range(first, last):
            rest[t] = (values[t] - total / held) * np.sqrt(weights[t])
    whole = (rest * rest).sum() + 1e-300
    likeness = 0.0
    for lag in range(1, LAGS + 1):
        for t in range(lag, n):
            likeness += rest[t] * rest[t - lag]
    return squares / left * (n - 2), likeness / whole


@njit(cache=True, nogil=True)
def simulated(shape, weights, noise, rho, true, moment):
    """Strength and likeness of series of that shape and noise; what the true split lacks, if any.

    A change comes at a moment: up to half a period before the period that it is counted from, or
    after its beginning.
    """
    draws, n = noise.shape
    strengths, likenesses, lost = np.empty(draws), np.empty(draws), np.zeros(draws)
    series = np.empty(n)
    for k in range(draws):
        fresh = np.sqrt(1 - rho[k] * rho[k])
        moved = noise[k, 0]
        for t in range(n):
            if t:
                moved = rho[k] * moved + fresh * noise[k, t]
            series[t] = shape[t] + moved / np.sqrt(weights[t])
        if true >= 0:
            late = moment[k]
            step = shape[true] - shape[true - 1]
            if late > 0:
                series[true] -= late * step
            else:
                series[true - 1] -= late * step
        squares, left = between(series, weights)
        at = SHORTEST
        for t in range(SHORTEST, n - SHORTEST + 1):
            if squares[t] > squares[at]:
                at = t
        strengths[k], likenesses[k] = judged(series, weights, at, squares[at], left[at])
        if true >= 0:
            lost[k] = (squares[at] - squares[true]) / left[at] * (n - 2)
    return strengths, likenesses, lost
