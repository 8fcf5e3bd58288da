"""A small world's study, ready to be rerun with altered posts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from antiphon.engine import Engine
from antiphon.schema import PASSAGES
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.world import World
from antiphon.simulate.write import write
from antiphon.sources.ingest import ingest
from antiphon.study import privacy
from antiphon.study.file import load
from antiphon.study.rehearsal import gathered
from antiphon.study.rehearsal.chain import Hidden
from antiphon.study.rehearsal.material import Material
from antiphon.study.rehearsal.stage import Stage
from antiphon.study.subjects import subjects

HIDDEN = b"k" * 32
QUIET = "\n[power]\npoints = 0\ncontrols = 0\n"


def small(scenario: str = "mixed", share: float = 0.0, days: int = 12) -> World:
    """Some days of a scenario, with this share of releases."""
    return replace(SCENARIOS[scenario].world, days=days).releasing(share)


def material(folder: Path, world: World, seed: int) -> tuple[Material, Hidden]:
    """The world as its study's store has it."""
    write(world, seed, folder)
    plan = load(folder / "study.toml")
    with Engine(folder / "store.duckdb") as engine:
        ingest(engine, folder, plan.sources, plan.accounts, plan.contacts, plan.ingest)
        engine.register("subjects", subjects(engine, plan))
        engine.register("passages", PASSAGES.empty())
        private = sorted(privacy.private_accounts(engine))
        return gathered(engine, plan), Hidden(private, HIDDEN)


def stage(folder: Path, world: World, seed: int) -> Stage:
    """Where the world's reruns take place."""
    return Stage(*material(folder, world, seed), "1GB")
