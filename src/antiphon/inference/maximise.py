"""Maximisation: the parameters that the expected counts and the beliefs make most probable.

Every belief is worth so many posts, which are added to those of the study. How two posts differ
that have their words from what nobody sees, and whether outsiders are credited, are traits of the
study as much as of the mechanism: where most copies are rewritten, whole, or without credit, a
belief of full weight would outweigh what the study says of itself.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.mixture_arrays import (
    BORROWING,
    COMMON,
    EXCHANGE,
    INTERNAL,
    MECHANISMS,
    OWN,
    PLAN,
    RELEASE,
    SIBLINGS,
    STARTS,
    UNSEEN,
    Model,
    Sums,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.inference.beliefs import Beliefs
    from antiphon.inference.priors import Mechanism

OUTSIDE = 2  # the class of credit to somebody who is in no compared bloc
TRAIT = 0.3
"""What a belief about a trait of the study is worth, relative to other beliefs."""


class Start(NamedTuple):
    """What does not change while the mixture is fitted."""

    prior: Beliefs
    ground: tuple[NDArray[np.float64], ...]
    """How often each class of edits, of shape and of size is found."""
    base: NDArray[np.float64]
    """Of each pair of accounts, how often the giver is anybody's possible parent."""
    partners: NDArray[np.int64]
    settings: Mechanism


def outsiders(credit: NDArray[np.float64], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of credit, in which only common sources may be learned to be outsiders'.

    To give somebody outside as the source is what a common source means: where most posts do, no
    other mechanism may take them. Under this bound the others keep their proportions.
    """
    found = credit.copy()
    for m in (OWN, EXCHANGE, BORROWING, RELEASE):
        most = prior[m, OUTSIDE]
        if found[m, OUTSIDE] > most:
            found[m] *= (1 - most) / (1 - found[m, OUTSIDE])
            found[m, OUTSIDE] = most
    return found


def maximise(model: Model, sums: Sums, start: Start, block: str) -> Model:
    """The parameters that make the expected counts, and the beliefs, most probable."""
    prior, ground, settings = start.prior, start.ground, start.settings
    starts = sums.starts + settings.message_worth * prior.starts
    worth = settings.post_worth
    mu, sigma = model.mu.copy(), model.sigma.copy()
    for m in (INTERNAL, COMMON, EXCHANGE, BORROWING):
        n, first, second = sums.lags[m]
        mu[m] = (worth * prior.mu[m] + first) / (worth + n)
        before = worth * (prior.sigma[m] ** 2 + (prior.mu[m] - mu[m]) ** 2)
        square = second - 2 * mu[m] * first + n * mu[m] ** 2
        sigma[m] = math.sqrt((before + square) / (worth + n))
    n, _, second = sums.lags[RELEASE]
    scale = math.sqrt((worth * prior.scale**2 + second) / (worth + n))
    scale = min(scale, settings.release_most_minutes * 60)
    edited = shares(sums.edited + wordings(settings) * prior.edited) / ground[0]
    shape = shares(sums.shape + shapes(settings) * prior.shape) / ground[1]
    credit = outsiders(shares(sums.credit + crediting(settings) * prior.credit), prior.credit)
    changed = model._replace(
        starts=starts / starts.sum(),
        size=shares(sums.size + settings.message_worth * ground[2]) / ground[2],
        mu=mu,
        sigma=sigma,
        scale=np.array([scale]),
        edited=edited,
        shape=shape,
        credit=credit,
        affinity=affinities(sums.affinity, start.base, start.partners, settings.partner_worth),
    )
    kind, habit = settings.kind_worth, settings.habit_worth
    if block == "share":
        belief = worths(settings)
        top = sums.share + belief * prior.share
        below = sums.share_out + belief / model.share.sum(axis=2, keepdims=True)
        return changed._replace(share=shares(top / below))
    if block == "kind":
        return changed._replace(kind=(sums.kind + kind) / (sums.kind_out + kind))
    return changed._replace(habit=(sums.habit + habit) / (sums.habit_out + habit))


def worths(settings: Mechanism) -> NDArray[np.float64]:
    """Posts that the belief about mechanisms is worth, by start.

    That what nobody sees is taken from there, not copied from one another, is believed strongly:
    copies inside a bloc look alike.
    """
    found = np.full((STARTS, 1, 1), settings.post_worth, np.float64)
    found[[UNSEEN, PLAN]] = settings.plan_worth
    return found


def wordings(settings: Mechanism) -> NDArray[np.float64]:
    """Posts that the belief about edits is worth, by row."""
    found = np.full((SIBLINGS + 1, 1), settings.post_worth, np.float64)
    found[RELEASE] *= TRAIT
    return found


def shapes(settings: Mechanism) -> NDArray[np.float64]:
    """Posts that the belief about what is kept and added is worth, by row."""
    found = np.full((SIBLINGS + 1, 1), settings.post_worth, np.float64)
    found[SIBLINGS] *= TRAIT
    return found


def crediting(settings: Mechanism) -> NDArray[np.float64]:
    """Posts that the belief about credit is worth, by mechanism.

    How many outsiders can be recognised in a credit depends on the file of accounts.
    """
    found = np.full((MECHANISMS, 1), settings.credit_worth, np.float64)
    found[COMMON] *= TRAIT
    return found


def affinities(
    found: NDArray[np.float64],
    base: NDArray[np.float64],
    partners: NDArray[np.int64],
    worth: float,
) -> NDArray[np.float64]:
    """How much oftener an account exchanges with another than that one is anybody's parent."""
    if not len(base):
        return base
    taken = np.bincount(partners[:, 0], weights=found)[partners[:, 0]]
    ratio: NDArray[np.float64] = (found / base + worth) / (taken + worth)
    return ratio


def shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Counts over their sum along the last axis."""
    found: NDArray[np.float64] = counts / counts.sum(axis=-1, keepdims=True)
    return found


def log_prior(model: Model, start: Start) -> float:
    """How probable the parameters are by the beliefs alone, but for a constant."""
    prior, ground, base, partners, settings = start
    worth, pairs = settings.post_worth, settings.partner_worth
    fitted = slice(INTERNAL, BORROWING + 1)
    mu, sigma = model.mu[fitted], model.sigma[fitted]
    far = prior.sigma[fitted] ** 2 + (prior.mu[fitted] - mu) ** 2
    total = -worth * float((np.log(sigma) + far / (2 * sigma**2)).sum())
    scale = float(model.scale[0])
    total -= worth * (math.log(scale) + prior.scale**2 / (2 * scale**2))
    for weight, belief, value in (
        (settings.message_worth, prior.starts, model.starts),
        (settings.message_worth, ground[2], model.size * ground[2]),
        (worths(settings), prior.share, shares(model.share)),
        (wordings(settings), prior.edited, model.edited * ground[0]),
        (shapes(settings), prior.shape, model.shape * ground[1]),
        (crediting(settings), prior.credit, model.credit),
    ):
        total += float((weight * belief * np.log(value)).sum())
    for weight, factor in (
        (settings.kind_worth, model.kind),
        (settings.habit_worth, model.habit),
    ):
        total += weight * float((np.log(factor) - factor).sum())
    if len(base):
        total += pairs * float((base * np.log(model.affinity)).sum())
        left = np.maximum(1 - np.bincount(partners[:, 0], weights=base), 0)
        listed = np.bincount(partners[:, 0], weights=base * model.affinity)
        some = left > 0
        total += pairs * float((left[some] * np.log((1 - listed[some]) / left[some])).sum())
    return total
