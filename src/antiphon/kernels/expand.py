"""From wordings back to posts: the earlier posts that each post could have its words from."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def expand(of_post, posts, carried, near, other, times, accounts, blocs, count, window, nearest):
    """Pairs (earlier post, later post, row of the neighbours' table).

    For each post and each wording it shares a passage with, the `nearest` latest earlier posts
    of each of the `count` blocs, of another account and within the window. Posts are numbered in
    order of time.
    """
    rows = 0
    out = np.empty((3, 0), np.int64)
    for keep in range(2):
        out = np.empty((3, rows if keep else 0), np.int64)
        rows = 0
        for post in range(len(of_post)):
            w = of_post[post]
            if w < 0:
                continue
            for k in range(near[w], near[w + 1]):
                taken = np.zeros(count, np.int64)
                full = 0
                low = carried[other[k]]
                a, b = low, carried[other[k] + 1]
                while a < b:
                    middle = (a + b) // 2
                    if posts[middle] < post:
                        a = middle + 1
                    else:
                        b = middle
                at = a - 1
                while at >= low and full < count and times[post] - times[posts[at]] <= window:
                    q = posts[at]
                    at -= 1
                    bloc = blocs[q]
                    if accounts[q] == accounts[post] or taken[bloc] >= nearest:
                        continue
                    if keep:
                        out[0, rows] = q
                        out[1, rows] = post
                        out[2, rows] = k
                    rows += 1
                    taken[bloc] += 1
                    if taken[bloc] == nearest:
                        full += 1
    return out[0], out[1], out[2]
