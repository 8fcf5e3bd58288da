"""Do intervals of shares hold the share, each mechanism's, in nine of ten fresh worlds?

The share in the long run is that of all these worlds together; the world's own is beside it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from antiphon.demo import truths
from antiphon.inference.shares import shares
from antiphon.schema import MECHANISMS
from antiphon.simulate.scenarios import SCENARIOS
from benchmarks.power import done

WORLDS = ("demo", "mixed", "day")
MANY, SEED = 20, 530_000
WORKERS = int(os.environ.get("WORKERS", "2"))


def main() -> None:
    """Usage: python -m benchmarks.shares [WORLDS OF EACH KIND] [SEED]."""
    given = [int(a) for a in sys.argv[1:] if a.isdigit()]
    many, first = [*given, *(MANY, SEED)[len(given) :]]
    print(f"{'world':<6} {'mechanism':<20} {'share':>6} {'width':>6} {'long run':>9} {'own':>5}")
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for place, name in enumerate(WORLDS):
            seeds = range(first + 1000 * place, first + 1000 * place + many)
            tell(name, list(pool.map(world, [name] * many, seeds)))


def tell(name, found) -> None:
    """How often the intervals of a kind of worlds hold what is true; two directions a world."""
    whole: dict[str, Counter] = {}
    for truth, _ in found:
        for bloc, of in truth.items():
            whole.setdefault(bloc, Counter()).update(of)
    for mechanism in MECHANISMS:
        rows = [
            (
                part(of, mechanism),
                part(whole[bloc], mechanism),
                *said[bloc, mechanism],
            )
            for truth, said in found
            for bloc, of in truth.items()
        ]
        own, long, low, high = np.array(rows).T
        print(
            f"{name:<6} {mechanism:<20} {long.mean():>6.3f} {(high - low).mean():>6.3f} "
            f"{((low <= long) & (long <= high)).mean():>9.1%} "
            f"{((low <= own) & (own <= high)).mean():>5.0%} of {len(rows)}",
            flush=True,
        )


def part(of, mechanism) -> float:
    """The share of a mechanism among counted posts."""
    return of[mechanism] / max(of.total(), 1)


def world(name, seed):
    """Of each bloc the posts by mechanism, in truth; of bloc and mechanism the interval."""
    made = SCENARIOS[name].world
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ground, _ = done(made, seed, folder)
        with ground.engine:
            rows = shares(ground.engine, ground.plan.blocs, seed).to_pylist()
        posts = truths(folder / "truth" / "posts.csv").values()
    truth = {
        bloc: Counter(p["mechanism"] for p in posts if p["bloc"] == bloc and p["shared"] == "true")
        for bloc in made.compare
    }
    said = {
        (r["direction"].split("→")[0], r["mechanism"]): (r["low"], r["high"])
        for r in rows
        if r["direction"] != "both"
    }
    return truth, said


if __name__ == "__main__":
    main()
