"""How often directed coordination is called likely: in worlds without it, and with 3 %."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from antiphon.inference.likelihood import LIKELY
from antiphon.simulate.mechanisms.plan import Plan
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.write import write
from antiphon.study.run import run

SEED = 50_000  # the beliefs were chosen on worlds with seeds from 20000 to 21400
WITHOUT = (
    *("none", "parallel", "news", "exchange", "borrowing", "imitation", "demo", "mixed"),
    *("sparse", "paraphrase", "minute", "three", "unseen"),
)
WITH = ("parallel", "demo", "imitation", "mixed", "sparse", "paraphrase", "minute", "borrowing")
ALONE = "\n[power]\npoints = 0\ncontrols = 0\n"


def main() -> None:
    """Usage: python -m benchmarks.assessment [WORLDS WITHOUT] [WORLDS WITH], of each kind."""
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()] or [3, 3]
    jobs = [
        (name, 0.0, SEED + s + 37 * k) for s in range(numbers[0]) for k, name in enumerate(WITHOUT)
    ]
    jobs += [
        (name, 0.03, SEED + 10_000 + s + 37 * k)
        for s in range(numbers[-1])
        for k, name in enumerate(WITH)
    ]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(zip(jobs, pool.map(probability, jobs), strict=True))
    for share in (0.0, 0.03):
        print(f"\nreleases {share:.0%} of shared messages   worlds  likely     mean     most")
        kinds = dict.fromkeys(job[0] for job, _ in found if job[1] == share)
        for name in (*kinds, "all"):
            p = np.array([p for job, p in found if job[1] == share and name in (job[0], "all")])
            print(
                f"{name:<32} {len(p):>6} {(p >= LIKELY).sum():>7} {p.mean():>8.3f} {p.max():>8.3f}"
            )


def probability(job: tuple[str, float, int]) -> float:
    """The largest probability of directed coordination of a world's pairs."""
    name, share, seed = job
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(world(name, share), seed, folder / "study")
        toml = folder / "study" / "study.toml"
        toml.write_text(toml.read_text(encoding="utf-8") + ALONE, encoding="utf-8")
        rows = run(toml, folder / "results").table("assessment").to_pylist()
    return max(r["probability"] for r in rows if r["hypothesis"] == "directed_coordination")


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
