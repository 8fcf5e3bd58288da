"""Why a post is put down to its mechanism rather than to the next best one, in a sentence."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from antiphon.report import blocs as b
from antiphon.report.words import number
from antiphon.schema import EVIDENCE_ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from antiphon.results import Results

WORDS = {
    "prior": "how common each is here",
    "lag": "the lag",
    "wording": "the wording",
    "credit": "the credit",
    "habit": "the account's habit",
    "message": "the message's other posts",
}
LEAST = math.log(1.5)
"""A term that moves the odds by less is not worth a word."""
MOST = 1e6
SHOWN = 3
"""Terms named on either side."""


def reasons(results: Results, ids: Iterable[str]) -> dict[tuple[str, int], str]:
    """The sentence of each post, by post and message; none in folders without evidence."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not (results.folder / "tables" / "evidence.parquet").is_file():
        return {}
    wanted = pc.field("post_id").isin(pa.array(sorted(set(ids)), pa.string()))
    found: dict[tuple[str, int], dict[str, dict[str, float]]] = defaultdict(dict)
    for row in results.table("evidence").filter(wanted).to_pylist():
        of = found[row["post_id"], row["family_id"]]
        of.setdefault(row["mechanism"], {})[row["item"]] = row["value"]
    return {key: sentence(terms) for key, terms in found.items()}


def sentence(terms: dict[str, dict[str, float]]) -> str:
    """What speaks for the more probable of two mechanisms, and what against it.

    >>> sentence({"own": {"prior": -2.0}, "borrowing": {"prior": -0.5, "credit": -0.1}})
    'rather than own: how common each is here (4.5 times)'
    """
    ranked = sorted(terms, key=lambda name: -sum(terms[name].values()))
    if len(ranked) < 2:
        return ""
    best, next_best = ranked[:2]
    moved = {
        item: terms[best].get(item, 0.0) - terms[next_best].get(item, 0.0)
        for item in EVIDENCE_ITEMS
    }
    strongest = sorted(moved.items(), key=lambda pair: -abs(pair[1]))
    speaks = [term(pair) for pair in strongest if pair[1] >= LEAST][:SHOWN]
    against = [term(pair) for pair in strongest if pair[1] <= -LEAST][:SHOWN]
    told = ", ".join(speaks) or "nothing much"
    return f"rather than {b.mechanism(next_best)}: {told}" + (
        f"; against it {', '.join(against)}" if against else ""
    )


def term(pair: tuple[str, float]) -> str:
    """An item and how many times more probable it makes one mechanism than the other."""
    size = math.exp(min(abs(pair[1]), 50.0))
    return f"{WORDS[pair[0]]} ({'over a million' if size > MOST else number(size, 2)} times)"
