"""Texts to counted features, and features to decisions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from antiphon.coding.coders.classifier.coder import counted
from antiphon.coding.coders.classifier.fit import part
from antiphon.kernels.linear import decide, likeness, weighted
from antiphon.kernels.ngrams import SIZE


def features(*texts):
    counts = counted(pa.array(texts))
    return [
        dict(
            zip(
                counts.feature[a:b].tolist(),
                counts.times[a:b].tolist(),
                strict=True,
            )
        )
        for a, b in zip(counts.at[:-1], counts.at[1:], strict=True)
    ]


def words(found):
    return {k: v for k, v in found.items() if k < SIZE // 2}


def test_words_and_pairs_are_counted_whatever_their_case():
    once, twice = features("peace now", "PEACE NOW peace now")
    assert len(words(once)) == 3  # two words, one pair
    assert sorted(words(twice).values()) == [1, 2, 2, 2]  # "now peace" is a pair too
    assert set(once) < set(twice)


def test_characters_of_chinese_are_counted_alone_and_in_runs():
    (found,) = features("和平")
    assert len(words(found)) == 3  # two characters, one pair
    longer, other = features("和平万岁", "岁万平和")
    assert len(set(longer) - set(other)) >= 4  # order matters


def test_links_and_handles_say_nothing():
    assert features("peace https://x.example/war @war") == features("peace")


def test_a_text_without_words_has_no_features():
    assert features("", "…")[0] == {}


def test_rows_have_length_one_in_each_half_and_decide_by_a_dot_product():
    counts = counted(pa.array(["peace now", "war", ""]))
    kept = np.unique(counts.feature)
    columns = np.full(SIZE, -1, np.int32)
    columns[kept] = np.arange(len(kept))
    rows = weighted(counts, columns, np.ones(len(kept), np.float32))
    dense = np.zeros((3, len(kept)))
    for t in range(3):
        for k in range(rows.at[t], rows.at[t + 1]):
            dense[t, rows.column[k]] = rows.value[k]
    half = kept < SIZE // 2
    assert np.allclose((dense[:2, half] ** 2).sum(axis=1), 1)
    assert np.allclose((dense[:2, ~half] ** 2).sum(axis=1), 1)
    weights = np.random.default_rng(1).normal(size=(len(kept), 2))
    given = decide(*rows, weights, np.array([0.5, -0.5]))
    assert np.allclose(given, dense @ weights + [0.5, -0.5])
    assert given[2].tolist() == [0.5, -0.5]


def test_some_rows_are_the_same_as_their_texts_alone():
    texts = ["one two", "three", "four five six"]
    some = part(counted(pa.array(texts)), np.array([2, 0]))
    alone = counted(pa.array([texts[2], texts[0]]))
    assert all(np.array_equal(a, b) for a, b in zip(some, alone, strict=True))


def test_likeness_is_the_share_of_common_words():
    counts = counted(pa.array(["a b", "a b", "a c", "d"]))
    assert likeness(counts.at, counts.feature, 0, 1) == 1
    assert likeness(counts.at, counts.feature, 0, 2) == 1 / 5  # a; b, a b, c, a c apart
    assert likeness(counts.at, counts.feature, 0, 3) == 0
