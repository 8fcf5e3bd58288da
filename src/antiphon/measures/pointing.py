"""Whom posts pass on, answer or name: one row a post, a way and an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

HANDLE = "@([A-Za-z0-9_]{1,40})"
POINTING = f"""
    CREATE OR REPLACE TEMP TABLE pointing AS
    WITH own AS (
        SELECT row_number() OVER (ORDER BY platform, post_id) AS row, platform, post_id,
               account_id, bloc,
               text, mentions, coalesce(repost_of, '') AS repost_of,
               coalesce(reply_to, '') AS reply_to, coalesce(quote_of, '') AS quote_of,
               CASE WHEN starts_with(ltrim(text), 'RT @')
                    THEN lower(regexp_extract(text, '^\\s*RT {HANDLE}', 1)) ELSE '' END AS passed
        FROM posts WHERE list_contains($blocs, bloc)
    ), named AS (
        SELECT row, unnest(list_distinct(list_transform(list_concat(coalesce(mentions, []),
                   CASE WHEN contains(text, '@')
                   THEN regexp_extract_all(text, '(?:^|[^A-Za-z0-9_@.]){HANDLE}', 1) ELSE [] END),
                   lambda m: lower(ltrim(m, '@'))))) AS handle
        FROM own WHERE repost_of = '' AND passed = ''
    ), every AS (
        SELECT row, 'repost' AS kind, repost_of AS target, passed AS handle
        FROM own WHERE repost_of <> '' OR passed <> ''
        UNION ALL SELECT row, 'quote', quote_of, '' FROM own
                  WHERE quote_of <> '' AND repost_of = '' AND passed = ''
        UNION ALL SELECT row, 'reply', reply_to, '' FROM own
                  WHERE reply_to <> '' AND repost_of = '' AND passed = ''
        UNION ALL SELECT row, 'mention', '', handle FROM named WHERE handle <> ''
    )
    SELECT o.row, o.platform, o.post_id, o.account_id, o.bloc, e.kind, e.target, e.handle
    FROM every e JOIN own o USING (row)
"""  # noqa: S608
ACTS = """
    CREATE OR REPLACE TEMP TABLE amplifying AS
    WITH handles AS (
        SELECT lower(ltrim(handle, '@')) AS handle, coalesce(platform, '') AS platform,
               min(account_id) AS account_id, any_value(bloc ORDER BY account_id) AS bloc
        FROM accounts WHERE coalesce(handle, '') <> '' GROUP BY 1, 2
    ), found AS (
        SELECT p.row, p.platform, p.post_id, p.account_id, p.bloc, p.kind,
               CASE WHEN t.post_id IS NOT NULL THEN p.target END AS target,
               coalesce(t.account_id, h.account_id, w.account_id, '') AS whose,
               coalesce(t.bloc, h.bloc, w.bloc, '') AS origin
        FROM pointing p
        LEFT JOIN posts t ON p.target <> '' AND t.platform = p.platform AND t.post_id = p.target
        LEFT JOIN handles h ON t.post_id IS NULL AND h.handle = p.handle
             AND h.platform = p.platform
        LEFT JOIN handles w ON t.post_id IS NULL AND w.handle = p.handle
             AND w.platform = '' AND p.platform <> ''
    ), known AS (
        SELECT row, platform, post_id, account_id, bloc, kind, target,
               CASE WHEN list_contains($blocs, origin) THEN whose ELSE '' END AS whose,
               CASE WHEN list_contains($blocs, origin) THEN origin ELSE '' END AS origin
        FROM found WHERE whose <> account_id
    )
    SELECT DISTINCT k.* FROM known k
    WHERE kind <> 'mention' OR NOT EXISTS (
        SELECT 1 FROM known o WHERE o.row = k.row AND o.kind <> 'mention' AND o.whose = k.whose
              AND (k.whose <> ''))
"""


def acts(engine: Engine, blocs: Blocs) -> None:
    """Make the table `amplifying`: a row a post, a way and an account.

    Columns: row, platform, post_id, account_id, bloc, kind, target, whose, origin.

    A repost is one by `repost_of`, or by a text that begins with "RT @handle". Whose post it was is
    told by the post, where it is in the data, or else by the handle, where the accounts have it;
    `whose` and `origin` are '' for everybody else. Whom a reply or a quotation is about anyway is
    not mentioned besides. What an account does with its own posts is left out.
    """
    given = {"blocs": list(blocs.all)}
    engine.execute(POINTING, given)
    engine.execute(ACTS, given)
    engine.execute("DROP TABLE pointing")
