"""Where the accounts of a network are drawn: its parts side by side, the largest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels.coaction_rows import components
from antiphon.kernels.layout import settled, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.float64]

SEED = 20_210_301
ROUNDS = 120
GAP = 30.0
"""Pixels between two parts, and at the edges: accounts have a size, and names."""
ASIDE = 1.6
"""Lines' lengths between two parts beside one another, if that is more: names stand there."""
LONGEST, SHORTEST = 58.0, 9.0
"""Pixels that a line of the network may measure."""


@dataclass(frozen=True)
class Drawing:
    """Places in pixels, and the height they take."""

    places: Places
    height: float
    unit: float
    """Pixels of one line."""


def parts(ends: Sequence[tuple[int, int]], size: int) -> list[NDArray[np.int64]]:
    """The accounts that hang together, the largest part first."""
    a, b = (np.array([e[k] for e in ends], np.int64) for k in (0, 1))
    root = components(a, b, size)
    found = [np.flatnonzero(root == number) for number in np.unique(root)]
    return sorted(found, key=lambda part: (-len(part), int(part[0])))


def shape(part: NDArray[np.int64], ends: Sequence[tuple[int, int]]) -> Places:
    """Places of one part, in steps along its lines, lying on its longer side, from 0."""
    own = {int(node): at for at, node in enumerate(part)}
    inner = [(own[a], own[b]) for a, b in ends if a in own]
    a, b = (np.array([e[k] for e in inner], np.int64) for k in (0, 1))
    start = np.random.default_rng(SEED).random((len(part), 2)) * np.sqrt(len(part))
    found: Places = settled(start, steps(a, b, len(part)), ROUNDS)
    found = found - found.min(axis=0)
    wide, high = found.max(axis=0)
    return found[:, ::-1] if high > wide else found


def packed(shapes: Sequence[Places], unit: float, width: float) -> tuple[list[Places], float]:
    """The parts on shelves, the highest first; how high all of them stand."""
    order = sorted(range(len(shapes)), key=lambda k: (-shapes[k][:, 1].max(), k))
    placed: list[Places] = list(shapes)
    left, top, shelf = GAP, GAP, 0.0
    aside = max(GAP, ASIDE * unit)
    for k in order:
        wide, high = shapes[k].max(axis=0) * unit
        if left > GAP and left + wide + GAP > width:
            left, top, shelf = GAP, top + shelf + GAP, 0.0
        placed[k] = shapes[k] * unit + np.array([left, top])
        left += wide + aside
        shelf = max(shelf, high)
    return placed, top + shelf + GAP


def drawing(ends: Sequence[tuple[int, int]], size: int, width: float, tallest: float) -> Drawing:
    """Places for every account, as large as width and height allow.

    The same lines give the same places: what is left to chance is drawn with a fixed seed.
    """
    found = parts(ends, size)
    shapes = [shape(part, ends) for part in found]
    unit = LONGEST
    while True:
        placed, height = packed(shapes, unit, width)
        widest = max((p[:, 0].max() for p in placed), default=0.0) + GAP
        if (height <= tallest and widest <= width) or unit <= SHORTEST:
            break
        unit = max(SHORTEST, unit * 0.92)
    if widest > width:
        placed = [squeezed(p, width) for p in placed]
    places = np.zeros((size, 2))
    for part, where in zip(found, placed, strict=True):
        places[part] = where
    return Drawing(np.round(places, 1), float(np.ceil(height)), unit)


def squeezed(places: Places, width: float) -> Places:
    """Places moved together sideways where they do not fit."""
    room = (width - 2 * GAP) / max(1e-9, places[:, 0].max() - GAP)
    if room >= 1:
        return places
    return np.stack([GAP + (places[:, 0] - GAP) * room, places[:, 1]], axis=1)
