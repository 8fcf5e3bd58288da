"""The figures as data."""

from __future__ import annotations

import json
import re

import made_results
import pytest

from antiphon.report import charts, drawing, repeats
from antiphon.report.drawing import embedded, static
from antiphon.schema import Blocs

HOSTILE = '<script>alert("x")</script>& and a name much longer than any figure on a phone is wide'
BLOCS = Blocs(("norland", HOSTILE), ("wire",))
LAGS = [
    {"repeater": a, "origin": b, "start": s, "end": 2 * s, "posts": 3, "total": 12}
    for a, b in BLOCS.directions
    for s in (1, 2, 4, 8)
]
VOLUMES = [
    {"bloc": bloc, "start": at * 86_400_000, "end": (at + 1) * 86_400_000, "label": "", "posts": at}
    for bloc in BLOCS.all
    for at in range(5)
]
FLOW = [
    {"repeater": a, "origin": b, "posts": 3, "eligible": 100, "rate": 0.03, "low": 0.0, "high": 0.1}
    for a, b in BLOCS.directions
]
SHARES = [
    {"repeater": a, "origin": b, "mechanism": "borrowing", "share": 1.0, "low": 0.9, "high": 1.0}
    | {"posts": 9}
    for a, b in BLOCS.directions
]
FIGURES = {
    "volumes": lambda width: charts.volumes(VOLUMES, [], BLOCS, "day", width),
    "flow": lambda width: charts.flow(FLOW, BLOCS, width),
    "lags": lambda width: charts.lags(LAGS, BLOCS, width),
    "shares": lambda width: charts.shares(SHARES, BLOCS, width),
}


@pytest.mark.parametrize("width", [drawing.WIDE, drawing.NARROW])
@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_fills_its_width_and_no_more(name, width):
    drawn = str(static(FIGURES[name](width), "x"))
    box = drawn.split('viewBox="')[1].split('"', maxsplit=1)[0].split()
    assert width - 20 <= float(box[2]) <= width + 16


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_names_stay_text(name):
    drawn = str(static(FIGURES[name](720), "x"))
    assert "<script" not in drawn
    assert "http" not in drawn.replace(drawing.SVG, "")
    assert " style=" not in drawn
    assert not re.search(r"\son\w+=", drawn)


def test_drawing_twice_gives_the_same_bytes():
    """Ids come from the figure's name, not from how many were drawn before."""
    one, two = (str(static(FIGURES["lags"](720), "x")) for _ in range(2))
    assert one == two


def test_a_bloc_keeps_its_colour_on_every_figure():
    for name in ("volumes", "flow", "lags", "shares"):
        drawn = json.dumps(FIGURES[name](720))
        assert "#1f6fb4" in drawn
        assert "#c9541b" in drawn


def test_json_in_a_page_cannot_end_its_script():
    found = str(embedded({"a": "</script>\u2028<!--&"}))
    assert not set("<>&\u2028") & set(found)
    assert json.loads(found) == {"a": "</script>\u2028<!--&"}


def test_lags_count_each_post_once_at_its_nearest_and_only_when_dated_in_order():
    rows = [
        {"bloc_a": "a", "bloc_b": "b", "post_id_b": "p", "lag_seconds": 3000.0, "order": "first"},
        {"bloc_a": "a", "bloc_b": "b", "post_id_b": "p", "lag_seconds": 50.0, "order": "first"},
        {"bloc_a": "a", "bloc_b": "b", "post_id_b": "q", "lag_seconds": 50.0}
        | {"order": "undetermined"},
        {"bloc_a": "b", "bloc_b": "b", "post_id_b": "r", "lag_seconds": 50.0, "order": "first"},
        {"bloc_a": "x", "bloc_b": "b", "post_id_b": "s", "lag_seconds": 50.0, "order": "first"},
        {"bloc_a": "b", "bloc_b": "a", "post_id_b": "t", "lag_seconds": 1e12, "order": "first"},
    ]
    for row in rows:
        row["order_reason"] = "times"
        row["platform_b"] = ""
    found = repeats.lag_rows(made_results.table("passages", rows), Blocs(("a", "b"), ("x",)))
    filled = [(r["repeater"], r["start"], r["posts"], r["total"]) for r in found if r["posts"]]
    assert filled == [("a", repeats.EDGES[-2], 1, 1), ("b", 30, 1, 1)]
