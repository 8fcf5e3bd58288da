"""The pairs of few accounts, counted in a square: for draws, of which there are many.

The same pairs and weights as `antiphon.kernels.coaction.together`, without its lags and order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.coaction import ALL, ANCHORED, CAPPED, Rules, busy, together
from antiphon.kernels.coaction_order import ACCOUNT, ACCOUNT_BITS
from antiphon.kernels.coaction_pairs import crowding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.coaction_order import Near

    Index = NDArray[np.int64]
    Pairs = tuple[Index, Index, Index]

FEW = 1500  # accounts whose square of pairs is held in memory


def pairs(near: Near, rules: Rules) -> list[Pairs]:
    """Of each window: accounts, other accounts and the objects they share, in order.

    Pairs of the least weight or more, one object that is not hot among it where these anchor.
    """
    near = busy(near, rules.least)
    some = np.unique(near.event & ACCOUNT)
    if len(some) > FEW:
        found = together(near, rules)
        strong = (found.details.weight >= rules.least) & (found.details.cold > 0)
        return [
            (found.a[kept], found.b[kept], weight[kept])
            for kept, weight in zip(strong, found.details.weight, strict=True)
        ]
    who = np.searchsorted(some, near.event & ACCOUNT)
    time = near.event >> ACCOUNT_BITS
    hot = np.zeros(len(near.object), np.bool_)
    if rules.mode == ANCHORED:
        hot = crowding(near.start, near.event, rules.windows[-1])[0] > rules.hot
    cap = rules.hot if rules.mode == CAPPED else ALL >> 1
    windows = np.array(rules.windows, np.int64)
    weight, cold = square(near.start, who, time, hot, windows, cap, len(some))
    answer = []
    for w in range(len(windows)):
        a, b = np.nonzero((weight[w] >= rules.least) & cold[w])
        answer.append((some[a], some[b], weight[w][a, b].astype(np.int64)))
    return answer


@njit(cache=True, nogil=True)
def square(start, who, time, hot, windows, cap, many):
    """Objects of each pair within each window, and whether one of them is not hot."""
    weight = np.zeros((len(windows), many, many), np.int32)
    cold = np.zeros((len(windows), many, many), np.bool_)
    last = np.full((len(windows), many, many), -1, np.int32)
    widest = windows[-1]
    for o in range(len(start) - 1):
        for i in range(start[o], start[o + 1]):
            j = i + 1
            while j < start[o + 1] and time[j] - time[i] <= widest and j - i <= cap:
                a, b = min(who[i], who[j]), max(who[i], who[j])
                lag = time[j] - time[i]
                j += 1
                if a == b:
                    continue
                for w in range(len(windows) - 1, -1, -1):
                    if lag > windows[w]:
                        break
                    if last[w, a, b] != o:
                        last[w, a, b] = o
                        weight[w, a, b] += 1
                        cold[w, a, b] |= not hot[o]
    return weight, cold
