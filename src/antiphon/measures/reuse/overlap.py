"""Posts that share a link or their hashtags with an earlier post, and no words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.measures.links import canonical

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

LINKS = "SELECT unnest(links) AS link FROM marks"
SITES = """
    CREATE OR REPLACE TEMP TABLE sites AS
    SELECT link, page AS key, regexp_extract(page, '^[^/?#:]+') AS host FROM addresses
"""
ITEMS = """
    CREATE OR REPLACE TEMP TABLE items AS
    WITH kin AS (
        SELECT a.account, b.domain FROM named a JOIN named b
             ON b.account = a.account OR (a.outlet <> '' AND b.outlet = a.outlet)
             OR (a.agency <> '' AND b.agency = a.agency)
        WHERE b.domain <> ''
    ), linked AS (
        SELECT DISTINCT ix, key, host FROM (SELECT ix, unnest(links) AS link FROM marks)
             JOIN sites USING (link)
    ), tagged AS (
        SELECT ix, list_sort(list_distinct(list_transform(tags,
                   lambda t: lower(nfc_normalize(ltrim(t, '#')))))) AS tags
        FROM marks WHERE len(tags) > 1
    ), keyed AS (
        SELECT ix, 'link' AS kind, key FROM linked l WHERE NOT EXISTS (
            SELECT 1 FROM writers w JOIN kin k USING (account)
            WHERE w.ix = l.ix AND (l.host = k.domain OR ends_with(l.host, '.' || k.domain)))
        UNION ALL
        SELECT ix, 'hashtag', array_to_string(tags, ' ') FROM tagged WHERE len(tags) > 1
    )
    SELECT k.*, p.bloc, hash(p.platform, p.account_id) AS writer, since, until
    FROM keyed k JOIN posts p USING (ix) JOIN dated USING (ix) WHERE list_contains($blocs, p.bloc)
"""
EARLIER = """
    CREATE OR REPLACE TEMP TABLE earlier AS
    WITH several AS (
        SELECT kind, key FROM items GROUP BY ALL HAVING min(writer) <> max(writer)
    ), moments AS (
        SELECT kind, key, bloc AS origin, until,
               CASE WHEN min(writer) = max(writer) THEN min(writer) END AS writer
        FROM items SEMI JOIN several USING (kind, key) GROUP BY ALL
    ), turns AS (
        SELECT *, lag(until) OVER along AS until_before,
               writer IS DISTINCT FROM lag(writer) OVER along AS turn
        FROM moments WINDOW along AS (PARTITION BY kind, key, origin ORDER BY until)
    )
    SELECT kind, key, origin, until, writer, CASE WHEN writer IS NULL THEN until ELSE
               max(CASE WHEN turn THEN until_before END) OVER (
                   PARTITION BY kind, key, origin ORDER BY until) END AS until_other
    FROM turns
"""
SHARED = """
    CREATE OR REPLACE TEMP TABLE alike AS
    WITH asked AS (
        SELECT ix, kind, key, bloc, writer, since, unnest($blocs) AS origin
        FROM items WHERE since IS NOT NULL
    ), met AS (
        SELECT a.ix, a.kind, a.bloc, a.origin, a.since,
               CASE WHEN e.writer IS DISTINCT FROM a.writer THEN until ELSE until_other END AS seen
        FROM asked a ASOF JOIN earlier e
             ON e.kind = a.kind AND e.key = a.key AND e.origin = a.origin AND e.until <= a.since
    ), worded AS (
        SELECT ix_b AS ix, p.bloc AS origin FROM pairs JOIN posts p ON p.ix = ix_a
        UNION SELECT ix_a, p.bloc FROM pairs JOIN posts p ON p.ix = ix_b
    )
    SELECT DISTINCT ix, kind, bloc, origin FROM met ANTI JOIN worded USING (ix, origin)
    WHERE seen >= since - to_microseconds($window::BIGINT)
"""
COUNTS = """
    SELECT bloc, origin, count(*) FILTER (links) AS link_only,
           count(*) FILTER (NOT links) AS hashtag_only
    FROM (SELECT ix, bloc, origin, bool_or(kind = 'link') AS links FROM alike GROUP BY ALL)
    GROUP BY ALL
"""
BASES = """
    SELECT bloc, count(DISTINCT ix) FILTER (kind = 'link') AS linking,
           count(DISTINCT ix) FILTER (kind = 'hashtag') AS tagging
    FROM items GROUP BY bloc
"""
Overlaps = dict[tuple[str, str], dict[str, int]]


def overlaps(engine: Engine, blocs: Blocs, window_days: float) -> Overlaps:
    """By repeater and origin: posts that share but a link or hashtags, and out of how many.

    For each post, link or set of hashtags, and bloc, the latest post that is surely earlier and
    of another account is looked up in order of time: the cost does not grow with popularity.
    """
    window = {"blocs": list(blocs.all), "window": int(window_days * 86_400_000_000)}
    canonical(engine, LINKS)
    engine.execute(SITES)
    engine.execute(ITEMS, {"blocs": list(blocs.all)})
    engine.execute(EARLIER)
    engine.execute(SHARED, window)
    bases = {bloc: more for bloc, *more in engine.rows(BASES)}
    found = {(x, y): counts for x, y, *counts in engine.rows(COUNTS)}
    made: Overlaps = {}
    for pair in ((x, y) for x in blocs.all for y in blocs.all):
        (links, hashtags), (linking, tagging) = found.get(pair, (0, 0)), bases.get(pair[0], (0, 0))
        counts = {"link_only": links, "hashtag_only": hashtags}
        made[pair] = counts | {"linking": linking, "tagging": tagging}
    return made
