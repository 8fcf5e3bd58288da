"""Alignments against the whole matrix."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernels import align
from antiphon.kernels.anchors import Anchors
from antiphon.kernels.wordings import Words

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
    row = align.verify(chains, *arrays(together(left, right)))[0]
    return int(row[6]), tuple(int(x) for x in row[2:6])


@given(left=words, right=words)
@settings(max_examples=300)
def test_within_the_band_the_best_local_alignment_is_found(left, right):
    """Short texts lie inside the band when the chain starts on the main diagonal."""
    left, right = left[:8], right[:8]
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
    row = align.verify(chains, *arrays(text))[0]
    assert (row[6], row[7], row[8]) == (3, 4, 2)


def test_the_chain_with_most_anchors_is_kept():
    """Two shared stretches: of three anchors and of one, far apart; anchors come in any order."""
    blank = np.zeros(4, np.int32)
    early = np.array([11, 200, 10, 12], np.uint32)
    late = np.array([111, 150, 110, 112], np.uint32)
    found = Anchors(blank, blank + 1, early, late)
    order, bounds = align.arrange(found.early, found.late, found.at_early, 2)
    assert bounds.tolist() == [0, 4]
    (row,) = align.chain(order, bounds, *found, np.array([0, 100])).tolist()
    assert row == [0, 1, 10, 12, 10, 12, 3]


pairs = st.tuples(st.integers(0, 4), st.integers(5, 8), st.integers(0, 20))


@given(st.lists(pairs, max_size=40))
def test_anchors_are_arranged_by_pair_and_place(rows):
    early, late, at = (np.array([r[i] for r in rows], np.int32) for i in range(3))
    order, bounds = align.arrange(early, late, at.astype(np.uint32), 9)
    assert [rows[i] for i in order] == sorted(rows)
    found = [{rows[i][:2] for i in order[a:b]} for a, b in itertools.pairwise(bounds)]
    assert [len(pair) for pair in found] == [1] * len({r[:2] for r in rows})


def arrays(words: Words):
    return words.hashes, words.weights, words.begin, words.end


@given(left=words, right=words, least=st.integers(1, 20))
def test_what_is_dropped_has_no_alignment_that_scores_enough(left, right, least):
    """Short texts lie inside the window and the band."""
    left, right = left[:6], right[:6]
    chains = np.array([[0, 1, 0, 0, 0, 0, 1]], np.int64)
    both = together(left, right)
    (kept,) = align.promising(chains, *arrays(both), least, 0)
    assert bool(kept) == (whole_matrix(left, right) >= least)
