"""How large a part of what two blocs share each mechanism has, with intervals over families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.intervals import newcombe
from antiphon.kernels.mixture_shares import imputed
from antiphon.schema import ESTIMATES, MECHANISMS, SHARES, Quantity

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

DRAWS = 2000
MANY = 20_000
"""Posts above which a quarter of the draws will do: the intervals are narrow then."""
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
OF_A_PAIR = """
    SELECT r.family_id, {columns}
    FROM repetitions r JOIN families f USING (family_id)
    WHERE list_contains($repeaters, r.bloc) AND list_has_all(f.blocs, $pair)
    ORDER BY r.family_id, r.created_at, r.post_id
"""


def shares(engine: Engine, blocs: Blocs, seed: int) -> pa.Table:
    """SHARES: per pair of compared blocs and direction, the mean probability of each mechanism.

    Families, not posts, are the unit: they are drawn again with replacement, and with each draw
    every post is given a mechanism by its probabilities; the interval holds 90 % of what the draws
    give (see `antiphon.kernels.mixture_shares`).
    """
    rows: list[dict[str, Any]] = []
    columns = ", ".join(f"p_{name}" for name in MECHANISMS)
    for x, y in blocs.pairs:
        for direction, repeaters in ((f"{x}→{y}", [x]), (f"{y}→{x}", [y]), ("both", [x, y])):
            query = OF_A_PAIR.format(columns=columns)
            found = engine.table(query, {"repeaters": repeaters, "pair": [x, y]})
            chance = np.column_stack([found[f"p_{name}"].to_numpy() for name in MECHANISMS])
            family = found["family_id"].to_numpy()
            families = np.flatnonzero(np.r_[True, family[1:] != family[:-1], True])
            if not len(family):
                families = np.zeros(1, np.int64)
            share, low, high = imputed(
                families,
                chance.astype(np.float64),
                draws=DRAWS // 4 if len(family) > MANY else DRAWS,
                level=LEVEL,
                seed=seed,
            )
            rows += [
                {
                    "pair": f"{x}|{y}",
                    "direction": direction,
                    "mechanism": name,
                    "share": float(share[k]) if len(family) else None,
                    "low": float(low[k]),
                    "high": float(high[k]),
                    "families": len(families) - 1,
                    "posts": len(family),
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
