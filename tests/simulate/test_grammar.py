"""The grammar writes readable, varied English."""

from __future__ import annotations

import re

import numpy as np
import pytest

from antiphon.kernels.tokens import tokenise
from antiphon.simulate.grammar import Body, Writer, laid_out, stream

POSTS = 20_000


@pytest.fixture(scope="module")
def bodies() -> list[Body]:
    writer = Writer(stream(np.random.default_rng(11)))
    return [writer.body(article=False) for _ in range(POSTS)]


def test_a_sentence_begins_with_a_capital_and_ends_with_a_period(bodies):
    for body in bodies[:5000]:
        for sentence in body.sentences:
            assert re.fullmatch(r"[A-Z0-9].*\.", sentence), sentence


def test_a_sentence_has_no_double_space_no_open_slot_and_the_right_article(bodies):
    amiss = re.compile(r"  | [,.;]|,,|\.\.|[{}()|%]|\x01|\b[Aa] [aeiou]|\b[Aa]n [^aeiou\W\d]")
    found = [s for b in bodies[:5000] for s in b.sentences if amiss.search(s)]
    assert found == []


def test_a_post_has_20_to_60_words_and_an_article_120_to_300(bodies):
    assert {20 <= body.words <= 60 for body in bodies} == {True}
    writer = Writer(stream(np.random.default_rng(12)))
    articles = [writer.body(article=True) for _ in range(300)]
    assert all(120 <= body.words <= 325 and body.title for body in articles)
    assert np.mean([body.words for body in articles]) < 300


def test_independent_posts_do_not_agree_in_eight_words_by_accident(bodies):
    """Of 200 million pairs, no more than twenty share eight words in a row."""
    texts = [laid_out(body.sentences, article=False).encode() for body in bodies]
    tokens = tokenise(np.cumsum([0, *map(len, texts)]), np.frombuffer(b"".join(texts), np.uint8))
    grams = np.zeros(len(tokens.hashes) - 7, np.uint64)
    for k in range(8):
        grams = grams * np.uint64(0x9E3779B97F4A7C15) + tokens.hashes[k : len(grams) + k]
    post = np.repeat(np.arange(POSTS), np.diff(tokens.offsets))
    inside = post[: len(grams)] == post[7:]
    grams, post = grams[inside], post[: len(inside)][inside]
    order = np.lexsort((post, grams))
    same = np.flatnonzero(grams[order][1:] == grams[order][:-1])
    pairs = {(post[order[i]], post[order[i + 1]]) for i in same}
    assert len({(a, b) for a, b in pairs if a != b}) <= 20


def test_every_topic_and_no_place_of_this_world_but_invented_ones_occurs(bodies):
    assert {body.topic for body in bodies} == set(range(16))
    said = " ".join(s for body in bodies for s in body.sentences)
    for real in ("Russia", "China", "America", "Europe", "London", "Moscow", "Beijing", "Paris"):
        assert real not in said


def test_the_same_stream_writes_the_same_words():
    first = Writer(stream(np.random.default_rng(3))).body(article=True)
    again = Writer(stream(np.random.default_rng(3))).body(article=True)
    other = Writer(stream(np.random.default_rng(4))).body(article=True)
    assert first == again != other


def test_an_article_is_laid_out_in_paragraphs():
    text = laid_out(("A.", "B.", "C.", "D."), article=True)
    assert text == "A. B. C.\n\nD."
