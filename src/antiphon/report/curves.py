"""Figures of what was fitted: lags with their density, and power with its controls."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report.charts import MARGIN, PANEL, finish, left_axis, time_axis

if TYPE_CHECKING:
    from collections.abc import Sequence

    Chart = dict[str, Any]

BAR, LINE = "#8a9199", "#3f454a"
"""Colours of no bloc, which the page turns round on dark paper."""
LIMIT = math.log(999)
"""Log-odds beyond which a run is drawn at the edge."""
MARKS = (0.01, 0.05, 0.2, 0.55, 0.8, 0.95, 0.99)
TICKS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
TITLE = "share of shared messages planted"
ALARM = math.log(0.55 / 0.45)
TALL = 230


def lag_curves(panels: Sequence[dict[str, Any]], width: int) -> Chart:
    """Bars of posts and a line of what the density expects, a panel a mechanism.

    Panels: name, total, rows of start, end, middle (seconds), posts, fitted, line; label, found and
    expected are texts.
    """
    import altair as alt

    first = min(r["start"] for p in panels for r in p["rows"])
    last = max(r["end"] for p in panels for r in p["rows"])
    columns = 2 if width >= 500 and len(panels) > 1 else 1
    inner = (width - 24 - (columns - 1) * 20) // columns - MARGIN
    tooltip = [
        alt.Tooltip("label:N", title="lag"),
        alt.Tooltip("found:N", title="posts"),
        alt.Tooltip("expected:N", title="fitted"),
    ]
    drawn = []
    for panel in panels:
        top = 1.08 * max(max(r["posts"], r["fitted"]) for r in panel["rows"])
        chart = alt.Chart(alt.InlineData(values=panel["rows"]))
        ticks = steps(top)
        top = max(top, 1.1 * ticks[-1])
        y = {"scale": alt.Scale(domain=[0, top]), "axis": left_axis(20, format="~s", values=ticks)}
        x = time_axis("start:Q", first, last, inner)
        bars = chart.mark_rect(color=BAR, stroke="white", strokeWidth=0.5).encode(
            x=x, x2="end:Q", y=alt.Y("posts:Q", **y), y2=alt.value(PANEL), tooltip=tooltip
        )
        line = (
            chart.transform_filter("isValid(datum.line)")
            .mark_line(color=LINE, strokeWidth=2, interpolate="monotone")
            .encode(x="middle:Q", y="line:Q")
        )
        total = panel["total"]
        title = f"{panel['name']}: {total:,.0f} posts"
        drawn.append(alt.layer(bars, line).properties(width=inner, height=PANEL, title=title))
    return finish(alt.concat(*drawn, columns=columns, spacing=20), width)


def steps(top: float) -> list[float]:
    """Round numbers from 0 to at most `top`, three to seven of them.

    >>> steps(21.0), steps(0.9)
    ([0, 5, 10, 15, 20], [0.0, 0.2, 0.4, 0.6, 0.8])
    """
    size = 10 ** math.floor(math.log10(top / 3))
    step = max(n for n in (1, 2, 5) if n * size <= top / 3) * size
    return [round(k * step, 9) for k in range(math.floor(top / step) + 1)]


def power(
    runs: Sequence[dict[str, Any]],
    strip: Sequence[dict[str, Any]],
    points: Sequence[dict[str, Any]],
    width: int,
) -> Chart:
    """Each rerun's log-odds: controls in a strip, planted releases over the share planted.

    Runs: share, odds, alarm, label. Strip: at (0, 1, ... with jitter), odds, alarm, kind, label.
    Points: name, share, low, high: where so many of ten are found.
    """
    import altair as alt

    kinds = list(dict.fromkeys(r["kind"] for r in strip))
    beside = (58 if width < 500 else 84) * len(kinds)
    inner = width - 24 - MARGIN - beside - (14 if kinds else 0)
    y_scale = alt.Scale(domain=[-LIMIT - 0.4, LIMIT + 0.4], nice=False)
    panels = [nothing_planted(strip, kinds, y_scale, beside)] if kinds else []
    layers = [alarm_line(y_scale)]
    shares = [r["share"] for r in runs] + [p[k] for p in points for k in ("low", "high", "share")]
    x_scale = alt.Scale(type="log", domain=[min(shares) / 1.2, max(shares) * 1.2], nice=False)
    ticks = [t for t in (TICKS if width >= 500 else TICKS[::3]) if min(shares) <= t <= max(shares)]
    axis = alt.Axis(title=TITLE, format="~%", values=ticks, tickCount=len(ticks), grid=True)
    x = alt.X("share:Q", scale=x_scale, axis=axis)
    layers += scatter(runs, x, y_scale, odds_axis(labelled=not kinds))
    if points:
        layers = [*found_so_often(points, x_scale, y_scale), *layers]
    title = "releases planted"
    panels.append(alt.layer(*layers).properties(width=inner, height=TALL, title=title))
    return finish(alt.hconcat(*panels, spacing=14), width)


def nothing_planted(
    strip: Sequence[dict[str, Any]], kinds: Sequence[str], y_scale: Any, width: int
) -> Any:
    """The reruns without a plan, side by side."""
    import altair as alt

    names = "[" + ", ".join(f"'{k}'" for k in kinds) + "]"
    axis = alt.Axis(
        title=None,
        values=list(range(len(kinds))),
        labelExpr=f"{names}[datum.value]",
        grid=False,
        ticks=False,
    )
    x = alt.X("at:Q", scale=alt.Scale(domain=[-0.5, len(kinds) - 0.5]), axis=axis)
    layers = [alarm_line(y_scale), *scatter(strip, x, y_scale, odds_axis())]
    return alt.layer(*layers).properties(width=width, height=TALL, title="nothing planted")


def found_so_often(points: Sequence[dict[str, Any]], x_scale: Any, y_scale: Any) -> list[Any]:
    """Upright lines where so many of ten are found, shaded over their interval."""
    import altair as alt

    found = alt.Chart(alt.InlineData(values=list(points)))
    x = alt.X("share:Q", scale=x_scale)
    return [
        found.mark_rect(color=BAR, opacity=0.22).encode(
            x=alt.X("low:Q", scale=x_scale), x2="high:Q"
        ),
        found.mark_rule(color=LINE).encode(x=x),
        found.mark_text(align="left", dx=3, baseline="top").encode(
            x=x, y=alt.Y("at:Q", scale=y_scale), text="name:N"
        ),
    ]


def alarm_line(y_scale: Any) -> Any:
    """From here directed coordination is called likely."""
    import altair as alt

    one = alt.Chart(alt.InlineData(values=[{"odds": ALARM}]))
    return one.mark_rule(color=LINE, strokeDash=[5, 3]).encode(y=alt.Y("odds:Q", scale=y_scale))


def scatter(rows: Sequence[dict[str, Any]], x: Any, y_scale: Any, axis: Any) -> list[Any]:
    """Runs as points: filled where they raise an alarm, hollow where not."""
    import altair as alt

    y = alt.Y("odds:Q", scale=y_scale, axis=axis)
    tooltip = [alt.Tooltip("label:N", title="rerun"), alt.Tooltip("chance:N", title="probability")]
    layers = []
    for alarm in (False, True):
        chart = alt.Chart(alt.InlineData(values=[r for r in rows if bool(r["alarm"]) is alarm]))
        mark = chart.mark_point(
            color=LINE, filled=alarm, size=42, opacity=0.9, shape="circle" if alarm else "square"
        )
        layers.append(mark.encode(x=x, y=y, tooltip=tooltip))
    return layers


def odds_axis(*, labelled: bool = True) -> Any:
    """An axis of log-odds at the limits of the terms, labelled with probabilities or bare."""
    import altair as alt

    values = [round(logit(p), 6) for p in MARKS]
    every = {"title": None, "values": values, "tickCount": 3 * len(values)}
    if not labelled:
        return alt.Axis(labels=False, ticks=False, domain=False, **every)
    names = "[" + ", ".join(f"'{100 * p:.0f} %'" for p in MARKS) + "]"
    expression = f"{names}[indexof([{', '.join(map(str, values))}], datum.value)]"
    extent = {"minExtent": MARGIN, "maxExtent": MARGIN}
    return alt.Axis(labelExpr=expression, labelOverlap=False, **extent, **every)


def logit(p: float) -> float:
    """Natural logarithm of the odds.

    >>> logit(0.5)
    0.0
    """
    return math.log(p / (1 - p))
