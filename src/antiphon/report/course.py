"""Days, weeks, months or quarters that a slider moves through, and what falls into each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 52
"""Periods: more are too narrow to be pointed at."""
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
EPOCH = datetime(1970, 1, 5)  # noqa: DTZ001  (tables hold UTC without a zone); a Monday


@dataclass(frozen=True)
class Period:
    """A stretch of time and how many acts begin in it."""

    label: str
    acts: int


@dataclass(frozen=True)
class Course:
    """Periods from the first act to the last."""

    unit: str
    starts: list[datetime]

    def place(self, at: datetime) -> int:
        """The period that a time falls into."""
        from bisect import bisect_right

        return bisect_right(self.starts, at) - 1

    def places(self, times: Iterable[datetime]) -> list[int]:
        """The periods that some times fall into, each once."""
        return sorted({self.place(at) for at in times})

    def periods(self, times: Sequence[datetime]) -> list[Period]:
        """All periods with what falls into them."""
        acts = [0] * len(self.starts)
        for at in times:
            acts[self.place(at)] += 1
        return [Period(self.label(k), acts[k]) for k in range(len(acts))]

    def label(self, place: int) -> str:
        """A period's name.

        >>> Course("quarter", [datetime(2021, 4, 1)]).label(0)
        '2021, April to June'
        """
        at = self.starts[place]
        if self.unit == "hour":
            return f"{at:%Y-%m-%d %H} h"
        if self.unit == "day":
            return f"{at:%Y-%m-%d}"
        if self.unit == "week":
            return f"{at:%Y-%m-%d} to {at + 6 * DAY:%m-%d}"
        if self.unit == "month":
            return f"{at:%B %Y}"
        if self.unit == "quarter":
            return f"{at:%Y, %B} to {months(at, 2):%B}"
        return f"{at:%Y}"


def course(times: Sequence[datetime]) -> Course:
    """The finest periods of which at most `MOST` lie between the first time and the last; UTC.

    >>> course([datetime(2021, 3, 1, 9), datetime(2021, 3, 20)]).unit
    'day'
    """
    first, last = min(times), max(times)
    for unit in ("hour", "day", "week", "month", "quarter"):
        starts = begun(unit, first, last)
        if starts:
            return Course(unit, starts)
    return Course("year", [datetime(y, 1, 1) for y in range(first.year, last.year + 1)])  # noqa: DTZ001


def begun(unit: str, first: datetime, last: datetime) -> list[datetime]:
    """The starts of all periods; none if they are too many."""
    at = floor(unit, first)
    starts = []
    while at <= last:
        starts.append(at)
        if len(starts) > MOST:
            return []
        at = following(unit, at)
    return starts


def floor(unit: str, at: datetime) -> datetime:
    """The start of the period that a time falls into."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "hour":
        return at.replace(minute=0, second=0, microsecond=0)
    if unit == "day":
        return day
    if unit == "week":
        return EPOCH + (day - EPOCH) // WEEK * WEEK
    first = day.replace(day=1)
    return first if unit == "month" else first.replace(month=(at.month - 1) // 3 * 3 + 1)


def following(unit: str, at: datetime) -> datetime:
    """The start of the next period."""
    if unit in ("hour", "day", "week"):
        return at + {"hour": HOUR, "day": DAY, "week": WEEK}[unit]
    return months(at, 1 if unit == "month" else 3)


def months(at: datetime, ahead: int) -> datetime:
    """The first of a month so many months ahead."""
    month = at.month - 1 + ahead
    return at.replace(year=at.year + month // 12, month=month % 12 + 1)
