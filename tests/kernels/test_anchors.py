"""Anchors against a search of all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import anchors
from antiphon.kernels.wordings import Words

texts = st.lists(st.lists(st.integers(0, 2), max_size=14), min_size=1, max_size=7)


def together(found: list[list[int]], order: list[int]) -> Words:
    """Texts whose words lie in another order than the texts are numbered."""
    place = {}
    flat: list[int] = []
    for text in order:
        place[text] = len(flat)
        flat += [w + 1 for w in found[text]]
    begin = np.array([place[t] for t in range(len(found))], np.int64)
    end = begin + np.array([len(t) for t in found], np.int64)
    return Words(np.array(flat, np.uint32), np.full(len(flat), 2, np.uint8), begin, end)


@given(texts, st.randoms(use_true_random=False), st.sampled_from([1 << 20, 16, 4]))
def test_all_runs_of_four_words_that_two_texts_share_are_found_in_one_part_or_many(
    found, random, most
):
    order = list(range(len(found)))
    random.shuffle(order)
    words = together(found, order)
    n = len(found)
    zero = np.zeros(n, np.int64)
    got = set()
    for grams in anchors.parts(words, most):
        skip = np.zeros(len(grams.group) - 1, np.bool_)
        columns = anchors.anchors(*grams, skip, zero, zero, zero - 1, 1, 1000)
        for a, b, p, q in zip(*(c.tolist() for c in columns), strict=True):
            got.add((a, b, p - words.begin[a], q - words.begin[b]))
    expected = {
        (a, b, i, j)
        for a in range(n)
        for b in range(a + 1, n)
        for i in range(len(found[a]) - 3)
        for j in range(len(found[b]) - 3)
        if found[a][i : i + 4] == found[b][j : j + 4]
    }
    assert got == expected


@pytest.mark.parametrize(
    ("first", "last", "sole", "count"),
    [
        ([0, 5], [0, 5], [-1, -1], 1),
        ([0, 50], [0, 50], [-1, -1], 0),
        ([0, 50], [45, 50], [-1, -1], 1),
        ([0, 5], [0, 5], [3, 3], 0),
        ([0, 5], [0, 5], [3, 4], 1),
    ],
    ids=["near", "too late", "still carried", "one account", "two accounts"],
)
def test_only_wordings_that_could_be_in_one_family_are_paired(first, last, sole, count):
    words = together([[0, 1, 2, 0], [0, 1, 2, 0]], [0, 1])
    (grams,) = anchors.parts(words, 1 << 20)
    skip = np.zeros(len(grams.group) - 1, np.bool_)
    values = (np.array(x, np.int64) for x in (first, last, sole))
    early, *_ = anchors.anchors(*grams, skip, *values, 10, 5)
    assert len(early) == count


def test_a_phrase_of_everybody_is_paired_with_the_nearest_only():
    words = together([[0, 1, 2, 0]] * 50, list(range(50)))
    (grams,) = anchors.parts(words, 1 << 20)
    skip = np.zeros(len(grams.group) - 1, np.bool_)
    zero = np.zeros(50, np.int64)
    early, late, _, _ = anchors.anchors(*grams, skip, zero, zero, zero - 1, 1, 3)
    assert set((late - early).tolist()) == {1, 2, 3}


def test_grams_do_not_depend_on_which_words_are_marked_as_common():
    plain, marked = (together([[0, 1, 2, 0, 1], [2, 0, 1, 2, 0]], [0, 1]) for _ in range(2))
    marked.weights[:4] |= 4
    for most in (1 << 20, 4):
        for one, other in zip(anchors.parts(plain, most), anchors.parts(marked, most), strict=True):
            assert [c.tolist() for c in one] == [c.tolist() for c in other]
