"""What a claim may say of targets: how often a bloc names one, and how hostile it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe
from antiphon.schema import ESTIMATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

ENDS = ("estimate", "low", "high")
COLUMNS = {
    "rate": ("rate", "low", "high"),
    "hostile": ("hostile", "hostile_low", "hostile_high"),
    "excess": ("excess", "excess_low", "excess_high"),
}
"""The columns of TARGETS that hold each quantity and its interval."""


def rows(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of each compared bloc and target, and of two blocs on one target."""
    import pyarrow as pa

    found = {(row["target"], row["bloc"]): row for row in engine.table("FROM targets").to_pylist()}
    listed: list[Row] = []
    for (target, bloc), row in sorted(found.items()):
        if bloc not in blocs.compare:
            continue
        listed += of_one(row, f"{bloc}→{target}")
        for other in blocs.compare:
            if other != bloc and (target, other) in found:
                listed.append(of_two(row, found[target, other]))
    return pa.Table.from_pylist(listed, schema=ESTIMATES.arrow)


def of_one(row: Row, name: str) -> Iterator[Row]:
    """The quantities of one bloc and target. That a target is named needs no coder."""
    for quantity in COLUMNS:
        coded = quantity != "rate"
        yield {
            **blank(quantity, name),
            **ends(row, quantity),
            "n": row["n_human"] if coded else row["posts"],
            "denominator": row["posts"] if coded else row["all_posts"],
            "method": row["method"] or None if coded else None,
        }


def of_two(row: Row, other: Row) -> Row:
    """How much more often one bloc names the target than the other."""
    there, back = (f"{r['bloc']}→{r['target']}" for r in (row, other))
    apart = newcombe(ends(row, "rate"), ends(other, "rate"))
    return {
        **blank("rate_difference", there),
        "b": back,
        **dict(zip(ENDS, apart, strict=True)),
        "n": row["posts"],
        "denominator": row["all_posts"],
    }


def blank(quantity: str, a: str) -> Row:
    """What all rows have."""
    row: Row = {"measure": "targets", "quantity": quantity, "a": a, "b": "", "level": 0.95}
    return row | {"unit": "share of posts"}


def ends(row: Row, quantity: str) -> Row:
    """A quantity and its interval."""
    return {name: row[column] for name, column in zip(ENDS, COLUMNS[quantity], strict=True)}
