"""How much planned release would these data have shown? From reruns of the whole chain."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.inference.detection import Curve, draws, fit, found, needed
from antiphon.inference.likelihood import LIKELY, log_odds
from antiphon.kernels.intervals import clustered_rate
from antiphon.schema import ESTIMATES, POWER, REHEARSALS, Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Row = dict[str, Any]

LEVELS = (0.8, 0.9)
Z90 = 1.6448536269514722
DRAWS = 200
LEAST_TRIED = 50
"""Messages that are tried at least, where hardly any are shared."""
MOST_TRIED = 2000
ALARM = log_odds(LIKELY)
PLANTED = "coordinated_release"
AIMS = (0.2, 0.4, 0.6, 0.8, 0.9, 0.97)
"""How often found: numbers that would be are tried once the first reruns have shown where."""
QUANTITIES = (
    Quantity(
        "detectable_share",
        "share of shared messages",
        "a = 'x→y' or 'y→x': planned messages that would have been found 9 times in 10",
    ),
)


@dataclass(frozen=True)
class Power:
    """`[power]`: releases planted in the study's own posts, and reruns without any."""

    points: int = field(default=20, metadata={"min": 0, "max": 1000})
    """Reruns with planted releases; 0 for none."""
    controls: int = field(default=10, metadata={"min": 0, "max": 1000})
    """Reruns without releases, of each kind; 0 for none."""
    largest_share: float = field(default=0.3, metadata={"min": 0.01, "max": 0.95})
    """Planted messages as a share of those then shared, at most; 50 messages are always tried."""
    spread_minutes: float = field(default=12.0, metadata={"min": 0.1, "max": 1440.0})
    """Time within which all posts of a planted release are published, minutes."""
    accounts: float = field(default=2.0, metadata={"min": 1.0, "max": 100.0})
    """Mean number of accounts of each bloc in a planted release."""
    edited: float = field(default=0.02, metadata={"min": 0.0, "max": 0.5})
    """Mean share of words that each of its posts changes."""


FAST = {"points": 6, "controls": 3}
"""At most so many of each with `--fast`."""


def largest(settings: Power, shared: int, room: int) -> int:
    """The largest number of messages to plant for a pair that shares so many."""
    share = settings.largest_share
    wanted = max(LEAST_TRIED, math.ceil(share / (1 - share) * shared))
    return min(wanted, MOST_TRIED, room)


def rounds(points: int) -> tuple[int, ...]:
    """How many reruns are made at once: what the first show decides where the next are.

    >>> rounds(20), rounds(6), rounds(1)
    ((6, 7, 7), (3, 3), (1,))
    """
    if points < 4:
        return (points,) if points else ()
    if points < 10:
        return (points - points // 2, points // 2)
    first = max(4, round(0.3 * points))
    rest = points - first
    return (first, rest // 2, rest - rest // 2)


def first_numbers(many: int, most: int) -> list[int]:
    """Numbers of messages from 1 to the largest, each the same times the one before.

    >>> first_numbers(6, 300)
    [1, 3, 10, 31, 96, 300]
    """
    return [max(1, round(n)) for n in np.geomspace(1, most, many).tolist()] if most else []


def next_numbers(runs: Sequence[Row], many: int, most: int) -> list[int]:
    """Numbers where the reruns so far leave open whether releases are found."""
    curve = fit(*columns(runs))
    aims = [AIMS[k] for k in np.linspace(0, len(AIMS) - 1, many).round().astype(int).tolist()]
    exact = [at(curve, aim, most) for aim in aims]
    return [int(min(max(1, round(n)), most)) for n in exact]


def at(curve: Curve, power: float, most: int) -> float:
    """The mean number that is found so often, the largest if none is."""
    return float(min(needed(curve, power, most)[0], most))


def columns(runs: Sequence[Row]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Planted numbers, and scores relative to the alarm; a row for one line."""
    planted = np.array([[run["planted"] for run in runs]], np.float64)
    return planted, np.array([[run["log_odds"] - ALARM for run in runs]], np.float64)


def power(
    pair: str, runs: Sequence[Row], shared: int, most: int, *, seed: int, reason: str = ""
) -> list[Row]:
    """Rows of POWER for a pair: the share that is found 8 and 9 times in 10.

    Args:
        pair: as in 'x|y'.
        runs: its reruns with planted releases.
        shared: messages that it shares without them.
        most: the largest number that was tried.
        seed: of the bootstrap over reruns.
        reason: why there can be no share, where that is known.
    """
    blank: Row = dict.fromkeys(POWER.names)
    blank |= {"pair": pair, "mechanism": PLANTED, "shared": shared, "runs": len(runs)}
    if reason or len(runs) < 4:
        why = reason or "too few reruns"
        return [blank | {"power": level, "reason": why} for level in LEVELS]
    planted, score = columns(runs)
    curve, again = fit(planted, score), draws(planted[0], score[0], DRAWS, seed)
    rows = []
    for level in LEVELS:
        number, others = float(needed(curve, level, most)[0]), needed(again, level, most)
        row = blank | {"power": level}
        if math.isinf(number):
            top = float(found(curve, np.array([float(most)]))[0])
            row["reason"] = f"{most:,} planted messages are found in {top:.0%} of cases"
        else:
            low, high = np.quantile(others, (0.05, 0.95), method="inverted_cdf").tolist()
            share = [share_of(n, shared) for n in (number, low, high)]
            row |= {"messages": number, "reason": ""}
            row |= dict(zip(("detectable_share", "low", "high"), share, strict=True))
        rows.append(row)
    return rows


def share_of(planted: float, shared: int) -> float:
    """Planted messages as a share of all that are then shared.

    >>> share_of(5, 95), share_of(float("inf"), 95), share_of(0, 0)
    (0.05, 1.0, 0.0)
    """
    if math.isinf(planted):
        return 1.0
    return planted / (planted + shared) if planted else 0.0


def alarms(runs: pa.Table) -> list[Row]:
    """Of each kind of rerun without releases: how many, how often alarmed, the 90 % interval.

    The interval is Wilson's (1927). Reruns of one study resemble each other: the rate is of
    alarms for these data, not for data in general.
    """
    rows = []
    for kind in REHEARSALS[1:]:
        rang = [row["alarm"] for row in runs.to_pylist() if row["kind"] == kind]
        rate, low, high = clustered_rate([1] * sum(rang), len(rang), Z90)
        rows.append(
            {
                "kind": kind,
                "runs": len(rang),
                "alarms": sum(rang),
                "rate": rate,
                "low": low,
                "high": high,
            }
        )
    return rows


def estimates(table: pa.Table) -> pa.Table:
    """ESTIMATES: the share that is found 9 times in 10, for a pair in either direction."""
    import pyarrow as pa

    rows = [
        {
            "measure": "power",
            "quantity": "detectable_share",
            "a": direction,
            "b": "",
            "estimate": row["detectable_share"],
            "low": row["low"],
            "high": row["high"],
            "level": 0.9,
            "n": row["runs"],
            "denominator": row["shared"],
            "unit": "share of shared messages",
        }
        for row in table.to_pylist()
        if row["power"] == LEVELS[-1]
        for direction in ("→".join(row["pair"].split("|")), "→".join(row["pair"].split("|")[::-1]))
    ]
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)
