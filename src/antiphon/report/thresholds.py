"""The figure of pairs found and expected by chance at every number of common objects."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report.charts import MARGIN, SOFT, finish, left_axis
from antiphon.report.nulls import NAMES
from antiphon.schema import CHANCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    Chart = dict[str, Any]

FOUND = "found"
SERIES = (FOUND, *(NAMES[null] for null in CHANCES))
COLOURS = ("#3f454a", "#8a9199", "#8a9199", "#5f666d", "#5f666d")
"""Of no bloc; the page turns them round on dark paper."""
SHAPES = ("circle", "circle", "square", "triangle-up", "diamond")
DASHES = ([1, 0], [2, 3], [6, 3], [2, 3], [6, 3])
FLOOR = 0.05
"""Pairs; fewer are not drawn."""
TALL = 150
TICKS = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)


def thresholds(panels: Sequence[dict[str, Any]], width: int) -> Chart:
    """Lines over the least number of common objects, a panel a kind of objects.

    Panels: name, told, rows of objects, value (pairs, above 0), series (one of `SERIES`), told.
    """
    import altair as alt

    columns = 2 if width >= 500 and len(panels) > 1 else 1
    inner = (width - 24 - (columns - 1) * 20) // columns - MARGIN
    scales = {
        "color": alt.Scale(domain=list(SERIES), range=list(COLOURS)),
        "shape": alt.Scale(domain=list(SERIES), range=list(SHAPES)),
        "strokeDash": alt.Scale(domain=list(SERIES), range=[list(d) for d in DASHES]),
    }
    legend = alt.Legend(
        title=None, orient="top", columns=5 if width >= 500 else 2, symbolSize=70, labelLimit=170
    )
    tooltip = [alt.Tooltip("told:N", title="pairs")]
    drawn = []
    for panel in panels:
        chart = alt.Chart(alt.InlineData(values=panel["rows"])).encode(
            x=across([row["objects"] for row in panel["rows"]]),
            y=alt.Y(
                "value:Q",
                scale=alt.Scale(type="log", domain=[FLOOR, 1.4 * highest(panel)], nice=False),
                axis=upward(highest(panel)),
            ),
            color=alt.Color("series:N", scale=scales["color"], legend=legend),
        )
        line = chart.mark_line(clip=True).encode(
            strokeDash=alt.StrokeDash("series:N", scale=scales["strokeDash"], legend=legend),
            strokeWidth=alt.condition(alt.datum.series == FOUND, alt.value(2.5), alt.value(1.2)),
        )
        point = chart.mark_point(filled=True, size=42, opacity=1).encode(
            shape=alt.Shape("series:N", scale=scales["shape"], legend=legend), tooltip=tooltip
        )
        title = alt.TitleParams(
            panel["name"], subtitle=panel["told"], subtitleColor=SOFT, subtitleFontSize=12
        )
        drawn.append(alt.layer(line, point).properties(width=inner, height=TALL, title=title))
    return finish(alt.concat(*drawn, columns=columns, spacing=20), width)


def highest(panel: dict[str, Any]) -> float:
    """The most pairs that a panel shows."""
    return float(max(row["value"] for row in panel["rows"]))


def upward(top: float) -> Any:
    """The axis of pairs."""
    ticks = decades(top)
    return left_axis(len(ticks), format=",~r", values=ticks, labelOverlap=False)


def decades(top: float) -> list[float]:
    """Powers of ten from the floor to the top, and what lies between where they are few.

    >>> decades(16), decades(3000)
    ([0.1, 0.2, 0.5, 1, 2, 5, 10, 20], [0.1, 1, 10, 100, 1000])
    """
    powers = range(-1, math.floor(math.log10(max(top, FLOOR))) + 1)
    steps = (1, 2, 5) if len(powers) < 4 else (1,)
    found = [round(step * 10**power, 9) for power in powers for step in steps]
    return [tick for tick in found if tick <= 1.4 * top]


def across(objects: Sequence[int]) -> Any:
    """The axis of the least number of common objects, labelled with whole numbers."""
    import altair as alt

    low, high = min(objects), max(objects)
    ticks = apart([t for t in TICKS if low <= t <= high] or [low])
    scale = alt.Scale(type="log", domain=[low / 1.08, max(high, low + 1) * 1.08], nice=False)
    axis = alt.Axis(title="objects in common, or more", values=ticks, format="d", grid=False)
    return alt.X("objects:Q", scale=scale, axis=axis)


def apart(ticks: list[int], most: int = 8) -> list[int]:
    """Those of some ticks that do not lie too close on a logarithmic axis.

    >>> apart([2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000])
    [2, 5, 15, 50, 200, 500]
    """
    ratio = (ticks[-1] / ticks[0]) ** (1 / most)
    kept = ticks[:1]
    for tick in ticks[1:]:
        if tick >= kept[-1] * ratio:
            kept.append(tick)
    return kept
