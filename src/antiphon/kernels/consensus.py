"""Several people coded one unit: its label, and how unsure shares become because people differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


def consensus(votes: Array) -> Array:
    """How far each unit has each label: the label of most coders, a tie split in equal parts.

    A tie is not broken by chance or by rank: half a post counts for each side, which is what the
    coders together say of it.

    Args:
        votes: units × labels, how many coders gave it; every unit has one or more.

    >>> consensus(np.array([[2.0, 1.0, 0.0], [1.0, 1.0, 0.0]])).tolist()
    [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0]]
    """
    most = votes == votes.max(axis=1, keepdims=True)
    return np.asarray(most / most.sum(axis=1, keepdims=True))


def between(unit: Whole, coder: Whole, label: Array) -> float:
    """The variance of coders' leanings: how differently they would code the same units.

    For two coders j, k with m units in common, d the mean difference of their labels and s² its
    variance over those units, d² − s² / m estimates twice the variance; pairs are weighted by m.
    Of C coders only 1 − 1 / (C − 1) of s² / m is taken away: of two nothing, since their one
    difference may be small by luck, and what was then taken for no leaning would be lost to the
    interval. What is less than chance alone would bring counts as 0.

    Reads wrong when few units were coded twice: it is then rough; and of two coders who lean far
    apart, since both may lean to one side.

    Args:
        unit: number of the unit of each row.
        coder: number of the coder, from 0; each once a unit.
        label: 1 if the coder gave the label, else 0.

    >>> unit = np.repeat(np.arange(100), 2)
    >>> coder = np.tile([0, 1], 100)
    >>> round(between(unit, coder, np.tile([1.0, 0.0], 100)), 2)
    0.5
    >>> between(unit, coder, np.repeat(np.tile([1.0, 0.0], 50), 2))
    0.0
    """
    found, among = 0.0, 0
    taken = 1 - 1 / max(np.unique(coder).size - 1, 1)
    for differences in pairs(unit, coder, label):
        size = differences.size
        if size < 2:
            continue
        chance = float(differences.var(ddof=1)) / size
        found += size * (float(differences.mean()) ** 2 - taken * chance)
        among += size
    return max(found / (2 * among), 0.0) if among else 0.0


def pairs(unit: Whole, coder: Whole, label: Array) -> list[Array]:
    """For each two coders with units in common, the differences of their labels there."""
    found = []
    rows = [np.flatnonzero(coder == number) for number in range(int(coder.max(initial=-1)) + 1)]
    for one, left in enumerate(rows):
        for other in range(one + 1, len(rows)):
            right = rows[other]
            _, at, to = np.intersect1d(unit[left], unit[right], return_indices=True)
            if at.size:
                found.append(label[left[at]] - label[right[to]])
    return found


def concentration(unit: Whole, coder: Whole, weight: Array) -> float:
    """Σ of the squared shares that coders have in the sample: 1 for a lone coder, 1 / m for m.

    Coders of one unit share its weight. The variance that coders add to a share of all units is
    `between` times this.

    >>> concentration(np.array([0, 1, 2, 2]), np.array([0, 0, 0, 1]), np.ones(3)).__round__(3)
    0.722
    """
    people = np.bincount(unit, minlength=len(weight))
    held = np.bincount(coder, (weight / np.maximum(people, 1))[unit])
    return float(np.sum((held / held.sum()) ** 2))
