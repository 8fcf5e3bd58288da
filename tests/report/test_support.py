"""The section on support."""

from __future__ import annotations

import re

import pytest

from antiphon import results
from antiphon.report import support
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))


@pytest.fixture(scope="module")
def grids(folder):
    return support.section(results.Results(folder), BLOCS)[1]


def test_a_direction_has_its_chances_stances_and_who_checked_them(grids):
    checked, bare = grids[0].rows
    assert [c.text for c in checked[:4]] == ["sudland for norland", "180 of 900", "200", "60\xa0%"]
    assert checked[3].sub == "40 to 75 %"
    assert checked[1].sub == "100 to 300 in 1,000"
    assert (checked[6].text, checked[6].sub) == ("ppi", "120 people's")
    assert bare[3].sub == "uncalibrated"


def test_an_issue_has_its_silence_against_what_is_usual(grids):
    row = grids[1].rows[0]
    assert [c.text for c in row[5:]] == ["30 of 60", "0.30", "20 of 25"]
    assert (row[5].sub, row[6].sub) == ("usual: 80 of 100", "0.10 to 0.50")


def test_the_figure_has_only_what_people_checked_as_shares_of_chances(page):
    section = re.search(r'<section id="support">(.*?)</section>', page, re.DOTALL)[1]
    label = re.search(r"Points with intervals[^<]*", section)[0]
    assert "sudland for norland 54\xa0% of 200 chances, interval 36.0 to 67.5 %" in label
    assert "norland for sudland" not in label


def test_without_issues_it_says_how_to_name_one(nothing):
    section = re.search(r'<section id="support">(.*?)</section>', nothing, re.DOTALL)[1]
    assert "[[issue]]" in section
