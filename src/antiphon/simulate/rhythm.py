"""When accounts are awake: hours of the local day, days of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.simulate.cast import RHYTHMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.simulate.cast import Account

NIGHT = 0.05
SHOULDER = 0.4
HOUR = 3600.0


def activity(account: Account, first_weekday: int, days: int) -> NDArray[np.float64]:
    """How active an account is in each UTC hour of the world; sums to one.

    Args:
        account: whose time zone and rhythm count.
        first_weekday: weekday of the first day, Monday 0.
        days: length of the world.
    """
    start, end, weekend = RHYTHMS[account.rhythm]
    local = np.arange(days * 24) + account.zone
    hour, weekday = local % 24, (local // 24 + first_weekday) % 7
    busy = np.full(24, NIGHT)
    busy[start : end + 1] = 1.0
    busy[[start - 1, (end + 1) % 24]] = SHOULDER
    weight = busy[hour] * np.where(weekday >= 5, weekend, 1.0)
    shares: NDArray[np.float64] = weight / weight.sum()
    return shares


def times(
    who: NDArray[np.int64],
    accounts: Sequence[Account],
    first_weekday: int,
    days: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """A time for each of these accounts' posts, seconds since the world's start."""
    at = np.empty(len(who))
    habits = [(a.rhythm, a.zone) for a in accounts]
    kinds = sorted(set(habits))
    habit = np.array([kinds.index(h) for h in habits])[who]
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(habit == number)
        example = accounts[habits.index(kind)]
        reach = np.cumsum(activity(example, first_weekday, days))
        drawn = np.searchsorted(reach, rng.random(len(rows)) * reach[-1], side="right")
        at[rows] = (np.minimum(drawn, len(reach) - 1) + rng.random(len(rows))) * HOUR
    return at
