"""Figures of tone: a panel a bloc over time with its changes, and points by kind of actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report.charts import MARGIN, PANEL, SOFT, finish, left_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.schema import Blocs

    Rows = Sequence[dict[str, Any]]
    Chart = dict[str, Any]


def over_time(rows: Rows, turns: Rows, blocs: Blocs, width: int) -> Chart:
    """Mean step period by period; a number that nobody checked is an open point without interval.

    Rows: bloc, start (ISO date), value, low, high, checked, when, text. Turns: bloc, at, low, high
    (ISO dates), label.
    """
    import altair as alt

    x = alt.X(
        "start:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, grid=False, tickCount=4 if width < 500 else 8),
    )
    top = max(max(r["value"], r["high"]) for r in rows)
    scale = alt.Scale(domain=[0, 1.08 * (top or 1.0)], nice=False)
    tooltip = [alt.Tooltip("when:N", title="from"), alt.Tooltip("text:N", title="mean step")]
    panels = []
    for name in [n for n in blocs.all if any(r["bloc"] == n for r in rows)]:
        own = [r for r in rows if r["bloc"] == name]
        colour = b.colour(blocs, name)
        base = alt.Chart(alt.InlineData(values=own))
        y = alt.Y("value:Q", scale=scale, axis=left_axis(format=".2~f"))
        layers = [base.mark_line(color=colour, strokeWidth=1.5, opacity=0.6).encode(x=x, y=y)]
        sure = base.transform_filter("datum.checked")
        low = alt.Y("low:Q", scale=scale, axis=left_axis(format=".2~f"))
        layers += [
            sure.mark_rule(color=colour, strokeWidth=3, opacity=0.45).encode(
                x=x, y=low, y2="high:Q"
            ),
            sure.mark_point(color=colour, filled=True, size=42, opacity=1).encode(
                x=x, y=y, tooltip=tooltip
            ),
            base.transform_filter("!datum.checked")
            .mark_point(color=colour, filled=False, size=42, strokeWidth=1.5)
            .encode(x=x, y=y, tooltip=tooltip),
        ]
        if found := [t for t in turns if t["bloc"] == name]:
            layers = [*changes(found, x), *layers]
        panel = alt.layer(*layers).properties(width=width - MARGIN - 24, height=PANEL, title=name)
        panels.append(panel)
    return finish(alt.vconcat(*panels, spacing=14).resolve_scale(x="shared"), width)


def changes(found: Rows, x: Any) -> list[Any]:
    """Where a level changed: the interval as a band, the day as a line."""
    import altair as alt

    label = alt.Tooltip("label:N", title="change")
    data = alt.Chart(alt.InlineData(values=list(found)))
    start = x.copy()
    start.shorthand = "low:T"
    line = x.copy()
    line.shorthand = "at:T"
    return [
        data.mark_rect(color=SOFT, opacity=0.22).encode(x=start, x2="high:T", tooltip=[label]),
        data.mark_rule(color="#3f454a", strokeDash=[5, 3]).encode(x=line, tooltip=[label]),
    ]
