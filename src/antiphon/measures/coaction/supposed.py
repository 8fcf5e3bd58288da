"""Pairs of accounts in one file of shares, held against chance as those of a study are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.measures.coaction import significance
from antiphon.measures.coaction.acts import Acts
from antiphon.measures.coaction.settings import Coaction
from antiphon.measures.coaction.weigh import Weighed
from antiphon.measures.trains import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from antiphon.kernels.coaction import Together

    Index = NDArray[np.int64]

NULLS = Coaction().nulls


def by_chance(
    shares: Mapping[str, Index], code: int, found: Together, window: int, least: int
) -> dict[str, pa.Array[Any]]:
    """Columns beside the pairs of one kind.

    Args:
        shares: kind, object, account and time of each, in numbers; in any order.
        code: the kind.
        found: its pairs, all of them.
        window: seconds.
        least: objects that a pair has at least.

    Returns:
        For each null that a pair has to stand under: `expected_` objects and `q_`; and `stands`.
    """
    settings = Coaction(window_seconds=window, min_objects=least)
    mine = np.flatnonzero(shares["kind"] == code)
    keys = tuple(shares[name][mine] for name in ("account", "time", "object"))
    account, time, item = (column[np.lexsort(keys)] for column in keys)
    nobody, one = np.zeros(int(account.max(initial=-1)) + 1, np.int64), np.ones_like(time)
    unit = rounded(time, one, np.zeros_like(time))
    names = np.empty(len(nobody), object)
    kind = np.full(len(mine), code)
    acts = Acts(kind, item, account, kind, time, unit, names, names, nobody, np.array([""], object))
    part = Weighed(code, (window,), np.ones(len(mine), np.bool_), found)
    held = significance.against(significance.laid_out(acts, part, least), window, settings)
    told: dict[str, pa.Array[Any]] = {}
    for null in NULLS:
        told[f"expected_{null}"] = filled(held.whole(held.chance[null].expected))
        told[f"q_{null}"] = filled(held.whole(held.q[null]))
    return told | {"stands": pa.array(held.stands)}


def filled(column: NDArray[np.float64]) -> pa.Array[Any]:
    """A column, empty for pairs that are so many that they were not tested."""
    return pa.array(column, from_pandas=True)
