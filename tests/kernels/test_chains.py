"""Chains of anchors."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import chains
from antiphon.kernels.anchors import Anchors


def test_a_pair_may_have_several_chains():
    """Two shared stretches: of three anchors and of one, far apart; anchors come in any order."""
    blank = np.zeros(4, np.int32)
    early = np.array([11, 200, 10, 12], np.uint32)
    late = np.array([111, 150, 110, 112], np.uint32)
    found = Anchors(blank, blank + 1, early, late)
    order, bounds = chains.arrange(found.early, found.late, found.at_early, 2)
    assert bounds.tolist() == [0, 4]
    rows = chains.chain(order, bounds, *found, np.array([0, 100])).tolist()
    assert rows == [[0, 1, 10, 12, 10, 12], [0, 1, 200, 200, 50, 50]]


pairs = st.tuples(st.integers(0, 4), st.integers(5, 8), st.integers(0, 20))


@given(st.lists(pairs, max_size=40))
def test_anchors_are_arranged_by_pair_and_place(rows):
    early, late, at = (np.array([r[i] for r in rows], np.int32) for i in range(3))
    order, bounds = chains.arrange(early, late, at.astype(np.uint32), 9)
    assert [rows[i] for i in order] == sorted(rows)
    found = [{rows[i][:2] for i in order[a:b]} for a, b in itertools.pairwise(bounds)]
    assert [len(pair) for pair in found] == [1] * len({r[:2] for r in rows})


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), max_size=60))
def test_anchors_are_put_in_order_of_their_texts_and_places_and_stay_as_they_are_else(rows):
    early, late, at = (np.array([row[k] for row in rows], np.int64) for k in range(3))
    order, bounds = chains.arrange(early.astype(np.int32), late.astype(np.int32), at, 6)
    assert order.tolist() == np.lexsort((at, late, early)).tolist()
    pairs = [rows[i][:2] for i in order.tolist()]
    starts = [k for k in range(len(rows)) if k == 0 or pairs[k] != pairs[k - 1]]
    assert bounds.tolist() == [*starts, len(rows)]
