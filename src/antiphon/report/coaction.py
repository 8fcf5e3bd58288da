"""Which accounts act together, out of how many, and how many would by chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from antiphon.report import chance, groups, swarms
from antiphon.report.days import days
from antiphon.report.held import rows
from antiphon.report.network import Network, network
from antiphon.report.nulls import span
from antiphon.report.words import duration, of, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from antiphon.report.drawing import Figure
    from antiphon.report.grid import Grid
    from antiphon.report.groups import Group
    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]


@dataclass(frozen=True)
class Coaction:
    """What the page says of accounts that act together."""

    sentences: list[str]
    chance: Figure | None = None
    course: Figure | None = None
    windows: Grid | None = None
    between: Grid | None = None
    network: Network | None = None
    groups: list[Group] = field(default_factory=list)
    groups_total: str = ""
    groups_left: int = 0
    swarms: Grid | None = None
    threads: str = ""


def section(results: Results, blocs: Blocs, where: tzinfo) -> Coaction:
    """Everything the page says of co-action, in words first."""
    counts = rows(results, "coaction_counts")
    if not counts:
        return Coaction(
            ["Nobody looked at which accounts act together: these results have no table of it."]
        )
    window = min(row["window_seconds"] for row in counts)
    every = rows(results, "coaction_chance")
    whole = chance.whole(every)
    found = groups.shown(rows(results, "coaction_groups"), window)
    members = rows(results, "coaction_members")
    crowds = rows(results, "swarms")
    return Coaction(
        sentences(counts, whole, window),
        chance.drawing(whole, window),
        days(rows(results, "coaction_group_days"), found),
        chance.windows(whole),
        chance.between(every, window, blocs),
        network(results, blocs, where, groups.numbers(members, window)),
        groups.described(found, members, rows(results, "coaction_group_objects"), blocs, where),
        plural(len(found), "group"),
        max(0, len(found) - groups.SHOWN),
        swarms.grid(crowds, blocs, where),
        swarms.looked_at(crowds),
    )


def sentences(counts: Sequence[Row], whole: Sequence[Row], window: int) -> list[str]:
    """How many act together, out of how many, how many by chance, how many stand."""
    (row,) = [r for r in counts if (r["window_seconds"], r["kind"], r["bloc"]) == (window, "", "")]
    least = min((r["objects"] for r in whole), default=2)
    often = plural(least, "object")
    within = duration(window)
    first = (
        f"{of(row['linked'], row['accounts'])} accounts act on {often} or more, of one kind, "
        f"within {within} of another account: {plural(row['pairs'], 'pair')}."
    )
    looked = (
        f"Looked at were {plural(row['posts'], 'post')} on {plural(row['objects'], 'object')}"
        + (
            f"; {plural(row['coarse'], 'post')} are dated too coarsely for {within}"
            if row["coarse"]
            else ""
        )
        + "."
    )
    if not row["pairs"]:
        none = (
            f"No two of {plural(row['accounts'], 'account')} act on {often} or more, of one kind, "
            f"within {within}."
        )
        return [none, looked]
    return [first, stand(row, whole, window), looked]


def stand(row: Row, whole: Sequence[Row], window: int) -> str:
    """What chance gives, and what stands against it."""
    expected = [v for v in chance.totals(whole, window).values() if v is not None]
    by_chance = (
        f"By chance {span(expected)} pairs would be expected, by what is taken for chance."
        if expected
        else "How many to expect by chance could not be computed."
    )
    low = chance.least(whole)
    standing = sum(low[kind, window, ""]["stands"] or 0 for kind in chance.kinds(whole, window))
    return (
        f"{by_chance} {of(standing, row['pairs'])} pairs stand, of "
        f"{plural(row['standing'], 'account')}: no null that the study names explains them. A pair "
        "that two kinds of objects join is counted twice."
    )
