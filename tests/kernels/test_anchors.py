"""Anchors against a search of all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import anchors, extension
from antiphon.kernels.repeats import parts
from antiphon.kernels.wordings import Words

texts = st.lists(st.lists(st.integers(0, 2), max_size=14), min_size=1, max_size=7)


def together(found: list[list[int]]) -> Words:
    """Texts of words that weigh two each."""
    flat = np.array([2 * w + 2 for text in found for w in text], np.uint32)
    end = np.cumsum([len(text) for text in found], dtype=np.int64)
    lengths = np.array([len(text) for text in found], np.int64)
    return Words(flat, np.full(len(flat), 2, np.uint8), end - lengths, end)


def carried(words: Words, first: list[int], last: list[int], sole: list[int]):
    columns = (first, last, sole, words.begin, words.end)
    return np.stack([np.array(c, np.int64) for c in columns], axis=1)


def meet(words: Words, most: int = 1 << 20, breadth: int = 1000, **known: list[int]):
    """The anchors of all parts, of wordings of one time and many accounts unless told."""
    n = len(words.begin)
    facts = carried(words, **({"first": [0] * n, "last": [0] * n, "sole": [-1] * n} | known))
    for grams in parts(words, most):
        skip = np.zeros(len(grams.group) - 1, np.bool_)
        found = anchors.anchors(grams, skip, words.hashes, facts, 10, breadth, 0)
        yield from zip(*(c.tolist() for c in found), strict=True)


@given(texts, st.sampled_from([1 << 20, 16, 4]))
def test_all_runs_of_four_words_that_two_texts_share_are_found_in_one_part_or_many(found, most):
    words = together(found)
    n = len(found)
    begin = words.begin
    got = [(a, b, p - begin[a], q - begin[b]) for a, b, p, q in meet(words, most)]
    expected = {
        (a, b, i, j)
        for a in range(n)
        for b in range(a + 1, n)
        for i in range(len(found[a]) - 3)
        for j in range(len(found[b]) - 3)
        if found[a][i : i + 4] == found[b][j : j + 4]
    }
    assert set(got) == expected
    assert len(got) == len(expected)


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
    words = together([[0, 1, 2, 0], [0, 1, 2, 0]])
    assert len(list(meet(words, first=first, last=last, sole=sole))) == count


def test_a_phrase_of_everybody_is_paired_with_the_nearest_only():
    words = together([[0, 1, 2, 0]] * 50)
    assert {b - a for a, b, _, _ in meet(words, breadth=3)} == {1, 2, 3}


def test_the_breadth_counts_accounts_and_not_what_they_publish():
    """Forty texts of one account do not hide an earlier one of another."""
    words = together([[0, 1, 2, 0]] * 42)
    found = list(meet(words, breadth=2, sole=[7, *[8] * 40, 9]))
    assert (0, 41) in {(a, b) for a, b, _, _ in found}
    assert sum(b == 41 for _, b, _, _ in found) == 1 + anchors.EACH


def test_two_long_texts_must_agree_in_a_word_beside_the_gram():
    """Between texts of 140 words four words in a row are chance; five are not."""
    four, five = [0, 1, 2, 0], [0, 1, 2, 0, 3]

    def text(shared: list[int], other: int) -> list[int]:
        return [100 + other + k for k in range(70)] + shared + [200 + other + k for k in range(70)]

    for shared, count in ((four, 0), (five, 2)):
        words = together([text(shared, 0), text(shared, 1000)])
        assert len(list(meet(words))) == count


words = st.lists(st.integers(0, 40), min_size=4, max_size=30)


@given(words, st.data())
def test_what_agrees_around_an_anchor_scores_at_most_what_the_best_alignment_does(text, data):
    """Twice the weight of what matches less the weight of what is passed over; read both ways."""
    other = list(text)
    for _ in range(data.draw(st.integers(0, 4))):
        other[data.draw(st.integers(0, len(other) - 1))] = 99
    both = together([text, other])
    n = len(text)
    best = extension.slide(both.hashes, 0, n, n, n, 1, 1000, 0)
    same = sum(a == b for a, b in zip(text, other, strict=True))
    assert best <= 4 * same
    if text == other:
        assert best == 4 * n
    back = extension.slide(both.hashes, n - 1, 2 * n - 1, n, n, -1, 1000, 0)
    assert back <= 4 * same


def test_grams_do_not_depend_on_which_words_are_marked_as_common():
    plain, marked = (together([[0, 1, 2, 0, 1], [2, 0, 1, 2, 0]]) for _ in range(2))
    marked.weights[:4] |= 4
    for most in (1 << 20, 4):
        for one, other in zip(parts(plain, most), parts(marked, most), strict=True):
            assert [c.tolist() for c in one] == [c.tolist() for c in other]


def test_what_is_common_pairs_short_texts_only():
    """Three texts share four common words: two of 24 words, and one of 94."""

    def text(other: int, more: int) -> list[int]:
        return [0, 1, 2, 0, *(100 + other + k for k in range(more))]

    words = together([text(0, 20), text(200, 90), text(500, 20)])
    facts = carried(words, [0] * 3, [0] * 3, [-1] * 3)
    (grams,) = parts(words, 1 << 20)
    for common, pairs in ((False, {(0, 1), (0, 2), (1, 2)}), (True, {(0, 2)})):
        early, late, _, _ = anchors.anchors(
            grams, np.array([common]), words.hashes, facts, 10, 40, -anchors.FAR
        )
        assert set(zip(early.tolist(), late.tolist(), strict=True)) == pairs
