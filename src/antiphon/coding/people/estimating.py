"""Shares, differences and trends of labels, from machines and people together: the tables.

Each share is told for the bloc, for each kind of actor, for each period, and for each kind in each
period; by each machine, corrected, and by the people alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.coding.people.asked import Asked, Question, spoken, view
from antiphon.coding.people.coded import coded
from antiphon.coding.people.differing import differences
from antiphon.coding.people.domains import Domains
from antiphon.coding.people.moving import trends
from antiphon.coding.people.sharing import shares
from antiphon.schema import DIFFERENCES, PREVALENCES, TRENDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import pyarrow as pa

    from antiphon.coding.settings import Estimation
    from antiphon.engine import Engine
    from antiphon.schema import Blocs


def prevalences(
    engine: Engine,
    blocs: Blocs,
    settings: Estimation,
    labels: Mapping[str, Sequence[str]] | None = None,
    learnt: Collection[str] = (),
) -> dict[str, pa.Table]:
    """What shares of a bloc's units have which label, how blocs differ, and how shares move.

    The machine's bare share stands beside the corrected one and is never to be reported alone.
    Without a human sample, the method is `uncalibrated`, and there is no interval.

    Reads wrong when people coded what they chose and not what was drawn, and when a machine learnt
    from the very units of the sample and is not named as such: its errors there are fewer.

    Args:
        engine: holds `posts`, `accounts`; `codings` where machines have coded; `samples` and
            `human_codes` where people have.
        blocs: whose posts are meant.
        settings: see `Estimation`.
        labels: each code's labels, in order; those that occur if not given.
        learnt: machines that learnt from these people's labels: they are not heeded, people are.

    Returns:
        PREVALENCES, PREVALENCE_DIFFERENCES and PREVALENCE_TRENDS by name, rows sorted.

    Reference:
        docs/people.md.
    """
    import pyarrow as pa

    view(engine, settings.period)
    asked = spoken(engine, blocs)
    people = coded(engine, blocs, labels or {})
    rows: list[dict[str, Any]] = []
    moving: list[dict[str, Any]] = []
    for question, given in questions(asked, people):
        domains = Domains.of(engine, question, given, people.get(question[:2]), labels or {})
        heeded = question.coder not in ("", *learnt)
        rows += shares(domains, settings, heeded=heeded)
        moving += trends(domains, settings, heeded=heeded)
    wide = pa.schema([*PREVALENCES.arrow, ("near", pa.float64()), ("far", pa.float64())])
    found = ordered(pa.Table.from_pylist(rows, schema=wide), 7)
    apart = differences(found.to_pylist(), blocs)
    return {
        PREVALENCES.name: pa.table(found.select(PREVALENCES.names), schema=PREVALENCES.arrow),
        DIFFERENCES.name: pa.Table.from_pylist(apart, schema=DIFFERENCES.arrow),
        TRENDS.name: ordered(pa.Table.from_pylist(moving, schema=TRENDS.arrow), 6),
    }


def ordered(table: pa.Table, keys: int) -> pa.Table:
    """The rows in order of the first columns."""
    return table.sort_by([(name, "ascending") for name in table.column_names[:keys]])


def questions(
    asked: Mapping[Question, Asked], people: Mapping[tuple[str, str], object]
) -> Iterator[tuple[Question, Asked]]:
    """Every question with its units: of each machine, and of the people alone.

    What people were asked of is what a machine was, or whole posts where there is none.
    """
    for question, given in sorted(asked.items(), key=lambda item: item[0]):
        if question.code:
            yield question, given
    for code, target in sorted(people):
        units = [
            given
            for q, given in sorted(asked.items(), key=lambda i: i[0])
            if q[:2] == (code, target)
        ]
        whole = asked.get(Question("", "", ""))
        if units or whole:
            yield Question(code, target, ""), units[0] if units else whole  # type: ignore[misc]
