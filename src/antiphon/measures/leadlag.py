"""Does one bloc speak of a subject after another has, beyond hour, weekday and outside volume?"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.excitation import Moments, edges, excitation, moments
from antiphon.kernels.intervals import newcombe
from antiphon.measures.trains import AFTER, READS, Trains, trains
from antiphon.progress import SILENT, Progress
from antiphon.schema import ESTIMATES, LEADLAG, Blocs, Measure, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine import Engine

    Index = NDArray[np.int64]
    Row = dict[str, Any]

DAY = 86_400
HOUR = 3600
FEWEST_DAYS = 20
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Leadlag:
    """`[leadlag]`: how time is cut, and how long after a post is looked at."""

    bin_minutes: int = field(default=10, metadata={"min": 1, "max": 60})
    """Length of the bins in which posts are counted, minutes."""
    horizon_hours: int = field(default=6, metadata={"min": 1, "max": 168})
    """How long after a post of one bloc the posts of the other are looked at, hours."""
    min_posts: int = field(default=30, metadata={"min": 2, "max": 1_000_000})
    """Fewer posts of a bloc on a subject are not looked at."""


def compute(
    engine: Engine, blocs: Blocs, settings: Leadlag, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Regress each bloc's posts on a subject on the earlier posts of the other, bin by bin.

    Question: when x speaks of it, does y speak of it more in the hours after?
    Definition: E[posts of y in bin t] = mean of the hour and kind of day + Σ over groups of lags
    of coefficients times the posts of x, of y itself and of the reference blocs (those of bin t
    too). The excitation is the sum of the coefficients of x: further posts of y for each post of x
    within the horizon, after what y owes to itself. Posts of messages that both blocs carry,
    native reposts and posts dated by their capture are left out first.
    Reads wrong when both follow a third party that is not in the data, one faster than the other:
    the faster one seems to lead. Never read it as borrowing without words.

    Args:
        engine: holds the table of `READS`; also used if it has them: `subjects`, `family_posts`.
        blocs: every direction between two blocs is looked at.
        settings: see `Leadlag`.
        progress: told of the steps.

    Returns:
        Table leadlag; its columns are in `antiphon.schema`.

    Reference:
        Kirchner (2017), An estimation procedure for the Hawkes process, Quantitative Finance 17.
    """
    data = trains(engine, blocs)
    ways = list(permutations(range(len(blocs.all)), 2))
    progress.start("Looking for lead and lag", total=len(ways), unit="directions")
    rows: list[Row] = []
    for x, y in ways:
        role = "compare" if max(x, y) < len(blocs.compare) else "reference"
        rows += direction(data, (x, y), len(blocs.compare), role, settings)
        progress.advance()
    progress.done()
    rows.sort(key=lambda r: (r["role"], r["direction"], r["topic"]))
    return {LEADLAG.name: pa.Table.from_pylist(rows, schema=LEADLAG.arrow)}


def direction(
    data: Trains, way: tuple[int, int], compared: int, role: str, settings: Leadlag
) -> Iterator[Row]:
    """The rows of one direction: each topic, and all together."""
    x, y = way
    length = settings.bin_minutes * 60
    bounds = lags(settings)
    fine = data.own(x, y) & (data.unit <= length // 2)
    sides = {x: data.bloc == x, y: data.bloc == y}
    row: Row = {
        "direction": f"{data.blocs[x]}→{data.blocs[y]}",
        "role": role,
        "horizon_seconds": settings.horizon_hours * HOUR,
        "bin_seconds": length,
    }
    reason = unfit(data, sides, fine)
    begin, end = common(data, list(way))
    short = end - begin < FEWEST_DAYS * DAY
    pooled: Moments | None = None
    for number, name in enumerate(data.topics):
        topic = data.topic == number
        posts = {s: int(np.sum(topic & (sides[s] & fine)[data.post])) for s in way}
        mine = row | {"topic": name, "posts_a": posts[x], "posts_b": posts[y], "reason": reason}
        if not reason and min(posts.values()) < settings.min_posts:
            mine["reason"] = f"fewer than {settings.min_posts:,} posts"
        elif not reason and short:
            mine["reason"] = f"fewer than {FEWEST_DAYS} days in which both post"
        if not mine["reason"]:
            found = sums(data, way, compared, topic & fine[data.post], settings)
            mine |= measured(found, bounds)
            pooled = found if pooled is None else pooled.plus(found)
        yield mine
    if data.topics != ("",):
        every = {s: int((sides[s] & fine).sum()) for s in way}
        mine = row | {"topic": "", "posts_a": every[x], "posts_b": every[y], "reason": reason}
        if pooled is None:
            yield mine | {"reason": reason or "no subject with enough posts"}
        else:
            yield mine | measured(pooled, bounds)


def lags(settings: Leadlag) -> Index:
    """Groups of lags, in bins."""
    return edges(max(settings.horizon_hours * 60 // settings.bin_minutes, 1))


def measured(found: Moments, bounds: Index) -> Row:
    """The excitation with its interval, or why there is none."""
    value, low, high = excitation(found, bounds, Z95)
    if np.isnan(value):
        return {"reason": "the counts cannot tell"}
    return {"excitation": value, "low": low, "high": high}


def unfit(data: Trains, sides: dict[int, Any], fine: Any) -> str:
    """Why a direction cannot be looked at at all."""
    for mask in sides.values():
        if mask.sum() and np.mean(data.unit[mask] <= 60) <= 0.5:
            return "dated to the hour or day"
        if mask.sum() and not np.any(mask & fine):
            return "every post carries a message that both have"
    return ""


def common(data: Trains, way: list[int]) -> tuple[int, int]:
    """From when to when both blocs post."""
    spans = [data.time[data.bloc == side] for side in way]
    if not all(len(times) for times in spans):
        return 0, 0
    return max(int(t.min()) for t in spans), min(int(t.max()) for t in spans) + 1


def sums(
    data: Trains, way: tuple[int, int], compared: int, chosen: Any, settings: Leadlag
) -> Moments:
    """Counts by bin of both blocs and of the outsiders, and their sums."""
    length, bounds = settings.bin_minutes * 60, lags(settings)
    begin, end = common(data, list(way))
    begin -= begin % length
    many = -(-(end - begin) // length)
    post = data.post[chosen]
    at, bloc = (data.time[post] - begin) // length, data.bloc[post]
    inside = (at >= 0) & (at < many)
    outside = (bloc >= compared) & ~np.isin(bloc, way)

    def counts(mask: Any) -> Any:
        return np.bincount(at[inside & mask], minlength=many).astype(np.float64)

    starts = begin + np.arange(many) * length
    day = starts // DAY
    weekend = (day + 3) % 7 >= 5  # 1 January 1970 was a Thursday
    groups = starts % DAY // HOUR + 24 * weekend
    return moments(
        counts(bloc == way[1]),
        counts(bloc == way[0]),
        counts(outside),
        groups,
        day - day[0],
        bounds,
    )


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:  # noqa: ARG001  (as every measure's)
    """ESTIMATES: the excitation of every direction between compared blocs, all subjects."""
    sql = """SELECT direction AS a, '' AS b, excitation AS estimate, low, high, posts_b AS n,
                    posts_a AS denominator
             FROM leadlag WHERE role = 'compare' AND topic = '' AND excitation IS NOT NULL
             ORDER BY direction"""
    found = {
        row["a"]: row
        | {"measure": "leadlag", "quantity": "excitation", "level": 0.95, "unit": "posts per post"}
        for row in engine.table(sql).to_pylist()
    }
    rows = list(found.values())
    for a, row in found.items():
        if back := found.get("→".join(reversed(a.split("→")))):
            value, low, high = newcombe(row, back)
            rows.append(
                row
                | {"quantity": "excitation_difference", "b": back["a"], "n": row["n"] + back["n"]}
                | {"denominator": row["denominator"] + back["denominator"]}
                | {"estimate": value, "low": low, "high": high}
            )
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


MEASURE = Measure(
    name="leadlag",
    question="Who speaks of a subject after whom, beyond hour, weekday and outside volume?",
    reads=READS,
    writes=(LEADLAG,),
    settings=Leadlag,
    compute=compute,
    quantities=(
        Quantity(
            "excitation",
            "posts per post",
            "a = 'x→y': further posts of y within the horizon for each post of x",
        ),
        Quantity(
            "excitation_difference",
            "posts per post",
            "the excitation of direction a minus that of direction b",
        ),
    ),
    estimate=estimate,
    after=AFTER,
)
