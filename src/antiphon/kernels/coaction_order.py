"""Share events into order: by object, within it by time and account; lonely ones left out.

An event is one number: seconds since the first event in its upper bits, the account in its lower
ones. Events without another account's event on the same object within the window can be in no
pair; usually they are the most, and they go first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.tokens import mix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Index = NDArray[np.int64]

U = np.uint64
ACCOUNT_BITS = 30
ACCOUNT = (1 << ACCOUNT_BITS) - 1
BUCKET = 2048  # events that are put in order at once: they stay in the processor's cache


class Near(NamedTuple):
    """Events that have a neighbour, object after object."""

    start: Index
    """Object o has the events start[o]:start[o + 1]."""
    event: Index
    """Seconds since `origin`, shifted by `ACCOUNT_BITS`, and the account; each object's ascend."""
    object: Index
    """The number that each object was given with."""
    repeats: NDArray[np.bool_]
    """Is an account more than once among the object's events?"""
    origin: int
    """The time that seconds are counted from."""


def ordered(
    objects: Index, accounts: Index, times: Index, window: int, origin: int | None = None
) -> Near:
    """Events in any order → those that have a neighbour, in order.

    Args:
        objects: any whole numbers, such as hashes.
        accounts: whole numbers from 0, below 2³⁰.
        times: whole seconds, within 270 years of each other.
        window: seconds within which two events are neighbours, that distance included.
        origin: the least time of all parts, where these are some of more.
    """
    if origin is None:
        origin = int(times.min()) if len(times) else 0
    bits = max(1, int(np.ceil(np.log2(max(len(times), 2) / BUCKET))))
    bounds, object_of, event = scattered(objects, accounts, times, origin, bits)
    settle(bounds, object_of, event)
    start, event, number, repeats = neighbours(object_of, event, window)
    return Near(start, event, number, repeats, origin)


def sorted_events(objects: Index, accounts: Index, times: Index, window: int) -> Near:
    """The same of events that are in order of object and time already."""
    origin = int(times.min()) if len(times) else 0
    event = ((times - origin) << ACCOUNT_BITS) | accounts
    tidy(objects, event)
    start, event, number, repeats = neighbours(objects, event, window)
    return Near(start, event, number, repeats, origin)


def together(parts: Iterable[Near]) -> Near:
    """Parts that split no object, with one origin, as one."""
    parts = [part for part in parts if len(part.object)]
    if not parts:
        none = np.empty(0, np.int64)
        return Near(np.zeros(1, np.int64), none, none, np.empty(0, np.bool_), 0)
    start = np.zeros(sum(len(part.object) for part in parts) + 1, np.int64)
    np.cumsum(np.concatenate([np.diff(part.start) for part in parts]), out=start[1:])
    return Near(
        start,
        np.concatenate([part.event for part in parts]),
        np.concatenate([part.object for part in parts]),
        np.concatenate([part.repeats for part in parts]),
        parts[0].origin,
    )


@njit(cache=True, nogil=True)
def scattered(objects, accounts, times, origin, bits):
    """Events into 2 ** bits buckets by hash of the object."""
    shift = U(64 - bits)
    bounds = np.zeros((1 << bits) + 1, np.int64)
    for i in range(len(objects)):
        bounds[np.int64(mix(U(objects[i])) >> shift) + 1] += 1
    for b in range(1 << bits):
        bounds[b + 1] += bounds[b]
    place = bounds[:-1].copy()
    object_of = np.empty(len(objects), np.int64)
    event = np.empty(len(objects), np.int64)
    for i in range(len(objects)):
        at = place[np.int64(mix(U(objects[i])) >> shift)]
        place[np.int64(mix(U(objects[i])) >> shift)] = at + 1
        object_of[at] = objects[i]
        event[at] = ((times[i] - origin) << ACCOUNT_BITS) | accounts[i]
    return bounds, object_of, event


@njit(cache=True, nogil=True)
def settle(bounds, object_of, event):
    """Put the events of each bucket in order of object, time and account, in place."""
    for b in range(len(bounds) - 1):
        low, high = bounds[b], bounds[b + 1]
        if high - low < 2:
            continue
        order = np.argsort(object_of[low:high])
        object_of[low:high] = object_of[low:high][order]
        event[low:high] = event[low:high][order]
        tidy(object_of[low:high], event[low:high])


@njit(cache=True, nogil=True)
def tidy(object_of, event):
    """Put the events of each object in order of time and account, in place."""
    i = 0
    while i < len(event):
        end = i + 1
        fine = True
        while end < len(event) and object_of[end] == object_of[i]:
            fine &= event[end] >= event[end - 1]
            end += 1
        if not fine:
            event[i:end].sort()
        i = end


@njit(cache=True, nogil=True)
def neighbours(object_of, event, window):
    """The events of chains, gaps no longer than the window, in which two accounts act."""
    kept = np.empty(len(event), np.int64)
    start = np.empty(len(event) + 1, np.int64)
    number = np.empty(len(event), np.int64)
    repeats = np.empty(len(event), np.bool_)
    used = objects = np.int64(0)
    start[0] = 0
    i = 0
    while i < len(event):
        this = object_of[i]
        while i < len(event) and object_of[i] == this:
            end = i + 1
            several = False
            while (
                end < len(event)
                and object_of[end] == this
                and (event[end] >> ACCOUNT_BITS) - (event[end - 1] >> ACCOUNT_BITS) <= window
            ):
                several |= (event[end] & ACCOUNT) != (event[end - 1] & ACCOUNT)
                end += 1
            if several:
                kept[used : used + end - i] = event[i:end]
                used += end - i
            i = end
        if used > start[objects]:
            number[objects] = this
            repeats[objects] = twice(kept[start[objects] : used])
            objects += 1
            start[objects] = used
    return (
        start[: objects + 1].copy(),
        kept[:used].copy(),
        number[:objects].copy(),
        repeats[:objects].copy(),
    )


@njit(cache=True, nogil=True)
def twice(event):
    """Is an account there twice?"""
    if len(event) < 24:
        for i in range(len(event)):
            for j in range(i):
                if (event[i] & ACCOUNT) == (event[j] & ACCOUNT):
                    return True
        return False
    accounts = np.sort(event & ACCOUNT)
    return np.any(accounts[1:] == accounts[:-1])


@njit(cache=True, nogil=True)
def twice_in(start, event):
    """Is an account there twice, by object?"""
    out = np.zeros(len(start) - 1, np.bool_)
    for o in range(len(start) - 1):
        out[o] = twice(event[start[o] : start[o + 1]])
    return out


@njit(cache=True, nogil=True)
def restricted(start, event, kept):
    """Of each object the events of accounts that are kept; their bounds, events, old places."""
    bounds = np.zeros_like(start)
    place = np.empty(len(event), np.int64)
    used = np.int64(0)
    for o in range(len(start) - 1):
        for i in range(start[o], start[o + 1]):
            if kept[event[i] & ACCOUNT]:
                place[used] = i
                used += 1
        bounds[o + 1] = used
    return bounds, event[place[:used]], place[:used].copy()
