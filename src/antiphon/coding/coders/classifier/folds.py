"""Which labelled texts must stay together, and how they are dealt into folds.

What is near a text that was learnt from tests memory, not judgement: texts of one account, of one
family of repetitions, or that nearly say the same words, are never on both sides. Whole accounts
are dealt into folds; what else would be on both sides is left out of what is learnt from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.linear import likeness, sketch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.kernels.ngrams import Counts

BANDS, ROWS = 16, 3
ALIKE = 0.5
"""Share of common words from which two texts are near-duplicates."""
SEED = 20_200_214


class Bonds(NamedTuple):
    """Which texts belong together."""

    group: NDArray[np.int64]
    """What is dealt into folds whole, and drawn whole for intervals."""
    ties: tuple[NDArray[np.int64], ...]
    """Other bonds: what shares one with a text that is judged is not learnt from meanwhile."""

    def of(self, rows: NDArray[np.int64]) -> Bonds:
        """Those of some of the texts."""
        return Bonds(self.group[rows], tuple(tie[rows] for tie in self.ties))

    def apart(self, rest: NDArray[np.int64], here: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of the rows `rest` that nothing ties to the rows `here`."""
        tied = np.zeros(len(rest), np.bool_)
        for tie in self.ties:
            tied |= np.isin(tie[rest], tie[here])
        return rest[~tied]


def bonds(counts: Counts, keys: Sequence[Sequence[str]]) -> Bonds:
    """The bonds of texts: of the first kind that is named to deal by, of the others to keep apart.

    Bonds are not chained: accounts that share one message stay two groups, and the message is
    left out where it would be on both sides.

    Args:
        counts: their features.
        keys: for each kind of bond (account, family) the name of each text; '' for none.
    """
    named = [numbered(names) for names in keys if any(names)]
    every = [*named, alike(counts)]
    return Bonds(every[0], tuple(every[1:]))


def numbered(names: Sequence[str]) -> NDArray[np.int64]:
    """A number for each name; a text without one has a number of its own."""
    first: dict[str, int] = {}
    return np.array(
        [first.setdefault(name, row) if name else row for row, name in enumerate(names)], np.int64
    )


def alike(counts: Counts) -> NDArray[np.int64]:
    """A number for each text, the same for near-duplicates, also of near-duplicates."""
    above = np.arange(len(counts.at) - 1)
    for a, b in near(counts):
        join(above, a, b)
    return np.array([root(above, row) for row in range(len(above))], np.int64)


def near(counts: Counts) -> list[tuple[int, int]]:
    """Pairs of near-duplicates; of many alike, enough pairs to join them."""
    draw = np.random.default_rng(SEED)
    factors = draw.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) | np.uint64(1)
    shifts = draw.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)
    signs = sketch(counts.at, counts.feature, factors, shifts)
    found = []
    for band in range(BANDS):
        keys = signs[:, band * ROWS : (band + 1) * ROWS]
        order = np.lexsort(keys.T)
        same = (keys[order[1:]] == keys[order[:-1]]).all(axis=1)
        for k in np.flatnonzero(same):
            a, b = int(order[k]), int(order[k + 1])
            if likeness(counts.at, counts.feature, a, b) >= ALIKE:
                found.append((a, b))
    return found


def root(above: NDArray[np.int64], row: int) -> int:
    """The row that stands for the group of this one."""
    while above[row] != row:
        above[row] = above[above[row]]
        row = int(above[row])
    return row


def join(above: NDArray[np.int64], a: int, b: int) -> None:
    """Two rows must stay together; the smaller number stands for them."""
    a, b = root(above, a), root(above, b)
    above[max(a, b)] = min(a, b)


def deal(labels: NDArray[np.int64], group: NDArray[np.int64], folds: int) -> NDArray[np.int64]:
    """The fold of each row: whole groups, largest first, each where its labels are rarest."""
    names, place = np.unique(group, return_inverse=True)
    kinds, kind = np.unique(labels, return_inverse=True)
    held = np.zeros((len(names), len(kinds)))
    np.add.at(held, (place, kind), 1)
    shares = held / held.sum(axis=0)
    # Groups of one size are dealt in an order that has nothing to do with the file's.
    mixed = np.random.default_rng(SEED).permutation(len(names))
    order = mixed[np.argsort(-held.sum(axis=1)[mixed], kind="stable")]
    full = np.zeros((folds, len(kinds)))
    fold = np.zeros(len(names), np.int64)
    for name in order:
        best = int(np.argmin(full @ shares[name] + 1e-9 * full.sum(axis=1)))
        fold[name] = best
        full[best] += shares[name]
    return fold[place]
