"""What a run would have coded, and how many labels of people there are to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from antiphon.coding import CODING, PREVALENCES, asking
from antiphon.coding.people import labels
from antiphon.study import named, paths
from antiphon.study.check import Asked

if TYPE_CHECKING:
    from antiphon.coding.settings import Coding, Estimation
    from antiphon.study.spec import Study


def coded(study: Study) -> tuple[Asked, ...]:
    """A row for each code that machines are asked, or people were.

    Raises:
        StudyError: for a code that there is not.
        SourceError: for labels of people that cannot be read.
    """
    coding = cast("Coding", study.settings[CODING.name])
    own = cast("Estimation", study.settings[PREVALENCES.name])
    questions = asking.questions(named.located(coding, study.root))
    files = paths.matching(own.people, study.root) if own.people else []
    drawn, said = labels.read([study.root / name for name in files])
    samples, people = by_code(drawn.to_pylist()), by_code(said.to_pylist())
    codes = {question.code.id: question.code for question in questions}
    return tuple(
        Asked(
            code=name,
            unit=codes[name].unit if name in codes else "",
            targets=tuple(q.about for q in questions if q.code.id == name and q.about),
            coders=coding.coders if name in codes else (),
            drawn=len(units(samples.get(name, []))),
            coded=len(units(people.get(name, []))),
            labels=len(people.get(name, [])),
            persons=len({row["person"] for row in people.get(name, [])}),
        )
        for name in [*codes, *sorted(people.keys() - codes.keys())]
    )


def by_code(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each code."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["code"], []).append(row)
    return found


def units(rows: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    """The units that rows are about."""
    return {tuple(row[n] for n in ("platform", "post_id", "part", "target")) for row in rows}


def unchecked(found: tuple[Asked, ...]) -> tuple[str, ...]:
    """A remark on codes of which people have coded nothing."""
    bare = [row.code for row in found if row.coders and not row.labels]
    if not bare:
        return ()
    listed = ", ".join(bare[:4]) + (f" and {len(bare) - 4} more" if len(bare) > 4 else "")
    remark = f"{listed}: nobody has coded a sample, so numbers would be uncalibrated; "
    return (remark + "`antiphon code sample` draws one",)
