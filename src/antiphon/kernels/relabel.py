"""Coincidences of two blocs when the labels of posts change places within hours."""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.tokens import PRIME, mix


@njit(cache=True, nogil=True)
def shuffle(labels, hours, number, seed):
    """Labels permuted within the runs of equal hours; the same number gives the same order."""
    now = labels.copy()
    state = mix(np.uint64(seed + 1) * PRIME) ^ mix(np.uint64(number + 1) * PRIME)
    begin = 0
    for end in range(1, len(labels) + 1):
        if end < len(labels) and hours[end] == hours[begin]:
            continue
        for i in range(end - 1, begin, -1):
            state = mix(state + PRIME)
            j = begin + np.int64(state % np.uint64(i - begin + 1))
            now[i], now[j] = now[j], now[i]
        begin = end
    return now


@njit(cache=True, nogil=True)
def pairs(posts, topics, times, labels, deltas, many):
    """Pairs of a post labelled 0 and one labelled 1 on one topic, within each of the deltas.

    Args:
        posts: the post of each entry; entries are in order of topic and time.
        topics: its topic.
        times: its time, whole seconds.
        labels: 0, 1 or anything else, by post.
        deltas: seconds, ascending.
        many: number of topics.

    Returns:
        Counts, topics × deltas.
    """
    found = np.zeros((many, len(deltas)), np.int64)
    longest = deltas[-1]
    for e in range(len(posts)):
        mine = labels[posts[e]]
        if mine > 1:
            continue
        f = e + 1
        while f < len(posts) and topics[f] == topics[e] and times[f] - times[e] <= longest:
            if labels[posts[f]] == 1 - mine:
                k = 0
                while times[f] - times[e] > deltas[k]:
                    k += 1
                found[topics[e], k] += 1
            f += 1
    for k in range(1, len(deltas)):
        found[:, k] += found[:, k - 1]
    return found


@njit(cache=True, nogil=True)
def relabelled(posts, topics, times, labels, hours, deltas, many, draws, seed):
    """`pairs` for so many permutations: draws × topics × deltas."""
    found = np.empty((draws, many, len(deltas)), np.int64)
    for number in range(draws):
        now = shuffle(labels, hours, number, seed)
        found[number] = pairs(posts, topics, times, now, deltas, many)
    return found
