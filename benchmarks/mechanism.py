"""How often the rules for mechanisms are right, on worlds whose mechanism is known."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from antiphon.demo import CROSS, compare, truths
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.write import write
from antiphon.study.run import run

SEEDS = range(101, 106)
PLAIN = ("demo", "parallel", "exchange", "borrowing", "release")
HARD = ("imitation", "slow-release", "paraphrase", "sparse", "mixed", "minute", "day", "three")


def main() -> None:
    """Five worlds of each kind; posts pooled over them. The rules were not made on these seeds."""
    print(f"{'world':<12} {'posts':>6} " + " ".join(f"{name:>19}" for name in CROSS))
    print(f"{'':<12} {'':>6} " + " ".join(f"{'precision recall':>19}" for _ in CROSS))
    held = tried = 0
    for name in (*PLAIN, *HARD):
        posts, said, right = Counter(), Counter(), Counter()
        for seed in SEEDS:
            found = study(SCENARIOS[name].world, seed)
            for score in found.scores:
                posts[score.mechanism] += score.posts
                said[score.mechanism] += score.said
                right[score.mechanism] += score.right
            for share in found.shares:
                if share.mechanism in CROSS:
                    tried += 1
                    held += share.low <= share.truth <= share.high
        figures = [f"{ratio(right[m], said[m]):>9} {ratio(right[m], posts[m]):>9}" for m in CROSS]
        print(f"{name:<12} {sum(posts.values()):>6} " + " ".join(figures), flush=True)
    print(f"90 % intervals of shares that hold the truth: {held} of {tried} ({held / tried:.0%})")


def study(world, seed):
    """Write a world, run it, compare."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(world, seed, folder / "study")
        results = run(folder / "study" / "study.toml", folder / "results")
        truth = truths(folder / "study" / "truth" / "posts.csv")
        return compare(results, truth, tuple(results.summary()["study"]["compare"]))


def ratio(part: int, whole: int) -> str:
    """A share, or a dash for none."""
    return f"{part / whole:.2f}" if whole else "–"
