"""How often mechanisms are told right, and how sure, on worlds whose mechanism is known."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from antiphon.demo import CROSS, compare, truths
from antiphon.engine import Engine
from antiphon.inference import nearest
from antiphon.schema import MECHANISMS, Blocs
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.write import write
from antiphon.study.run import run
from benchmarks.mechanism_rules import said as by_rules

SEEDS = range(101, 106)
WORLDS = Path(__file__).parents[1] / "src" / "antiphon" / "inference" / "worlds.toml"
HEAD = """# Written by `python -m benchmarks.mechanism --write`: simulated worlds, their features as
# in `antiphon.inference.nearest`, and how well mechanisms were told in them.

"""
ALONE = "\n[power]\npoints = 0\ncontrols = 0\n"
PLAIN = ("demo", "parallel", "news", "exchange", "borrowing", "release")
HARD = ("imitation", "slow-release", "paraphrase", "sparse", "mixed", "minute", "day", "three")


def main() -> None:
    """Five worlds of each kind, posts pooled; the mixture was made on seeds 1 to 20."""
    print(
        f"{'world':<12} {'posts':>5} {'F1':>5} {'rules':>5} {'ECE':>5} {'sure':>5} {'right':>5} ",
        end="",
    )
    print(" ".join(f"{name[:11]:>11}" for name in CROSS))
    held, drawn = Counter(), Counter()
    record = []
    for name in (*PLAIN, *HARD):
        pairs, rules, sure, right, like = [], [], [], [], []
        for seed in SEEDS:
            found, truth, base, shares, features = study(SCENARIOS[name].world, seed)
            like.append(features)
            for post in sorted(truth.keys() | found.keys()):
                was = truth.get(post)
                pairs.append((was, found[post]["mechanism"] if post in found else None))
                rules.append((was, base.get(post)))
                if post in found:
                    p = [found[post][f"p_{m}"] for m in MECHANISMS]
                    sure.append(max(p))
                    right.append(found[post]["mechanism"] == was)
            for share in shares:
                drawn[share.mechanism] += 1
                held[share.mechanism] += share.low <= share.truth <= share.high
        figures = [f"{p:.2f} / {r:.2f}" if n else "–" for p, r, n in map(scores(pairs), CROSS)]
        print(
            f"{name:<12} {len(pairs):>5} {macro(pairs):>5.2f} {macro(rules):>5.2f} "
            f"{calibration(sure, right):>5.3f} {np.mean(sure):>5.2f} {np.mean(right):>5.2f} "
            + " ".join(f"{figure:>11}" for figure in figures),
            flush=True,
        )
        values = ", ".join(f"{value:.3f}" for value in np.mean(like, axis=0))
        told = f"f1 = {macro(pairs):.3f}\nerror = {calibration(sure, right):.3f}"
        record.append(f"[{name}]\nfeatures = [{values}]\n{told}\n")
    if "--write" in sys.argv:
        WORLDS.write_text(HEAD + "\n".join(record), encoding="utf-8")
    print("90 % intervals that hold the world's own share:")
    for name in MECHANISMS:
        print(f"  {name:<20} {held[name]} of {drawn[name]} ({held[name] / drawn[name]:.0%})")


def study(world, seed):
    """Write a world, run it; what was found, what is true, what the rules say, the shares."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(world, seed, folder / "study")
        toml = folder / "study" / "study.toml"
        toml.write_text(toml.read_text(encoding="utf-8") + ALONE, encoding="utf-8")
        results = run(toml, folder / "results")
        truth = truths(folder / "study" / "truth" / "posts.csv")
        blocs = Blocs(compare=world.compare, reference=world.blocs[len(world.compare) :])
        compared = compare(results, truth, world.compare)
        found = {r["post_id"]: r for r in results.table("repetitions").to_pylist()}
        base = by_rules(results, blocs, folder / "rules.duckdb")
        like = likeness(results, world.compare[:2])
    real = {
        post: row["mechanism"]
        for post, row in truth.items()
        if row["shared"] == "true" and row["bloc"] in world.compare
    }
    return found, real, base, compared.shares, like


def likeness(results, pair):
    """What the nearest world is found by."""
    with Engine() as engine:
        for name in ("family_posts", "families", "repetitions"):
            engine.register(name, results.table(name))
        return nearest.features(engine, pair)


def scores(pairs):
    """A function of a mechanism: its precision, its recall, its posts in truth."""
    was, told = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    right = Counter(a for a, b in pairs if a == b)
    return lambda m: (right[m] / max(told[m], 1), right[m] / max(was[m], 1), was[m])


def macro(pairs) -> float:
    """Mean F1 of the mechanisms between blocs that occur."""
    found = [(p, r) for p, r, n in map(scores(pairs), CROSS) if n]
    return float(np.mean([2 * p * r / (p + r) if p + r else 0 for p, r in found])) if found else 0.0


def calibration(sure, right) -> float:
    """Expected calibration error, ten classes of the probability of what was said."""
    sure, right = np.array(sure), np.array(right)
    of = np.minimum((sure * 10).astype(int), 9)
    classes = [of == k for k in range(10) if (of == k).any()]
    return float(sum(abs(right[c].mean() - sure[c].mean()) * c.mean() for c in classes))


if __name__ == "__main__":
    main()
