"""Which of two posts that share a passage was first, and by what sign; or that nothing tells.

A date stands for an interval: the second, minute, hour or day it is exact to. Of a post that was
only captured, the date is the end of an interval without a beginning.
"""

from __future__ import annotations

from antiphon.schema import PRECISIONS

LENGTH = "CASE coalesce(time_precision, 'second') {} END".format(
    " ".join(f"WHEN '{name}' THEN {seconds}" for name, seconds in PRECISIONS.items())
)
DATED = f"""
    CREATE OR REPLACE TEMP TABLE dated AS
    WITH begun AS (
        SELECT ix, time_source, {LENGTH} AS seconds,
               CASE WHEN coalesce(time_precision, 'second') = 'second'
                    THEN date_trunc('second', created_at) ELSE created_at END AS since
        FROM posts
    )
    SELECT ix, CASE WHEN time_source = 'captured' THEN NULL ELSE since END AS since,
           since + to_seconds(seconds) AS until
    FROM begun
"""  # noqa: S608
"""Makes the table `dated (ix, since, until)`; `since` is empty for captured posts."""
SURE = "('repost', 'domain', 'dateline', 'attribution')"
ORDERED = f"""
    WITH signs AS (
        SELECT *, CASE WHEN until_a <= since_b THEN 1 WHEN until_b <= since_a THEN -1 ELSE 0 END
                  AS by_times,
               coalesce(b_reposts, false)::INT - coalesce(a_reposts, false)::INT AS by_repost,
               coalesce(credit_b <> 'name', false)::INT AS b_credits,
               coalesce(credit_a <> 'name', false)::INT AS a_credits,
               coalesce(credit_b IN {SURE}, false)::INT - coalesce(credit_a IN {SURE}, false)::INT
                  AS by_source
        FROM {{rows}}
    ), reasons AS (
        SELECT *, CASE
               WHEN by_repost <> 0 AND by_times <> -by_repost THEN 'repost'
               WHEN by_repost <> 0 THEN 'contradiction'
               WHEN by_times <> 0 AND by_source <> -by_times THEN 'times'
               WHEN by_times <> 0 OR b_credits + a_credits = 2 THEN 'contradiction'
               WHEN b_credits + a_credits = 1 THEN 'credit'
               WHEN since_a IS NULL OR since_b IS NULL THEN 'captured'
               ELSE 'overlap' END AS order_reason
        FROM signs
    )
    SELECT *, CASE CASE order_reason WHEN 'repost' THEN by_repost WHEN 'times' THEN by_times
                        WHEN 'credit' THEN b_credits - a_credits ELSE 0 END
              WHEN 1 THEN 'first' WHEN -1 THEN 'second' ELSE 'undetermined' END AS "order"
    FROM reasons
"""  # noqa: S608
"""What a is of a and b: {rows} has since, until, whether each reposts the other, and how each
credits the other's account (`credit_b`: b credits a). Adds `order` and `order_reason`."""
