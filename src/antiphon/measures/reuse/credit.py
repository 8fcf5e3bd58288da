"""Whom a post gives as its source: by native repost, link, handle, dateline or attribution.

The accounts' table gives what to look for: handle, name, aliases, outlet, domain; the list of
agencies gives further names of those, and agencies that are nobody's account. A name of fewer than
four letters counts only as written ("RT", "AP") and not before an @ ("RT @…" marks a repost). A
name that is not given as the source is a mention, no credit. An account that names itself, its
outlet or its agency credits nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels.names import occurrences
from antiphon.kernels.tokens import Tokens, tokenise
from antiphon.measures.reuse import attribution
from antiphon.measures.reuse.aliases import Form, forms, signs
from antiphon.strings import cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.folding import Folding

SHORT = 4
CUT = ("surface", "before", "after")
SAID = pa.schema({"ix": pa.int64(), "form": pa.int64()} | dict.fromkeys(CUT, pa.large_string()))
"""Where a post says a name: post, number of the form, how it is written, and what is around it."""
NAMED = """
    CREATE OR REPLACE TEMP TABLE named AS
    WITH listed AS (
        SELECT row_number() OVER (ORDER BY platform, account_id) - 1 AS account,
               coalesce(platform, '') AS platform, account_id,
               lower(ltrim(coalesce(handle, account_id), '@')) AS handle,
               trim(name) AS name, coalesce(trim(outlet), '') AS outlet,
               list_transform(coalesce(aliases, []), lambda a: trim(a)) AS aliases,
               regexp_replace(lower(domain), '^(https?://)?(www\\.)?|/.*$', '', 'g') AS domain,
               coalesce(bloc, '') AS bloc
        FROM accounts
    ), labels AS (
        SELECT account, unnest(list_concat([name, outlet], aliases)) AS label FROM listed
    ), shown AS (
        SELECT account, 'name' AS kind, lower(label) AS sign FROM labels
        UNION SELECT account, 'domain', domain FROM listed
        UNION SELECT account, 'handle', handle FROM listed
    ), belongs AS (
        SELECT account, min(agency) AS agency FROM shown
        JOIN agency_signs s ON s.kind = shown.kind AND lower(s.sign) = shown.sign GROUP BY account
    )
    SELECT listed.*, coalesce(agency, '') AS agency FROM listed LEFT JOIN belongs USING (account)
"""
CALLED = """
    CREATE OR REPLACE TEMP TABLE called AS
    SELECT DISTINCT account, label FROM (
        SELECT account, unnest(list_concat([name, outlet], aliases)) AS label FROM named
        UNION ALL
        SELECT coalesce(account, -1), sign FROM agency_signs LEFT JOIN named USING (agency)
        WHERE kind = 'name'
    ) WHERE length(label) > 1
"""
MARKS = """
    CREATE OR REPLACE TEMP TABLE marks AS
    SELECT ix, platform, lower(regexp_extract(text, '^\\s*RT @([A-Za-z0-9_]{2,40})', 1)) AS of,
           coalesce(repost_of, '') AS repost_of,
           list_transform(list_concat(coalesce(mentions, []), CASE WHEN contains(text, '@')
               THEN regexp_extract_all(text, '@([A-Za-z0-9_]{2,40})', 1) ELSE [] END),
               lambda m: lower(ltrim(m, '@'))) AS handles,
           list_concat(coalesce(urls, []), CASE WHEN contains(text, '://')
               THEN regexp_extract_all(text, '(?i)https?://[^\\s<>"]+') ELSE [] END) AS links,
           list_concat(coalesce(hashtags, []), CASE WHEN contains(text, '#')
               THEN regexp_extract_all(text, '#([\\p{L}\\p{M}\\p{N}_]+)', 1) ELSE [] END) AS tags
    FROM posts SEMI JOIN (
        SELECT ix FROM signed UNION ALL SELECT ix FROM posts
        WHERE repost_of <> '' OR len(mentions) > 0 OR len(urls) > 0 OR len(hashtags) > 0
    ) USING (ix)
"""
POINTED = """
    CREATE OR REPLACE TEMP TABLE pointed AS
    WITH mentioned AS (
        SELECT ix, platform, unnest(handles) AS handle FROM marks
    ), linked AS (
        SELECT DISTINCT ix, unnest(list_transform(links, lambda u: regexp_extract(
                   lower(u), '^https?://(?:[^/@]*@)?([^/:?#]+)', 1))) AS host
        FROM marks
    ), hosts AS (
        SELECT host, unnest(list_transform(range(1, len(string_split(host, '.')) + 1),
                   lambda i: array_to_string(string_split(host, '.')[i:], '.'))) AS domain
        FROM (SELECT DISTINCT host FROM linked WHERE host <> '')
    ), marked AS (
        SELECT m.ix, m.platform, coalesce(o.account_id, '') AS account_id, of AS handle
        FROM marks m LEFT JOIN posts o
             ON o.platform = m.platform AND o.post_id = m.repost_of AND m.repost_of <> ''
        WHERE m.repost_of <> '' OR of <> ''
    )
    SELECT DISTINCT ix, account, 'handle' AS how
    FROM mentioned JOIN named ON mentioned.handle = named.handle
         AND (named.platform = '' OR named.platform = mentioned.platform)
    UNION ALL
    SELECT DISTINCT ix, account, 'domain' FROM linked JOIN hosts USING (host)
         JOIN named USING (domain)
    UNION ALL
    SELECT DISTINCT ix, coalesce(n.account, -1), 'repost'
    FROM marked m LEFT JOIN named n
         ON (n.account_id = m.account_id OR (m.account_id = '' AND n.handle = m.handle))
         AND (n.platform = '' OR n.platform = m.platform)
"""
WRITERS = """
    CREATE OR REPLACE TEMP TABLE writers AS
    SELECT p.ix, n.account, n.outlet, n.agency FROM posts p JOIN named n
         ON n.account_id = p.account_id AND (n.platform = '' OR n.platform = p.platform)
"""
AROUND = f"""
    CREATE OR REPLACE TEMP TABLE around AS
    WITH foreign_names AS (
        SELECT s.*, f.* FROM spoken s JOIN forms f USING (form)
        WHERE NOT EXISTS (
            SELECT 1 FROM writers w JOIN called c USING (account)
            WHERE w.ix = s.ix AND c.label = f.label)
    )
    SELECT ix, label, {attribution.left("before")} AS before, {attribution.right("after")} AS after
    FROM foreign_names WHERE NOT regexp_matches(surface, '[,;!?()\\n]')
      AND (NOT short OR (surface = written AND NOT starts_with(after, ' @')))
"""  # noqa: S608
SOURCED = f"""
    CREATE OR REPLACE TEMP TABLE sourced AS
    WITH phrases AS (
        SELECT before, after,
               CASE WHEN {attribution.condition("dateline", "before", "after")} THEN 'dateline'
                    WHEN {attribution.condition("attribution", "before", "after")}
                    THEN 'attribution' ELSE 'name' END AS how
        FROM (SELECT DISTINCT before, after FROM around)
    )
    SELECT DISTINCT ix, account, how
    FROM around JOIN phrases USING (before, after) JOIN called USING (label)
"""  # noqa: S608
CREDITS = """
    CREATE OR REPLACE TEMP TABLE credits AS
    WITH every AS (SELECT * FROM pointed UNION ALL SELECT * FROM sourced)
    SELECT DISTINCT e.ix, e.account, coalesce(n.bloc, '') AS bloc, n.outlet, e.how
    FROM every e LEFT JOIN named n ON n.account = e.account
         LEFT JOIN writers w ON w.ix = e.ix
    WHERE w.account IS NULL
       OR (e.account <> w.account AND coalesce(nullif(n.outlet, ''), 'none') <> w.outlet
           AND coalesce(nullif(n.agency, ''), 'none') <> w.agency)
"""


@dataclass(frozen=True)
class Names:
    """Names to look for in texts, in all their forms."""

    tokens: Tokens
    leads: NDArray[np.int64]
    """Characters of each that stand before the name."""


def names(engine: Engine, fold: Folding | None = None) -> Names:
    """Make the tables `named`, `called` and `forms` of the accounts; split the names into words."""
    agency, kind, sign = zip(*signs(), strict=True)
    engine.register("agency_signs", pa.table({"agency": agency, "kind": kind, "sign": sign}))
    engine.execute(NAMED)
    engine.execute(CALLED)
    labels = [row[0] for row in engine.rows("SELECT DISTINCT label FROM called ORDER BY label")]
    found: list[tuple[str, Form]] = [(label, form) for label in labels for form in forms(label)]
    written = [form.text for _, form in found]
    table = {
        "form": pa.array(range(len(found)), pa.int64()),
        "label": pa.array([label for label, _ in found], pa.string()),
        "written": pa.array(written, pa.string()),
        "short": pa.array([sum(c.isalnum() for c in text) < SHORT for text in written], pa.bool_()),
    }
    engine.register("forms", pa.table(table))
    encoded = [text.encode() for text in written]
    offsets = np.cumsum([0, *map(len, encoded)])
    data = np.frombuffer(b"".join(encoded) or b"\0", np.uint8)
    leads = np.array([form.lead for _, form in found], np.int64)
    return Names(tokenise(offsets, data, fold), leads)


def said(batch: pa.RecordBatch, tokens: Tokens, names: Names) -> pa.Table:
    """Where the posts of a batch say a name; of names within names, the longest."""
    post, form, at = occurrences(tokens, names.tokens)
    last = at + np.diff(names.tokens.offsets)[form] - 1
    order = np.lexsort((-last, at))  # words are numbered through, text after text
    post, form, at, last = post[order], form[order], at[order], last[order]
    furthest = np.maximum.accumulate(last)
    leads = np.r_[True, (at[1:] != at[:-1]) | (last[1:] != last[:-1])][: len(at)]
    inside = np.r_[False, furthest[:-1] >= last[1:]][: len(at)] & leads
    first = np.maximum.accumulate(np.where(leads, np.arange(len(at)), 0))
    keep = ~inside[first]
    post, form = post[keep], form[keep]
    start = tokens.starts[at[keep]].astype(np.int64)
    end = tokens.ends[last[keep]].astype(np.int64)
    points = (
        start - attribution.BEFORE, start, start + names.leads[form], end, end + attribution.AFTER,
    )  # fmt: skip
    pieces = cut(batch["text"], post, points, ((1, 3), (0, 2), (3, 4)))
    return pa.table([batch["ix"].to_numpy()[post], form, *pieces], schema=SAID)


def find(engine: Engine, spoken: pa.Table, signed: pa.Table) -> None:
    """Make the table `credits (ix, account, bloc, outlet, how)`; account -1 is unlisted.

    `spoken` has the places where posts say a name, see `SAID`; `signed` the posts, `ix`, whose
    texts may have handles, hashtags or links. The kind `name` is no credit.
    """
    engine.register("spoken", spoken)
    engine.register("signed", signed)
    for statement in (MARKS, POINTED, WRITERS, AROUND, SOURCED, CREDITS):
        engine.execute(statement)
