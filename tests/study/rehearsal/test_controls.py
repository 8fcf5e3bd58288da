"""Who is in which bloc, drawn anew."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from antiphon.schema import Blocs
from antiphon.study.rehearsal.controls import Member, casts, half_names, halves, shuffled

MEMBERS = [
    Member(f"{bloc}{kind}{n}", bloc, kind, 1 + n * n)
    for bloc in ("x", "y", "w")
    for kind in ("embassy", "state_media")
    for n in range(6)
]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_exchange_keeps_the_accounts_of_each_kind_and_nearly_the_posts(seed):
    """Only accounts of compared blocs move, and some do."""
    found = shuffled(MEMBERS, ("x", "y"), np.random.default_rng(seed))
    assert set(found) == {m.account_id for m in MEMBERS if m.bloc != "w"}
    kinds = Counter((found[m.account_id], m.kind) for m in MEMBERS if m.bloc != "w")
    assert set(kinds.values()) == {6}
    assert any(found[m.account_id] != m.bloc for m in MEMBERS if m.bloc != "w")
    posts = Counter()
    for m in MEMBERS:
        if m.bloc != "w":
            posts[found[m.account_id]] += m.posts
    assert 0.8 <= posts["x"] / posts["y"] <= 1.25


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_halves_are_alike_in_kind(seed):
    """Each half has as many accounts of a kind."""
    found = halves(MEMBERS, "w", ("w 1", "w 2"), np.random.default_rng(seed))
    kinds = Counter((found[m.account_id], m.kind) for m in MEMBERS if m.bloc == "w")
    assert set(kinds.values()) == {3}


def test_outsiders_take_places_once_each_and_are_cut_for_the_rest():
    """Half of the reruns at most put a reference bloc in a compared one's place."""
    found = casts(Blocs(("x", "y"), ("w",)), {"w": 12}, 6)
    assert [cast.blocs.compare for cast in found[:2]] == [("x", "w"), ("y", "w")]
    assert [cast.blocs.reference for cast in found[:2]] == [("y",), ("x",)]
    assert [cast.cut for cast in found] == ["", "", "w", "w", "w", "w"]
    assert found[2].blocs == Blocs(("w 1", "w 2"), ("x", "y"))


def test_without_outsiders_there_are_no_reruns_between_them():
    """A bloc of three accounts is not cut."""
    assert casts(Blocs(("x", "y")), {}, 10) == []
    assert len(casts(Blocs(("x", "y"), ("w",)), {"w": 3}, 10)) == 2


def test_halves_have_names_of_their_own():
    """Also where a bloc has such a name."""
    assert half_names("w", Blocs(("w 1", "y"), ("w",))) == ("w half 1", "w half 2")
