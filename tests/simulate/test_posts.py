"""Words follow the course of events."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np
import pytest

from antiphon.schema import POSTS
from antiphon.simulate.events import course
from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.mechanisms.borrowing import Borrowing
from antiphon.simulate.mechanisms.exchange import Exchange
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.posts import Scribe, posts
from antiphon.simulate.truth import truths
from antiphon.simulate.world import World

WORLD = replace(
    World(),
    exchange=Exchange(per_day=3),
    borrowing=Borrowing(per_day=3),
    release=Release(per_day=2),
)


@pytest.fixture(scope="module")
def made():
    world = course(WORLD, 5)
    both = zip(posts(world, 5), truths(world), strict=True)
    return world, {post.post_id: (post, truth) for post, truth in both}


def pairs(made, mechanism):
    """Copies of a mechanism with their parents."""
    _, every = made
    for post, truth in every.values():
        if truth.mechanism == mechanism and truth.parent_post_id:
            yield post, truth, every[truth.parent_post_id][0]


def alike(a: str, b: str) -> float:
    x, y = a.split(), b.split()
    blocks = SequenceMatcher(None, x, y, autojunk=False).get_matching_blocks()
    return sum(m.size for m in blocks) / max(1, min(len(x), len(y)))


def test_a_post_has_the_canonical_columns_and_required_ones_are_full(made):
    _, every = made
    for post, _ in every.values():
        assert set(post.__struct_fields__) <= set(POSTS.names)
        assert all(getattr(post, name) for name in POSTS.required)


def test_an_exchange_is_whole_and_nearly_unchanged(made):
    whole = [alike(post.text, parent.text) for post, _, parent in pairs(made, "exchange")]
    assert len(whole) > 100
    assert np.quantile(whole, 0.05) > 0.85


def test_a_credit_names_its_source_by_name_handle_or_address(made):
    world, _ = made
    by_id = {a.account_id: a for a in world.accounts}
    ways = set()
    named = count = 0
    for post, _, parent in pairs(made, "exchange"):
        of = by_id[parent.account_id]
        text = post.text.lower()
        how = [w for w in (of.name.lower(), f"@{of.handle}", f"//{of.domain}/") if w in text]
        ways |= {w[:1] == "@" or w[:2] == "//" for w in how}
        named += bool(how)
        count += 1
        assert (f"//{of.domain}/" in text) == any(of.domain in u for u in post.urls)
        assert (f"@{of.handle}" in text) == (of.handle in post.mentions)
    assert named / count == pytest.approx(WORLD.exchange.credit_share, abs=0.05)
    assert ways == {True, False}


def test_a_borrowing_is_edited_and_names_nobody_of_the_other_bloc(made):
    world, _ = made
    parts = []
    for post, truth, parent in pairs(made, "borrowing"):
        parts.append(alike(parent.text, post.text))
        others = [a for a in world.accounts if a.bloc == truth.origin_bloc]
        assert not any(a.name in post.text or f"@{a.handle}" in post.text for a in others)
    assert len(parts) > 100
    assert 0.5 < np.mean(parts) < 0.95


def test_posts_of_a_release_say_the_same(made):
    _, every = made
    together: dict[str, list[str]] = {}
    for post, truth in every.values():
        if truth.mechanism == "coordinated_release":
            together.setdefault(truth.message_id, []).append(post.text)
    assert len(together) > 50
    assert np.mean([alike(texts[0], texts[-1]) for texts in together.values()]) > 0.85


def test_a_stock_sentence_is_used_by_all_blocs(made):
    _, every = made
    for sentence in lexicon().stock:
        users = {truth.bloc for post, truth in every.values() if sentence in post.text}
        assert users == set(WORLD.blocs)


def test_articles_have_titles_and_stand_on_the_outlet_s_site(made):
    world, every = made
    outlets = {a.account_id: a for a in world.accounts if a.is_outlet}
    articles = [post for post, _ in every.values() if post.title]
    assert articles
    for post in articles:
        assert post.platform == "web"
        assert outlets[post.account_id].domain in post.url


def test_texts_are_one_line_or_paragraphs_without_stray_spaces(made):
    _, every = made
    for post, _ in every.values():
        assert "  " not in post.text
        assert post.text == post.text.strip()
        assert ("\n\n" in post.text) <= bool(post.title)


def test_memory_holds_no_text_that_will_not_be_copied_again():
    world = course(WORLD, 5)
    scribe = Scribe(world, 5)
    most = 0
    for number, row in enumerate(world.rows.tolist()):
        scribe.post(number, row, "", "second")
        most = max(most, len(scribe.bodies))
    assert not scribe.bodies
    assert not scribe.posts
    assert most < len(world.rows) / 50
