"""Worlds of share events in which it is known who acts together: nobody, or planted groups."""

from __future__ import annotations

import numpy as np

from antiphon.kernels.coaction import Rules, together
from antiphon.kernels.coaction_acts import acts
from antiphon.kernels.coaction_order import sorted_events

WINDOW = 60
DAY = 86_400
MEMBERS, OBJECTS = 10, 30


def world(seed, *, events=20_000, days=30, burst=False, interests=0.0, groups=0, crowd=False):
    """Heavy-tailed activity and popularity.

    Args:
        seed: of everything.
        events: of chance.
        days: within which objects appear.
        burst: does everybody act on a popular object within 90 seconds, half of the time?
        interests: share of an account's events on the hundredth of objects that it cares for.
        groups: planted: ten accounts, thirty objects of their own, each within 20 seconds.
        crowd: do they act on popular objects of everybody instead?

    Returns:
        The events laid out, and the group of each account, -1 for none.
    """
    rng = np.random.default_rng(seed)
    size = np.minimum((1 + rng.pareto(1.3, events)).astype(np.int64), events // 200)
    item = np.repeat(np.arange(events), size)[:events]
    size = np.bincount(item)
    many = events // 15
    account = (many * rng.random(events) ** 2.5).astype(np.int64)
    # An account's interest is its number's last two digits, and an object's likewise.
    keen = rng.random(events) < interests
    account[keen] = account[keen] // 100 * 100 + item[keen] % 100
    account = np.minimum(account, many - 1)
    birth = rng.integers(0, days * DAY, len(size))
    time = birth[item] + np.exp(rng.normal(np.log(3600), 1.5, events)).astype(np.int64)
    if burst:
        peak = birth + rng.integers(0, 7200, len(size))
        rush = (size[item] >= 8) & (rng.random(events) < 0.5)
        time[rush] = peak[item[rush]] + rng.integers(0, 90, int(rush.sum()))
    group = np.full(many + groups * MEMBERS, -1)
    group[many:] = np.repeat(np.arange(groups), MEMBERS)
    rows = [(item, account, time)]
    popular = rng.choice(np.flatnonzero(size >= 20), groups * OBJECTS, replace=False)
    for n in range(groups * OBJECTS):
        mine = many + n // OBJECTS * MEMBERS + np.arange(MEMBERS)
        begun = birth[popular[n]] + 3600 if crowd else rng.integers(0, days * DAY)
        which = popular[n] if crowd else len(size) + n
        rows.append((np.full(MEMBERS, which), mine, begun + rng.integers(0, 20, MEMBERS)))
    return laid(*(np.concatenate(column) for column in zip(*rows, strict=True)), len(group)), group


def laid(objects, accounts, times, many):
    """Any events, in order."""
    order = np.lexsort((accounts, times, objects))
    return acts(objects[order], accounts[order], times[order], many)


def shuffled(found, seed):
    """Accounts dealt out anew over all events: nobody acts together."""
    accounts = np.random.default_rng(seed).permutation(found.account)
    return laid(found.object, accounts, found.time, len(found.activity))


def edges(found, least=2):
    """Pairs that share so many objects within the window: accounts, other accounts, weights."""
    near = sorted_events(found.object, found.account, found.time, WINDOW)
    pairs = together(near, Rules(windows=(WINDOW,), least=least))
    return pairs.a, pairs.b, pairs.details.weight[0]
