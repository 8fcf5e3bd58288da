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
    from antiphon.measures.coaction.significance import Tested

    Row = dict[str, Any]
    Mask = NDArray[np.bool_]


def counts(acts: Acts, tests: Sequence[Tested], unopened: Sequence[Mask]) -> pa.Table:
    """EVENT_COUNTS: a row a window, kind and bloc, all kinds and all blocs together first.

    Args:
        acts: the events.
        tests: every kind within every window.
        unopened: of each test, the pairs whose posts are not listed.
    """
    both = list(zip(tests, unopened, strict=True))
    rows = [
        row
        for window in sorted({test.window for test in tests})
        for row in at(acts, [one for one in both if one[0].window == window])
    ]
    return pa.Table.from_pylist(rows, schema=EVENT_COUNTS.arrow)


def at(acts: Acts, tests: Sequence[tuple[Tested, Mask]]) -> Iterator[Row]:
    """The rows of one window."""
    parts = [test.kind.part for test, _ in tests]
    window, fine = tests[0][0].window, parts[0].fine
    hot, skipped = (
        sum(getattr(part.found, name) for part in parts) for name in ("hot_objects", "skipped")
    )
    whole = np.ones(len(acts.kind), np.bool_)
    for row in by_bloc(acts, whole, fine, tests):
        yield row | {"window_seconds": window, "kind": "", "hot_objects": hot, "skipped": skipped}
    for test, gone in sorted(tests, key=lambda t: OBJECTS[t[0].kind.part.kind]):
        part = test.kind.part
        more = {
            "window_seconds": window,
            "kind": OBJECTS[part.kind],
            "hot_objects": part.found.hot_objects,
            "skipped": part.found.skipped,
        }
        for row in by_bloc(acts, acts.kind == part.kind, fine, [(test, gone)]):
            yield row | more


def linked(acts: Acts, test: Tested, some: Mask) -> Mask:
    """Which accounts are in one of some pairs."""
    mask = np.zeros(len(acts.names), np.bool_)
    mask[test.a[some]] = True
    mask[test.b[some]] = True
    return mask


def by_bloc(
    acts: Acts, some: Mask, fine: Mask, tests: Sequence[tuple[Tested, Mask]]
) -> Iterator[Row]:
    """Posts, accounts, objects and pairs of all blocs together, and of each."""
    whose = acts.bloc[acts.account]
    paired, standing = (
        np.logical_or.reduce([linked(acts, t, t.stands if up else t.weight > 0) for t, _ in tests])
        for up in (False, True)
    )
    for number, name in ((-1, ""), *enumerate(acts.blocs.tolist())):
        own = some if number < 0 else some & (whose == number)
        mine = own & fine
        people = (acts.bloc == number) | (number < 0)
        yield {
            "bloc": name,
            "posts": distinct(acts.post[mine]),
            "coarse": distinct(acts.post[own & ~fine]),
            "accounts": distinct(acts.account[mine]),
            "objects": distinct(acts.object[mine]),
            "linked": int((paired & people).sum()),
            "standing": int((standing & people).sum()),
            "pairs": sum(touching(t, people, t.weight > 0) for t, _ in tests),
            "untested": sum(touching(t, people, ~t.tested) for t, _ in tests),
            "unopened": sum(touching(t, people, gone) for t, gone in tests),
        }


def touching(test: Tested, people: Mask, some: Mask) -> int:
    """Of some pairs, those with one of these people at least."""
    return int(((people[test.a] | people[test.b]) & some).sum())


def distinct(values: NDArray[np.int64]) -> int:
    """How many there are."""
    return int((np.bincount(values) > 0).sum()) if len(values) else 0
