"""Do several coders agree, beyond what their labels would agree by chance? Krippendorff's alpha."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.intervals import Z95, wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

METRICS = ("nominal", "ordinal", "interval")
RESAMPLES = 2000
CHUNK = 200
"""Resamples that are weighed at once."""


class Agreement(NamedTuple):
    """Alpha and what it rests on."""

    alpha: float | None
    """None where no two labels can be compared, or all are the same."""
    low: float | None
    high: float | None
    units: int
    """Units with two labels or more."""
    disagreed: int
    """Units of these with two labels that differ."""


def alpha(counts: Array, metric: str = "nominal", values: Array | None = None) -> float | None:
    """Krippendorff's α = 1 − Dₒ / Dₑ: observed disagreement over that to be expected by chance.

    With o the coincidences, each unit's ordered pairs of labels over (its labels − 1), n their
    margins, n.. their sum, and δ² the squared distance of two values:
    α = 1 − (n.. − 1) Σ o δ² / Σ n n δ². A unit with one label counts for nothing, so missing labels
    need no filling in.

    Reads wrong when one label is nearly all there is: a few disagreements on the rare one then
    bring α down to nothing though almost every label agrees. Look at the units that differ.

    Args:
        counts: units × values: how many coders gave the unit that value.
        metric: nominal: same or not; ordinal: by the ranks between; interval: by the numbers.
        values: the number that each value stands for, for interval; 0, 1, … if not given.

    Returns:
        α, at most 1; 0 is chance. None where there is no pair, or only one value.

    Reference:
        Krippendorff (2011), Computing Krippendorff's alpha-reliability.

    >>> round(alpha(np.array([[2.0, 0], [0, 2], [1, 1], [2, 0]])), 3)
    0.533
    """
    observed = coincidences(counts).sum(axis=0)[None]
    found = float(ratio(observed, metric, numbers(counts.shape[1], values))[0])
    return None if math.isnan(found) else found


def agreement(
    counts: Array,
    metric: str = "nominal",
    values: Array | None = None,
    *,
    seed: int,
    resamples: int = RESAMPLES,
) -> Agreement:
    """Alpha with a 95 % interval: units drawn again with replacement, percentiles of their alphas.

    Units are what was sampled, so units are what is drawn again, and expected disagreement is
    computed anew each time. Where few units or none disagree, drawing again hides what was not seen
    yet: the lower end is then at most what Wilson's upper end of the share of disagreeing units
    makes of alpha.

    Args:
        counts: units × values, as for `alpha`.
        metric: as for `alpha`.
        values: as for `alpha`.
        seed: of the resamples.
        resamples: how many.

    >>> four = agreement(np.array([[2.0, 0], [0, 2], [2, 0], [2, 0]]), seed=1)
    >>> four.alpha, round(four.low, 2), four.high, four.units, four.disagreed
    (1.0, 0.0, 1.0, 4, 0)
    """
    paired = counts[counts.sum(axis=1) > 1]
    units = len(paired)
    disagreed = int((np.count_nonzero(paired, axis=1) > 1).sum())
    found = alpha(counts, metric, values) if units else None
    if found is None:
        return Agreement(None, None, None, units, disagreed)
    drawn = resampled(paired, metric, numbers(counts.shape[1], values), seed, resamples)
    low, high = (float(np.quantile(drawn, q)) for q in (0.025, 0.975))
    return Agreement(found, min(low, floor(paired, found)), max(high, found), units, disagreed)


def floor(paired: Array, found: float) -> float:
    """What alpha may be if the share of disagreeing units is at Wilson's upper end.

    With 1 − α the observed share of disagreeing units times a factor, the same factor is taken at
    the upper end; with none seen, the factor of disagreement as between strangers.
    """
    units = len(paired)
    share = float((np.count_nonzero(paired, axis=1) > 1).mean())
    margins = paired.sum(axis=0) / paired.sum()
    chance = 1 - float((margins**2).sum())
    factor = (1 - found) / share if share > 0 and found < 1 else 1 / max(chance, 1 / units)
    return max(1 - factor * wilson(share, units, Z95)[1], min(found, 0.0))


def numbers(width: int, values: Array | None) -> Array:
    """What each value stands for."""
    return np.arange(width, dtype=float) if values is None else np.asarray(values, float)


def coincidences(counts: Array) -> Array:
    """Units × values × values: ordered pairs of labels, over the unit's labels less one."""
    labels = counts.sum(axis=1)
    some = np.where(labels > 1, labels - 1, np.inf)[:, None, None]
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(counts.shape[1])
    pairs[:, diagonal, diagonal] -= counts
    return np.asarray(pairs / some)


def ratio(observed: Array, metric: str, values: Array) -> Array:
    """Alpha of each matrix of coincidences; not a number where only one value occurs."""
    margins = observed.sum(axis=2)
    total = margins.sum(axis=1)
    apart = distances(margins, metric, values)
    expected = np.einsum("bc,bk,bck->b", margins, margins, apart)
    seen = np.einsum("bck,bck->b", observed, apart)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (total - 1) * seen / expected, np.nan)


def distances(margins: Array, metric: str, values: Array) -> Array:
    """Squared distances of values, for each row of margins."""
    size = margins.shape[1]
    if metric == "nominal":
        return np.broadcast_to(1 - np.eye(size), (len(margins), size, size))
    if metric == "interval":
        return np.broadcast_to((values[:, None] - values) ** 2, (len(margins), size, size))
    if metric == "ordinal":
        below = np.cumsum(margins, axis=1) - margins / 2
        return np.asarray((below[:, :, None] - below[:, None, :]) ** 2)
    raise ValueError(f"metric {metric!r} is none of {', '.join(METRICS)}")


def resampled(paired: Array, metric: str, values: Array, seed: int, resamples: int) -> Array:
    """Alphas of units drawn again. A resample of one value only agrees wholly: 1."""
    patterns, times = np.unique(paired, axis=0, return_counts=True)
    pairs = coincidences(patterns).reshape(len(patterns), -1)
    rng = np.random.default_rng(seed)
    width = paired.shape[1]
    found = []
    for start in range(0, resamples, CHUNK):
        size = min(CHUNK, resamples - start)
        drawn = rng.multinomial(len(paired), times / len(paired), size=size)
        observed = (drawn @ pairs).reshape(size, width, width)
        found.append(np.nan_to_num(ratio(observed, metric, values), nan=1.0))
    return np.concatenate(found)
