"""How hostile each bloc speaks, who of it, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.report import blocs as b
from antiphon.report import charts, told, tonecharts
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import DASH, count, number, percent, plural
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

    Row = dict[str, Any]

STEPS = "0 none, 1 critical, 2 sharp, 3 hostile, 4 aggressive"


class Section(NamedTuple):
    """What the page says of tone."""

    figures: list[Figure]
    grids: list[Grid]
    shown: list[told.Shown]
    bare: bool
    """Is any number of it unchecked by people?"""


def section(results: Results, blocs: Blocs, where: tzinfo) -> Section:
    """Figures, tables and posts behind them; empty where no tone was coded."""
    found = rows(results, "tone")
    if not found:
        return Section([], [], [], bare=False)
    whole = [r for r in found if r["period"] is None]
    coder = told.best([r for r in whole if not r["kind"]])
    turns = [r for r in rows(results, "tone_changes") if not coder or r["coder"] == coder]
    own = [r for r in found if r["coder"] == coder]
    ratios = [r for r in rows(results, "tone_ratios") if r["coder"] == coder]
    labels = {"sharp", "hostile", "aggressive"}
    grids = [
        levels([r for r in whole if r["coder"] == coder], blocs, coder),
        *changes(turns, blocs),
        *index([r for r in ratios if r["period"] is None], blocs),
        *others([r for r in whole if not r["kind"] and r["coder"] != coder], blocs),
        told.people(results, {"tone"}),
        told.coders(results, {"tone"}),
    ]
    return Section(
        [f for f in (by_kind(own, blocs), over_time(own, turns, blocs)) if f],
        [grid for grid in grids if grid.rows],
        told.examples(
            results, blocs, where, {"tone": "tone"}, wanted=lambda r: r["label"] in labels
        ),
        bare=any(r["method"] == BARE for r in whole if r["coder"] == coder),
    )


def kind_of(row: Row) -> str:
    """A kind of actor in words."""
    return (row["kind"] or "all of it").replace("_", " ")


def by_kind(own: Sequence[Row], blocs: Blocs) -> Figure | None:
    """The share of hostile posts, bloc by bloc and kind by kind."""
    order = {name: at for at, name in enumerate(blocs.all)}
    some = [r for r in own if r["quantity"] == "hostile" and r["period"] is None]
    some.sort(key=lambda r: (order.get(r["bloc"], len(order)), r["kind"]))
    if not some:
        return None
    drawn = [told.point(at, r, f"{r['bloc']}, {kind_of(r)}") for at, r in enumerate(some)]
    top = max(d["high"] for d in drawn) or 1.0
    said = "; ".join(f"{d['head']} {d['text']}" for d in drawn)
    return figure(
        "tone",
        "Hostile posts, by bloc and kind of actor",
        f"Points with intervals. {said}.",
        "Share of posts on the top steps of the scale, of all posts of the kind. Bars: 95 % "
        "intervals where people coded a sample; a point without a bar is a machine's bare number. "
        "Misleads where a machine hears more hostility in one language than in another.",
        lambda width: charts.dots(
            drawn, blocs, width, domain=(0, 1.06 * top), title="% of posts hostile", unit=" %"
        ),
    )


def over_time(own: Sequence[Row], turns: Sequence[Row], blocs: Blocs) -> Figure | None:
    """The mean step period by period, with the changes that were found."""
    some = [r for r in own if r["quantity"] == "mean_step" and r["period"] and not r["kind"]]
    if len({r["period"] for r in some}) < 2:
        return None
    drawn = [
        {
            "bloc": r["bloc"],
            "start": r["period"].isoformat(),
            "value": round(r["estimate"], 4),
            "low": round(r["estimate"] if r["low"] is None else r["low"], 4),
            "high": round(r["estimate"] if r["high"] is None else r["high"], 4),
            "checked": r["low"] is not None,
            "when": r["period"].isoformat(),
            "text": f"{number(r['estimate'], 2)} ({told.range_of(r['low'], r['high'])}), "
            f"{plural(r['n_posts'], 'post')}",
        }
        for r in some
    ]
    marks = [
        {
            "bloc": r["bloc"],
            "at": r["date"].isoformat(),
            "low": r["low"].isoformat(),
            "high": r["high"].isoformat(),
            "label": f"{r['date']} ({r['low']} to {r['high']})",
        }
        for r in turns
        if r["date"] and not r["kind"]
    ]
    told_changes = "; ".join(f"{m['bloc']} changes {m['label']}" for m in marks) or "no change"
    unit = turns[0]["unit"] if turns else "period"
    return figure(
        "tone-time",
        f"Mean step of tone, {unit} by {unit}",
        f"Points over time, a panel a bloc. {told_changes}.",
        f"Steps: {STEPS}. Filled points with bars are corrected by people, open points are "
        "uncalibrated. Dashed: the first day of a new level of the same accounts; shaded: its 95 % "
        "interval. Misleads where topics or the collection changed: what people speak about "
        "changes how they speak.",
        lambda width: tonecharts.over_time(drawn, marks, blocs, width),
    )


def levels(whole: Sequence[Row], blocs: Blocs, coder: str) -> Grid:
    """Mean step and share of hostile posts, for each bloc and kind."""
    order = {name: at for at, name in enumerate(blocs.all)}
    cells: dict[tuple[str, str], dict[str, Row]] = {}
    for r in whole:
        cells.setdefault((r["bloc"], r["kind"]), {})[r["quantity"]] = r
    keys = sorted(cells, key=lambda key: (order.get(key[0], len(order)), key[1]))
    body = []
    for key in keys:
        mean, top = cells[key].get("mean_step"), cells[key].get("hostile")
        if mean and top:
            body.append(
                [
                    Cell(key[0], kind_of(top), b.style(blocs, key[0])),
                    num(number(mean["estimate"], 2), told.range_of(mean["low"], mean["high"])),
                    told.share(top),
                    num(count(top["n_posts"]), plural(top["n_accounts"], "account")),
                    told.checked(top),
                ]
            )
    return Grid(
        f"Tone by {told.named(coder)}",
        heads("whose posts", "#mean step", "#hostile", "#out of posts", "how it is told"),
        body,
        f"Steps: {STEPS}; hostile are the top ones. Small: 95 % intervals; accounts are the "
        "clusters.",
    )


def changes(turns: Sequence[Row], blocs: Blocs) -> list[Grid]:
    """Every change of level, and every series that has none."""
    if not turns:
        return []
    order = {name: at for at, name in enumerate(blocs.all)}
    told_or_whole = [r for r in turns if r["date"] or not r["kind"]]
    listed = sorted(
        told_or_whole, key=lambda r: (order.get(r["bloc"], len(order)), r["kind"], str(r["date"]))
    )
    tested = [r for r in turns if r["kind"] and not r["date"] and r["p_value"] is not None]
    short = [r for r in turns if r["kind"] and not r["date"] and r["p_value"] is None]
    rest = f" Of kinds of actors {len(tested)} series show none." if tested else ""
    rest += f" {len(short)} are too short or too torn to be looked at." if short else ""
    body = [
        [
            Cell(r["bloc"], kind_of(r), b.style(blocs, r["bloc"])),
            Cell(day(r["date"]), f"{r['low']} to {r['high']}" if r["date"] else r["reason"]),
            num(number(r["before"], 2), side(r, "before")),
            num(number(r["after"], 2), side(r, "after")),
            num(number(r["p_value"], 2)),
            num(count(r["periods"]), plural(r["posts"], "post")),
        ]
        for r in listed
    ]
    return [
        Grid(
            "Changes of level",
            heads("whose posts", "new level from", "#mean step before", "#after", "#p-value",
                  f"#{turns[0]['unit']}s"),
            body,
            "Dates are found in the machine's steps, each account against itself, so that new "
            "accounts are no change. The p-value is of as great a change in a level series whose "
            "noise follows itself; with several series some are found by chance. Levels are of all "
            f"posts, corrected where people coded.{rest}",
        )
    ]  # fmt: skip


def day(found: date | None) -> str:
    """A date, or that there is none."""
    return found.isoformat() if found else "no change told"


def side(row: Row, name: str) -> str:
    """The interval of a level."""
    if row[name] is None:
        return ""
    return told.range_of(row[f"{name}_low"], row[f"{name}_high"])


def index(ratios: Sequence[Row], blocs: Blocs) -> list[Grid]:
    """Diplomats beside the state media of their bloc."""
    body = [
        [
            Cell(r["bloc"], "", b.style(blocs, r["bloc"])),
            num(DASH if r["ratio"] is None else number(r["ratio"], 2), times(r)),
            num(percent(r["diplomats"]), f"of {count(r['n_diplomats'])} posts"),
            num(percent(r["media"]), f"of {count(r['n_media'])} posts"),
            told.checked(r),
        ]
        for r in ratios
    ]
    return [
        Grid(
            "Diplomats beside their state media",
            heads("bloc", "#times as hostile", "#hostile, diplomats", "#hostile, state media",
                  "how it is told"),
            body,
            "The share of hostile posts by ministries, embassies, diplomats and officials over "
            "that of the bloc's state media and news agencies: above 1 the diplomats are the "
            "sharper. By period: the table tone_ratios.",
        )
    ]  # fmt: skip


def times(row: Row) -> str:
    """The interval of a ratio."""
    if row["ratio"] is None:
        return "their share is nought"
    if row["low"] is not None and row["high"] is None:
        return f"{number(row['low'], 2)} or more"
    return told.range_of(row["low"], row["high"])


def others(whole: Sequence[Row], blocs: Blocs) -> list[Grid]:
    """What other coders tell of the same."""
    tops = [r for r in whole if r["quantity"] == "hostile"]
    if not tops:
        return []
    body = [
        [
            Cell(told.named(r["coder"]), r["bloc"], b.style(blocs, r["bloc"])),
            told.share(r),
            num(count(r["n_posts"])),
            told.checked(r),
        ]
        for r in tops
    ]
    heading = heads("coder", "#hostile", "#out of posts", "how it is told")
    return [Grid("The same by other coders", heading, body)]
