"""A share that a machine's scores and a human sample tell together, with an honest interval.

The machine has a score f for every unit; people have labels y for a sample drawn with known
probabilities. With the weights w = 1 / inclusion and F the machine's mean over all units,

    θ = Σ w y / Σ w + λ (F − Σ w f / Σ w)

is the share without bias whatever the machine's errors: what it gets wrong in the sample is taken
back. λ = 0 is the human sample alone; λ between 0 and 1 is chosen for about the least variance
(power tuning), and comes out near 0 for a machine that knows nothing.

Accounts are the clusters: an account's units are alike, and so are the machine's errors on them.
An account's influence on θ is ψ = λ Σ (f − F) / N over its units + Σ w (e − ē) / Σ w over its
sampled ones, e = y − λ f; the variance is Σ ψ² / (1 − h), h its share of the sample (CR2), and
the quantile is Student's, its degrees of freedom those of accounts of equal size.

The interval is Wilson's and not θ ± 2 deviations, which has no width where no label was found: in
each class of like weights, at the size that a simple sample of the same variance would have;
classes are joined by squares. What the machine adds is judged with `UNSEEN` further errors, since
rare errors are seen late.

Reference:
    Angelopoulos, Bates, Fannjiang, Jordan, Zrnic (2023), Prediction-powered inference, Science 382.
    Angelopoulos, Duchi, Zrnic (2024), PPI++: efficient prediction-powered inference.
    Pustejovsky and Tipton (2018), Small-sample methods for cluster-robust variance estimation and
    hypothesis testing in fixed effects models, Journal of Business & Economic Statistics 36.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.intervals import Z95, jeffreys, newcombe, wilson
from antiphon.kernels.student import quantile
from antiphon.kernels.weighing import classes, effective, extreme, joined, sizes, squares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

UNSEEN = 1.0
"""Errors of the machine that are supposed beyond those seen, in each class of weights."""
STEADY = 1.0
"""Scores count as if so many units more had been sampled on which score and label are strangers."""
WIDEST = 1.05
"""Where the machine would widen the interval by more than this factor, it is not heeded."""
FEWEST_ACCOUNTS = 5
"""With fewer, an interval speaks of the units at hand alone, not of more from such accounts."""
SMALLEST = 1e-9


@dataclass(frozen=True)
class Sample:
    """The units that people coded, of those that the share is of."""

    label: Array
    """1 if the unit has the label, 0 if not; between, where coders disagree."""
    score: Array
    """What the machine says of it, 0 to 1."""
    inclusion: Array
    """The probability with which it was drawn, more than 0."""
    account: Whole
    """Whose it is: an index into the arrays of `Everything`."""
    whole: bool = True
    """Is the share of all units that were drawn from, and not of some kind among them? Of some, how
    many stand in which class of weights is itself known from the sample only."""

    @property
    def weight(self) -> Array:
        """How many units each stands for."""
        return 1 / self.inclusion


@dataclass(frozen=True)
class Everything:
    """All units that the share is of, by account."""

    units: Array
    """Units of each account."""
    scores: Array
    """Sum of the machine's scores over them."""

    @property
    def mean(self) -> float:
        """The machine's mean score: its bare number."""
        return float(self.scores.sum() / self.units.sum())


class Share(NamedTuple):
    """A share and its 95 % interval."""

    estimate: float
    low: float
    high: float
    tuning: float
    """λ: how far the machine was heeded; 0 for the human sample alone."""
    clustered: bool
    """Does the interval speak of more than the units at hand?"""
    near: float
    """The low end that differences take, Jeffreys's and not Wilson's."""
    far: float
    """The high end that differences take."""


def human(
    sample: Sample, everything: Everything, *, clustered: bool = True, coders: float = 0.0
) -> Share:
    """The share by the human sample alone.

    Args:
        sample: at least one unit.
        everything: all units of the share.
        clustered: accounts are clusters; otherwise the share is that of the units at hand alone.
        coders: variance that differences between coders add, see `antiphon.kernels.consensus`.

    >>> ten = np.repeat([1.0, 0.0], [2, 8])
    >>> of = Sample(ten, ten, np.full(10, 0.01), np.arange(10))
    >>> found = human(of, Everything(np.full(10, 100.0), ten), clustered=False)
    >>> round(found.estimate, 2), round(found.low, 2), round(found.high, 2)
    (0.2, 0.06, 0.51)
    """
    return at(0.0, sample, everything, clustered=clustered, coders=coders)


def powered(
    sample: Sample, everything: Everything, *, clustered: bool = True, coders: float = 0.0
) -> Share:
    """The share by prediction-powered inference, λ tuned; never much wider than `human`.

    Reads wrong when the sample was not drawn at random from `everything`, and when the machine was
    trained on the sample: it then knows the answers there, and its errors elsewhere stay hidden.
    """
    alone = human(sample, everything, clustered=clustered, coders=coders)
    factor = tuned(sample, everything, clustered=alone.clustered)
    return better(at(factor, sample, everything, clustered=clustered, coders=coders), alone)


def tuned(sample: Sample, everything: Everything, *, clustered: bool) -> float:
    """The λ from 0 to 1 of least variance, drawn a little toward 0: few labels tell it roughly."""
    fixed, moved = influences(sample, everything, clustered=clustered)
    parts = classes(sample.weight)
    held = np.bincount(parts, sample.weight)
    one = float(np.sum((held / held.sum() / sizes(sample.weight, parts)) ** 2))
    return min(max(-float(fixed @ moved) / (float(moved @ moved) + STEADY * one), 0.0), 1.0)


def better(found: Share, alone: Share) -> Share:
    """The share found with the machine, unless the people alone tell it clearly more narrowly."""
    return found if found.high - found.low <= WIDEST * (alone.high - alone.low) else alone


def at(
    factor: float, sample: Sample, everything: Everything, *, clustered: bool, coders: float
) -> Share:
    """The share at a given λ, and its interval."""
    weight = sample.weight
    parts = classes(weight)
    held = np.bincount(parts, weight)
    people = np.bincount(parts, weight * sample.label) / held
    share = held / held.sum()
    kept = sample.label - factor * sample.score
    estimate = factor * everything.mean + float(weight @ kept) / float(held.sum())
    clustered = clustered and np.unique(sample.account).size >= FEWEST_ACCOUNTS
    size, z = simple_sizes(factor, sample, everything, clustered=clustered, coders=coders)
    middle = np.clip(people + (estimate - float(share @ people)), 0.0, 1.0)
    estimate = min(max(estimate, 0.0), 1.0)
    low, high, near, far = (
        end
        for interval in (wilson, jeffreys)
        for end in ends(estimate, *joined(middle, size, share, z, interval))
    )
    return Share(estimate, low, high, factor, clustered, near, far)


def ends(estimate: float, below: float, above: float) -> tuple[float, float]:
    """Where an interval ends that reaches so far down and up, within 0 and 1."""
    return max(estimate - below, 0.0), min(estimate + above, 1.0)


def apart(one: Share, other: Share) -> tuple[float, float, float]:
    """The difference of the shares of two blocs, which have no accounts in common; its interval.

    Joined by squares of Jeffreys's ends: of Wilson's, that of rare labels would be too wide.
    """
    value, low, high = newcombe(*(taken(share) for share in (one, other)))
    assert value is not None  # noqa: S101  (both have an estimate)
    return value, low, high


def taken(share: Share) -> dict[str, float]:
    """A share as differences take it."""
    return {"estimate": share.estimate, "low": share.near, "high": share.far}


def simple_sizes(
    factor: float, sample: Sample, everything: Everything, *, clustered: bool, coders: float
) -> tuple[Array, float]:
    """The size in each class of a simple sample of the same variance, and the quantile to take."""
    weight = sample.weight
    parts = classes(weight)
    held = np.bincount(parts, weight)
    errors = sample.label - factor * sample.score
    kept = squares(errors, weight, parts) + UNSEEN
    binary = extreme(sample.label, weight, parts) + UNSEEN  # Wilson's interval is of yes and no
    size = sizes(weight, parts)
    apart = float(np.sum((held / held.sum()) ** 2 * kept / size**2))  # variance if units were all
    fixed, moved = influences(sample, everything, clustered=clustered)
    unseen = float(np.sum((held / held.sum()) ** 2 * UNSEEN / size**2))
    together = float(np.sum((fixed + factor * moved) ** 2)) + unseen
    effect = max(together / apart, 1.0) + coders / apart
    if clustered:
        fitted = 1 if factor == 0 else 2  # the mean, and λ
        accounts = effective(np.bincount(sample.account, weight, len(everything.units)))
        return size * binary / kept / effect, quantile(0.975, max(accounts - fitted, 1.0))
    left = 1 - np.bincount(parts) / held  # of a class that was coded whole nothing is open
    return size * binary / kept / effect / np.maximum(left, SMALLEST), Z95


def influences(sample: Sample, everything: Everything, *, clustered: bool) -> tuple[Array, Array]:
    """What moves the share: each cluster's fixed part, and what λ multiplies.

    Without clusters each unit is one, and in a sample of the whole what counts is how far it is
    from its class: how many units the classes have is known.
    """
    weight = sample.weight / sample.weight.sum()
    if not clustered:
        parts = classes(weight) if sample.whole else np.zeros(len(weight), np.int64)
        held = np.bincount(parts, weight)
        label, score = (
            v - (np.bincount(parts, weight * v) / held)[parts] for v in (sample.label, sample.score)
        )
        return weight * label, -weight * score
    count = len(everything.units)
    part = np.bincount(sample.account, weight, count)
    scale = 1 / np.sqrt(np.maximum(1 - part, SMALLEST))
    labels, scores = (
        np.bincount(sample.account, weight * (v - weight @ v), count)
        for v in (sample.label, sample.score)
    )
    spread = (everything.scores - everything.mean * everything.units) / everything.units.sum()
    return labels * scale, (spread - scores) * scale
