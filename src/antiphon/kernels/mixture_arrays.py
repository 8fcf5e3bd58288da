"""What the mixture over parents reads, assumes and counts, in arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

OWN, INTERNAL, COMMON, EXCHANGE, BORROWING, RELEASE = range(6)
MECHANISMS = 6
FIRST, REFERENCE, UNSEEN, PLAN = range(4)
STARTS = 4
HOME, AWAY, AFTER_REFERENCE, AFTER_UNSEEN, AFTER_PLAN = range(5)
VIEWS = 5
"""How a post sees the start: a first post of its own bloc, of another one, and the other starts."""
BEGAN = (FIRST, FIRST, REFERENCE, UNSEEN, PLAN)
"""The start that each view is of."""
SIBLINGS = 6
"""Row of the wording of posts that share an unseen source; the rows before it are mechanisms."""
SAME, OTHER, OUTSIDE = range(3)
"""Side of a possible parent: the post's own bloc, another compared one, a reference bloc."""
GRID = 32
NEAREST, FARTHEST = 15.0, 5 * 86400.0
WINDOW = 30 * 86400.0
COARSEST = 86400.0
"""A date that says less than the day cannot tell of minutes: such a post is of no plan."""
TINY = 1e-150
"""No density is nothing: what is possible stays so, however far out."""


class Posts(NamedTuple):
    """What is known of the members of families, in arrays; families lie one after the other."""

    families: np.ndarray
    """Family f has the members families[f]:families[f + 1]."""
    size: np.ndarray
    """Class of the number of its members, by family."""
    low: np.ndarray
    """Where the interval of the time begins, seconds."""
    high: np.ndarray
    """Where it ends."""
    compared: np.ndarray
    """Is it a post of a compared bloc?"""
    bloc: np.ndarray
    """Number of its bloc, compared blocs first."""
    account: np.ndarray
    """Number of its account."""
    kind: np.ndarray
    """Number of the account's kind."""
    root_credit: np.ndarray
    """Class of its credits, if it had its words from nobody."""
    unseen_credit: np.ndarray
    """The same, if it had them from an unseen source."""
    near_edited: np.ndarray
    """Class of the edits between it and the closest other member, -1 for none."""
    near_shape: np.ndarray
    """Class of what they share."""
    around: np.ndarray
    """How many other members share a passage with it, earlier or later, by their side."""
    sooner: np.ndarray
    """Probability that one of its possible parents is earlier, by their side."""
    near: np.ndarray
    """Member i could have its words from other[near[i]:near[i + 1]]."""
    other: np.ndarray
    """See near."""
    side: np.ndarray
    """Of each possible parent: SAME, OTHER or OUTSIDE."""
    edited: np.ndarray
    """Class of the edits between them."""
    shape: np.ndarray
    """Class of what is kept of the parent and added to it."""
    credit: np.ndarray
    """Class of the post's credits, if this is the parent."""
    pair: np.ndarray
    """Number of the pair of accounts."""
    cell: np.ndarray
    """The lag to parent k has the cells cell[k]:cell[k + 1]."""
    logs: np.ndarray
    """Log-lag of each cell."""
    weights: np.ndarray
    """Probability of each cell, dates being uniform in their intervals."""


class Model(NamedTuple):
    """What the mixture assumes, fitted step by step."""

    starts: np.ndarray
    """Share of families with each start."""
    size: np.ndarray
    """Probability of each class of size, by start, over that of all families."""
    share: np.ndarray
    """Weight of each mechanism, by start and role (0 compared, 1 reference)."""
    kind: np.ndarray
    """Factor by kind of account and mechanism."""
    habit: np.ndarray
    """Factor by account and mechanism."""
    mu: np.ndarray
    """Mean log-lag by mechanism."""
    sigma: np.ndarray
    """Standard deviation of log-lags by mechanism."""
    scale: np.ndarray
    """Scale of the half-normal lag behind a plan, seconds; one number."""
    edited: np.ndarray
    """Probability of each class of edits, by mechanism, over that of all pairs."""
    shape: np.ndarray
    """The same for what is kept and added."""
    credit: np.ndarray
    """Probability of each class of credit by mechanism."""
    affinity: np.ndarray
    """Factor by pair of accounts, for exchange."""


class Sums(NamedTuple):
    """What an expectation step counts; `*_out` are the denominators of weights."""

    starts: np.ndarray
    size: np.ndarray
    share: np.ndarray
    share_out: np.ndarray
    kind: np.ndarray
    kind_out: np.ndarray
    habit: np.ndarray
    habit_out: np.ndarray
    lags: np.ndarray
    """By mechanism: posts, sum of log-lags, of their squares; for plans: posts, -, squared lags."""
    edited: np.ndarray
    shape: np.ndarray
    credit: np.ndarray
    affinity: np.ndarray
    chance: np.ndarray
    """Probability of each mechanism, by post."""
    unseen: np.ndarray
    """Probability that the source is unseen, by post."""
    of_parent: np.ndarray
    """Probability of each possible parent; second column: by borrowing."""
