"""Found pairs against planted ones: recall by kind and language, precision, errors of spans.

A planted pair counts as found when a passage of the two posts overlaps the planted one on both
sides by half of the shorter. A viral copy counts when it is tied to its origin or to any other
copy of it. A returned pair is right when it is planted, or when both posts repeat the same part
of one origin; two outlets that quote one statement repeat it and not each other, so such a pair
is wrong unless the passage is marked as a quotation.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import reuse_corpus, reuse_language, reuse_writing
from benchmarks.reuse_corpus import KINDS, Parameters
from benchmarks.reuse_language import NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.reuse_writing import Plan

    Found = dict[str, np.ndarray]

VIRAL = KINDS.index("viral")
WRONG = ("running text", "statements", "stock phrases", "signatures")
PLANTED = ("start_origin", "end_origin", "start_copy", "end_copy")
SPANS = ("start_a", "end_a", "start_b", "end_b")


@dataclass(frozen=True)
class Score:
    """How well the found pairs fit the planted ones."""

    recall: dict[str, float]
    """By kind; 'all' is without the viral ones; 'siblings' are pairs of copies of one origin."""
    by_language: dict[tuple[str, str], float]
    """By kind and language."""
    precision: float
    returned: int
    wrong: dict[str, int]
    """Wrong pairs by what most words of their passage are; empty where there are no passages."""
    quotations: int
    """Wrong pairs marked as quotations, and therefore not counted as returned."""
    span_error: float
    """Median, over planted pairs found: words by which both ends are off together, mean of both
    sides."""


@dataclass(frozen=True)
class Truth:
    """What was planted: the rows of truth.parquet in order of origin and copy."""

    parameters: Parameters
    plan: Plan
    rows: dict[str, np.ndarray]

    @property
    def keys(self) -> np.ndarray:
        """One number for each planted pair, sorted as the rows are."""
        return self.rows["origin"] << 32 | self.rows["copy"]


def truth(parameters: Parameters, folder: Path) -> Truth:
    """Read what the generator wrote."""
    table = pq.read_table(folder / "truth.parquet")
    planted = {n: table[n].to_numpy().astype(np.int64) for n in table.column_names}
    order = np.lexsort((planted["copy"], planted["origin"]))
    rows = {name: value[order] for name, value in planted.items()}
    return Truth(parameters, reuse_corpus.plan(parameters)[0], rows)


def passages(path: Path) -> Found:
    """Pairs and spans of a table of passages, the lower document first."""
    table = pq.read_table(path)
    a, b = (pc.cast(pc.utf8_slice_codeunits(table[f"post_id_{s}"], 1), pa.int64()) for s in "ab")
    found = {"a": a.to_numpy(), "b": b.to_numpy()}
    found |= {name: table[name].to_numpy() for name in SPANS}
    for mark in ("quotation", "quoted", "quote"):
        if mark in table.column_names:
            found["quotation"] = table[mark].to_numpy()
    swap = found["a"] > found["b"]
    for one, other in (("a", "b"), ("start_a", "start_b"), ("end_a", "end_b")):
        left, right = found[one], found[other]
        found[one], found[other] = np.where(swap, right, left), np.where(swap, left, right)
    return found


def pairs(path: Path) -> Found:
    """Pairs without spans, as a peer gives them."""
    table = pq.read_table(path)
    return {name: table[name].to_numpy() for name in ("a", "b")}


def score(known: Truth, found: Found) -> Score:
    """Judge pairs (a, b), a < b; spans are judged where there are any."""
    pair = found["a"] << 32 | found["b"]
    row = np.minimum(np.searchsorted(known.keys, pair), len(known.keys) - 1)
    planted = known.keys[row] == pair
    error = float("nan")
    if "start_a" in found:
        planted &= overlaps(known, found, row)
        error = span_error(known, found, row, planted)
    sibling = siblings(known)
    right = np.isin(pair, pair[planted | np.isin(pair, sibling)])
    marked = found.get("quotation", np.zeros(len(pair), np.bool_)).astype(np.bool_) & ~right
    outlet = known.plan.outlet
    judged = np.flatnonzero((outlet[found["a"]] != outlet[found["b"]]) & ~marked)
    judged = judged[np.unique(pair[judged], return_index=True)[1]]
    hit = np.zeros(len(known.keys), np.bool_)
    hit[row[planted]] = True
    tied = np.union1d(found["a"][right], found["b"][right])
    hit |= (known.rows["kind"] == VIRAL) & np.isin(known.rows["copy"], tied)
    return Score(
        recalls(known, hit) | {"siblings": float(np.isin(sibling, pair).mean())},
        by_language(known, hit),
        float(right[judged].mean()) if len(judged) else 1.0,
        len(judged),
        reasons(known, {name: column[judged[~right[judged]]] for name, column in found.items()}),
        int(marked.sum()),
        error,
    )


def recalls(known: Truth, hit: np.ndarray) -> dict[str, float]:
    """Share of the planted pairs found, by kind and over all but the viral ones."""
    kind = known.rows["kind"]
    present = {name: kind == k for k, name in enumerate(KINDS) if (kind == k).any()}
    present["all"] = kind != VIRAL
    return {name: float(hit[rows].mean()) for name, rows in present.items()}


def by_language(known: Truth, hit: np.ndarray) -> dict[tuple[str, str], float]:
    """Share of the planted pairs found, by kind and language."""
    shares = {}
    for (k, kind), (n, name) in itertools.product(enumerate(KINDS), enumerate(NAMES)):
        rows = (known.rows["kind"] == k) & (known.rows["language"] == n)
        if rows.any():
            shares[kind, name] = float(hit[rows].mean())
    return shares


def overlaps(known: Truth, found: Found, row: np.ndarray) -> np.ndarray:
    """Does the passage share half of the shorter with the planted one, on both sides?"""
    result = np.ones(len(row), np.bool_)
    for side in (0, 2):
        low, high = (known.rows[name][row] for name in PLANTED[side : side + 2])
        start, end = (found[name] for name in SPANS[side : side + 2])
        common = np.minimum(high, end) - np.maximum(low, start)
        result &= 2 * common >= np.minimum(high - low, end - start)
    return result


def span_error(known: Truth, found: Found, row: np.ndarray, planted: np.ndarray) -> float:
    """The median of what `Score.span_error` says."""
    if not planted.any():
        return float("nan")
    ends = zip(PLANTED, SPANS, strict=True)
    off = sum(np.abs(known.rows[p][row] - found[f]) for p, f in ends)[planted]
    width = (known.rows["end_origin"] - known.rows["start_origin"]) / known.rows["words"]
    return float(np.median(off / 2 / width[row][planted]))


def siblings(known: Truth) -> np.ndarray:
    """Numbers of the pairs of copies that repeat the same part of one origin, sorted."""
    rows = known.rows
    keys = [np.zeros(0, np.int64)]
    for low, high in itertools.pairwise(
        np.flatnonzero(np.diff(rows["origin"], prepend=-1, append=-1))
    ):
        if high - low < 2:
            continue
        i, j = np.triu_indices(high - low, 1)
        start, end = rows["start_origin"][low:high], rows["end_origin"][low:high]
        common = np.minimum(end[i], end[j]) - np.maximum(start[i], start[j])
        shared = 4 * common >= np.minimum(end[i] - start[i], end[j] - start[j])
        a, b = rows["copy"][low:high][i[shared]], rows["copy"][low:high][j[shared]]
        apart = known.plan.outlet[a] != known.plan.outlet[b]
        keys.append((np.minimum(a, b) << 32 | np.maximum(a, b))[apart])
    return np.sort(np.concatenate(keys))


def reasons(known: Truth, wrong: Found) -> dict[str, int]:
    """Wrong pairs by what most words of their passage are in the later post."""
    if "start_b" not in wrong:
        return {}
    counts = np.zeros((len(wrong["b"]), len(WRONG)), np.int64)
    reuse_writing.sorts(
        wrong["b"], wrong["start_b"], wrong["end_b"],
        known.plan, known.parameters.stock, reuse_language.languages(), counts,
    )  # fmt: skip
    most = np.bincount(counts.argmax(axis=1), minlength=len(WRONG))
    return dict(zip(WRONG, most.tolist(), strict=True))
