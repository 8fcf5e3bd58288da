"""Who lends whom reach: rates of reposts, quotes, replies and mentions, and the largest crowds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import count, interval, number, of, per_thousand, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

SHOWN = 12
"""Crowds of the table."""
NAMES = {"repost": "", "quote": "", "reply": "replies", "mention": ""}
"""The ways, with plurals that are no mere s."""


def section(results: Results, blocs: Blocs) -> tuple[Figure | None, list[Grid]]:
    """The figure of rates between blocs, the table behind it, and the crowds of accounts."""
    found = rows(results, "amplification")
    if not any(r["acts"] for r in found):
        return None, []
    ways = {(r["amplifier"], r["origin"], r["kind"]): r for r in found}
    return drawing(found, blocs), [
        listing([r for r in found if not r["kind"]], ways, blocs),
        *crowds(rows(results, "amplified"), blocs),
    ]


def words(row: Row) -> str:
    """A direction as a reader meets it.

    >>> words({"amplifier": "north", "origin": ""})
    'north → everybody else'
    """
    return f"{row['amplifier']} → {row['origin'] or 'everybody else'}"


def drawing(found: Sequence[Row], blocs: Blocs) -> Figure | None:
    """Points with intervals: every direction between two blocs of which one is compared."""
    some = [
        r
        for r in found
        if not r["kind"]
        and r["origin"] not in ("", r["amplifier"])
        and r["rate"] is not None
        and {r["amplifier"], r["origin"]} & set(blocs.compare)
    ]
    if not some:
        return None
    drawn = [
        {
            "row": at,
            "value": 1000 * r["rate"],
            "low": 1000 * r["low"],
            "high": 1000 * r["high"],
            "name": r["amplifier"],
            "head": words(r),
            "text": of(r["acts"], r["posts"]),
            "interval": interval(r["low"], r["high"], scale=1000),
        }
        for at, r in enumerate(some)
    ]
    told = "; ".join(f"{d['head']} {d['text']}, interval {d['interval']}" for d in drawn)
    most = max(d["high"] for d in drawn)
    return figure(
        "amplification",
        "Posts that pass on, quote, answer or name an account of the other bloc",
        f"Points with intervals, from nought. {told}.",
        "Per thousand posts of the bloc that does it, 95 % interval with accounts as clusters. "
        "Misleads: an answer or a mention lends reach and may be an attack; where the data come "
        "from a query, so does what a bloc says of others.",
        lambda width: charts.dots(
            drawn,
            blocs,
            width,
            domain=(0.0, 1.04 * most or 1.0),
            title="per thousand posts, 95 % interval",
            line=0.0,
        ),
    )


def listing(whole: Sequence[Row], ways: dict[tuple[str, str, str], Row], blocs: Blocs) -> Grid:
    """Every direction with its counts, ways, denominators and preference."""
    body = [
        [
            Cell(words(r), "", b.style(blocs, r["amplifier"])),
            num(per_thousand(r["rate"]), interval(r["low"], r["high"], scale=1000)),
            num(of(r["acts"], r["posts"])),
            Cell(told(r, ways)),
            num(of(r["accounts"], r["of_accounts"])),
            num(of(r["taken"], r["offered"]) if r["origin"] else "–"),
            num(number(r["preference"], 2), preferred(r)),
        ]
        for r in whole
        if r["acts"] or r["origin"]
    ]
    return Grid(
        "Who lends whom reach",
        heads(
            "direction",
            "#per thousand posts",
            "#posts that do it",
            "ways",
            "#accounts that do it",
            "#posts taken up, of those offered",
            "#preference",
        ),
        body,
        "Offered: the other bloc's posts that are no reposts; taken up: those that are named by "
        "their identifier. Preference: posts that do it per post offered, over the same for all "
        "other blocs of the study; 1 is no preference. A post may do it in several ways.",
    )


def told(row: Row, ways: dict[tuple[str, str, str], Row]) -> str:
    """How often in which way."""
    counted = ((way, ways[row["amplifier"], row["origin"], way]["acts"]) for way in NAMES)
    return ", ".join(plural(acts, way, NAMES[way]) for way, acts in counted if acts) or "none"


def preferred(row: Row) -> str:
    """The interval of a preference, if there is a preference."""
    if row["preference"] is None:
        return ""
    return interval(row["preference_low"], row["preference_high"], digits=2)


def crowds(found: Sequence[Row], blocs: Blocs) -> list[Grid]:
    """The accounts that the largest crowds of another bloc take up."""
    some = [r for r in found if r["bloc"] != r["amplifier"]]
    some.sort(key=lambda r: (-r["crowd"], -r["acts"], r["account_id"], r["amplifier"]))
    if not some:
        return []
    body = [
        [
            Cell(r["account_id"], r["platform"] or "", b.style(blocs, r["bloc"])),
            Cell(r["amplifier"], "", b.style(blocs, r["amplifier"])),
            num(count(r["crowd"])),
            num(count(r["acts"]), plural(r["reposts"], "repost")),
            num(count(r["most"])),
        ]
        for r in some[:SHOWN]
    ]
    note = f"The {len(body)} largest of {count(len(some))}." if len(some) > len(body) else ""
    return [
        Grid(
            "The largest crowds",
            heads(
                "account taken up",
                "by accounts of",
                "#accounts",
                "#posts",
                "#posts of the most active one",
            ),
            body,
            f"{note} All: the table amplified.".strip(),
        )
    ]
