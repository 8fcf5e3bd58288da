"""The words fit together."""

from __future__ import annotations

from collections import Counter

import pytest

from antiphon.simulate.lexicon import compiled, lexicon, read

POOLS = ("colour", "material", "day", "daypart", "month", "season", "body", "unit_of_time")


def single_words() -> list[str]:
    rings = [ring.split("|") for kind in read("rings").values() for ring in kind]
    return [word for ring in rings for word in ring if " " not in word]


def test_a_word_belongs_to_one_ring_only():
    assert [word for word, count in Counter(single_words()).items() if count > 1] == []


@pytest.mark.parametrize("pool", POOLS)
def test_a_word_of_a_pool_is_in_no_ring(pool):
    assert set(read("pools")[pool]) & set(single_words()) == set()


def test_names_are_many_and_different():
    places = lexicon().places
    assert len(places) == len(set(places)) > 5000


def test_a_topic_has_its_own_terms_and_forms():
    topics = lexicon().topics
    assert len({t.id for t in topics}) == len(topics) == 16
    terms = [term for t in topics for term in t.terms]
    assert len(terms) == len(set(terms))


def test_alternatives_and_articles_become_slots():
    form, slots = compiled("(one|two) a {colour} car", {"a_colour": ["an ivory"]}, {})
    assert (form, [pool for pool, _ in slots]) == ("%s %s car", [["one", "two"], ["an ivory"]])
