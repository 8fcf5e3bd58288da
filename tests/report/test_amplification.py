"""The section on reach."""

from __future__ import annotations

import re

import pytest

from antiphon import results
from antiphon.report import amplification
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))


@pytest.fixture(scope="module")
def grids(folder):
    return amplification.section(results.Results(folder), BLOCS)[1]


def test_a_direction_has_its_rate_counts_ways_and_preference(grids):
    (row,) = (r for r in grids[0].rows if r[0].text == "sudland → norland")
    assert [c.text for c in row[1:4]] == ["150", "60 of 400", "60 reposts"]
    assert (row[6].text, row[6].sub) == ("12", "6.0 to 24")


def test_one_act_is_not_in_the_plural():
    ways = {("x", "y", way): {"acts": 0} for way in amplification.NAMES}
    ways["x", "y", "repost"] = {"acts": 1}
    ways["x", "y", "reply"] = {"acts": 2}
    row = {"amplifier": "x", "origin": "y"}
    assert amplification.told(row, ways) == "1 repost, 2 replies"


def test_the_crowds_are_cut_and_say_of_how_many(grids):
    assert len(grids[1].rows) == amplification.SHOWN
    assert "12 largest of 15" in grids[1].note


def test_the_figure_draws_directions_that_touch_a_compared_bloc(page):
    section = re.search(r'<section id="amplification">(.*?)</section>', page, re.DOTALL)[1]
    assert "sudland → norland 60 of 400" in section
    assert "norland → norland" not in re.search(r"Points with intervals[^<]*", section)[0]
    assert "Misleads" in section


def test_where_nothing_is_told_it_says_which_columns_would_tell(nothing):
    section = re.search(r'<section id="amplification">(.*?)</section>', nothing, re.DOTALL)[1]
    assert "repost_of" in section
