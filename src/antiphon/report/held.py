"""What a results folder holds of a table, and how rare an alarm among its controls was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import clustered_rate
from antiphon.report.words import interval, of, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results

CONTROLS = {
    "shuffled": "with accounts exchanged between the blocs",
    "reference": "of a bloc with a reference bloc",
    "halves": "of the halves of a reference bloc",
}

Row = dict[str, Any]
Z90 = 1.6448536269514722
KEPT = (
    "Exchanging accounts leaves posts of one plan at one time: where there is a plan, an alarm "
    "with accounts exchanged need not be false."
)


def rows(results: Results, name: str) -> list[dict[str, Any]]:
    """The rows of a table; none in a folder that is older than the table."""
    if not (results.folder / "tables" / f"{name}.parquet").is_file():
        return []
    return results.table(name).to_pylist()


def without_plan(rehearsals: Sequence[Row], pair: str) -> dict[str, list[Row]]:
    """The controls of a pair, by kind.

    Those with a reference bloc are controls of every pair that they have a bloc in common with;
    those between the halves of a reference bloc of every pair.
    """
    sides = set(pair.split("|"))
    found: dict[str, list[Row]] = {kind: [] for kind in CONTROLS}
    compared = sides.union(*(ends(row) for row in rehearsals if row["kind"] != "reference"))
    for row in rehearsals:
        if row["kind"] == "shuffled" and row["pair"] == pair:
            found["shuffled"].append(row)
        elif row["kind"] == "reference" and not compared & ends(row):
            found["halves"].append(row)
        elif row["kind"] == "reference" and sides & ends(row):
            found["reference"].append(row)
    return found


def ends(row: Row) -> set[str]:
    """The two blocs of a row."""
    return set(str(row["pair"]).split("|"))


def controls(rehearsals: Sequence[dict[str, Any]], pair: str) -> list[tuple[str, str, str]]:
    """Per kind of control: what was rerun, how many raised an alarm, what rate that is."""
    made = []
    for kind, runs in without_plan(rehearsals, pair).items():
        if runs:
            words = CONTROLS[kind]
            k = sum(bool(row["alarm"]) for row in runs)
            rate, low, high = clustered_rate([1] * k, len(runs), Z90)
            ends = interval(low, high, scale=100, digits=2, unit=" %")
            made.append((words, of(k, len(runs)), f"{percent(rate)}, 90 % interval {ends}"))
    return made


def alarms(rehearsals: Sequence[dict[str, Any]], pair: str) -> str:
    """How often the study's own posts raise an alarm when nothing was planned, in a sentence."""
    parts = [
        f"{found} reruns {words} ({rate})" for words, found, rate in controls(rehearsals, pair)
    ]
    if not parts:
        return (
            "Controls: none was rerun, so how often this would be called likely where there is "
            "none is not known."
        )
    told = f"Controls: called likely or more in {'; in '.join(parts)}."
    if any(
        row["alarm"] and row["kind"] == "shuffled" and row["pair"] == pair for row in rehearsals
    ):
        told += f" {KEPT}"
    return told
