"""What an edge and an account carry into a file of a network, and in which types."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report.edges import KEYS
from antiphon.schema import COACTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.schema import Column

    Row = dict[str, Any]

EDGE: tuple[Column, ...] = tuple(
    column
    for column in COACTION.columns
    if column.name not in KEYS and not column.name.startswith("bloc_")
)
"""Columns of an edge beside its ends and its kind."""
ACCOUNT = {"account_id": "string", "platform": "string", "bloc": "string", "edges": "int"}
"""Columns of an account and their types."""


def present(row: Row, names: Iterator[str] | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Names and values, as text, of what a row has; what is not known is left out."""
    for name in names:
        value = row[name]
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            continue
        yield name, written(value)


def written(value: object) -> str:
    """A value as XML has it.

    >>> written(True), written(0.25), written(7)
    ('true', '0.25', '7')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)
