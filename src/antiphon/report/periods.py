"""How the share of each mechanism changed: a panel a mechanism, a point a period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts
from antiphon.report.curves import BAR, LINE
from antiphon.report.drawing import Figure, figure
from antiphon.report.held import rows
from antiphon.report.words import interval, percent, plural
from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results

    Rows = Sequence[dict[str, Any]]

FAINT = 0.02
"""A mechanism whose share is never so large has no panel."""
FEWEST = 3
"""Periods without which nothing is drawn."""


def drawings(results: Results) -> dict[str, Figure]:
    """A figure for each pair whose messages span three periods or more."""
    table = [r for r in rows(results, "share_periods") if r["direction"] == "both" and r["posts"]]
    pairs = dict.fromkeys(row["pair"] for row in table)
    made = {}
    for at, pair in enumerate(pairs):
        mine = [row for row in table if row["pair"] == pair]
        if len({row["period"] for row in mine}) >= FEWEST:
            made[pair] = drawing(f"periods{at}", pair, mine)
    return made


def drawing(name: str, pair: str, table: Rows) -> Figure:
    """One pair."""
    one, two = pair.split("|")
    by = {m: [r for r in table if r["mechanism"] == m] for m in MECHANISMS}
    panels = [(m, own) for m, own in by.items() if any(r["share"] >= FAINT for r in own)]
    told = "; ".join(
        f"{b.mechanism(m)} {percent(own[0]['share'])} at first, {percent(own[-1]['share'])} at last"
        for m, own in panels
    )
    length = table[0]["length"]
    counts = [r["posts"] for r in panels[0][1]]
    return figure(
        name,
        f"{one} and {two}: by which mechanism, {length} by {length}",
        f"Points with bars, a panel a mechanism. {told}.",
        f"Mean probability over the posts of both blocs in messages that began in that {length}, "
        f"from {plural(min(counts), 'post')} to {max(counts):,}. Bars: 90 % intervals, bootstrap "
        "over messages. Misleads where the data changed: an account or a wire that was not "
        "collected all along changes every share.",
        lambda width: chart(panels, width),
    )


def chart(panels: Sequence[tuple[str, Rows]], width: int) -> dict[str, Any]:
    """Small multiples, all on one scale."""
    import altair as alt

    columns = 2 if width >= 500 and len(panels) > 1 else 1
    inner = (width - 24 - (columns - 1) * 20) // columns - charts.MARGIN
    x = alt.X(
        "period:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, grid=False, tickCount=4),
    )
    axis = charts.left_axis(format=".0%")
    scale = alt.Scale(domain=[0, 1])
    tooltip = [alt.Tooltip(f"{n}:N", title=t) for n, t in (("when", "from"), ("text", "share"))]
    drawn = []
    for name, own in panels:
        values = [
            {
                "period": row["period"].isoformat(),
                "share": round(row["share"], 4),
                "low": round(row["low"], 4),
                "high": round(row["high"], 4),
                "when": row["period"].isoformat(),
                "text": f"{percent(row['share'])} of {plural(row['posts'], 'post')} "
                f"({interval(row['low'], row['high'], scale=100, digits=2, unit=' %')})",
            }
            for row in own
        ]
        base = alt.Chart(alt.InlineData(values=values))
        y = alt.Y("share:Q", scale=scale, axis=axis)
        bars = base.mark_rule(color=BAR, strokeWidth=3, opacity=0.6).encode(
            x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
        )
        line = base.mark_line(color=LINE, strokeWidth=1.5).encode(x=x, y=y)
        point = base.mark_point(color=LINE, filled=True, size=40, opacity=1).encode(
            x=x, y=y, tooltip=tooltip
        )
        drawn.append(
            alt.layer(bars, line, point).properties(
                width=inner, height=charts.PANEL, title=b.mechanism(name)
            )
        )
    return charts.finish(alt.concat(*drawn, columns=columns, spacing=20), width)
