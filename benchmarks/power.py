"""Is the power statement right? Fresh worlds that release what a study would find 9 times in 10."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from antiphon.engine import Engine
from antiphon.inference.power import Power
from antiphon.schema import PASSAGES
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.write import write
from antiphon.sources.ingest import ingest
from antiphon.study.file import load
from antiphon.study.rehearsal import gathered, rehearse
from antiphon.study.rehearsal.chain import Hidden, rerun
from antiphon.study.rehearsal.ground import Ground
from antiphon.study.rehearsal.stage import POST
from antiphon.study.subjects import subjects

WORLDS = ("mixed", "parallel", "borrowing")
STUDIES = range(801, 803)
FRESH = range(12)


def main() -> None:
    """Studies without releases say how much they would show; other worlds release just that."""
    print(
        f"{'world':<10} {'study':>5} {'shared':>6} {'80 %':>6} {'90 %':>18} {'found':>9} {'s':>5}"
    )
    seen = tried = 0
    for name in WORLDS:
        for seed in STUDIES:
            rang, many, line = of_study(name, seed)
            seen, tried = seen + rang, tried + many
            print(line, flush=True)
    print(f"the 90 % points detect {seen} of {tried} ({seen / max(tried, 1):.0%})")


def of_study(name, seed, fresh=FRESH):
    """Rehearse a study; run fresh worlds at its 90 % point; how many alarm."""
    world = SCENARIOS[name].world.releasing(0.0)
    low, high = stated(world, seed)
    share = high["detectable_share"]
    line = f"{name:<10} {seed:>5} {high['shared']:>6} "
    if share is None or low["detectable_share"] is None:
        return 0, 0, line + (high["reason"] or low["reason"])
    rang = sum(alarm(world.releasing(share), 1000 * seed + k) for k in fresh)
    point = f"{share:.1%} ({high['low']:.1%}–{high['high']:.1%})"
    line += f"{low['detectable_share']:>6.1%} {point:>18} {rang:>4} of {len(fresh)}"
    return rang, len(fresh), line


def stated(world, seed):
    """The two rows of POWER of a world's study."""
    with tempfile.TemporaryDirectory() as place:
        ground, _ = done(world, seed, Path(place))
        with ground.engine:
            plan = replace(ground.plan, settings={**ground.plan.settings, "power": manner(world)})
            given = {"folder": Path(place), "key": "", "private": (), "secret": b"key"}
            return rehearse(ground.engine, plan, **given)["power"].to_pylist()


def manner(world):
    """Releases as this world makes them."""
    made = world.release
    return Power(
        controls=0, spread_minutes=made.minutes, accounts=made.accounts, edited=sum(made.edit) / 2
    )


def alarm(world, seed):
    """Does the study of a fresh world alarm?"""
    with tempfile.TemporaryDirectory() as place:
        ground, scores = done(world, seed, Path(place))
        ground.engine.close()
    return scores[0].alarm


def done(world, seed, place):
    """A world's study from its files to its scores."""
    write(world, seed, place)
    return studied(place)


def studied(place):
    """A study from its files to its scores: the steps of a run that these rest on."""
    plan = load(place / "study.toml")
    with Engine(place / "store.duckdb") as engine:
        ingest(engine, place, plan.sources, plan.accounts, plan.contacts, plan.ingest)
        engine.register("subjects", subjects(engine, plan))
        engine.register("passages", PASSAGES.empty())
        material = gathered(engine, plan)
    ground = Ground(material, POST.empty_table(), "1GB")
    return ground, rerun(ground, ground.scene, Hidden((), b"key"))
