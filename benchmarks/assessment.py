"""How often directed coordination is called likely: in worlds without it, and with 3 %."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from antiphon.inference.likelihood import LIKELY
from antiphon.kernels.intervals import clustered_rate
from antiphon.simulate.events import course
from antiphon.simulate.mechanisms.plan import Plan
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.stage import PLAN
from benchmarks.power import done

SEED = 100_000  # beliefs and marks were chosen on seeds from 20000 to 21400, 60000 to 100000
AGAIN = 1_000_000
WITHOUT = (
    *("none", "parallel", "news", "exchange", "borrowing", "imitation", "demo", "mixed"),
    *("sparse", "paraphrase", "minute", "three", "unseen"),
)
WITH = ("parallel", "demo", "imitation", "mixed", "sparse", "paraphrase", "minute", "borrowing")
WORKERS = int(os.environ.get("WORKERS", "2"))
Z95 = 1.959963984540054


def main() -> None:
    """Usage: python -m benchmarks.assessment [WORLDS WITHOUT] [WORLDS WITH] [SEED], of each kind.

    A world with releases holds them: its planned messages in the data are the whole number nearest
    to 3 % of the shared ones, one at least. Others are drawn again.
    """
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()] or [3, 3]
    first = numbers[2] if len(numbers) > 2 else SEED
    jobs = [
        (name, 0.0, first + s + 37 * k) for s in range(numbers[0]) for k, name in enumerate(WITHOUT)
    ]
    jobs += [
        (name, 0.03, first + 10_000 + s + 37 * k)
        for s in range(numbers[1] if len(numbers) > 1 else numbers[0])
        for k, name in enumerate(WITH)
    ]
    tell(jobs, found_in)


def tell(jobs, study):
    """Do it for every job; print how often directed coordination is likely, kind by kind."""
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = []
        for job, row in zip(jobs, pool.map(study, jobs), strict=True):
            found.append((job, row))
            print(*job, *row, file=sys.stderr, flush=True)
    for share in (0.0, 0.03):
        print(
            f"\nreleases {share:.0%} of shared messages   worlds  planned  shared  likely     mean"
            "    least     most"
        )
        kinds = dict.fromkeys(job[0] for job, _ in found if job[1] == share)
        for name in (*kinds, "all"):
            of = np.array(
                [row for job, row in found if job[1] == share and name in (job[0], "all")]
            )
            p = of[:, 0]
            print(
                f"{name:<32} {len(p):>6} {of[:, 1].mean():>8.1f} {of[:, 2].mean():>7.1f} "
                f"{(p >= LIKELY).sum():>7} {p.mean():>8.3f} {p.min():>8.3f} {p.max():>8.3f}"
            )
        p = [row[0] for job, row in found if job[1] == share]
        if p:
            rate, low, high = clustered_rate([1] * sum(x >= LIKELY for x in p), len(p), Z95)
            print(f"likely in {rate:.1%} of them (95 % interval {low:.1%} to {high:.1%})")


def found_in(job: tuple[str, float, int]) -> tuple[float, int, int]:
    """The largest probability of directed coordination of a world's pairs; planned; shared."""
    name, share, seed = job
    made, seed, planned, shared = held(world(name, share), share, seed)
    with tempfile.TemporaryDirectory() as place:
        ground, scores = done(made, seed, Path(place))
        ground.engine.close()
    return max(score.probability for score in scores), planned, shared


def held(made, share: float, seed: int):
    """The first world of these seeds whose data hold that share of planned messages."""
    while True:
        what = course(made, seed)
        shared = int(what.shared.sum())
        planned = int((what.shared & (what.origin == PLAN)).sum())
        if planned == (max(1, int(share * shared + 0.5)) if share else 0):
            return made, seed, planned, shared
        seed += AGAIN


def world(name: str, share: float):
    """A scenario without plans, or with releases as that share of the shared messages."""
    base = SCENARIOS["imitation" if name == "unseen" else name].world
    if name == "unseen":
        base = replace(base, wires=replace(SCENARIOS["news"].world.wires, unseen_share=0.7))
    made = base.release if base.release.per_day else Release()
    quiet = replace(base, release=replace(made, per_day=0), plan=Plan(per_day=0))
    return quiet.releasing(share) if share else quiet


if __name__ == "__main__":
    main()
