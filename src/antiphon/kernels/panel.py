"""How the same accounts' mean moves from period to period, whoever posts in which.

A bloc's mean rises when its accounts change their tone, and when other accounts come to post. To
see the first alone, every account has a level of its own and every period adds the same to all:

    y of account a in period t = α_a + γ_t + noise,

fitted by least squares over posts. γ_t, moved so that its mean over posts is that of y, is what the
bloc would have said in t had the same accounts posted in the same parts throughout.

Reads wrong when accounts of one half change and those of the other do not: γ_t is between; and when
few accounts post in several periods: `Levels.held` is then small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

SMALLEST = 1e-9


class Levels(NamedTuple):
    """The mean of the same accounts, period by period."""

    level: Array
    """γ_t, about the mean of all posts."""
    held: Array
    """Posts that say something of it: n_t - Σ n_at² / n_a; 0 if no account has other periods."""
    joined: bool
    """Do accounts lead from every period to every other? If not, no level holds for all."""


def same_accounts(account: Index, period: Index, posts: Array, totals: Array) -> Levels:
    """Fit the levels of periods beside those of accounts.

    Args:
        account: of each cell, from 0; cells of one account stand together.
        period: of each cell, from 0.
        posts: in each cell, one or more.
        totals: sum of y over them.

    >>> two = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 2]), np.array([1.0, 1, 9, 9])
    >>> same_accounts(*two, np.array([0.0, 1, 45, 54])).level.round(2).tolist()
    [3.6, 4.6, 5.6]
    """
    periods = int(period.max()) + 1
    ends = np.flatnonzero(np.diff(account, append=-1)) + 1
    matrix, side = normal(ends, period, posts, totals, periods)
    whole = np.bincount(period, posts, periods)
    held = matrix.diagonal().copy()
    rank = int(np.linalg.matrix_rank(matrix, tol=SMALLEST * max(float(whole.max()), 1.0)))
    level = np.linalg.lstsq(matrix, side, rcond=SMALLEST)[0]
    mean = totals.sum() / posts.sum()
    return Levels(level - whole @ level / whole.sum() + mean, held, rank == periods - 1)


@njit(cache=True, nogil=True)
def normal(ends, period, posts, totals, periods):
    """The normal equations of the periods, accounts eliminated."""
    matrix, side = np.zeros((periods, periods)), np.zeros(periods)
    first = 0
    for last in ends:
        n = total = 0.0
        for i in range(first, last):
            n += posts[i]
            total += totals[i]
        for i in range(first, last):
            t = period[i]
            matrix[t, t] += posts[i]
            side[t] += totals[i] - posts[i] * total / n
            for j in range(first, last):
                matrix[t, period[j]] -= posts[i] * posts[j] / n
        first = last
    return matrix, side
