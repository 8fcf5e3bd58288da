"""Pairs of accounts, kind by kind and window by window, from the events of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels.coaction import ANCHORED, CAPPED, Rules, Together, together
from antiphon.kernels.coaction_order import sorted_events
from antiphon.schema import OBJECTS, PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        for kind in range(len(OBJECTS)):
            some = np.flatnonzero((acts.kind == kind) & fine)
            near = sorted_events(
                acts.object[some], acts.account[some], acts.time[some], windows[-1]
            )
            yield Weighed(kind, windows, fine, together(near, rules(windows, settings)))


def spans(acts: Acts, settings: Coaction) -> Iterator[tuple[tuple[int, ...], Mask]]:
    """Windows that the same events are dated finely enough for, and those events."""
    by_unit: dict[int, list[int]] = {}
    for window in sorted({settings.window_seconds, settings.window_seconds * settings.wider}):
        unit = max(unit for unit in PRECISIONS.values() if unit <= window)
        by_unit.setdefault(unit, []).append(window)
    for unit, windows in by_unit.items():
        yield tuple(windows), acts.unit <= unit


def rules(windows: tuple[int, ...], settings: Coaction) -> Rules:
    """What is a pair, as the settings say it."""
    return Rules(
        windows,
        settings.min_objects,
        settings.hot_posts,
        ANCHORED if settings.anchored else CAPPED,
        int(settings.memory_gb * 1e9),
    )
