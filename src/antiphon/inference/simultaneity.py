"""Do two blocs pass on outsiders' words in the same minutes, more than reaction explains?"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.synchrony import Spread, spread
from antiphon.measures.synchrony.moving import Test, against, shift
from antiphon.measures.trains import Trains, rounded
from antiphon.schema import PRECISIONS, SIMULTANEITY, Blocs

if TYPE_CHECKING:
    from antiphon.engine import Engine

    Row = dict[str, Any]

SCALES = ((120, 720), (120, 1440), (300, 1800), (300, 3600), (600, 3600))
"""Δ and the interval in which posts are moved, seconds."""
LEAST = 10
"""Fewer posts of a bloc are not tested."""
GIVEN = """
    WITH began AS (
        SELECT family_id, arg_min((bloc, account_id), (created_at, platform, post_id)) AS by
        FROM family_posts GROUP BY family_id
    )
    SELECT m.family_id, CAST(FLOOR(epoch_us(m.created_at) / 1000000) AS BIGINT) AS time,
           coalesce(m.time_precision, 'second') AS precision,
           list_position($blocs, m.bloc) - 1 AS bloc
    FROM family_posts m JOIN began USING (family_id)
    WHERE list_contains($pair, m.bloc) AND NOT m.quotation
          AND m.time_source IS DISTINCT FROM 'captured'
          AND (len(list_filter(m.credits, lambda c: NOT list_contains($pair, c))) > 0
               OR NOT list_contains($pair, began.by[1])
               OR (list_contains($reference, began.by[1]) AND began.by[2] <> m.account_id))
    WINDOW message AS (PARTITION BY m.family_id)
    QUALIFY min(m.bloc) OVER message < max(m.bloc) OVER message
    ORDER BY m.family_id, time, m.platform, m.post_id
"""
"""Posts of both blocs that credit an outsider, or whose message an outsider began."""


def simultaneity(engine: Engine, blocs: Blocs) -> pa.Table:
    """Pairs of posts of one message, near in time, of which neither had it from the other.

    Question: where both blocs pass on an outsider's words, do they do it in the same minutes?
    Definition: N(Δ) is the number of pairs of a post of x and a post of y, of one message, within
    Δ. Kept are posts that credit somebody outside the pair, and posts of messages that a bloc
    outside the pair began; of a reference bloc, all but the account that began it. Null
    `interval`: what x published in each fixed interval is moved along it; null `reference`:
    N / E[N] is no larger than for the same blocs with reference blocs.
    Reads wrong when both blocs are served by one wire that the reference blocs do not take, and
    when both post by a timer.

    Args:
        engine: holds `family_posts`.
        blocs: the study's blocs.

    Returns:
        SIMULTANEITY, sorted by role, pair, delta, interval, null.

    Reference:
        Amarasingham, Harrison, Hatsopoulos and Geman (2012), Conditional modeling and the jitter
        method of spike resampling, Journal of Neurophysiology 107.
    """
    compared = len(blocs.compare)
    pairs = list(combinations(range(len(blocs.all)), 2))
    trains = {pair: train(engine, blocs, pair) for pair in pairs}
    rows: list[Row] = []
    for scale in SCALES:
        tests = [Test(*scale, *pair) for pair in pairs]
        found = {pair: counted(trains[pair], test) for pair, test in zip(pairs, tests, strict=True)}
        for test in tests:
            mine = found[test.x, test.y]
            rows.append(described(blocs, trains[test.x, test.y], test) | mine[0])
            controls = [
                (row["observed"], null)
                for (x, y), (row, null) in found.items()
                if y >= compared > x and x in (test.x, test.y) and null is not None
            ]
            if test.y < compared and mine[1] is not None and controls:
                null = mine[1]
                beyond = against(mine[0]["observed"], null, controls)
                rows.append(rows[-1] | {"p_value": None, "deviation": None} | beyond)
    rows.sort(
        key=lambda r: (r["role"], r["pair"], r["delta_seconds"], r["interval_seconds"], r["null"])
    )
    return pa.Table.from_pylist(rows, schema=SIMULTANEITY.arrow)


def train(engine: Engine, blocs: Blocs, pair: tuple[int, int]) -> Trains:
    """The posts of a pair, messages in the place of topics."""
    found = engine.table(
        GIVEN,
        {
            "blocs": list(blocs.all),
            "pair": [blocs.all[side] for side in pair],
            "reference": list(blocs.reference),
        },
    )
    family, message = np.unique(found["family_id"].to_numpy(), return_inverse=True)
    time = found["time"].to_numpy().astype(np.int64)
    bloc = found["bloc"].to_numpy().astype(np.int64)
    unit = np.array([PRECISIONS[str(p)] for p in found["precision"].to_pylist()], np.int64)
    return Trains(
        blocs=blocs.all,
        topics=tuple(str(number) for number in family.tolist()),
        time=time,
        unit=rounded(time, unit, bloc),
        bloc=bloc,
        post=np.arange(len(time)),
        topic=message.astype(np.int64),
        families=np.empty((0, 2), np.int64),
    )


def counted(data: Trains, test: Test) -> tuple[Row, Spread | None]:
    """What was seen at one scale and its exact null, None where it cannot be tested."""
    fine = data.unit <= max(1, test.delta // 2)
    here, there = ((data.bloc == side) & fine for side in (test.x, test.y))
    row: Row = {"observed": 0, "posts_a": int(here.sum()), "posts_b": int(there.sum())}
    if min(here.sum(), there.sum()) < LEAST:
        coarse = len(fine) > 0 and fine.mean() <= 0.5
        reason = "dates too coarse" if coarse else f"fewer than {LEAST} posts of a bloc"
        return row | {"reason": reason}, None
    found = shift(data, here, there, test, int(data.unit[here].max()), joint=True)
    null = spread(found, np.arange(len(found.topic)))
    row |= {"observed": int(found.observed.sum()), "expected": null.mean, "reason": ""}
    return row | {"deviation": null.variance**0.5, "p_value": null.tail(row["observed"])}, null


def described(blocs: Blocs, data: Trains, test: Test) -> Row:
    """What a row says of the pair and the scale."""
    return {
        "pair": f"{blocs.all[test.x]}|{blocs.all[test.y]}",
        "role": "compare" if test.y < len(blocs.compare) else "reference",
        "delta_seconds": test.delta,
        "interval_seconds": test.interval,
        "null": "interval",
        "expected": None,
        "deviation": None,
        "p_value": None,
        "messages": len(data.topics),
    }
