"""How much of co-action is chance: false edges in made worlds, and what stands in a real one.

Usage: python -m benchmarks.coaction_nulls [WORLDS]. False edges at q ≤ .05 in 200 worlds of a kind
(seeds 5000 and up, on which nothing was tuned or chosen), planted groups at a million events, and
CooRTweet's sample of tweets about Russia.
"""

from __future__ import annotations

import importlib.util
import sys
import time

import numpy as np
import pyarrow.parquet as pq

from antiphon.kernels.bicm import fitness
from antiphon.kernels.coaction_bipartite import bipartite, by_chance, crowds
from antiphon.kernels.coaction_draws import dealt, moved, swapped
from antiphon.kernels.coaction_draws import edges as drawn_edges
from antiphon.kernels.coaction_nulls import exchanged, jittered
from antiphon.kernels.coaction_relabel import within_bins
from antiphon.kernels.discoveries import every_pair_between, q_values, sharing_between
from benchmarks.coaction_worlds import WINDOW, edges, shuffled, world
from benchmarks.coaction_worlds import laid as laid_out
from benchmarks.processes import DATA

HOUR = 3600
SEED = 5000
LEVEL = 0.05
INTERVALS = {"jitter 5 min": 300, "jitter 15 min": 900, "jitter 1 h": HOUR}
KINDS = {
    "shuffled": {"groups": 2},
    "organic bursts": {"burst": True},
    "planted": {"groups": 2},
    "planted, bursts": {"burst": True, "groups": 2},
    "planted in crowds": {"groups": 2, "crowd": True},
    "bursts, one day": {"burst": True, "days": 1},
    "interests": {"interests": 0.8},
    "interests, bursts": {"interests": 0.8, "burst": True},
    "interests, one day": {"interests": 0.8, "days": 1},
}


def nulls(found, pairs, least=2):
    """P-values and the family of each null."""
    model = fitness(found.activity, found.popularity)
    crowd = crowds(found, model, WINDOW)
    alone = np.zeros(len(found.activity), np.int64)
    some = int(sharing_between(found, least, alone, 1)[0, 0])
    every = int(every_pair_between(found, least, alone, 1)[0, 0])
    return {
        **{
            name: (jittered(found, pairs, WINDOW, interval), some)
            for name, interval in INTERVALS.items()
        },
        "exchanged": (exchanged(found, pairs, WINDOW), some),
        "bipartite": (bipartite(found, model, crowd, pairs), every),
        "labels in hours": (
            within_bins(found, pairs, WINDOW, found.time // HOUR, HOUR),
            every,
        ),
    }


def judged(found, pairs, least=2):
    """Q-values by null, and those of three nulls at once: the largest."""
    q = {
        name: q_values(null.p_value, family)
        for name, (null, family) in nulls(found, pairs, least).items()
    }
    strictest = [q["jitter 15 min"], q["bipartite"], q["labels in hours"]]
    q["all: 15 min, bip., labels"] = np.max(strictest, axis=0)
    return q


def scored(kind, seed):
    """By null: edges called, false ones, planted ones found, planted ones; the first by weight."""
    found, group = world(seed, **KINDS[kind])
    if kind == "shuffled":
        found, group = shuffled(found, seed), np.full(len(group), -1)
    pairs = edges(found)
    true = (group[pairs[0]] >= 0) & (group[pairs[0]] == group[pairs[1]])
    planted = KINDS[kind].get("groups", 0) * 45 * (kind != "shuffled")
    calls = {"weight 2 or more": np.ones(len(true), np.bool_)}
    calls |= {name: q <= LEVEL for name, q in judged(found, pairs).items()}
    return {
        name: (call.sum(), (call & ~true).sum(), (call & true).sum(), planted)
        for name, call in calls.items()
    }


def false_edges(worlds):
    """The table of kinds of worlds × nulls."""
    for kind in KINDS:
        begun = time.process_time()
        rows = [scored(kind, SEED + n) for n in range(worlds)]
        print(f"\n{kind}: {worlds} worlds, {time.process_time() - begun:.0f} CPU s")
        print(f"  {'':26s}{'edges':>8}{'false share':>13}{'worlds with':>13}{'found':>8}")
        for name in rows[0]:
            called, false, right, planted = np.array([row[name] for row in rows], float).T
            share = (false / np.maximum(called, 1)).mean()
            hit = f"{right.sum() / planted.sum():8.3f}" if planted.sum() else f"{'-':>8}"
            print(f"  {name:26s}{called.mean():8.1f}{share:13.3f}{(false > 0).mean():13.3f}{hit}")


def generated(events):
    """The share events of prototypes/events_gen.py, so many of chance."""
    path = DATA.parent / "prototypes" / "events_gen.py"
    spec = importlib.util.spec_from_file_location("events_gen", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.gen(events)


def million():
    """A million share events of chance, and five planted groups."""
    events = 1_000_001
    table = generated(events)
    item, account, at = (table[name].to_numpy() for name in ("obj", "acct", "ts"))
    base = events // 15
    found = laid_out(item, account, at, int(account.max()) + 1)
    nulls(found, edges(found))  # compiles
    begun = time.process_time()
    pairs = edges(found)
    true = (pairs[0] >= base) & ((pairs[0] - base) // 10 == (pairs[1] - base) // 10)
    print(f"\na million events: {len(true)} edges of weight 2 or more, precision {true.mean():.3f}")
    for name, q in judged(found, pairs).items():
        call = q <= LEVEL
        right = (call & true).sum()
        share = right / max(call.sum(), 1)
        print(f"  {name:26s}{call.sum():6d} edges, precision {share:.3f}, found {right / 225:.3f}")
    print(f"  {time.process_time() - begun:.1f} CPU s for all of them, pairs included")


def tweets():
    """CooRTweet's sample: which edges stand, and how many are expected by chance."""
    table = pq.read_table(DATA / "coortweet_russian.parquet")
    item, account = (
        np.unique(table[name].to_numpy(), return_inverse=True)[1].astype(np.int64)
        for name in ("object_id", "account_id")
    )
    content = table["content_id"].to_numpy()
    at = table["timestamp_share"].to_numpy().astype(np.int64)
    found = laid_out(item, account, at, int(account.max()) + 1)
    rows = by_rows(item, account, content, at)
    objects = {pair: len({o for o, _ in events}) for pair, events in rows.items()}
    kept = sorted(pair for pair, events in rows.items() if len(events) > 1)
    weight = np.array([objects[pair] for pair in kept])
    two = weight >= 2
    print(f"\nCooRTweet's sample: {len(rows)} edges, {len(kept)} of 2 rows or more")
    print(f"  {two.sum()} of these share 2 objects or more; the others repeat themselves on one")
    pairs = (*np.array(kept, np.int64).T.copy(), weight)
    print(
        f"  {'':26s}{'p ≤ .05':>9}{'q ≤ .05':>9}{'family':>12}   of {two.sum()} edges of 2 objects"
    )
    answers = nulls(found, pairs)
    for name, (null, family) in answers.items():
        p = null.p_value[two]
        stand = (q_values(p, family) <= LEVEL).sum()
        print(f"  {name:26s}{(p <= LEVEL).sum():9d}{stand:9d}{family:12d}")
    print(
        f"  edges of 2, 3 and 4 objects: {[int((weight >= k).sum()) for k in (2, 3, 4)]}; by chance"
    )
    chance(found)


def chance(found):
    """Edges of each weight by chance, by draws and in closed form."""
    weights = np.array([2, 3, 4])
    draws = {
        "jitter 5 min": moved(found, 300, SEED),
        "jitter 15 min": moved(found, 900, SEED),
        "jitter 1 h": moved(found, HOUR, SEED),
        "exchanged": dealt(found, SEED),
        "labels in hours": swapped(found, found.time // HOUR, SEED),
    }
    for name, draw in draws.items():
        mean = drawn_edges(found, draw, WINDOW, weights, 200).mean(axis=0)
        print(f"  {name:26s}{mean[0]:9.2f}{mean[1]:9.2f}{mean[2]:9.2f}")
    model = fitness(found.activity, found.popularity)
    mean = by_chance(found, model, crowds(found, model, WINDOW), weights)
    print(f"  {'bipartite':26s}{mean[0]:9.2f}{mean[1]:9.2f}{mean[2]:9.2f}")


def by_rows(item, account, content, at):
    """By brute force, CooRTweet's rows: pairs of contents on an object; the object of each."""
    rows = {}
    order = np.lexsort((at, item))
    low = 0
    for n, i in enumerate(order):
        while item[order[low]] != item[i] or at[i] - at[order[low]] > WINDOW:
            low += 1
        for k in order[low:n]:
            if account[i] != account[k] and content[i] != content[k]:
                pair = (min(account[i], account[k]), max(account[i], account[k]))
                rows.setdefault(pair, []).append((item[i], at[i]))
    return rows


def main(worlds=200):
    """Three tables."""
    tweets()
    million()
    false_edges(worlds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
