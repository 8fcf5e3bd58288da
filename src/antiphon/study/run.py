"""A study file to a results folder, step by step."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from antiphon import measures
from antiphon.coding import CODING, PREVALENCES
from antiphon.engine import Engine
from antiphon.errors import StoreError
from antiphon.inference import INFERENCES, claims
from antiphon.progress import SILENT, Progress
from antiphon.results import Results
from antiphon.schema import (
    FILES,
    ISSUES,
    REJECTED,
    REVISIONS,
    SUBJECTS,
)
from antiphon.sources.ingest import ingest
from antiphon.study import privacy, subjects, summary
from antiphon.study.conductor import Conductor
from antiphon.study.file import Study, check_blocs, load
from antiphon.study.journal import Journal, key_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from antiphon.engine.cluster import Cluster
    from antiphon.schema import Quantity


def run(
    study: Path,
    out: Path,
    *,
    store: Path | None = None,
    memory: str = "2GB",
    fast: bool = False,
    cluster: Cluster | None = None,
    progress: Progress = SILENT,
) -> Results:
    """Do everything the study file asks and leave a results folder.

    A run that was stopped goes on where it stopped; a run on unchanged data and settings changes
    nothing. Tables and results.json depend on the study, its data and the analyst's key alone.

    Args:
        study: the study file.
        out: the results folder, made if it is not there.
        store: the study's store; beside the study file when not given.
        memory: what the engine may take, such as "2GB"; kernels come on top.
        fast: fewer reruns behind the statement of power, see `antiphon.study.rehearsal`.
        cluster: where pairs of accounts that act together are found, if not here; see
            `docs/cluster.md`. What is found is the same.
        progress: told of the steps.

    Raises:
        AntiphonError: whatever the analyst can mend, see `antiphon.errors`.
    """
    plan = load(study)
    if cluster:
        cluster.check()
    journal = Journal(out)
    with open_store(plan, store, memory) as engine:
        engine.cluster = cluster
        conduct(plan, engine, journal, progress, fast=fast)
    return Results.open(out)


def open_store(plan: Study, store: Path | None, memory: str) -> Engine:
    """The engine on the study's own file."""
    path = store or plan.path.parent / ".antiphon" / f"{plan.path.stem}.duckdb"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            "the study's store cannot be made",
            where=str(path),
            got=str(error),
            fix="name a place that can be written with --store",
        ) from error
    return Engine(path, memory=memory, threads=os.cpu_count() or 1)


def conduct(
    plan: Study, engine: Engine, journal: Journal, progress: Progress, *, fast: bool
) -> None:
    """Run the steps in order, each on what the earlier ones left."""
    root = plan.path.parent
    data = ingest(engine, root, plan.sources, plan.accounts, plan.contacts, plan.ingest, progress)
    check_blocs(plan, engine.table("SELECT * FROM accounts"))
    private = frozenset(privacy.private_accounts(engine))
    secret = privacy.key()
    pseudonyms = privacy.fingerprint(secret) if private else None
    journal.manifest |= {
        "study": {"path": os.path.relpath(plan.path, journal.folder), "sha256": plan.sha256},
        "seed": plan.seed,
        "fast": fast,
        "data": data,
        "pseudonyms": pseudonyms,
    }
    base = (data, plan.blocs, pseudonyms)
    conductor = Conductor(plan, engine, journal, progress, base, private, secret, fast)
    conductor.step("ingest", key_of(base), lambda: read(engine, private))
    keys = {
        "subjects": conductor.step(
            "subjects",
            key_of(base, plan.topics, plan.narratives, plan.issues),
            lambda: {
                SUBJECTS.name: subjects.subjects(engine, plan, progress),
                ISSUES.name: subjects.issues(plan),
            },
        )
    }
    later = [measure for measure in measures.MEASURES if measure.name in said()]
    for measure in measures.MEASURES:
        if measure not in later:
            keys[measure.name] = conductor.measure(measure, keys)
    keys |= conductor.code(keys)
    for measure in later:
        keys[measure.name] = conductor.measure(measure, keys)
    conductor.infer(keys)
    found = engine.table("SELECT * FROM estimates").to_pylist()
    verdicts = claims.evaluate([asdict(claim) for claim in plan.claims], found, quantities())
    journal.finish(summary.summarise(plan, engine, verdicts))


def said() -> frozenset[str]:
    """The steps that tell what texts say, and the measures that come after them."""
    coded = {CODING.name, PREVALENCES.name}
    return frozenset(coded | {m.name for m in measures.MEASURES if coded & set(m.after)})


def read(engine: Engine, private: frozenset[str]) -> dict[str, pa.Table]:
    """What was read, rejected and revised; texts of accounts that may not be named are left out."""
    revisions = f"""
        SELECT {", ".join(f"r.{n}" for n in REVISIONS.names if n != "text")},
               CASE WHEN list_contains($private, p.account_id) THEN '' ELSE r.text END AS text
        FROM revisions r LEFT JOIN posts p USING (platform, post_id)
        ORDER BY r.platform, r.post_id, r.raw_ref"""  # noqa: S608
    return {
        FILES.name: engine.table("SELECT * FROM files ORDER BY source, file"),
        REJECTED.name: engine.table("SELECT * FROM rejected ORDER BY file, row, reason"),
        REVISIONS.name: engine.table(revisions, {"private": sorted(private)}),
    }


def quantities() -> Mapping[str, Sequence[Quantity]]:
    """The documented quantities of every measure and inference."""
    listed = {m.name: m.quantities for m in measures.MEASURES}
    return listed | {i.name: i.quantities for i in INFERENCES}
