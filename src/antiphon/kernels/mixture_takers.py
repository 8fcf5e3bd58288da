"""How probable it is that what nobody sees had two takers: two blocs of a plan, two posts."""

from __future__ import annotations

from numba import njit


@njit(cache=True, nogil=True)
def two_blocs(rest, total, bloc, blocs, without):
    """Probability that posts of two compared blocs or more are of the plan.

    rest / total is the probability of each member not to be; without[b] becomes the probability
    that no member of another bloc than b is.
    """
    nobody = 1.0
    without[:] = 1.0
    for i in range(len(rest)):
        r = rest[i] / total[i]
        nobody *= r
        for b in range(blocs):
            if bloc[i] != b:
                without[b] *= r
    valid = 1.0 + (blocs - 1) * nobody
    for b in range(blocs):
        valid -= without[b]
    return valid


@njit(cache=True, nogil=True)
def two_takers(rest, total, without):
    """Probability that two members or more have their words from the unseen source.

    rest / total is the probability of each member not to; without[i] becomes the probability that
    no other member than i does.
    """
    n = len(rest)
    nobody = 1.0
    for i in range(n):
        without[i] = nobody
        nobody *= rest[i] / total[i]
    after, one = 1.0, 0.0
    for i in range(n - 1, -1, -1):
        r = rest[i] / total[i]
        without[i] *= after
        one += (1.0 - r) * without[i]
        after *= r
    return 1.0 - nobody - one
