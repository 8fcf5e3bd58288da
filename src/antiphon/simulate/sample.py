"""What of a world is in the data: what was not collected, and what the clocks say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from antiphon.errors import nearest
from antiphon.schema import PRECISIONS
from antiphon.simulate.parts import Part, at_least, impossible, share
from antiphon.simulate.stage import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Sample(Part):
    """What is missing from the data; each kind of gap on top of the others."""

    table: ClassVar[str] = "sample"
    missing_share: float = share(0.0)
    """Share of all posts that are missing, at random."""
    reference_missing_share: float = share(0.0)
    """Share of the reference bloc's posts that are missing, at random, besides."""
    silent_account_share: float = share(0.0)
    """Share of accounts that are listed and none of whose posts is in the data."""
    unlisted_account_share: float = share(0.0)
    """Share of accounts that the file of accounts lacks, and the data with it."""
    gaps: int = at_least(0, 0, 1000)
    """Periods of each bloc of which nothing is in the data."""
    gap_days: float = at_least(3.0, 0, 3660)
    """Length of such a period, days."""


@dataclass(frozen=True)
class Clock(Part):
    """What the dates in the data are worth."""

    table: ClassVar[str] = "clock"
    offset_minutes: tuple[float, ...] = ()
    """Minutes by which each bloc's clock is ahead: compared blocs, then reference; empty: none."""
    account_minutes: float = at_least(0.0, 0, 1440)
    """Standard deviation of a further offset of each account's own clock, minutes, normal."""
    precision: tuple[str, ...] = ("second",)
    """How exact social posts are dated: second, minute, hour or day; one for all or one a bloc."""
    article_precision: tuple[str, ...] = ()
    """The same for articles; empty: as social posts."""
    declared: bool = True
    """Do the data say how exact they are, or give seconds for everything?"""

    def __post_init__(self) -> None:
        """Hold every field to its bounds."""
        super().__post_init__()
        for name in ("precision", "article_precision"):
            for word in getattr(self, name):
                if word not in PRECISIONS:
                    where = f"{self.table}.{name}"
                    raise impossible(where, word, nearest(str(word), PRECISIONS))


def unlisted(stage: Stage, want: Sample) -> NDArray[np.bool_]:
    """Which accounts the analyst does not know."""
    return stage.rng.random(len(stage.people)) < want.unlisted_account_share


def missing(
    stage: Stage, rows: NDArray[Any], unknown: NDArray[np.bool_], want: Sample
) -> NDArray[np.bool_]:
    """Which rows did not get into the data: outside the period, or lost on the way."""
    rng, span = stage.rng, stage.world.days * DAY
    bloc = stage.bloc[rows["account"]]
    gone = ~rows["seen"] | (rows["at"] < 0) | (rows["at"] >= span)
    gone |= rng.random(len(rows)) < want.missing_share
    outside = bloc == stage.compared
    gone |= outside & (rng.random(len(rows)) < want.reference_missing_share)
    silent = rng.random(len(stage.people)) < want.silent_account_share
    gone |= (silent | unknown)[rows["account"]]
    for number in range(stage.compared + 1):
        for begin in rng.random(want.gaps) * max(0.0, span - want.gap_days * DAY):
            late = rows["at"] - begin
            gone |= (bloc == number) & (late >= 0) & (late < want.gap_days * DAY)
    lost: NDArray[np.bool_] = gone
    return lost


def recorded(
    stage: Stage, rows: NDArray[Any], want: Clock
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What the data say of the rows' times: seconds since the start, and the unit in seconds."""
    bloc = stage.bloc[rows["account"]]
    drift = stage.rng.standard_normal(len(stage.people)) * want.account_minutes
    by_bloc = np.array(each(want.offset_minutes, stage.compared + 1, 0.0), np.float64)
    ahead = (by_bloc[bloc] + drift[rows["account"]]) * 60
    units = [
        [PRECISIONS[word] for word in each(words, stage.compared + 1, "second")]
        for words in (want.precision, want.article_precision or want.precision)
    ]
    unit = np.array(units, np.int64)[rows["article"].astype(np.int64), bloc]
    at = np.floor(rows["at"] + ahead).astype(np.int64)
    return at // unit * unit, unit


def each(values: tuple[Any, ...], count: int, default: Any) -> list[Any]:
    """One value for each bloc: a single one holds for all."""
    if len(values) == 1:
        return list(values) * count
    return [*values[:count], *[default] * (count - len(values))]
