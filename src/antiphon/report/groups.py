"""Groups of accounts that hang together: who, on what, when, and how much of that is chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.nulls import expected, span
from antiphon.report.words import DASH, count, duration, moment, number, of, percent, plural, thing
from antiphon.schema import CHANCES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from antiphon.report.opened import End
    from antiphon.schema import Blocs

    Row = dict[str, Any]

SHOWN = 12
MEMBERS = 40
THINGS = 8
THING = 110
"""Letters of an object."""


@dataclass(frozen=True)
class Group:
    """A group as a reader meets it."""

    number: int
    title: str
    facts: list[tuple[str, str]]
    members: Grid
    things: list[tuple[str, str]]
    objects: str
    """On how many they met; the list has those of most accounts."""


def shown(groups: Sequence[Row], window: int) -> list[Row]:
    """The groups of the network of all kinds within a window, the largest first."""
    own = [g for g in groups if not g["kind"] and g["window_seconds"] == window]
    return sorted(own, key=lambda g: g["group"])


def numbers(members: Sequence[Row], window: int) -> dict[End, int]:
    """The group that an account is in."""
    return {
        (m["platform"], m["account_id"]): m["group"]
        for m in members
        if not m["kind"] and m["window_seconds"] == window
    }


def described(
    groups: Sequence[Row],
    members: Sequence[Row],
    things: Sequence[Row],
    blocs: Blocs,
    where: tzinfo,
) -> list[Group]:
    """The largest groups with members and objects."""
    found = []
    for row in groups[:SHOWN]:
        own = [member for member in members if same(member, row)]
        platforms = {member["platform"] for member in own}
        group = Group(
            row["group"],
            f"Group {row['group']}: {plural(row['accounts'], 'account')}",
            facts(row, where),
            listed(own, blocs),
            [acted_on(t, platforms) for t in things if same(t, row)][:THINGS],
            count(row["objects"]),
        )
        found.append(group)
    return found


def same(row: Row, group: Row) -> bool:
    """Does a row belong to a group?"""
    return all(row[name] == group[name] for name in ("kind", "window_seconds", "group"))


def facts(row: Row, where: tzinfo) -> list[tuple[str, str]]:
    """What is known of a group."""
    possible = row["accounts"] * (row["accounts"] - 1) // 2
    standing = f"{of(row['pairs'], possible)} possible; {count(row['outward'])} with other groups"
    common = f"{count(row['weight'])} over its pairs; {span(expected(row))} by chance"
    ends = (moment(row[name], "minute", where) for name in ("first_at", "last_at"))
    when = f"{' to '.join(ends)}, on {plural(row['days'], 'day')}"
    posts = (
        f"{plural(row['posts'], 'post')} on {plural(row['objects'], 'object')}, "
        f"{duration(row['median_lag_seconds'])} apart at the median"
    )
    found = [
        ("Blocs", ", ".join(row["blocs"] or ())),
        ("Languages", ", ".join(row["languages"] or ())),
        ("Pairs that stand", standing),
        ("Objects in common", common),
        ("Holds together", holds(row)),
        ("When", when),
        ("Posts", posts),
        ("Accounts opened", opened(row)),
    ]
    return [(label, text) for label, text in found if text]


def holds(row: Row) -> str:
    """How well a group hangs together, and how often so many accounts do by chance."""
    told = f"by pairs of {plural(row['holds'], 'object')} or more"
    held = [row[f"p_{null}"] for null in CHANCES if row[f"p_{null}"] is not None]
    if not held:
        return told
    ends = " to ".join(dict.fromkeys(percent(p) for p in (min(held), max(held))))
    return f"{told}; so many accounts do so by chance in {ends} of draws"


def opened(row: Row) -> str:
    """When its accounts were opened, where that is known."""
    if not row["opened_at"]:
        return ""
    ends = (row["opened_low_days"], row["opened_high_days"])
    around = (
        f", half of them within {number(row['opened_spread_days'], 2)} days of it (95 % interval "
        f"{number(ends[0], 2)} to {number(ends[1], 2)})"
        if row["opened_spread_days"] is not None and None not in ends
        else ""
    )
    return (
        f"{row['opened_at']:%Y-%m-%d} at the median{around}; known of "
        f"{of(row['dated_accounts'], row['accounts'])}"
    )


def listed(members: Sequence[Row], blocs: Blocs) -> Grid:
    """The accounts of a group, those with most pairs first."""
    rows = sorted(members, key=lambda m: (-m["pairs"], -m["weight"], m["account_id"]))
    body = [
        [
            Cell(row["account_id"], row["bloc"], bloc=b.style(blocs, row["bloc"])),
            num(count(row["pairs"])),
            num(count(row["objects"])),
            num(count(row["posts"])),
            num(of(row["first"], row["meetings"])),
            Cell(f"{row['opened_at']:%Y-%m-%d}" if row["opened_at"] else DASH, date=True),
        ]
        for row in rows[:MEMBERS]
    ]
    note = "" if len(rows) <= MEMBERS else f"The first {MEMBERS} of {len(rows):,}."
    head = heads("account", "#pairs", "#objects", "#posts", "#first", "opened")
    return Grid("Its accounts", head, body, note)


def acted_on(row: Row, platforms: set[str]) -> tuple[str, str]:
    """An object of a group, and by how many."""
    name = thing(row["object"], row["object_kind"], platforms)
    short = name if len(name) <= THING else name[: THING - 1] + "…"
    return f"{row['object_kind']} {short}", plural(row["accounts"], "account")
