"""A sample for people, drawn from a study's store and written where the analyst says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

from antiphon.coding import CODING
from antiphon.coding.codebook import chosen
from antiphon.coding.codebook import load as book
from antiphon.coding.people import sheet
from antiphon.coding.people.sampling import Design, sample
from antiphon.progress import SILENT, Progress
from antiphon.results import Results
from antiphon.schema import CODINGS
from antiphon.sources.ingest import ingest
from antiphon.study.file import check_blocs, load
from antiphon.study.run import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from antiphon.coding.codebook import Code
    from antiphon.coding.settings import Coding
    from antiphon.coding.units import Target
    from antiphon.study.spec import Study


class Made(NamedTuple):
    """What was written."""

    sample_id: str
    units: int
    twice: int
    strata: int
    files: list[str]


def draw_sample(
    study: Path,
    names: Sequence[str],
    design: Design,
    out: Path,
    people: int = 1,
    *,
    results: Path | None = None,
    store: Path | None = None,
    memory: str = "2GB",
    progress: Progress = SILENT,
) -> Made:
    """Draw a sample and write its folder.

    Args:
        study: the study file.
        names: codes or codebooks.
        design: how to draw.
        out: the folder, new.
        people: how many share the work; with one, nothing is coded twice.
        results: a results folder whose codings make strata and units, if any.
        store: the study's store; beside the study file when not given.
        memory: what the engine may take.
        progress: told of the steps.
    """
    plan = load(study)
    codes, targets = asked(plan, names)
    with open_store(plan, store, memory) as engine:
        ingest(engine, plan.root, plan.sources, plan.accounts, plan.contacts, plan.ingest, progress)
        check_blocs(plan, engine.table("SELECT * FROM accounts"))
        if results:
            engine.register(CODINGS.name, Results.open(results).table(CODINGS.name))
        name, items = sample(engine, plan.blocs, codes, design, targets)
    files = sheet.write(out, name, items, codes, people)
    twice = sum(item.twice for item in items) if people > 1 else 0
    return Made(name, len(items), twice, len({item.stratum for item in items}), files)


def asked(plan: Study, names: Sequence[str]) -> tuple[list[Code], dict[str, Target]]:
    """The codes of those names as the study asks them, its own among them, and its targets."""
    coding = cast("Coding", plan.settings[CODING.name])
    own = book(plan.root / coding.book) if coding.book else ()
    codes = chosen(tuple(names), own, "--code")
    unit = coding.unit
    return (
        [replace(code, unit=unit) if unit else code for code in codes],
        {target.id: target for target in coding.target},
    )
