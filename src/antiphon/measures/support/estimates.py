"""What a claim may say of support: how often, how much more often than it is returned."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe
from antiphon.schema import ESTIMATES, Blocs, Quantity

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
    counted = {"n": there["posts"], "denominator": there["chances"]}
    if name == "rate":
        return support | counted
    if name == "neutral_or_silent":
        return quiet(there) | counted
    if name == "supporting_posts":
        return scaled(support, there["chances"]) | counted
    if name == "per_thousand":
        scale = 1000 * there["chances"] / there["all_posts"] if there["all_posts"] else 0.0
        return scaled(support, scale) | counted | {"denominator": there["all_posts"]}
    other = rate(back, "support") if back else UNKNOWN
    if name == "rate_difference":
        return difference(support, other) | counted
    return ratio(support, other) | counted


def rate(row: Row, label: str) -> Row:
    """A share of the posts as a share of the chances; uncalibrated ones have no interval."""
    scale = row["posts"] / row["chances"] if row["chances"] else 0.0
    names = {"estimate": label, "low": f"{label}_low", "high": f"{label}_high"}
    return scaled({name: row[of] for name, of in names.items()}, scale)


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


def ratio(a: Row, b: Row) -> Row:
    """The ratio a / b; its interval from theirs, added in squares of logarithms (MOVER-R).

    Where b may be nought the ratio has no upper end: an empty `high`.

    >>> found = ratio({"estimate": 0.4, "low": 0.3, "high": 0.5},
    ...               {"estimate": 0.1, "low": 0.05, "high": 0.2})
    >>> round(found["estimate"], 2), 1 < found["low"] < 4 < found["high"]
    (4.0, True)
    """
    if not a["estimate"] or not b["estimate"]:
        return dict(UNKNOWN)
    value = a["estimate"] / b["estimate"]
    if a["low"] is None or b["low"] is None:
        return {**UNKNOWN, "estimate": value}
    below = math.hypot(log(a["estimate"], a["low"]), log(b["high"], b["estimate"]))
    low, high = value * math.exp(-below), None
    if b["low"] > 0:
        above = math.hypot(log(a["high"], a["estimate"]), log(b["estimate"], b["low"]))
        high = value * math.exp(above)
    return {"estimate": value, "low": low, "high": high}


def log(large: float, small: float) -> float:
    """The logarithm of a ratio; infinite where the smaller is nought."""
    return math.log(large / small) if small > 0 else math.inf
