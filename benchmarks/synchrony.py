"""Are p-values of synchrony uniform under common causes, and how often are silent plans seen?"""

from __future__ import annotations

import math
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from antiphon.kernels.intervals import clustered_rate
from antiphon.measures import synchrony
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.write import write
from antiphon.study.rehearsal.chain import Hidden, gather
from antiphon.study.rehearsal.material import settings
from benchmarks.power import grounded

WORLDS = ("parallel", "news", "silent")
SEED, APART = 500_000, 10_000
WORKERS = int(os.environ.get("WORKERS", "2"))
SCALES = ((300, 1800), (300, 3600), (600, 3600), (600, 7200))
NULLS = ("interval", "reference")
Z95 = 1.959963984540054


def main() -> None:
    """Usage: python -m benchmarks.synchrony [WORLDS] [SEED]; 500 worlds of each kind take hours.

    Sums over all topics. In `parallel` and `news` there is no plan; in `silent` one every three
    days, without shared words. Of `parallel` also how probable it is by Kolmogorov and Smirnov
    that the p-values are uniform.
    """
    given = [int(a) for a in sys.argv[1:] if a.isdigit()]
    many, first = [*given, *(20, SEED)[len(given) :]]
    jobs = [(name, first + APART * k + s) for k, name in enumerate(WORLDS) for s in range(many)]
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(zip(jobs, pool.map(p_values, jobs), strict=True))
    print(f"p at most .05, {many} worlds each (95 % interval)")
    print(f"{'scale':<12} {'null':<10}" + "".join(f" {name:>18}" for name in WORLDS) + "  uniform")
    for scale in SCALES:
        for null in NULLS:
            p = {
                name: np.array([told[scale, null] for (of, _), told in found if of == name])
                for name in WORLDS
            }
            cells = "".join(f" {rate(values):>18}" for values in p.values())
            minutes = f"{scale[0] // 60}, {scale[1] // 60} min"
            print(f"{minutes:<12} {null:<10}{cells} {uniform(p['parallel']):>8.2f}")


def rate(p) -> str:
    """How many are .05 or less, with the 95 % interval."""
    share, low, high = clustered_rate([1] * int((p <= 0.05).sum()), len(p), Z95)
    return f"{share:.2f} ({low:.2f}–{high:.2f})"


def uniform(p) -> float:
    """Kolmogorov's (1933) limit for the probability of so great a distance from uniform.

    >>> round(uniform((np.arange(100) + 0.5) / 100), 3), round(uniform(np.full(50, 0.01)), 3)
    (1.0, 0.0)
    """
    n, p = len(p), np.sort(p)
    steps = np.arange(n + 1) / n
    distance = max((steps[1:] - p).max(), (p - steps[:-1]).max())
    x = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * distance
    terms = [(-1) ** (k - 1) * math.exp(-2 * (k * x) ** 2) for k in range(1, 101)]
    return min(1.0, 2 * math.fsum(terms)) if x > 0.3 else 1.0


def p_values(job):
    """The p-values of a world's compared pair, by time scale and null."""
    name, seed = job
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write(SCENARIOS[name].world, seed, place)
        ground = grounded(place)
        with ground.engine:
            gather(ground, ground.scene, Hidden((), b"key"))
            want = replace(settings(ground.plan, synchrony.Synchrony), permutations=19)
            table = synchrony.compute(ground.engine, ground.plan.blocs, want)["synchrony"]
    rows = [r for r in table.to_pylist() if r["role"] == "compare" and r["topic"] == ""]
    return {
        ((r["delta_seconds"], r["interval_seconds"]), r["null"]): r["p_value"]
        for r in rows
        if r["null"] in NULLS
    }


if __name__ == "__main__":
    main()
