"""How many pairs of accounts chance gives, at every weight and for every pair of blocs: draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.coaction_acts import windowed
from antiphon.kernels.coaction_draws import dealt, moved, swapped
from antiphon.kernels.coaction_excess import excess
from antiphon.kernels.coaction_few import FEW, pairs
from antiphon.kernels.coaction_order import sorted_events
from antiphon.kernels.communities import largest
from antiphon.measures.coaction.significance import bin_width
from antiphon.measures.coaction.weigh import rules
from antiphon.schema import CHANCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.kernels.coaction_draws import Draw
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.settings import Coaction
    from antiphon.measures.coaction.significance import Kind, Tested

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Key = tuple[int, int, str]
    Pairs = tuple[Index, Index, Index]

SEED = 1
BUDGET = 200_000_000  # events and pairs of events that the draws of a kind and null may look at
SLOWER = 4  # times as long as a look takes where accounts are too many for a square
LADDER = (*range(1, 11), 12, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, 500, 1000)


class Drawn(NamedTuple):
    """What was counted in every draw, and in the data first."""

    steps: Index
    """Numbers of objects, so many or more."""
    pairs: Index
    """Draws × steps × pairs of blocs, all blocs together first."""
    largest: Index
    """Draws × steps."""
    beyond: Array
    """Of each pair of the data, by how much it exceeds what the draws give it."""
    hanging: Index
    """Draws × steps of `antiphon.kernels.coaction_excess.GRID`."""


def drawn(acts: Acts, tests: Sequence[Tested], settings: Coaction) -> dict[Key, Drawn]:
    """By kind, window and null: the data and the draws; kinds without pairs have none."""
    found: dict[Key, Drawn] = {}
    for test in tests:
        mine = [t for t in tests if t.kind is test.kind and len(t.pairs)]
        if mine and mine[0] is test:
            for null in CHANCES:
                found |= under(acts, mine, null, settings)
    return found


def under(
    acts: Acts, tests: Sequence[Tested], null: str, settings: Coaction
) -> Iterator[tuple[Key, Drawn]]:
    """One kind under one null; windows that have the same worlds are counted in the same draws."""
    kind = tests[0].kind
    worlds: dict[int, list[Tested]] = {}
    for test in tests:
        worlds.setdefault(scale(null, test.window, settings.jitter), []).append(test)
    many = affordable(kind, settings.draws, settings.min_objects)
    for length, alike in worlds.items():
        draw = world(acts, kind, null, length)
        found = [redrawn(kind, draw(number), settings) for number in range(many)]
        for test in alike:
            at = kind.part.windows.index(test.window)
            own = test.a, test.b, test.weight
            steps = ladder(test.weight, settings.min_objects)
            yield (
                (kind.part.kind, test.window, null),
                summed(acts, [own, *(each[at] for each in found)], steps),
            )


def summed(acts: Acts, worlds: Sequence[Pairs], steps: Index) -> Drawn:
    """What is counted of the data and of the draws."""
    many, most = zip(*(counted(acts, one, steps) for one in worlds), strict=True)
    return Drawn(steps, np.stack(many), np.stack(most), *excess(worlds, len(acts.names)))


def ladder(weight: Index, least: int) -> Index:
    """Numbers of objects that are counted at: the least, and some up to the most that is found."""
    most = int(weight.max(initial=0))
    return np.array(sorted({least, *LADDER} & set(range(least, most + 1))), np.int64)


def affordable(kind: Kind, draws: int, least: int) -> int:
    """So many draws as the budget allows."""
    found = kind.laid
    met = windowed(found.start, found.account, found.time, kind.part.windows[-1])[0].sum()
    looks = max(int(met) + len(found.time), 1)
    if (found.activity >= least).sum() > FEW:
        looks *= SLOWER
    return int(min(draws, BUDGET // looks))


def scale(null: str, window: int, jitter: int) -> int:
    """The seconds within which a null leaves things as they are; 0 where it knows no time."""
    return {"jitter": jitter * window, "labels": bin_width(window)}.get(null, 0)


def world(acts: Acts, kind: Kind, null: str, length: int) -> Draw:
    """Draws under a null."""
    found = kind.laid
    if null == "jitter":
        return moved(found, length, SEED, acts.unit[kind.event])
    if null == "exchanged":
        return dealt(found, SEED)
    return swapped(found, found.time // length if length else found.time * 0, SEED)


def redrawn(kind: Kind, drawn: tuple[Index, Index], settings: Coaction) -> list[Pairs]:
    """The pairs of one draw within each window, by the rules that the data's are found by."""
    near = sorted_events(kind.laid.object, *drawn, kind.part.windows[-1])
    return pairs(near, rules(kind.part.windows, settings))


def counted(acts: Acts, found: Pairs, steps: Index) -> tuple[Index, Index]:
    """Pairs of accounts, steps × pairs of blocs; accounts that hang together, by step."""
    a, b, weight = found
    order = np.argsort(-weight, kind="stable")
    a, b, weight = a[order], b[order], weight[order]
    code = between(acts.bloc[a], acts.bloc[b], len(acts.blocs))
    many = len(acts.blocs) * (len(acts.blocs) + 1) // 2
    counts = np.zeros((len(steps), many + 1), np.int64)
    for n, step in enumerate(steps):
        high = int(np.searchsorted(-weight, -step, side="right"))
        counts[n, 0] = high
        counts[n, 1:] = np.bincount(code[:high], minlength=many)
    return counts, largest(a, b, weight, len(acts.names), steps)


def between(one: Index, other: Index, blocs: int) -> Index:
    """The number of a pair of blocs, as `combinations_with_replacement` lists them."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    number: Index = low * blocs - low * (low - 1) // 2 + high - low
    return number
