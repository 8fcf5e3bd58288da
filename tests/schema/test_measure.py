"""Whom a study compares."""

from __future__ import annotations

from antiphon.schema import Blocs


def test_directions_and_pairs_of_blocs():
    blocs = Blocs(("a", "b", "c"), ("r",))
    assert blocs.pairs == (("a", "b"), ("a", "c"), ("b", "c"))
    assert len(blocs.directions) == 6
    assert blocs.all == ("a", "b", "c", "r")
