"""What one bloc says more often than another, code by code: read from the told shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.codebook import shipped
from antiphon.coding.estimated import line
from antiphon.kernels.discoveries import q_values
from antiphon.kernels.intervals import Z95
from antiphon.schema import ESTIMATES, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

READS = {
    "prevalences": (
        *("code", "target", "label", "bloc", "kind", "period", "coder", "estimate", "low", "high"),
        *("method", "n_posts", "n_human"),
    ),
    "prevalence_differences": (
        *("code", "target", "label", "pair", "kind", "period", "coder", "estimate", "low", "high"),
        *("method", "n_human"),
    ),
}
WHOLE = """
    SELECT code, label, pair, d.coder, x.estimate AS x, x.low AS x_low, x.high AS x_high,
           y.estimate AS y, y.low AS y_low, y.high AS y_high, d.estimate AS difference,
           d.low, d.high, d.method, x.n_posts AS n_x, y.n_posts AS n_y, d.n_human
    FROM prevalence_differences d
    JOIN prevalences x USING (code, target, label, kind, coder)
    JOIN prevalences y USING (code, target, label, kind, coder)
    WHERE kind = '' AND d.period IS NULL AND x.period IS NULL AND y.period IS NULL
      AND x.bloc = split_part(pair, '|', 1) AND y.bloc = split_part(pair, '|', 2)
      AND list_contains($codes, code) AND label = 'yes'
    ORDER BY code, label, pair, coder
"""
SHARES = """
    SELECT code, bloc, estimate, low, high, method, n_posts, n_human FROM prevalences
    WHERE kind = '' AND period IS NULL AND label = 'yes' AND list_contains($codes, code)
      AND list_contains($blocs, bloc)
    ORDER BY code, bloc, high - low NULLS LAST, coder
"""


TOLD = {
    "tactics": "SELECT * FROM tactics ORDER BY ALL",
    "aims": "SELECT * FROM aims ORDER BY ALL",
    "credit": "SELECT * FROM credit ORDER BY ALL",
}


def codes_of(book: str) -> list[str]:
    """The codes of a codebook of the package."""
    return [code.id for code in shipped()[book]]


def contrasts(engine: Engine, book: str, table: Table) -> pa.Table:
    """The table of a codebook's codes: all posts of two blocs, and how far their shares differ.

    The p-value is two-sided, of the normal deviate that the interval's width stands for; q-values
    are Benjamini and Hochberg's among all rows that have one.
    """
    import pyarrow as pa

    rows = engine.table(WHOLE, {"codes": codes_of(book)}).to_pylist()
    known = [row for row in rows if row["low"] is not None]
    for row in rows:
        row["p_value"] = row["q_value"] = None
    for row in known:
        row["p_value"] = chance(row["difference"], row["low"], row["high"])
    if known:
        found = q_values(np.array([row["p_value"] for row in known]), len(known))
        for row, q in zip(known, found.tolist(), strict=True):
            row["q_value"] = q
    return pa.Table.from_pylist(rows, schema=table.arrow)


def chance(value: float, low: float, high: float) -> float:
    """The two-sided p-value of a difference, from the side of its interval that faces nought.

    >>> round(chance(0.1, 0.0, 0.2), 3), round(chance(0.1, 0.05, 0.2), 5)
    (0.05, 9e-05)
    """
    half = value - low if value > 0 else high - value
    if half <= 0:
        return 1.0 if value == 0 else 0.0
    return math.erfc(abs(value) / half * Z95 / math.sqrt(2))


def estimates(engine: Engine, blocs: Blocs, book: str) -> pa.Table:
    """ESTIMATES: each code's share in each compared bloc, and differences; the surest told."""
    import pyarrow as pa

    values = {"codes": codes_of(book), "blocs": list(blocs.compare)}
    told: dict[tuple[str, str], Row] = {}
    for row in engine.table(SHARES, values).to_pylist():
        told.setdefault((row["code"], row["bloc"]), row)
    rows = [line(row, measure=book, quantity=code, a=bloc) for (code, bloc), row in told.items()]
    apart: dict[tuple[str, str], Row] = {}
    for row in engine.table(TOLD[book]).to_pylist():
        key = (row["code"], row["pair"])
        if key not in apart or width(row) < width(apart[key]):
            apart[key] = row
    for (code, pair), row in apart.items():
        x, y = pair.split("|")
        if {x, y} <= set(blocs.compare):
            name = f"{code}_difference"
            there = row | {"estimate": row["difference"], "n_posts": row["n_x"]}
            rows.append(line(there, measure=book, quantity=name, a=x, b=y))
            back = row | {"estimate": -row["difference"], "n_posts": row["n_y"]}
            if row["low"] is not None:
                back |= {"low": -row["high"], "high": -row["low"]}
            rows.append(line(back, measure=book, quantity=name, a=y, b=x))
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def width(row: Row) -> float:
    """How wide an interval is; without end where there is none."""
    return math.inf if row["low"] is None else float(row["high"] - row["low"])
