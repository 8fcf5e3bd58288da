"""How large a part of what two blocs share each mechanism has, with intervals over families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.bootstrap import ratios
from antiphon.kernels.intervals import newcombe
from antiphon.schema import ESTIMATES, MECHANISMS, SHARES, Quantity

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

DRAWS = 2000
LEVEL = 0.9
QUANTITIES = tuple(
    quantity
    for name in MECHANISMS
    for quantity in (
        Quantity(
            f"{name}_share",
            "share of repetitions",
            f"a = 'x→y': share of {name} among x's posts of messages shared with y",
        ),
        Quantity(
            f"{name}_share_difference",
            "share of repetitions",
            f"share of {name} in direction a minus that in direction b",
        ),
    )
)
SUMS = """
    SELECT r.family_id, count(*)::DOUBLE AS posts, {sums}
    FROM repetitions r JOIN families f USING (family_id)
    WHERE list_contains($repeaters, r.bloc) AND list_has_all(f.blocs, $pair)
    GROUP BY r.family_id ORDER BY r.family_id
"""


def shares(engine: Engine, blocs: Blocs, seed: int) -> pa.Table:
    """SHARES: per pair of compared blocs and direction, the mean probability of each mechanism.

    Families, not posts, are the unit: they are drawn again with replacement, 2,000 times, and the
    interval holds 90 % of what they give (see `antiphon.kernels.bootstrap`).
    """
    rows: list[dict[str, Any]] = []
    for x, y in blocs.pairs:
        for direction, repeaters in ((f"{x}→{y}", [x]), (f"{y}→{x}", [y]), ("both", [x, y])):
            sums = ", ".join(f"sum(p_{name}) AS {name}" for name in MECHANISMS)
            found = engine.table(SUMS.format(sums=sums), {"repeaters": repeaters, "pair": [x, y]})
            matrix = np.column_stack([found[name].to_numpy() for name in MECHANISMS])
            size = found["posts"].to_numpy()
            share, low, high = ratios(
                matrix.astype(np.float64), size, draws=DRAWS, level=LEVEL, seed=seed
            )
            rows += [
                {
                    "pair": f"{x}|{y}",
                    "direction": direction,
                    "mechanism": name,
                    "share": float(share[k]) if len(size) else None,
                    "low": float(low[k]),
                    "high": float(high[k]),
                    "families": len(size),
                    "posts": int(size.sum()),
                }
                for k, name in enumerate(MECHANISMS)
            ]
    return pa.Table.from_pylist(rows, schema=SHARES.arrow)


def estimates(table: pa.Table) -> pa.Table:
    """ESTIMATES: the shares by direction, and the differences of the two directions of a pair."""
    rows: list[dict[str, Any]] = []
    by: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in table.to_pylist():
        if row["direction"] == "both":
            continue
        estimate = {
            "measure": "mechanism",
            "quantity": f"{row['mechanism']}_share",
            "a": row["direction"],
            "b": "",
            "estimate": row["share"],
            "low": row["low"],
            "high": row["high"],
            "level": LEVEL,
            "n": row["posts"],
            "denominator": row["posts"],
            "unit": "share of repetitions",
        }
        rows.append(estimate)
        by.setdefault((row["pair"], row["mechanism"]), {})[row["direction"]] = estimate
    for directions in by.values():
        for a in directions.values():
            for b in directions.values():
                if a is not b:
                    value, low, high = newcombe(a, b)
                    both = a["n"] + b["n"]
                    rows.append(
                        a
                        | {"quantity": f"{a['quantity']}_difference", "b": b["a"], "n": both}
                        | {"denominator": both, "estimate": value, "low": low, "high": high}
                    )
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)
