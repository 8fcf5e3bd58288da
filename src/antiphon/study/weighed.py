"""The part of results.json that weighs: assessment, power, controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.inference import wording
from antiphon.inference.power import alarms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from antiphon.engine import Engine

    Row = dict[str, Any]

NAMES = ("pair", "hypothesis", "direction")
STRONG = 0.1
"""Items that move the log-odds by less are neither for nor against."""


def assessment(engine: Engine) -> list[Row]:
    """Every hypothesis of every pair, with the items for and against it, the strongest first."""
    items = engine.table("SELECT * FROM assessment_items").to_pylist()
    found = []
    for row in engine.table("SELECT * FROM assessment").to_pylist():
        mine = [i for i in items if all(i[n] == row[n] for n in NAMES)]
        mine.sort(key=lambda i: (-abs(i["log_ratio"]), i["item"]))
        sides = {
            "for": [item(i) for i in mine if i["log_ratio"] >= STRONG],
            "against": [item(i) for i in mine if i["log_ratio"] <= -STRONG],
            "other": [item(i) for i in mine if abs(i["log_ratio"]) < STRONG],
        }
        found.append(rounded(row) | sides)
    return found


def item(row: Row) -> Row:
    """An item without its hypothesis."""
    return rounded({name: value for name, value in row.items() if name not in NAMES})


def rounded(row: Row) -> Row:
    """Numbers to 12 digits."""
    return {
        name: float(f"{value:.12g}") if isinstance(value, float) else value
        for name, value in row.items()
    }


def power(engine: Engine) -> list[Row]:
    """What releases would have been found."""
    return [rounded(row) for row in engine.table("SELECT * FROM power").to_pylist()]


def controls(engine: Engine) -> list[Row]:
    """How often the chain calls alarm where nothing was planned, by kind of rerun."""
    return [rounded(row) for row in alarms(engine.table("SELECT * FROM rehearsals"))]


def told(row: Row) -> list[str]:
    """The texts of a hypothesis's items."""
    return [i["text"] for side in ("for", "against", "other") for i in row[side]]


def hold(weighed: Sequence[Row], texts: Iterable[str]) -> None:
    """No generated sentence may say more than the most probable coordination bears."""
    most = max(
        (r["probability"] for r in weighed if r["hypothesis"] == "directed_coordination"),
        default=0.0,
    )
    own = [
        text
        for row in weighed
        for text in (row["statement"], row["change"], *row["reasons"], *told(row))
    ]
    wording.hold([*own, *texts], most)
