"""Are posts of two blocs nearer in time than chance makes them? Synchrony and simultaneity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report import bands
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.held import rows
from antiphon.report.words import DASH, count, duration, interval, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results
    from antiphon.schema import Blocs

Row = dict[str, Any]
Z95 = 1.959963984540054
NULLS = {
    "interval": "moved within intervals",
    "reference": "beyond the controls",
    "labels": "accounts exchanged",
}
SHOWN = 16
"""Rows of the table of subjects on their own."""


@dataclass(frozen=True)
class Timing:
    """What a page says of one table of timing, pair by pair."""

    figures: list[Figure]
    grids: list[Grid]
    subjects: list[Grid]
    silent: list[str]


@dataclass(frozen=True)
class Words:
    """What to say of a table: its question, out of which posts, how it misleads."""

    question: str
    base: str
    misleads: str


WORDS = {
    "synchrony": Words(
        "Synchrony: are posts on one subject, without shared words, nearer in time than chance?",
        "Out of the posts of both blocs on a topic or narrative (all posts where the study names "
        "none), less those of shared messages; the table has their number.",
        "news that broke within the interval and reached no reference bloc in the data looks like "
        "a plan, and so does everybody's habit of posting at the full hour",
    ),
    "simultaneity": Words(
        "Simultaneity: do both pass on an outsider's message in the same minutes?",
        "Out of the posts of messages that somebody outside the pair began, or that credit "
        "somebody outside; the table has the number of posts and of messages that both carry.",
        "two blocs that one wire serves, and the reference blocs do not take, pass it on together; "
        "so do timers",
    ),
}


def section(results: Results, name: str, blocs: Blocs) -> Timing:
    """The figures and tables of synchrony or simultaneity."""
    table = rows(results, name)
    made = Timing([], [], [], [])
    for at, (one, two) in enumerate(blocs.pairs):
        pair = f"{one}|{two}"
        own = [r for r in table if r["pair"] == pair and r["role"] == "compare"]
        beside = [r for r in table if r["role"] == "reference" and {one, two} & ends(r)]
        whole = [r for r in [*own, *beside] if not r.get("topic")]
        if not own:
            continue
        tested = [r for r in whole if r["p_value"] is not None]
        title = f"{one} and {two}"
        if any(r["role"] == "compare" for r in tested):
            if picture := drawing(f"{name}{at}", name, title, tested):
                made.figures.append(picture)
            made.grids.append(listing(f"{title}: every test", tested, own[0]))
        made.silent.extend(untested(title, whole))
        parts = [r for r in own if r.get("topic") and r["p_value"] is not None]
        if parts:
            made.subjects.append(listing(f"{title}: {fewest(parts)}", strongest(parts), own[0]))
    return made


def strongest(parts: Sequence[Row]) -> list[Row]:
    """The tests of single subjects with the smallest p."""
    return sorted(parts, key=lambda r: (r["p_value"], r["topic"]))[:SHOWN]


def fewest(parts: Sequence[Row]) -> str:
    """Which tests of single subjects are shown."""
    if len(parts) <= SHOWN:
        return "subject by subject"
    return f"subject by subject, the {SHOWN} smallest p of {len(parts):,}"


def ends(row: Row) -> set[str]:
    """The two blocs of a row."""
    return set(str(row["pair"]).split("|"))


def drawing(name: str, kind: str, title: str, tested: Sequence[Row]) -> Figure | None:
    """Observed over expected at every time scale, the null's band behind it."""
    drawn = lines(tested)
    if not any(r["ratio"] is not None for r in drawn):
        return None
    words = WORDS[kind]
    told = "; ".join(
        f"{r['scale']}, {r['label']}: {number(r['ratio'])}"
        for r in drawn
        if r["ratio"] is not None and r["sort"] != "control"
    )
    return figure(
        name,
        f"{title}. {words.question}",
        f"Points on bands: observed over expected pairs of posts. {told}.",
        "A pair is a post of each bloc, no further apart than the scale says. Shaded: where 95 % "
        "of the values lie if there is nothing but chance; chance moves one bloc's posts along "
        "intervals of the length given (circle), then takes off what pairs with a reference bloc "
        "show as well (diamond). Hollow squares: those pairs themselves, the control. "
        f"{words.base} Misleads: {words.misleads}.",
        lambda width: bands.timing(drawn, width),
    )


def lines(tested: Sequence[Row]) -> list[Row]:
    """The rows of the figure: a head for each time scale, then pair, beyond, controls."""
    made: list[Row] = []
    scales = {
        (r["delta_seconds"], r["interval_seconds"])
        for r in tested
        if r["role"] == "compare" and r["null"] != "labels"
    }
    for delta, wide in sorted(scales):
        scale = f"within {duration(delta)}, moved along {duration(wide)}"
        made.append(blank(len(made), scale))
        here = [r for r in tested if (r["delta_seconds"], r["interval_seconds"]) == (delta, wide)]
        for sort, label, null, role in (
            ("pair", "the pair", "interval", "compare"),
            ("beyond", "beyond controls", "reference", "compare"),
            ("control", "controls", "interval", "reference"),
        ):
            found = [r for r in here if r["null"] == null and r["role"] == role]
            at = len(made)
            for place, row in enumerate(found):
                line = blank(at, "") | ratio(row) | {"sort": sort, "scale": scale, "label": label}
                if sort == "control":
                    line |= {"low": None, "high": None, "tail": ""}
                if place:
                    line["label"] = ""
                made.append(line)
    return renumbered(made)


def renumbered(made: list[Row]) -> list[Row]:
    """Places from 0 without holes; controls of one scale share theirs."""
    places = {at: place for place, at in enumerate(dict.fromkeys(r["at"] for r in made))}
    return [r | {"at": places[r["at"]]} for r in made]


def blank(at: int, head: str) -> Row:
    """A row of the figure that holds but a head."""
    return (
        {"at": at, "head": head, "label": "", "sort": "", "scale": head}
        | dict.fromkeys(("ratio", "low", "high"))
        | {"tail": "", "told": ""}
    )


def ratio(row: Row) -> Row:
    """Observed over expected, and the null's band around 1."""
    expected = row["expected"] or 0.0
    if expected <= 0:
        return {"tail": "none expected"}
    half = Z95 * (row["deviation"] or 0.0) / expected
    return {
        "ratio": round(row["observed"] / expected, 4),
        "low": round(max(0.0, 1 - half), 4),
        "high": round(1 + half, 4),
        "tail": p_text(row["p_value"]),
        "told": f"{row['pair'].replace('|', ' and ')}: {count(row['observed'])} observed, "
        f"{number(expected)} expected, {p_text(row['p_value'])}",
    }


def p_text(p: float | None) -> str:
    """A p-value.

    >>> p_text(0.03124), p_text(1e-9), p_text(None)
    ('p 0.031', 'p < 0.0001', '–')
    """
    if p is None:
        return DASH
    return "p < 0.0001" if p < 1e-4 else f"p {number(p, 2)}"


def listing(title: str, tested: Sequence[Row], sample: Row) -> Grid:
    """Every test: what was compared with what, both counts, the null's range, p and q."""
    carried = "messages" if "messages" in sample else "shared"
    body = [
        [
            Cell(
                f"within {duration(r['delta_seconds'])}",
                f"along {duration(r['interval_seconds'])}" if r["interval_seconds"] else "",
            ),
            Cell(
                r["pair"].replace("|", " and "),
                r.get("topic") or ("control" if r["role"] == "reference" else ""),
            ),
            Cell(NULLS[r["null"]]),
            num(count(r["observed"]), f"{number(r['expected'])} expected"),
            num(band(r), "if by chance"),
            num(p_text(r["p_value"]).removeprefix("p "), q_text(r)),
            num(f"{count(r['posts_a'])}, {count(r['posts_b'])}", f"{count(r[carried])} {carried}"),
        ]
        for r in sorted(
            tested,
            key=lambda r: (r["delta_seconds"], r["interval_seconds"] or 0, r["role"], r["pair"]),
        )
    ]
    what = (
        "messages: those that both carry"
        if carried == "messages"
        else "shared: posts left out since they carry a message both blocs have"
    )
    note = (
        "p is the probability of so many pairs or more by chance; q is p after Benjamini and "
        f"Hochberg over all tests of compared pairs. Posts: of either bloc, tested; {what}."
    )
    return Grid(
        title,
        heads("scale", "pair", "null", "#pairs", "#95 % range", "#p", "#posts"),
        body,
        note,
    )


def band(row: Row) -> str:
    """Where 95 % of the counts lie under the null."""
    half = Z95 * (row["deviation"] or 0.0)
    return interval(max(0.0, row["expected"] - half), row["expected"] + half)


def q_text(row: Row) -> str:
    """The q-value, where the table has one."""
    q = row.get("q_value")
    return "" if q is None else f"q {number(q, 2)}" if q >= 1e-4 else "q < 0.0001"


def untested(title: str, whole: Sequence[Row]) -> list[str]:
    """Why some time scales have no test."""
    found: dict[str, set[int]] = {}
    for row in whole:
        if row["role"] == "compare" and row["p_value"] is None and row["reason"]:
            found.setdefault(row["reason"], set()).add(row["delta_seconds"])
    return [
        f"{title}, not tested within {', '.join(map(duration, sorted(scales)))}: {reason}."
        for reason, scales in found.items()
    ]
