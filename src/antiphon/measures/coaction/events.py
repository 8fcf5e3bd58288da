"""What posts act on: reposts, replies, quotes, links, hashtags, mentions, texts, media."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.measures.links import canonical

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

SHORTEST = 20  # characters of a text without its links: shorter ones are alike by chance
MANY = 10  # texts under one repost_of from which it is no identifier of a post
REPOST = "^\\s*RT @[A-Za-z0-9_]"
MARKED = f"""
    CREATE OR REPLACE TEMP TABLE acting AS
    WITH own AS (
        SELECT row_number() OVER (ORDER BY platform, post_id) AS row, *,
               coalesce(repost_of, '') <> '' OR (starts_with(ltrim(text), 'RT @')
                   AND regexp_matches(text, '{REPOST}')) AS passed_on
        FROM posts
        WHERE list_contains($blocs, bloc) AND coalesce(time_source, '') <> 'captured'
    )
    SELECT row, platform, account_id, bloc, post_id, created_at, lang,
           coalesce(time_precision, 'second') AS time_precision, passed_on, repost_of,
           CASE WHEN NOT passed_on THEN reply_to END AS reply_to,
           CASE WHEN NOT passed_on THEN quote_of END AS quote_of,
           CASE WHEN NOT passed_on THEN media_hashes END AS media,
           trim(regexp_replace(CASE WHEN contains(text, '://')
               THEN regexp_replace(text, '(?i)https?://[^\\s<>"]+', ' ', 'g') ELSE text END,
               '\\s+', ' ', 'g')) AS words,
           CASE WHEN passed_on THEN [] ELSE list_concat(coalesce(urls, []),
               CASE WHEN contains(text, '://')
               THEN regexp_extract_all(text, '(?i)https?://[^\\s<>"]+') ELSE [] END) END AS links,
           CASE WHEN passed_on THEN [] ELSE list_transform(CASE WHEN contains(text, '#')
               THEN regexp_extract_all(text, '#([\\p{{L}}\\p{{M}}\\p{{N}}_]+)', 1) ELSE [] END,
               lambda t: lower(nfc_normalize(t))) END AS spoken,
           CASE WHEN passed_on THEN [] ELSE list_transform(coalesce(hashtags, []),
               lambda t: lower(nfc_normalize(ltrim(t, '#')))) END AS listed,
           CASE WHEN passed_on THEN [] ELSE list_transform(list_concat(coalesce(mentions, []),
               CASE WHEN contains(text, '@')
               THEN regexp_extract_all(text, '@([A-Za-z0-9_]{{2,40}})', 1) ELSE [] END),
               lambda m: lower(ltrim(m, '@'))) END AS handles
    FROM own
"""  # noqa: S608
ACTS = f"""
    CREATE OR REPLACE TEMP TABLE acts AS
    WITH vague AS (
        SELECT platform, repost_of FROM acting WHERE repost_of <> ''
        GROUP BY ALL HAVING count(DISTINCT words) > {MANY}
    ), acts AS (
        SELECT row, 'repost' AS kind, m.platform || ' ' || CASE WHEN v.repost_of IS NULL
                   AND m.repost_of <> '' THEN m.repost_of ELSE words END AS object
        FROM acting m LEFT JOIN vague v USING (platform, repost_of) WHERE passed_on
        UNION ALL SELECT row, 'reply', platform || ' ' || reply_to FROM acting WHERE reply_to <> ''
        UNION ALL SELECT row, 'quote', platform || ' ' || quote_of FROM acting WHERE quote_of <> ''
        UNION ALL SELECT row, 'link', page FROM (SELECT row, unnest(links) AS link FROM acting)
                         JOIN addresses USING (link)
        UNION ALL SELECT row, 'hashtag', unnest(list_concat(spoken, listed)) FROM acting
        UNION ALL SELECT row, 'hashtags', array_to_string(
                         CASE WHEN len(spoken) > 1 THEN spoken ELSE listed END, ' ')
                  FROM acting WHERE greatest(len(spoken), len(listed)) > 1
        UNION ALL SELECT row, 'mention', platform || ' ' || unnest(handles) FROM acting
        UNION ALL SELECT row, 'text', lower(nfc_normalize(words)) FROM acting
                  WHERE NOT passed_on AND length(words) >= {SHORTEST}
        UNION ALL SELECT row, 'media', unnest(media) FROM acting
    )
    SELECT DISTINCT row, kind, object FROM acts WHERE object <> ''
"""  # noqa: S608
MESSAGES = """
    INSERT INTO acts
    SELECT DISTINCT m.row, 'message', f.family_id::VARCHAR
    FROM family_posts f JOIN acting m USING (platform, post_id) WHERE NOT m.passed_on
"""
EVENTS = """
    CREATE OR REPLACE TEMP VIEW events AS
    SELECT platform, account_id, bloc, kind, object, post_id, created_at, time_precision
    FROM acts JOIN acting USING (row)
"""


def events(engine: Engine, blocs: Blocs) -> None:
    """Make the table EVENTS of the study's posts, as a view of the engine's `acts` and `acting`.

    A repost acts on what it reposts and on nothing else. What it reposts is `repost_of`, unless
    so many different texts stand under that name that it is no identifier; then, and where a post
    only begins with "RT @", it is the text. A text is compared without links, case and spacing.
    Messages are the families that reuse found, where the engine has them.
    """
    engine.execute(MARKED, {"blocs": list(blocs.all)})
    canonical(engine, "SELECT unnest(links) AS link FROM acting")
    engine.execute(ACTS)
    if engine.has("family_posts"):
        engine.execute(MESSAGES)
    engine.execute(EVENTS)


def forget(engine: Engine) -> None:
    """Drop what was made on the way."""
    engine.execute("DROP VIEW events")
    for name in ("acts", "acting", "addresses", "acting_accounts", "acting_objects"):
        engine.execute(f"DROP TABLE IF EXISTS {name}")
