"""What people said of a study's texts: read from its files, and what it makes of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from antiphon.coding import CODING, PREVALENCES, asking
from antiphon.coding.codebook import shipped
from antiphon.coding.examples import examples
from antiphon.coding.people import labels
from antiphon.coding.people.agreeing import agree
from antiphon.coding.people.estimating import prevalences
from antiphon.errors import StudyError, nearest
from antiphon.schema import (
    AGREEMENT,
    CODED,
    CODERS,
    CODINGS,
    EXAMPLES,
    HUMAN_CODES,
    PROMPTS,
    SAMPLES,
)
from antiphon.study import named, paths

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from antiphon.coding.codebook import Code
    from antiphon.coding.settings import Coding, Estimation
    from antiphon.engine import Engine
    from antiphon.study.spec import Study


BY_MACHINES = (CODINGS, CODERS, PROMPTS)


def wanted(plan: Study) -> bool:
    """Does the study ask coders, or name what people said?"""
    coding = cast("Coding", plan.settings[CODING.name])
    own = cast("Estimation", plan.settings[PREVALENCES.name])
    return bool(coding.codes or own.people)


def told(engine: Engine, plan: Study) -> dict[str, pa.Table]:
    """Every table that people and machines tell together, and posts behind the numbers.

    Where the study asks nothing they are empty.
    """
    found = {table.name: table.empty() for table in CODED if table not in BY_MACHINES}
    if not wanted(plan):
        return found
    found |= tables(engine, plan)
    if not engine.has(HUMAN_CODES.name):
        engine.register(HUMAN_CODES.name, found[HUMAN_CODES.name])
    coding = named.located(cast("Coding", plan.settings[CODING.name]), plan.root)
    codes = {question.code.id: question.code for question in asking.questions(coding)}
    return found | {EXAMPLES.name: examples(engine, plan.blocs, list(codes.values()))}


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
        held(engine, {code.id: code for book in shipped().values() for code in book} | codes)
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


def held(engine: Engine, codes: Mapping[str, Code]) -> None:
    """Refuse labels of people that the codebook does not have."""
    for code, label in engine.rows("SELECT DISTINCT code, label FROM human_codes ORDER BY ALL"):
        if code in codes and label not in codes[code].labels:
            raise StudyError(
                f"people gave a label that {code!r} does not have",
                where="prevalences.people",
                got=label,
                fix=nearest(label, codes[code].labels),
            )


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
