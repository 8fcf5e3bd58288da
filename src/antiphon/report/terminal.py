"""One family in the terminal, and the assessment in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.report import assessment, families
from antiphon.report import blocs as b
from antiphon.report.words import clean, count, zone
from antiphon.results import Results

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from antiphon.report.families import Family, Post

COLOURS = {
    **dict(
        zip(
            ("c0", "c1", "c2", "c3", "c4", "c5"),
            ("blue", "red", "cyan", "magenta", "yellow", "green"),
            strict=True,
        )
    ),
    **dict.fromkeys(("r0", "r1", "r2"), "bright_black"),
}


MOST_LINES = 6


def weighed(results: Results) -> Table | None:
    """The assessment in at most six lines; None where nothing was weighed.

    Of one pair every explanation; of several pairs how likely directed coordination is.
    """
    from rich.table import Table
    from rich.text import Text

    matrices = assessment.matrices(results)
    if not matrices:
        return None
    alone = len(matrices) == 1
    rows = [
        (row.title if alone else f"{row.title}, {matrix.title}", row)
        for matrix in matrices
        for row in (matrix.rows if alone else matrix.rows[:1])
    ]
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("explanation", no_wrap=True, overflow="ellipsis", max_width=35)
    for head, width in (("how likely", 19), ("", 9), ("confidence", 10)):
        table.add_column(head, no_wrap=True, min_width=width)
    room = MOST_LINES - 1
    shown = rows if len(rows) <= room else rows[: room - 1]
    for title, row in shown:
        known = row.fill is not None
        table.add_row(
            Text(clean(title)),
            Text(row.term, style="bold" if known else "italic dim"),
            Text(row.chance if known else ""),
            Text(row.confidence),
        )
    if len(shown) < len(rows):
        table.add_row(Text(f"and {len(rows) - len(shown)} more, in the report", style="dim"))
    return table


def show(folder: Path, family_id: int) -> RenderableType:
    """One family of a results folder: the message, then its posts in order of time."""
    from rich.console import Group
    from rich.rule import Rule

    results = Results.open(folder)
    study = results.summary().get("study") or {}
    where = zone(str(study.get("timezone") or "UTC"))
    family = families.one(results, family_id, b.of_study(study), where)
    parts: list[RenderableType] = [head(family, str(where))]
    posts = sorted([*family.beside, *family.others], key=lambda post: post.at)
    for post in posts:
        parts.append(Rule(f"{post.at + 1} of {len(posts)}", style="dim", align="left"))
        parts += [who(post), evidence(post), said(post)]
    return Group(*parts)


def head(family: Family, timezone: str) -> Text:
    """The message, its dates, its blocs."""
    from rich.text import Text

    row = family.row
    text = Text()
    text.append(f"Message {family.id}\n", style="bold")
    text.append(clean(family.title) + "\n")
    text.append(f"{family.first} to {family.last} ({timezone})\n", style="dim")
    text.append(
        f"{count(row['posts'])} posts of {count(row['accounts'])} accounts, "
        f"{count(row['words'])} words; blocs: "
    )
    for at, (name, style) in enumerate(family.blocs):
        text.append(", " if at else "")
        text.append(clean(name), style=f"bold {COLOURS[style]}")
    return text


def who(post: Post) -> Text:
    """Whose post it is, and when it was published."""
    from rich.text import Text

    text = Text()
    text.append(clean(post.bloc), style=f"bold {COLOURS[post.style]}")
    text.append(f"  {clean(post.account)}\n")
    text.append(f"{post.time} ", style="bold")
    text.append(f"{post.precision}, ", style="dim")
    text.append(post.lag)
    return text


def evidence(post: Post) -> Table:
    """What is known of the post, a line each."""
    from rich.table import Table
    from rich.text import Text

    lines = {
        "mechanism": ", ".join(filter(None, (post.mechanism, post.probabilities))),
        "because": post.because,
        "likely from": post.source,
        "credits": post.credits,
        "shares": post.shares,
        "read from": post.raw_ref,
        "address": post.address,
    }
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in lines.items():
        if value:
            table.add_row(label, Text(clean(value)))
    return table


def said(post: Post) -> Text:
    """Its words: those shared with the first post stand out, what was edited is dim."""
    from rich.text import Text

    text = Text("\n")
    text.append(clean(post.before), style="dim")
    for piece in post.pieces:
        text.append(clean(piece.text), style="bold underline" if piece.shared else "dim")
    text.append(clean(post.after) + "\n", style="dim")
    return text
