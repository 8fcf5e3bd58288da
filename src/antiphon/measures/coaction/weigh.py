"""Pairs of accounts, kind by kind and window by window, from the events of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.kernels.coaction import ANCHORED, CAPPED, Rules, Together, together
from antiphon.kernels.coaction_order import sorted_events
from antiphon.schema import COACTION, OBJECTS, PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.settings import Coaction

    Mask = NDArray[np.bool_]


class Weighed(NamedTuple):
    """The pairs of one kind, within windows that the same events are dated finely enough for."""

    kind: int
    windows: tuple[int, ...]
    fine: Mask
    """Which events of the study, of whatever kind, are dated finely enough."""
    found: Together

    def strong(self, window: int, least: int) -> Mask:
        """Which pairs share enough within a window, one object that is not hot among it."""
        at = self.windows.index(window)
        more = self.found.details
        strong: Mask = (more.weight[at] >= least) & (more.cold[at] > 0)
        return strong


def weighed(acts: Acts, settings: Coaction) -> Iterator[Weighed]:
    """Every kind within every window; pairs are found once for windows of the same events."""
    for windows, fine in spans(acts, settings):
        rules = ruled(windows, settings)
        for kind in range(len(OBJECTS)):
            some = np.flatnonzero((acts.kind == kind) & fine)
            near = sorted_events(
                acts.object[some], acts.account[some], acts.time[some], windows[-1]
            )
            yield Weighed(kind, windows, fine, together(near, rules))


def ruled(windows: tuple[int, ...], settings: Coaction) -> Rules:
    """What is a pair within these windows."""
    return Rules(
        windows,
        settings.min_objects,
        settings.hot_posts,
        ANCHORED if settings.anchored else CAPPED,
        int(settings.memory_gb * 1e9),
    )


def spans(acts: Acts, settings: Coaction) -> Iterator[tuple[tuple[int, ...], Mask]]:
    """Windows that the same events are dated finely enough for, and those events."""
    by_unit: dict[int, list[int]] = {}
    for window in sorted({settings.window_seconds, settings.window_seconds * settings.wider}):
        unit = max(unit for unit in PRECISIONS.values() if unit <= window)
        by_unit.setdefault(unit, []).append(window)
    for unit, windows in by_unit.items():
        yield tuple(windows), acts.unit <= unit


def edges(acts: Acts, found: Sequence[Weighed], least: int) -> pa.Table:
    """COACTION, sorted."""
    parts = [
        edge(acts, part, window, least)
        for window in sorted({w for part in found for w in part.windows})
        for part in found
        if window in part.windows
    ]
    table = pa.concat_tables([COACTION.empty(), *parts])
    keys = ("kind", "window_seconds", "account_id_a", "platform_a", "account_id_b", "platform_b")
    return table.sort_by([(key, "ascending") for key in keys])


def edge(acts: Acts, part: Weighed, window: int, least: int) -> pa.Table:
    """The rows of one kind and window."""
    at, more = part.windows.index(window), part.found.details
    some = np.flatnonzero(part.strong(window, least))
    columns: dict[str, Any] = {}
    for side, who in (("a", part.found.a[some]), ("b", part.found.b[some])):
        columns |= {
            f"platform_{side}": acts.platforms[who].tolist(),
            f"account_id_{side}": acts.names[who].tolist(),
            f"bloc_{side}": acts.blocs[acts.bloc[who]].tolist(),
        }
    weight = more.weight[at, some]
    columns |= {
        "kind": [OBJECTS[part.kind]] * len(some),
        "window_seconds": [window] * len(some),
        "objects": weight,
        "hot": weight - more.cold[at, some],
        "a_first": more.a_first[at, some],
        "b_first": more.b_first[at, some],
        "post_pairs": more.pairs[at, some],
        "mean_lag_seconds": more.lags[at, some] / np.maximum(weight, 1),
    }
    schema = COACTION.arrow
    arrays = [pa.array(columns[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)
