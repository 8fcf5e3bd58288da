"""Sentences aligned across languages."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.kernels import crossing

SIZE = 64


def aligned(left: list[int], right: list[int], numbers: dict[int, list[int]] | None = None):
    """Links between two texts whose sentences are numbers; a pair (i, j) stands for both."""
    generator = np.random.default_rng(3)
    known = generator.normal(size=(40, SIZE)).astype(np.float32)
    said = [*left, *right]
    vectors = np.stack([known[s] if isinstance(s, int) else known[list(s)].sum(0) for s in said])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    count = len(said)
    keys = [(numbers or {}).get(i, []) for i in range(count)]
    texts = crossing.Texts(
        np.array([0, len(left), count]),
        np.arange(count),
        np.full(count, 10),
        np.cumsum([0, *map(len, keys)]),
        np.array([k for key in keys for k in key], np.uint64),
    )
    level = np.full((2 * count, 2), 0.2, np.float32)
    length = crossing.doubles(texts, vectors)
    ones = np.ones((2, 2), np.float32)
    pairs, spoken = np.array([[0], [1]]), np.array([0, 1])
    found, near = crossing.align(pairs, texts, vectors, level, length, spoken, ones, ones, 0.6)
    spans = [tuple(int(x) for x in row[1:5]) for row in found.T]
    offset = len(left)
    return sorted((a, b, c - offset, d - offset) for a, b, c, d in spans), near


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([1, 2, 3], [1, 2, 3], [(0, 3, 0, 3)]),
        ([1, 2, 3], [7, 1, 2, 3, 8], [(0, 3, 1, 4)]),
        ([1, 9, 2], [1, 2], [(0, 3, 0, 2)]),
        ([1, 9, 10, 2], [1, 2], [(0, 1, 0, 1), (3, 4, 1, 2)]),
        ([(1, 2), 3], [1, 2, 3], [(0, 2, 0, 3)]),
        ([1, 2, 3], [(1, 2), 3], [(0, 3, 0, 2)]),
        ([1, 2], [3, 4], []),
        ([], [1], []),
    ],
    ids=["equal", "inside", "one left out", "two left out", "split", "joined", "strangers", "none"],
)
def test_passages_follow_the_order_of_both_texts(left, right, expected):
    assert aligned(left, right)[0] == expected


def test_sentences_with_other_numbers_are_not_linked():
    assert aligned([1, 2], [1, 2], {0: [5], 2: [5]})[0] == [(0, 2, 0, 2)]
    assert aligned([1, 2], [1, 2], {0: [5], 2: [6]})[0] == [(1, 2, 1, 2)]


def test_closeness_of_the_same_is_one():
    assert aligned([1, 2], [1, 2])[1] == pytest.approx([1.0], abs=1e-5)


def test_the_level_is_what_one_in_a_hundred_exceed():
    generator = np.random.default_rng(1)
    sample = generator.normal(size=(1000, 8)).astype(np.float32)
    sample /= np.linalg.norm(sample, axis=1, keepdims=True)
    level = crossing.levels(sample[:3], sample)
    assert ((sample[:3] @ sample.T > level[:, None]).sum(axis=1) == 10).all()
    assert crossing.levels(sample[:2], sample[:0]).tolist() == [0, 0]
