"""By which mechanism each post came to say what another bloc says: a mixture over its parents.

`antiphon.inference.mixture` fits it to the study's own messages; `docs/mechanism-model.md` derives
it. A probability is the posterior one under the fitted parameters, or those of other messages where
dates leave the order open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.inference.evidence import evidence
from antiphon.inference.halves import crossed
from antiphon.inference.lags import lags
from antiphon.inference.mixture import fit
from antiphon.inference.priors import Mechanism
from antiphon.inference.traces import MEMBERS, traces
from antiphon.inference.witness import impartial
from antiphon.kernels.mixture_arrays import BORROWING, COMMON, EXCHANGE, INTERNAL, OTHER, RELEASE
from antiphon.schema import EVIDENCE, LAGS, MECHANISMS, REPETITIONS, Blocs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.inference.mixture import Fit
    from antiphon.kernels.mixture_arrays import Posts

__all__ = ["Mechanism", "repetitions", "tables"]


def repetitions(engine: Engine, blocs: Blocs, settings: Mechanism) -> pa.Table:
    """REPETITIONS alone: see `tables`."""
    return tables(engine, blocs, settings)[REPETITIONS.name]


def tables(engine: Engine, blocs: Blocs, settings: Mechanism) -> dict[str, pa.Table]:
    """REPETITIONS, EVIDENCE, LAGS: posts of compared blocs in families that two of them share.

    A post in several such families is reported with the one in which it shares most words.

    Args:
        engine: holds family_posts, families, passages and accounts.
        blocs: the study's blocs.
        settings: what is believed beforehand.

    Returns:
        Tables with these columns, sorted by time, post_id; LAGS by mechanism and lag.
    """
    members = engine.table(MEMBERS, [list(blocs.compare)])
    if not members.num_rows:
        return {table.name: table.empty() for table in (REPETITIONS, EVIDENCE, LAGS)}
    engine.register("shared", members)
    near, posts, partners = traces(engine, members, blocs)
    compared = len(blocs.compare)
    fitted = impartial(posts, compared, fit(posts, compared, partners, settings))
    fitted = crossed(posts, compared, fitted)
    found = listed(engine, near, fitted.sums.chance, parents(posts, fitted), blocs)
    engine.register("terms", evidence(members, posts, fitted))
    engine.register("found", found)
    kept = engine.table(
        """SELECT t.* FROM terms t JOIN (SELECT *, row_number() OVER () AS place FROM found) f
           USING (post_id, family_id) ORDER BY f.place, t.mechanism, t.item"""
    )
    rows = engine.table("SELECT i FROM shared JOIN found USING (post_id, account_id, family_id)")
    counts = np.zeros(members.num_rows, bool)
    counts[rows["i"].to_numpy()] = True
    return {
        REPETITIONS.name: found,
        EVIDENCE.name: EVIDENCE.validate(kept.cast(EVIDENCE.arrow)),
        LAGS.name: lags(posts, fitted, counts),
    }


def listed(
    engine: Engine,
    near: pa.Table,
    share: NDArray[np.float64],
    parent: NDArray[np.int64],
    blocs: Blocs,
) -> pa.Table:
    """One row a post, of the family in which it shares most words."""
    members = engine.table("SELECT i, bloc FROM shared ORDER BY i")
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
    names = ", ".join(columns)
    data = engine.table(
        f"""WITH placed AS (
                SELECT m.*, v.mechanism, {names}, q.post_id AS parent_post_id,
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
                   lag_seconds, mechanism, {names}, credited, coverage, words AS words_matched
            FROM placed WHERE place = 1 ORDER BY created_at, platform, post_id"""  # noqa: S608
    )
    return REPETITIONS.validate(data.cast(REPETITIONS.arrow))


def parents(posts: Posts, fitted: Fit) -> NDArray[np.int64]:
    """The most probable post that each post came from, under its most probable mechanism.

    Of a release: the earlier post of another compared bloc that is most alike, though neither came
    from the other. -1 for none, or when the unseen is more probable than any post.
    """
    sums, n = fitted.sums, len(posts.low)
    kind = sums.chance.argmax(axis=1)
    i = np.repeat(np.arange(n), np.diff(posts.near))
    of = kind[i]
    value = np.where(of == BORROWING, sums.of_parent[:, 1], sums.of_parent[:, 0])
    value = np.where(np.isin(of, (INTERNAL, COMMON, EXCHANGE, BORROWING)), value, 0.0)
    value = np.where((of == COMMON) & (sums.unseen[i] > sums.chance[i, COMMON] / 2), 0.0, value)
    wrong = np.where(
        of == INTERNAL, posts.side != 0, np.where(of == COMMON, posts.side != 2, posts.side != 1)
    )
    value = np.where(wrong, 0.0, value)
    before = (posts.low[posts.other] <= posts.low[i]) & (posts.side == OTHER)
    value = np.where((of == RELEASE) & before, 1.0 / (2.0 + posts.edited), value)
    found = np.full(n, -1, np.int64)
    order = np.lexsort((posts.other, -value, i))
    first = np.flatnonzero(np.r_[True, i[order][1:] != i[order][:-1]][: len(order)])
    best = order[first]
    best = best[value[best] > 0]
    found[i[best]] = posts.other[best]
    return found
