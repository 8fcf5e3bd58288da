"""Whom a post names as its source: by handle, link, native repost, or name in the text.

The accounts' table gives what to look for: handle, name, outlet, domain. A name of fewer than
four letters counts only as written ("RT", "AP") and not before an @ ("RT @…" marks a repost). An
account that names itself or its own outlet credits nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels.names import occurrences
from antiphon.kernels.tokens import tokenise

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.measures.reuse.search import Corpus

SHORT = 4
HANDLES = """
    CREATE OR REPLACE TEMP TABLE said AS
    WITH mentioned AS (
        SELECT ix, platform, unnest(list_transform(list_concat(
                   coalesce(mentions, []), regexp_extract_all(text, '@([A-Za-z0-9_]{2,40})', 1)
               ), lambda m: lower(ltrim(m, '@')))) AS handle
        FROM posts
    ), linked AS (
        SELECT ix, platform, unnest(list_concat(
                   list_transform(coalesce(urls, []), lambda u: regexp_extract(
                       lower(u), '^https?://(?:[^/@]*@)?([^/:?#]+)', 1)),
                   regexp_extract_all(lower(text), 'https?://([a-z0-9.-]+[a-z0-9])', 1)
               )) AS host
        FROM posts
    ), hosts AS (
        SELECT DISTINCT ix, platform, unnest(list_transform(
                   range(1, len(string_split(host, '.')) + 1),
                   lambda i: array_to_string(string_split(host, '.')[i:], '.'))) AS domain
        FROM linked WHERE host <> ''
    )
    SELECT DISTINCT ix, account, 'handle' AS how
    FROM mentioned JOIN named ON mentioned.handle = named.handle
         AND (named.platform = '' OR named.platform = mentioned.platform)
    UNION
    SELECT DISTINCT ix, account, 'domain' FROM hosts JOIN named USING (domain)
"""
REPOSTS = """
    CREATE OR REPLACE TEMP TABLE reposted AS
    WITH marked AS (
        SELECT p.ix, p.platform, coalesce(o.account_id, '') AS account_id,
               lower(regexp_extract(p.text, '^\\s*RT @([A-Za-z0-9_]{2,40})', 1)) AS handle
        FROM posts p LEFT JOIN posts o
             ON o.platform = p.platform AND o.post_id = p.repost_of AND p.repost_of <> ''
        WHERE p.repost_of <> '' OR p.text LIKE 'RT @%' OR p.text LIKE ' %RT @%'
    )
    SELECT DISTINCT ix, coalesce(n.account, -1) AS account, 'repost' AS how
    FROM marked m LEFT JOIN named n
         ON (n.account_id = m.account_id OR (m.account_id = '' AND n.handle = m.handle))
         AND (n.platform = '' OR n.platform = m.platform)
"""


def find(engine: Engine, corpus: Corpus) -> None:
    """Make the table `credits (ix, account, bloc, outlet, how)`; account -1 is unlisted."""
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE named AS
        SELECT row_number() OVER (ORDER BY platform, account_id) - 1 AS account,
               coalesce(platform, '') AS platform, account_id,
               lower(ltrim(coalesce(handle, account_id), '@')) AS handle,
               name, coalesce(outlet, '') AS outlet,
               regexp_replace(lower(domain), '^(https?://)?(www\\.)?|/.*$', '', 'g') AS domain,
               coalesce(bloc, '') AS bloc
        FROM accounts
    """)
    engine.execute(HANDLES)
    engine.execute(REPOSTS)
    engine.register("spoken", spoken(engine, corpus))
    engine.execute("""
        CREATE OR REPLACE TEMP TABLE credits AS
        WITH every AS (
            SELECT * FROM said UNION SELECT * FROM reposted UNION SELECT * FROM spoken
        ), whose AS (
            SELECT p.ix, n.account, n.outlet FROM posts p JOIN named n
                 ON n.account_id = p.account_id AND (n.platform = '' OR n.platform = p.platform)
        )
        SELECT DISTINCT e.ix, e.account, coalesce(n.bloc, '') AS bloc, n.outlet, e.how
        FROM every e LEFT JOIN named n ON n.account = e.account
             LEFT JOIN whose w ON w.ix = e.ix
        WHERE w.account IS NULL
           OR (e.account <> w.account AND coalesce(nullif(n.outlet, ''), 'none') <> w.outlet)
    """)


def spoken(engine: Engine, corpus: Corpus) -> pa.Table:
    """Posts whose text has an account's name or outlet, as a table (ix, account, how)."""
    rows = engine.rows("""
        SELECT DISTINCT account, trim(label) AS label FROM (
            SELECT account, name AS label FROM named UNION SELECT account, outlet FROM named
        ) WHERE length(trim(label)) > 1 ORDER BY ALL
    """)
    accounts = np.array([row[0] for row in rows], np.int64)
    labels = [row[1] for row in rows]
    encoded = [label.encode() for label in labels]
    offsets = np.cumsum([0, *map(len, encoded)])
    names = tokenise(offsets, np.frombuffer(b"".join(encoded) or b"\0", np.uint8))
    post, name, at = occurrences(corpus.tokens, names)
    keep = np.ones(len(post), np.bool_)
    short = np.array([sum(c.isalnum() for c in label) < SHORT for label in labels], np.bool_)
    doubtful = np.flatnonzero(short[name]) if len(name) else np.zeros(0, np.int64)
    if len(doubtful):
        texts = texts_of(engine, corpus.ix[post[doubtful]])
        for i in doubtful.tolist():
            start = int(corpus.tokens.starts[at[i]])
            keep[i] = as_written(texts[int(corpus.ix[post[i]])], start, labels[name[i]])
    return pa.table(
        {
            "ix": corpus.ix[post[keep]],
            "account": accounts[name[keep]],
            "how": pa.array(["name"] * int(keep.sum()), pa.string()),
        }
    )


def texts_of(engine: Engine, ix: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[int, str]:
    """The texts of some posts."""
    engine.register("wanted", pa.table({"ix": np.unique(ix)}))
    return dict(engine.rows("SELECT ix, text FROM posts SEMI JOIN wanted USING (ix)"))


def as_written(text: str, start: int, label: str) -> bool:
    """Is a short name there letter for letter, and not the mark of a repost?

    >>> as_written("RT @desk: the bridge opens", 0, "RT"), as_written("(RT) The bridge", 1, "RT")
    (False, True)
    """
    after = text[start + len(label) :]
    is_word = not after[:1].isalnum()
    return text[start : start + len(label)] == label and is_word and after[:2] != " @"
