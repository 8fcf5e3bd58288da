"""Bootstrap over clusters: the clusters are drawn again, whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 200


def ratios(
    sums: NDArray[np.float64], sizes: NDArray[np.float64], *, draws: int, level: float, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Ratios Σ sums / Σ sizes over clusters, with percentile intervals.

    Args:
        sums: clusters × quantities; each between 0 and the cluster's size.
        sizes: members of each cluster.
        draws: how many times the clusters are drawn again.
        level: of the interval, such as 0.9.
        seed: of the generator.

    Returns:
        The ratios, the lower and the upper ends. An interval is never narrower than Wilson's at
        the clusters' effective size, so that nothing seen in few clusters is not taken for never.

    Reference:
        Davison and Hinkley (1997), Bootstrap Methods and their Application, chapter 2.

    >>> one, low, high = ratios(np.array([[1.0], [0.0]]), np.ones(2), draws=99, level=0.9, seed=1)
    >>> one.tolist(), low[0] < 0.2, high[0] > 0.8
    ([0.5], np.True_, np.True_)
    """
    clusters, quantities = sums.shape
    total = sizes.sum()
    if total == 0:
        return np.full(quantities, np.nan), np.zeros(quantities), np.ones(quantities)
    ratio = sums.sum(axis=0) / total
    generator = np.random.default_rng(seed)
    equal = np.full(clusters, 1 / clusters)
    found = np.concatenate(
        [
            (drawn @ sums) / np.maximum(drawn @ sizes, 1e-300)[:, None]
            for start in range(0, draws, BATCH)
            for drawn in [generator.multinomial(clusters, equal, min(BATCH, draws - start))]
        ]
    )
    tail = (1 - level) / 2
    low, high = np.quantile(found, [tail, 1 - tail], axis=0)
    effective = total**2 / (sizes**2).sum()
    z = normal_quantile(1 - tail)
    middle = (ratio + z * z / (2 * effective)) / (1 + z * z / effective)
    spread = ratio * (1 - ratio) / effective + z * z / (4 * effective**2)
    half = z / (1 + z * z / effective) * np.sqrt(np.maximum(spread, 0))
    return (
        ratio,
        np.minimum(low, np.maximum(middle - half, 0)),
        np.maximum(high, np.minimum(middle + half, 1)),
    )


def normal_quantile(p: float) -> float:
    """Quantile of the standard normal distribution.

    >>> round(normal_quantile(0.975), 4)
    1.96
    """
    from statistics import NormalDist

    return NormalDist().inv_cdf(p) if 0 < p < 1 else math.copysign(math.inf, p - 0.5)
