"""Written rules for the mechanism of each post of a family: the first version, and the baseline.

For each post of a compared bloc, in this order:

1. it credits a reference bloc or somebody unlisted, and no compared bloc → common source;
2. it credits another compared bloc → exchange;
3. two compared blocs began within the release time of each other with posts that the message
   mostly makes up, no reference post came before the second of them, and this is such a post and
   no later than that → coordinated release;
4. nothing in the family is earlier → own;
5. a reference post is earlier than every post of other compared blocs that could be the parent,
   and shares about as many words as the best parent → common source;
6. a post of its own bloc shares about as many words, and is more recent or closer in wording than
   the other bloc's → internal;
7. the other bloc's post is reprinted whole and soon → exchange; otherwise → borrowing.

A date stands for an interval. The rules are applied to several draws of the true times, uniform in
their intervals, and the probability of a mechanism is the share of draws in which the rules say
so. It carries the doubt about time, not the doubt about the rules.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, mix

OWN, INTERNAL, COMMON, EXCHANGE, BORROWING, RELEASE = range(6)
ABOUT = 1.1  # words of the best parent over words of another that is about as good


@njit(cache=True, nogil=True)
def draw(times, spans, low, high, number, now):
    """Fill now[low:high] with times in their intervals, uniform by hash of draw and place."""
    for i in range(low, high):
        h = mix(mix(np.uint64(number + 1) * PRIME) ^ np.uint64(i - low))
        now[i] = times[i] + spans[i] * (np.float64(h >> np.uint64(11)) / 2.0**53)


@njit(cache=True, nogil=True)
def release(low, high, now, blocs, compared, credited, mostly, within):
    """The end of a release in which two compared blocs began; before all time if there is none."""
    never = -np.inf
    begun = np.full(compared, np.inf)
    reference = np.inf
    for i in range(low, high):
        if blocs[i] < compared:
            if credited[i] == 0 and mostly[i]:
                begun[blocs[i]] = min(begun[blocs[i]], now[i])
        else:
            reference = min(reference, now[i])
    begun = np.sort(begun)
    if compared < 2 or begun[1] - begun[0] > within or reference <= begun[1]:
        return never
    return begun[0] + within


@njit(cache=True, nogil=True)
def attribute(
    families,
    times,
    spans,
    blocs,
    credited,
    mostly,
    near,
    other,
    words,
    whole,
    compared,
    within,
    soon,
    draws,
):
    """Apply the rules to every member of every family.

    Args:
        families: family f has the members families[f]:families[f + 1], in order of time.
        times: seconds since 1970.
        spans: length of the interval that each time stands for, seconds.
        blocs: number of the bloc of each member.
        credited: bit b set when the post credits bloc b; the highest bit for somebody unlisted.
        mostly: whether the passage is half or more of the post and of the family's first post.
        near: member i could have its words from the members other[near[i]:near[i + 1]].
        other: see near.
        words: words shared with each of them.
        whole: whether it would be a reprint of the whole.
        compared: blocs below this number are compared, the others are reference.
        within: seconds of a release.
        soon: seconds within which a whole reprint is an exchange.
        draws: of the true times, where they are inexact.

    Returns:
        Probabilities (members × 6), and the most frequent parent under the most probable
        mechanism (-1 for none).
    """
    n = len(times)
    share = np.zeros((n, 6))
    parent = np.full(n, -1, np.int64)
    now = np.empty(n)
    chosen = np.empty((draws, n), np.int64)
    kind = np.empty((draws, n), np.int64)
    own_mask = (np.int64(1) << compared) - 1
    for f in range(len(families) - 1):
        low, high = families[f], families[f + 1]
        exact = True
        for i in range(low, high):
            if spans[i] > 0:
                exact = False
        count = 1 if exact else draws
        for number in range(count):
            draw(times, spans, low, high, number, now)
            until = release(low, high, now, blocs, compared, credited, mostly, within)
            for i in range(low, high):
                if blocs[i] >= compared:
                    continue
                best = np.full(3, -1, np.int64)  # own bloc, other compared, reference
                most = np.zeros(3)
                first_other = np.inf
                for k in range(near[i], near[i + 1]):
                    q = other[k]
                    if now[q] > now[i] or (now[q] == now[i] and q > i):
                        continue
                    side = 2 if blocs[q] >= compared else (0 if blocs[q] == blocs[i] else 1)
                    if side == 1:
                        first_other = min(first_other, now[q])
                    if (
                        best[side] < 0
                        or words[k] > most[side]
                        or (words[k] == most[side] and now[q] > now[best[side]])
                    ):
                        best[side] = q
                        most[side] = words[k]
                top = max(most[0], most[1], most[2])
                others = credited[i] & own_mask & ~(np.int64(1) << blocs[i])
                outside = credited[i] & ~own_mask
                own, from_other, reference = best[0], best[1], best[2]
                if others == 0 and outside != 0:
                    mechanism, source = COMMON, reference
                elif others != 0:
                    mechanism, source = EXCHANGE, from_other
                elif mostly[i] and now[i] <= until:
                    mechanism, source = RELEASE, from_other
                elif top == 0:
                    mechanism, source = OWN, np.int64(-1)
                elif (
                    reference >= 0
                    and most[2] * ABOUT >= top
                    and (from_other < 0 or now[reference] <= first_other)
                ):
                    mechanism, source = COMMON, reference
                elif own >= 0 and (
                    from_other < 0
                    or most[0] > most[1] * ABOUT
                    or (most[0] * ABOUT >= most[1] and now[own] >= now[from_other])
                ):
                    mechanism, source = INTERNAL, own
                elif from_other >= 0:
                    complete = False
                    for k in range(near[i], near[i + 1]):
                        if other[k] == from_other and whole[k]:
                            complete = True
                    quick = now[i] - now[from_other] <= soon
                    mechanism = EXCHANGE if complete and quick else BORROWING
                    source = from_other
                else:
                    mechanism, source = COMMON, reference
                share[i, mechanism] += 1.0 / count
                kind[number, i] = mechanism
                chosen[number, i] = source
        for i in range(low, high):
            if blocs[i] >= compared:
                continue
            winner = np.argmax(share[i])
            votes = 0
            for number in range(count):
                if kind[number, i] != winner:
                    continue
                mine = 0
                for again in range(count):
                    mine += kind[again, i] == winner and chosen[again, i] == chosen[number, i]
                if mine > votes:
                    votes = mine
                    parent[i] = chosen[number, i]
    return share, parent
