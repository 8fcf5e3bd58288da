"""Alignments against the whole matrix."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernels import align
from antiphon.kernels.anchors import Anchors
from antiphon.kernels.wordings import Words
from antiphon.kernels.worth import SIGN, UNCOMMON

words = st.lists(st.integers(0, 3), min_size=1, max_size=18)


def together(*texts: list[int]) -> Words:
    hashes = np.array([w + 1 for text in texts for w in text], np.uint32)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    return Words(hashes, np.full(len(hashes), 2, np.uint8), offsets[:-1], offsets[1:])


def whole_matrix(left: list[int], right: list[int]) -> int:
    """The best local score of Smith and Waterman: +2, -1, -1."""
    score = np.zeros((len(left) + 1, len(right) + 1), int)
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            across = score[i - 1, j - 1] + (2 if a == b else -1)
            score[i, j] = max(0, across, score[i - 1, j] - 1, score[i, j - 1] - 1)
    return int(score.max())


def score(left: list[int], right: list[int]) -> tuple[int, tuple[int, ...]]:
    """The banded alignment's score, recomputed from its span and its matches."""
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    row = align.verify(chains, *arrays(together(left, right)), 0)[0]
    return int(row[6]), tuple(int(x) for x in row[2:6])


@given(left=words, right=words)
@settings(max_examples=300)
def test_within_the_band_the_best_local_alignment_is_found(left, right):
    """Short texts lie inside the band around an anchor of four words."""
    left, right = [9] * 4 + left[:6], [9] * 4 + right[:6]
    matched, (a0, a1, b0, b1) = score(left, right)
    best = whole_matrix(left, right)
    assert whole_matrix(left[a0:a1], right[b0:b1]) == best
    assert matched <= min(a1 - a0, b1 - b0)
    assert 2 * matched >= best


@given(words)
def test_a_text_matches_itself_from_end_to_end(text):
    matched, span = score(text, text)
    assert matched == len(text)
    assert span == (0, len(text), 0, len(text))


def test_hashtags_have_no_weight_and_common_words_are_told_apart():
    text = together([1, 2, 3], [1, 2, 3])
    text.weights[1] |= 4
    text.weights[5] = 0
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    row = align.verify(chains, *arrays(text), 0)[0]
    assert (row[6], row[7], row[8], row[9]) == (3, 4, 2, 0)


def test_words_that_both_have_between_quotation_marks_are_counted():
    text = together([1, 2, 3, 4], [1, 2, 3, 9])
    text.weights[:3] |= 8
    text.weights[5:7] |= 8
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    row = align.verify(chains, *arrays(text), 0)[0]
    assert (row[6], row[7], row[9], row[10]) == (3, 6, 4, 0)


@given(left=words, right=words)
def test_what_changed_is_the_weight_of_the_heavier_side_that_does_not_match(left, right):
    row = align.verify(np.array([[0, 1, 0, 0, 0, 0]]), *arrays(together(left, right)), 0)[0]
    longest = max(row[3] - row[2], row[5] - row[4])
    assert row[10] == 2 * (longest - row[6])


@given(st.lists(st.integers(1000, 1100), min_size=30, max_size=60, unique=True), st.integers(0, 9))
def test_two_passages_of_one_pair_are_both_found(shared, gap):
    """Two stretches that both texts share, in the other order in the second text."""
    a, b = shared[:15], shared[15:30]
    filler = list(range(200))
    left = a + filler[:90] + b
    right = b + filler[100 : 190 + gap] + a
    text = together(left, right)
    begin = text.begin.astype(np.uint32)
    at = np.array([0, 105], np.uint32)
    there = np.array([105 + gap, 0], np.uint32) + begin[1]
    blank = np.zeros(2, np.int32)
    found = align.align(Anchors(blank, blank + 1, at, there), text)
    spans = set(zip(found.start_left.tolist(), found.end_left.tolist(), strict=True))
    assert spans == {(0, 15), (105, 120)}


def test_of_passages_of_one_pair_that_meet_the_heavier_is_kept():
    columns = np.array(
        [
            [0, 1, 0, 10, 0, 10, 20],
            [0, 1, 5, 12, 5, 12, 10],
            [0, 1, 30, 40, 30, 40, 20],
            [0, 2, 5, 12, 5, 12, 10],
        ]
    ).T
    assert align.distinct(*columns).tolist() == [True, False, True, True]


def arrays(words: Words):
    return words.hashes, words.weights, words.begin, words.end


def test_single_characters_that_match_are_counted():
    text = together([1, 2, 3, 4], [1, 2, 3, 9])
    text.weights[1] = text.weights[5] = 1
    text.weights[2] = text.weights[6] = 0
    row = align.verify(np.array([[0, 1, 0, 0, 0, 0]]), *arrays(text), 0)[0]
    assert (row[6], row[7], row[11]) == (3, 3, 1)


@given(left=words, right=words, least=st.integers(1, 30), marks=st.data())
@settings(max_examples=300)
def test_no_chain_is_left_out_whose_passage_has_the_least_weight(left, right, least, marks):
    """What is left out is worth too little, words, signs, hashtags and common words alike."""
    text = together([9] * 4 + left, [9] * 4 + right)
    n = len(text.weights)
    weight = {k: marks.draw(st.sampled_from([0, 1, 2, 2 | 4])) for k in range(11)}
    text.weights[:] = [weight[int(h)] for h in text.hashes]
    text.weights[marks.draw(st.integers(0, n - 1))] &= 4
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    whole, kept = (align.verify(chains, *arrays(text), k)[0] for k in (0, least))
    worth = 2 * (whole[7] + SIGN * whole[11]) - whole[10]
    if worth >= 2 * least and whole[8] >= UNCOMMON * least:
        assert kept.tolist() == whole.tolist()
    assert kept.tolist() in (whole.tolist(), [0, 1] + [0] * (align.COLUMNS - 2))


def test_a_chain_of_four_words_in_texts_with_no_other_in_common_is_not_aligned():
    text = together([9, 9, 9, 9, *range(10, 40)], [9, 9, 9, 9, *range(50, 80)])
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    found = [align.verify(chains, *arrays(text), least)[0, 6] for least in (0, 8, 9)]
    assert found == [4, 4, 0]


def test_a_band_that_begins_before_the_other_text_is_aligned_where_both_have_words():
    """The anchors drift apart: the band of the first rows lies before the other text."""
    left, right = list(range(100, 240)), list(range(160, 240))
    found = align.verify(np.array([[0, 1, 60, 130, 0, 70]]), *arrays(together(left, right)), 20)
    assert found[0, :7].tolist() == [0, 1, 60, 140, 0, 80, 80]
