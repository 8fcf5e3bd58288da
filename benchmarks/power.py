"""Is the power statement right? Fresh worlds that release what a study would find 9 times in 10."""

from __future__ import annotations

import math
import multiprocessing
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from antiphon.engine import Engine
from antiphon.inference.power import Power
from antiphon.kernels.intervals import clustered_rate
from antiphon.schema import PASSAGES
from antiphon.simulate.events import course
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.stage import PLAN
from antiphon.simulate.write import write
from antiphon.sources.ingest import ingest
from antiphon.study.file import load
from antiphon.study.rehearsal import gathered, rehearse
from antiphon.study.rehearsal.chain import Hidden, rerun
from antiphon.study.rehearsal.ground import Ground
from antiphon.study.rehearsal.stage import POST
from antiphon.study.subjects import subjects

WORLDS = ("mixed", "parallel", "borrowing", "exchange", "imitation", "sparse")
STUDIES, FRESH, SEED = 1, 12, 821
WORKERS = int(os.environ.get("WORKERS", "2"))
MOST = 150
"""Fresh worlds of a study. No two of all have one seed, or they would release as often."""
Z95 = 1.959963984540054


class Fresh(NamedTuple):
    """A world that releases at the stated rate."""

    seed: int
    planned: int
    """Planned messages that both blocs have in its data."""
    odds: float
    called: int
    alarm: bool


def main() -> None:
    """Usage: python -m benchmarks.power [STUDIES OF EACH KIND] [FRESH WORLDS OF EACH] [SEED].

    Studies without releases say how much they would show; fresh worlds release just that.
    """
    given = [int(a) for a in sys.argv[1:] if a.isdigit()]
    studies, fresh, first = [*given, *(STUDIES, FRESH, SEED)[len(given) :]]
    jobs = [
        (name, first + k, range(at, at + fresh))
        for k in range(studies)
        for place, name in enumerate(WORLDS)
        for at in [1000 * (first + k) + MOST * place]
    ]
    print(f"{'world':<10} {'study':>5} {'shared':>6} {'80 %':>6} {'90 %':>18} {'found':>9}")
    found: list[Fresh] = []
    numbers: list[float] = []
    with ProcessPoolExecutor(WORKERS, mp_context=multiprocessing.get_context("spawn")) as pool:
        for line, number, more in pool.map(of_study, jobs):
            found, numbers = found + more, numbers + [number] * bool(more)
            print(line, flush=True)
            for world in more:
                print(f"{'':<10} {world.seed} {world[1:]}", file=sys.stderr, flush=True)
    for label, of in by_number(found).items():
        rang = sum(w.alarm for w in of)
        rate, low, high = clustered_rate([1] * rang, len(of), Z95)
        print(f"{label:<20} {rang:>4} of {len(of):<4} found, {rate:.0%} ({low:.0%}–{high:.0%})")
    print(f"with just the stated number in the mean: {expected(found, numbers):.0%}")


def expected(found, numbers):
    """How often as many as each study states are found, by what is found of so many planned.

    A study that happens to share more messages than its like states a share by which fresh worlds
    release more; this leaves that aside, and how many a world happens to hold.
    """
    seen = [
        np.mean([w.alarm for w in found if min(w.planned, 3) == k] or [k > 2]) for k in range(4)
    ]
    powers = []
    for number in numbers:
        chance = [math.exp(-number) * number**k / math.factorial(k) for k in range(3)]
        powers.append(np.dot([*chance, 1 - sum(chance)], seen))
    return float(np.mean(powers)) if powers else math.nan


def by_number(found):
    """The fresh worlds by how many planned messages are in their data, and all."""
    groups = {"at the 90 % points": found}
    for least, most in ((0, 0), (1, 1), (2, 2), (3, 10**9)):
        of = [world for world in found if least <= world.planned <= most]
        if of:
            groups[f"- with {least}{' or more' if most > 9 else ''} planned"] = of
    return groups


def of_study(job):
    """Rehearse a study; run fresh worlds at its 90 % point."""
    name, seed, seeds = job
    world = SCENARIOS[name].world.releasing(0.0)
    low, high = stated(world, seed)
    share = high["detectable_share"]
    line = f"{name:<10} {seed:>5} {high['shared']:>6} "
    if share is None or low["detectable_share"] is None:
        return line + (high["reason"] or low["reason"]), 0.0, []
    found = [fresh(world.releasing(share), seed) for seed in seeds]
    point = f"{share:.1%} ({high['low']:.1%}–{high['high']:.1%})"
    rang = sum(w.alarm for w in found)
    return (
        f"{line}{low['detectable_share']:>6.1%} {point:>18} {rang:>3} of {len(found)}",
        high["messages"],
        found,
    )


def stated(world, seed):
    """The two rows of POWER of a world's study."""
    with tempfile.TemporaryDirectory() as place:
        ground, _ = done(world, seed, Path(place))
        with ground.engine:
            plan = replace(ground.plan, settings={**ground.plan.settings, "power": manner(world)})
            given = {"folder": Path(place), "key": "", "private": (), "secret": b"key"}
            return rehearse(ground.engine, plan, **given, workers=1)["power"].to_pylist()


def manner(world):
    """Releases as this world makes them."""
    made = world.release
    return Power(
        controls=0, spread_minutes=made.minutes, accounts=made.accounts, edited=sum(made.edit) / 2
    )


def fresh(world, seed):
    """What the study of a world says, and how many planned messages there are to be found."""
    with tempfile.TemporaryDirectory() as place:
        ground, scores = done(world, seed, Path(place))
        ground.engine.close()
    what = course(world, seed)
    planned = int((what.shared & (what.origin == PLAN)).sum())
    return Fresh(seed, planned, round(scores[0].log_odds, 2), scores[0].called, scores[0].alarm)


def done(world, seed, place):
    """A world's study from its files to its scores."""
    write(world, seed, place)
    return studied(place)


def studied(place):
    """A study from its files to its scores: the steps of a run that these rest on."""
    ground = grounded(place)
    return ground, rerun(ground, ground.scene, Hidden((), b"key"))


def grounded(place):
    """What reruns of the study in a folder start from."""
    plan = load(place / "study.toml")
    with Engine(place / "store.duckdb") as engine:
        ingest(engine, place, plan.sources, plan.accounts, plan.contacts, plan.ingest)
        engine.register("subjects", subjects(engine, plan))
        engine.register("passages", PASSAGES.empty())
        material = gathered(engine, plan)
    return Ground(material, POST.empty_table(), "1GB")


if __name__ == "__main__":
    main()
