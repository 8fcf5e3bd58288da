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


def judged(row: dict[str, Any]) -> str:
    """The least and the largest q of an edge; which nulls it has to stand under, the study says.

    >>> judged({"q_jitter": 1e-7, "q_exchanged": 0.37, "q_bipartite": None, "q_labels": 0.01})
    '< 0.0001 to 0.37'
    """
    values = [row[f"q_{null}"] for null in CHANCES if row[f"q_{null}"] is not None]
    if not values:
        return DASH
    low, high = (probability(value) for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


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
