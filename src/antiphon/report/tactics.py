"""Which tactics and aims are in each bloc's posts, and whose more than the other's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.coding.codebook import shipped
from antiphon.report import blocs as b
from antiphon.report import charts, told
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import number
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

BOOKS = {"tactics": "Tactics", "aims": "Aims", "credit": "Credit to the own side"}


class Section(NamedTuple):
    """What the page says of tactics and aims."""

    figures: list[Figure]
    grids: list[Grid]
    shown: list[told.Shown]
    questions: list[tuple[str, str]]
    """Each code with the question that it asks."""
    bare: bool
    """Is any number of it unchecked by people?"""


def section(results: Results, blocs: Blocs, where: tzinfo) -> Section:
    """Figures, tables and posts behind them; empty where none was coded."""
    figures, grids, asked = [], [], []
    used: list[Row] = []
    for book, title in BOOKS.items():
        codes = {code.id: code for code in shipped()[book]}
        found = shares(results, blocs, set(codes))
        if not found:
            continue
        used += found
        figures.append(drawing(book, title, found, blocs))
        grids += [listing(title, rows(results, book), blocs)]
        present = {r["code"] for r in found}
        asked += [(plain(name), code.question) for name, code in codes.items() if name in present]
    names = {r["code"]: plain(r["code"]) for r in used}
    grids += [told.people(results, names), told.coders(results, names)]
    return Section(
        figures,
        [grid for grid in grids if grid.rows],
        told.examples(results, blocs, where, names),
        asked,
        bare=any(r["method"] == BARE for r in used),
    )


def plain(code: str) -> str:
    """A code's name in words.

    >>> plain("aim_regime_change"), plain("name_calling")
    ('regime change', 'name calling')
    """
    return code.removeprefix("aim_").replace("_", " ")


def shares(results: Results, blocs: Blocs, codes: set[str]) -> list[Row]:
    """Each code's share in all posts of each bloc, by the surest coder of the code."""
    found: dict[str, list[Row]] = {}
    for r in rows(results, "prevalences"):
        whole = r["period"] is None and not r["kind"] and not r["target"]
        if r["code"] in codes and r["label"] == "yes" and whole:
            found.setdefault(r["code"], []).append(r)
    order = {name: at for at, name in enumerate(blocs.all)}
    kept = []
    for own in found.values():
        coder = told.best(own)
        kept += sorted(
            (r for r in own if r["coder"] == coder),
            key=lambda r: order.get(r["bloc"], len(order)),
        )
    return kept


def drawing(book: str, title: str, found: Sequence[Row], blocs: Blocs) -> Figure:
    """Points with intervals, code by code, bloc by bloc."""
    drawn = [told.point(at, r, f"{plain(r['code'])}, {r['bloc']}") for at, r in enumerate(found)]
    top = max(d["high"] for d in drawn) or 1.0
    said = "; ".join(f"{d['head']} {d['text']}" for d in drawn)
    return figure(
        book,
        f"{title} in each bloc's posts",
        f"Points with intervals. {said}.",
        "Share of all posts of the bloc. Bars: 95 % intervals where people coded a sample; a point "
        "without a bar is a machine's bare number, which may be far off.",
        lambda width: charts.dots(
            drawn, blocs, width, domain=(0, 1.06 * top), title="% of posts", unit=" %"
        ),
    )


def listing(title: str, found: Sequence[Row], blocs: Blocs) -> Grid:
    """Two blocs beside each other, code by code."""
    codes = list(dict.fromkeys(r["code"] for r in found))
    surest = {code: told.best([r for r in found if r["code"] == code]) for code in codes}
    body = []
    for r in found:
        one, other = r["pair"].split("|")
        if r["coder"] != surest[r["code"]] or not {one, other} <= set(blocs.compare):
            continue
        body.append(
            [
                Cell(plain(r["code"]), f"{one} and {other}"),
                told.share(r, "x", "x_low", "x_high"),
                told.share(r, "y", "y_low", "y_high"),
                told.share(r, "difference"),
                num(number(r["q_value"], 2)),
                told.checked(r),
            ]
        )
    pairs = list(dict.fromkeys(r["pair"] for r in found))
    one, other = (
        pairs[0].split("|") if len(pairs) == 1 or len(blocs.compare) == 2 else ("one", "other")
    )
    if len(blocs.compare) == 2:
        one, other = blocs.compare
    head = [
        *heads("code"),
        Cell(one, bloc=b.style(blocs, one), number=True),
        Cell(other, bloc=b.style(blocs, other), number=True),
        *heads("#difference", "#q-value", "how it is told"),
    ]
    return Grid(
        f"{title}: whose more?",
        head,
        body,
        "Small: 95 % intervals, accounts are the clusters. The q-value says how many of the "
        "differences with as small a one are false. Kinds of actors, periods, other blocs and "
        "coders: the tables prevalences and prevalence_differences.",
    )
