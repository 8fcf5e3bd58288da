"""Chances to speak of an issue: when others speak of it, and when the bloc is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import clustered_rate, newcombe
from antiphon.measures.pointing import acts

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

ON_ISSUE = """
    CREATE OR REPLACE TEMP TABLE on_issue AS
    SELECT i.issue, i.of, p.platform, p.post_id, p.account_id, p.bloc, p.created_at,
           CAST(p.created_at AS DATE) AS day
    FROM issues i JOIN subjects s ON s.kind = 'issue' AND s.subject = i.issue
         JOIN posts p ON p.platform = s.platform AND p.post_id = s.post_id
    WHERE list_contains($blocs, p.bloc)
"""
OCCASIONS = """
    WITH watched AS (
        SELECT bloc, min(CAST(created_at AS DATE)) AS first, max(CAST(created_at AS DATE)) AS last
        FROM posts WHERE list_contains($blocs, bloc) GROUP BY bloc
    ), taken AS (SELECT DISTINCT issue, bloc, day FROM on_issue
    ), occasions AS (
        SELECT DISTINCT t.issue, w.bloc AS by, t.day
        FROM taken t JOIN watched w ON t.bloc <> w.bloc
             AND t.day >= w.first AND t.day + $days <= w.last
    )
    SELECT o.by, o.issue, CAST(date_trunc('week', o.day) AS VARCHAR) AS week, count(*) AS occasions,
           count_if(EXISTS (FROM taken t WHERE t.issue = o.issue AND t.bloc = o.by
                            AND t.day BETWEEN o.day AND o.day + $days)) AS spoke
    FROM occasions o GROUP BY ALL ORDER BY ALL
"""
ASKED = """
    WITH questions AS (
        SELECT DISTINCT q.issue, a.origin AS by, q.platform, q.post_id, q.created_at
        FROM amplifying a JOIN on_issue q ON q.platform = a.platform AND q.post_id = a.post_id
        WHERE a.kind <> 'repost' AND a.origin <> '' AND a.origin <> a.bloc
    )
    SELECT q.by, q.issue, count(*),
           count_if(NOT EXISTS (FROM on_issue p WHERE p.issue = q.issue AND p.bloc = q.by
                                AND p.created_at >= q.created_at
                                AND p.created_at <= q.created_at + to_days($days)))
    FROM questions q GROUP BY ALL ORDER BY ALL
"""
SPOKE = """
    SELECT bloc, issue, count(*), count(DISTINCT (platform, account_id))
    FROM on_issue GROUP BY ALL ORDER BY ALL
"""

DIRECTIONS = """
    SELECT bloc, of, platform, account_id, count(DISTINCT post_id)
    FROM on_issue WHERE bloc <> of GROUP BY ALL ORDER BY ALL
"""


def gather(engine: Engine, blocs: Blocs) -> None:
    """Make the tables `on_issue` and `amplifying`, which the rest reads."""
    acts(engine, blocs)
    engine.execute(ON_ISSUE, {"blocs": list(blocs.all)})


def forget(engine: Engine) -> None:
    """Drop them."""
    engine.execute("DROP TABLE on_issue")
    engine.execute("DROP TABLE amplifying")


def chances(engine: Engine, blocs: Blocs, days: int) -> list[Row]:
    """Rows of SUPPORT, but for the stance: every issue and every bloc that it is not of."""
    issues = engine.rows("SELECT issue, of FROM issues")
    posts = {(b, i): counted for b, i, *counted in engine.rows(SPOKE)}
    asked = {(b, i): counted for b, i, *counted in engine.rows(ASKED, {"days": days})}
    weeks: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for by, issue, _week, occasions, spoke in engine.rows(
        OCCASIONS, {"days": days, "blocs": list(blocs.all)}
    ):
        weeks.setdefault((by, issue), []).append((occasions, spoke))
    rows = []
    for issue, of in issues:
        for by in blocs.all:
            if by == of:
                continue
            usual = [
                week
                for other, whose in issues
                if other != issue and whose != by
                for week in weeks.get((by, other), ())
            ]
            number, accounts = posts.get((by, issue), (0, 0))
            questions, unanswered = asked.get((by, issue), (0, 0))
            rows.append(
                {"issue": issue, "of": of, "by": by, "posts": number, "accounts": accounts}
                | silence(weeks.get((by, issue), []), usual)
                | {"asked": questions, "unanswered": unanswered}
            )
    return rows


def silence(here: list[tuple[int, int]], usual: list[tuple[int, int]]) -> Row:
    """How much seldomer a bloc takes the occasions of an issue than those of others.

    Args:
        here: by week, occasions and those on which it spoke; weeks are the clusters.
        usual: the same of the issues it is compared with.

    >>> found = silence([(5, 0)] * 20, [(5, 4)] * 20)
    >>> found["silence"], found["silence_low"] > 0.5
    (0.8, True)
    """
    mine, theirs = rate(here), rate(usual)
    apart, low, high = newcombe(theirs, mine)
    return {
        "occasions": mine["of"],
        "spoke": mine["spoke"],
        "spoke_low": mine["low"],
        "spoke_high": mine["high"],
        "usual_occasions": theirs["of"],
        "usual_spoke": theirs["spoke"],
        "silence": apart,
        "silence_low": low if apart is not None else None,
        "silence_high": high if apart is not None else None,
    }


def rate(weeks: list[tuple[int, int]]) -> Row:
    """The share of occasions that were taken, with an interval."""
    of = sum(occasions for occasions, _ in weeks)
    value, low, high = clustered_rate([spoke for _, spoke in weeks], of)
    return {
        "of": of,
        "spoke": sum(spoke for _, spoke in weeks),
        "estimate": value,
        "low": low,
        "high": high,
    }


def directions(engine: Engine, blocs: Blocs, rows: list[Row]) -> list[Row]:
    """Rows of SUPPORT_DIRECTIONS, but for the stance: every bloc toward every bloc with issues."""
    counted: dict[tuple[str, str], list[int]] = {}
    for by, of, _platform, _account, posts in engine.rows(DIRECTIONS):
        counted.setdefault((by, of), []).append(posts)
    sql = "SELECT bloc, count(*) FROM posts WHERE list_contains(?, bloc) GROUP BY bloc"
    whole = dict(engine.rows(sql, [list(blocs.all)]))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["by"], row["of"]), []).append(row)
    return [
        direction(ends, mine, counted.get(ends, []), whole.get(ends[0], 0))
        for ends, mine in sorted(found.items())
    ]


def direction(ends: tuple[str, str], issues: list[Row], posts: list[int], whole: int) -> Row:
    """One row, of its issues and of the posts by account."""
    unanswered = sum(row["unanswered"] for row in issues)
    chances = sum(posts) + unanswered
    speaks, low, high = clustered_rate(posts, whole)
    return {
        "by": ends[0],
        "of": ends[1],
        "issues": len(issues),
        "posts": sum(posts),
        "accounts": len(posts),
        "all_posts": whole,
        "speaks": speaks,
        "speaks_low": low,
        "speaks_high": high,
        "unanswered": unanswered,
        "chances": chances,
        "silent": unanswered / chances if chances else None,
    }
