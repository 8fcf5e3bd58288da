"""The posts behind pairs of accounts: on each object the nearest two, by which they met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.kernels.coaction_meetings import meetings
from antiphon.measures.coaction.edges import arrays, sides
from antiphon.schema import MEETINGS, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.named import Objects, Posts
    from antiphon.measures.coaction.significance import Kind, Tested

    Index = NDArray[np.int64]
    Mask = NDArray[np.bool_]

LISTED = 200_000  # rows of evidence at most
OTHERS = 1000  # pairs of a kind that do not stand and are opened all the same


class Met(NamedTuple):
    """Meetings of some pairs of one kind, within the widest window."""

    kind: int
    pair: Index
    """The place among the pairs of the kind, of whatever window."""
    a: Index
    b: Index
    object: Index
    """The study's number."""
    event_a: Index
    """The study's number of the event."""
    event_b: Index
    lag: Index
    """Seconds from a's to b's."""
    hot: Mask

    def take(self, some: Index | Mask) -> Met:
        """Some of the meetings."""
        columns: Any = [column[some] for column in self[1:]]
        return Met(self.kind, *columns)


def met(acts: Acts, kind: Kind, pairs: Index) -> Met:
    """Where pairs of a kind met, given by their places."""
    found = kind.part.found
    a, b = found.a[pairs], found.b[pairs]
    got = meetings(kind.laid, a, b, kind.part.windows[-1])
    one, other = kind.own_event[got.one], kind.own_event[got.other]
    number = acts.object[one]
    hot = np.isin(number, found.hot)
    which = pairs[got.pair]
    return Met(kind.part.kind, which, a[got.pair], b[got.pair], number, one, other, got.lag, hot)


def opened(tests: Sequence[Tested]) -> Iterator[tuple[Kind, Index]]:
    """The pairs of every kind that are opened to their posts, all that stand first.

    A pair that stands within one window is opened within all. Of the others, those that share the
    most objects; the last of a list that grows too long are left out.
    """
    left = LISTED
    kinds = distinct_kinds(tests)
    for up in (True, False):
        for kind in kinds:
            mine = [t for t in tests if t.kind is kind]
            some = np.unique(np.concatenate([t.pairs[t.stands] for t in mine]))
            if not up:
                some = np.setdiff1d(np.concatenate([t.pairs for t in mine]), some)
            weight = kind.part.found.details.weight[-1, some]
            order = np.argsort(-weight, kind="stable")[: len(some) if up else OTHERS]
            fit = order[np.cumsum(weight[order]) <= left]
            left -= int(weight[fit].sum())
            yield kind, np.sort(some[fit])


def distinct_kinds(tests: Sequence[Tested]) -> list[Kind]:
    """What the tests are of, each once."""
    kinds: list[Kind] = []
    for test in tests:
        if not any(test.kind is kind for kind in kinds):
            kinds.append(test.kind)
    return kinds


def merged(parts: Sequence[Met]) -> list[Met]:
    """One a kind; an object on which a pair is found to meet twice is there once."""
    found = []
    for number in sorted({part.kind for part in parts}):
        mine = [part for part in parts if part.kind == number]
        whole = Met(number, *(np.concatenate(c) for c in list(zip(*mine, strict=True))[1:]))
        order = np.lexsort((whole.object, whole.b, whole.a))
        keys = np.stack([whole.a[order], whole.b[order], whole.object[order]])
        first = np.append(True, (np.diff(keys) != 0).any(axis=0))[: len(order)]
        found.append(whole.take(order[first]))
    return found


def evidence(acts: Acts, met: Sequence[Met], posts: Posts, objects: Objects) -> pa.Table:
    """MEETINGS, sorted; where a pair is found twice on an object it is listed once."""
    parts = [
        pa.Table.from_batches([], MEETINGS.arrow),
        *(rows(acts, m, posts, objects) for m in met),
    ]
    table = pa.concat_tables(parts)
    keys = ("kind", "account_id_a", "platform_a", "account_id_b", "platform_b")
    order = [*keys, "created_at_a", "object", "post_id_a", "post_id_b"]
    return table.sort_by([(key, "ascending") for key in order])


def rows(acts: Acts, met: Met, posts: Posts, objects: Objects) -> pa.Table:
    """The rows of one kind."""
    columns: dict[str, Any] = sides(acts, met.a, met.b) | {
        "kind": [OBJECTS[met.kind]] * len(met.a),
        "object": objects.object[objects.place(met.object)].tolist(),
        "lag_seconds": met.lag,
        "hot": met.hot,
    }
    for side, event in (("a", met.event_a), ("b", met.event_b)):
        place = posts.place(acts.post[event])
        columns |= {
            f"post_id_{side}": posts.post_id[place].tolist(),
            f"created_at_{side}": posts.at[place],
        }
    return arrays(MEETINGS.arrow, columns)


def posts_of(acts: Acts, met: Sequence[Met]) -> Index:
    """The study's numbers of the posts by which pairs met."""
    events = [event for part in met for event in (part.event_a, part.event_b)]
    return np.unique(acts.post[np.concatenate([np.empty(0, np.int64), *events])])


def unopened(tests: Sequence[Tested], opened: Sequence[tuple[Kind, Index]]) -> list[Mask]:
    """Of each test, the pairs whose posts are not listed."""
    return [
        ~np.isin(
            test.pairs,
            np.concatenate([pairs for kind, pairs in opened if kind is test.kind]),
        )
        for test in tests
    ]
