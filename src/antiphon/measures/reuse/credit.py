"""Whom a post names as its source: by handle, link, native repost, or name in the text.

The accounts' table gives what to look for: handle, name, outlet, domain. A name of fewer than
four letters counts only as written ("RT", "AP") and not before an @ ("RT @…" marks a repost). An
account that names itself or its own outlet credits nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels.tokens import Tokens, tokenise

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from antiphon.engine import Engine

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
NAMED = """
    CREATE OR REPLACE TEMP TABLE named AS
    SELECT row_number() OVER (ORDER BY platform, account_id) - 1 AS account,
           coalesce(platform, '') AS platform, account_id,
           lower(ltrim(coalesce(handle, account_id), '@')) AS handle,
           name, coalesce(outlet, '') AS outlet,
           regexp_replace(lower(domain), '^(https?://)?(www\\.)?|/.*$', '', 'g') AS domain,
           coalesce(bloc, '') AS bloc
    FROM accounts
"""
CREDITS = """
    CREATE OR REPLACE TEMP TABLE credits AS
    WITH every AS (
        SELECT * FROM said UNION SELECT * FROM reposted
        UNION SELECT DISTINCT ix, account, 'name' FROM spoken
    ), whose AS (
        SELECT p.ix, n.account, n.outlet FROM posts p JOIN named n
             ON n.account_id = p.account_id AND (n.platform = '' OR n.platform = p.platform)
    )
    SELECT DISTINCT e.ix, e.account, coalesce(n.bloc, '') AS bloc, n.outlet, e.how
    FROM every e LEFT JOIN named n ON n.account = e.account
         LEFT JOIN whose w ON w.ix = e.ix
    WHERE w.account IS NULL
       OR (e.account <> w.account AND coalesce(nullif(n.outlet, ''), 'none') <> w.outlet)
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


@dataclass(frozen=True)
class Names:
    """Names and outlets to look for in texts."""

    accounts: NDArray[np.int64]
    labels: list[str]
    short: NDArray[np.bool_]
    """Whether a name counts only as written."""
    tokens: Tokens


def names(engine: Engine) -> Names:
    """Make the table `named` of the accounts' table, and split its names into words."""
    engine.execute(NAMED)
    rows = engine.rows("""
        SELECT DISTINCT account, trim(label) AS label FROM (
            SELECT account, name AS label FROM named UNION SELECT account, outlet FROM named
        ) WHERE length(trim(label)) > 1 ORDER BY ALL
    """)
    labels = [row[1] for row in rows]
    encoded = [label.encode() for label in labels]
    offsets = np.cumsum([0, *map(len, encoded)])
    return Names(
        np.array([row[0] for row in rows], np.int64),
        labels,
        np.array([sum(c.isalnum() for c in label) < SHORT for label in labels], np.bool_),
        tokenise(offsets, np.frombuffer(b"".join(encoded) or b"\0", np.uint8)),
    )


def find(engine: Engine, spoken: pa.Table) -> None:
    """Make the table `credits (ix, account, bloc, outlet, how)`; account -1 is unlisted.

    `spoken` has the posts whose text says a name: ix, account.
    """
    engine.execute(HANDLES)
    engine.execute(REPOSTS)
    engine.register("spoken", spoken)
    engine.execute(CREDITS)
