"""What people said of a study's texts: read from its files, and what it makes of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from antiphon.coding import CODING, PREVALENCES, asking
from antiphon.coding.people import labels
from antiphon.coding.people.agreeing import agree
from antiphon.coding.people.estimating import prevalences
from antiphon.schema import AGREEMENT, HUMAN_CODES, SAMPLES
from antiphon.study import named, paths

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.coding.settings import Coding, Estimation
    from antiphon.engine import Engine
    from antiphon.study.spec import Study


def wanted(plan: Study) -> bool:
    """Does the study ask coders, or name what people said?"""
    coding = cast("Coding", plan.settings[CODING.name])
    own = cast("Estimation", plan.settings[PREVALENCES.name])
    return bool(coding.codes or own.people)


def tables(engine: Engine, plan: Study) -> dict[str, pa.Table]:
    """Shares, differences and trends of labels; samples, labels and agreement of people.

    Raises:
        SourceError: for files of labels that cannot be read.
    """
    coding = named.located(cast("Coding", plan.settings[CODING.name]), plan.root)
    own = named.located(cast("Estimation", plan.settings[PREVALENCES.name]), plan.root)
    codes = {question.code.id: question.code for question in asking.questions(coding)}
    known = {name: code.labels for name, code in codes.items()}
    if own.people:
        labels.hold(engine, own.people)
    found = prevalences(engine, plan.blocs, own, known, learnt(plan))
    if not own.people:
        return found
    said = engine.table("SELECT * FROM human_codes")
    ordered = [name for name, code in codes.items() if code.ordered]
    return found | {
        SAMPLES.name: engine.table("SELECT * FROM samples"),
        HUMAN_CODES.name: unnamed(said),
        AGREEMENT.name: agree(said, known, ordered, seed=plan.seed),
    }


def learnt(plan: Study) -> tuple[str, ...]:
    """The machines that learn from the very labels by which they would be corrected."""
    coding = cast("Coding", plan.settings[CODING.name])
    own = cast("Estimation", plan.settings[PREVALENCES.name])
    if not (coding.labels and own.people):
        return ()
    checked = {(plan.root / name).resolve() for name in paths.matching(own.people, plan.root)}
    return ("classifier",) if (plan.root / coding.labels).resolve() in checked else ()


def unnamed(said: pa.Table) -> pa.Table:
    """The labels without the names of those who gave them: numbers, in the order of names."""
    import pyarrow as pa

    given = [str(name) for name in said["person"].to_pylist()]
    number = {name: f"person {n}" for n, name in enumerate(sorted(set(given)), 1)}
    people = pa.array([number[name] for name in given], pa.string())
    return said.set_column(said.column_names.index("person"), "person", people)
