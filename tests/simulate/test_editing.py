"""Edited copies differ by as much as asked and stay English."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import numpy as np
import pytest

from antiphon.simulate.editing import articles_right, clause_moved, edited
from antiphon.simulate.grammar import Writer, stream


def changed(share: float, count: int = 200) -> tuple[float, list[str]]:
    draw = stream(np.random.default_rng(5))
    writer = Writer(draw)
    parts, texts = [], []
    for _ in range(count):
        before = writer.body(article=False).sentences
        after = edited(before, share, draw)
        a, b = " ".join(before).split(), " ".join(after).split()
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        parts.append(1 - 2 * sum(m.size for m in blocks) / (len(a) + len(b)))
        texts.extend(after)
    return float(np.mean(parts)), texts


def test_without_edits_nothing_changes():
    draw = stream(np.random.default_rng(5))
    sentences = Writer(draw).body(article=False).sentences
    assert edited(sentences, 0.0, draw) == sentences


@pytest.mark.parametrize("share", [0.05, 0.15, 0.3])
def test_about_the_asked_share_of_words_changes(share):
    part, _ = changed(share)
    assert 0.7 * share < part < 1.4 * share


def test_heavier_edits_change_more():
    assert changed(0.1)[0] < changed(0.2)[0] < changed(0.45)[0]


def test_an_edited_sentence_is_still_a_sentence():
    amiss = re.compile(r"  | [,.;]|,,|\b[Aa] [aeiou]|\b[Aa]n [^aeiou\W\d]")
    for sentence in changed(0.45)[1]:
        assert re.fullmatch(r"[A-Z0-9].*\.", sentence), sentence
        assert not amiss.search(sentence), sentence


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Near Tolmira, the ferry left.", "The ferry left, near Tolmira."),
        ("The ferry left, near Tolmira.", "The ferry left, near Tolmira."),
        ("In Tolmira the ferry left.", "In Tolmira the ferry left."),
    ],
)
def test_a_leading_phrase_moves_to_the_end(before, after):
    assert clause_moved(before) == after


def test_articles_follow_the_word_after_them():
    assert articles_right("an bridge, a old one, An ivory A pier") == (
        "a bridge, an old one, An ivory A pier"
    )
