"""results.json: the answer, the numbers behind it, and what to know of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import antiphon
from antiphon.inference import answer
from antiphon.study import spoken, tally, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.engine import Engine
    from antiphon.study.file import Study

ON_THE_MINUTE = 0.99  # share of posts with zero seconds from which minutes are suspected
FEW_POSTS = 50


def summarise(plan: Study, engine: Engine, claims: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The content of results.json."""
    flow = rows(engine, "SELECT * FROM flow")
    shares = rows(engine, "SELECT * FROM shares")
    coverage = rows(engine, "SELECT * FROM coverage")
    sentences = answer.sentences(plan.blocs, flow, shares)
    limits = answer.limits(plan.blocs, flow, coverage)
    assessment = weighed.assessment(engine)
    weighed.hold(assessment, [*(s["text"] for s in sentences), *limits])
    return {
        "antiphon": antiphon.__version__,
        "study": {
            "title": plan.title,
            "question": plan.question,
            "timezone": plan.timezone,
            "compare": list(plan.blocs.compare),
            "reference": list(plan.blocs.reference),
            "sources": [{"path": s.path, "terms": s.terms} for s in plan.sources],
        },
        "answer": sentences,
        "limits": limits,
        "quality": quality(engine, coverage),
        "flow": flow,
        "shares": shares,
        "estimates": rows(engine, "SELECT * FROM estimates"),
        "claims": list(claims),
        "topics": topics(plan, engine, coverage),
        "assessment": assessment,
        "synchrony": synchrony(engine),
        "said": spoken.said(engine, rows),
        "power": weighed.power(engine),
        "controls": weighed.controls(engine),
    }


def synchrony(engine: Engine) -> list[dict[str, Any]]:
    """Every compared pair at every time scale, all subjects together.

    The p_value is that beyond what the pairs with reference blocs show, where these can tell;
    p_interval is that against interval jitter alone, p_labels that against exchanged labels.
    """
    return rows(
        engine,
        """WITH kept AS (
               SELECT * FROM synchrony
               WHERE role = 'compare' AND topic = '' AND p_value IS NOT NULL
           ), chosen AS (
               SELECT * FROM kept WHERE "null" IN ('interval', 'reference')
               QUALIFY row_number() OVER (PARTITION BY pair, delta_seconds, interval_seconds
                                          ORDER BY "null" DESC) = 1
           )
           SELECT s.pair, s.delta_seconds, s.interval_seconds, s."null", s.observed, s.expected,
                  s.p_value, s.q_value, i.expected AS expected_interval, i.p_value AS p_interval,
                  l.p_value AS p_labels, s.posts_a, s.posts_b, s.shared
           FROM chosen s
           JOIN kept i ON i."null" = 'interval' AND i.pair = s.pair
                AND i.delta_seconds = s.delta_seconds AND i.interval_seconds = s.interval_seconds
           LEFT JOIN kept l ON l."null" = 'labels' AND l.pair = s.pair
                AND l.delta_seconds = s.delta_seconds
           ORDER BY s.pair, s.delta_seconds, s.interval_seconds""",
    )


def topics(plan: Study, engine: Engine, coverage: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many of each bloc's posts speak of each topic, narrative and issue."""
    posts = {row["bloc"]: row["posts"] for row in coverage}
    return [
        {
            "kind": subject.table,
            "id": subject.id,
            "bloc": bloc,
            "posts": count,
            "of": posts[bloc],
            "share": count / posts[bloc] if posts[bloc] else None,
        }
        for subject in tally.subjects(engine, plan)
        for bloc, count in subject.posts.items()
    ]


def rows(engine: Engine, sql: str) -> list[dict[str, Any]]:
    """A query's rows, times as ISO 8601 text, numbers rounded to 12 digits, ready for JSON."""
    return [
        {name: plain(value) for name, value in row.items()} for row in engine.table(sql).to_pylist()
    ]


def plain(value: Any) -> Any:
    """A value that JSON can hold."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return value.isoformat() if hasattr(value, "isoformat") else value


def quality(engine: Engine, coverage: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was read and what was not, and what a reader should know of it."""
    (total,) = rows(
        engine,
        """SELECT count(*) AS files, coalesce(sum(rows), 0)::BIGINT AS rows,
                  coalesce(sum(taken), 0)::BIGINT AS taken,
                  coalesce(sum(left_out), 0)::BIGINT AS left_out,
                  coalesce(sum(rejected), 0)::BIGINT AS rejected FROM files""",
    )
    (posts,) = rows(
        engine,
        """SELECT count(*) AS posts, count(DISTINCT (platform, account_id)) AS accounts,
                  min(created_at) AS first, max(created_at) AS last FROM posts""",
    )
    revisions = engine.value("SELECT count(*) FROM revisions")
    return {
        **total,
        **posts,
        "revisions": revisions,
        "repeats": total["taken"] - posts["posts"] - revisions,
        "posts_in_blocs": sum(c["posts"] for c in coverage if c["role"] != "none"),
        "notes": [*of_files(engine, total), *of_blocs(engine, coverage)],
    }


def of_files(engine: Engine, total: dict[str, Any]) -> list[dict[str, str]]:
    """Notes on rows that were rejected."""
    if not total["rejected"]:
        return []
    reasons = engine.rows(
        "SELECT reason, count(*) FROM rejected GROUP BY reason ORDER BY 2 DESC, 1 LIMIT 5"
    )
    listed = ", ".join(f"{reason} ({count:,})" for reason, count in reasons)
    text = f"{total['rejected']:,} of {total['rows']:,} rows were rejected: {listed}."
    return [{"level": "warning", "text": text}]


def of_blocs(engine: Engine, coverage: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Notes on blocs with few posts, coarse dates or gaps."""
    notes: list[tuple[str, str]] = []
    for row in coverage:
        bloc, posts = row["bloc"], row["posts"]
        if row["role"] == "none":
            notes.append(
                ("info", f"{posts:,} posts are of accounts that no bloc of the study has.")
            )
            continue
        if posts < FEW_POSTS:
            notes.append(("warning", f"{bloc} has {posts:,} posts: too few to say much."))
        coarse = row["to_hour"] + row["to_day"]
        if coarse:
            text = f"{coarse:,} of {bloc}'s {posts:,} posts are dated to the hour or day only."
            notes.append(("warning", text))
        if posts >= FEW_POSTS and row["on_the_minute"] >= ON_THE_MINUTE * row["to_second"] > 0:
            text = (
                f"{bloc}'s times have zero seconds throughout. If they are exact to the minute, "
                "say so in the source: constants.time_precision = 'minute'."
            )
            notes.append(("warning", text))
    gaps = engine.rows("SELECT bloc, count(*), sum(days) FROM gaps GROUP BY bloc ORDER BY bloc")
    notes += [
        ("warning", f"{bloc} has {count} gaps of {days} days in all without a post.")
        for bloc, count, days in gaps
    ]
    return [{"level": level, "text": text} for level, text in notes]
