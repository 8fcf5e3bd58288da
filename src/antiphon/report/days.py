"""The figure of when groups met: a row a group, a point a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report.charts import finish
from antiphon.report.drawing import Figure, figure
from antiphon.report.words import count, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = dict[str, Any]
    Chart = dict[str, Any]

SHOWN = 12
ROW = 34
POINT = "#3f454a"
"""Of no bloc."""


def days(rows: Sequence[Row], groups: Sequence[Row]) -> Figure | None:
    """When the largest groups met, one below the other."""
    drawn = [
        {
            "row": place,
            "day": row["day"].isoformat(),
            "posts": row["posts"],
            "told": f"{row['day']:%Y-%m-%d}: {plural(row['posts'], 'post')} of "
            f"{plural(row['accounts'], 'account')} on {plural(row['objects'], 'object')}",
        }
        for place, group in enumerate(groups[:SHOWN])
        for row in rows
        if all(row[n] == group[n] for n in ("kind", "window_seconds", "group"))
    ]
    if not drawn:
        return None
    heads = [
        {"row": place, "head": f"Group {group['group']}: {count(group['accounts'])} accounts"}
        for place, group in enumerate(groups[:SHOWN])
    ]
    told = "; ".join(
        f"group {g['group']} on {plural(g['days'], 'day')}, {g['first_at']:%Y-%m-%d} to "
        f"{g['last_at']:%Y-%m-%d}"
        for g in groups[:SHOWN]
        if g["first_at"]
    )
    left = "" if len(groups) <= SHOWN else f" The {SHOWN} largest of {len(groups):,} groups."
    return figure(
        "groupdays",
        "When the groups met",
        f"Points over days, a row a group: {told}.",
        "A point is a day (UTC) on which accounts of the group met, the larger the more posts; out "
        f"of the posts in meetings of two of its accounts.{left} Misleads: a gap in the data looks "
        "like a pause.",
        lambda width: drawing(drawn, heads, width),
    )


def drawing(drawn: Sequence[Row], heads: Sequence[Row], width: int) -> Chart:
    """Points over time, the name of its group above each row."""
    import altair as alt

    scale = alt.Scale(domain=[-0.7, len(heads) - 0.5], reverse=True)
    y = alt.Y("row:Q", scale=scale, axis=None)
    axis = alt.Axis(title=None, tickCount=4 if width < 500 else 8)
    size = alt.Size("posts:Q", legend=None, scale=alt.Scale(range=[14, 160]))
    points = (
        alt.Chart(alt.InlineData(values=list(drawn)))
        .mark_point(color=POINT, filled=True, opacity=0.55)
        .encode(
            x=alt.X("day:T", scale=alt.Scale(type="utc"), axis=axis),
            y=y,
            size=size,
            tooltip=[alt.Tooltip("told:N", title="met")],
        )
    )
    names = (
        alt.Chart(alt.InlineData(values=list(heads)))
        .mark_text(align="left", fontWeight="bold", baseline="bottom", dy=-7, fontSize=11.5)
        .encode(x=alt.value(0), y=y, text="head:N")
    )
    made = alt.layer(points, names).properties(width=width - 24, height=ROW * len(heads))
    return finish(made, width)
