"""The share of each mechanism among repeated posts, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts, periods
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid
from antiphon.report.words import count, interval, percent, plural
from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from antiphon.results import Results
    from antiphon.schema import Blocs

ARROW = "→"


@dataclass(frozen=True)
class Pair:
    """What a page says of the mechanisms between two blocs."""

    figure: Figure | None
    grid: Grid
    periods: Figure | None


def pairs(results: Results, blocs: Blocs) -> list[Pair]:
    """Every compared pair that shares messages."""
    made = []
    shares = results.table("shares").to_pylist()
    over_time = periods.drawings(results)
    for at, (one, two) in enumerate(blocs.pairs):
        rows = [r for r in shares if set(str(r["pair"]).split("|")) == {one, two}]
        if any(row["posts"] for row in rows):
            figure, grid = pair(f"shares{at}", rows, (one, two), blocs)
            made.append(Pair(figure, grid, over_time.get(f"{one}|{two}")))
    return made


def pair(
    name: str, rows: list[dict[str, Any]], names: tuple[str, str], blocs: Blocs
) -> tuple[Figure | None, Grid]:
    """One pair: a figure and a table of both directions."""
    ways = {f"{x}{ARROW}{y}": (x, y) for x, y in (names, names[::-1])}
    found = {(r["direction"], r["mechanism"]): r for r in rows}
    drawn = [
        found[way, mechanism] | {"repeater": ends[0], "origin": ends[1]}
        for mechanism in MECHANISMS
        for way, ends in ways.items()
        if (way, mechanism) in found and found[way, mechanism]["share"] is not None
    ]
    columns = [*ways, "both"]
    head = [
        Cell("mechanism"),
        *(
            Cell(b.repeats(*ends), base(found, way), b.style(blocs, ends[0]))
            for way, ends in ways.items()
        ),
        Cell("both", base(found, "both")),
    ]
    body = [
        [Cell(b.mechanism(m)), *(cell(found.get((c, m))) for c in columns)]
        for m in MECHANISMS
        if any((c, m) in found for c in columns)
    ]
    title = f"{names[0]} and {names[1]}"
    return plot(name, title, drawn, blocs), Grid(title, head, body)


def plot(name: str, title: str, drawn: list[dict[str, Any]], blocs: Blocs) -> Figure | None:
    """The shares as points with intervals."""
    drawn = [r | {k: r["share"] for k in ("low", "high") if r[k] is None} for r in drawn]
    if not drawn:
        return None
    told = "; ".join(
        f"{b.mechanism(r['mechanism'])} in posts of {r['repeater']} {percent(r['share'])}"
        for r in drawn
    )
    return figure(
        name,
        f"{title}: by which mechanism",
        f"Points with intervals: share of each mechanism. {told}.",
        "Mean probability over the posts of a bloc that share a message with the other bloc. "
        "Lines: 90 % intervals, bootstrap over messages. Misleads when a source both had is not in "
        "the data: it looks like borrowing, or like a joint release.",
        lambda width: charts.shares(drawn, blocs, width),
    )


def cell(row: dict[str, Any] | None) -> Cell:
    """A share with its interval and what it is a share of."""
    if row is None or not row["posts"]:
        return Cell("–", "no posts")
    ends = interval(row["low"], row["high"], scale=100, digits=2, unit=" %")
    return Cell(f"{percent(row['share'])} of {count(row['posts'])}", ends)


def base(found: dict[tuple[str, str], dict[str, Any]], direction: str) -> str:
    """What the shares of a direction are shares of."""
    row = next((r for (way, _), r in found.items() if way == direction), None)
    if row is None:
        return "no posts"
    return f"{plural(row['posts'], 'post')} in {plural(row['families'], 'message')}"
