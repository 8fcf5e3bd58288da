"""Networks on paper: parts side by side, within the width, the same again."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.report import graph, places
from antiphon.report.drawing import NARROW, WIDE

RINGS = [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 4), (7, 8)]


def tree(size, seed=2):
    rng = np.random.default_rng(seed)
    return [(k, int(rng.integers(0, k))) for k in range(1, size)]


def many_pairs(count):
    return [(2 * k, 2 * k + 1) for k in range(count)]


def test_parts_are_what_hangs_together_the_largest_first():
    found = places.parts(RINGS, 9)
    assert [part.tolist() for part in found] == [[0, 1, 2, 3], [4, 5, 6], [7, 8]]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("ends", [RINGS, tree(60), tree(300), many_pairs(40)])
def test_everything_lies_within_the_width(width, ends):
    size = max(max(e) for e in ends) + 1
    made = places.drawing(ends, size, width, 600)
    assert made.places.min() >= 0
    assert made.places[:, 0].max() <= width
    assert made.places[:, 1].max() <= made.height
    assert len(np.unique(made.places, axis=0)) == size


def test_parts_do_not_lie_over_one_another():
    made = places.drawing(RINGS, 9, WIDE, 600)
    boxes = [
        (made.places[part].min(axis=0), made.places[part].max(axis=0))
        for part in places.parts(RINGS, 9)
    ]
    for k, (low, high) in enumerate(boxes):
        for below, above in boxes[:k]:
            assert (low > above).any() or (below > high).any()


def test_a_small_network_is_drawn_larger_than_a_large_one():
    assert places.drawing(RINGS, 9, WIDE, 600).unit > places.drawing(tree(300), 300, WIDE, 600).unit


def test_the_same_network_gives_the_same_places():
    one, two = (places.drawing(tree(50), 50, WIDE, 600).places for _ in range(2))
    assert one.tobytes() == two.tobytes()


def dots(count, name="account-{}"):
    return [graph.Dot(name.format(k), "c0", 1, f"told {k}") for k in range(count)]


def test_names_stand_where_there_is_room_and_nowhere_else():
    lines = [graph.Line(a, b, 2, "c0", "") for a, b in tree(150)]
    wide, narrow = graph.pictures(dots(150), lines)
    assert 5 < len(narrow.labels) < len(wide.labels) < 150
    for picture in (wide, narrow):
        boxes = [graph.around(n.x, n.y, n.text, n.anchor) for n in picture.labels]
        assert not any(graph.meet(a, b) for k, a in enumerate(boxes) for b in boxes[:k])
        assert all(b[0] >= 0 and b[2] <= picture.width for b in boxes)


def test_heavier_lines_are_thicker_and_lie_on_top():
    lines = [graph.Line(0, 1, 9, "c0", ""), graph.Line(1, 2, 1, "c0", "")]
    picture = graph.picture(dots(3), lines, "wide", WIDE)
    assert [s.at for s in picture.strokes] == [1, 0]
    assert picture.strokes[0].width < picture.strokes[1].width == graph.THICKEST


def test_an_account_with_more_lines_is_larger_and_a_reference_bloc_square():
    some = [graph.Dot("hub", "c0", 4, ""), *(graph.Dot(f"r{k}", "r0", 1, "") for k in range(4))]
    lines = [graph.Line(0, k, 1, "between", "") for k in range(1, 5)]
    marks = graph.picture(some, lines, "wide", WIDE).marks
    assert marks[0].radius > marks[1].radius
    assert [m.square for m in marks] == [False, True, True, True, True]
