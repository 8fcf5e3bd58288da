"""Whom a bloc names, and how hostile its posts are where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import told
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import count, interval, of, per_thousand, percent

if TYPE_CHECKING:
    from datetime import tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

SHOWN = 24
"""Rows of the table."""


def section(results: Results, blocs: Blocs) -> Grid | None:
    """Targets by bloc, those with the most hostile posts beyond the usual first."""
    found = ordered(results)
    if not found:
        return None
    body = [
        [
            Cell(r["target"]),
            Cell(r["bloc"], "", b.style(blocs, r["bloc"])),
            num(per_thousand(r["rate"]), of(r["posts"], r["all_posts"])),
            num(percent(r["hostile"]), f"{checked(r, 'hostile')} of {r['posts']:,}"),
            num(percent(r["usual"]), checked(r, "usual")),
            num(points(r["excess"]), checked(r, "excess")),
            num(count(r["n_human"])),
        ]
        for r in found[:SHOWN]
    ]
    left = f" The first {SHOWN} of {len(found):,}." if len(found) > SHOWN else ""
    return Grid(
        "Who is named, and with how much hostility",
        heads(
            "target",
            "by",
            "#per thousand posts",
            "#hostile",
            "#usual",
            "#excess, points",
            "#coded by people",
        ),
        body,
        "Hostile: share of the posts that name the target whose tone is hostile or aggressive; "
        "usual: of all posts of the bloc. Small: 95 % interval, or uncalibrated where people have "
        f"not checked the machine. Naming is not aiming.{left}",
    )


def behind(results: Results, blocs: Blocs, where: tzinfo) -> list[told.Shown]:
    """Hostile posts that name the targets of the table, in its order."""
    shown: list[told.Shown] = []
    for target in dict.fromkeys(r["target"] for r in ordered(results)[:SHOWN]):
        groups = told.examples(
            results,
            blocs,
            where,
            {"tone": target},
            wanted=told.of_target(target),
            table="target_posts",
        )
        posts = [post for group in groups for post in group.posts]
        if posts:
            shown.append(told.Shown(target, posts))
    return shown


def ordered(results: Results) -> list[Row]:
    """Targets by bloc, those with the most hostile posts beyond the usual first.

    Not by the excess itself: one hostile post of one that names a target is 100 %.
    """
    found = rows(results, "targets")
    return sorted(found, key=lambda r: (-(r["excess"] or 0.0) * r["posts"], r["target"], r["bloc"]))


def checked(row: Row, name: str) -> str:
    """The interval of a share, or that nobody checked it."""
    if row[name] is None:
        return ""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return "uncalibrated" if low is None else interval(low, high, scale=100, digits=2)


def points(value: float | None) -> str:
    """A difference of shares in percentage points.

    >>> points(0.123), points(-0.05), points(None)
    ('+12', '-5.0', '–')
    """
    if value is None:
        return "–"
    text = percent(abs(value)).split("\N{NO-BREAK SPACE}", 1)[0]
    return f"{'-' if value < 0 else '+'}{text}"
