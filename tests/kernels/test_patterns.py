"""Patterns found in texts."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.coding.entries import patterns
from antiphon.kernels.patterns import find, grow, read, spelled
from antiphon.strings import buffers


def found(pattern, *texts):
    """The words (first, last) of each hit, text by text."""
    hits = find(grow(patterns(pattern, (), "")), read(*buffers(pa.array(texts))))
    rows = set(zip(hits.text.tolist(), hits.first.tolist(), hits.last.tolist(), strict=True))
    return [sorted((a, b) for t, a, b in rows if t == k) for k in range(len(texts))]


@pytest.mark.parametrize(
    ("pattern", "text", "places"),
    [
        ("lie", "A lie, believe me", [(1, 2)]),
        ("lie*", "Lies and liem", [(0, 1), (2, 3)]),
        ("double standard*", "DOUBLE, standards!", [(0, 2)]),
        ("double standard*", "double your standard", []),
        ("двойн* стандарт*", "о двойных стандартах", [(1, 3)]),
        ("双重标准", "这是双重标准吗", [(2, 6)]),
        ("不…自己", "不说他们自己", [(0, 6)]),
        ("what about…?", "What about the other war?", [(0, 5)]),
        ("what about…?", "What about it. Really?", []),
        ("what about…?", "what about one two three four five six seven eight?", []),
        ("(who|what) (really )?pays", "who really pays, what pays", [(0, 3), (3, 5)]),
        ("ёлка", "елка", [(0, 1)]),
        ("lie", "https://lie.example/lie @lie", []),
    ],
)
def test_a_pattern_is_found_where_its_words_stand(pattern, text, places):
    assert found(pattern, text) == [places]


def test_a_hit_knows_its_text_its_sentence_and_whether_it_is_quoted():
    texts = read(*buffers(pa.array(["No. Bad day.", "He said “it was a bad day then” and bad"])))
    hits = find(grow(patterns("bad", (), "")), texts)
    assert hits.text.tolist() == [0, 1, 1]
    assert hits.sentence.tolist() == [1, 0, 0]
    assert hits.quoted.tolist() == [False, True, False]


@given(st.lists(st.text(alphabet="ab c.?不是«»", max_size=30), max_size=5))
@settings(max_examples=60, deadline=None)
def test_words_are_found_as_a_plain_search_finds_them(texts):
    hits = find(grow([spelled("ab")]), read(*buffers(pa.array(texts, pa.string()))))
    plain = [
        text.replace("不", " ").replace("是", " ").translate(dict.fromkeys(map(ord, ".?«»"), " "))
        for text in texts
    ]
    expected = [sum(word == "ab" for word in text.split()) for text in plain]
    assert np.bincount(hits.text, minlength=len(texts)).tolist() == expected
