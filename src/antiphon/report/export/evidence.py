"""CSV of evidence: for every edge and object the nearest two posts, with their times."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from antiphon import spreadsheet
from antiphon.report.edges import KEYS, ORDER, meetings, rows
from antiphon.report.words import iso

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.report.edges import Network
    from antiphon.results import Results


def write(results: Results, network: Network, file: IO[str]) -> int:
    """Write the meetings of the network's edges, in order of edges and times; return how many."""
    found = of_network(results, network)
    return spreadsheet.write(
        file,
        found.column_names,
        ([iso(value) for value in row.values()] for row in rows(found)),
    )


def of_network(results: Results, network: Network) -> pa.Table:
    """The meetings of the network's edges."""
    found = meetings(results, network.window)
    kept = found.join(network.edges.select(KEYS), list(KEYS), join_type="left semi")
    order = (*ORDER, "created_at_a", "created_at_b", "object", "post_id_a", "post_id_b")
    return kept.select(found.column_names).sort_by([(name, "ascending") for name in order])
