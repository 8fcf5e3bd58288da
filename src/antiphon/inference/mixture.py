"""Expectation and maximisation: the parameters of the mixture that the study's messages bear out.

Every belief is worth so many posts, which are added to those of the study: the result is the
parameter with the highest posterior probability, and no step makes it less probable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.inference.beliefs import (
    COVERED,
    EDIT_CLASSES,
    SIZE_CLASSES,
    Beliefs,
    beliefs,
)
from antiphon.inference.maximise import Start, log_prior, maximise
from antiphon.kernels.mixture import expect
from antiphon.kernels.mixture_arrays import (
    MECHANISMS,
    RELEASE,
    STARTS,
    Model,
    Posts,
    Sums,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.inference.priors import Mechanism

ROUNDS = 60
MANY = 20_000
"""Posts of families that suffice to fit; of more, every so many-th family is taken."""
LAST = 2
"""Rounds over all families after that: the accounts' own habits, then the probabilities."""
WIDE = 3.0
"""Where the scale of releases starts, relative to the belief: what is too narrow stays so."""
ENOUGH = 3e-5
"""A gain of the log-posterior a post below which nothing is left to gain."""
ACQUAINTED = 0.15
"""Part of what is believed of the wording of a plan's posts that is how any posts here differ."""
BLOCKS = ("share", "kind", "habit")
"""Weights that multiply each other are fitted in turn."""


class Fit(NamedTuple):
    """What was fitted, and what it says of every post."""

    model: Model
    sums: Sums
    path: tuple[float, ...]
    """Log-posterior at every round."""
    start: Start
    """What it was fitted with."""


def fit(
    posts: Posts, blocs: int, partners: NDArray[np.int64], settings: Mechanism, rounds: int = ROUNDS
) -> Fit:
    """Fit the mixture to the members of families.

    Args:
        posts: see `antiphon.kernels.mixture.Posts`.
        blocs: how many are compared.
        partners: account of each numbered pair, and the account it would have its words from.
        settings: the beliefs.
        rounds: at most so many.
    """
    start = begun(posts, partners, settings)
    few = thinned(posts, max(1, round(len(posts.low) / MANY)))
    model, sums, path = climb(few, blocs, start, first_model(posts, start), rounds)
    if len(few.low) < len(posts.low):
        model, sums, path = climb(posts, blocs, start, model, LAST)
    return Fit(model, sums, tuple(path), start)


def begun(posts: Posts, partners: NDArray[np.int64], settings: Mechanism) -> Start:
    """What does not change while the mixture is fitted to these posts."""
    ground = backgrounds(posts)
    base = partner_base(posts, partners)
    return Start(acquainted(beliefs(settings), ground[0]), ground, base, partners, settings)


def climb(
    posts: Posts, blocs: int, start: Start, model: Model, rounds: int
) -> tuple[Model, Sums, list[float]]:
    """Expectation and maximisation in turn until nothing is gained; the last is an expectation."""
    path: list[float] = []
    for number in range(rounds):
        sums = empty(posts, model)
        likelihood = expect(posts, model, blocs, sums)
        path.append(likelihood + log_prior(model, start))
        done = len(path) > len(BLOCKS) and path[-1] - path[-1 - len(BLOCKS)] < ENOUGH * len(
            posts.low
        )
        if done or number == rounds - 1:
            break
        model = maximise(model, sums, start, BLOCKS[(number - rounds + 1) % len(BLOCKS)])
    return model, sums, path


def first_model(posts: Posts, start: Start) -> Model:
    """The beliefs as parameters, the scale of releases wider than believed."""
    prior, settings = start.prior, start.settings
    return Model(
        prior.starts,
        np.ones((STARTS, len(start.ground[2]))),
        prior.share,
        np.ones((int(posts.kind.max()) + 1, MECHANISMS)),
        np.ones((int(posts.account.max()) + 1, MECHANISMS)),
        prior.mu,
        prior.sigma,
        np.array([min(WIDE * prior.scale, settings.release_most_minutes * 60)]),
        prior.edited / start.ground[0],
        prior.shape / start.ground[1],
        prior.credit,
        np.ones(len(start.base)),
    )


def thinned(posts: Posts, step: int) -> Posts:
    """Every step-th family."""
    return posts if step == 1 else part(posts, np.arange(0, len(posts.families) - 1, step))


def part(posts: Posts, chosen: NDArray[np.int64]) -> Posts:
    """The families of these numbers, in this order."""
    member, families = spans(posts.families, chosen)
    pair, near = spans(posts.near, member)
    cell, cells = spans(posts.cell, pair)
    place = np.full(len(posts.low), -1)
    place[member] = np.arange(len(member))
    of_members = {
        name: getattr(posts, name)[member]
        for name in (
            "low", "high", "compared", "bloc", "account", "kind", "root_credit", "unseen_credit",
            "near_edited", "near_shape", "around", "sooner",
        )
    }  # fmt: skip
    of_pairs = {
        name: getattr(posts, name)[pair] for name in ("side", "edited", "shape", "credit", "pair")
    }
    return Posts(
        families=families,
        size=posts.size[chosen],
        near=near,
        cell=cells,
        other=place[posts.other[pair]],
        logs=posts.logs[cell],
        weights=posts.weights[cell],
        **of_members,
        **of_pairs,
    )


def spans(
    offsets: NDArray[np.int64], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """What the chosen ones hold, offsets[k]:offsets[k + 1] each, and the offsets into that.

    >>> spans(np.array([0, 2, 3, 6]), np.array([0, 2]))[0].tolist()
    [0, 1, 3, 4, 5]
    """
    size = offsets[chosen + 1] - offsets[chosen]
    ends = np.r_[0, np.cumsum(size)]
    held = np.arange(ends[-1]) + np.repeat(offsets[chosen] - ends[:-1], size)
    return held, ends


def backgrounds(posts: Posts) -> tuple[NDArray[np.float64], ...]:
    """How often each class of edits, of shape and of size is found, over the whole study."""
    edited = np.bincount(posts.edited, minlength=EDIT_CLASSES) + 1.0
    shape = np.bincount(posts.shape, minlength=(len(COVERED) + 1) ** 2) + 1.0
    size = np.bincount(posts.size, minlength=SIZE_CLASSES) + 1.0
    return edited / edited.sum(), shape / shape.sum(), size / size.sum()


def acquainted(prior: Beliefs, edited: NDArray[np.float64]) -> Beliefs:
    """The beliefs, after a look at how much posts of this study that share a passage differ.

    How heavily people rewrite is a trait of the study as much as of the mechanism. A part of what
    is believed of two posts of one plan is that they differ as any two do: where every copy is
    rewritten, the belief that plans are not would outweigh all that few posts can say.
    """
    found = prior.edited.copy()
    found[RELEASE] += ACQUAINTED * (edited - found[RELEASE])
    return prior._replace(edited=found)


def partner_base(posts: Posts, partners: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each numbered pair: how often its source is anybody's possible parent in another bloc."""
    if not len(partners):
        return np.zeros(0)
    times = np.bincount(posts.pair[posts.pair >= 0], minlength=len(partners)).astype(np.float64)
    of = np.bincount(partners[:, 1], weights=times)
    total = np.bincount(partners[:, 2], weights=times)
    found: NDArray[np.float64] = (of[partners[:, 1]] + 1) / (total[partners[:, 2]] + len(of))
    return found


def empty(posts: Posts, model: Model) -> Sums:
    """Zeros to add expectations to."""
    like = np.zeros_like
    return Sums(
        like(model.starts),
        like(model.size),
        like(model.share),
        like(model.share),
        like(model.kind),
        like(model.kind),
        like(model.habit),
        like(model.habit),
        np.zeros((MECHANISMS, 3)),
        like(model.edited),
        like(model.shape),
        like(model.credit),
        like(model.affinity),
        np.zeros((len(posts.low), MECHANISMS)),
        np.zeros(len(posts.low)),
        np.zeros((len(posts.other), 2)),
    )
