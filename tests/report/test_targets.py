"""The section on targets."""

from __future__ import annotations

import re

from antiphon import results
from antiphon.report import targets
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))


def test_the_largest_excess_comes_first_and_unchecked_shares_say_so(folder):
    grid = targets.section(results.Results(folder), BLOCS)
    assert [row[0].text for row in grid.rows] == ["officials", "academics"]
    first, second = grid.rows
    assert (first[5].text, first[5].sub) == ("+40", "20 to 50")
    assert (second[3].text, second[3].sub) == ("50\xa0%", "uncalibrated")
    assert first[2].sub == "40 of 400"


def test_where_no_tone_was_coded_it_says_how(nothing):
    section = re.search(r'<section id="targets">(.*?)</section>', nothing, re.DOTALL)[1]
    assert "[coding]" in section
