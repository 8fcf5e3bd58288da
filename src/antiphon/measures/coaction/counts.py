"""How many posts act on what, and how many accounts are in a pair: the denominators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.schema import EVENT_COUNTS, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.weigh import Weighed

    Row = dict[str, Any]
    Mask = NDArray[np.bool_]


def counts(acts: Acts, found: Sequence[Weighed], least: int) -> pa.Table:
    """EVENT_COUNTS: a row a window, kind and bloc, all kinds and all blocs together first."""
    rows = [
        row
        for window in sorted({w for part in found for w in part.windows})
        for row in at(acts, [part for part in found if window in part.windows], window, least)
    ]
    return pa.Table.from_pylist(rows, schema=EVENT_COUNTS.arrow)


def at(acts: Acts, found: Sequence[Weighed], window: int, least: int) -> Iterator[Row]:
    """The rows of one window."""
    linked = [paired(acts, part, window, least) for part in found]
    everyone = np.logical_or.reduce(linked)
    hot, skipped = (
        sum(getattr(part.found, name) for part in found) for name in ("hot_objects", "skipped")
    )
    whole = np.ones(len(acts.kind), np.bool_)
    fine = found[0].fine
    for row in by_bloc(acts, whole, fine, everyone):
        yield row | {"window_seconds": window, "kind": "", "hot_objects": hot, "skipped": skipped}
    for part, some in sorted(zip(found, linked, strict=True), key=lambda p: OBJECTS[p[0].kind]):
        more = {
            "window_seconds": window,
            "kind": OBJECTS[part.kind],
            "hot_objects": part.found.hot_objects,
            "skipped": part.found.skipped,
        }
        for row in by_bloc(acts, acts.kind == part.kind, fine, some):
            yield row | more


def paired(acts: Acts, part: Weighed, window: int, least: int) -> Mask:
    """Which accounts are in a pair."""
    strong = part.strong(window, least)
    mask = np.zeros(len(acts.names), np.bool_)
    mask[part.found.a[strong]] = True
    mask[part.found.b[strong]] = True
    return mask


def by_bloc(acts: Acts, some: Mask, fine: Mask, linked: Mask) -> Iterator[Row]:
    """Posts, accounts and objects of all blocs together, and of each."""
    whose = acts.bloc[acts.account]
    for number, name in ((-1, ""), *enumerate(acts.blocs.tolist())):
        own = some if number < 0 else some & (whose == number)
        mine = own & fine
        yield {
            "bloc": name,
            "posts": distinct(acts.post[mine]),
            "coarse": distinct(acts.post[own & ~fine]),
            "accounts": distinct(acts.account[mine]),
            "objects": distinct(acts.object[mine]),
            "linked": int((linked if number < 0 else linked & (acts.bloc == number)).sum()),
        }


def distinct(values: NDArray[np.int64]) -> int:
    """How many there are."""
    return int((np.bincount(values) > 0).sum()) if len(values) else 0
