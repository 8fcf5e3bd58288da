"""What the data hold of each bloc: posts a day, dates and their precision, gaps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from antiphon.progress import SILENT, Progress
from antiphon.schema import COVERAGE, GAPS, PRECISIONS, VOLUMES, Blocs, Measure

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

READS = {
    "posts": ("platform", "account_id", "bloc", "created_at", "time_precision", "repost_of"),
}


@dataclass(frozen=True)
class Volumes:
    """`[volumes]`: what counts as a gap."""

    gap_posts: float = field(default=5.0, metadata={"min": 1.0, "max": 1e9})
    """Empty days are a gap when the bloc's median day would have given this many posts in them."""


def compute(
    engine: Engine, blocs: Blocs, settings: Volumes, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count posts by bloc and day, how exact their dates are, and the stretches without any.

    Question: what do the data hold, and where do they hold nothing?
    Definition: a gap is a run of d days without a post in which a bloc whose median day has m
    posts would have had m·d, when m·d ≥ `gap_posts`. If posts came independently, an empty run of
    that expectation has probability exp(-m·d), below 1 % from 5 on.
    Reads wrong when a bloc rests on weekends (short gaps are then its routine), and when a bloc
    posts less than every second day (its median day is empty, so that no gap can be told).

    Args:
        engine: holds the table of `READS`.
        blocs: other accounts are counted in one line of their own.
        settings: see `Volumes`.
        progress: told of the steps.

    Returns:
        Tables volumes, coverage, gaps; their columns are in `antiphon.schema`.
    """
    progress.start("Counting posts")
    names = list(blocs.all)
    volumes = engine.table(
        """SELECT bloc, created_at::DATE AS day, count(*) AS posts,
                  count(DISTINCT (platform, account_id)) AS accounts
           FROM posts WHERE list_contains(?, bloc) GROUP BY ALL ORDER BY bloc, day""",
        [names],
    )
    result = {
        VOLUMES.name: volumes,
        COVERAGE.name: coverage(engine, blocs),
        GAPS.name: gaps(engine, names, settings.gap_posts),
    }
    progress.done()
    return result


def coverage(engine: Engine, blocs: Blocs) -> pa.Table:
    """A row a bloc of the study, and one for the accounts that none of them claims."""
    exact = ", ".join(
        f"count(*) FILTER (coalesce(time_precision, 'second') = '{name}') AS to_{name}"
        for name in PRECISIONS
    )
    return engine.table(
        f"""WITH named AS (
                SELECT *, CASE WHEN list_contains($all, bloc) THEN bloc ELSE '' END AS whose
                FROM posts
            ), listed AS (SELECT unnest($all) AS whose, generate_subscripts($all, 1) AS rank
            ), counted AS (
                SELECT whose, count(DISTINCT (platform, account_id)) AS accounts,
                       count(*) AS posts, min(created_at) AS first, max(created_at) AS last,
                       {exact},
                       count(*) FILTER (coalesce(time_precision, 'second') = 'second'
                                        AND second(created_at) = 0) AS on_the_minute,
                       count(repost_of) AS reposts
                FROM named GROUP BY whose
            )
            SELECT whose AS bloc,
                   CASE WHEN list_contains($compare, whose) THEN 'compare'
                        WHEN whose = '' THEN 'none' ELSE 'reference' END AS role,
                   coalesce(accounts, 0) AS accounts, coalesce(posts, 0) AS posts, first, last,
                   {", ".join(f"coalesce(to_{name}, 0) AS to_{name}" for name in PRECISIONS)},
                   coalesce(on_the_minute, 0) AS on_the_minute, coalesce(reposts, 0) AS reposts
            FROM listed FULL JOIN counted USING (whose) ORDER BY rank NULLS LAST, whose""",  # noqa: S608
        {"all": list(blocs.all), "compare": list(blocs.compare)},
    )


def gaps(engine: Engine, names: list[str], least: float) -> pa.Table:
    """Runs of empty days between a bloc's first and last day, long enough to be told."""
    return engine.table(
        """WITH daily AS (
               SELECT bloc, created_at::DATE AS day, count(*) AS posts
               FROM posts WHERE list_contains($all, bloc) GROUP BY ALL
           ), spans AS (
               SELECT bloc, unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day
               FROM daily GROUP BY bloc
           ), filled AS (
               SELECT bloc, day, coalesce(posts, 0) AS posts,
                      median(coalesce(posts, 0)) OVER (PARTITION BY bloc) AS usual
               FROM spans LEFT JOIN daily USING (bloc, day)
           ), empty AS (
               SELECT bloc, day, usual,
                      day - (row_number() OVER (PARTITION BY bloc ORDER BY day))::INTEGER AS run
               FROM filled WHERE posts = 0
           )
           SELECT bloc, min(day) AS first_day, max(day) AS last_day, count(*) AS days,
                  (count(*) * any_value(usual))::DOUBLE AS expected
           FROM empty GROUP BY bloc, run
           HAVING count(*) * any_value(usual) >= $least ORDER BY bloc, first_day""",
        {"all": names, "least": least},
    )


MEASURE = Measure(
    name="volumes",
    question="What do the data hold of each bloc, how exactly dated, and with which gaps?",
    reads=READS,
    writes=(VOLUMES, COVERAGE, GAPS),
    settings=Volumes,
    compute=compute,
)
