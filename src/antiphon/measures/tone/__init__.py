"""How hostile are posts, by whom and when, and when did that change?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from antiphon.coding.estimated import line
from antiphon.kernels.intervals import newcombe
from antiphon.progress import SILENT, Progress
from antiphon.schema import (
    CORRECTIONS,
    ESTIMATES,
    PERIOD_LENGTHS,
    TONE,
    TONE_CHANGES,
    TONE_RATIOS,
    Blocs,
    Measure,
    Quantity,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

    Row = dict[str, Any]

STEPS = ("none", "critical", "sharp", "hostile", "aggressive")
READS = {
    "posts": ("platform", "post_id", "account_id", "bloc", "created_at"),
    "accounts": ("account_id", "platform", "kind"),
    "codings": ("code", "coder", "platform", "post_id", "part", "target", "label", "probability"),
    "samples": (
        *("sample_id", "code", "platform", "post_id", "part", "target", "inclusion", "stratum"),
    ),
    "human_codes": ("code", "platform", "post_id", "part", "target", "person", "label"),
    "prevalences": ("code", "coder", "reason"),
}


@dataclass(frozen=True)
class Tone:
    """`[tone]`: what is hostile, in which periods, and what counts as a change."""

    top: int = field(default=2, metadata={"min": 1, "max": 4})
    """How many of the five steps count as hostile, from the top."""
    period: str = field(default="month", metadata={"choices": PERIOD_LENGTHS})
    """The periods for which tone is told, and of which the series for changes are made."""
    false_changes: float = field(default=0.04, metadata={"min": 0.0001, "max": 0.5})
    """The share of series without a change in which one is told all the same."""
    method: str = field(default="ppi", metadata={"choices": ("ppi", "dsl")})
    """How a machine is corrected by people, as in [prevalences]."""
    least: int = field(default=10, metadata={"min": 2, "max": 1_000_000})
    """With fewer posts that people coded, a number stays uncalibrated."""


def compute(
    engine: Engine, blocs: Blocs, settings: Tone, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Tell how hostile posts are, when that changed, and diplomats beside state media.

    Question: how hostile does a bloc speak, who of it, and since when?
    Definition: steps of the code `tone` from 0 to 4, their mean and the share of the top ones,
    corrected by people's labels, see `antiphon.coding.people.estimating`. Changes are of the mean
    step of the same accounts, see `antiphon.kernels.panel` and `antiphon.kernels.changes`. The
    wolf-warrior index is the share of hostile posts by ministries, embassies, diplomats and
    officials, over that of the bloc's state media and news agencies.
    Reads wrong when nobody coded a sample: a machine may hear more hostility in one language than
    in another. A change of topics, of the collection or of a machine's errors is one of tone.

    Args:
        engine: holds the tables of `READS`.
        blocs: whose posts are meant.
        settings: see `Tone`.
        progress: told of the steps.

    Returns:
        Tables tone, tone_changes, tone_ratios; their columns are in `antiphon.schema`.
    """
    import pyarrow as pa

    from antiphon.coding.settings import Estimation
    from antiphon.measures.tone.levels import asked, levels, ratios
    from antiphon.measures.tone.turns import turns

    how = Estimation(method=settings.method, period=settings.period, least=settings.least)
    progress.start("Listening to the tone")
    found = asked(engine, blocs, "tone", STEPS, settings.period)
    parts = {
        TONE: levels(found, STEPS, settings.top, how),
        TONE_CHANGES: turns(found, STEPS, how, settings.false_changes),
        TONE_RATIOS: ratios(found, STEPS, settings.top, how),
    }
    progress.done()
    return {
        table.name: ordered(pa.Table.from_pylist(rows, schema=table.arrow))
        for table, rows in parts.items()
    }


def ordered(rows: pa.Table) -> pa.Table:
    """The rows in order of what they are about."""
    names = ("quantity", "bloc", "kind", "period", "coder", "date")
    return rows.sort_by([(n, "ascending") for n in names if n in rows.column_names])


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of all posts of each compared bloc; by people with a machine, where both are."""
    import pyarrow as pa

    sql = "SELECT * FROM tone WHERE kind = '' AND period IS NULL ORDER BY quantity, bloc, coder"
    told: dict[tuple[str, str], Row] = {}
    for row in engine.table(sql).to_pylist():
        told.setdefault((row["quantity"], row["bloc"]), {})
        if better(row, told[row["quantity"], row["bloc"]]):
            told[row["quantity"], row["bloc"]] = row
    rows: list[Row] = []
    for (quantity, bloc), row in told.items():
        if bloc in blocs.compare:
            unit = "steps" if quantity == "mean_step" else "share of posts"
            rows.append(line(row, measure="tone", quantity=quantity, a=bloc, unit=unit))
    for x, y in blocs.directions:
        one, other = told.get(("hostile", x)), told.get(("hostile", y))
        if one and other:
            away = apart(one, other)
            rows.append(line(away, measure="tone", quantity="hostile_difference", a=x, b=y))
    indices: dict[str, Row] = {}
    sql = "SELECT * FROM tone_ratios WHERE period IS NULL ORDER BY bloc, coder"
    for row in engine.table(sql).to_pylist():
        if row["bloc"] in blocs.compare and better(row, indices.get(row["bloc"], {})):
            indices[row["bloc"]] = row | {"estimate": row["ratio"], "n_posts": row["n_diplomats"]}
    rows += [
        line(row, measure="tone", quantity="wolf_warrior", a=bloc, unit="times")
        for bloc, row in indices.items()
    ]
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def better(row: Row, than: Row) -> bool:
    """Is a row surer: any before none, intervals before none, narrow before wide?"""
    width = [
        float("inf") if not r or r["low"] is None or r["high"] is None else r["high"] - r["low"]
        for r in (row, than)
    ]
    return not than or width[0] < width[1]


def apart(one: Row, other: Row) -> Row:
    """One row less another; no interval where one is uncalibrated."""
    value, low, high = one["estimate"] - other["estimate"], None, None
    if one["low"] is not None and other["low"] is not None:
        _, low, high = newcombe(one, other)
    method = min(one["method"], other["method"], key=CORRECTIONS[::-1].index)
    return one | {"estimate": value, "low": low, "high": high, "method": method}


MEASURE = Measure(
    name="tone",
    question="How hostile are posts, by whom and when, and when did that change?",
    reads=READS,
    writes=(TONE, TONE_CHANGES, TONE_RATIOS),
    settings=Tone,
    compute=compute,
    quantities=(
        Quantity("mean_step", "steps", "mean step of a bloc's posts on the scale, 0 to 4"),
        Quantity("hostile", "share of posts", "share of a bloc's posts on the top steps"),
        Quantity(
            "hostile_difference", "share of posts", "that share of a less that of b, two blocs"
        ),
        Quantity(
            "wolf_warrior",
            "times",
            "share of hostile posts by a bloc's diplomats over that of its state media",
        ),
    ),
    estimate=estimate,
    after=("coding", "prevalences"),
)
