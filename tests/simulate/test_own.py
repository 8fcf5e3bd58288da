"""Own writing follows clocks, weights and the news."""

from __future__ import annotations

import numpy as np
import pytest
from made_world import SEEDS, alone, count_holds, share_holds

from antiphon.simulate.cast import Cast, accounts
from antiphon.simulate.events import course
from antiphon.simulate.own import News, Writing
from antiphon.simulate.rhythm import activity
from antiphon.simulate.world import World

WRITING = Writing(posts_per_day=300, reference_share=0.4, volumes=(1, 3), topics=5)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    return course(alone(writing=WRITING, news=News(per_day=0)), request.param)


def test_volumes_and_shares_are_as_asked(made):
    rows = made.rows
    assert count_holds(len(rows), WRITING.posts_per_day * 60)
    assert share_holds(made.bloc == 2, WRITING.reference_share)
    assert share_holds(made.bloc[made.bloc < 2] == 1, 0.75)
    assert share_holds(rows["stock"], WRITING.stock_share)
    assert share_holds(rows["boilerplate"], WRITING.boilerplate_share)
    outlets = np.array([a.is_outlet for a in made.accounts])[rows["account"]]
    assert share_holds(rows["article"][outlets], WRITING.article_share)
    assert not rows["article"][~outlets].any()
    assert set(rows["topic"]) == set(range(WRITING.topics))


def test_an_office_sleeps_at_night_and_rests_at_the_weekend():
    ministry = next(a for a in accounts(World()) if a.kind == "ministry")
    week = activity(ministry, 0, 7).reshape(7, 24)
    local = np.roll(week, ministry.zone, axis=1)
    assert local[2, 10:17].min() > 5 * local[2, 0:6].max()
    assert week[5:].sum(axis=1).max() < week[1:5].sum(axis=1).min() / 3


def test_posts_of_a_day_follow_the_account_s_own_clock(made):
    for zone in (3, 8):
        who = [
            i
            for i, a in enumerate(made.accounts)
            if a.zone == zone and a.kind in ("ministry", "state_media")
        ]
        hour = (made.rows["at"][np.isin(made.rows["account"], who)] / 3600).astype(int) + zone
        assert np.isin(hour % 24, range(6, 23)).mean() > 0.85


@pytest.mark.parametrize("seed", SEEDS)
def test_reactions_to_news_are_as_many_and_as_late_as_asked(seed):
    news = News(per_day=0.5, driven_share=0.4, hours=3)
    rows = course(alone(writing=Writing(posts_per_day=400), news=news), seed).rows
    driven = rows[rows["place"] >= 0]
    assert len(driven) / len(rows) == pytest.approx(news.driven_share, abs=0.03)
    late = []
    for place in np.unique(driven["place"]):
        at = driven["at"][driven["place"] == place]
        if len(at) > 50:
            late += (at - at.min()).tolist()
    assert np.mean(late) == pytest.approx(3 * 3600, rel=0.08)


def test_large_events_gather_more_than_small_ones():
    def largest(sigma):
        news = News(per_day=1, driven_share=0.5, size_sigma=sigma)
        rows = course(alone(writing=Writing(posts_per_day=200), news=news), 1).rows
        return np.bincount(rows["place"][rows["place"] >= 0]).max()

    assert largest(1.5) > 3 * largest(0)


def test_accounts_of_a_kind_differ_as_asked_and_are_the_same_for_every_seed():
    world = alone(cast=Cast(accounts_per_bloc=400, activity_sigma=0.8))
    weights = [np.log(a.weight) for a in accounts(world) if a.kind == "embassy"]
    assert np.std(weights) == pytest.approx(0.8, rel=0.15)
    assert accounts(world) == accounts(world)


def test_everybody_s_identifier_handle_and_address_is_their_own():
    people = accounts(World(compare=("velmora", "kestria", "ondalia")).sized(1_000_000))
    for field in ("account_id", "handle", "name"):
        values = [getattr(a, field) for a in people]
        assert len(values) == len(set(values)), field
    domains = [a.domain for a in people if a.domain]
    assert len(domains) == len(set(domains))
    assert all(d.endswith(".example") for d in domains)


@pytest.mark.parametrize(("trolls", "outlets"), [(0.0, 0.2), (0.5, 0.5), (0.15, 0.35)])
def test_the_cast_has_the_kinds_asked_for(trolls, outlets):
    cast = Cast(accounts_per_bloc=100, troll_share=trolls, outlet_share=outlets, ministry_share=0)
    kinds = [a.kind for a in accounts(alone(cast=cast)) if a.bloc == "velmora"]
    assert kinds.count("suspected_troll") == 100 * trolls
    assert kinds.count("state_media") + kinds.count("news_agency") == 100 * outlets
    assert len(kinds) == 100
