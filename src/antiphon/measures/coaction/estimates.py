"""The quantities of co-action that claims may be about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.kernels.intervals import clustered_rate
from antiphon.schema import ESTIMATES, Blocs, Quantity

if TYPE_CHECKING:
    from antiphon.engine import Engine

    Row = dict[str, Any]

QUANTITIES = (
    Quantity(
        "linked",
        "share of accounts",
        "a = 'x→y': accounts of x that act together with an account of y",
    ),
    Quantity(
        "stands",
        "share of accounts",
        "a = 'x→y': accounts of x that do so more than chance, in a pair that stands",
    ),
    Quantity(
        "after",
        "share of objects",
        "a = 'x→y': objects on which x's account came after y's, of those with an order",
    ),
)
LINKED = """
    WITH pairs AS (
        SELECT bloc_a AS x, platform_a AS platform, account_id_a AS account FROM coaction
        WHERE window_seconds = $window AND bloc_b = $other
        UNION SELECT bloc_b, platform_b, account_id_b FROM coaction
        WHERE window_seconds = $window AND bloc_a = $other
    )
    SELECT count(DISTINCT (platform, account)) FROM pairs WHERE x = $bloc
"""
AFTER = """
    WITH pairs AS (
        SELECT b_first AS after, a_first AS before FROM coaction
        WHERE window_seconds = $window AND bloc_a = $bloc AND bloc_b = $other
        UNION ALL SELECT a_first, b_first FROM coaction
        WHERE window_seconds = $window AND bloc_b = $bloc AND bloc_a = $other
    )
    SELECT after, after + before FROM pairs WHERE after + before > 0
"""
STANDING = """
    WITH pairs AS (
        SELECT bloc_a AS x, platform_a AS platform, account_id_a AS account_id FROM coaction
        WHERE window_seconds = $window AND stands AND bloc_b = $other
        UNION SELECT bloc_b, platform_b, account_id_b FROM coaction
        WHERE window_seconds = $window AND stands AND bloc_a = $other
    )
    SELECT count(*) FROM (SELECT DISTINCT platform, account_id FROM pairs WHERE x = $bloc)
         JOIN coaction_members m USING (platform, account_id)
    WHERE m.window_seconds = $window AND m.kind = ''
    GROUP BY m."group" ORDER BY m."group"
"""


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of every direction, within the shorter window, over all kinds of objects."""
    window = engine.value("SELECT min(window_seconds) FROM coaction_counts")
    totals = dict(
        engine.rows(
            "SELECT bloc, accounts FROM coaction_counts WHERE window_seconds = ? AND kind = ''",
            [window],
        )
    )
    rows = []
    for x, y in blocs.directions:
        given = {"window": window, "bloc": x, "other": y}
        linked = engine.value(LINKED, given)
        rows.append(row("linked", (x, y), [1] * linked, totals.get(x, 0), "share of accounts"))
        sizes = [n for (n,) in engine.rows(STANDING, given)]
        rows.append(row("stands", (x, y), sizes, totals.get(x, 0), "share of accounts"))
        lead = engine.rows(AFTER, given)
        after, of = [n for n, _ in lead if n], sum(n for _, n in lead)
        rows.append(row("after", (x, y), after, of, "share of objects"))
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def row(quantity: str, pair: tuple[str, str], counted: list[int], of: int, unit: str) -> Row:
    """One estimate: a share whose counts come in clusters."""
    value, low, high = clustered_rate(counted, of)
    return {
        "measure": "coaction",
        "quantity": quantity,
        "a": "→".join(pair),
        "b": "",
        "estimate": value,
        "low": low,
        "high": high,
        "level": 0.95,
        "n": sum(counted),
        "denominator": of,
        "unit": unit,
    }
