"""Grams away from their texts: paired as they are within them."""

from __future__ import annotations

from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from antiphon.kernels import anchors, fans
from antiphon.kernels.repeats import parts
from antiphon.kernels.wordings import Words

FACTS = st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(-1, 2))


@st.composite
def worlds(draw) -> tuple[Words, np.ndarray]:
    """Texts of few words and signs, some of them long, with times and accounts."""
    runs = draw(
        st.lists(st.lists(st.integers(0, 7), min_size=4, max_size=9), min_size=1, max_size=3)
    )
    chosen = st.lists(st.sampled_from(runs), min_size=1, max_size=5)
    texts = [list(chain(*draw(chosen))) for _ in range(draw(st.integers(1, 6)))]
    texts = [text * draw(st.sampled_from([1, 1, 9])) for text in texts]
    lengths = np.array([len(text) for text in texts], np.int64)
    end = np.cumsum(lengths)
    hashes = np.array([w + 10 for text in texts for w in text], np.uint32)
    weights = (2 - (hashes & 1)).astype(np.uint8)
    words = Words(hashes, weights, end - lengths, end)
    facts = [draw(FACTS) for _ in texts]
    first = np.sort([f[0] for f in facts])
    columns = (first, first + [f[1] for f in facts], [f[2] for f in facts], words.begin, words.end)
    return words, np.stack(columns, axis=1).astype(np.int64)


@given(worlds(), st.integers(1, 5), st.integers(0, 15), st.integers(0, 40))
def test_candidates_that_are_confirmed_are_the_anchors(world, breadth, window, enough):
    words, carried = world
    for grams in parts(words, 1 << 20):
        skip = np.zeros(len(grams.group) - 1, np.bool_)
        skip[::5] = True
        usual = anchors.anchors(grams, skip, words.hashes, carried, window, breadth, enough)
        before, after = fans.sides(grams.position, grams.text, words.hashes, carried)
        a, b = fans.candidates(
            grams.group, grams.text, before, after, skip, carried, window, breadth
        )
        columns = (grams.text[a], grams.text[b], grams.position[a], grams.position[b])
        found = fans.confirmed(anchors.Anchors(*columns), words, carried, window, enough)
        for one, other in zip(usual, found, strict=True):
            np.testing.assert_array_equal(one, other)
            assert one.dtype == other.dtype
