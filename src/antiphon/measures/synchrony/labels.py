"""A pair of blocs against labels of posts that change places within hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.kernels.relabel import pairs, relabelled
from antiphon.measures.synchrony.moving import blank, counted, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.measures.trains import Trains

    Index = NDArray[np.int64]
    Row = dict[str, Any]

HOUR = 3600
SEED = 1
COSTLY = 4e9  # comparisons of two posts


def labelled(
    data: Trains, pair: tuple[int, int], deltas: Sequence[int], draws: int, least: int
) -> Iterator[Row]:
    """The rows of a pair: one a topic and Δ, topic '' for the sum."""
    fit = [delta for delta in deltas if not at(data, pair, delta, least).reason]
    seen, null, reason = permuted(data, pair, fit, draws)
    for delta in deltas:
        mine = at(data, pair, delta, least)
        mine = mine._replace(reason=mine.reason or reason)
        for topic, name in enumerate(named(data)):
            if name is None:
                continue
            row = blank(data, pair, name, mine, topic)
            row |= {"delta_seconds": delta, "null": "labels"}
            if not mine.reason:
                k = fit.index(delta)
                count, drawn = int(seen[topic, k]), null[:, topic, k]
                row |= {
                    "observed": count,
                    "expected": float(drawn.mean()),
                    "deviation": float(drawn.std()),
                    "p_value": (1 + int((drawn >= count).sum())) / (1 + len(drawn)),
                }
            yield row


def at(data: Trains, pair: tuple[int, int], delta: int, least: int) -> Any:
    """The posts that can be tested at a Δ."""
    return counted(data, pair, data.unit <= max(1, delta // 2), least)


def permuted(
    data: Trains, pair: tuple[int, int], deltas: Sequence[int], draws: int
) -> tuple[Index, Index, str]:
    """Pairs seen, pairs for every permutation, and why there is none."""
    empty = np.empty((0, 0), np.int64), np.empty((0, 0, 0), np.int64)
    if not deltas:
        return *empty, ""
    own = data.own(*pair) & (data.unit <= max(1, deltas[0] // 2))
    entries = own[data.post]
    post, topic = data.post[entries], data.topic[entries]
    time = data.time[post]
    if len(post) * near(topic, time, deltas[-1]) * draws > COSTLY:
        return *empty, "too many posts for permutations"
    labels = np.where(data.bloc == pair[0], 0, np.where(data.bloc == pair[1], 1, 2))
    kept = np.flatnonzero(own)  # only what is tested changes places
    place = np.cumsum(own) - 1
    hours, scale, many = data.time[kept] // HOUR, np.array(deltas, np.int64), len(data.topics)
    given = place[post], topic, time, labels[kept]
    seen = pairs(*given, scale, many)[None]
    null = relabelled(*given, hours, scale, many, draws, SEED)
    return with_sum(seen)[0], with_sum(null), ""


def with_sum(counts: Index) -> Index:
    """Counts by topic, and their sum over topics last."""
    return np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)


def near(topic: Index, time: Index, delta: int) -> float:
    """How many later posts on its topic lie within delta of a post, in the mean."""
    if not len(time):
        return 0.0
    at = topic * (int(time.max()) - int(time.min()) + 2 * delta) + time
    return float(np.mean(np.searchsorted(at, at + delta, side="right") - np.arange(1, len(at) + 1)))
