"""Addresses as objects: two that lead to the same page are one.

Scheme, user, port, `www.`, `m.`, `mobile.` and `amp.`, fragment, tracking parameters, the order of
parameters and a slash at the end say nothing of the page. Posts, films and channels of large
platforms have one address each. An address of a site that only forwards says nothing of where to:
it is left out, unless the data have it resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from antiphon.engine import Engine

SHORTENERS = (
    *("t.co", "bit.ly", "goo.gl", "ow.ly", "tinyurl.com", "is.gd", "buff.ly", "dlvr.it"),
    *("ift.tt", "lnkd.in", "trib.al", "clck.ru", "vk.cc", "t.cn", "dwz.cn", "url.cn", "cutt.ly"),
)
"""Sites that forward whatever they are given."""
FORWARDERS = (
    *SHORTENERS,
    *("j.mp", "fb.me", "wp.me", "shar.es", "amzn.to", "nyti.ms", "reut.rs", "rebrand.ly"),
)
"""Sites whose addresses say nothing of what they lead to."""
TAGS = "utm_[^&=]*|fbclid|gclid|yclid|igshid|mc_cid|mc_eid|ref_src|_openstat"
"""Parameters that say where a link was met, as an expression."""
TRACKING = f"{TAGS}|igsh|ref_url|smid"
CANONICAL = f"""
    CREATE OR REPLACE TEMP TABLE addresses AS
    WITH bare AS (
        SELECT DISTINCT unnest(links) AS link FROM {{source}}
    ), parts AS (
        SELECT link, regexp_extract(regexp_replace(link, '#.*$|[).,;:!?''»”…]+$', '', 'g'),
            '(?i)^https?://(?:[^/@]*@)?(?:(?:www|m|mobile|amp)\\.)?([^/:?]+)(?::\\d+)?([^?]*)\\??(.*)$',
            ['host', 'path', 'query']) AS part
        FROM bare
    ), cut AS (
        SELECT link, replace(lower(part.host), '.m.wikipedia.', '.wikipedia.') AS host,
               rtrim(part.path, '/') AS path,
               list_sort(list_filter(string_split(part.query, '&'), lambda q:
                   q <> '' AND NOT regexp_full_match(q, '(?i)(?:{TRACKING})(?:=.*)?'))) AS query
        FROM parts
    ), plain AS (
        SELECT link, host, path, host || path || CASE WHEN len(query) > 0
                   THEN '?' || array_to_string(query, '&') ELSE '' END AS whole
        FROM cut
        WHERE host <> '' AND (path <> '' OR len(query) > 0)
              AND NOT list_contains($forwarders, host)
    )
    SELECT link, CASE
        WHEN host IN ('twitter.com', 'x.com') AND regexp_matches(path, '/status(?:es)?/\\d+')
            THEN 'twitter.com/status/' || regexp_extract(path, '/status(?:es)?/(\\d+)', 1)
        WHEN host IN ('twitter.com', 'x.com') THEN 'twitter.com' || lower(path)
        WHEN host = 'youtu.be' THEN 'youtube.com/' || regexp_extract(path, '^/([^/]+)', 1)
        WHEN host = 'youtube.com' AND regexp_matches(whole, '[?&]v=[\\w-]+')
            THEN 'youtube.com/' || regexp_extract(whole, '[?&]v=([\\w-]+)', 1)
        WHEN host = 'youtube.com' AND regexp_matches(path, '^/(?:shorts|live|embed)/')
            THEN 'youtube.com/' || regexp_extract(path, '^/[a-z]+/([^/]+)', 1)
        WHEN host IN ('t.me', 'telegram.me')
            THEN 't.me' || lower(regexp_replace(path, '^/s/', '/'))
        WHEN host = 'facebook.com' AND NOT contains(whole, '?') THEN host || lower(path)
        ELSE regexp_replace(whole, '/amp$', '') END AS page
    FROM plain
"""  # noqa: S608


def canonical(engine: Engine, source: str) -> None:
    """Make the table `addresses` (link, page) of the lists in the column `links` of a table."""
    sql = CANONICAL.replace("{source}", source)
    engine.execute(sql, {"forwarders": list(FORWARDERS)})
