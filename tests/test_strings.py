"""Pieces of texts by their characters."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from antiphon.strings import buffers, cut

TEXT = st.text("aé中😀\u0301 \n", max_size=8)


@given(st.lists(st.tuples(TEXT, st.lists(st.integers(-3, 12), min_size=3, max_size=3)), max_size=5))
def test_pieces_are_those_that_python_cuts(rows):
    texts, points = [text for text, _ in rows], [sorted(some) for _, some in rows]
    columns = np.array(points, np.int64).reshape(-1, 3).T
    turn = np.arange(len(rows))[::-1]
    found = cut(
        pa.array(texts, pa.string()), turn, list(columns[:, turn]), ((0, 1), (1, 2), (0, 2))
    )
    for (first, last), piece in zip(((0, 1), (1, 2), (0, 2)), found, strict=True):
        expected = [texts[r][max(points[r][first], 0) : max(points[r][last], 0)] for r in turn]
        assert piece.to_pylist() == expected


def test_a_column_that_is_a_slice_is_cut_where_it_lies():
    column = pa.array(["skipped", "aé中", "x"])[1:]
    (piece,) = cut(column, np.array([0, 1]), [np.array([1, 0]), np.array([3, 1])], ((0, 1),))
    assert piece.to_pylist() == ["é中", "x"]


def test_an_absent_text_is_an_empty_one():
    offsets, data = buffers(pa.array(["ab", None, "", "c"]))
    assert (offsets.tolist(), data[: offsets[-1]].tobytes()) == ([0, 2, 2, 2, 3], b"abc")
    assert buffers(pa.array([None, ""], pa.string()))[0].tolist() == [0, 0, 0]
    assert buffers(pa.array([], pa.string()))[0].tolist() == [0]
