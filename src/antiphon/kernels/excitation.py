"""Posts that follow posts: a self- and cross-exciting model of counts in bins of time.

The count of the followers in bin t is regressed on everybody's counts in earlier bins, gathered
into lags that double in length, beside a mean for every hour of a weekday and of a weekend day:
a Hawkes process seen in bins (an integer-valued autoregression). Coefficients are additive: so
many further posts for each post.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

PRIOR = 20.0  # posts at the overall mean that a group's mean is shrunk by, for its weight


class Moments(NamedTuple):
    """Sums of squares and products by day; those of several subjects may be added."""

    squares: Array
    """days × columns × columns."""
    products: Array
    """days × columns."""

    def plus(self, other: Moments) -> Moments:
        """The sums of both."""
        return Moments(self.squares + other.squares, self.products + other.products)


def edges(horizon: int) -> Index:
    """Lags at which groups of bins begin, and the first bin beyond the horizon.

    >>> edges(24).tolist()
    [1, 2, 4, 8, 16, 25]
    """
    starts = [1]
    while 2 * starts[-1] <= horizon:
        starts.append(2 * starts[-1])
    if len(starts) > 1 and horizon + 1 - starts[-1] < starts[-1] // 2:
        starts.pop()
    return np.array([*starts, horizon + 1], np.int64)


def lagged(counts: Array, bounds: Index) -> Array:
    """Mean count over each group of lags, bin by bin; nothing is known of before the first.

    >>> lagged(np.array([1.0, 0, 0, 2.0, 0]), np.array([1, 2, 4])).tolist()
    [[0.0, 0.0], [1.0, 0.0], [0.0, 0.5], [0.0, 0.5], [2.0, 0.0]]
    """
    total = np.concatenate([[0.0], np.cumsum(counts)])
    at = np.arange(len(counts))
    columns = [
        (total[np.maximum(at - first + 1, 0)] - total[np.maximum(at - last + 1, 0)])
        / (last - first)
        for first, last in pairwise(bounds)
    ]
    return np.column_stack(columns)


def moments(
    followers: Array, leaders: Array, reference: Array, groups: Index, days: Index, bounds: Index
) -> Moments:
    """The sums of one subject.

    Args:
        followers: posts of the bloc that may follow, by bin.
        leaders: posts of the bloc that may lead, by bin.
        reference: posts of the reference blocs, by bin; their own bin counts too.
        groups: number of the hour and kind of day, by bin.
        days: number of the day, by bin; days are what is left out in turn.
        bounds: see `edges`.
    """
    columns = np.column_stack(
        [lagged(leaders, bounds), lagged(followers, bounds), lagged(reference, bounds), reference]
    )
    size = np.bincount(groups)
    mean = np.bincount(groups, followers) / np.maximum(size, 1)
    overall = max(float(followers.mean()), 1e-12)
    weight = ((size + PRIOR / overall) / (mean * size + PRIOR))[groups]
    target = followers - mean[groups]
    for k in range(columns.shape[1]):
        columns[:, k] -= (np.bincount(groups, columns[:, k]) / np.maximum(size, 1))[groups]
    begins = np.flatnonzero(np.diff(days, prepend=days[0] - 1))
    many = int(days.max()) + 1
    products = np.zeros((many, columns.shape[1]))
    squares = np.zeros((many, columns.shape[1], columns.shape[1]))
    weighted = columns * weight[:, None]
    products[days[begins]] = np.add.reduceat(weighted * target[:, None], begins, axis=0)
    for first, last in zip(begins, np.append(begins[1:], len(days)), strict=True):
        squares[days[first]] = weighted[first:last].T @ columns[first:last]
    return Moments(squares, products)


def excitation(found: Moments, bounds: Index, z: float) -> tuple[float, float, float]:
    """Further posts of the followers for each post of the leaders within the horizon.

    Weighted least squares; the interval comes from leaving out one day after another. What falls
    into the bin of the leader's own post is put at half of what the next bin shows.

    Returns:
        The estimate and the ends of its interval; nan where the counts cannot tell.
    """
    total, products = found.squares.sum(axis=0), found.products.sum(axis=0)
    some = np.diag(total) > 1e-9
    many = len(bounds) - 1
    used = np.abs(found.squares).sum(axis=(1, 2)) > 0
    clusters = int(used.sum())
    if not some[:many].all() or clusters <= some.sum():
        return np.nan, np.nan, np.nan
    contrast = np.zeros(len(products))
    contrast[:many] = 1.0
    contrast[0] += 0.5 / (bounds[1] - bounds[0])
    ridge = np.diag(1e-9 * np.diag(total)[some])
    core = np.ix_(some, some)
    value = contrast[some] @ np.linalg.solve(total[core] + ridge, products[some])
    without = total[core] + ridge - found.squares[used][:, some][:, :, some]
    left = products[some] - found.products[used][:, some]
    values = np.linalg.solve(without, left[..., None])[..., 0] @ contrast[some]
    spread = (clusters - 1) / clusters * np.sum((values - values.mean()) ** 2)
    half = z * float(np.sqrt(spread))
    return float(value), float(value) - half, float(value) + half
