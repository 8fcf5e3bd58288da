"""Who speaks for whom: rates of support in both directions, issue by issue, and silence."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts, told
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import count, interval, number, of, percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

STANCES = {"support": "in support", "neutral": "neutral", "oppose": "against"}
CODE = "stance"
UNCHECKED = "uncalibrated"
TOLD = {UNCHECKED: "machine", "": "nobody", "human": "people"}
"""Who says what the posts stand for, where it is not the way of correction."""


def section(results: Results, blocs: Blocs) -> tuple[Figure | None, list[Grid]]:
    """The figure of rates, the ledgers of directions, of what is returned, and of issues."""
    found = rows(results, "support_directions")
    if not found:
        return None, []
    compared = [r for r in found if {r["by"], r["of"]} & set(blocs.compare)]
    grids = [
        ledger(compared, blocs),
        returned(rows(results, "estimates"), blocs),
        issues(rows(results, "support"), blocs),
        told.people(results, {CODE}),
        told.coders(results, {CODE}),
    ]
    return drawing(compared, blocs), [grid for grid in grids if grid.rows]


def behind(results: Results, blocs: Blocs, where: tzinfo) -> list[told.Shown]:
    """Posts that were coded as for or against each compared bloc, on its issues."""
    shown: list[told.Shown] = []
    for bloc in blocs.compare:
        titles = {CODE: f"toward {bloc}"}
        wanted = told.of_target(bloc)
        shown += told.examples(results, blocs, where, titles, wanted=wanted, table="support_posts")
    return shown


def returned(found: Sequence[Row], blocs: Blocs) -> Grid:
    """Both directions of each pair beside each other: difference and ratio of the rates."""
    known = {(r["quantity"], r["a"], r["b"]): r for r in found if r["measure"] == "support"}
    body = []
    for x, y in combinations(blocs.compare, 2):
        sides = (f"{x}→{y}", f"{y}→{x}")
        apart, ratio = (known.get((f"rate_{name}", *sides)) for name in ("difference", "ratio"))
        if apart and ratio and apart["estimate"] is not None:
            body.append(
                [
                    Cell(f"{x} for {y} against {y} for {x}"),
                    told.share(apart),
                    num(number(ratio["estimate"], 2), times(ratio)),
                ]
            )
    return Grid(
        "Is it returned?",
        heads("directions", "#difference of rates", "#times as often"),
        body,
        "Rates are supporting posts out of the chances to speak; the first direction less the "
        "second, and over it. Small: 95 % intervals. A ratio to what may be nought has no upper "
        "end.",
    )


def times(row: Row) -> str:
    """The interval of a ratio, which may have no upper end."""
    if row["low"] is None:
        return UNCHECKED
    if row["high"] is None:
        return f"{number(row['low'], 2)} or more"
    return interval(row["low"], row["high"], digits=2)


def words(row: Row) -> str:
    """A direction as a reader meets it.

    >>> words({"by": "north", "of": "south"})
    'north for south'
    """
    return f"{row['by']} for {row['of']}"


def drawing(found: Sequence[Row], blocs: Blocs) -> Figure | None:
    """Points with intervals, of the directions in which people checked the stances."""
    some = [r for r in found if r["support_low"] is not None]
    if not some:
        return None
    drawn = [
        {
            "row": at,
            "value": scaled(r, "support"),
            "low": scaled(r, "support_low"),
            "high": scaled(r, "support_high"),
            "name": r["by"],
            "head": words(r),
            "text": f"{percent(scaled(r, 'support'))} of {count(r['chances'])} chances",
            "interval": interval(scaled(r, "support_low"), scaled(r, "support_high"), scale=100),
        }
        for at, r in enumerate(some)
    ]
    said = "; ".join(f"{d['head']} {d['text']}, interval {d['interval']} %" for d in drawn)
    return figure(
        "support",
        "Support as a share of the chances to speak",
        f"Points with intervals, from nought. {said}.",
        "Posts that support the other on its own issues, out of posts on these issues and "
        "questions left unanswered; 95 % interval. Misleads: a post that was not collected looks "
        "like silence.",
        lambda width: charts.dots(
            drawn,
            blocs,
            width,
            domain=(0.0, 1.04 * max(d["high"] for d in drawn) or 1.0),
            title="share of chances, 95 % interval",
            line=0.0,
        ),
    )


def scaled(row: Row, name: str) -> float:
    """A share of the posts as a share of the chances."""
    return float(row[name] * row["posts"] / row["chances"])


def ledger(found: Sequence[Row], blocs: Blocs) -> Grid:
    """Every direction: chances, stances, silence."""
    body = [
        [
            Cell(words(r), "", b.style(blocs, r["by"])),
            num(
                of(r["posts"], r["all_posts"]),
                f"{interval(r['speaks_low'], r['speaks_high'], scale=1000, digits=2)} in 1,000",
            ),
            num(count(r["chances"])),
            *(stance(r, label) for label in STANCES),
            Cell(TOLD.get(r["method"]) or str(r["method"]), people(r)),
        ]
        for r in found
    ]
    return Grid(
        "Chances to speak of the other's issues, and what was done with them",
        heads(
            "direction", "#posts on the issues", "#chances",
            *(f"#{name}" for name in STANCES.values()), "told by",
        ),
        body,
        "Chances: posts on the issues, and questions left unanswered. Stances are shares of the "
        "posts, with 95 % intervals; where no interval stands, people have not checked the "
        "machine, and its share is uncalibrated.",
    )  # fmt: skip


def stance(row: Row, label: str) -> Cell:
    """A share and its interval, or that nobody checked it."""
    if row[label] is None:
        return num("–")
    low, high = row[f"{label}_low"], row[f"{label}_high"]
    return num(
        percent(row[label]),
        UNCHECKED if low is None else interval(low, high, scale=100, digits=2, unit=" %"),
    )


def people(row: Row) -> str:
    """How many posts people coded."""
    return f"{count(row['n_human'])} people's" if row["n_human"] else ""


def issues(found: Sequence[Row], blocs: Blocs) -> Grid:
    """Every issue and bloc: posts, stance, and silence against what is usual."""
    body = [
        [
            Cell(r["issue"], f"of {r['of']}", b.style(blocs, r["of"])),
            Cell(r["by"], "", b.style(blocs, r["by"])),
            num(count(r["posts"])),
            stance(r, "support"),
            stance(r, "oppose"),
            num(
                of(r["spoke"], r["occasions"]),
                f"usual: {of(r['usual_spoke'], r['usual_occasions'])}",
            ),
            num(number(r["silence"], 2), silent(r)),
            num(of(r["unanswered"], r["asked"])),
        ]
        for r in found
    ]
    return Grid(
        "Issue by issue",
        heads(
            "issue", "bloc", "#posts", "#in support", "#against", "#days it spoke", "#silence",
            "#not answered",
        ),
        body,
        "Days: those on which the bloc speaks of the issue, of those on which others do; usual: "
        "the same of all other issues that are not its own. Silence: how much less it speaks than "
        "is usual; 0 is as usual, 1 is never. Not answered: out of the times that it was asked.",
    )  # fmt: skip


def silent(row: Row) -> str:
    """The interval of a silence, if there is one."""
    if row["silence"] is None:
        return ""
    return interval(row["silence_low"], row["silence_high"], digits=2)
