"""Alignments against the whole matrix."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.kernels import align
from antiphon.kernels.tokens import Tokens

words = st.lists(st.integers(0, 3), min_size=1, max_size=18)


def tokens(*texts: list[int]) -> Tokens:
    hashes = np.array([w + 1 for text in texts for w in text], np.uint64)
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    blank = np.zeros(len(hashes), np.int32)
    return Tokens(hashes, blank, blank, np.full(len(hashes), 2, np.uint8), offsets)


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
    all_words = tokens(left, right)
    row = align.verify(chains, all_words.hashes, all_words.weights, all_words.offsets)[0]
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


def test_words_of_no_weight_match_but_do_not_count():
    text = tokens([1, 2, 3], [1, 2, 3])
    weights = text.weights.copy()
    weights[1] |= 4
    weights[5] = 0
    chains = np.array([[0, 1, 0, 0, 0, 0]], np.int64)
    row = align.verify(chains, text.hashes, weights, text.offsets)[0]
    assert (row[6], row[7]) == (3, 2)


def test_the_chain_with_most_anchors_is_kept():
    """Two shared stretches: of three anchors and of one, far apart."""
    keys = np.full(4, (0 << 32) | 1, np.uint64)
    left = np.array([10, 11, 12, 200])
    right = np.array([110, 111, 112, 150])
    offsets = np.array([0, 100, 300])
    (row,) = align.chain(keys, left, right, offsets).tolist()
    assert row == [0, 1, 10, 12, 10, 12]
