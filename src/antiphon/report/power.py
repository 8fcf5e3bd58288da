"""What would have been seen: reruns with planted releases, and controls without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report import curves
from antiphon.report.assessment import chance
from antiphon.report.blocs import mechanism
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import alarms, rows, without_plan
from antiphon.report.words import count, interval, number, of, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results

Row = dict[str, Any]
SPREAD = 0.618
"""Steps of the golden ratio lay points beside one another without chance."""
ROOM = 0.7
EDGE = 1.5
"""So far beyond the shares that were planted an interval is drawn."""
LABELS = {
    "shuffled": "exchanged",
    "reference": "outsiders",
    "halves": "outsiders",
    "planted": "none",
}


@dataclass(frozen=True)
class Power:
    """What a page says of the power for one pair."""

    sentences: list[str]
    figure: Figure | None
    grid: Grid


def section(results: Results) -> list[Power]:
    """Every pair whose power was rehearsed."""
    table, runs = rows(results, "power"), rows(results, "rehearsals")
    planted = [r["pair"] for r in runs if r["kind"] == "planted"]
    made = []
    for at, pair in enumerate(dict.fromkeys([*(r["pair"] for r in table), *planted])):
        own = sorted((r for r in table if r["pair"] == pair), key=lambda r: r["power"])
        title = pair.replace("|", " and ")
        told = [*sentences(own), alarms(runs, pair)]
        made.append(Power(told, drawing(f"power{at}", title, own, runs, pair), listing(title, own)))
    return made


def sentences(own: Sequence[Row]) -> list[str]:
    """What share of planned messages would have been found nine times in ten; or why none."""
    made = []
    for row in own[::-1]:
        often = f"{round(10 * row['power'])} times in 10"
        if row["detectable_share"] is None:
            made.append(f"What share would be seen {often} cannot be told: {row['reason']}.")
            continue
        ends = interval(row["low"], row["high"], scale=100, digits=2, unit=" %")
        made.append(
            f"With these data, coordination of at least {percent(row['detectable_share'])} of "
            f"shared messages would have been seen {often} (90 % interval {ends}; about "
            f"{number(row['messages'], 2)} planned messages beside the {count(row['shared'])} that "
            f"are shared; {count(row['runs'])} reruns)."
        )
    return [*list(dict.fromkeys(made))[:2], *left_out(own[-1:])]


def left_out(own: Sequence[Row]) -> list[str]:
    """What the releases are planted in, where that is not the study as it is."""
    return [
        f"Left out before: the messages that the study itself calls released, with their "
        f"{count(row['left_out'])} posts. The share is of further ones."
        for row in own
        if row.get("left_out")
    ]


def drawing(
    name: str, title: str, own: Sequence[Row], runs: Sequence[Row], pair: str
) -> Figure | None:
    """Probability over the share planted; the controls beside."""
    planted = [r for r in runs if r["kind"] == "planted" and r["pair"] == pair and r["share"]]
    if not planted:
        return None
    drawn = [point(r) | {"share": r["share"]} for r in planted]
    beside = strip(runs, pair)
    least, most = (f(r["share"] for r in planted) for f in (min, max))
    points = [
        {
            "share": r["detectable_share"],
            "low": max(r["low"] or 0.0, least / EDGE),
            "high": min(r["high"] or 1.0, max(most, r["detectable_share"]) * EDGE),
            "name": f"{100 * r['power']:.0f} %",
            "at": curves.LIMIT - 0.9 * at,
        }
        for at, r in enumerate(r for r in own if r["detectable_share"])
    ]
    k = sum(bool(r["alarm"]) for r in planted)
    told = f"{of(k, len(planted))} reruns with planted releases raise an alarm"
    spots = "; ".join(f"{p['name']} of them at {percent(p['share'])}" for p in points)
    return figure(
        name,
        f"{title}: what a plan of that size would have shown",
        f"Points of reruns, probability over the share planted. {told}. {spots}.",
        "Each point is a rerun of the whole chain on the study's own posts with releases planted "
        "in them, as a share of the messages that the pair then shares; on the left, reruns in "
        "which there are none: accounts exchanged between the blocs, or outsiders compared. "
        "Height: the probability that the rerun gives to directed coordination, on a scale of "
        "odds; dashed: from there it is called likely, an alarm (filled). Upright lines: the share "
        "that is found so often, shaded its 90 % interval, as far as shares were planted. "
        "Misleads: a plan that differs from the planted ones, slower or in other words, is "
        "harder to see.",
        lambda width: curves.power(drawn, beside, points, width),
    )


def point(row: Row) -> Row:
    """A rerun as it is drawn."""
    odds = row["log_odds"]
    edge = curves.LIMIT
    return {
        "odds": max(-edge, min(edge, odds if odds is not None else 0.0)),
        "alarm": bool(row["alarm"]),
        "chance": chance(row["probability"]),
        "label": f"{row['kind']} {row['run']}, {count(row['planted'])} messages planted",
    }


def strip(runs: Sequence[Row], pair: str) -> list[Row]:
    """The reruns without a plan, kind by kind, side by side."""
    none = [r for r in runs if r["kind"] == "planted" and r["pair"] == pair and not r["share"]]
    kept: dict[str, list[Row]] = {}
    for kind, found in (without_plan(runs, pair) | {"planted": none}).items():
        kept.setdefault(LABELS[kind], []).extend(found)
    made = []
    for place, kind in enumerate(kind for kind, found in kept.items() if found):
        made += [
            point(r) | {"at": place + ROOM * ((i * SPREAD) % 1 - 0.5), "kind": kind}
            for i, r in enumerate(kept[kind])
        ]
    return made


def listing(title: str, own: Sequence[Row]) -> Grid:
    """The shares that would be found, with their intervals."""
    body = [
        [
            Cell(f"{100 * r['power']:.0f} %", mechanism(r["mechanism"])),
            num(
                percent(r["detectable_share"]),
                interval(r["low"], r["high"], scale=100, digits=2, unit=" %"),
            ),
            num(number(r["messages"], 2), f"beside {count(r['shared'])} shared"),
            num(count(r["runs"])),
            Cell(r["reason"] or ""),
        ]
        for r in own
    ]
    head = heads("found how often", "#share planted", "#messages", "#reruns", "")
    return Grid(f"{title}: what can be found", head, body, "Small: 90 % interval.")
