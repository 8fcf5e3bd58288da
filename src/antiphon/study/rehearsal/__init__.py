"""Power and false alarms: the whole chain again, on the study's own posts, altered."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from antiphon.inference.hypotheses import Assessment
from antiphon.inference.power import FAST, Power, power
from antiphon.measures.reuse.settings import Reuse
from antiphon.progress import SILENT, Progress
from antiphon.schema import POWER, RUNS, STORED
from antiphon.study.rehearsal.material import Material, settings

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from antiphon.engine import Engine
    from antiphon.study.rehearsal.chain import Score
    from antiphon.study.spec import Study

FEW = 3000
"""Posts up to which a process of its own costs more than it saves."""
LETTERS, WORD = 3, 5
"""Bytes of text to a word, at least; bytes that a word takes in a rerun."""
TOO_LARGE = "the texts are too long for reruns in memory: see memory_gb of [reuse]"
MEMORY = "1GB"
"""What the engine of a rerun may take; words and kernels come on top."""
POSTS = """
    SELECT * REPLACE (CAST(NULL AS VARCHAR) AS extra) FROM posts ORDER BY ix
"""
TRANSLATED = """
    SELECT platform_a, post_id_a, platform_b, post_id_b, start_a, end_a, words_a, coverage_a,
           start_b, end_b, words_b, coverage_b, words_matched
    FROM passages WHERE kind = 'translated'
"""


def rehearse(
    engine: Engine,
    plan: Study,
    *,
    folder: Path,
    key: str,
    private: Collection[str],
    secret: bytes,
    fast: bool = False,
    workers: int | None = None,
    progress: Progress = SILENT,
) -> dict[str, pa.Table]:
    """Rerun the study with planted releases, and without any where there can be none.

    Question: how much planned release would these data have shown, and how often does the
    assessment call alarm where nothing was planned?
    Definition: `[power]` says how releases are planted. Each rerun goes from the texts to the
    assessment. The share that is found 8 and 9 times in 10 comes from the log-odds of all reruns,
    see `antiphon.inference.power`.
    Reads wrong when real releases are made otherwise than planted ones.

    Args:
        engine: the study's store, with the tables that its steps have written.
        plan: the study.
        folder: the results folder; finished reruns are kept in it until the step is done.
        key: of the step; finished reruns of another key are not used.
        private: accounts that may not be named.
        secret: the key of pseudonyms.
        fast: fewer reruns, see `power.FAST`.
        workers: processes; one a core when not given.
        progress: told of the reruns.

    Returns:
        Tables rehearsals and power; their columns are in `antiphon.schema`.
    """
    from antiphon.study.rehearsal.chain import Hidden, scored
    from antiphon.study.rehearsal.crew import Crew
    from antiphon.study.rehearsal.record import Record
    from antiphon.study.rehearsal.runs import Runs, controls

    want = wanted(plan, fast=fast)
    if not want.points + want.controls:
        return {RUNS.name: RUNS.empty(), POWER.name: POWER.empty()}
    progress.start("Rehearsing")
    base = scored(engine, plan.blocs, settings(plan, Assessment))
    if large(engine, plan):
        return unable(base, plan.seed)
    others = controls(plan.blocs, accounts(engine), want.controls)
    material = gathered(engine, plan)
    progress.start("Rehearsing", total=want.points + len(others), unit="runs")
    cores = 1 if material.posts.num_rows <= FEW else os.cpu_count() or 1
    many = min(workers or cores, want.points + len(others))
    hidden = Hidden(sorted(private), secret)
    with Crew(material, hidden, workers=many, memory=MEMORY) as crew:
        runs = Runs(want, plan.seed, base, Record(folder, key), crew, progress)
        made = runs.tables(others)
    progress.done(f"{made[RUNS.name].num_rows:,} verdicts")
    return made


def clear(folder: Path) -> None:
    """Let go of the finished reruns of a results folder, whose tables are written."""
    from antiphon.study.rehearsal.record import Record

    Record(folder, "").clear()


def large(engine: Engine, plan: Study) -> bool:
    """Would the words of the posts not find room in memory?"""
    sql = "SELECT coalesce(sum(strlen(text)), 0) FROM posts WHERE list_contains(?, bloc)"
    words = engine.value(sql, [list(plan.blocs.all)]) / LETTERS
    return bool(words * WORD > settings(plan, Reuse).memory_gb * 2**30)


def unable(base: Sequence[Score], seed: int) -> dict[str, pa.Table]:
    """No reruns, and that as the reason."""
    rows = [
        row for s in base for row in power(s.pair, [], s.shared, 0, seed=seed, reason=TOO_LARGE)
    ]
    return {RUNS.name: RUNS.empty(), POWER.name: pa.Table.from_pylist(rows, schema=POWER.arrow)}


def wanted(plan: Study, *, fast: bool) -> Power:
    """How many reruns, and how."""
    want = settings(plan, Power)
    if not fast:
        return want
    return replace(want, **{n: min(getattr(want, n), most) for n, most in FAST.items()})


def accounts(engine: Engine) -> dict[str, int]:
    """How many accounts of each bloc have posts."""
    sql = "SELECT bloc, count(DISTINCT (platform, account_id)) FROM posts GROUP BY bloc"
    return {bloc: count for bloc, count in engine.rows(sql) if bloc}


def gathered(engine: Engine, plan: Study) -> Material:
    """What the reruns are made from."""
    return Material(
        plan=plan,
        posts=engine.table(POSTS).cast(STORED.arrow),
        accounts=engine.table("SELECT * FROM accounts ORDER BY platform, account_id"),
        subjects=engine.table("SELECT * FROM subjects"),
        translated=engine.table(TRANSLATED),
    )
