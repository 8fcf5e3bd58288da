"""Where dates leave the order open: no message is judged by what it taught the model itself.

There the words decide what the lag cannot, and what they say is learned from messages whose
mechanism is as open: parameters that fit a message by accident make it surer of itself. So such
messages are judged by parameters that were fitted to other messages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.inference.mixture import MANY, Fit, climb, empty, part
from antiphon.kernels.mixture import expect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.mixture_arrays import Posts, Sums

ROUNDS = 12
"""For each half, from the parameters of the whole on."""
OPEN = 0.05
"""Share of messages with an open order from which the halves are looked at."""
UNSURE = (0.05, 0.95)
"""Probability that somebody was earlier between which the order is open."""


def crossed(posts: Posts, blocs: int, fitted: Fit) -> Fit:
    """The fit, with messages of open order judged by the half of the messages they are not in.

    The messages are halved in three ways, so that no two in a row are always in one half;
    the probabilities are the means of the three. The parameters stay those of all. With more than
    `MANY` posts no message teaches the model much, and nothing is done.
    """
    families = np.repeat(np.arange(len(posts.size)), np.diff(posts.families))
    unsure = ((posts.sooner > UNSURE[0]) & (posts.sooner < UNSURE[1])).any(axis=1)
    opened = np.zeros(len(posts.size), bool)
    opened[families[unsure]] = True
    if len(posts.low) > MANY or len(opened) < 2 or opened.mean() < OPEN:
        return fitted
    judged = empty(posts, fitted.model)
    ways = halved(posts)
    for way in ways:
        for half in (way, ~way):
            model, *_ = climb(
                part(posts, np.flatnonzero(half)), blocs, fitted.start, fitted.model, ROUNDS
            )
            found = empty(posts, model)
            expect(posts, model, blocs, found)
            add(judged, found, posts, ~half[families], len(ways))
    sums = fitted.sums
    pairs = np.repeat(opened[families], np.diff(posts.near))
    return fitted._replace(
        sums=sums._replace(
            chance=np.where(opened[families][:, None], judged.chance, sums.chance),
            unseen=np.where(opened[families], judged.unseen, sums.unseen),
            of_parent=np.where(pairs[:, None], judged.of_parent, sums.of_parent),
        )
    )


def halved(posts: Posts) -> tuple[NDArray[np.bool_], ...]:
    """Three ways to halve the messages: by their place in time, odd and even, and both."""
    place = np.empty(len(posts.size), np.int64)
    place[np.argsort(posts.low[posts.families[:-1]], kind="stable")] = np.arange(len(place))
    odd, far = place % 2 == 1, place // 2 % 2 == 1
    if len(place) < 4:
        return (odd,)
    return odd, far, odd ^ far


def add(judged: Sums, found: Sums, posts: Posts, others: NDArray[np.bool_], ways: int) -> None:
    """Add what a half says of the members outside it."""
    judged.chance[others] += found.chance[others] / ways
    judged.unseen[others] += found.unseen[others] / ways
    pairs = np.repeat(others, np.diff(posts.near))
    judged.of_parent[pairs] += found.of_parent[pairs] / ways
