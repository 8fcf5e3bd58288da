"""What is taken over from an earlier comparison."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import renewal
from antiphon.kernels.grams import ALL
from antiphon.kernels.repeats import parts
from antiphon.kernels.spread import BEGINS
from antiphon.kernels.wordings import Words

texts = st.lists(st.lists(st.integers(0, 3), max_size=12), min_size=1, max_size=6)


def together(found: list[list[int]]) -> Words:
    """Texts of words; every fourth is a hashtag."""
    flat = np.array([2 * w + 2 for text in found for w in text], np.uint32)
    lengths = np.array([len(text) for text in found], np.int64)
    end = np.cumsum(lengths)
    weights = np.where(np.arange(len(flat)) % 4 == 3, 0, 2).astype(np.uint8)
    return Words(flat, weights, end - lengths, end)


def members(words: Words, most: int, sieve=ALL) -> dict[int, tuple[int, ...]]:
    """Positions of each repeated gram, by the first of them."""
    found = {}
    for grams in parts(words, most, sieve):
        for low, high in zip(grams.group[:-1], grams.group[1:], strict=True):
            places = tuple(grams.position[low:high].tolist())
            found[places[0]] = places
    return found


@given(texts, st.data(), st.sampled_from([1 << 20, 8]))
def test_the_grams_of_texts_pass_their_sieve_with_all_that_are_like_them(found, data, part):
    words = together(found)
    chosen = data.draw(st.sets(st.integers(0, len(found) - 1)))
    sieve = renewal.sieve_of(words.take(np.array(sorted(chosen), np.int64)))
    every, passed = members(words, 1 << 20), members(words, part, sieve)
    assert passed.items() <= every.items()
    mine = {p for t in chosen for p in range(words.begin[t], words.end[t])}
    assert all(passed[k] == v for k, v in every.items() if mine & set(v))


def test_a_sieve_lets_little_else_pass():
    g = np.random.default_rng(1)
    words = together([g.integers(0, 10**6, 500).tolist() * 2 for _ in range(100)])
    sieve = renewal.sieve_of(words.take(np.arange(3)))
    every, passed = members(words, 1 << 20), members(words, 1 << 20, sieve)
    assert len(passed) < 0.15 * len(every)


@given(texts, st.data())
def test_the_marks_of_common_grams_are_packed_and_unpacked(found, data):
    words = together(found)
    order = np.array(data.draw(st.permutations(range(len(found)))), np.int64)
    marked = data.draw(st.lists(st.booleans(), min_size=len(words.hashes)))
    words.weights[np.flatnonzero(marked[: len(words.hashes)])] |= BEGINS
    bits = renewal.pack(words.weights, words.begin[order], words.end[order])
    again = words.weights & ~BEGINS
    renewal.unpack(bits, again, words.begin[order], words.end[order])
    assert np.array_equal(again, words.weights)


def test_texts_of_the_same_words_are_told_apart_by_their_hashtags():
    plain, tagged = together([[0, 1, 2, 3]]), together([[0, 1, 2, 3]])
    plain.weights[3] = 2
    keys = [renewal.identify(w.hashes, w.weights, w.begin, w.end).tolist() for w in (plain, tagged)]
    assert keys[0] != keys[1]
    plain.weights[:] |= 8
    assert keys[0] == renewal.identify(plain.hashes, plain.weights, plain.begin, plain.end).tolist()


def test_the_looks_of_a_text_are_its_weights_and_lasting_marks():
    words = together([[0, 1, 2, 3], [0, 1]])
    before = renewal.looks(words.weights, words.begin, words.end)
    words.weights[0] |= BEGINS
    assert np.array_equal(before, renewal.looks(words.weights, words.begin, words.end))
    words.weights[0] |= 4
    after = renewal.looks(words.weights, words.begin, words.end)
    assert (before != after).tolist() == [True, False]


def test_a_chain_is_recalled_only_if_all_of_it_is_as_it_was():
    known = np.array([[0, 1, 2, 3, 4, 5], [0, 1, 9, 9, 9, 9], [2, 3, 1, 1, 1, 1]])
    chains = np.array(
        [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 6], [1, 2, 1, 1, 1, 1], [2, 3, 1, 1, 1, 1]]
    )
    assert renewal.recall(chains, known).tolist() == [0, -1, -1, 2]
