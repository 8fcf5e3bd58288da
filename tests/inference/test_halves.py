"""Messages of open order are judged by the parameters of other messages."""

from __future__ import annotations

import made_members
import numpy as np

from antiphon.inference import halves
from antiphon.inference.halves import crossed, halved
from antiphon.inference.mixture import fit
from antiphon.inference.priors import Mechanism
from antiphon.kernels.mixture_arrays import FIRST, PLAN, RELEASE

DAY = 86400.0


def test_with_exact_dates_the_fit_stays_as_it_is():
    posts, _, partners = made_members.members(1)
    fitted = fit(posts, 2, partners, Mechanism())
    assert crossed(posts, 2, fitted) is fitted


def test_with_vague_dates_probabilities_change_and_still_sum_to_one():
    posts, _, partners = made_members.members(1, span=DAY)
    fitted = fit(posts, 2, partners, Mechanism())
    found = crossed(posts, 2, fitted)
    assert np.allclose(found.sums.chance.sum(axis=1), posts.compared)
    assert np.abs(found.sums.chance - fitted.sums.chance).max() > 0.01
    assert (found.sums.of_parent.sum(axis=1) <= 1 + 1e-9).all()
    assert found.model is fitted.model


def test_messages_whose_order_is_settled_keep_their_probabilities():
    posts, _, partners = made_members.members(2, span=DAY)
    fitted = fit(posts, 2, partners, Mechanism())
    found = crossed(posts, 2, fitted)
    unsure = ((posts.sooner > 0.05) & (posts.sooner < 0.95)).any(axis=1)
    opened = np.maximum.reduceat(unsure, posts.families[:-1])
    settled = ~np.repeat(opened, np.diff(posts.families))
    assert 0 < settled.sum() < len(settled)
    assert (found.sums.chance[settled] == fitted.sums.chance[settled]).all()


def test_no_message_is_judged_by_parameters_it_was_part_of(monkeypatch):
    """Who sees the first message learns that all is planned, the others that nothing is."""
    posts, _, partners = made_members.members(3, families=24, span=DAY)
    fitted = fit(posts, 2, partners, Mechanism())
    of = 3  # the first of the released ones
    mine = slice(posts.families[of], posts.families[of + 1])

    def told(some, blocs, start, model, rounds):
        sees = np.isin(posts.low[mine], some.low).any()
        starts = np.full(4, 1e-250)
        starts[PLAN if sees else FIRST] = 1.0
        return model._replace(starts=starts), None, []

    monkeypatch.setattr(halves, "climb", told)
    found = crossed(posts, 2, fitted).sums.chance[:, RELEASE]
    assert found[mine].max() < 1e-9
    assert np.delete(found, np.arange(mine.start, mine.stop)).max() > 0.3


def test_every_way_halves_the_messages_and_neighbours_in_time_are_parted():
    posts, _, _ = made_members.members(4, families=16)
    ways = halved(posts)
    assert [way.sum() for way in ways] == [8, 8, 8]
    for k in range(15):
        assert any(way[k] != way[k + 1] for way in ways)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert (ways[a] == ways[b]).sum() == 8
