"""Shares of mechanisms when neither the families nor the mechanisms are certain."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numba import njit

from antiphon.kernels.student import quantile
from antiphon.kernels.tokens import PRIME, mix

FEW = 3
"""Families with a mechanism, or without it, below which draws of them say too little."""


@njit(cache=True, nogil=True)
def uniform(seed, draw, number):
    """A number in [0, 1) by hash."""
    h = mix(mix(mix(np.uint64(seed + 1) * PRIME) ^ np.uint64(draw)) ^ np.uint64(number))
    return np.float64(h >> np.uint64(11)) / 2.0**53


@njit(cache=True, nogil=True)
def redrawn(families, chance, draws, seed):
    """Shares in each of so many draws: families with replacement, a mechanism for every post.

    The posts of a family have their mechanisms by one random number: what is mistaken of one is
    likely mistaken of the others.
    """
    clusters, kinds = len(families) - 1, chance.shape[1]
    found = np.zeros((draws, kinds))
    for draw in range(draws):
        posts = 0
        for number in range(clusters):
            f = min(int(uniform(seed, draw, 2 * number) * clusters), clusters - 1)
            u = uniform(seed, draw, 2 * number + 1)
            for i in range(families[f], families[f + 1]):
                reached, m = chance[i, 0], 0
                while reached <= u and m < kinds - 1:
                    m += 1
                    reached += chance[i, m]
                found[draw, m] += 1.0
                posts += 1
        found[draw] /= posts
    return found


def imputed(families, chance, *, draws: int, level: float, seed: int):
    """Mean probabilities over posts, with percentile intervals.

    Args:
        families: family f has the posts families[f]:families[f + 1].
        chance: posts × mechanisms, each row sums to one.
        draws: of the families and of every post's mechanism.
        level: of the interval, such as 0.9.
        seed: of the draws.

    Returns:
        The shares, the lower and the upper ends. Draws of few families vary too little: with k
        families' worth of posts that have a mechanism, or lack it if they are fewer, the distances
        from the share are multiplied by Student's quantile at k - 1 degrees of freedom over the
        normal one. Below three the interval is never narrower than Wilson's at the families'
        effective number instead, so that nothing seen in few families is not taken for never.

    Reference:
        Rubin (1987), Multiple Imputation for Nonresponse in Surveys. Davison and Hinkley (1997),
        Bootstrap Methods and their Application, chapter 2.

    >>> share, low, high = imputed(
    ...     np.array([0, 1, 2]), np.array([[1.0, 0.0], [0.0, 1.0]]), draws=99, level=0.9, seed=1
    ... )
    >>> share.tolist(), bool(low[0] < 0.2), bool(high[0] > 0.8)
    ([0.5, 0.5], True, True)
    """
    sizes = np.diff(families).astype(np.float64)
    kinds = chance.shape[1]
    if not len(chance):
        return np.full(kinds, np.nan), np.zeros(kinds), np.ones(kinds)
    share = chance.mean(axis=0)
    found = redrawn(families, chance, draws, seed)
    tail = (1 - level) / 2
    low, high = np.quantile(found, [tail, 1 - tail], axis=0)
    effective = sizes.sum() ** 2 / (sizes**2).sum()
    z = NormalDist().inv_cdf(1 - tail)
    middle = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    width = share * (1 - share) / effective + z * z / (4 * effective**2)
    half = z / (1 + z * z / effective) * np.sqrt(np.maximum(width, 0))
    worth = np.minimum(share, 1 - share) * effective
    few = worth < FEW
    apart = np.array([quantile(1 - tail, max(k, FEW) - 1) / z for k in worth.tolist()])
    return (
        share,
        np.where(
            few,
            np.minimum(low, np.maximum(middle - half, 0)),
            np.maximum(share - apart * (share - low), 0),
        ),
        np.where(
            few,
            np.maximum(high, np.minimum(middle + half, 1)),
            np.minimum(share + apart * (high - share), 1),
        ),
    )
