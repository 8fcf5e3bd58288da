"""From arrays back to rows that people can read: passages, families and their posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.tokens import Room, tokenise
from antiphon.measures.reuse import order
from antiphon.schema import CREDITS, FAMILIES, FAMILY_POSTS, PASSAGES
from antiphon.strings import buffers, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.search import Found
    from antiphon.schema import Blocs

    Span = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
    Numbers = list[NDArray[np.int32]]

CONTEXT = 120  # characters shown on each side of a passage
LONGEST = 2000  # characters shown of a passage
AROUND = pa.schema([(name, pa.large_string()) for name in ("before", "passage", "after")])
ROWS = 4096  # texts that are read again at once
WHOLE = 0.8  # share of both texts from which a passage is an edited copy, not an excerpt
WANTED = "SELECT ix, text FROM posts SEMI JOIN wanted USING (ix)"
RANKED = """
    CREATE OR REPLACE TEMP TABLE ranked AS
    SELECT ix, account_id, platform, $ways[min(list_position($ways, how))] AS how
    FROM credits JOIN named USING (account) GROUP BY ALL
"""
PLACED = """
    WITH every AS (
        SELECT *, false AS translated FROM pairs
        UNION ALL BY NAME
        SELECT * EXCLUDE (closeness), false AS same, false AS quotation, true AS translated
        FROM translations
    )
    SELECT ix_a, ix_b, same, translated, words_matched, quotation, {sides},
           dated_a.since AS since_a, dated_a.until AS until_a,
           dated_b.since AS since_b, dated_b.until AS until_b,
           b.repost_of = a.post_id AND b.platform = a.platform AS b_reposts,
           a.repost_of = b.post_id AND b.platform = a.platform AS a_reposts,
           of_b.how AS credit_b, of_a.how AS credit_a
    FROM every JOIN posts a ON a.ix = ix_a JOIN posts b ON b.ix = ix_b
         JOIN dated dated_a ON dated_a.ix = ix_a JOIN dated dated_b ON dated_b.ix = ix_b
         LEFT JOIN ranked of_b ON of_b.ix = ix_b AND of_b.account_id = a.account_id
              AND (of_b.platform = '' OR of_b.platform = a.platform)
         LEFT JOIN ranked of_a ON of_a.ix = ix_a AND of_a.account_id = b.account_id
              AND (of_a.platform = '' OR of_a.platform = b.platform)
"""


def register(engine: Engine, corpus: Corpus, found: Found) -> None:
    """Give SQL what was found: `pairs` of posts and `members` of families, in characters."""
    pairs, near, members = found.pairs, found.near, found.members
    sides = (
        (pairs.earlier, near.start_other[pairs.row], near.end_other[pairs.row]),
        (pairs.post, near.start[pairs.row], near.end[pairs.row]),
        (members.post, members.start, members.end),
    )
    first, last, shown, texts = places(engine, corpus, *sides)
    earlier, later, member = (
        {
            "ix": corpus.ix[post],
            "start": a,
            "end": b,
            "words": end - start,
            "coverage": (end - start) / np.maximum(corpus.words.lengths[post], 1),
        }
        for (post, start, end), a, b in zip(sides, first, last, strict=True)
    )
    engine.register(
        "pairs",
        pa.table(
            {
                **{f"{name}_a": value for name, value in earlier.items()},
                **{f"{name}_b": value for name, value in later.items()},
                "words_matched": near.matched[pairs.row],
                "quotation": near.quotation[pairs.row],
                "same": found.wordings.of_post[pairs.post] == found.wordings.of_post[pairs.earlier],
            }
        ),
    )
    first_of = np.zeros(int(members.family.max(initial=-1)) + 1, np.int64)
    first_of[members.family[::-1]] = members.post[::-1]  # the founder's row comes first
    whole = np.maximum(corpus.words.lengths[first_of[members.family]], 1)
    spanned = np.maximum(members.end - members.start, members.covered)
    columns = {
        "family": members.family,
        **member,
        "words_matched": members.matched,
        "quotation": members.quotation.astype(np.bool_),
        "edited": 1 - members.matched / spanned,
        "coverage_first": members.covered / whole,
    }
    # in the order in which their texts were read: SQL puts them in theirs
    rows = {name: column[shown] for name, column in columns.items()}
    engine.register("members", pa.table(rows | texts))


def places(
    engine: Engine, corpus: Corpus, *sides: Span
) -> tuple[Numbers, Numbers, NDArray[np.int64], dict[str, Any]]:
    """Of each side's words start:end of posts, the first character and the one after the last.

    Of the last side also its rows in the order in which their texts are read, and what is written
    there and around it. Texts are read once.
    """
    post, start, end = (np.concatenate(column) for column in zip(*sides, strict=True))
    bounds = np.cumsum([len(side[0]) for side in sides])[:-1]
    order = np.argsort(post, kind="stable")
    ordered = post[order]
    engine.register("wanted", pa.table({"ix": corpus.ix[np.unique(post)]}))
    first, last = np.empty(len(post), np.int32), np.empty(len(post), np.int32)
    shown: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    texts: list[pa.Table] = [AROUND.empty_table()]
    room = Room()
    for batch in engine.batches(WANTED, rows=ROWS):
        tokens = tokenise(*buffers(batch["text"]), room=room)
        read = np.searchsorted(corpus.ix, batch["ix"].to_numpy())
        low, high = (np.searchsorted(ordered, read, side=s) for s in ("left", "right"))
        size = high - low
        at = np.repeat(high - np.cumsum(size), size) + np.arange(size.sum())
        rows, text = order[at], np.repeat(np.arange(len(size)), size)
        begin = tokens.offsets[text]
        first[rows] = tokens.starts[begin + start[rows]]
        last[rows] = tokens.ends[begin + end[rows] - 1]
        text, rows = text[rows >= bounds[-1]], rows[rows >= bounds[-1]]
        shown.append(rows - bounds[-1])
        a, b = first[rows].astype(np.int64), last[rows].astype(np.int64)
        points = (a - CONTEXT, a, np.minimum(b, a + LONGEST), b, b + CONTEXT)
        pieces = cut(batch["text"], text, points, ((0, 1), (1, 2), (3, 4)))
        texts.append(pa.table(pieces, schema=AROUND))
    around = pa.concat_tables(texts)
    pieces_of = {name: around[name] for name in AROUND.names}
    return np.split(first, bounds), np.split(last, bounds), np.concatenate(shown), pieces_of


def passages(engine: Engine) -> pa.Table:
    """PASSAGES: a row a pair of posts, the one dated earlier first."""
    sides = ", ".join(
        f"""{s}.platform AS platform_{s}, {s}.post_id AS post_id_{s},
            {s}.account_id AS account_id_{s}, {s}.bloc AS bloc_{s},
            {s}.created_at AS created_at_{s}, start_{s}, end_{s}, words_{s}, coverage_{s}"""
        for s in "ab"
    )
    engine.execute(order.DATED)
    engine.execute(RANKED, {"ways": list(CREDITS)})
    engine.execute(f"CREATE OR REPLACE TEMP VIEW placed AS {PLACED.format(sides=sides)}")
    data = engine.table(
        f"""SELECT row_number() OVER (ORDER BY ix_b, ix_a, start_b, start_a) - 1 AS passage_id,
                   * EXCLUDE (ix_a, ix_b),
                   CASE WHEN NOT translated
                        THEN 1 - words_matched / greatest(words_a, words_b) END AS edited,
                   CASE WHEN translated THEN 'translated'
                        WHEN same THEN 'exact'
                        WHEN least(coverage_a, coverage_b) >= {WHOLE} THEN 'edited'
                        ELSE 'excerpt' END AS kind,
                   CASE WHEN since_a IS NOT NULL AND since_b IS NOT NULL
                        THEN epoch(created_at_b - created_at_a) END AS lag_seconds,
                   b_credits = 1 AS credited, coalesce(credit_b, '') AS credit
            FROM ({order.ORDERED.format(rows="placed")}) ORDER BY passage_id"""  # noqa: S608
    ).select(PASSAGES.names)
    return PASSAGES.validate(data.cast(PASSAGES.arrow))


def family_posts(engine: Engine) -> pa.Table:
    """FAMILY_POSTS: a row a post of a family, families numbered by their first post.

    A handle is credit only to an account that has a post in the family: colleagues mention one
    another for many reasons.
    """
    data = engine.table(
        """WITH numbered AS (
                SELECT family, dense_rank() OVER (ORDER BY min(ix), family) - 1 AS family_id
                FROM members GROUP BY family
            ), present AS (
                SELECT DISTINCT m.family, n.account FROM members m JOIN posts p USING (ix)
                       JOIN named n ON n.account_id = p.account_id
                                   AND (n.platform = '' OR n.platform = p.platform)
            ), credited AS (
                SELECT m.family, c.ix, list_sort(list_distinct(list(c.bloc))) AS credits
                FROM members m JOIN credits c USING (ix)
                WHERE c.how NOT IN ('handle', 'name') OR c.how = 'handle' AND EXISTS (
                    SELECT 1 FROM present t WHERE t.family = m.family AND t.account = c.account)
                GROUP BY m.family, c.ix
            )
            SELECT family_id, p.platform, post_id, account_id, bloc, created_at,
                   coalesce(time_precision, 'second') AS time_precision, time_source,
                   m.start, m.end,
                   words_matched, coverage, coverage_first, edited, quotation,
                   before, passage, after,
                   coalesce(credits, []) AS credits, url, raw_ref
            FROM members m JOIN numbered USING (family) JOIN posts p USING (ix)
                 LEFT JOIN credited USING (family, ix)
            ORDER BY family_id, created_at, p.platform, post_id, m.start, m.end"""
    )
    return FAMILY_POSTS.validate(data.cast(FAMILY_POSTS.arrow))


def families(engine: Engine, blocs: Blocs) -> pa.Table:
    """FAMILIES: a row a message."""
    data = engine.table(
        """WITH ranked AS (
               SELECT *, row_number() OVER (PARTITION BY family_id
                                            ORDER BY created_at, platform, post_id) AS place
               FROM family_posts
           )
           SELECT family_id, min(created_at) AS first_at, max(created_at) AS last_at,
                  any_value(bloc) FILTER (place = 1) AS first_bloc,
                  list_sort(list_distinct(list(bloc))) AS blocs, count(*) AS posts,
                  count(DISTINCT (platform, account_id)) AS accounts,
                  any_value(words_matched) FILTER (place = 1) AS words,
                  coalesce(min(words_matched) FILTER (place > 1) / any_value(words_matched)
                           FILTER (place = 1), 1)::DOUBLE AS least,
                  (any_value(words_matched) FILTER (place = 1) * greatest(0, count(DISTINCT
                      (platform, account_id)) FILTER (list_contains(?, bloc)) - 1))::DOUBLE
                  AS strength
           FROM ranked GROUP BY family_id ORDER BY family_id""",
        [list(blocs.compare)],
    )
    return FAMILIES.validate(data.cast(FAMILIES.arrow))
