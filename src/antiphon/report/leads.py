"""Who speaks of a thing after whom: further posts of one bloc for each post of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import count, duration, interval, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results
    from antiphon.schema import Blocs

ARROW = "→"
SHOWN = 16
"""Rows of the table."""


def section(results: Results, blocs: Blocs) -> tuple[Figure | None, Grid, list[str]]:
    """The figure of all subjects together, the table of every one, what could not be looked at."""
    table = rows(results, "leadlag")
    found = sorted(
        (r for r in table if r["excitation"] is not None),
        key=lambda r: (r["role"] != "compare", r["topic"] or "", r["direction"]),
    )
    reasons = dict.fromkeys(
        r["reason"] for r in table if r["excitation"] is None and r["role"] == "compare"
    )
    whole = [r for r in found if not r["topic"]]
    return drawing(whole, blocs), listing(found, blocs), [reason for reason in reasons if reason]


def words(direction: str) -> str:
    """A direction as a reader meets it.

    >>> words("north→south")
    'south after north'
    """
    leader, _, follower = direction.partition(ARROW)
    return f"{follower} after {leader}"


def drawing(whole: Sequence[dict[str, Any]], blocs: Blocs) -> Figure | None:
    """Points with intervals, compared pairs first."""
    if not whole:
        return None
    drawn = [
        {
            "row": at,
            "value": r["excitation"],
            "low": r["low"],
            "high": r["high"],
            "name": r["direction"].partition(ARROW)[0],
            "head": words(r["direction"]) + (" (control)" if r["role"] == "reference" else ""),
            "text": number(r["excitation"], 2),
            "interval": interval(r["low"], r["high"], digits=2),
        }
        for at, r in enumerate(whole)
    ]
    told = "; ".join(f"{d['head']} {d['text']}, interval {d['interval']}" for d in drawn)
    low = min(0.0, *(d["low"] for d in drawn))
    high = max(0.0, *(d["high"] for d in drawn))
    edge = 0.04 * ((high - low) or 1.0)
    horizon = duration(whole[0]["horizon_seconds"])
    title = "further posts for each post, 95 % interval"
    return figure(
        "leadlag",
        f"Lead and lag: further posts within {horizon} of a post of the other bloc",
        f"Points with intervals, left to right around nought. {told}.",
        "Posts on the same subject without shared words, beyond what hour, weekday, the bloc's own "
        "posts and the reference blocs' volume explain. Per post of the bloc that leads. Dashed: "
        "nought. Misleads: where both follow a third party that is not in the data, each seems "
        "to follow the other; compare the two directions, and both with the controls. It is no "
        "borrowing: no words are shared.",
        lambda width: charts.dots(
            drawn, blocs, width, domain=(low - edge, high + edge), title=title, line=0.0
        ),
    )


def listing(found: Sequence[dict[str, Any]], blocs: Blocs) -> Grid:
    """Every direction and subject."""
    body = [
        [
            Cell(
                words(r["direction"]),
                "control" if r["role"] == "reference" else "",
                b.style(blocs, r["direction"].partition(ARROW)[0]),
            ),
            Cell(r["topic"] or "all together"),
            num(number(r["excitation"], 2), interval(r["low"], r["high"], digits=2)),
            num(count(r["posts_a"])),
            num(count(r["posts_b"])),
        ]
        for r in found[:SHOWN]
    ]
    left = "" if len(found) <= SHOWN else f" The first {SHOWN} of {len(found):,}."
    return Grid(
        "Lead and lag, every direction",
        heads("direction", "subject", "#further posts a post", "#posts that lead", "#that follow"),
        body,
        f"Small: 95 % interval, leaving out one day after another.{left}",
    )
