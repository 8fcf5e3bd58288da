"""By how much pairs exceed what worlds of chance give them, and how many accounts hang together so.

Active accounts share many objects by chance too. So that they do not hide a small group, what a
pair shares is held against its own mean over all worlds, the observed one among them: by
Anscombe's root, 2 √(w + 3/8) - 2 √(mean + 3/8), which has about unit variance whatever the mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels.communities import largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Pairs = tuple[Index, Index, Index]

GRID = np.arange(0.0, 60.25, 0.25)


def excess(worlds: Sequence[Pairs], accounts: int) -> tuple[Array, Index]:
    """Hold the first of some worlds against all of them.

    Args:
        worlds: pairs of accounts and their weights, the observed world first.
        accounts: how many there are.

    Returns:
        Of each pair of the first world, by how much it exceeds its mean; and of each world, the
        most accounts that hang together by pairs that exceed theirs by each step of `GRID`.

    >>> ones = np.array([0]), np.array([1]), np.array([9])
    >>> none = np.array([2]), np.array([3]), np.array([1])
    >>> beyond, most = excess([ones, none, none], 4)
    >>> beyond.round(2).tolist(), most[:, :3].tolist()
    ([2.45], [[2, 2, 2], [2, 2, 0], [2, 2, 0]])
    """
    keys = [a * accounts + b for a, b, _ in worlds]
    whole, place = np.unique(np.concatenate(keys), return_inverse=True)
    weight = np.concatenate([w for _, _, w in worlds])
    mean = np.bincount(place, weight, len(whole)) / len(worlds)
    beyond = 2 * np.sqrt(weight + 0.375) - 2 * np.sqrt(mean[place] + 0.375)
    ends = np.cumsum([len(key) for key in keys])[:-1]
    most = np.zeros((len(worlds), len(GRID)), np.int64)
    parts = np.split(beyond, ends)
    for n, ((a, b, _), mine) in enumerate(zip(worlds, parts, strict=True)):
        order = np.argsort(-mine, kind="stable")
        most[n] = largest(a[order], b[order], mine[order], accounts, GRID)
    return parts[0], most
