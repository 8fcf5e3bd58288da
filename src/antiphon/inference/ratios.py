"""Likelihood ratios: how much more probable what was seen is if a hypothesis holds."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SHAPE = 0.5
"""Shape of the gamma distribution of rates of error: wide, most of them small."""
SHARES = np.exp(np.linspace(math.log(0.003), math.log(0.9), 400))
"""What share of messages a mechanism may have where there is one; log-uniform."""
LEAST = 0.02
"""Messages that are taken for something by mistake, mean, in any study however small."""
RARER = 0.8
"""A mistake that looks surer by one, in log-odds, is e^-0.8 times as frequent."""
SUREST = 14.0
"""How sure a mechanism looks where it is at work: log-odds from 0 to this, uniform."""
HEARD = 10.0
"""No message counts as surer than this, in log-odds: the mixture was not tried beyond."""
PLACES = np.array([NormalDist().inv_cdf((1 + (k + 0.5) / 100) / 2) ** 2 / 2 for k in range(100)])
"""A hundred equally probable places of the gamma distribution of shape ½ and scale 1."""
EXCESS = np.exp(np.linspace(math.log(0.03), math.log(3.4), 200))
"""By what factor plans may raise a count, as its logarithm; log-uniform from 3 % to thirtyfold."""
GRID = np.linspace(-4.0, 4.0, 161)
"""Places in standard deviations at which a normal distribution is summed."""


def of_count(found: float, among: int, error: float) -> float:
    """Log-likelihood ratio of so many messages by a mechanism, against error alone.

    By error alone the number is Poisson, and its mean has a gamma distribution of shape ½ around
    error · among, or around 0.02 if that is less; otherwise π · among is added to it, π log-uniform
    from 0.3 to 90 %.

    Args:
        found: expected number of messages with the mechanism: a sum of probabilities.
        among: messages.
        error: share of messages that is taken for it by mistake, to be expected.

    >>> round(of_count(0, 0, 0.01), 3)
    0.0
    >>> of_count(5, 100, 0.001) > 4 > 0 > of_count(0, 100, 0.001)
    True
    """
    return of_marked([found], [0.0], among, error)


def of_sure(chances: Sequence[float], among: int, error: float) -> float:
    """The same of messages with these probabilities, each with how sure it looks.

    A mistake looks as sure as that, in log-odds above even, with density 0.8 e^(−0.8 odds); a
    message that came about so with 1 / 14, up to 14. What is below even looks as if at even odds.

    >>> of_sure([0.9999], 100, 0.0001) > of_count(1, 100, 0.0001) > of_sure([0.7], 100, 0.0001)
    True
    """
    marks = [likelier(chance) for chance in chances]
    return of_marked(chances, marks, among, error)


def likelier(chance: float) -> float:
    """How much more probable it is to look so sure by the mechanism than by mistake, as a log.

    >>> [round(likelier(p), 2) for p in (0.2, 0.5, 0.99, 1.0)]
    [-2.42, -2.42, 1.26, 5.58]
    """
    odds = math.log(chance / (1 - chance)) if 0 < chance < 1 else HEARD * (2 * chance - 1)
    return min(max(odds, 0.0), HEARD) * RARER - math.log(RARER * SUREST)


def of_marked(found: Sequence[float], marks: Sequence[float], among: int, error: float) -> float:
    """Log-likelihood ratio of numbers of messages, each number with what else speaks for it.

    Args:
        found: expected messages.
        marks: log-likelihood ratio of what such messages look like; a value for each number.
        among: messages.
        error: share of messages that is taken for it by mistake, to be expected.
    """
    if among <= 0:
        return 0.0
    number = math.fsum(found)
    wrong = max(error * among, LEAST) / SHAPE
    null = (
        math.lgamma(number + SHAPE)
        - math.lgamma(SHAPE)
        - math.lgamma(number + 1)
        - SHAPE * math.log1p(wrong)
        - number * math.log1p(1 / wrong)
    )
    mistakes = wrong * PLACES[:, None]
    both = np.minimum(mistakes + SHARES[None, :] * among, max(among, 1.0))
    mistakes = np.minimum(mistakes, both)
    logs = -both - math.lgamma(number + 1)
    for mark, count in sorted(classes(found, marks).items()):
        rate = mistakes + (both - mistakes) * math.exp(mark)
        logs = logs + count * np.log(np.maximum(rate, 1e-300))
    top = float(logs.max())
    return top + math.log(float(np.mean(np.exp(logs - top)))) - null


def classes(found: Sequence[float], marks: Sequence[float]) -> dict[float, float]:
    """The sum of what has like marks, to a tenth; whatever the order, the same to the last bit.

    >>> classes([1.0, 0.5, 2.0], [0.31, 0.29, 2.0]) == {0.3: 1.5, 2.0: 2.0}
    True
    """
    by: dict[float, list[float]] = {}
    for count, mark in zip(found, marks, strict=True):
        by.setdefault(round(mark, 1), []).append(count)
    return {mark: math.fsum(counts) for mark, counts in by.items()}


class Count(NamedTuple):
    """Pairs within Δ, and what the jitter of an interval makes of it."""

    observed: float
    expected: float
    deviation: float
    interval: int
    """Seconds."""


def of_excess(mine: Count, controls: Sequence[Count], reaction: float, differ: float) -> float:
    """Log-likelihood ratio of more pairs than common reaction explains.

    News and routine faster than the interval raise counts by a factor ρ, log-normal around 1 with
    deviation `reaction` · √(interval in hours), in the pair and in its controls alike but for a
    log-normal factor of deviation `differ`. A plan raises the pair's count beside by a factor
    whose logarithm is log-uniform from 0.03 to 3.4. Counts are quasi-Poisson: their variance is
    the one under jitter.

    Args:
        mine: the pair.
        controls: pairs with reference blocs.
        reaction: see above, per hour.
        differ: see above.

    >>> quiet, loud = Count(100, 100, 10, 3600), Count(400, 100, 10, 3600)
    >>> of_excess(loud, [quiet], 0.6, 0.05) > 5 > 0 > of_excess(quiet, [quiet], 0.6, 0.05)
    True
    >>> of_excess(loud, [loud], 0.6, 0.05) < 0
    True
    """
    spread = reaction * math.sqrt(mine.interval / 3600)
    rho = spread * GRID
    logs = -0.5 * GRID**2
    for control in controls:
        logs = logs + quasi_poisson(control, rho)
    weight: Array = np.exp(logs - logs.max())
    weight /= weight.sum()
    inner = differ * GRID[::4]
    apart: Array = np.exp(-0.5 * GRID[::4] ** 2)
    apart /= apart.sum()
    at = rho[:, None] + inner[None, :]
    null: Array = quasi_poisson(mine, at)
    top = float(null.max())
    both = weight[:, None] * apart[None, :]
    base = float(np.sum(both * np.exp(null - top)))
    more = [float(np.sum(both * np.exp(quasi_poisson(mine, at + up) - top))) for up in EXCESS]
    return math.log(max(sum(more) / len(more), 1e-300)) - math.log(max(base, 1e-300))


def quasi_poisson(count: Count, log_factor: Array) -> Array:
    """Log-density of a count whose mean is raised by a factor, but for a constant."""
    if count.expected <= 0:
        return np.zeros_like(log_factor)
    scatter = max(count.deviation**2 / count.expected, 0.5)
    mean = count.expected * np.exp(log_factor)
    found: Array = (count.observed * np.log(mean) - mean) / scatter
    return found


def of_scales(ratios: Sequence[float]) -> float:
    """Log-likelihood ratio when a plan shows at one of several time scales, each as probable.

    >>> of_scales([]), round(of_scales([0.0, math.log(3)]), 3) == round(math.log(2), 3)
    (0.0, True)
    """
    if not ratios:
        return 0.0
    top = max(ratios)
    return top + math.log(sum(math.exp(r - top) for r in ratios) / len(ratios))


def of_ways(ratios: Sequence[float], each: float) -> float:
    """Log-likelihood ratio of a hypothesis that shows in one way or more.

    Where it holds it shows in each way with probability `each`, independently, and in one at
    least: LR = (Π (1 − q + q · LRₖ) − Π (1 − q)) / (1 − Π (1 − q)).

    >>> of_ways([], 0.5), round(of_ways([math.log(9)], 0.5), 3) == round(math.log(9), 3)
    (0.0, True)
    >>> round(math.exp(of_ways([math.log(9), math.log(0.5)], 0.5)), 2)
    4.67
    """
    if not ratios:
        return 0.0
    none = (1 - each) ** len(ratios)
    logs = [float(np.logaddexp(math.log1p(-each), math.log(each) + r)) for r in ratios]
    total = sum(logs)
    less = math.log(none) - total
    return total + math.log1p(-math.exp(min(less, -1e-12))) - math.log1p(-none)
