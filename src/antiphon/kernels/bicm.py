"""Who acts on what by chance, when activity and popularity are kept: the bipartite fitness model.

Account a acts on object o with probability x_a y_o / (1 + x_a y_o), independently of the rest. The
fitness x of accounts and y of objects is such that everybody's expected number of objects, and
every object's expected number of accounts, is the observed one: the random graph of most entropy
with these degrees (Saracco, Di Clemente, Gabrielli and Squartini 2015). Accounts that act on
equally many objects have equal fitness, so that the equations are solved for classes of degree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]

TURNS = 2000
NEAR = 1e-9  # relative error of a degree at which the equations are solved


class Fitness(NamedTuple):
    """The model, by class of degree."""

    account: Index
    """The class of each account."""
    object: Index
    """The class of each object."""
    x: Array
    """Fitness of accounts, by class."""
    y: Array
    """Fitness of objects, by class."""
    error: float
    """The largest relative error of an expected degree."""

    def chance(self, account: Index, of: Index) -> Array:
        """Probability that each account acts on the object beside it."""
        xy = self.x[self.account[account]] * self.y[self.object[of]]
        chance: Array = xy / (1.0 + xy)
        return chance


@njit(cache=True, nogil=True)
def settled(x, y, degrees, many):
    """One turn: x such that expected degrees would be right if y and the old x below were."""
    worst = 0.0
    for i in range(len(x)):
        total = 0.0
        for k in range(len(y)):
            total += many[k] * y[k] / (1.0 + x[i] * y[k])
        if total > 0.0:
            worst = max(worst, abs(x[i] * total / degrees[i] - 1.0))
            x[i] = degrees[i] / total
    return worst


@njit(cache=True, nogil=True)
def solved(activity, accounts, popularity, objects, turns, near):
    """Fitness by class of degree, and the largest relative error of an expected degree.

    Args:
        activity: degrees of the classes of accounts, 1 or more.
        accounts: number of accounts of each class.
        popularity: degrees of the classes of objects, 1 or more.
        objects: number of objects of each class.
        turns: so many at most.
        near: relative error that is small enough.
    """
    root = np.sqrt((activity * accounts).sum())
    x, y = activity / root, popularity / root
    worst = 1.0
    for _ in range(turns):
        worst = max(settled(x, y, activity, objects), settled(y, x, popularity, accounts))
        if worst < near:
            break
    return x, y, worst


def fitness(activity: Index, popularity: Index) -> Fitness:
    """Solve the model for the number of objects of each account and of accounts of each object.

    Reads wrong when an account acts on nearly every object: its fitness has no bound. The error
    says how far the degrees are off then. Nodes of degree 0 get fitness 0.

    >>> model = fitness(np.array([1, 1]), np.array([1, 1]))
    >>> model.chance(np.array([0]), np.array([1])).round(6).tolist()
    [0.5]
    """
    degrees, account, accounts = np.unique(activity, return_inverse=True, return_counts=True)
    sizes, of, objects = np.unique(popularity, return_inverse=True, return_counts=True)
    some, any_of = degrees > 0, sizes > 0
    x, y = np.zeros(len(degrees)), np.zeros(len(sizes))
    x[some], y[any_of], error = solved(
        degrees[some].astype(float), accounts[some].astype(float),
        sizes[any_of].astype(float), objects[any_of].astype(float), TURNS, NEAR,
    )  # fmt: skip
    return Fitness(account.astype(np.int64), of.astype(np.int64), x, y, float(error))
