"""The written rules as a baseline: sixty lines on lag, credit, coverage, a reference post first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.engine import Engine
from antiphon.inference.traces import MEMBERS
from antiphon.schema import MECHANISMS, PRECISIONS
from benchmarks.mechanism_kernel import attribute

RELEASE = 15 * 60.0
SOON = 12 * 3600.0
WHOLE, EDITED, MOSTLY = 0.9, 0.05, 0.5
DRAWS = 200
NEAR = """
    WITH seeds AS (
        SELECT family_id, min(i) AS first FROM shared GROUP BY family_id
    ), sides AS (
        SELECT b.i, a.i AS other, p.words_matched AS words, p.edited, p."order",
               least(p.coverage_a, p.coverage_b) AS coverage
        FROM passages p
        JOIN shared a ON a.platform = p.platform_a AND a.post_id = p.post_id_a
        JOIN shared b ON b.platform = p.platform_b AND b.post_id = p.post_id_b
             AND b.family_id = a.family_id
        WHERE NOT p.quotation
    ), every AS (
        SELECT i, other, words, edited, coverage FROM sides WHERE "order" <> 'second'
        UNION ALL
        SELECT other, i, words, edited, coverage FROM sides WHERE "order" <> 'first'
        UNION ALL
        SELECT m.i, s.first, m.words_matched, m.edited, least(m.coverage, m.coverage_first)
        FROM shared m JOIN seeds s USING (family_id) WHERE m.i <> s.first
          AND m.account_id <> (SELECT account_id FROM shared x WHERE x.i = s.first)
    )
    SELECT i, other, max(words)::DOUBLE AS words,
           arg_max(coverage >= $whole AND edited <= $edited, words) AS whole
    FROM every GROUP BY i, other ORDER BY i, other
"""


def said(results, blocs, store):
    """Post → mechanism by the rules, for the posts of compared blocs in shared messages."""
    with Engine(store, memory="1GB", threads=1) as engine:
        for name in ("family_posts", "passages"):
            engine.register(name, results.table(name))
        members = engine.table(MEMBERS, [list(blocs.compare)])
        engine.register("shared", members)
        near = engine.table(NEAR, {"whole": WHOLE, "edited": EDITED})
        share, _ = rule(members, near, blocs)
        kinds = [MECHANISMS[k] for k in share.argmax(axis=1)]
        engine.register("verdict", pa.table({"i": members["i"], "mechanism": kinds}))
        rows = engine.table(
            """SELECT post_id, mechanism FROM shared JOIN verdict USING (i)
               WHERE list_contains(?, bloc)
               QUALIFY row_number() OVER (PARTITION BY post_id
                                          ORDER BY words_matched DESC, family_id) = 1""",
            [list(blocs.compare)],
        )
        return {row["post_id"]: row["mechanism"] for row in rows.to_pylist()}


def rule(members, near, blocs):
    """The kernel's arguments from tables."""
    number = {bloc: k for k, bloc in enumerate(blocs.all)}
    family = members["family_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, family[1:] != family[:-1], True])
    credited = np.array(
        [
            sum(1 << number.get(bloc, len(number)) for bloc in set(row or []))
            for row in members["credits"].to_pylist()
        ],
        np.int64,
    )
    spans = np.array([0 if n == 1 else n for n in PRECISIONS.values()], np.float64)
    precision = pc.index_in(members["time_precision"], pa.array(list(PRECISIONS))).to_numpy()
    dated = np.array([told != "captured" for told in members["time_source"].to_pylist()])
    mostly = (members["coverage"].to_numpy() >= MOSTLY) & dated
    return attribute(
        starts,
        pc.cast(members["created_at"], pa.int64()).to_numpy() / 1e6,
        spans[precision],
        np.array([number[str(bloc)] for bloc in members["bloc"].to_pylist()], np.int64),
        credited,
        mostly & (members["coverage_first"].to_numpy() >= MOSTLY),
        np.searchsorted(near["i"].to_numpy(), np.arange(members.num_rows + 1)),
        near["other"].to_numpy(),
        near["words"].to_numpy(),
        near["whole"].to_numpy(zero_copy_only=False),
        len(blocs.compare),
        RELEASE,
        SOON,
        DRAWS,
    )
