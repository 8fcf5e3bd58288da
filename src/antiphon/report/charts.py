"""The figures: rows in, a Vega-Lite chart out, one function a figure.

Every function takes the width in pixels it may fill, so that a figure is drawn once for a page
and once for a phone. Text sits above its row rather than beside it: names of blocs may be long.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report.words import duration, interval, of, per_thousand, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.schema import Blocs

    Rows = Sequence[dict[str, Any]]
    Chart = dict[str, Any]

INK, SOFT, GRID = "#24282c", "#656b72", "#d9dcdf"
FONT = "Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif"
MARGIN = 46
ROW = 46
PANEL = 90
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
TICKS = {
    60: "1 min",
    3_600: "1 h",
    86_400: "1 d",
    604_800: "1 w",
    1: "1 s",
    7_776_000: "90 d",
    600: "10 min",
    10: "10 s",
}
"""Labels of lags; where there is no room for all, the earlier ones."""
APART = 44
"""The least distance between two such labels, pixels."""
CONFIG: dict[str, Any] = {
    "aria": False,
    "background": "transparent",
    "font": FONT,
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": GRID,
        "domainColor": SOFT,
        "tickColor": SOFT,
        "labelFlush": False,
    },
    "legend": {"labelColor": INK, "labelFontSize": 13, "symbolSize": 90, "labelLimit": 260},
    "title": {"color": INK, "fontSize": 13, "fontWeight": "bold", "anchor": "start"},
    "text": {"color": INK, "fontSize": 12.5},
    "padding": 4,
}


def volumes(rows: Rows, gaps: Rows, blocs: Blocs, unit: str, width: int) -> Chart:
    """Posts per bloc over time, a panel a bloc, each on its own scale; gaps are shaded.

    Rows: bloc, start, end (ms since 1970), label, posts. Gaps: bloc, start, end, label.
    """
    import altair as alt

    x = alt.X(
        "start:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, grid=False, tickCount=4 if width < 500 else 8),
    )
    y = alt.Y("posts:Q", axis=left_axis(format="~s"))
    panels = []
    for name in [n for n in blocs.all if any(r["bloc"] == n for r in rows)]:
        own = [r for r in rows if r["bloc"] == name]
        when = alt.Tooltip("label:N", title=unit)
        posts = alt.Tooltip("posts:Q", title="posts", format=",")
        layers = [
            alt.Chart(alt.InlineData(values=own))
            .mark_rect(color=b.colour(blocs, name))
            .encode(x=x, x2="end:T", y=y, y2=alt.value(PANEL), tooltip=[when, posts])
        ]
        if holes := [g for g in gaps if g["bloc"] == name]:
            silent = alt.Tooltip("label:N", title="no posts")
            layers.append(
                alt.Chart(alt.InlineData(values=holes))
                .mark_rect(color=SOFT, opacity=0.22)
                .encode(x=x, x2="end:T", tooltip=[silent])
            )
        title = f"{name}: {sum(r['posts'] for r in own):,} posts"
        panels.append(
            alt.layer(*layers).properties(width=width - MARGIN - 24, height=PANEL, title=title)
        )
    return finish(alt.vconcat(*panels, spacing=14).resolve_scale(x="shared"), width)


def left_axis(count: int = 3, **options: Any) -> Any:
    """An axis on the left that takes the same room whatever its numbers."""
    import altair as alt

    return alt.Axis(title=None, tickCount=count, minExtent=MARGIN, maxExtent=MARGIN, **options)


def flow(rows: Rows, blocs: Blocs, width: int) -> Chart:
    """Repeated posts per 1,000 eligible, with intervals, a row a direction.

    Rows: as in the table flow.
    """
    unit = "" if width < 500 else " per 1,000"
    drawn = [
        {
            "row": at,
            "value": 1000 * row["rate"],
            "low": 1000 * row["low"],
            "high": 1000 * row["high"],
            "name": row["repeater"],
            "head": b.repeats(row["repeater"], row["origin"]),
            "text": f"{per_thousand(row['rate'])}{unit} ({of(row['posts'], row['eligible'])})",
            "interval": interval(row["low"], row["high"], scale=1000),
        }
        for at, row in enumerate(rows)
    ]
    top = max((d["high"] for d in drawn), default=1.0) or 1.0
    title = "per 1,000 eligible posts, 95 % interval"
    return dots(drawn, blocs, width, domain=(0, top * 1.02), title=title)


def shares(rows: Rows, blocs: Blocs, width: int) -> Chart:
    """The share of each mechanism among repeated posts, with intervals, a row a direction.

    Rows: as in the table shares, with the blocs of the direction as `repeater` and `origin`.
    """
    drawn = [
        {
            "row": at,
            "value": 100 * row["share"],
            "low": 100 * row["low"],
            "high": 100 * row["high"],
            "name": row["repeater"],
            "head": f"{b.mechanism(row['mechanism'])}: {row['repeater']}",
            "text": f"{percent(row['share'])} of {row['posts']:,} posts",
            "interval": interval(row["low"], row["high"], scale=100, unit=" %"),
        }
        for at, row in enumerate(rows)
    ]
    title = "share of repeated posts, 90 % interval"
    return dots(drawn, blocs, width, domain=(0, 100), title=title, unit=" %")


def dots(
    drawn: list[dict[str, Any]],
    blocs: Blocs,
    width: int,
    *,
    domain: tuple[float, float],
    title: str,
    unit: str = "",
    line: float | None = None,
) -> Chart:
    """Points with intervals on one scale, their label above each, a line where nothing is."""
    import altair as alt

    names = list(dict.fromkeys(d["name"] for d in drawn))
    y = alt.Y("row:Q", scale=alt.Scale(domain=[-0.6, len(drawn) - 0.6], reverse=True), axis=None)
    scale = alt.Scale(domain=list(domain), nice=False, zero=True)
    axis = alt.Axis(title=title, tickCount=5, grid=True, labelExpr=f"datum.label + '{unit}'")
    colour = alt.Color(
        "name:N",
        legend=None,
        scale=alt.Scale(domain=names, range=[b.colour(blocs, n) for n in names]),
    )
    tooltip = [
        alt.Tooltip("head:N", title="posts"),
        alt.Tooltip("text:N", title="estimate"),
        alt.Tooltip("interval:N", title="interval"),
    ]
    chart = alt.Chart(alt.InlineData(values=drawn)).encode(y=y)
    x = alt.X("low:Q", scale=scale, axis=axis)
    rule = chart.mark_rule(strokeWidth=3, opacity=0.5).encode(x=x, x2="high:Q", color=colour)
    shape = alt.Shape(
        "name:N",
        legend=None,
        scale=alt.Scale(domain=names, range=[SHAPES[i % 6] for i in range(len(names))]),
    )
    point = chart.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("value:Q", scale=scale), color=colour, shape=shape, tooltip=tooltip
    )
    inner = width - 24
    room = max(60, inner - 6.8 * max((len(d["text"]) for d in drawn), default=0) - 10)
    text = {"baseline": "bottom", "dy": -9}
    head = chart.mark_text(align="left", fontWeight="bold", limit=room, **text).encode(
        x=alt.value(0), text="head:N"
    )
    tail = chart.mark_text(align="right", **text).encode(x=alt.value(inner), text="text:N")
    layers = [rule, point, head, tail]
    if line is not None:
        at = alt.Chart(alt.InlineData(values=[{"low": line}]))
        layers.insert(0, at.mark_rule(color="#3f454a", strokeDash=[5, 3]).encode(x=x))
    drawing = alt.layer(*layers)
    return finish(drawing.properties(width=inner, height=max(1, len(drawn)) * ROW), width)


def lags(rows: Rows, blocs: Blocs, width: int) -> Chart:
    """How long after the nearest earlier post the repetition came, a panel a direction.

    Rows: repeater, origin, start and end of the bin in seconds, posts, total.
    """
    import altair as alt

    if rows:
        first, last = min(r["start"] for r in rows), max(r["end"] for r in rows)
    else:
        first, last = 1, 604_800
    drawn = [
        row
        | {
            "share": row["posts"] / row["total"],
            "label": f"{duration(row['start'])} to {duration(row['end'])}",
            "text": of(row["posts"], row["total"]),
        }
        for row in rows
    ]
    top = 1.06 * max((d["share"] for d in drawn), default=1.0)
    x = time_axis("start:Q", first, last, width)
    y = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, top]),
        axis=left_axis(format=".0%" if top >= 0.05 else ".1%"),
    )
    tooltip = [alt.Tooltip("label:N", title="lag"), alt.Tooltip("text:N", title="posts")]
    panels = []
    for repeater, origin in dict.fromkeys((r["repeater"], r["origin"]) for r in rows):
        own = [d for d in drawn if (d["repeater"], d["origin"]) == (repeater, origin)]
        panels.append(
            alt.Chart(alt.InlineData(values=own))
            .mark_rect(color=b.colour(blocs, repeater), stroke="white", strokeWidth=0.5)
            .encode(x=x, x2="end:Q", y=y, y2=alt.value(PANEL), tooltip=tooltip)
            .properties(
                width=width - MARGIN - 24,
                height=PANEL,
                title=f"{b.repeats(repeater, origin)}: {own[0]['total']:,} posts",
            )
        )
    return finish(alt.vconcat(*panels, spacing=16), width)


def time_axis(field: str, first: float, last: float, width: int) -> Any:
    """Lags on a logarithmic scale, labelled in seconds, minutes, hours, days."""
    import altair as alt

    ticks = labelled(first, last, width)
    names = "{" + ", ".join(f"'{t}': '{TICKS[t]}'" for t in ticks) + "}"
    axis = alt.Axis(title=None, values=ticks, labelExpr=f"({names})[datum.value]", grid=True)
    return alt.X(field, scale=alt.Scale(type="log", domain=[first, last]), axis=axis)


def labelled(first: float, last: float, width: int) -> list[int]:
    """The lags that have a label on a scale of this width, none on top of another.

    >>> labelled(1, 1e6, 600), labelled(1, 1e6, 150)
    ([1, 10, 60, 600, 3600, 86400, 604800], [1, 60, 3600, 604800])
    """
    pixel = math.log(last / first) * APART / width
    found: list[int] = []
    for tick in TICKS:
        if first <= tick <= last and all(abs(math.log(tick / t)) >= pixel for t in found):
            found.append(tick)
    return sorted(found)


def finish(chart: Any, width: int) -> Chart:
    """The chart as a dict, with the house's type and colours."""
    drawn: Chart = chart.to_dict(validate=False)  # a test holds every chart to the schema
    drawn["config"] = CONFIG | {"title": CONFIG["title"] | {"limit": width - 24}}
    return drawn
