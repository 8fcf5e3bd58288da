"""How many edges of each weight chance gives, by seeded draws: the nulls as worlds.

What the closed forms say of a pair, a draw says of the whole network, without taking pairs or
objects for independent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels.coaction import Rules, together
from antiphon.kernels.coaction_order import ordered
from antiphon.kernels.relabel import shuffle

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from antiphon.kernels.coaction_acts import Acts

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Draw = Callable[[int], tuple[Index, Index]]
    """Accounts and times of the events in one draw, in the order of `Acts`."""


def moved(acts: Acts, interval: int, seed: int, unit: Index | int = 1) -> Draw:
    """Every event at a random second of its interval, or minute, where it is dated to that.

    Args:
        acts: the events.
        interval: seconds.
        seed: of the draws.
        unit: what each time is exact to, seconds; the interval is cut to whole units.
    """
    length = np.maximum(interval // unit, 1)

    def draw(number: int) -> tuple[Index, Index]:
        places = np.random.default_rng((seed, number)).integers(0, length, len(acts.time))
        times: Index = acts.time // (length * unit) * (length * unit) + places * unit
        return acts.account, times

    return draw


def dealt(acts: Acts, seed: int) -> Draw:
    """The moments of each object dealt out anew among its accounts."""
    return swapped(acts, acts.object, seed)


def swapped(acts: Acts, bins: Index, seed: int) -> Draw:
    """The accounts of events exchanged within equal bins."""
    order = np.argsort(bins, kind="stable")
    accounts, sorted_bins = acts.account[order], bins[order]

    def draw(number: int) -> tuple[Index, Index]:
        now = np.empty(len(accounts), np.int64)
        now[order] = shuffle(accounts, sorted_bins, number, seed)
        return now, acts.time

    return draw


def edges(acts: Acts, draw: Draw, window: int, weights: Index, draws: int) -> Index:
    """Pairs of accounts at each weight or more, draws × weights."""
    found = np.empty((draws, len(weights)), np.int64)
    rules = Rules(windows=(window,), least=int(min(weights)))
    for number in range(draws):
        accounts, times = draw(number)
        pairs = together(ordered(acts.object, accounts, times, window), rules)
        found[number] = (pairs.details.weight[0][:, None] >= weights).sum(axis=0)
    return found
