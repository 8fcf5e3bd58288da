"""Accounts that act on the same objects within a window of each other: pairs, weighed exactly.

Two accounts have acted together on an object when an event of one lies within the window of an
event of the other, the window included. The weight of the pair is the number of such objects:
repeats on one object count once. An account is no pair with itself.

An object on which many act at once says little about any two of them, and gives the most pairs.
An object is hot when more than `Rules.hot` events precede one of its events within the widest
window. Hot objects are taken exactly as the others (`EXACT`), are capped: each event is paired
with the `hot` nearest before and after it (`CAPPED`), or are anchored: they add to the weight of
pairs that also share an object which is not hot, and give no pair of their own (`ANCHORED`).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.coaction_details import Details, cut, details
from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS, Near, restricted, twice_in
from antiphon.kernels.coaction_pairs import (
    COUNT,
    MARK,
    PART,
    POUR,
    counted,
    crowding,
    skipped,
    sweep,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

EXACT, CAPPED, ANCHORED = "exact", "capped", "anchored"
ALL = np.iinfo(np.int64).max
BYTES = 10  # a pair takes while it is counted, and what is found of it


class Rules(NamedTuple):
    """What is a pair, and how much memory finding it may take."""

    windows: tuple[int, ...] = (60,)
    """Seconds, ascending; pairs are found at the last and weighed at each."""
    least: int = 2
    """The least weight, at the widest window."""
    hot: int = 1000
    """More earlier events than that within the widest window make an object hot."""
    mode: str = EXACT
    """`EXACT`, `CAPPED` or `ANCHORED`."""
    memory: int = 1 << 30
    """Bytes that pairs may take; the events come on top, 8 bytes each that has a neighbour."""


class Found(NamedTuple):
    """Pairs that share enough objects."""

    pairs: Index
    """As in `coaction_pairs`, ascending."""
    weight: NDArray[np.int32]
    """Objects, at the widest window."""
    passes: int
    """How often the objects were gone through so that the pairs stayed within the memory."""


class Together(NamedTuple):
    """The pairs, in order of a and b, and what became of hot objects."""

    a: Index
    b: Index
    details: Details
    hot_objects: int
    hot_events: int
    skipped: int
    """Pairs of events that the cap left out."""
    passes: int
    """See `Found`."""
    hot: Index
    """The hot objects, by the numbers that they were given with."""


class Plan(NamedTuple):
    """How the objects are gone through."""

    near: Near
    cap: int
    hot: NDArray[np.uint8]
    """1 for an object whose pairs must be anchored."""
    warm: NDArray[np.bool_]
    """Is the object hot, whatever is done about it?"""
    chunks: Index
    """Chunk c has the objects chunks[c]:chunks[c + 1]; they give about as many pairs each."""
    parts: int
    """Bits of the number of a part."""
    bits: NDArray[np.uint64]


def together(near: Near, rules: Rules) -> Together:
    """Find the pairs that share enough objects, and what they have in common."""
    found, plan = search(near, rules)
    pairs = found.pairs
    a, b = pairs >> (ACCOUNT_BITS + 1), (pairs >> 1) & ACCOUNT
    more = details(plan.near, plan.hot, pairs, np.array(rules.windows, np.int64), plan.cap)
    capped = rules.mode == CAPPED
    return Together(
        a,
        b,
        more,
        int(plan.warm.sum()),
        int(np.diff(plan.near.start)[plan.warm].sum()),
        skipped(plan.near.start, plan.near.event, rules.windows[-1], rules.hot) if capped else 0,
        found.passes,
        plan.near.object[plan.warm],
    )


def search(near: Near, rules: Rules) -> tuple[Found, Plan]:
    """The pairs of the least weight or more at the widest window, and how they were found."""
    plan = planned(busy(near, rules.least), rules)
    none = np.zeros(1, np.int64)
    counts = np.zeros((len(plan.chunks) - 1, 1 << plan.parts), np.int64)
    over(plan, rules, (COUNT, 0, 1 << plan.parts), counts, none)
    ranges = list(portions(counts.sum(axis=0), max(rules.memory // BYTES, 1)))
    found = [part for some in ranges for part in poured(plan, rules, counts, some)]
    pairs = np.concatenate([pair for pair, _ in found])
    weight = np.concatenate([weights for _, weights in found])
    order = np.argsort(pairs)
    return Found(pairs[order], weight[order], len(ranges)), plan


def portions(sizes: Index, most: int) -> Iterator[tuple[int, int]]:
    """Ranges of parts with at most so many pairs; a part alone may have more."""
    sums = np.concatenate([[0], np.cumsum(sizes)])
    low = 0
    while low < len(sizes):
        high = int(np.searchsorted(sums, sums[low] + most, side="right")) - 1
        high = max(high, low + 1)
        yield low, high
        low = high


def busy(near: Near, least: int) -> Near:
    """Without the events of accounts that have fewer than the least weight."""
    if least < 2 or not len(near.event):
        return near
    counts = np.bincount(near.event & ACCOUNT)
    if (counts >= least).all():
        return near
    start, event, _ = restricted(near.start, near.event, counts >= least)
    return near._replace(start=start, event=event, repeats=twice_in(start, event))


def planned(near: Near, rules: Rules) -> Plan:
    """Cut the work into chunks and parts, and mark what anchors hot objects."""
    window = rules.windows[-1]
    most, pairs = crowding(near.start, near.event, window)
    warm = most > rules.hot
    cap = rules.hot if rules.mode == CAPPED else ALL >> 1
    hot = (warm & (rules.mode == ANCHORED)).astype(np.uint8)
    total = int(np.minimum(pairs, np.diff(near.start) * min(cap, ALL >> 32)).sum())
    part = min(PART, max(1, rules.memory // BYTES // 4))
    parts = max(1, int(np.ceil(np.log2(max(total, 1) / part))))
    chunks = cut(pairs, os.cpu_count() or 1)
    plan = Plan(near, cap, hot, warm, chunks, parts, np.zeros(1, np.uint64))
    return anchored(plan, int(pairs[~warm].sum()), rules) if hot.any() else plan


def anchored(plan: Plan, cold: int, rules: Rules) -> Plan:
    """The plan with a filter of the pairs that share an object which is not hot."""
    size = 1 << int(np.clip(np.ceil(np.log2(max(cold, 64) * 16)), 6, np.log2(rules.memory * 4)))
    bits = np.zeros(size // 64, np.uint64)
    cold_only = plan._replace(hot=plan.hot * np.uint8(2), bits=bits)
    none = np.zeros(1, np.int64)
    swept(cold_only, rules, (0, len(plan.near.object)), (MARK, 0, 0), none, none)
    return plan._replace(bits=bits)


def swept(
    plan: Plan,
    rules: Rules,
    objects: tuple[int, int],
    purpose: tuple[int, int, int],
    counts: Index,
    out: Index,
) -> None:
    """Go through some objects for a purpose and a range of parts."""
    near = plan.near
    sweep(
        near.start, near.event, near.repeats, plan.hot, *objects, rules.windows[-1], plan.cap,
        (*purpose, plan.parts), counts, out, plan.bits,
    )  # fmt: skip


def over(
    plan: Plan, rules: Rules, purpose: tuple[int, int, int], places: Index, out: Index
) -> None:
    """Go through all objects, a chunk on each processor."""
    chunks = zip(plan.chunks[:-1].tolist(), plan.chunks[1:].tolist(), strict=True)
    with ThreadPoolExecutor(len(places)) as pool:
        tasks = [
            pool.submit(swept, plan, rules, some, purpose, place, out)
            for some, place in zip(chunks, places, strict=True)
        ]
        for task in tasks:
            task.result()


def poured(
    plan: Plan, rules: Rules, counts: Index, some: tuple[int, int]
) -> list[tuple[Index, NDArray[np.int32]]]:
    """The pairs of a range of parts, and their weights."""
    low, high = some
    mine = counts[:, low:high]
    begin = np.zeros(mine.size, np.int64)
    np.cumsum(mine.T.ravel()[:-1], out=begin[1:])
    place = np.zeros((len(counts), 1 << plan.parts), np.int64)
    place[:, low:high] = begin.reshape(mine.T.shape).T
    end = place.copy()
    pairs = np.empty(int(mine.sum()), np.int64)
    over(plan, rules, (POUR, low, high), end, pairs)
    held = np.stack([place, end], axis=2)
    steps = np.linspace(low, high, len(counts) + 1).astype(np.int64)
    shares = zip(steps[:-1].tolist(), steps[1:].tolist(), strict=True)
    with ThreadPoolExecutor(len(counts)) as pool:
        tasks = [pool.submit(counted, held, pairs, a, b, rules.least) for a, b in shares]
        return [task.result() for task in tasks]
