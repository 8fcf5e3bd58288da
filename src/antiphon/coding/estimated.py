"""A told number as a row of ESTIMATES, the same for every measure of what is said."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def line(
    row: Row, *, measure: str, quantity: str, a: str, b: str = "", unit: str = "share of posts"
) -> Row:
    """One row of ESTIMATES; counted are the posts that people coded, out of all posts."""
    return {
        "measure": measure,
        "quantity": quantity,
        "a": a,
        "b": b,
        "estimate": row["estimate"],
        "low": row["low"],
        "high": row["high"],
        "level": 0.95,
        "unit": unit,
        "n": row["n_human"],
        "denominator": row["n_posts"],
        "method": row["method"],
    }
