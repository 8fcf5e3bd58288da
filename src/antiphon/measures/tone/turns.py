"""When the same accounts of a bloc began to speak otherwise: TONE_CHANGES."""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.people.merged import periods, stepped
from antiphon.coding.people.sharing import shares
from antiphon.kernels.changes import FEWEST, changes
from antiphon.kernels.panel import Levels, same_accounts
from antiphon.measures.tone.levels import WEAKEST, Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.people.domains import Domain, Domains
    from antiphon.coding.settings import Estimation
    from antiphon.kernels.changes import Change

    Array = NDArray[np.float64]
    Row = dict[str, Any]

SEED = 1
THIN = 5.0
"""Posts that a period needs, beyond those of accounts that have no other period."""
FEW = f"fewer than {FEWEST} periods in which accounts post that post in others too"
TORN = "no account posts in both parts of the time: no level holds for all of it"
STEADY = "no change: as great a one comes about by itself too often"


@dataclass(frozen=True)
class Series:
    """Periods that can be compared, and what is known of them."""

    first: list[dt.date]
    """The first day of each."""
    levels: Levels
    weights: Array
    posts: int
    accounts: int


def turns(found: Sequence[Voice], steps: Sequence[str], how: Estimation, level: float) -> list[Row]:
    """A row for every change, or for the want of one, of each bloc and kind of its actors.

    The series is the machine's: its errors, as long as they stay the same, move levels and no
    dates. The levels before and after are corrected where people coded.
    """
    rows: list[Row] = []
    for voice in found:
        if not voice.domains.question.coder:
            continue  # people code too few to make a series
        whole = voice._replace(domains=stepped(voice.domains, steps))
        for domain in whole.domains.cut(periods=False):
            rows += of_domain(whole, domain, len(steps) - 1, how, level)
    return rows


def of_domain(
    voice: Voice, domain: Domain, most: int, how: Estimation, level: float
) -> Iterator[Row]:
    """The rows of one bloc and kind."""
    made = series(voice.domains, domain)
    base: Row = {
        "bloc": domain.bloc,
        "kind": domain.kind,
        "coder": voice.domains.question.coder,
        "unit": how.period,
        "periods": len(made.first),
        "posts": made.posts,
        "accounts": made.accounts,
    }
    if len(made.first) < FEWEST or not made.levels.joined:
        yield base | blank(FEW if len(made.first) < FEWEST else TORN)
        return
    values = made.levels.level
    dated = changes(values, made.weights, seed=SEED, level=level)
    if not dated.changes:
        yield base | blank(STEADY) | {"p_value": dated.p_value}
        return
    told = beside(voice, domain, [made.first[c.at] for c in dated.changes], how)
    for number, change in enumerate(dated.changes):
        yield base | {
            **days(change, made.first),
            "p_value": change.p_value,
            "machine_before": change.before * most,
            "machine_after": change.after * most,
            **sides(told[number], told[number + 1], most),
            "reason": "",
        }


def series(domains: Domains, domain: Domain) -> Series:
    """The mean of the same accounts, in those periods that say something of it."""
    asked, rows = domains.asked, domain.rows
    names, period = np.unique(asked.period[rows], return_inverse=True)
    _, account = np.unique(domains.account[rows], return_inverse=True)
    posts = asked.units[rows] * (asked.said[rows] != "")
    keep = np.ones(len(names), np.bool_)
    while True:  # without a thin period an account may have no other left
        some = keep[period] & (posts > 0)
        levels = fitted(account[some], period[some], posts[some], asked.sure[rows][some], keep)
        thin = levels.held < THIN
        if not thin.any() or not keep.any():
            break
        keep[np.flatnonzero(keep)[thin]] = False
    return Series(
        first=[dt.date.fromisoformat(str(name)) for name in names[keep]],
        levels=levels,
        weights=weighed(levels, asked.sure[rows][some], posts[some]),
        posts=int(posts[some].sum()),
        accounts=len(np.unique(account[some])),
    )


def fitted(
    account: NDArray[np.int64],
    period: NDArray[np.int64],
    posts: Array,
    totals: Array,
    keep: NDArray[np.bool_],
) -> Levels:
    """The levels of the kept periods."""
    if not len(account):
        return Levels(np.zeros(0), np.zeros(0), joined=False)
    number = np.cumsum(keep) - 1
    cells, at = np.unique(account * len(keep) + number[period], return_inverse=True)
    return same_accounts(
        cells // len(keep),
        cells % len(keep),
        np.bincount(at, posts).astype(np.float64),
        np.bincount(at, totals).astype(np.float64),
    )


def weighed(levels: Levels, totals: Array, posts: Array) -> Array:
    """The inverse of each period's variance: what posts bring, and what periods bring beside.

    Steps lie between 0 and 1: the variance of one post is at most m (1 - m), m the mean. What
    differences between neighbours show beyond that is of the periods themselves.
    """
    if len(levels.level) < 2:
        return levels.held
    mean = float(totals.sum() / posts.sum())
    single = mean * (1 - mean) / levels.held
    shown = float(np.mean(np.diff(levels.level) ** 2)) / 2
    own = max(shown - float(single.mean()), 0.0)
    return np.asarray(1 / np.maximum(own + single, 1e-12))


def days(change: Change, first: Sequence[dt.date]) -> Row:
    """The first day of the new level, and the days between which it came.

    A period that a change falls into goes to the level that has more of it: a date is known to
    half a period before and after the periods that fit.
    """
    length = (first[change.low] - first[change.low - 1]).days
    ends = first[change.high : change.high + 2]
    last = (ends[1] - ends[0]).days if len(ends) > 1 else length
    return {
        "date": first[change.at],
        "low": first[change.low] - dt.timedelta(days=(length + 1) // 2),
        "high": first[change.high] + dt.timedelta(days=(last + 1) // 2),
    }


def beside(voice: Voice, domain: Domain, dates: Sequence[dt.date], how: Estimation) -> list[Row]:
    """The level of each stretch between changes, corrected where people coded."""
    starts = sorted(date.isoformat() for date in dates)
    begin = "0001-01-01"

    def stretch(period: str) -> str:
        at = bisect.bisect_right(starts, period)
        return starts[at - 1] if at else begin

    found = {
        row["period"].isoformat(): row
        for row in shares(periods(voice.domains, stretch), how, heeded=voice.heeded)
        if row["period"] and (row["bloc"], row["kind"]) == (domain.bloc, domain.kind)
    }
    return [found[name] for name in (begin, *starts)]


def sides(before: Row, after: Row, most: int) -> Row:
    """Both levels as steps, and how they are told."""
    row: Row = {"method": min(before["method"], after["method"], key=WEAKEST.index)}
    for name, told in (("before", before), ("after", after)):
        for column, end in ((name, "estimate"), (f"{name}_low", "low"), (f"{name}_high", "high")):
            row[column] = None if told[end] is None else told[end] * most
    return row | {"n_human": min(before["n_human"], after["n_human"])}


def blank(reason: str) -> Row:
    """No change, and why."""
    return {"method": "uncalibrated", "n_human": 0, "reason": reason}
