"""Pairs of accounts that stand, each opened to the posts of its common acts."""

from __future__ import annotations

import shlex
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report import nulls
from antiphon.report.edges import KEYS, meetings, precision, read
from antiphon.report.words import count, later, moment, plural, thing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    import pyarrow as pa

    from antiphon.results import Results

    Row = dict[str, Any]

SHOWN = 200
OBJECTS_SHOWN = 4
OBJECT = 120
"""Letters of an object on the page."""

End = tuple[str, str]
"""Platform and account."""


@dataclass(frozen=True)
class Met:
    """One object and both posts, the earlier first."""

    object: str
    first: str
    first_at: str
    first_post: str
    second: str
    second_post: str
    lag: str


@dataclass(frozen=True)
class Pair:
    """Two accounts and every kind of edge between them."""

    ends: tuple[End, End]
    blocs: tuple[str, str]
    edges: list[Row]
    weight: int
    told: str
    """Their edges, in words."""
    chance: str
    met: list[Met]
    left: int
    """Objects that are not shown."""
    command: str
    times: list[datetime]
    """Of every common act that is kept: the earlier post."""


def strongest(results: Results, where: tzinfo) -> tuple[list[Pair], int]:
    """The strongest pairs that stand within the shortest window, and how many there are.

    Strength is `surprise`, the objects in common with rare meetings counted for more, of the kind
    of objects in which it is largest.
    """
    network = read(results)
    edges: dict[tuple[End, End], list[Row]] = defaultdict(list)
    for row in network.rows():
        edges[ends(row)].append(row)
    order = sorted(edges, key=lambda key: (-max(map(strength, edges[key])), key))[:SHOWN]
    table = meetings(results, network.window)
    met = of_pairs(table, {key: edges[key] for key in order})
    times = (where, precision(table))
    return [pair(key, edges[key], met[key], times) for key in order], len(edges)


def ends(row: Row) -> tuple[End, End]:
    """The two accounts of a row."""
    return (
        (row["platform_a"], row["account_id_a"]),
        (row["platform_b"], row["account_id_b"]),
    )


def strength(edge: Row) -> float:
    """What pairs are ordered by."""
    return float(edge["objects"] if edge["surprise"] is None else edge["surprise"])


def of_pairs(
    table: pa.Table, edges: dict[tuple[End, End], list[Row]]
) -> dict[tuple[End, End], list[Row]]:
    """The meetings of some pairs, in order of time."""
    import pyarrow as pa

    keys = [{key: row[key] for key in KEYS} for own in edges.values() for row in own]
    found: dict[tuple[End, End], list[Row]] = {key: [] for key in edges}
    if not keys:
        return found
    wanted = pa.Table.from_pylist(keys, schema=table.select(KEYS).schema)
    for row in table.join(wanted, list(KEYS), join_type="left semi").to_pylist():
        found[ends(row)].append(row)
    for rows in found.values():
        rows.sort(key=lambda r: (begun(r), r["kind"], r["object"] or "", r["post_id_a"]))
    return found


def begun(row: Row) -> datetime:
    """The earlier of the two posts."""
    at: datetime = min(row["created_at_a"], row["created_at_b"])
    return at


def pair(key: tuple[End, End], edges: list[Row], met: list[Row], times: tuple[tzinfo, str]) -> Pair:
    """Two accounts as the page shows them."""
    edges = sorted(edges, key=lambda e: (-e["objects"], e["kind"]))
    shown = met[:OBJECTS_SHOWN]
    total = sum(edge["objects"] for edge in edges)
    names = [name for _, name in key]
    return Pair(
        key,
        (edges[0]["bloc_a"], edges[0]["bloc_b"]),
        edges,
        max(edge["objects"] for edge in edges),
        ", ".join(f"{edge['kind']}: {plural(edge['objects'], 'object')}" for edge in edges),
        "; ".join(by_chance(edge) for edge in edges),
        [meeting(row, *times) for row in shown],
        total - len(shown),
        " ".join(["antiphon show DIR --pair", *map(shlex.quote, names)]),
        [begun(row) for row in met],
    )


def by_chance(edge: Row) -> str:
    """What nulls expect of an edge, who was first."""
    order = f"{count(edge['a_first'])} and {count(edge['b_first'])}"
    return (
        f"{edge['kind']}: {count(edge['objects'])} found, {nulls.span(nulls.expected(edge))} by "
        f"chance, q {nulls.judged(edge)}; first {order} times"
    )


def meeting(row: Row, where: tzinfo, exact: str) -> Met:
    """One object and both posts."""
    one, two = "ab" if row["lag_seconds"] >= 0 else "ba"
    name = thing(row["object"], row["kind"], {row["platform_a"]})
    return Met(
        f"{row['kind']} {name if len(name) <= OBJECT else name[: OBJECT - 1] + '…'}",
        row[f"account_id_{one}"],
        moment(row[f"created_at_{one}"], exact, where),
        row[f"post_id_{one}"],
        row[f"account_id_{two}"],
        row[f"post_id_{two}"],
        later(abs(row["lag_seconds"]), exact),
    )


def accounts(pairs: Sequence[Pair]) -> list[tuple[End, str]]:
    """The accounts of some pairs and their blocs, in order of name."""
    found = {end: bloc for p in pairs for end, bloc in zip(p.ends, p.blocs, strict=True)}
    return sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
