"""The figure of timing: observed over expected pairs of posts, against the band of a null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report.charts import finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    Chart = dict[str, Any]

BAND, POINT = "#8a9199", "#3f454a"
STEP = 21
"""Height of a row."""
FAR = 4.0
"""Above so many times the expected number the scale is that of square roots."""
FIELDS = ("at", "head", "label", "sort", "ratio", "low", "high", "tail", "told")
SHAPES = {"pair": "circle", "beyond": "diamond", "control": "square"}


def timing(rows: Sequence[dict[str, Any]], width: int) -> Chart:
    """A row a test, under the head of its time scale: band, point, p.

    Rows: at (place from the top), head or label, sort, ratio, low, high, tail, told.
    """
    import altair as alt

    rows = [{name: row[name] for name in FIELDS} for row in rows]
    left, right = (150, 92) if width >= 500 else (112, 62)
    inner = width - 24
    drawn = [r for r in rows if r["ratio"] is not None]
    top = 1.04 * max([1.2, *(max(r["ratio"], r["high"] or 0) for r in drawn)])
    low = min([0.9, *(min(r["ratio"], r["low"] if r["low"] is not None else 1) for r in drawn)])
    kind = "sqrt" if top > FAR else "linear"
    scale = alt.Scale(
        domain=[max(0.0, low - 0.04), top], range=[left, inner - right], type=kind, nice=False,
        zero=False,
    )  # fmt: skip
    y = alt.Y(
        "at:Q",
        scale=alt.Scale(domain=[-0.7, max(r["at"] for r in rows) + 0.6], reverse=True),
        axis=None,
    )
    axis = alt.Axis(title="observed over expected", tickCount=5, grid=True)
    x = alt.X("ratio:Q", scale=scale, axis=axis)
    told = alt.Tooltip("told:N", title="pairs")
    every = alt.Chart(alt.InlineData(values=list(rows)))
    ends = alt.Chart(alt.InlineData(values=[r for r in drawn if r["low"] is not None]))
    one = alt.Chart(alt.InlineData(values=[{"ratio": 1.0}]))
    layers = [
        one.mark_rule(color=POINT, strokeDash=[5, 3]).encode(x=x),
        ends.mark_rule(color=BAND, strokeWidth=11, opacity=0.45).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, tooltip=told
        ),
    ]
    for sort, shape in SHAPES.items():
        own = alt.Chart(alt.InlineData(values=[r for r in drawn if r["sort"] == sort]))
        mark = own.mark_point(
            shape=shape, filled=sort != "control", color=POINT, size=70, opacity=0.95
        )
        layers.append(mark.encode(x=x, y=y, tooltip=told))
    text = {"baseline": "middle", "limit": left + 200}
    layers += [
        every.transform_filter("datum.head != ''")
        .mark_text(align="left", fontWeight="bold", **text)
        .encode(x=alt.value(0), y=y, text="head:N"),
        every.mark_text(align="left", baseline="middle", limit=left - 8).encode(
            x=alt.value(0), y=y, text="label:N"
        ),
        every.mark_text(align="right", baseline="middle").encode(
            x=alt.value(inner), y=y, text="tail:N"
        ),
    ]
    height = STEP * (max(r["at"] for r in rows) + 1.3)
    return finish(alt.layer(*layers).properties(width=inner, height=height), width)
