"""How far two texts agree when they are read on from two places: a look before an alignment."""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.grams import weighs

U = np.uint64  # of a place: no place is counted from the end
SHIFT = 6  # weight that may be added, lost or changed in one place around an anchor
DROP = 20  # below the best score so far at which looking further ends


@njit(cache=True, nogil=True, inline="always")
def again(hashes, i, j, room_i, room_j, step, two):
    """Do the texts agree at words i and j, and, if `two`, at the next ones as well?

    So many words are left of them.
    """
    if room_i <= 0 or room_j <= 0 or hashes[U(i)] != hashes[U(j)]:
        return False
    return not two or room_i == 1 or room_j == 1 or hashes[U(i + step)] == hashes[U(j + step)]


@njit(cache=True, nogil=True)
def slide(hashes, i, j, room_i, room_j, step, enough, score):
    """The best score when two texts are read on in step from words i and j, forward or back.

    So many words are left of each. A word that matches adds twice its weight, one that is passed
    over costs its weight; words up to the weight of `SHIFT` are passed over to find the next match,
    which is one word or two signs.
    """
    best = score
    while best < enough and score > best - DROP and room_i > 0 and room_j > 0:
        word = hashes[U(i)]
        weight = weighs(word)
        if word == hashes[U(j)]:
            score += 2 * weight
            best = max(best, score)
            i += step
            j += step
            room_i -= 1
            room_j -= 1
            continue
        two = weight == 1
        move_i = move_j = 0
        for skip in range(1, SHIFT // weight + 1):
            x, y = i + skip * step, j + skip * step
            if again(hashes, x, y, room_i - skip, room_j - skip, step, two):
                move_i = move_j = skip
            elif again(hashes, x, j, room_i - skip, room_j, step, two):
                move_i = skip
            elif again(hashes, i, y, room_i, room_j - skip, step, two):
                move_j = skip
            else:
                continue
            score -= skip * weight
            break
        if move_i + move_j == 0:
            break
        i += move_i * step
        j += move_j * step
        room_i -= move_i
        room_j -= move_j
    return best
