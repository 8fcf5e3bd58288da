"""By which mechanism each post came to say what another bloc says: written rules.

Where a family's dates are exact to the second, a probability is 0 or 1: the rules give one answer.
It is an answer by rule, not a calibrated probability, and every page that shows it says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.rules import attribute
from antiphon.schema import MECHANISMS, PRECISIONS, REPETITIONS, Blocs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine

EDITED = 0.05  # a reprint with more edits is not whole
MOSTLY = 0.5  # a post of which less is the message is no release of it
MEMBERS = """
    WITH ranked AS (
        SELECT *, row_number() OVER (PARTITION BY family_id
                                     ORDER BY created_at, platform, post_id) AS place
        FROM family_posts
    ), own AS (
        SELECT * EXCLUDE (place) FROM ranked WHERE place = 1 OR NOT quotation
    )
    SELECT row_number() OVER (ORDER BY family_id, created_at, platform, post_id) - 1 AS i, *
    FROM own
    WHERE family_id IN (SELECT family_id FROM own GROUP BY family_id
                        HAVING count(DISTINCT bloc) FILTER (list_contains(?, bloc)) >= 2)
    ORDER BY i
"""
"""Posts of messages of two compared blocs; who quotes the same speaker copies from neither."""
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


@dataclass(frozen=True)
class Mechanism:
    """`[mechanism]`: the limits of the written rules."""

    release_minutes: float = field(default=15.0, metadata={"min": 0.1, "max": 1440.0})
    """Two blocs that begin within this time, with nobody before them, released together."""
    whole: float = field(default=0.9, metadata={"min": 0.5, "max": 1.0})
    """Share of both texts that a passage must cover to be a reprint of the whole."""
    exchange_hours: float = field(default=12.0, metadata={"min": 0.1, "max": 720.0})
    """A whole reprint without credit within this time is an exchange, later a borrowing."""
    draws: int = field(default=200, metadata={"min": 1, "max": 1000})
    """Draws of the true times where dates are inexact."""


def repetitions(engine: Engine, blocs: Blocs, settings: Mechanism) -> pa.Table:
    """REPETITIONS: posts of compared blocs in families that two of them share.

    The rules and their order are documented in `antiphon.kernels.rules`. A post in several such
    families is reported with the one in which it shares most words.

    Args:
        engine: holds family_posts, families and passages.
        blocs: the study's blocs.
        settings: see `Mechanism`.

    Returns:
        A table with the columns of `REPETITIONS`, sorted by time, post_id.
    """
    members = engine.table(MEMBERS, [list(blocs.compare)])
    if not members.num_rows:
        return REPETITIONS.empty()
    engine.register("shared", members)
    near = engine.table(NEAR, {"whole": settings.whole, "edited": EDITED})
    share, parent = rule(members, near, blocs, settings)
    columns = {f"p_{name}": share[:, k] for k, name in enumerate(MECHANISMS)}
    compared = pc.is_in(members["bloc"], pa.array(blocs.compare, pa.string()))
    verdict = pa.table(
        {
            "i": members["i"],
            "parent": pa.array(parent, mask=parent < 0),
            "mechanism": pa.array([MECHANISMS[k] for k in share.argmax(axis=1)], pa.string()),
            **columns,
        }
    ).filter(compared)
    engine.register("verdict", verdict)
    engine.register("near", near)
    listed = ", ".join(columns)
    data = engine.table(
        f"""WITH placed AS (
                SELECT m.*, v.mechanism, {listed}, q.post_id AS parent_post_id,
                       q.bloc AS parent_bloc, epoch(m.created_at - q.created_at) AS lag_seconds,
                       coalesce(list_contains(m.credits, q.bloc) AND q.bloc <> m.bloc,
                                len(list_filter(m.credits, lambda c: c <> m.bloc)) > 0) AS credited,
                       coalesce(n.words::BIGINT, m.words_matched) AS words,
                       row_number() OVER (
                           PARTITION BY m.platform, m.post_id
                           ORDER BY coalesce(n.words, m.words_matched) DESC, m.family_id) AS place
                FROM verdict v JOIN shared m USING (i) LEFT JOIN shared q ON q.i = v.parent
                     LEFT JOIN near n ON n.i = v.i AND n.other = v.parent
            )
            SELECT post_id, account_id, bloc, family_id, created_at, parent_post_id, parent_bloc,
                   lag_seconds, mechanism, {listed}, credited, coverage, words AS words_matched
            FROM placed WHERE place = 1 ORDER BY created_at, platform, post_id"""  # noqa: S608
    )
    return REPETITIONS.validate(data.cast(REPETITIONS.arrow))


def rule(
    members: pa.Table, near: pa.Table, blocs: Blocs, settings: Mechanism
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The kernel's arguments from tables."""
    number = {bloc: k for k, bloc in enumerate(blocs.all)}
    unlisted = len(blocs.all)
    family = members["family_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, family[1:] != family[:-1], True])
    credited = np.array(
        [
            sum(1 << number.get(bloc, unlisted) for bloc in set(row or []))
            for row in members["credits"].to_pylist()
        ],
        np.int64,
    )
    spans = np.array([0 if n == 1 else n for n in PRECISIONS.values()], np.float64)
    precision = pc.index_in(members["time_precision"], pa.array(list(PRECISIONS))).to_numpy()
    i = near["i"].to_numpy()
    offsets = np.searchsorted(i, np.arange(members.num_rows + 1))
    return attribute(  # type: ignore[no-any-return]
        starts,
        pc.cast(members["created_at"], pa.int64()).to_numpy() / 1e6,
        spans[precision],
        np.array([number[str(bloc)] for bloc in members["bloc"].to_pylist()], np.int64),
        credited,
        (members["coverage"].to_numpy() >= MOSTLY)
        & (members["coverage_first"].to_numpy() >= MOSTLY)
        & dated(members),
        offsets,
        near["other"].to_numpy(),
        near["words"].to_numpy(),
        near["whole"].to_numpy(zero_copy_only=False),
        len(blocs.compare),
        settings.release_minutes * 60,
        settings.exchange_hours * 3600,
        settings.draws,
    )


def dated(members: pa.Table) -> NDArray[np.bool_]:
    """Which posts have a date of their own: a crawl captures many within minutes."""
    source = members["time_source"].to_pylist()
    return np.array([told != "captured" for told in source], np.bool_)
