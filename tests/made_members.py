"""Families whose mechanism is known, as the mixture's arrays: no texts, no tables."""

from __future__ import annotations

import numpy as np

from antiphon.inference.beliefs import EDITS
from antiphon.inference.traces import around, closest, pairs, sides, sizes
from antiphon.kernels.mixture_arrays import OTHER, Posts
from antiphon.kernels.mixture_parents import lag_cells, sooner

NORTH, SOUTH, WORLD = range(3)
HOUR = 3600.0


def members(seed, families=30, span=1.0):
    """Families of every start in turn: (posts, mechanism of each, partners)."""
    rng = np.random.default_rng(seed)
    rows = []
    for f in range(families):
        at = 1e9 + f * 40 * 86400.0
        kind = f % 4
        if kind == 0:  # borrowed
            late = at + 9 * HOUR * np.exp(rng.normal())
            rows.append([(at, NORTH, 0, 0), (late, SOUTH, 4, 0)])
        elif kind == 1:  # exchanged
            late = at + 1.4 * HOUR * np.exp(0.6 * rng.normal())
            rows.append([(at, NORTH, 0, 0), (late, SOUTH, 3, 1 << NORTH)])
        elif kind == 2:  # a wire, every other one unseen
            lags = HOUR * np.exp(rng.normal(size=3))
            wire = [(at, WORLD, 1, 0)] if f % 8 == 2 else []
            of = [(at + lag, b, 2, 1 << WORLD) for lag, b in zip(lags, (0, 1, 0), strict=True)]
            rows.append(wire + of)
        else:  # released, and repeated inside
            times = at + rng.random(3) * 900
            rows.append([(t, b, 5, 0) for t, b in zip(times, (0, 1, 1), strict=True)])
            rows[-1].append((times[0] + 2 * HOUR, NORTH, 1, 0))
    return arrays([sorted(family) for family in rows], rng, span)


def arrays(rows, rng, span):
    """The kernel's arrays of rows of (time, bloc, mechanism, credits)."""
    flat = [member for family in rows for member in family]
    families = np.cumsum([0, *(len(family) for family in rows)])
    time, bloc, mechanism, credit = (np.array(c) for c in zip(*flat, strict=True))
    bloc = bloc.astype(np.int64)
    low = np.floor(time / span) * span
    near = [0]
    other = []
    for f in range(len(rows)):
        mine = range(families[f], families[f + 1])
        for i in mine:
            other += [j for j in mine if j != i]
            near.append(len(other))
    near, other = np.array(near), np.array(other, np.int64)
    i = np.repeat(np.arange(len(flat)), np.diff(near))
    edited = rng.integers(0, len(EDITS) + 1, len(other))
    edited[mechanism[i] == 5] = 0
    edited[mechanism[i] == 4] = 5
    shape = np.full(len(other), 8)
    compared = bloc != WORLD
    side = sides(i, other, bloc, compared)
    account = bloc * 4 + np.arange(len(bloc)) % 4
    number, partners = pairs(account[i], account[other], bloc[i], (side == OTHER) & compared[i])
    close = closest(near, np.full(len(other), 20.0), low, low + span, other)
    outside = np.where(credit >> WORLD & 1, 2, np.where(credit > 0, 3, 0))
    theirs = (credit[i] >> bloc[other]) & 1
    cells = lag_cells(families, low, low + span, near, other)
    posts = Posts(
        families,
        sizes(families, compared),
        low,
        low + span,
        compared,
        bloc,
        account,
        np.zeros(len(bloc), np.int64),
        outside,
        np.where(outside == 2, 1, outside),
        np.where(close >= 0, edited[close], -1),
        np.where(close >= 0, 8, -1),
        around(i, other, bloc, compared),
        sooner(near, side, cells[0], cells[2]),
        near,
        other,
        side,
        edited,
        shape,
        np.where(theirs > 0, 1, outside[i]),
        number,
        *cells,
    )
    return posts, mechanism, partners
