"""What is taken for chance, in words."""

from __future__ import annotations

from typing import Any

from antiphon.report.words import DASH, number
from antiphon.schema import CHANCES

NAMES = {
    "jitter": "moved within intervals",
    "exchanged": "moments exchanged",
    "bipartite": "by popularity",
    "labels": "accounts exchanged",
    "": "all together",
}
MEANING = {
    "jitter": "every post is moved within its interval; who acts on what stays",
    "exchanged": "the moments of an object are dealt out anew among its accounts",
    "bipartite": "accounts choose objects by how popular they are, at the same crowded moments",
    "labels": "accounts change places among the posts of an hour",
}


def explained() -> str:
    """Every null in a few words."""
    return "; ".join(f"{NAMES[null]}: {MEANING[null]}" for null in CHANCES)


def expected(row: dict[str, Any]) -> list[float]:
    """What the nulls expect of an edge's objects, of those that could be computed."""
    values = (row[f"expected_{null}"] for null in CHANCES)
    return [value for value in values if value is not None]


def largest(row: dict[str, Any], name: str) -> float | None:
    """The largest p or q of an edge: that of the null that explains it best."""
    values = [row[f"{name}_{null}"] for null in CHANCES if row[f"{name}_{null}"] is not None]
    return max(values, default=None)


def span(values: list[float], digits: int = 2) -> str:
    """The least and the most of what nulls expect.

    >>> span([0.5, 12.0, 3.0]), span([2.0]), span([])
    ('0.50 to 12', '2.0', '–')
    """
    if not values:
        return DASH
    low, high = (number(v, digits) for v in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def probability(value: float | None) -> str:
    """A p or a q, no smaller than it is worth to be told.

    >>> probability(0.0312), probability(1e-9), probability(None)
    ('0.031', '< 0.0001', '–')
    """
    if value is None:
        return DASH
    return "< 0.0001" if value < 1e-4 else number(value, 2)
