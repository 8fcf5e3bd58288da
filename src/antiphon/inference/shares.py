"""How large a part of what two blocs share each mechanism has, with intervals over families."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels.intervals import newcombe
from antiphon.kernels.mixture_shares import imputed
from antiphon.schema import ESTIMATES, MECHANISMS, PERIOD_LENGTHS, PERIODS, SHARES, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

DRAWS = 2000
MANY = 20_000
"""Posts above which a quarter of the draws will do: the intervals are narrow then."""
LEVEL = 0.9
DAYS = (7, 30, 91, 365)
"""Lengths of periods."""
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
    SELECT r.family_id, f.first_at, {columns}
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
    for pair, direction, repeaters in directions(blocs):
        found = engine.table(of_a_pair(), {"repeaters": repeaters, "pair": list(pair)})
        rows += estimated("|".join(pair), direction, found, seed)
    return pa.Table.from_pylist(rows, schema=SHARES.arrow)


def periods(engine: Engine, blocs: Blocs, seed: int) -> pa.Table:
    """PERIODS: the same for the messages that began in each week, month, quarter or year.

    The periods are the longest of these of which there are six or more between the first message
    and the last, weeks if there are fewer; a message counts where it began.
    """
    rows: list[dict[str, Any]] = []
    for pair, direction, repeaters in directions(blocs):
        found = engine.table(of_a_pair(), {"repeaters": repeaters, "pair": list(pair)})
        if not found.num_rows:
            continue
        began = found["first_at"].to_numpy().astype("datetime64[D]")
        length = longest(int((began.max() - began.min()).astype(int)))
        period = np.array([starts(day, length) for day in began.tolist()])
        for first in sorted(set(period.tolist())):
            some = found.take(np.flatnonzero(period == first))
            rows += [
                row | {"period": first, "length": length}
                for row in estimated("|".join(pair), direction, some, seed)
            ]
    return pa.Table.from_pylist(rows, schema=PERIODS.arrow)


def longest(days: int) -> str:
    """The longest length of which there are at least six.

    >>> longest(20), longest(150), longest(300), longest(4000)
    ('week', 'week', 'month', 'year')
    """
    enough = [name for name, size in zip(PERIOD_LENGTHS, DAYS, strict=True) if days >= 6 * size]
    return enough[-1] if enough else PERIOD_LENGTHS[0]


def starts(day: date, length: str) -> date:
    """The first day of the period that a day is in.

    >>> from datetime import date
    >>> [str(starts(date(2020, 8, 20), length)) for length in PERIOD_LENGTHS]
    ['2020-08-17', '2020-08-01', '2020-07-01', '2020-01-01']
    """
    if length == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}[length]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def directions(blocs: Blocs) -> Iterator[tuple[tuple[str, str], str, list[str]]]:
    """Every pair, its directions and both, and whose posts they are about."""
    for x, y in blocs.pairs:
        for direction, repeaters in ((f"{x}→{y}", [x]), (f"{y}→{x}", [y]), ("both", [x, y])):
            yield (x, y), direction, repeaters


def of_a_pair() -> str:
    """The repetitions of a pair, family by family."""
    return OF_A_PAIR.format(columns=", ".join(f"p_{name}" for name in MECHANISMS))


def estimated(pair: str, direction: str, found: pa.Table, seed: int) -> list[dict[str, Any]]:
    """A row a mechanism."""
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
    return [
        {
            "pair": pair,
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
