"""Edges in the columns of CooRTweet's network, and of coordination-network-toolkit's.

Both tools count posts where Antiphon counts objects. How many different posts either side has is
counted among the nearest two of each object: posts that repeat an object add nothing to it.
"""

from __future__ import annotations

import csv
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from antiphon.report.edges import KEYS, rows
from antiphon.report.export.evidence import of_network
from antiphon.spreadsheet import defused
from antiphon.spreadsheet import write as write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.report.edges import Network
    from antiphon.results import Results

    Row = dict[str, Any]

COORTWEET = (
    *("from", "to", "weight", "avg_time_delta", "n_content_id", "n_content_id_y"),
    *("edge_symmetry_score", "object_ids", "weight_threshold", "kind"),
)
TOOLKIT = ("source", "target", "weight", "edge_type")
TYPES = {
    "repost": "co_retweet",
    "reply": "co_reply",
    "link": "co_link",
    "text": "co_tweet",
    "message": "co_similar_tweet",
}
"""Kinds of objects by the toolkit's commands; others are `co_` and their name."""
QUANTILE = 0.5


def coortweet(results: Results, network: Network, file: IO[str]) -> int:
    """A row an edge, with a column `kind` at the end; return how many.

    The weight is the number of pairs of posts. `weight_threshold` is 1 for weights above, not at,
    the median of the rows of that kind.
    """
    bound = medians(network)
    return write_csv(file, COORTWEET, coortweet_rows(results, network, bound))


def coortweet_rows(
    results: Results, network: Network, bound: dict[str, float]
) -> Iterator[tuple[object, ...]]:
    """Edges with what their posts tell."""
    for edge, met in opened(results, network):
        contents = [len({m[f"post_id_{side}"] for m in met}) for side in "ab"]
        known = (*contents, min(contents) / max(contents)) if met else ("", "", "")
        yield (
            edge["account_id_a"],
            edge["account_id_b"],
            edge["post_pairs"],
            edge["mean_lag_seconds"],
            *known,
            ",".join(sorted({m["object"] or "" for m in met})),
            int(edge["post_pairs"] > bound[edge["kind"]]),
            edge["kind"],
        )


def medians(network: Network) -> dict[str, float]:
    """The weight above which an edge passes the threshold, kind by kind."""
    weights: dict[str, list[int]] = {}
    for row in rows(network.edges.select(["kind", "post_pairs"])):
        weights.setdefault(row["kind"], []).append(row["post_pairs"])
    return {kind: float(np.quantile(found, QUANTILE)) for kind, found in weights.items()}


def toolkit(results: Results, network: Network, file: IO[str]) -> int:
    """Two rows an edge, one from each side, weighed by that side's posts; return how many."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(TOOLKIT)
    count = 0
    for edge, met in opened(results, network):
        for side, other in ("ab", "ba"):
            weight = len({m[f"post_id_{side}"] for m in met}) if met else edge["objects"]
            ends = (edge[f"account_id_{side}"], edge[f"account_id_{other}"])
            kind = TYPES.get(edge["kind"], f"co_{edge['kind']}")
            writer.writerow([*map(defused, ends), weight, kind])
            count += 1
    return count


def opened(results: Results, network: Network) -> Iterator[tuple[Row, list[Row]]]:
    """Every edge with its meetings, both read in one order."""
    met = groupby(rows(of_network(results, network)), key=ends)
    held = next(met, None)
    for edge in network.rows():
        found: list[Row] = []
        if held and held[0] == ends(edge):
            found = list(held[1])
            held = next(met, None)
        yield edge, found


def ends(row: Row) -> tuple[Any, ...]:
    """What makes the edge that a row belongs to."""
    return tuple(row[key] for key in KEYS)
