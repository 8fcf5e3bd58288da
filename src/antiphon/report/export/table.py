"""CSV of edges: every column of `coaction`, and the times of the first and the last common act."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from antiphon import spreadsheet
from antiphon.report.words import iso

if TYPE_CHECKING:
    from antiphon.report.edges import Network


def write(network: Network, file: IO[str]) -> int:
    """Write the edges; return how many. Times are UTC."""
    return spreadsheet.write(
        file,
        network.edges.column_names,
        ([iso(value) for value in row.values()] for row in network.rows()),
    )
