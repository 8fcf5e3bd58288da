"""Small worlds of accounts that act on objects, and pairs counted the slow way."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from antiphon.kernels.coaction_acts import acts


def laid(objects, accounts, times, many):
    """The events in order, laid out."""
    order = np.lexsort((accounts, times, objects))
    return acts(objects[order], accounts[order], times[order], many)


def world(seed, events=3000, accounts=120, objects=60, span=20_000):
    """Heavy-tailed activity and popularity; events anywhere in time; repeats occur."""
    rng = np.random.default_rng(seed)
    account = (accounts * rng.random(events) ** 2).astype(np.int64)
    item = (objects * rng.random(events) ** 2).astype(np.int64)
    return laid(item, account, rng.integers(0, span, events), accounts)


def planted(seed, members=5, together=12, span=20_000):
    """Chance, and accounts from 120 on that act within 20 seconds on objects of their own."""
    found = world(seed, span=span)
    rng = np.random.default_rng(seed)
    items = np.repeat(np.arange(1000, 1000 + together), members)
    group = np.tile(np.arange(120, 120 + members), together)
    begun = np.repeat(rng.integers(0, span, together), members)
    at = begun + rng.integers(0, 20, len(items))
    return laid(
        np.append(found.object, items),
        np.append(found.account, group),
        np.append(found.time, at),
        120 + members,
    )


def weights(found, window):
    """By brute force: objects on which each pair of accounts acted within the window."""
    weight = {}
    for o in range(len(found.start) - 1):
        low, high = found.start[o], found.start[o + 1]
        account, time = found.account[low:high], found.time[low:high]
        close = np.abs(time[:, None] - time[None, :]) <= window
        pairs = {
            (min(account[i], account[k]), max(account[i], account[k]))
            for i, k in zip(*np.nonzero(np.triu(close, 1)), strict=True)
            if account[i] != account[k]
        }
        for pair in pairs:
            weight[pair] = weight.get(pair, 0) + 1
    return weight


def sharers(found, least):
    """Pairs of accounts that share so many objects at any time."""
    mine = [
        set(found.own_object[found.own_start[a] : found.own_start[a + 1]].tolist())
        for a in range(len(found.own_start) - 1)
    ]
    pairs = combinations(range(len(mine)), 2)
    return np.array([p for p in pairs if len(mine[p[0]] & mine[p[1]]) >= least], np.int64)


def weighed(found, pairs, window):
    """Accounts, other accounts and their weights, zeros too."""
    weight = weights(found, window)
    counts = np.array([weight.get((int(a), int(b)), 0) for a, b in pairs], np.int64)
    return pairs[:, 0].copy(), pairs[:, 1].copy(), counts


def everybody(found):
    """All pairs of accounts."""
    one, two = np.triu_indices(len(found.activity), 1)
    return np.stack([one, two], axis=1).astype(np.int64)
