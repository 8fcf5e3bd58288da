"""Crowds around one thread, beyond what is usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.nulls import probability
from antiphon.report.words import count, duration, moment, number, of, percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from antiphon.schema import Blocs

    Row = dict[str, Any]

SHOWN = 15
LEVEL = 0.05


def grid(rows: Sequence[Row], blocs: Blocs, where: tzinfo) -> Grid:
    """The threads with a crowd beyond the usual, the rarest first."""
    unusual = [r for r in rows if r["q_value"] is not None and r["q_value"] <= LEVEL]
    unusual.sort(key=lambda r: (r["q_value"], r["p_value"], -r["accounts"], r["thread"]))
    body = [
        [
            Cell(
                f"{row['kind']} {row['thread']}",
                f"{row['account_id'] or 'author not known'}, "
                f"{moment(row['first_at'], 'minute', where)}",
                bloc=b.style(blocs, row["bloc"]) if row["bloc"] else "",
            ),
            num(count(row["accounts"]), f"{number(row['expected'])} usual"),
            Cell(f"within {duration(row['seconds'])}", ", ".join(row["blocs"] or ())),
            num(probability(row["q_value"])),
            num(
                of(row["new_accounts"], row["accounts"]),
                f"{percent(row['usual_new_share'])} usual",
            ),
        ]
        for row in unusual[:SHOWN]
    ]
    least = "" if len(unusual) <= SHOWN else f"The {SHOWN} rarest of {len(unusual):,}. "
    return Grid(
        "Crowds around one thread",
        heads("thread", "#accounts", "when, from which blocs", "#q", "#new to the author"),
        body,
        f"{least}Out of {looked_at(rows)} threads that were tested, those with q at most "
        f"{LEVEL:.0%}: more accounts came at once than to other threads of the author, or of "
        "everybody. Much news, a good joke or a call by a popular account draw crowds too.",
    )


def looked_at(rows: Sequence[Row]) -> str:
    """How many threads were tested, over all kinds."""
    return count(sum({row["kind"]: row["looked_at"] for row in rows}.values()))
