"""Pairs of accounts held against chance: four nulls, q-values over all candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.bicm import fitness
from antiphon.kernels.coaction_acts import acts as laid
from antiphon.kernels.coaction_bipartite import bipartite, crowds, surprise
from antiphon.kernels.coaction_nulls import Chance, exchanged, jittered
from antiphon.kernels.coaction_relabel import within_bins
from antiphon.kernels.discoveries import at_most, every_pair_between, q_values, sharing_between
from antiphon.schema import CHANCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.kernels.bicm import Fitness
    from antiphon.kernels.coaction_acts import Acts as Laid
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.settings import Coaction
    from antiphon.measures.coaction.weigh import Weighed

    Array = NDArray[np.float64]
    Index = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Pairs = tuple[Index, Index, Index]

HOUR = 3600
HOURS = 12  # windows that a bin of the null `labels` has at least
MOST_TESTED = 200_000
KEPT = ("jitter", "exchanged")  # nulls that keep who acts on what


class Kind(NamedTuple):
    """The events of one kind that are dated finely enough, laid out."""

    part: Weighed
    laid: Laid
    event: Index
    """The study's number of each event, in order of object and time."""
    own_event: Index
    """The same in order of account."""
    unit: Index
    """What the times of each account are exact to, seconds: the coarsest."""
    model: Fitness
    shared: Index | None
    """Pairs that share enough at any time, by blocs; None where counting takes too long."""
    active: Index
    """Pairs of accounts that are active enough, by blocs."""
    families: Mapping[str, tuple[int, bool]]
    """Of each null: candidate pairs, and whether they are counted."""


class Tested(NamedTuple):
    """The pairs of one kind within one window."""

    kind: Kind
    window: int
    pairs: Index
    """Their places among those of `Kind.part`."""
    a: Index
    b: Index
    weight: Index
    tested: Mask
    """Is the pair among those held against chance?"""
    chance: Mapping[str, Chance]
    """By null, of the pairs that are tested."""
    q: Mapping[str, Array]
    surprise: Array
    stands: Mask

    def whole(self, values: Array) -> Array:
        """What is known of the tested pairs as a column of all; NaN for the others."""
        column = np.full(len(self.pairs), np.nan)
        column[self.tested] = values
        return column

    def standing(self, null: str, level: float) -> Mask:
        """Which pairs are more than chance under a null."""
        mask = np.zeros(len(self.pairs), np.bool_)
        mask[self.tested] = self.q[null] <= level
        return mask


def tested(acts: Acts, found: Sequence[Weighed], settings: Coaction) -> list[Tested]:
    """Every kind within every window, in the order of windows, then of kinds."""
    held = [outcome for part in found for outcome in held_against(acts, part, settings)]
    return sorted(held, key=lambda t: (t.window, t.kind.part.kind))


def held_against(acts: Acts, part: Weighed, settings: Coaction) -> Iterator[Tested]:
    """One kind within each of its windows."""
    kind = laid_out(acts, part, settings.min_objects)
    for window in part.windows:
        yield against(kind, window, settings)


def laid_out(acts: Acts, part: Weighed, least: int) -> Kind:
    """The events of a kind, and what the nulls take from them whatever the window."""
    event = np.flatnonzero((acts.kind == part.kind) & part.fine)
    account = acts.account[event]
    found = laid(acts.object[event], account, acts.time[event], len(acts.names))
    unit = np.ones(len(acts.names), np.int64)
    np.maximum.at(unit, account, acts.unit[event])
    shared = sharing_between(found, least, acts.bloc, len(acts.blocs))
    exact = shared is not None
    kept = int(np.triu(shared).sum()) if shared is not None else at_most(found, least)
    active = every_pair_between(found, least, acts.bloc, len(acts.blocs))
    family = {True: (kept, exact), False: (int(np.triu(active).sum()), True)}
    return Kind(
        part,
        found,
        event,
        event[np.argsort(account, kind="stable")],
        unit,
        fitness(found.activity, found.popularity),
        shared,
        active,
        {null: family[null in KEPT] for null in CHANCES},
    )


def against(kind: Kind, window: int, settings: Coaction) -> Tested:
    """The pairs within a window against every null.

    Of more than `MOST_TESTED` pairs, those that share the most objects are tested; the others
    count as chance, so that q-values are never too small by it.
    """
    at, found = kind.part.windows.index(window), kind.part.found
    pairs = np.flatnonzero(kind.part.strong(window, settings.min_objects))
    a, b, weight = found.a[pairs], found.b[pairs], found.details.weight[at, pairs]
    some = weight >= threshold(weight)
    given = a[some], b[some], weight[some]
    chance = nulls(kind, given, window, settings.jitter)
    q = {n: q_values(chance[n].p_value, kind.families[n][0]) for n in CHANCES}
    score = np.zeros(len(pairs))
    score[some] = surprise(kind.laid, kind.model, given, window)
    stands = np.zeros(len(pairs), np.bool_)
    stands[some] = np.all([q[null] <= settings.level for null in settings.nulls], axis=0)
    return Tested(kind, window, pairs, a, b, weight, some, chance, q, score[some], stands)


def threshold(weight: Index) -> int:
    """The least weight of which, and of more, there are no more than are tested."""
    if len(weight) <= MOST_TESTED:
        return 0
    return int(np.sort(weight)[-MOST_TESTED - 1]) + 1


def nulls(kind: Kind, pairs: Pairs, window: int, jitter: int) -> dict[str, Chance]:
    """Expected weights and p-values of the pairs."""
    found = kind.laid
    crowd = crowds(found, kind.model, window)
    width = bin_width(window)
    return {
        "jitter": moved(kind, pairs, window, jitter * max(window, 1)),
        "exchanged": exchanged(found, pairs, window),
        "bipartite": bipartite(found, kind.model, crowd, pairs),
        "labels": within_bins(found, pairs, window, found.time // width, width),
    }


def bin_width(window: int) -> int:
    """Seconds within which labels are exchanged: an hour, or more where the window is long."""
    return max(HOUR, HOURS * window)


def moved(kind: Kind, pairs: Pairs, window: int, interval: int) -> Chance:
    """The null `jitter`, in the unit that the times of both accounts are exact to.

    Two posts dated to the minute are a pair up to 119 seconds apart, and as often by chance.
    """
    units = np.maximum(kind.unit[pairs[0]], kind.unit[pairs[1]])
    expected, p_value = np.zeros(len(units)), np.ones(len(units))
    for unit in np.unique(units):
        found = kind.laid
        if unit > 1:
            found = found._replace(time=found.time // unit, own_time=found.own_time // unit)
        some = units == unit
        mine = pairs[0][some], pairs[1][some], pairs[2][some]
        expected[some], p_value[some] = jittered(found, mine, -(-window // unit), interval // unit)
    return Chance(expected, p_value)
