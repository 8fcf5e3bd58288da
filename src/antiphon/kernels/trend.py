"""How a share moves in time, by the pseudo-outcomes of a human sample and a machine."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.corrected import FEWEST_ACCOUNTS, SMALLEST, UNSEEN, Everything, Sample
from antiphon.kernels.intervals import Z95
from antiphon.kernels.pseudo import learnt
from antiphon.kernels.student import quantile
from antiphon.kernels.weighing import effective

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FEWEST = 5
"""With fewer coded units no trend is given."""


@dataclass(frozen=True)
class Times:
    """When the units of each account were published, in any unit, from any beginning."""

    times: Array
    """Sum of the times over the account's units."""
    squares: Array
    """Sum of their squares."""
    scored: Array
    """Sum of time · score."""


class Slope(NamedTuple):
    """How much a share grows in a unit of time, and its 95 % interval."""

    estimate: float
    low: float
    high: float
    clustered: bool
    """Does the interval speak of more than the units at hand?"""


def trend(
    sample: Sample,
    time: Array,
    everything: Everything,
    times: Times,
    *,
    machine: bool = True,
    clustered: bool = True,
) -> Slope | None:
    """The least-squares slope on time of the pseudo-outcomes of all units.

    β = Σ (t − t̄) ỹ / Σ (t − t̄)². The line g of `antiphon.kernels.pseudo` has time as a second
    column, so that what time itself explains is no error. An account's influence is
    Σ (t − t̄)(ỹ − ȳ − β (t − t̄)) / Σ (t − t̄)², its variance as for shares (CR2), with one further
    error in the sample; of the units at hand alone, only what the sample adds is counted.

    Reads wrong when the share rises and falls again: a line sees nothing of that.

    Args:
        sample: the coded units.
        time: when each of them was published, as in `times`.
        everything: all units, by account.
        times: their times, by account.
        machine: heed the machine's scores; otherwise the human sample alone.
        clustered: accounts are clusters; otherwise the slope is that of the units at hand.

    Returns:
        The slope; None where all units have one time, or fewer than 5 were coded.

    Reference:
        Egami, Hinck, Stewart, Wei (2023), Using imperfect surrogates for downstream inference.
    """
    total = float(everything.units.sum())
    centre = float(times.times.sum()) / total
    away = time - centre
    moved = times.times - centre * everything.units
    spread = times.squares - 2 * centre * times.times + centre**2 * everything.units
    whole = float(spread.sum())
    if len(time) < FEWEST or whole <= 0 or np.ptp(time) == 0:
        return None
    heeded = sample if machine else replace(sample, score=np.zeros(len(time)))
    guessed, lines = learnt(heeded, away[:, None])
    level, steep, slope = lines.mean(axis=0)
    weight = sample.weight * (total / sample.weight.sum())
    errors = weight * (sample.label - guessed)
    count = len(everything.units)
    scored = times.scored - centre * everything.scores
    drawn = np.bincount(sample.account, away * errors, count)
    outcomes = level * moved + steep * spread + slope * scored + drawn
    found = float(outcomes.sum()) / whole
    unseen = UNSEEN / len(time) * float(np.sum((weight * away) ** 2))
    held = np.bincount(sample.account, weight * away**2, count)
    if clustered and np.unique(sample.account).size >= FEWEST_ACCOUNTS:
        mean = level + (slope * everything.scores.sum() + errors.sum()) / total
        influence = outcomes - mean * moved - found * spread
        left = np.maximum(1 - held / held.sum(), SMALLEST)
        variance = float(np.sum(influence**2 / left)) + unseen
        z = quantile(0.975, max(effective(held) - 2, 1.0))
    else:
        clustered, z = False, Z95
        variance = float(np.sum((1 - sample.inclusion) * (away * errors) ** 2)) + unseen
    half = z * math.sqrt(variance) / whole
    return Slope(found, found - half, found + half, clustered)
