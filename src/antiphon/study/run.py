"""The conductor: a study file to a results folder, step by step. It holds no data."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from antiphon import measures
from antiphon.coding import CODING, PREVALENCES
from antiphon.coding.run import code
from antiphon.engine import Engine
from antiphon.errors import StoreError
from antiphon.inference import INFERENCES, assessment, claims, mechanism, power, shares
from antiphon.measures.reuse.translated.encoder import load as load_model
from antiphon.progress import SILENT, Progress
from antiphon.results import Results
from antiphon.schema import (
    ESTIMATES,
    FILES,
    ISSUES,
    PERIODS,
    REJECTED,
    REVISIONS,
    SHARES,
    SUBJECTS,
)
from antiphon.sources.ingest import ingest
from antiphon.study import named, people, privacy, rehearsal, subjects, summary
from antiphon.study.file import Study, check_blocs, load
from antiphon.study.journal import Journal, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from antiphon.coding.settings import Coding
    from antiphon.engine.cluster import Cluster
    from antiphon.schema import Blocs, Measure, Quantity


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


WEIGHED = {
    "mechanism": ("reuse",),
    "rehearsals": ("subjects", "reuse", "synchrony"),
    "assessment": ("volumes", "synchrony"),
}
"""The steps whose tables or settings each inference reads, beside those of earlier inferences."""
REHEARSED = ("reuse", "synchrony", "mechanism", "assessment", "power")
"""The settings by which a rerun goes from the texts to the assessment."""


@dataclass(frozen=True)
class Conductor:
    """What every step needs."""

    plan: Study
    engine: Engine
    journal: Journal
    progress: Progress
    base: tuple[object, ...]
    """What every step depends on: data, blocs, who may be named and by which key the rest."""
    private: frozenset[str]
    secret: bytes
    fast: bool

    def step(self, name: str, key: str, work: Callable[[], Mapping[str, pa.Table]]) -> str:
        """Do a step unless it is done; let SQL see its tables as they leave the store."""

        def masked() -> dict[str, pa.Table]:
            return {n: privacy.mask(t, self.private, self.secret) for n, t in work().items()}

        for table, rows in self.journal.step(name, key, masked).items():
            if not self.engine.has_table(table):
                self.engine.register(table, rows)
        return key

    def measure(self, measure: Measure, keys: Mapping[str, str]) -> str:
        """Compute a measure after the steps of these keys; return the key of its step."""
        settings = self.plan.settings[measure.name]
        root = self.plan.path.parent
        earlier = [keys[name] for name in measure.after]
        key = key_of(self.base, measure.name, settings, named.digests(settings, root), earlier)
        here = named.located(settings, root)
        return self.step(
            measure.name,
            key,
            lambda: measure.compute(self.engine, self.plan.blocs, here, self.progress),
        )

    def code(self, keys: Mapping[str, str]) -> dict[str, str]:
        """Ask machines after the steps of these keys, then hear people; the keys of both steps.

        New labels of people bring no new question to a machine. Where the study asks nothing, the
        tables are empty.
        """
        root = self.plan.root
        coding = cast("Coding", self.plan.settings[CODING.name])
        own = self.plan.settings[PREVALENCES.name]
        digests = named.digests(coding, root)
        asked = key_of(self.base, CODING.name, coding, digests, [keys["reuse"]])
        answers = root / ".antiphon" / "answers"
        here = named.located(coding, root)
        self.engine.register("gazetteer", subjects.gazetteer(coding))
        self.step(
            CODING.name,
            asked,
            lambda: code(
                self.engine, self.plan.blocs, here, self.progress, cache=answers, reader=load_model
            ),
        )
        told = key_of(asked, PREVALENCES.name, own, named.digests(own, root), self.plan.seed)
        self.progress.start("Telling shares of labels")
        self.step(PREVALENCES.name, told, lambda: people.told(self.engine, self.plan))
        self.progress.done()
        return {CODING.name: asked, PREVALENCES.name: told}

    def infer(self, keys: Mapping[str, str]) -> None:
        """Mechanism, shares, power, assessment, estimates.

        Each hangs on what it reads, see `WEIGHED`: a measure that weighs in no hypothesis, or new
        labels of people, bring no rerun.
        """
        engine, blocs, seed = self.engine, self.plan.blocs, self.plan.seed
        rules = cast("mechanism.Mechanism", self.plan.settings["mechanism"])
        beliefs = cast("assessment.Assessment", self.plan.settings["assessment"])
        read = {step: [keys[name] for name in names] for step, names in WEIGHED.items()}
        self.progress.start("Weighing mechanisms")
        key = self.step(
            "mechanism",
            key_of(read["mechanism"], rules),
            lambda: mechanism.tables(engine, blocs, rules),
        )
        key = self.step(
            "shares",
            key_of(key, seed),
            lambda: {
                SHARES.name: shares.shares(engine, blocs, seed),
                PERIODS.name: shares.periods(engine, blocs, seed),
            },
        )
        self.progress.done()
        settings = [self.plan.settings[name] for name in REHEARSED]
        key = self.rehearse(key_of(key, read["rehearsals"], settings, self.fast))
        self.progress.start("Weighing hypotheses")
        key = self.step(
            "assessment",
            key_of(key, read["assessment"]),
            lambda: assessment.assess(engine, blocs, beliefs),
        )
        key = key_of(key, sorted(keys.items()))
        self.step("estimates", key, lambda: {ESTIMATES.name: estimates(engine, blocs)})
        self.progress.done()

    def rehearse(self, key: str) -> str:
        """The chain again on altered posts; finished reruns are kept until the step is done."""

        def work() -> Mapping[str, pa.Table]:
            return rehearsal.rehearse(
                self.engine,
                self.plan,
                folder=self.journal.folder,
                key=key,
                private=self.private,
                secret=self.secret,
                fast=self.fast,
                progress=self.progress,
            )

        self.step("rehearsals", key, work)
        rehearsal.clear(self.journal.folder)
        return key


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
    journal.finish(summary.summarise(plan, engine, verdicts, progress))


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


def estimates(engine: Engine, blocs: Blocs) -> pa.Table:
    """Every quantity that a claim may be about."""
    import pyarrow as pa

    parts = [m.estimate(engine, blocs) for m in measures.MEASURES if m.estimate]
    parts.append(shares.estimates(engine.table("SELECT * FROM shares")))
    parts.append(assessment.estimates(engine.table("SELECT * FROM assessment")))
    parts.append(power.estimates(engine.table("SELECT * FROM power")))
    return pa.concat_tables(parts).sort_by([(n, "ascending") for n in ESTIMATES.names[:4]])


def quantities() -> Mapping[str, Sequence[Quantity]]:
    """The documented quantities of every measure and inference."""
    listed = {m.name: m.quantities for m in measures.MEASURES}
    return listed | {i.name: i.quantities for i in INFERENCES}
