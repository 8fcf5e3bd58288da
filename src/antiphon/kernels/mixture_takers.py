"""Who must have taken it: two takers of what nobody sees, one of each bloc that was not first."""

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


@njit(cache=True, nogil=True)
def circles(inside, bloc, blocs, closed):
    """Fill closed[b]: the probability that all members of bloc b have it from one another.

    That cannot be where the bloc was not first: somebody brought it in. inside is the probability
    of each member to have it from its own bloc.
    """
    closed[:] = 0.0
    for b in range(blocs):
        found = 1.0
        members = 0
        for i in range(len(inside)):
            if bloc[i] == b:
                found *= inside[i]
                members += 1
        if members:
            closed[b] = min(found, 1.0 - 1e-12)


@njit(cache=True, nogil=True)
def opened(circle, inside):
    """What becomes of a member's chances once its bloc is known to have it from elsewhere.

    circle is the probability that all have it from one another, inside the member's own part in
    that: factors of the chance that it has it from its own bloc, and of the others.
    """
    if circle <= 0.0:
        return 1.0, 1.0
    return max(1.0 - circle / inside, 0.0) / (1.0 - circle), 1.0 / (1.0 - circle)
