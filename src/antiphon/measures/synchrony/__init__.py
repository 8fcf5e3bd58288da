"""Are two blocs active on a subject at once more often than news and routine explain?"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.synchrony import adjusted
from antiphon.measures.synchrony.labels import labelled
from antiphon.measures.synchrony.moving import Test, outcome, told, total
from antiphon.measures.trains import AFTER, READS, trains
from antiphon.progress import SILENT, Progress
from antiphon.schema import ESTIMATES, SYNCHRONY, Blocs, Measure, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.engine import Engine

    Row = dict[str, Any]

LADDER = (1, 10, 60, 300, 600, 1800, 3600)
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Synchrony:
    """`[synchrony]`: how near is at once, and how far posts are moved to see what is chance."""

    shortest_seconds: int = field(default=10, metadata={"min": 1, "max": 3600})
    """Shortest time within which two posts count as a pair, seconds."""
    longest_seconds: int = field(default=600, metadata={"min": 1, "max": 3600})
    """Longest such time; those of 1 s, 10 s, 1, 5, 10, 30 min and 1 h between are taken too."""
    narrow: int = field(default=6, metadata={"min": 3, "max": 48})
    """Length of the short intervals that posts are moved in, in times of that time."""
    wide: int = field(default=12, metadata={"min": 3, "max": 48})
    """Length of the long intervals."""
    permutations: int = field(default=199, metadata={"min": 19, "max": 9999})
    """How many times the labels of posts change places within hours."""
    min_posts: int = field(default=20, metadata={"min": 1, "max": 1_000_000})
    """Fewer posts of a bloc on a subject are not tested."""


def compute(
    engine: Engine, blocs: Blocs, settings: Synchrony, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count pairs of posts on one subject within ±Δ, and hold them against three nulls.

    Question: do two blocs speak of the same thing at the same time, whatever the words?
    Definition: N(Δ) is the number of pairs of a post of x and a post of y on one subject within Δ.
    Null `interval`: what x published in each fixed interval of length I is moved along it, end
    joined to beginning; the distribution of N is exact. Null `reference`: N / E[N] is no larger
    than for the pairs of the same blocs with reference blocs. Null `labels`: accounts' labels
    change places among the posts of an hour; p = (1 + as many or more) / (1 + permutations).
    Posts of messages that both blocs carry, native reposts and posts dated by their capture are
    left out first.
    Reads wrong when news breaks faster than I and nothing of the reference is in the data, and
    when everybody schedules posts for the full hour.

    Args:
        engine: holds the table of `READS`; also used if it has them: `subjects`, `family_posts`.
        blocs: compared pairs are tested; pairs with reference blocs are the control.
        settings: see `Synchrony`.
        progress: told of the steps.

    Returns:
        Table synchrony; its columns are in `antiphon.schema`.

    Reference:
        Amarasingham, Harrison, Hatsopoulos and Geman (2012), Conditional modeling and the jitter
        method of spike resampling, Journal of Neurophysiology 107. Jeck and Niebur (2015), Closed
        form jitter methods for neuronal spike train analysis, 49th CISS.
    """
    data = trains(engine, blocs)
    every = list(scaled(settings))
    listed = tested(blocs)
    progress.start("Looking for synchrony", total=len(every) * len(listed), unit="tests")
    rows: list[Row] = []
    for delta, interval in every:
        tests = [Test(delta, interval, x, y) for x, y in listed]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = pool.map(lambda test: outcome(data, test, settings.min_posts), tests)
            found = dict(zip(listed, done, strict=True))
        progress.advance(len(tests))
        rows += [r for pair in found for r in told(data, blocs, (delta, interval), pair, found)]
    deltas = sorted({delta for delta, _ in every})
    for pair in combinations(range(len(blocs.compare)), 2):
        rows += labelled(data, pair, deltas, settings.permutations, settings.min_posts)
    progress.done()
    return {SYNCHRONY.name: table(rows)}


def totals(engine: Engine, blocs: Blocs, settings: Synchrony) -> pa.Table:
    """SYNCHRONY with what the assessment's odds use: sums over topics and what moving expects.

    The numbers are those of `compute` to the last bit; there are no p-values and no other nulls.
    """
    data = trains(engine, blocs)
    rows = [
        total(data, Test(*scale, *pair), len(blocs.compare), settings.min_posts)
        for scale in scaled(settings)
        for pair in tested(blocs)
    ]
    return table(rows)


def scaled(settings: Synchrony) -> Iterator[tuple[int, int]]:
    """Every Δ with its intervals."""
    low, high = sorted((settings.shortest_seconds, settings.longest_seconds))
    for delta in sorted({low, high, *(step for step in LADDER if low < step < high)}):
        for times in sorted({settings.narrow, settings.wide}):
            yield delta, delta * times


def tested(blocs: Blocs) -> list[tuple[int, int]]:
    """Compared pairs, then those with a reference bloc on one side or both."""
    compared = len(blocs.compare)
    every = combinations(range(len(blocs.all)), 2)
    return sorted(every, key=lambda pair: (pair[1] >= compared, pair))


def table(rows: list[Row]) -> pa.Table:
    """SYNCHRONY, sorted, with q-values over the compared pairs, by null, sums apart."""
    blank_row = dict.fromkeys(SYNCHRONY.names)
    rows = [blank_row | row for row in rows]
    keys = ("role", "pair", "topic", "delta_seconds")
    rows.sort(key=lambda r: (*(r[k] for k in keys), r["interval_seconds"] or 0, r["null"]))
    kinds: dict[tuple[str, bool], list[Row]] = {}
    for row in rows:
        if row["role"] == "compare":
            kinds.setdefault((row["null"], row["topic"] == ""), []).append(row)
    for some in kinds.values():
        p = np.array([np.nan if r["p_value"] is None else r["p_value"] for r in some])
        for row, q in zip(some, adjusted(p).tolist(), strict=True):
            row["q_value"] = None if np.isnan(q) else q
    return pa.Table.from_pylist(rows, schema=SYNCHRONY.arrow)


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:  # noqa: ARG001  (as every measure's)
    """ESTIMATES: pairs beyond those expected, per post, at the longest Δ and interval tested."""
    sql = """SELECT * FROM synchrony
             WHERE role = 'compare' AND topic = '' AND "null" IN ('interval', 'reference')
                   AND p_value IS NOT NULL
             QUALIFY row_number() OVER (PARTITION BY pair
                 ORDER BY delta_seconds DESC, interval_seconds DESC, "null" DESC) = 1
             ORDER BY pair"""
    rows = []
    for row in engine.table(sql).to_pylist():
        x, _, y = row["pair"].partition("|")
        excess, half = row["observed"] - row["expected"], Z95 * row["deviation"]
        for whose, direction in (("a", f"{x}→{y}"), ("b", f"{y}→{x}")):
            posts = max(row[f"posts_{whose}"], 1)
            rows.append(
                {
                    "measure": "synchrony",
                    "quantity": "excess_pairs",
                    "a": direction,
                    "b": "",
                    "estimate": excess / posts,
                    "low": (excess - half) / posts,
                    "high": (excess + half) / posts,
                    "level": 0.95,
                    "n": row["observed"],
                    "denominator": posts,
                    "unit": "pairs per post",
                }
            )
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


MEASURE = Measure(
    name="synchrony",
    question="Are two blocs active on a subject at once more often than news and routine explain?",
    reads=READS,
    writes=(SYNCHRONY,),
    settings=Synchrony,
    compute=compute,
    quantities=(
        Quantity(
            "excess_pairs",
            "pairs per post",
            "a = 'x→y': pairs of posts beyond those expected, per post of x",
        ),
    ),
    estimate=estimate,
    after=AFTER,
)
