"""One pair of blocs at one time scale: pairs of posts against posts moved in their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from antiphon.kernels.synchrony import Moved, Spread, added, beyond, moved, spread
from antiphon.schema import PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from antiphon.measures.trains import Mask, Trains
    from antiphon.schema import Blocs

    Row = dict[str, Any]

FINE = {length: name for name, length in PRECISIONS.items()}


class Test(NamedTuple):
    """One pair of blocs at one time scale."""

    delta: int
    interval: int
    x: int
    y: int


class Outcome(NamedTuple):
    """Counts and nulls of a test: one a topic, and the sum over topics last."""

    observed: list[int]
    nulls: list[Spread]
    posts_a: list[int]
    posts_b: list[int]
    shared: int
    reason: str


def outcome(data: Trains, test: Test, least: int) -> Outcome:
    """The counts of one test and their exact nulls."""
    fine = data.unit <= max(1, test.delta // 2)
    mine = counted(data, (test.x, test.y), fine, least)
    if mine.reason:
        return mine
    many = len(data.topics)
    found = {j: shift(data, *moving(data, test, fine), joint=j) for j in (False, True)}
    chosen = [np.flatnonzero(found[False].topic == topic) for topic in range(many)]
    observed = [int(found[False].observed[group].sum()) for group in chosen]
    nulls = [spread(found[False], group) for group in chosen]
    nulls.append(spread(found[True], np.arange(len(found[True].topic))))
    return mine._replace(observed=[*observed, sum(observed)], nulls=nulls)


def total(data: Trains, test: Test, compared: int, least: int) -> Row:
    """The row of the sum over topics for null `interval`, without its p-value: far sooner made."""
    fine = data.unit <= max(1, test.delta // 2)
    mine = counted(data, (test.x, test.y), fine, least)
    row = blank(data, test[2:], "", mine, -1) | placed(test[2:], test[:2], compared)
    if mine.reason:
        return row
    found = shift(data, *moving(data, test, fine), joint=True)
    return row | {
        "observed": int(found.observed.sum()),
        "expected": float(found.mean.sum()),
        "deviation": float(found.variance.sum()) ** 0.5,
    }


def counted(data: Trains, pair: tuple[int, int], fine: Mask, least: int) -> Outcome:
    """How many posts there are to be tested, and why not if they cannot be."""
    own, sides = data.own(*pair), [data.bloc == side for side in pair]
    posts = [[*by_topic(data, m), int(m.sum())] for m in (own & fine & side for side in sides)]
    reason = coarse(data, [own & side for side in sides], fine)
    if not reason and min(posts[0][-1], posts[1][-1]) < least:
        reason = f"fewer than {least:,} posts"
    shared = int(np.sum(~own & (sides[0] | sides[1])))
    return Outcome([0] * len(posts[0]), [], posts[0], posts[1], shared, reason)


def coarse(data: Trains, sides: list[Mask], fine: Mask) -> str:
    """Why the dates cannot bear the test: half of a side's posts or more are too coarse."""
    for side in sides:
        if side.sum() and np.mean(fine[side]) <= 0.5:
            unit = int(np.median(data.unit[side & ~fine]))
            return f"dated to the {FINE.get(unit, 'day')}"
    return ""


def by_topic(data: Trains, mask: Mask) -> list[int]:
    """How many of the posts speak of each topic."""
    chosen = data.topic[mask[data.post]]
    return [int(n) for n in np.bincount(chosen, minlength=len(data.topics))]


def moving(data: Trains, test: Test, fine: Mask) -> tuple[Mask, Mask, Test, int]:
    """The posts that move, those that stay, the test, and the step in which they move."""
    own = data.own(test.x, test.y) & fine
    here, there = own & (data.bloc == test.x), own & (data.bloc == test.y)
    return here, there, test, int(data.unit[here].max())


def shift(data: Trains, here: Mask, there: Mask, test: Test, step: int, *, joint: bool) -> Moved:
    """The posts of one side moved in their intervals, the other side fixed."""
    a = np.flatnonzero(here[data.post])
    b = np.flatnonzero(there[data.post])
    interval = -(-test.interval // step) * step
    at, topic = data.time[data.post[a]], data.topic[a]
    order = np.lexsort((at, topic, at // interval) if joint else (at, at // interval, topic))
    bounds = np.searchsorted(data.topic[b], np.arange(len(data.topics) + 1))
    others = data.time[data.post[b]]
    return Moved(*moved(at[order], topic[order], others, bounds, test.delta, interval, step, joint))


def told(
    data: Trains,
    blocs: Blocs,
    scale: tuple[int, int],
    pair: tuple[int, int],
    found: Mapping[tuple[int, int], Outcome],
) -> Iterator[Row]:
    """The rows of a pair: one a topic and null, topic '' for the sum."""
    mine, compared = found[pair], len(blocs.compare)
    controls = [
        o
        for ends, o in found.items()
        if ends[1] >= compared > ends[0] and ends[0] in pair and not o.reason
    ]
    for at, name in enumerate(named(data)):
        if name is None:
            continue
        row = blank(data, pair, name, mine, at) | placed(pair, scale, compared)
        if row["reason"]:
            yield row
            continue
        null, observed = mine.nulls[at], mine.observed[at]
        yield row | {
            "expected": null.mean,
            "deviation": null.variance**0.5,
            "p_value": null.tail(observed),
        }
        if row["role"] == "compare" and controls:
            yield row | against(observed, null, [(o.observed[at], o.nulls[at]) for o in controls])


def against(observed: int, null: Spread, controls: list[tuple[int, Spread]]) -> Row:
    """What a count is beyond what its control pairs show."""
    seen, control = controls[0]
    for more, other in controls[1:]:
        seen, control = seen + more, added(control, other)
    if control.mean <= 0 or null.mean <= 0:
        return {"null": "reference", "reason": "no pair with a reference bloc to be expected"}
    ratio = seen / control.mean
    relative = null.variance / null.mean**2 + control.variance / control.mean**2
    return {
        "null": "reference",
        "expected": null.mean * ratio,
        "deviation": null.mean * relative**0.5,
        "p_value": beyond(observed, null, seen, control),
    }


def named(data: Trains) -> list[str | None]:
    """Names of the topics, then '' for all; a study without topics has but that."""
    return [None if data.topics == ("",) else name for name in data.topics] + [""]


def placed(pair: tuple[int, int], scale: tuple[int, int], compared: int) -> Row:
    """Whether a row is of compared blocs or a control, and its time scale."""
    return {
        "role": "compare" if pair[1] < compared else "reference",
        "delta_seconds": scale[0],
        "interval_seconds": scale[1],
    }


def blank(data: Trains, pair: tuple[int, int], name: str, mine: Outcome, at: int) -> Row:
    """What every row of a pair and topic has."""
    return {
        "pair": f"{data.blocs[pair[0]]}|{data.blocs[pair[1]]}",
        "role": "compare",
        "topic": name,
        "null": "interval",
        "observed": mine.observed[at],
        "posts_a": mine.posts_a[at],
        "posts_b": mine.posts_b[at],
        "shared": mine.shared,
        "reason": mine.reason,
    }
