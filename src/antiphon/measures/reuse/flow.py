"""Who repeats whom: counts, rates and lags by direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.kernels.intervals import clustered_rate, newcombe
from antiphon.schema import ESTIMATES, FLOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from antiphon.engine import Engine
    from antiphon.measures.reuse.overlap import Overlaps
    from antiphon.schema import Blocs

NEAR_IN_TIME = """
    CREATE OR REPLACE TEMP VIEW near_in_time AS
    SELECT platform_b AS platform, post_id_b AS post_id, bloc_b, bloc_a
    FROM passages WHERE lag_seconds <= 600 AND NOT quotation
    UNION SELECT platform_a, post_id_a, bloc_a, bloc_b
    FROM passages WHERE lag_seconds <= 600 AND NOT quotation
"""
REPEATS = """
    CREATE OR REPLACE TEMP VIEW repeats AS
    SELECT platform_b, post_id_b, bloc_b, bloc_a, credited, kind, quotation,
           CASE WHEN order_reason <> 'credit' THEN lag_seconds END AS lag
    FROM passages WHERE "order" = 'first'
    UNION ALL
    SELECT platform_a, post_id_a, bloc_a, bloc_b, true, kind, quotation, NULL
    FROM passages WHERE "order" = 'second'
"""
"""Passages by direction. Only credit makes the post dated later the origin, and then, as where
credit decides between dates that overlap, nobody knows the lag."""
QUERY = """
    WITH best AS (
        SELECT platform_b, post_id_b, bloc_b, bloc_a, min(lag) AS lag, true AS found,
               bool_or(credited) AS credited,
               min(CASE kind WHEN 'exact' THEN 0 WHEN 'edited' THEN 1
                             WHEN 'excerpt' THEN 2 ELSE 3 END) AS kind
        FROM repeats WHERE NOT quotation GROUP BY ALL
    ), quoting AS (
        SELECT bloc_b, bloc_a, count(DISTINCT (platform_b, post_id_b)) AS quotations
        FROM repeats r WHERE quotation AND NOT EXISTS (
            SELECT 1 FROM best b WHERE b.platform_b = r.platform_b AND b.post_id_b = r.post_id_b
                                   AND b.bloc_a = r.bloc_a)
        GROUP BY ALL
    ), open AS (
        SELECT bloc_b, bloc_a, count(DISTINCT (platform_b, post_id_b)) AS undetermined
        FROM passages p WHERE "order" = 'undetermined' AND NOT quotation
              AND NOT EXISTS (
            SELECT 1 FROM best b WHERE b.platform_b = p.platform_b AND b.post_id_b = p.post_id_b
                                   AND b.bloc_a = p.bloc_a)
        GROUP BY ALL
    ), close AS (
        SELECT bloc_b, bloc_a, count(DISTINCT (platform, post_id)) AS soon
        FROM near_in_time GROUP BY ALL
    )
    SELECT bloc_b AS repeater, bloc_a AS origin, count(found) AS posts,
           count(*) FILTER (credited) AS credited,
           coalesce(any_value(soon), 0) AS within_ten_minutes,
           coalesce(any_value(undetermined), 0) AS undetermined,
           coalesce(any_value(quotations), 0) AS quotations,
           quantile_cont(lag, .25) AS lag_quarter, median(lag) AS lag_median,
           quantile_cont(lag, .75) AS lag_three_quarters,
           count(*) FILTER (kind = 0) AS exact, count(*) FILTER (kind = 1) AS edited,
           count(*) FILTER (kind = 2) AS excerpt,
           count(*) FILTER (kind = 3) AS translated
    FROM best FULL JOIN open USING (bloc_b, bloc_a)
         FULL JOIN quoting USING (bloc_b, bloc_a)
         FULL JOIN close USING (bloc_b, bloc_a) GROUP BY ALL
"""
CLUSTERS = """
    WITH repeating AS (
        SELECT DISTINCT platform_b AS platform, post_id_b AS post_id, bloc_b, bloc_a, 'rate' AS what
        FROM repeats WHERE NOT quotation
        UNION ALL SELECT *, 'within_ten_minutes' FROM near_in_time
    ), placed AS (
        SELECT platform, post_id, min(family_id) AS family_id FROM family_posts GROUP BY ALL
    )
    SELECT what, bloc_b, bloc_a,
           coalesce(family_id::VARCHAR, platform || ' ' || post_id) AS family, count(*) AS posts
    FROM repeating LEFT JOIN placed USING (platform, post_id) GROUP BY ALL ORDER BY ALL
"""
Clusters = dict[tuple[str, str, str], list[int]]


def clusters(engine: Engine) -> Clusters:
    """By quantity, repeater and origin: the posts of each message that count."""
    engine.execute(NEAR_IN_TIME)
    engine.execute(REPEATS)
    found: Clusters = {}
    for what, repeater, origin, _, posts in engine.rows(CLUSTERS):
        found.setdefault((what, repeater, origin), []).append(posts)
    return found


def flow(
    engine: Engine,
    blocs: Blocs,
    eligible: Mapping[str, int],
    sizes: Clusters,
    overlaps: Overlaps,
) -> pa.Table:
    """FLOW: a row a repeater and origin, whether or not anything was repeated."""
    counted = {(r["repeater"], r["origin"]): r for r in engine.table(QUERY).to_pylist()}
    rows: list[dict[str, Any]] = []
    for repeater in blocs.all:
        for origin in blocs.all:
            found = counted.get((repeater, origin), {})
            posts = sizes.get(("rate", repeater, origin), [])
            rate, low, high = clustered_rate(posts, eligible[repeater])
            row = {name: found.get(name, 0) for name in FLOW.names}
            row |= {name: found.get(name) for name in FLOW.names if name.startswith("lag_")}
            row |= overlaps[repeater, origin]
            row |= {
                "repeater": repeater,
                "origin": origin,
                "eligible": eligible[repeater],
                "rate": rate,
                "low": low,
                "high": high,
                "families": len(posts),
            }
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=FLOW.arrow)


def estimates(flows: pa.Table, blocs: Blocs, sizes: Clusters) -> pa.Table:
    """ESTIMATES: the quantities of the measure, for every direction between two blocs."""
    rows: list[dict[str, Any]] = []
    rates: dict[str, dict[str, Any]] = {}
    for row in flows.to_pylist():
        if row["repeater"] == row["origin"]:
            continue
        direction = f"{row['repeater']}→{row['origin']}"
        for quantity in ("rate", "within_ten_minutes"):
            found = sizes.get((quantity, row["repeater"], row["origin"]), [])
            value = estimate(quantity, direction, found, row["eligible"])
            rows.append(value | {"unit": "posts per eligible post"})
            if quantity == "rate":
                rates[direction] = rows[-1]
        credit = estimate("credited_share", direction, [1] * row["credited"], row["posts"])
        rows.append(credit | {"unit": "share of repeating posts"})
    compared = [f"{x}→{y}" for x, y in blocs.directions]
    rows += [difference(rates[a], rates[b]) for a in compared for b in compared if a != b]
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def estimate(quantity: str, direction: str, sizes: list[int], denominator: int) -> dict[str, Any]:
    """A row of ESTIMATES for a rate."""
    value, low, high = clustered_rate(sizes, denominator)
    return {
        "measure": "reuse",
        "quantity": quantity,
        "a": direction,
        "b": "",
        "estimate": value,
        "low": low,
        "high": high,
        "level": 0.95,
        "n": sum(sizes),
        "denominator": denominator,
    }


def difference(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    """A row of ESTIMATES for the difference of two rates."""
    value, low, high = newcombe(a, b)
    counts = {name: a[name] + b[name] for name in ("n", "denominator")}
    named = {"quantity": "rate_difference", "b": b["a"]}
    return a | named | counts | {"estimate": value, "low": low, "high": high}
