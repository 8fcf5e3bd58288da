"""The table of pairs of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.schema import CHANCES, COACTION, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.significance import Tested

    Index = NDArray[np.int64]

KEYS = ("kind", "window_seconds", "account_id_a", "platform_a", "account_id_b", "platform_b")


def edges(acts: Acts, tests: Sequence[Tested]) -> pa.Table:
    """COACTION, sorted."""
    table = pa.concat_tables([COACTION.empty(), *(edge(acts, test) for test in tests)])
    return table.sort_by([(key, "ascending") for key in KEYS])


def edge(acts: Acts, test: Tested) -> pa.Table:
    """The rows of one kind and window."""
    part, some, size = test.kind.part, test.pairs, len(test.pairs)
    at, more = part.windows.index(test.window), part.found.details
    columns: dict[str, Any] = sides(acts, test.a, test.b) | {
        "kind": [OBJECTS[part.kind]] * size,
        "window_seconds": [test.window] * size,
        "objects": test.weight,
        "hot": test.weight - more.cold[at, some],
        "a_first": more.a_first[at, some],
        "b_first": more.b_first[at, some],
        "post_pairs": more.pairs[at, some],
        "mean_lag_seconds": more.lags[at, some] / np.maximum(test.weight, 1),
        "surprise": test.whole(test.surprise),
        "stands": test.stands,
    }
    for null in CHANCES:
        columns |= {
            f"expected_{null}": test.whole(test.chance[null].expected),
            f"p_{null}": test.whole(test.chance[null].p_value),
            f"q_{null}": test.whole(test.q[null]),
        }
    return arrays(COACTION.arrow, columns)


def sides(acts: Acts, a: Index, b: Index) -> dict[str, list[str]]:
    """Platforms, names and blocs of two accounts each."""
    columns: dict[str, list[str]] = {}
    for side, who in (("a", a), ("b", b)):
        columns |= {
            f"platform_{side}": acts.platforms[who].tolist(),
            f"account_id_{side}": acts.names[who].tolist(),
            f"bloc_{side}": acts.blocs[acts.bloc[who]].tolist(),
        }
    return columns


def arrays(schema: pa.Schema, columns: dict[str, Any]) -> pa.Table:
    """Columns by name as a table; a number that is none is null."""
    made = [pa.array(columns[f.name], f.type, from_pandas=True) for f in schema]
    return pa.Table.from_arrays(made, schema=schema)
