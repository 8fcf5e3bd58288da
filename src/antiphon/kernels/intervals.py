"""Intervals of rates when the counts come in clusters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.kernels.beta import beta_quantile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

Z95 = 1.959963984540054


def clustered_rate(
    counts: Sequence[int] | NDArray[np.int64], denominator: int, z: float = Z95
) -> tuple[float | None, float, float]:
    """A rate k / n and its interval, where the k come in clusters of the given sizes.

    Wilson's score interval (1927) at the effective size n / d, with the design effect
    d = Σ kᵢ² / Σ kᵢ (Rao and Scott 1992): ten posts of one message are not ten messages.

    Args:
        counts: posts per cluster; their sum is k.
        denominator: posts that could have counted, n.
        z: quantile of the normal distribution; 1.96 for 95 %.

    >>> [round(x, 3) for x in clustered_rate([1, 1, 1, 1], 100)]
    [0.04, 0.016, 0.098]
    >>> [round(x, 3) for x in clustered_rate([4], 100)]
    [0.04, 0.007, 0.195]
    >>> clustered_rate([], 0)
    (None, 0.0, 1.0)
    """
    total = int(sum(counts))
    if denominator <= 0:
        return None, 0.0, 1.0
    effect = sum(int(c) ** 2 for c in counts) / total if total else 1.0
    rate = total / denominator
    return rate, *wilson(rate, denominator / effect, z)


def wilson(rate: float, size: float, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share: every share from which the found one is within z deviations.

    Args:
        rate: the share found, 0 to 1.
        size: out of how many; need not be whole.
        z: quantile of the normal distribution, or of Student's.

    Reference:
        Wilson (1927), Probable inference, the law of succession, and statistical inference.

    >>> [round(x, 3) for x in wilson(0.0, 50)]
    [0.0, 0.071]
    >>> wilson(0.0, 955.0)[0], wilson(1.0, 955.0)[1]
    (0.0, 1.0)
    """
    middle = (rate + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(rate * (1 - rate) / size + z * z / (4 * size**2))
    low = 0.0 if rate <= 0 else max(0.0, middle - half)  # no crumbs of rounding at the ends
    return low, 1.0 if rate >= 1 else min(1.0, middle + half)


def jeffreys(rate: float, size: float, z: float = Z95) -> tuple[float, float]:
    """The middle part of what Jeffreys's prior leaves of a share: narrower than `wilson` near 0.

    The quantiles of Beta(k + ½, n − k + ½) that leave as much outside as `z` deviations do; to 0
    where none was found, to 1 where all were. Differences joined of such ends are covered nearer
    to the asked share than those joined of Wilson's, which are cautious for rare labels.

    Args:
        rate: the share found, 0 to 1.
        size: out of how many; need not be whole.
        z: quantile of the normal distribution, or of Student's.

    Reference:
        Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical
        Science 16. Fagerland, Lydersen and Laake (2015), Recommended confidence intervals for two
        independent binomial proportions, Statistical Methods in Medical Research 24.

    >>> [round(x, 3) for x in jeffreys(0.0, 50)], [round(x, 3) for x in jeffreys(0.1, 50)]
    ([0.0, 0.049], [0.039, 0.205])
    """
    outside = math.erfc(z / math.sqrt(2)) / 2
    a, b = rate * size + 0.5, (1 - rate) * size + 0.5
    low = 0.0 if rate <= 0 else min(float(beta_quantile(outside, a, b)), rate)
    high = 1.0 if rate >= 1 else max(1 - float(beta_quantile(outside, b, a)), rate)
    return low, high


def newcombe(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[float | None, float, float]:
    """The difference a - b of two shares, its interval from theirs, squared and added.

    Args:
        a: with "estimate" (None when unknown), "low" and "high".
        b: likewise.

    Reference:
        Newcombe (1998), Interval estimation for the difference between independent proportions,
        Statistics in Medicine 17, method 10. Zou and Donner (2008) for other ends than Wilson's.

    >>> a = {"estimate": 0.5, "low": 0.4, "high": 0.6}
    >>> b = {"estimate": 0.2, "low": 0.1, "high": 0.3}
    >>> [round(x, 3) for x in newcombe(a, b)]
    [0.3, 0.159, 0.441]
    """
    if a["estimate"] is None or b["estimate"] is None:
        return None, -1.0, 1.0
    value = a["estimate"] - b["estimate"]
    below = math.hypot(a["estimate"] - a["low"], b["high"] - b["estimate"])
    above = math.hypot(a["high"] - a["estimate"], b["estimate"] - b["low"])
    return value, value - below, value + above
