"""What a claim may say of support: how often, how much more often than it is returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe
from antiphon.kernels.quotients import quotient
from antiphon.schema import CORRECTIONS, ESTIMATES, Blocs, Quantity

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

    Row = dict[str, Any]

QUANTITIES = (
    Quantity(
        "rate",
        "share of chances",
        "of x's chances to speak of y's issues, the share in which it supports y; a = 'x→y'",
    ),
    Quantity(
        "rate_difference",
        "share of chances",
        "the rate of a less the rate of b, the other direction; a = 'x→y', b = 'y→x'",
    ),
    Quantity(
        "rate_ratio",
        "times as often",
        "the rate of a over the rate of b, the other direction; a = 'x→y', b = 'y→x'",
    ),
    Quantity(
        "speaks",
        "share of posts",
        "share of x's posts that are on an issue of y; needs no coder; a = 'x→y'",
    ),
    Quantity(
        "per_thousand",
        "per thousand posts",
        "posts of x that support y on its issues, per thousand posts of x; a = 'x→y'",
    ),
    Quantity("supporting_posts", "posts", "posts of x that support y on its issues; a = 'x→y'"),
    Quantity(
        "neutral_or_silent",
        "share of chances",
        "of x's chances to speak of y's issues, the share in which it takes no side; a = 'x→y'",
    ),
)
UNKNOWN = {"estimate": None, "low": None, "high": None}


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of every direction between compared blocs."""
    import pyarrow as pa

    found = {(r["by"], r["of"]): r for r in engine.table("FROM support_directions").to_pylist()}
    rows: list[Row] = []
    for x, y in blocs.directions:
        there, back = found.get((x, y)), found.get((y, x))
        for quantity in QUANTITIES:
            row = {
                "measure": "support",
                "quantity": quantity.name,
                "a": f"{x}→{y}",
                "b": f"{y}→{x}" if quantity.name in ("rate_difference", "rate_ratio") else "",
                "level": 0.95,
                "unit": quantity.unit,
                "n": 0,
                "denominator": 0,
            }
            rows.append(row | (value(quantity.name, there, back) if there else UNKNOWN))
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def value(name: str, there: Row, back: Row | None) -> Row:
    """One quantity of a direction."""
    support = rate(there, "support")
    other = rate(back, "support") if back else UNKNOWN
    if name == "rate_difference":
        found = difference(support, other)
    elif name == "rate_ratio":
        found = dict(zip(UNKNOWN, quotient(support, other), strict=True))
    elif name == "speaks":
        found = speaks(there)
    elif name == "per_thousand":
        found = per_thousand(there, support)
    elif name == "supporting_posts":
        found = scaled(support, there["chances"])
    else:
        found = quiet(there) if name == "neutral_or_silent" else support
    of = "all_posts" if name in ("speaks", "per_thousand") else "chances"
    return found | {
        "n": there["posts"],
        "denominator": there[of],
        "method": None if name == "speaks" else told(there, back, name),
    }


def told(there: Row, back: Row | None, name: str) -> str | None:
    """How the stances are told; of both directions, as the less sure of them is."""
    both = [there, back] if back and name in ("rate_difference", "rate_ratio") else [there]
    return min(
        (row["method"] for row in both if row["method"]), key=CORRECTIONS[::-1].index, default=None
    )


def speaks(row: Row) -> Row:
    """How often the bloc speaks of the other's issues at all."""
    return {"estimate": row["speaks"], "low": row["speaks_low"], "high": row["speaks_high"]}


def rate(row: Row, label: str) -> Row:
    """A share of the posts as a share of the chances; uncalibrated ones have no interval."""
    scale = row["posts"] / row["chances"] if row["chances"] else 0.0
    names = {"estimate": label, "low": f"{label}_low", "high": f"{label}_high"}
    return scaled({name: row[of] for name, of in names.items()}, scale)


def per_thousand(row: Row, support: Row) -> Row:
    """Supporting posts per thousand posts of the bloc.

    Where nobody checked who supports, it may be none of the posts on the issues or all: from nought
    to the upper end of how often the bloc speaks of them.
    """
    scale = 1000 * row["chances"] / row["all_posts"] if row["all_posts"] else 0.0
    found = scaled(support, scale)
    if found["low"] is None:
        value = found["estimate"] if row["posts"] else 0.0
        return {"estimate": value, "low": 0.0, "high": 1000 * row["speaks_high"]}
    return found


def quiet(row: Row) -> Row:
    """Neutral posts and silence: what is left when support and opposition are taken away."""
    if row["support"] is None or not row["chances"]:
        return dict(UNKNOWN)
    neutral = rate(row, "neutral")
    silent = row["silent"] or 0.0
    return {name: None if v is None else min(v + silent, 1.0) for name, v in neutral.items()}


def scaled(found: Row, scale: float) -> Row:
    """An estimate and its interval, times something."""
    return {name: None if v is None else v * scale for name, v in found.items()}


def difference(a: Row, b: Row) -> Row:
    """The difference a - b; without an interval where one has none."""
    if a["estimate"] is None or b["estimate"] is None:
        return dict(UNKNOWN)
    if a["low"] is None or b["low"] is None:
        return {**UNKNOWN, "estimate": a["estimate"] - b["estimate"]}
    return dict(zip(UNKNOWN, newcombe(a, b), strict=True))
