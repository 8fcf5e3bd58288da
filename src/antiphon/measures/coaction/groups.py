"""Groups: communities of the network of pairs that stand, kind by kind and over all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from antiphon.kernels.coaction_excess import GRID
from antiphon.kernels.communities import communities, largest
from antiphon.schema import CHANCES, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.drawn import Drawn, Key
    from antiphon.measures.coaction.significance import Tested

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Row = dict[str, Any]

SEED = 1


class Network(NamedTuple):
    """The pairs that stand within one window, of one kind or of all."""

    kind: int
    """-1 for all."""
    window: int
    a: Index
    b: Index
    weight: Index
    expected: Mapping[str, Array]
    tests: Sequence[Tested]
    """Whose pairs they are."""
    group: Index
    """Of each account of the study; -1 for none."""

    @property
    def name(self) -> str:
        """The kind's name; '' for all."""
        return OBJECTS[self.kind] if self.kind >= 0 else ""


def networks(acts: Acts, tests: Sequence[Tested]) -> Iterator[Network]:
    """Those with a pair that stands: each window's kinds, then all its kinds together."""
    for window in sorted({test.window for test in tests}):
        mine = [test for test in tests if test.window == window and test.stands.any()]
        for test in mine:
            yield network(acts, test.kind.part.kind, [test])
        if mine:
            yield network(acts, -1, mine)


def network(acts: Acts, kind: int, tests: Sequence[Tested]) -> Network:
    """One network: what two accounts share is summed over kinds."""
    many = len(acts.names)
    keys = np.concatenate([(t.a * many + t.b)[t.stands] for t in tests])
    keys, place = np.unique(keys, return_inverse=True)
    shared = np.concatenate([t.weight[t.stands] for t in tests])
    weight = np.bincount(place, shared, len(keys)).astype(np.float64)
    expected = {
        null: np.bincount(
            place,
            np.concatenate([t.chance[null].expected[t.stands[t.tested]] for t in tests]),
            len(keys),
        ).astype(np.float64)
        for null in CHANCES
    }
    a, b = keys // many, keys % many
    group = communities(a, b, weight, many, SEED)
    return Network(kind, tests[0].window, a, b, weight.astype(np.int64), expected, tests, group)


def described(net: Network, draws: Mapping[Key, Drawn]) -> list[Row]:
    """What the network says of each of its groups, in their order."""
    one, other = net.group[net.a], net.group[net.b]
    same = one == other
    many = int(net.group.max()) + 1
    accounts = np.bincount(net.group[net.group >= 0], minlength=many)
    pairs = np.bincount(one[same], minlength=many)
    leaving = np.bincount(np.concatenate([one[~same], other[~same]]), minlength=many)
    weight = np.bincount(one[same], net.weight[same], many)
    expected = {n: np.bincount(one[same], net.expected[n][same], many) for n in CHANCES}
    rows = []
    for g in range(many):
        size = int(accounts[g])
        holds = int(held(net, same & (one == g), net.weight, size))
        row: Row = {
            "kind": net.name,
            "window_seconds": net.window,
            "group": g + 1,
            "accounts": size,
            "pairs": int(pairs[g]),
            "density": float(pairs[g] / (size * (size - 1) / 2)),
            "outward": int(leaving[g]),
            "weight": int(weight[g]),
            "holds": holds,
        }
        for null in CHANCES:
            row[f"expected_{null}"] = float(expected[null][g])
            drawn = draws.get((net.kind, net.window, null))
            row[f"p_{null}"] = None if drawn is None else by_chance(net, g, size, drawn)
        rows.append(row)
    return rows


def held(net: Network, some: Mask, weight: Index | Array, size: int) -> float:
    """The most by which all accounts of a group hang together, pair by pair."""
    mine = np.flatnonzero(some)
    mine = mine[np.argsort(-weight[mine], kind="stable")]
    steps = np.unique(weight[mine])
    reach = largest(net.a[mine], net.b[mine], weight[mine], len(net.group), steps)
    return float(steps[reach >= size][-1])


def by_chance(net: Network, g: int, size: int, drawn: Drawn) -> float | None:
    """How often as many accounts hang together in a draw, by pairs as far beyond their means.

    Anywhere in the draw: the group was chosen for what it is. Between two steps the lower one is
    taken. None without draws.
    """
    most = drawn.hanging[1:]
    if not len(most):
        return None
    (test,) = net.tests
    beyond = drawn.beyond[test.stands]
    some = (net.group[net.a] == g) & (net.group[net.b] == g)
    level = held(net, some, beyond, size)
    step = int(np.searchsorted(GRID, level, side="right")) - 1
    return (1 + int((most[:, max(step, 0)] >= size).sum())) / (1 + len(most))
