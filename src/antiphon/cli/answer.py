"""What `antiphon run` prints at its end: the answer, who repeats whom, the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from antiphon.report.terminal import weighed
from antiphon.report.words import DASH, count, duration, interval, of, per_thousand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from antiphon.results import Results

MOST_DIRECTIONS = 20
STYLES = {"supported": "green", "contradicted": "red"}


def answer(results: Results) -> RenderableType:
    """The assessment, the headline, the flow between compared blocs, verdicts on the claims."""
    summary = results.summary()
    compared = summary["study"]["compare"]
    before = weighed(results)
    first: list[RenderableType] = [before, Text("")] if before else []
    return Group(
        Text(summary["study"]["question"], style="italic"),
        *first,
        *(Text(sentence, style="bold") for sentence in headlines(summary["answer"])),
        Text(""),
        flow([f for f in summary["flow"] if {f["repeater"], f["origin"]} <= set(compared)]),
        *verdicts(summary["claims"]),
        Text(""),
    )


def headlines(sentences: Sequence[dict[str, Any]]) -> list[str]:
    """The sentences that say the most: those marked so, else the first."""
    marked = [s["text"] for s in sentences if s.get("role") == "headline"]
    return marked or [s["text"] for s in sentences[:1]]


def flow(rows: Sequence[dict[str, Any]]) -> Table:
    """Who repeats whom: every direction between two compared blocs."""
    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    made.add_column("who repeats whom", overflow="fold")
    for name in ("posts", "per 1,000", "95 % interval", "credited", "median lag"):
        made.add_column(name, justify="right", no_wrap=name != "posts")
    between = [row for row in rows if row["repeater"] != row["origin"]]
    for row in between[:MOST_DIRECTIONS]:
        made.add_row(
            Text(f"{row['repeater']} → {row['origin']}"),
            of(row["posts"], row["eligible"]),
            per_thousand(row["rate"]),
            interval(row["low"], row["high"], scale=1000),
            count(row["credited"]),
            duration(row["lag_median"]) if row["posts"] else DASH,
        )
    left = len(between) - MOST_DIRECTIONS
    if left > 0:
        made.caption = f"and {left} more directions, in the report"
    return made


def verdicts(claims: Sequence[dict[str, Any]]) -> list[RenderableType]:
    """Each claim and what the data say of it."""
    if not claims:
        return []
    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for claim in claims:
        verdict = claim["verdict"]
        made.add_row(Text(verdict, style=STYLES.get(verdict, "yellow")), Text(claim["text"]))
        made.add_row("", Text(claim["reason"], style="dim"))
    return [Text(""), Text("Claims", style="bold"), made]
