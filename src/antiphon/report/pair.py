"""Two accounts in the terminal: on what they act together, what chance expects, both posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.errors import ResultsError, nearest
from antiphon.report import blocs as b
from antiphon.report import nulls
from antiphon.report.edges import precision, rows
from antiphon.report.terminal import COLOURS
from antiphon.report.words import clean, count, duration, later, moment, number, plural, thing, zone
from antiphon.results import Results
from antiphon.schema import CHANCES

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    import pyarrow as pa
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    Row = dict[str, Any]

MOST_NAMES = 8


def show(folder: Path, one: str, two: str) -> RenderableType:
    """Two accounts of a results folder: their edges, then every object with both posts."""
    from rich.console import Group
    from rich.rule import Rule

    results = Results.open(folder)
    table = results.table("coaction")
    known = names(table)
    found = between(table, named(one, known, folder), named(two, known, folder), folder)
    study = results.summary().get("study") or {}
    blocs, where = b.of_study(study), zone(str(study.get("timezone") or "UTC"))
    every = results.table("coaction_posts")
    met, exact = of_pair(every, found[0]), precision(every)
    styles = [b.style(blocs, found[0][f"bloc_{side}"]) for side in "ab"]
    parts: list[RenderableType] = [head(found[0], styles), dim(f"Times: {where}.")]
    for edge in found:
        parts += [counted(edge), chance(edge)]
    for kind in dict.fromkeys(edge["kind"] for edge in found):
        own = [row for row in met if row["kind"] == kind]
        parts.append(Rule(f"{kind}: {plural(len(own), 'object')}", style="dim", align="left"))
        parts += [meeting(row, where, exact) for row in own]
        if not own:
            parts.append(dim("The posts of this pair are not kept: others are stronger."))
    return Group(*parts)


def dim(text: str) -> Text:
    """Dim text."""
    from rich.text import Text

    return Text(text, style="dim")


def names(table: pa.Table) -> list[str]:
    """Every account in a pair, in order."""
    found: set[str] = set()
    for side in "ab":
        found.update(map(str, table[f"account_id_{side}"].unique().to_pylist()))
    return sorted(found)


def named(given: str, known: list[str], folder: Path) -> str:
    """The account of that name, or the only one whose name begins so."""
    if given in known:
        return given
    close = [name for name in known if name.startswith(given)]
    if len(close) == 1:
        return close[0]
    listed = ", ".join(close[:MOST_NAMES])
    raise ResultsError(
        "several accounts begin so" if close else "no such account in a pair",
        where=str(folder),
        got=given,
        expected=listed if close else nearest(given, known) if len(known) <= MOST_NAMES else "",
        fix="write more of the name"
        if close
        else "take a name from the report, or from coaction.parquet: private accounts are "
        "pseudonyms there",
    )


def between(table: pa.Table, one: str, two: str, folder: Path) -> list[Row]:
    """The edges of two accounts, the shorter window first."""
    import pyarrow.compute as pc

    ends = sorted((one, two))
    a, c = pc.field("account_id_a"), pc.field("account_id_b")
    either = ((a == ends[0]) & (c == ends[1])) | ((a == ends[1]) & (c == ends[0]))
    found = table.filter(either).to_pylist()
    if not found:
        with_one = table.filter((a == one) | (c == one))
        others = sorted({n for n in names(with_one) if n != one})
        raise ResultsError(
            "these two accounts are no pair: they share too little within the study's windows",
            where=str(folder),
            got=f"{one}, {two}",
            expected=f"{one} is in a pair with {', '.join(others[:MOST_NAMES])}"
            + (f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""),
        )
    return sorted(found, key=lambda r: (r["kind"], r["platform_a"], r["window_seconds"]))


def of_pair(table: pa.Table, edge: Row) -> list[Row]:
    """The meetings of an edge's two accounts, in order of time."""
    import pyarrow.compute as pc

    a, c = edge["account_id_a"], edge["account_id_b"]
    found = table.filter((pc.field("account_id_a") == a) & (pc.field("account_id_b") == c))
    return sorted(
        rows(found), key=lambda r: (min(r["created_at_a"], r["created_at_b"]), r["object"] or "")
    )


def head(edge: Row, styles: list[str]) -> Text:
    """Who they are."""
    from rich.text import Text

    text = Text()
    for side, style in zip("ab", styles, strict=True):
        text.append(clean(edge[f"account_id_{side}"]), style="bold")
        text.append(" of ")
        text.append(clean(edge[f"bloc_{side}"]), style=f"bold {COLOURS[style]}")
        text.append(f" on {clean(edge[f'platform_{side}'])}", style="dim")
        text.append("\n" if side == "a" else "")
    return text


def counted(edge: Row) -> Text:
    """What was counted within one window."""
    from rich.text import Text

    text = Text()
    text.append(
        f"{edge['kind']}: {plural(edge['objects'], 'object')} within "
        f"{duration(edge['window_seconds'])}",
        style="bold",
    )
    verdict = {
        True: "stands against chance",
        False: "does not stand: chance may explain it",
        None: "not held against chance",
    }[edge["stands"]]
    text.append(f", {verdict}\n", style="green" if edge["stands"] else "yellow")
    text.append(
        f"first: {count(edge['a_first'])} times the one, {count(edge['b_first'])} the other; mean "
        f"lag {duration(edge['mean_lag_seconds'])}; {plural(edge['post_pairs'], 'pair')} of posts"
    )
    if edge["hot"]:
        text.append(f"; on {count(edge['hot'])} of the objects many act at once")
    return text


def chance(edge: Row) -> Table:
    """What every null expects, with p and q."""
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 3, 0, 0))
    made.add_column("  if by chance")
    for name in ("expected", "p", "q"):
        made.add_column(name, justify="right", no_wrap=True)
    for null in CHANCES:
        made.add_row(
            Text(f"  {nulls.NAMES[null]}"),
            number(edge[f"expected_{null}"], 2),
            nulls.probability(edge[f"p_{null}"]),
            nulls.probability(edge[f"q_{null}"]),
        )
    made.add_row("")
    return made


def meeting(row: Row, where: tzinfo, exact: str) -> Text:
    """One object and both posts, the earlier first."""
    from rich.text import Text

    text = Text()
    text.append(thing(clean(row["object"]), row["kind"], {row["platform_a"]}))
    if row["hot"]:
        text.append("  many act on it at once", style="yellow")
    text.append("\n")
    sides = "ab" if row["lag_seconds"] >= 0 else "ba"
    for at, side in enumerate(sides):
        text.append(f"  {moment(row[f'created_at_{side}'], exact, where)}  ", style="bold")
        text.append(clean(row[f"account_id_{side}"]))
        text.append(f"  post {clean(row[f'post_id_{side}'])}", style="dim")
        if at:
            lag = later(abs(row["lag_seconds"]), exact)
            text.append(f"  {lag}", style="bold")
        text.append("\n" if not at else "")
    return text
