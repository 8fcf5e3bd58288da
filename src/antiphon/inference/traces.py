"""What the members of families show of where they come from: the mixture's arrays from tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.inference.beliefs import COVERED, EDITS, OUTSIDERS, SIZES
from antiphon.kernels.mixture_arrays import OTHER, OUTSIDE, SAME, Posts
from antiphon.kernels.mixture_parents import lag_cells, sooner
from antiphon.schema import PRECISIONS, Blocs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine

CAPTURED = 30 * 86400.0
"""A captured post was published at most so long before, seconds."""
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
               p.coverage_b AS added, p.coverage_a AS kept
        FROM passages p
        JOIN shared a ON a.platform = p.platform_a AND a.post_id = p.post_id_a
        JOIN shared b ON b.platform = p.platform_b AND b.post_id = p.post_id_b
             AND b.family_id = a.family_id
        WHERE NOT p.quotation
    ), every AS (
        SELECT i, other, words, edited, kept, added FROM sides WHERE "order" <> 'second'
        UNION ALL
        SELECT other, i, words, edited, added, kept FROM sides WHERE "order" <> 'first'
        UNION ALL
        SELECT m.i, s.first, m.words_matched, m.edited, m.coverage_first, m.coverage
        FROM shared m JOIN seeds s USING (family_id) WHERE m.i <> s.first
          AND m.account_id <> (SELECT account_id FROM shared x WHERE x.i = s.first)
    )
    SELECT i, other, max(words)::DOUBLE AS words, arg_max(edited, words) AS edited,
           arg_max(kept, words) AS kept, arg_max(added, words) AS added
    FROM every GROUP BY i, other ORDER BY i, other
"""
"""From whom each member could have its words; how much of that post it keeps, and adds to it."""
KINDS = """
    SELECT m.i, coalesce(any_value(a.kind), '') AS kind
    FROM shared m LEFT JOIN accounts a ON a.account_id = m.account_id
         AND coalesce(a.platform, '') IN ('', m.platform)
    GROUP BY m.i ORDER BY m.i
"""


def traces(
    engine: Engine, members: pa.Table, blocs: Blocs
) -> tuple[pa.Table, Posts, NDArray[np.int64]]:
    """The table of possible parents, the kernel's arrays, and who the pairs of accounts are."""
    near = engine.table(NEAR)
    kinds = engine.table(KINDS)["kind"].to_pylist()
    number = {bloc: k for k, bloc in enumerate(blocs.all)}
    bloc = np.array([number[str(b)] for b in members["bloc"].to_pylist()], np.int64)
    compared = bloc < len(blocs.compare)
    low, high = intervals(members)
    family = members["family_id"].to_numpy()
    families = np.flatnonzero(np.r_[True, family[1:] != family[:-1], True])
    i, other = near["i"].to_numpy(), near["other"].to_numpy()
    offsets = np.searchsorted(i, np.arange(members.num_rows + 1))
    side = sides(i, other, bloc, compared)
    changed = near["edited"].to_numpy()
    edited = np.where(
        np.isnan(changed), len(EDITS) + 1, np.searchsorted(EDITS, changed, side="right")
    )
    kept = np.searchsorted(COVERED, near["kept"].to_numpy())
    shape = kept * (len(COVERED) + 1) + np.searchsorted(COVERED, near["added"].to_numpy())
    sources = credited(members, number, len(blocs.all))
    mine = (1 << len(blocs.compare)) - 1
    none = np.zeros(len(bloc), np.int64)
    account = numbered(members["account_id"].to_pylist())
    pair, partners = pairs(account[i], account[other], bloc[i], (side == OTHER) & compared[i])
    close = closest(offsets, near["words"].to_numpy(), low, high, other)
    cells = lag_cells(families, low, high, offsets, other)
    some = close >= 0
    posts = Posts(
        families,
        sizes(families, compared),
        low,
        high,
        compared,
        bloc,
        account,
        numbered(kinds),
        classes(sources, none, mine, bloc),
        classes(sources, ~np.int64(mine) + none, mine, bloc),
        np.where(some, edited[close] if len(edited) else -1, -1),
        np.where(some, shape[close] if len(shape) else -1, -1),
        around(i, other, bloc, compared),
        sooner(offsets, side, cells[0], cells[2]),
        offsets,
        other,
        side,
        edited,
        shape,
        classes(
            sources[i],
            np.where(side == OUTSIDE, ~np.int64(mine), np.int64(1) << bloc[other]),
            mine,
            bloc[i],
        ),
        pair,
        *cells,
    )
    return near, posts, partners


def sides(
    i: NDArray[np.int64],
    other: NDArray[np.int64],
    bloc: NDArray[np.int64],
    compared: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Where a possible parent is, as the post sees it."""
    same = np.where(bloc[other] == bloc[i], SAME, OTHER)
    return np.where(compared[other], same, OUTSIDE).astype(np.int64)


def around(
    i: NDArray[np.int64],
    other: NDArray[np.int64],
    bloc: NDArray[np.int64],
    compared: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """How many others share a passage with each member, by side, whoever was first."""
    many = len(bloc)
    both = np.unique(np.r_[i * many + other, other * many + i])
    here, there = both // many, both % many
    found = np.zeros((many, 3))
    np.add.at(found, (here, sides(here, there, bloc, compared)), 1.0)
    return found


def sizes(families: NDArray[np.int64], compared: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Class of the number of compared and reference posts of each family."""
    inside = np.add.reduceat(compared.astype(np.int64), families[:-1])
    outside = np.diff(families) - inside
    found = np.searchsorted(SIZES, inside) * (len(OUTSIDERS) + 1)
    return (found + np.searchsorted(OUTSIDERS, outside)).astype(np.int64)


def intervals(members: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the true time of each post may lie, seconds."""
    low = pc.cast(members["created_at"], pa.int64()).to_numpy() / 1e6
    spans = np.array(list(PRECISIONS.values()), np.float64)
    precision = pc.index_in(members["time_precision"], pa.array(list(PRECISIONS))).to_numpy()
    captured = np.array([told == "captured" for told in members["time_source"].to_pylist()])
    return low - np.where(captured, CAPTURED, 0.0), low + spans[precision]


def credited(members: pa.Table, number: dict[str, int], unlisted: int) -> NDArray[np.int64]:
    """Bit b is set when the post gives bloc b as a source; the highest for somebody unlisted."""
    return np.array(
        [
            sum(1 << number.get(bloc, unlisted) for bloc in set(row or []))
            for row in members["credits"].to_pylist()
        ],
        np.int64,
    )


def classes(
    given: NDArray[np.int64],
    source: NDArray[np.int64],
    mine: int,
    bloc: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Whom a post credits: 0 nobody, 1 its source, 2 somebody outside, 3 another compared bloc.

    Args:
        given: bits of the blocs it gives as sources.
        source: bits of where it had its words from.
        mine: bits of the compared blocs.
        bloc: its own, whose credit says nothing.
    """
    given = given & ~(np.int64(1) << bloc)
    source = source & ~(np.int64(1) << bloc)
    return np.where(
        given & source != 0,
        1,
        np.where(given & ~np.int64(mine) != 0, 2, np.where(given != 0, 3, 0)),
    ).astype(np.int64)


def numbered(names: list[Any]) -> NDArray[np.int64]:
    """Names as numbers from 0, in their own order."""
    _, found = np.unique(np.array(names, object).astype(str), return_inverse=True)
    return found.astype(np.int64)


def pairs(
    taker: NDArray[np.int64],
    giver: NDArray[np.int64],
    bloc: NDArray[np.int64],
    cross: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of each pair of accounts, -1 inside a bloc; of each number: taker, giver, bloc.

    A giver has a number of its own toward each bloc.
    """
    number = np.full(len(taker), -1, np.int64)
    wide = int(bloc.max(initial=0)) + 1
    rows = np.stack([taker, giver * wide + bloc, bloc], axis=1)[cross]
    unique, inverse = np.unique(rows, axis=0, return_inverse=True)
    number[cross] = inverse.ravel()
    if len(unique):
        unique[:, 1] = np.unique(unique[:, 1], return_inverse=True)[1]
    return number, unique.reshape(-1, 3)


def closest(
    offsets: NDArray[np.int64],
    words: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    other: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Row of the possible earlier post with which each member shares most words, -1 for none."""
    found = np.full(len(offsets) - 1, -1, np.int64)
    i = np.repeat(np.arange(len(found)), np.diff(offsets))
    able = np.flatnonzero(low[other] < high[i])
    order = able[np.lexsort((other[able], -words[able], i[able]))]
    first = np.r_[True, i[order][1:] != i[order][:-1]] if len(order) else np.zeros(0, bool)
    found[i[order][first]] = order[first]
    return found
