"""From reruns with planted releases to how many it takes to be found.

The score of a rerun is the log-odds of directed coordination. It is fitted as a straight line in a
function of the number planted, with normal scatter; scores far from the alarm only say on which
side of it they are. That uses how far each rerun was from the alarm, not merely whether it rang.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REACH = 2.5
"""Log-odds from the alarm beyond which a score only tells its side."""
BELIEF, WORTH = 1.5, 2.0
"""Standard deviation of the scatter as believed beforehand, and the reruns that is worth."""
ROUNDS = 60
"""Of the fit: enough for four digits."""
TAIL = 6.0
"""Standard deviations of a Poisson number that are summed over."""


class Curve(NamedTuple):
    """Fitted lines, one a draw: score = level + slope * scale(planted) + spread * normal."""

    level: Floats
    slope: Floats
    spread: Floats


def scale(planted: Floats) -> Floats:
    """What the score is a line in."""
    return np.asarray(np.sqrt(planted), np.float64)


def fit(planted: Floats, score: Floats) -> Curve:
    """Censored regression (Tobin 1958) by expectation and maximisation, a line for each row.

    Args:
        planted: how many releases each rerun had; a row for each line to be fitted.
        score: its log-odds less those of the alarm.
    """
    x = scale(planted)
    low, high = score <= -REACH, score >= REACH
    seen = np.clip(score, -REACH, REACH)
    level, slope = seen.mean(axis=1), np.ones(len(x))
    spread = np.full(len(x), 2 * BELIEF)
    for _ in range(ROUNDS):
        mean = level[:, None] + slope[:, None] * x
        value, square = expected(seen, mean, spread[:, None], low, high)
        middle, centre = x.mean(axis=1), value.mean(axis=1)
        off = x - middle[:, None]
        slope = (off * value).sum(axis=1) / np.maximum((off * off).sum(axis=1), 1e-9)
        slope = np.maximum(slope, 1e-3)
        level = centre - slope * middle
        mean = level[:, None] + slope[:, None] * x
        total = (square - 2 * value * mean + mean * mean).sum(axis=1)
        spread = np.sqrt((total + WORTH * BELIEF**2) / (x.shape[1] + WORTH))
    return Curve(level, slope, spread)


def expected(
    seen: Floats, mean: Floats, spread: Floats, low: NDArray[np.bool_], high: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Mean and mean square of each score, given where it is seen or on which side it lies."""
    side = np.where(high, 1.0, -1.0)
    edge = side * (seen - mean) / spread
    hazard = np.exp(-0.5 * edge * edge) / math.sqrt(2 * math.pi) / np.maximum(normal(-edge), 1e-12)
    beyond = np.where(edge > 6, edge + 1 / np.maximum(edge, 1), hazard)
    far = mean + side * spread * beyond
    squared = mean * mean + spread**2 + side * spread * beyond * (seen + mean)
    hidden = low | high
    return np.where(hidden, far, seen), np.where(hidden, squared, seen * seen)


def normal(z: Floats) -> Floats:
    """The normal distribution function."""
    grid, values = table()
    return np.interp(z, grid, values)


@cache
def table() -> tuple[Floats, Floats]:
    """The normal distribution function on a fine grid."""
    grid = np.linspace(-9, 9, 36_001)
    return grid, np.array([0.5 * math.erfc(-z / math.sqrt(2)) for z in grid])


def found(curve: Curve, mean: Floats) -> Floats:
    """How often releases at a rate that gives so many in the mean are found, a row a line.

    The number is Poisson's: those who release at that rate release more or fewer in these months.
    None are never found: the study is known not to alarm without them.
    """
    power = np.empty_like(mean)
    for k, rate in enumerate(mean.tolist()):
        half = TAIL * math.sqrt(rate) + 8
        number = np.arange(max(0, math.floor(rate - half)), math.ceil(rate + half) + 1)
        weight = np.exp(number * math.log(rate) - rate - logs(int(number[-1]))[number])
        z = (curve.level[k] + curve.slope[k] * scale(number.astype(np.float64))) / curve.spread[k]
        power[k] = float((weight * normal(z) * (number > 0)).sum() / weight.sum())
    return power


@cache
def logs(most: int) -> Floats:
    """Logarithms of factorials from 0."""
    return np.cumsum(np.r_[0.0, np.log(np.arange(1, most + 1))])


def needed(curve: Curve, power: float, most: float) -> Floats:
    """The mean number at which so large a share is found, a value a line; infinite above `most`."""
    low, high = np.full(len(curve.level), 0.02), np.full(len(curve.level), float(most))
    enough = found(curve, high) >= power
    for _ in range(30):
        middle = np.sqrt(low * high)
        over = found(curve, middle) >= power
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return np.where(enough, high, np.inf)


def draws(planted: Floats, score: Floats, number: int, seed: int) -> Curve:
    """Lines fitted to reruns drawn again with replacement."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(planted), size=(number, len(planted)))
    return fit(planted[chosen], score[chosen])
