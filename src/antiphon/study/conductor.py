"""The conductor: each step of a study once, unless it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from antiphon import measures
from antiphon.coding import CODING, PREVALENCES
from antiphon.coding.run import code
from antiphon.inference import assessment, mechanism, power, shares
from antiphon.measures.reuse.translated.encoder import load as load_model
from antiphon.schema import ESTIMATES, PERIODS, SHARES
from antiphon.study import named, people, privacy, rehearsal, subjects
from antiphon.study.journal import Journal, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from antiphon.coding.settings import Coding
    from antiphon.engine import Engine
    from antiphon.progress import Progress
    from antiphon.schema import Blocs, Measure
    from antiphon.study.file import Study

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


def estimates(engine: Engine, blocs: Blocs) -> pa.Table:
    """Every quantity that a claim may be about."""
    import pyarrow as pa

    parts = [m.estimate(engine, blocs) for m in measures.MEASURES if m.estimate]
    parts.append(shares.estimates(engine.table("SELECT * FROM shares")))
    parts.append(assessment.estimates(engine.table("SELECT * FROM assessment")))
    parts.append(power.estimates(engine.table("SELECT * FROM power")))
    return pa.concat_tables(parts).sort_by([(n, "ascending") for n in ESTIMATES.names[:4]])
