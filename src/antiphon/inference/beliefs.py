"""The settings of `[mechanism]` as the distributions that they stand for."""

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
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.inference.priors import Mechanism

EDITS = np.array([0.005, 0.03, 0.06, 0.12, 0.2, 0.35])
"""Ends of the classes of edits; a last class is for translations, whose edits are not counted."""
EDIT_CLASSES = len(EDITS) + 2
TRANSLATED = 0.02
COVERED = np.array([0.5, 0.85])
"""Ends of the classes of coverage; what is kept and what is added make nine."""
SIZES = np.array([2, 3, 4, 6])
"""Ends of the classes of the number of compared posts in a message."""
OUTSIDERS = np.array([0, 1])
"""Ends of the classes of the number of reference posts in it."""
SIZE_CLASSES = (len(SIZES) + 1) * (len(OUTSIDERS) + 1)
CLASSES = 4
"""Of credit: nobody, where it came from, somebody outside, another compared bloc."""
WHOLE = {INTERNAL: 0.85, COMMON: 0.7, EXCHANGE: 0.9, BORROWING: 0.45, RELEASE: 0.85, SIBLINGS: 0.6}
"""Share of posts of which, and of whose parent, a passage covers nearly all."""


class Beliefs(NamedTuple):
    """The settings as the distributions that they stand for."""

    starts: NDArray[np.float64]
    share: NDArray[np.float64]
    mu: NDArray[np.float64]
    sigma: NDArray[np.float64]
    scale: float
    edited: NDArray[np.float64]
    shape: NDArray[np.float64]
    credit: NDArray[np.float64]


def beliefs(settings: Mechanism) -> Beliefs:
    """The distributions that the settings stand for."""
    rest = max(1 - settings.unseen_share - settings.plan_share, 0.001)
    starts = np.array([0.6 * rest, 0.4 * rest, settings.unseen_share, settings.plan_share])
    share = np.full((STARTS, 2, MECHANISMS), 0.005)
    share[:, 0, INTERNAL] = 0.3
    share[:, 0, COMMON] = (0.05, 0.6, 0.65, 0.0)
    share[:, 0, EXCHANGE] = (0.25, 0.05, 0.03, 0.0)
    share[:, 0, BORROWING] = (0.4, 0.05, 0.03, 0.0)
    share[PLAN, 0] = (0.005, 0.06, 0.01, 0.005, 0.015, 0.9)
    share[:, 1, COMMON] = (0.4, 0.9, 0.9, 0.4)
    share[:, 1, BORROWING] = (0.6, 0.1, 0.1, 0.6)
    mu, sigma = np.zeros(MECHANISMS), np.ones(MECHANISMS)
    edited = np.full((SIBLINGS + 1, EDIT_CLASSES), 1 / EDIT_CLASSES)
    shape = np.full((SIBLINGS + 1, (len(COVERED) + 1) ** 2), 1 / (len(COVERED) + 1) ** 2)
    credit = np.full((MECHANISMS, CLASSES), 1 / CLASSES)
    of = settings
    for m, lag, wide, edit in (
        (INTERNAL, of.internal_minutes, of.internal_spread, of.internal_edited),
        (COMMON, of.source_minutes, of.source_spread, of.source_edited),
        (EXCHANGE, of.exchange_minutes, of.exchange_spread, of.exchange_edited),
        (BORROWING, of.borrowing_minutes, of.borrowing_spread, of.borrowing_edited),
    ):
        mu[m], sigma[m] = math.log(lag * 60), wide
        edited[m] = edits(edit)
    edited[RELEASE], edited[SIBLINGS] = edits(of.release_edited), edits(1.8 * of.source_edited)
    for row, whole in WHOLE.items():
        side = np.array([(1 - whole) / 2, (1 - whole) / 2, whole])
        shape[row] = np.outer(side, side).ravel()
    credit[OWN] = (0.94, 0.0, 0.04, 0.02)
    credit[INTERNAL] = (0.9, 0.0, 0.06, 0.04)
    credit[COMMON] = (0.98 - of.source_credit, of.source_credit, 0.0, 0.02)
    credit[EXCHANGE] = (0.97 - of.exchange_credit, of.exchange_credit, 0.02, 0.01)
    credit[BORROWING] = (0.95, 0.01, 0.03, 0.01)
    credit[RELEASE] = (0.95, 0.0, 0.03, 0.02)
    credit = np.maximum(credit, 0.002)
    return Beliefs(
        starts / starts.sum(),
        share / share.sum(axis=2, keepdims=True),
        mu,
        sigma,
        of.release_minutes * 60,
        edited,
        shape,
        credit / credit.sum(axis=1, keepdims=True),
    )


def edits(mean: float) -> NDArray[np.float64]:
    """An exponential share of edits with that mean, in classes, a tenth of it spread evenly."""
    tail = np.r_[1.0, np.exp(-EDITS / mean), 0.0]
    known = 0.9 * (tail[:-1] - tail[1:]) + 0.1 / (len(EDITS) + 1)
    found: NDArray[np.float64] = np.r_[(1 - TRANSLATED) * known, TRANSLATED]
    return found
