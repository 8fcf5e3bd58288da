"""Co-action by the whole measure: studies, CooRTweet's sample, planted groups, crowds.

Usage: python -m benchmarks.coaction_real [trolls|senate|tweets|million|hot|wider] …
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from antiphon.engine import Engine
from antiphon.measures import coaction
from antiphon.measures.coaction import Coaction, significance, weigh
from antiphon.measures.coaction.acts import Acts
from antiphon.measures.coaction.drawn import drawn
from antiphon.measures.coaction.groups import described, networks
from antiphon.schema import CHANCES, Blocs
from antiphon.sources.ingest import ingest
from antiphon.sources.spec import Accounts, Ingest, Source
from antiphon.study.file import load
from benchmarks import coaction_nulls, coaction_worlds
from benchmarks.coaction_nulls import LEVEL, scored
from benchmarks.processes import DATA

STUDIES = Path(__file__).resolve().parents[1] / "studies"
SEED = 9000


def study(name):
    """The measure on a study of this repository."""
    plan = load(STUDIES / name / "study.toml")
    with TemporaryDirectory() as folder, Engine(Path(folder) / "s.duckdb") as engine:
        ingest(engine, plan.path.parent, plan.sources, plan.accounts, plan.contacts, plan.ingest)
        begun = time.process_time()
        found = coaction.compute(engine, plan.blocs, plan.settings["coaction"])
        spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\n{name}: {spent:.0f} CPU s, {peak:.2f} GB")
    told(found)


def told(found):
    """Pairs that stand; blocs against each other; groups; swarms."""
    window = min(found["coaction_counts"]["window_seconds"].to_pylist())
    rows = [r for r in found["coaction"].to_pylist() if r["window_seconds"] == window]
    for kind in sorted({r["kind"] for r in rows}):
        mine = [r for r in rows if r["kind"] == kind]
        by_null = {n: sum((r[f"q_{n}"] or 0) <= LEVEL for r in mine) for n in CHANCES}
        print(
            f"  {kind}: {len(mine)} pairs, q ≤ .05 under {by_null}, "
            f"all three {sum(r['stands'] for r in mine)}"
        )
    print("  pairs of blocs, 2 objects or more: found; expected ± deviation, p more, p fewer")
    for r in found["coaction_chance"].to_pylist():
        if r["window_seconds"] == window and r["objects"] == 2 and r["bloc_a"] and r["null"]:
            print(
                f"    {r['kind']:9s}{r['bloc_a']:>12}–{r['bloc_b']:12s}{r['null']:10s}"
                f"{r['pairs']:6d}{r['expected']:9.1f} ±{r['deviation']:6.1f}"
                f"{r['p_more']:7.2f}{r['p_fewer']:7.2f}   stand {r['stands']}"
            )
    for r in found["coaction_groups"].to_pylist():
        if r["window_seconds"] == window and r["kind"]:
            p = ", ".join(f"{n} {r[f'p_{n}']:.2f}" for n in CHANCES)
            print(
                f"    group of {r['kind']}: {r['accounts']} accounts, {r['pairs']} pairs, "
                f"holds at {r['holds']}, {r['blocs']}, p {p}"
            )
    swarms = found["swarms"].to_pylist()
    print(
        f"  swarms at q ≤ .05: {sum(r['q_value'] <= LEVEL for r in swarms)} of "
        f"{max((r['looked_at'] for r in swarms), default=0)} threads"
    )


def tweets():
    """CooRTweet's sample, read as it is."""
    with TemporaryDirectory() as folder, Engine() as engine:
        root = Path(folder)
        source = DATA / "coortweet_russian.parquet"
        (root / "shares.parquet").write_bytes(source.read_bytes())
        engine.execute(
            f"CREATE TABLE names AS SELECT DISTINCT account_id FROM read_parquet('{source}')"
        )
        names = [n for (n,) in engine.rows("SELECT account_id FROM names ORDER BY 1")]
        lines = [f"{n},{'one' if i % 2 else 'other'}" for i, n in enumerate(names)]
        (root / "accounts.csv").write_text("\n".join(["account_id,bloc", *lines]), "utf-8")
        ingest(
            engine,
            root,
            [Source("shares.parquet", format="coortweet")],
            Accounts("accounts.csv"),
            None,
            Ingest(),
        )
        begun = time.process_time()
        found = coaction.compute(engine, Blocs(("one", "other")), Coaction())
        print(f"\nCooRTweet's sample: {time.process_time() - begun:.0f} CPU s")
    rows = [r for r in found["coaction"].to_pylist() if r["window_seconds"] == 60]
    print(
        f"  pairs of 2 objects or more: {len(rows)}; stand under all three: "
        f"{sum(r['stands'] for r in rows)}"
    )
    chance = [
        r
        for r in found["coaction_chance"].to_pylist()
        if r["window_seconds"] == 60 and not r["bloc_a"] and r["null"]
    ]
    for null in CHANCES:
        stands = sum(r[f"q_{null}"] <= LEVEL for r in rows)
        mean = [f"{r['objects']}: {r['expected']:.2f}" for r in chance if r["null"] == null]
        print(f"    {null:10s} stand {stands}, expected pairs of so many objects {mean}")


def made(item, account, at):
    """Share events as the measure's numbers, everybody in one bloc."""
    order = np.lexsort((account, at, item))
    many = int(account.max()) + 1
    names = np.array([f"{n:08d}" for n in range(many)], object)
    zero = np.zeros(len(order), np.int64)
    return Acts(
        zero, item[order], account[order], order, at[order].astype(np.int64), zero + 1, names,
        np.full(many, "x", object), np.zeros(many, np.int64), np.array(["all"], object),
    )  # fmt: skip


def held(acts, settings):
    """Pairs, nulls, draws and groups of one kind."""
    begun = time.process_time()
    parts = [part for part in weigh.weighed(acts, settings) if part.kind == 0]
    tests = significance.tested(acts, parts, settings)
    draws = drawn(acts, tests, settings)
    nets = [net for net in networks(acts, tests) if net.kind >= 0]
    rows = [(net, described(net, draws)) for net in nets]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  {time.process_time() - begun:.0f} CPU s, {peak:.2f} GB")
    return tests, draws, rows


def million():
    """Five groups of ten accounts on thirty objects among a million events of chance."""
    events = 1_000_001
    table = coaction_nulls.generated(events)
    item, account, at = (table[name].to_numpy() for name in ("obj", "acct", "ts"))
    print("\na million events, five groups of ten")
    tests, draws, rows = held(made(item, account, at), Coaction())
    base = events // 15
    truth = np.where(np.arange(int(account.max()) + 1) >= base,
                     (np.arange(int(account.max()) + 1) - base) // 10, -1)  # fmt: skip
    for test in tests:
        many = {n: len(draws[0, test.window, n].pairs) - 1 for n in CHANCES}
        print(
            f"  {test.window} s: {len(test.pairs)} pairs, {test.stands.sum()} stand; draws {many}"
        )
    for net, groups in rows:
        planted = truth >= 0
        placed = net.group[planted]
        whole = [Counter(placed[truth[planted] == g].tolist()).most_common(1)[0] for g in range(5)]
        right = sum(n for group, n in whole if group >= 0)
        others = int((net.group[~planted] >= 0).sum())
        print(
            f"  {net.window} s: {len(groups)} groups; of 50 planted accounts {right} in the "
            f"group of their own, {others} others in any; p by jitter "
            f"{[row['p_jitter'] for row in groups[:5]]}"
        )


def hot():
    """The same and 60,000 events on three objects within two minutes."""
    table = coaction_nulls.generated(1_000_001)
    item, account, at = (table[name].to_numpy() for name in ("obj", "acct", "ts"))
    rng = np.random.default_rng(SEED)
    item = np.append(item, item.max() + 1 + rng.integers(0, 3, 60_000))
    account = np.append(account, rng.integers(0, account.max() + 1, 60_000))
    at = np.append(at, at.min() + rng.integers(0, 120, 60_000))
    print("\na million events and three objects with 60,000 in two minutes")
    tests, draws, _ = held(made(item, account, at), Coaction())
    for test in tests:
        many = {n: len(draws[0, test.window, n].pairs) - 1 for n in CHANCES}
        print(
            f"  {test.window} s: {len(test.pairs)} pairs, {test.tested.sum()} tested, "
            f"{test.stands.sum()} stand; draws {many}"
        )


def wider(worlds=40):
    """False pairs within 300 s, where jitter is of 75 minutes: worlds that chose nothing."""
    print(f"\nwithin 300 s, jitter of 75 minutes, {worlds} worlds")
    coaction_nulls.WINDOW = coaction_worlds.WINDOW = 300
    coaction_nulls.INTERVALS = {"jitter 15 min": 4500}
    coaction_nulls.SEED = SEED
    for kind in coaction_nulls.KINDS:
        rows = [scored(kind, SEED + n) for n in range(worlds)]
        print(f"  {kind}")
        for name in rows[0]:
            called, false, right, planted = np.array([row[name] for row in rows], float).T
            share = (false / np.maximum(called, 1)).mean()
            hit = right.sum() / planted.sum() if planted.sum() else float("nan")
            print(f"    {name:26s}{called.mean():8.1f}{share:8.3f}{hit:8.3f}")


def main(*names):
    """Those that are named; all if none is."""
    every = {
        "tweets": tweets, "senate": lambda: study("senate"), "trolls": lambda: study("trolls"),
        "million": million, "hot": hot, "wider": wider,
    }  # fmt: skip
    for name in names or every:
        every[name]()


if __name__ == "__main__":
    main(*sys.argv[1:])
