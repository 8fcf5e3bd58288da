"""What a run of the study would do, and what in it deserves a second look."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from antiphon.errors import nearest
from antiphon.study.check import Bloc, File, Periods, Prospect, Step, Subject
from antiphon.study.file import every_part

if TYPE_CHECKING:
    from antiphon.study.spec import Study

MANY = 10  # posts a period from which an empty one is strange


def steps(study: Study) -> tuple[Step, ...]:
    """Every measure and inference with the settings it would have."""
    return tuple(
        Step(part.name, part.question, asdict(study.settings[part.name]))  # type: ignore[call-overload]
        for part in every_part()
        if part.name in study.settings
    )


def claims(study: Study) -> tuple[Prospect, ...]:
    """Every claim, and whether its measure exists; the others stay undetermined in a run."""
    known = [part.name for part in every_part() if part.quantities]
    notes = [
        ""
        if claim.measure in known
        else f"no measure {claim.measure!r}: {nearest(claim.measure, known)}"
        for claim in study.claims
    ]
    return tuple(
        Prospect(claim.id, claim.measure, claim.quantity, not note, note)
        for claim, note in zip(study.claims, notes, strict=True)
    )


def empty(blocs: tuple[Bloc, ...]) -> tuple[str, ...]:
    """Blocs of which nothing was read."""
    return tuple(
        f"{b.bloc}: no posts; do the account_id of posts and accounts agree?"
        for b in blocs
        if not b.posts
    )


def one_day(periods: Periods) -> tuple[str, ...]:
    """Data of a single day are mostly a date that was misread."""
    if periods.unit == "day" and len(periods.starts) == 1:
        return ("all posts are of one day: is created_at the right column?",)
    return ()


def holes(periods: Periods) -> tuple[str, ...]:
    """Blocs with periods of nothing between periods of much: mostly a file that is missing."""
    found = []
    for bloc, counts in periods.posts.items():
        busy = [at for at, number in enumerate(counts) if number]
        inside = counts[busy[0] : busy[-1] + 1] if busy else ()
        none = inside.count(0)
        if none and sum(inside) >= MANY * len(inside):
            noun = periods.unit if none == 1 else f"{periods.unit}s"
            found.append(f"{bloc}: {none} {noun} without a post: is a file missing?")
    return tuple(found)


def rejected(files: tuple[File, ...]) -> tuple[str, ...]:
    """Files of which more than one row in a hundred was rejected."""
    return tuple(
        f"{file.file}: {file.rejected:,} of {file.rows:,} rows were rejected"
        for file in files
        if file.rejected > 0.01 * file.rows
    )


def unmatched(subjects: tuple[Subject, ...]) -> tuple[str, ...]:
    """Topics, narratives and issues of which no post speaks."""
    return tuple(
        f"{s.table} {s.id}: no post matches" for s in subjects if not any(s.posts.values())
    )
