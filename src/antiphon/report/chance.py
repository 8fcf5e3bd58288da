"""Pairs that act together, against what nulls expect: threshold by threshold, bloc by bloc."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.nulls import NAMES, explained, probability, span
from antiphon.report.thresholds import FLOOR, FOUND, thresholds
from antiphon.report.words import count, duration, number
from antiphon.schema import CHANCES, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from antiphon.schema import Blocs

    Row = dict[str, Any]

PANELS = 6
MOST_PAIRS = 24
"""Rows of the table of pairs of blocs."""


def whole(chance: Iterable[Row]) -> list[Row]:
    """The rows of all blocs together."""
    return [row for row in chance if not row["bloc_a"] and not row["bloc_b"]]


def least(rows: Iterable[Row]) -> dict[tuple[str, int, str], Row]:
    """The rows at the lowest threshold, by kind, window and null."""
    found: dict[tuple[str, int, str], Row] = {}
    for row in sorted(rows, key=lambda r: -r["objects"]):
        found[row["kind"], row["window_seconds"], row["null"]] = row
    return found


def kinds(rows: Iterable[Row], window: int) -> list[str]:
    """The kinds of objects with a pair within a window, most pairs first."""
    pairs = {
        kind: row["pairs"]
        for (kind, within, null), row in least(rows).items()
        if within == window and not null and row["pairs"]
    }
    return sorted(pairs, key=lambda kind: (-pairs[kind], OBJECTS.index(kind)))


def totals(rows: Sequence[Row], window: int) -> dict[str, float | None]:
    """Pairs of all kinds that each null expects; None where it cannot say for some kind."""
    low, some = least(rows), kinds(rows, window)
    made: dict[str, float | None] = {}
    for null in CHANCES:
        values = [low[k, window, null]["expected"] for k in some if (k, window, null) in low]
        known = [value for value in values if value is not None]
        made[null] = math.fsum(known) if len(known) == len(some) and some else None
    return made


def drawing(rows: Sequence[Row], window: int) -> Figure | None:
    """Found and expected at every threshold, a panel a kind."""
    shown = kinds(rows, window)
    panels = [panel(kind, rows, window) for kind in shown[:PANELS]]
    if not panels:
        return None
    left = "" if len(shown) <= PANELS else f" Of {len(shown)} kinds the {PANELS} with most pairs."
    told = "; ".join(at_least(kind, rows, window) for kind in shown[:PANELS])
    return figure(
        "chance",
        f"Pairs of accounts that act together within {duration(window)}, and how many by chance",
        f"Lines over the number of common objects. {told}.",
        "Out of all pairs of accounts of the study: those with so many objects in common or more "
        f"(thick), and those to be expected by chance. Taken for chance: {explained()}. "
        f"Both axes are logarithmic; fewer than {number(FLOOR, 1)} pairs are not drawn.{left} "
        "Misleads: news that breaks for everybody within the interval, and interests that accounts "
        "share, lift the thick line above a null that does not know of them.",
        lambda width: thresholds(panels, width),
    )


def at_least(kind: str, rows: Sequence[Row], window: int) -> str:
    """A kind at its lowest threshold, in words."""
    low = least(rows)
    row = low[kind, window, ""]
    expected = [
        value
        for null in CHANCES
        if (kind, window, null) in low
        and (value := low[kind, window, null]["expected"]) is not None
    ]
    return (
        f"{kind}, {count(row['objects'])} or more: {count(row['pairs'])} found, "
        f"{span(expected)} by chance"
    )


def panel(kind: str, rows: Sequence[Row], window: int) -> Row:
    """What the figure draws of one kind."""
    own = [r for r in rows if r["kind"] == kind and r["window_seconds"] == window]
    drawn = []
    for row in own:
        value = row["expected"] if row["null"] else row["pairs"]
        if value is None or value < FLOOR:
            continue
        series = NAMES[row["null"]] if row["null"] else FOUND
        told = f"{number(value)} {series}, {count(row['objects'])} objects or more"
        if row["null"]:
            told += f"; p {probability(row['p_more'])}"
        drawn.append({"objects": row["objects"], "value": value, "series": series, "told": told})
    drawn.sort(key=lambda d: (d["series"], d["objects"]))
    told = at_least(kind, rows, window).split(": ")[1]
    return {"name": kind, "told": told, "rows": drawn}


def windows(rows: Sequence[Row]) -> Grid:
    """How the counts change with the window: kinds by windows."""
    low = least(rows)
    within = sorted({window for _, window, null in low if not null})
    listed = [
        kind
        for kind in OBJECTS
        if any(low[kind, w, ""]["pairs"] for w in within if (kind, w, "") in low)
    ]
    body = [[Cell(kind), *(window_cell(low, kind, w) for w in within)] for kind in listed]
    return Grid(
        "Another window",
        heads("objects", *(f"#within {duration(w)}" for w in within)),
        body,
        "Pairs of accounts found, those that stand, and below how many the nulls expect, from the "
        "null that expects least to the one that expects most. What grows with the window as fast "
        "as chance does is likely to be chance.",
    )


def window_cell(low: dict[tuple[str, int, str], Row], kind: str, window: int) -> Cell:
    """Found, standing and expected."""
    row = low.get((kind, window, ""))
    if row is None:
        return num("–")
    expected = [
        value
        for null in CHANCES
        if (kind, window, null) in low
        and (value := low[kind, window, null]["expected"]) is not None
    ]
    stands = f"{count(row['stands'])} stand"
    return num(f"{count(row['pairs'])}, {stands}", f"{span(expected)} by chance")


def between(chance: Sequence[Row], window: int, blocs: Blocs) -> Grid:
    """Pairs of blocs: found, expected, how rare that is, how many stand."""
    groups: dict[tuple[str, str, str], dict[str, Row]] = {}
    for row in sorted(chance, key=lambda r: -r["objects"]):
        if row["bloc_a"] and row["window_seconds"] == window:
            key = (row["bloc_a"], row["bloc_b"], row["kind"])
            groups.setdefault(key, {})[row["null"]] = row
    found = [
        (key, by_null)
        for key, by_null in groups.items()
        if any(row["pairs"] for row in by_null.values())
    ]
    found.sort(key=lambda item: (-most(item[1], "stands"), -most(item[1], "pairs"), item[0]))
    body = [bloc_row(key, by_null, blocs) for key, by_null in found[:MOST_PAIRS]]
    shown = "" if len(found) <= MOST_PAIRS else f" The {MOST_PAIRS} first of {len(found)}."
    return Grid(
        f"Within and between blocs, {duration(window)}",
        heads("blocs", "objects", "#pairs found", "#by chance", "#p", "#stand"),
        body,
        "Pairs of accounts, one of each bloc or both of one. p: the probability of so many or more "
        "by chance, the least and the most that a null gives; where fewer are found than expected, "
        f"see p_fewer in coaction_chance.parquet.{shown}",
    )


def most(by_null: dict[str, Row], name: str) -> int:
    """What the rows of one pair of blocs have in common; standing is that of all nulls."""
    row = by_null.get("") or next(iter(by_null.values()))
    return int(row[name] or 0)


def bloc_row(key: tuple[str, str, str], by_null: dict[str, Row], blocs: Blocs) -> list[Cell]:
    """One pair of blocs and kind of objects."""
    one, two, kind = key
    name = f"within {one}" if one == two else f"{one} and {two}"
    tested = [by_null[n] for n in CHANCES if n in by_null and by_null[n]["expected"] is not None]
    values = sorted(row["p_more"] for row in tested if row["p_more"] is not None)
    ends = list(dict.fromkeys(probability(p) for p in (*values[:1], *values[-1:])))
    return [
        Cell(name, bloc=b.style(blocs, one) if one == two else ""),
        Cell(kind),
        num(count(most(by_null, "pairs"))),
        num(span([row["expected"] for row in tested])),
        num(" to ".join(ends) or "–"),
        num(count(most(by_null, "stands"))),
    ]
