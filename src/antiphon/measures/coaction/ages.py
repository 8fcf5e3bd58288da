"""When the accounts of a group were opened, and how far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine import Engine

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Row = dict[str, Any]

FEW = 5  # accounts below which an interval says nothing
DRAWS = 999
SEED = 1
DAY = 86_400_000_000
OPENED = """
    CREATE OR REPLACE TEMP TABLE opened AS
    SELECT p.actor, min({'rank': CASE WHEN a.platform <> '' THEN 0 ELSE 1 END,
                         'at': a.created_at}).at AS opened_at
    FROM acting_accounts p JOIN accounts a
         ON a.account_id = p.account_id
            AND (coalesce(a.platform, '') = '' OR a.platform = p.platform)
    WHERE a.created_at IS NOT NULL GROUP BY p.actor
"""
AGES = """
    SELECT kind, window_seconds, grp, epoch_us(opened_at) AS opened
    FROM linked JOIN opened USING (actor) ORDER BY ALL
"""


def opened(engine: Engine) -> None:
    """Make the table `opened`: when each of `acting_accounts` was, where that is known."""
    engine.execute(OPENED)


def spread(engine: Engine) -> Iterator[tuple[tuple[str, int, int], Row]]:
    """Of each group of the table `linked`: the median, and the median distance from it."""
    by_group: dict[tuple[str, int, int], list[int]] = {}
    for kind, window, group, at in engine.rows(AGES):
        by_group.setdefault((kind, window, group), []).append(at)
    for key, times in by_group.items():
        days = np.array(times, np.float64) / DAY
        low, high = interval(days)
        yield (
            key,
            {
                "dated_accounts": len(days),
                "opened_at": int(np.median(np.array(times))),
                "opened_spread_days": distance(days),
                "opened_low_days": low,
                "opened_high_days": high,
            },
        )


def distance(days: Array) -> float:
    """The median distance from the median.

    >>> distance(np.array([0.0, 1.0, 2.0, 50.0]))
    1.0
    """
    return float(np.median(np.abs(days - np.median(days))))


def interval(days: Array) -> tuple[float | None, float | None]:
    """Its 95 % interval, by drawing accounts anew; none where they are few."""
    if len(days) < FEW:
        return None, None
    picks = np.random.default_rng(SEED).integers(0, len(days), (DRAWS, len(days)))
    drawn = days[picks]
    middle = np.median(drawn, axis=1, keepdims=True)
    found = np.median(np.abs(drawn - middle), axis=1)
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
