"""The network of co-action in files that other tools open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from antiphon.errors import AntiphonError, nearest
from antiphon.report import blocs as b
from antiphon.report import edges
from antiphon.report.export import evidence, foreign, gexf, graphml, table
from antiphon.results import Results, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from antiphon.report.edges import Network

FORMATS = {
    "gexf": "the network for Gephi: GEXF 1.3, with times",
    "graphml": "the network for igraph, NetworkX, Cytoscape",
    "edges": "CSV: a row a pair of accounts and kind of objects, with what chance expects",
    "evidence": "CSV: a row an object on which a pair met, with both posts",
    "coortweet": "CSV: edges in the columns of CooRTweet's network",
    "cnt": "CSV: edges in the columns of coordination-network-toolkit",
}


@dataclass(frozen=True)
class Exported:
    """What an export holds: so many rows, of so many edges out of those that were counted."""

    format: str
    rows: int
    edges: int
    counted: int
    window: int


def export(
    folder: Path, fmt: str, out: Path, *, window: int | None = None, everything: bool = False
) -> Exported:
    """Write the edges that stand against chance, or all, in one of `FORMATS`.

    The file is written row by row beside its place and then put there, whole or not at all. No
    cell of a CSV is a formula to a spreadsheet; whatever the names hold, XML is well formed.

    Args:
        folder: a results folder.
        fmt: a key of `FORMATS`.
        out: the file to write.
        window: seconds; the shortest of the study if not given.
        everything: edges that chance explains, too.

    Raises:
        AntiphonError: no such format, or window.
        ResultsError: no such folder.
    """
    if fmt not in FORMATS:
        raise AntiphonError("no such format", got=fmt, expected=nearest(fmt, FORMATS))
    results = Results.open(folder)
    network = edges.read(results, window, everything=everything)
    draft = out.with_name(f"{out.name}.draft")
    with draft.open("w", encoding="utf-8", errors="replace", newline="") as file:
        count = writer(results, fmt)(network, file)
    settle(draft, out)
    return Exported(fmt, count, network.edges.num_rows, network.counted, network.window)


def writer(results: Results, fmt: str) -> Callable[[Network, IO[str]], int]:
    """What writes a format."""
    study = results.summary().get("study") or {}
    title = str(study.get("title") or "A study")
    blocs = b.of_study(study)
    writers: dict[str, Callable[[Network, IO[str]], int]] = {
        "gexf": lambda n, f: gexf.write(n, f, title, lambda name: b.colour(blocs, name)),
        "graphml": lambda n, f: graphml.write(n, f, title),
        "edges": table.write,
        "evidence": lambda n, f: evidence.write(results, n, f),
        "coortweet": lambda n, f: foreign.coortweet(results, n, f),
        "cnt": lambda n, f: foreign.toolkit(results, n, f),
    }
    return writers[fmt]
