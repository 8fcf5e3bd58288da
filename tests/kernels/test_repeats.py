"""Repeated grams against a count of all of them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import repeats
from antiphon.kernels.grams import bits_of, grams_of
from antiphon.kernels.wordings import Words

texts = st.lists(st.lists(st.integers(0, 2), max_size=14), min_size=1, max_size=7)


def together(found: list[list[int]]) -> Words:
    """Texts of words that weigh two each."""
    flat = np.array([2 * w + 2 for text in found for w in text], np.uint32)
    lengths = np.array([len(text) for text in found], np.int64)
    end = np.cumsum(lengths)
    return Words(flat, np.full(len(flat), 2, np.uint8), end - lengths, end)


def grouped(words: Words, most: int) -> tuple[list[int], list[list[int]], list[int]]:
    """Sizes, positions and texts of all groups, in order."""
    sizes, places, within = [], [], []
    for grams in repeats.parts(words, most):
        sizes += np.diff(grams.group).tolist()
        groups = np.split(grams.position, grams.group[1:-1])
        places += [p.tolist() for p in groups if len(p)]
        within += grams.text.tolist()
    return sizes, places, within


def expected(words: Words) -> tuple[list[int], list[list[int]], list[int]]:
    low = bits_of(words)
    found = defaultdict(list)
    for gram in grams_of(words, low).tolist():
        found[gram >> low].append(gram & ((1 << low) - 1))
    places = [found[gram] for gram in sorted(found) if len(found[gram]) > 1]
    text = np.searchsorted(words.begin, np.concatenate([[], *places]), side="right") - 1
    filled = words.lengths[text] > 0
    assert filled.all()
    return [len(p) for p in places], places, text.tolist()


@given(texts, st.sampled_from([1 << 20, 16, 4]))
def test_every_gram_that_occurs_twice_is_in_the_group_of_its_hash(found, most):
    words = together(found)
    assert grouped(words, most) == expected(words)


@pytest.mark.parametrize("most", [1 << 26, 1 << 16])
def test_grams_of_many_buckets_and_chunks_and_crowded_slots_are_in_order(most):
    """A phrase of two thousand texts among words that are drawn with gaps and repeats."""
    g = np.random.default_rng(5)
    found = [[*g.integers(0, 30, 90).tolist(), 1, 2, 3, 4, 5] for _ in range(2000)]
    words = together(found)
    assert grouped(words, most) == expected(words)


def test_a_gram_of_very_many_texts_finds_room():
    """All grams are one, so that one part of many has all of them."""
    words = together([[1] * 40] * 3000)
    sizes, _, _ = grouped(words, 1 << 12)
    assert sizes == [37 * 3000]


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=300), st.sampled_from([0, 4, 11, 17]))
def test_values_are_put_in_order_by_the_digits_in_which_they_differ(drawn, low):
    values = np.array(drawn, np.uint64) << np.uint64(low)
    other = np.empty(len(values), np.uint64)
    result = values.copy()
    repeats.by_digits(result, other, low, 41)
    assert result.tolist() == sorted(values.tolist())
