"""The truth of every post is complete and agrees with the posts."""

from __future__ import annotations

import numpy as np
import pytest

from antiphon.schema import MECHANISMS
from antiphon.simulate.events import course
from antiphon.simulate.posts import posts
from antiphon.simulate.scenarios import SCENARIOS
from antiphon.simulate.truth import truths


@pytest.fixture(scope="module", params=[("mixed", 1), ("sparse", 2), ("three", 3)], ids=str)
def made(request):
    name, seed = request.param
    world = course(SCENARIOS[name].world.sized(4000), seed)
    return world, {t.post_id: t for t in truths(world)}, {p.post_id: p for p in posts(world, seed)}


def test_every_row_has_one_truth_and_one_post(made):
    world, truth, post = made
    assert len(truth) == len(post) == len(world.rows)
    assert set(truth) == set(post)
    assert all(truth[p].account_id == post[p].account_id for p in post)


def test_parents_exist_are_earlier_by_the_lag_and_are_said_to_be_in_the_sample_or_not(made):
    world, truth, _ = made
    seen = {t.post_id: s for t, s in zip(truth.values(), world.rows["seen"].tolist(), strict=True)}
    for t in truth.values():
        if not t.parent_post_id:
            assert t.mechanism in ("own", "coordinated_release")
            assert t.parent_bloc == t.lag_seconds == t.parent_in_sample == ""
            continue
        parent = truth[t.parent_post_id]
        assert parent.message_id == t.message_id != ""
        assert parent.bloc == t.parent_bloc
        assert (t.parent_in_sample == "true") == seen[t.parent_post_id]
        late = np.datetime64(t.happened_at[:-1]) - np.datetime64(parent.happened_at[:-1])
        assert abs(int(t.lag_seconds) - late.astype(int)) <= 1


def test_mechanisms_say_where_the_parent_is(made):
    world, truth, _ = made
    compared = set(world.world.compare)
    for t in truth.values():
        assert t.mechanism in MECHANISMS
        if t.mechanism == "internal":
            assert t.parent_bloc == t.bloc
        elif t.mechanism == "common_source":
            assert t.parent_bloc == "world"
            assert t.bloc in compared
        elif t.mechanism in ("exchange", "borrowing"):
            assert t.parent_bloc in compared - {t.bloc}
        elif t.mechanism == "coordinated_release":
            assert t.origin_bloc == ""
        else:
            assert t.origin_bloc == t.bloc


def test_shared_means_two_compared_blocs_in_the_data(made):
    world, truth, _ = made
    carriers: dict[str, set[str]] = {}
    for t, seen in zip(truth.values(), world.rows["seen"].tolist(), strict=True):
        if seen and t.message_id and t.bloc in world.world.compare:
            carriers.setdefault(t.message_id, set()).add(t.bloc)
    for t in truth.values():
        assert (t.shared == "true") == (len(carriers.get(t.message_id, ())) >= 2)


def test_a_repost_has_the_words_and_the_name_of_its_parent(made):
    _, truth, post = made
    reposts = [p for p in post.values() if p.repost_of]
    for p in reposts:
        of = post[p.repost_of]
        assert p.repost_of == truth[p.post_id].parent_post_id
        assert (p.text, p.platform) == (of.text, of.platform)
        assert p.url != of.url
    assert all(truth[p.post_id].mechanism in MECHANISMS[1:4] for p in reposts)
