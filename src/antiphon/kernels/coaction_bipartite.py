"""How often two accounts act together by chance, where only activity and popularity are kept.

How active accounts and how popular objects are is kept, and how close together an object is acted
on; who acts on what is chance. The weight of a pair is again a sum of yes-or-no events.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.coaction_acts import coincident, common, windowed
from antiphon.kernels.coaction_nulls import Chance
from antiphon.kernels.poisson_binomial import upper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.bicm import Fitness
    from antiphon.kernels.coaction_acts import Acts

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

ALIKE = 0.02  # relative difference of activity that `by_chance` does not look at
RARE = 0.01  # chance of acting on an object below which objects are one Poisson number


class Crowds(NamedTuple):
    """Objects on which accounts met within the window, by class of popularity."""

    fitness: Array
    """Of the objects of a class."""
    events: Array
    """On each object of a class, over the root of all events."""
    start: Index
    """Class k has the objects start[k]:start[k + 1] of the next two."""
    met: Array
    """Twice the pairs of accounts that met on an object over the square of its accounts."""
    close: Array
    """Twice the pairs of events within the window over the square of its events."""
    all_met: Array
    """Sum of `met` by class."""
    all_close: Array
    """Sum of `close` by class."""


def crowds(acts: Acts, model: Fitness, window: int) -> Crowds:
    """How often two accounts that act on an object do so within the window."""
    near, pairs = windowed(acts.start, acts.account, acts.time, window)
    size = np.diff(acts.start)
    some = np.flatnonzero(pairs)
    some = some[np.lexsort((size[some], model.object[some]))]
    # Of all pairs with repetition: the object has its k accounts, not k in the mean.
    met = 2 * pairs[some] / acts.popularity[some].astype(np.float64) ** 2
    close = 2 * near[some] / size[some].astype(np.float64) ** 2
    kinds = np.stack([model.object[some], size[some]])
    start = np.flatnonzero(np.append(True, (np.diff(kinds) != 0).any(axis=0)))[: len(some)]
    return Crowds(
        model.y[kinds[0, start]],
        kinds[1, start] / max(len(acts.time), 1) ** 0.5,
        np.append(start, len(some)).astype(np.int64),
        met,
        close,
        np.add.reduceat(met, start) if len(some) else np.zeros(0),
        np.add.reduceat(close, start) if len(some) else np.zeros(0),
    )


def bipartite(
    acts: Acts, model: Fitness, crowd: Crowds, pairs: tuple[Index, Index, Index]
) -> Chance:
    """Against accounts that choose objects by their popularity only, as many as they did.

    An account acts on an object once or not at all, by the fitness model, or a Poisson number of
    times: the larger of the two chances to meet is taken, class by class.

    Reads wrong when accounts have interests, languages or months of their own: those who share
    them meet more often than popularity says. Right when popular objects burst for everybody.
    """
    a, b, weight = pairs
    x, rate = habits(acts, model)
    return Chance(*meeting(x[a], x[b], rate[a], rate[b], weight, crowd))


def habits(acts: Acts, model: Fitness) -> tuple[Array, Array]:
    """Of each account: its fitness, and its events over the root of all events."""
    return model.x[model.account], np.diff(acts.own_start) / max(len(acts.time), 1) ** 0.5


@njit(cache=True, nogil=True)
def meeting(x, y, x_rate, y_rate, weight, crowd):
    """`bipartite` for accounts of fitness x and y, in plain arrays."""
    expected, p_value = np.zeros(len(x)), np.ones(len(x))
    chances = np.empty(len(crowd.met))
    for e in range(len(x)):
        used, rest, mean = encounters(x[e], y[e], x_rate[e] * y_rate[e], crowd, chances)
        expected[e] = mean
        p_value[e] = upper(chances[:used], rest, weight[e])
    return expected, p_value


@njit(cache=True, nogil=True)
def encounters(x, y, rates, crowd, chances):
    """Fill in the chances of meeting on busy objects; the mean on others, and on all."""
    used, rest, mean = 0, 0.0, 0.0
    for k in range(len(crowd.fitness)):
        one, two = x * crowd.fitness[k], y * crowd.fitness[k]
        both = one / (1.0 + one) * (two / (1.0 + two))
        times = rates * crowd.events[k] * crowd.events[k]
        if max(both, times) < RARE:
            mean += max(both * crowd.all_met[k], times * crowd.all_close[k])
            rest += max(-math.log1p(-both) * crowd.all_met[k], times * crowd.all_close[k])
            continue
        for o in range(crowd.start[k], crowd.start[k + 1]):
            chances[used] = max(both * crowd.met[o], -math.expm1(-times * crowd.close[o]))
            mean += chances[used]
            used += 1
    return used, rest, mean


def by_chance(acts: Acts, model: Fitness, crowd: Crowds, weights: Index) -> Array:
    """How many pairs of accounts `bipartite` expects at each weight or more.

    Accounts whose activity is within `ALIKE` of each other are taken for equal, at their mean.
    """
    x, rate = habits(acts, model)
    some = x > 0
    x, rate = x[some], rate[some]
    grades = np.round(np.log(np.stack([x, rate])) / ALIKE).astype(np.int64)
    _, kind, many = np.unique(grades, axis=1, return_inverse=True, return_counts=True)
    means = [np.bincount(kind.ravel(), weights=each) / many for each in (x, rate)]
    found: Array = summed(*means, many.astype(np.float64), weights, crowd)
    return found


@njit(cache=True, nogil=True)
def summed(x, rate, many, weights, crowd):
    """`by_chance` for kinds of accounts."""
    found = np.zeros(len(weights))
    chances = np.empty(len(crowd.met))
    for i in range(len(x)):
        for j in range(i, len(x)):
            pairs = many[i] * (many[i] - 1) / 2 if i == j else many[i] * many[j]
            if pairs == 0.0:
                continue
            used, rest, _ = encounters(x[i], x[j], rate[i] * rate[j], crowd, chances)
            for n in range(len(weights)):
                found[n] += pairs * upper(chances[:used], rest, weights[n])
    return found


def surprise(acts: Acts, model: Fitness, pairs: tuple[Index, Index, Index], window: int) -> Array:
    """The weight with rare meetings counted for more: Σ -log of their chance under `bipartite`.

    Over the objects on which the two acted within the window; natural logarithms. A score to order
    pairs of equal p-value by, not a test.
    """
    _, met = windowed(acts.start, acts.account, acts.time, window)
    share = 2 * met / acts.popularity.astype(np.float64) ** 2
    y = model.y[model.object]
    x = model.x[model.account]
    return surprises(
        acts.own_start, acts.own_object, acts.own_time, pairs[0], pairs[1], window, x, y, share
    )


@njit(cache=True, nogil=True)
def surprises(start, objects, times, a, b, window, x, y, share):
    """`surprise` in plain arrays."""
    found = np.zeros(len(a))
    for e in range(len(a)):
        least = min(start[a[e] + 1] - start[a[e]], start[b[e] + 1] - start[b[e]])
        runs = np.empty((least, 4), np.int64)
        for r in range(common(start, objects, a[e], b[e], runs)):
            i, i_end, j, j_end = runs[r]
            o = objects[i]
            if coincident(times, i, i_end, j, j_end, window):
                one, two = x[a[e]] * y[o], x[b[e]] * y[o]
                found[e] -= math.log(one / (1.0 + one) * (two / (1.0 + two)) * share[o])
    return found
