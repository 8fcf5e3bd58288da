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


def estimate(quantity, value, low, high, method="ppi"):
    row = {"measure": "support", "quantity": quantity, "a": "norland→sudland"}
    ends = {"estimate": value, "low": low, "high": high, "method": method}
    return row | {"b": "sudland→norland"} | ends


def test_both_directions_are_held_against_each_other_by_difference_and_ratio():
    rows = [estimate("rate_difference", 0.3, 0.1, 0.5), estimate("rate_ratio", 4.0, 1.5, None)]
    (row,) = support.returned(rows, BLOCS).rows
    assert row[0].text == "norland for sudland against sudland for norland"
    assert (row[1].text, row[1].sub) == ("30\xa0%", "10 to 50 %")
    assert (row[2].text, row[2].sub) == ("4.0", "1.5 or more")


def test_what_nobody_checked_is_uncalibrated_also_where_it_is_compared():
    rows = [
        estimate("rate_difference", 0.3, None, None, "uncalibrated"),
        estimate("rate_ratio", 4.0, None, None, "uncalibrated"),
    ]
    (row,) = support.returned(rows, BLOCS).rows
    assert (row[1].sub, row[2].sub) == ("uncalibrated", "uncalibrated")


def test_behind_the_rates_stand_posts_for_and_against_bloc_by_bloc(tmp_path):
    import zoneinfo

    import pyarrow as pa
    import pyarrow.parquet as pq

    from antiphon.schema import SUPPORT_POSTS

    blank = dict.fromkeys(SUPPORT_POSTS.names)
    told = [
        ("norland", "sudland", "support"),
        ("sudland", "norland", "oppose"),
    ]
    rows = [
        blank
        | {"code": "stance", "target": target, "label": label, "bloc": bloc, "rank": 1}
        | {"coder": "lexicon", "persons": 0, "platform": "x", "post_id": str(n), "part": 0}
        | {"account_id": "a", "passage": f"text {n}", "url": ""}
        for n, (bloc, target, label) in enumerate(told)
    ]
    (tmp_path / "tables").mkdir()
    table = pa.Table.from_pylist(rows, schema=SUPPORT_POSTS.arrow)
    pq.write_table(table, tmp_path / "tables" / "support_posts.parquet")
    shown = support.behind(results.Results(tmp_path), BLOCS, zoneinfo.ZoneInfo("UTC"))
    found = {group.title: [post.passage for post in group.posts] for group in shown}
    assert found == {"toward norland: oppose": ["text 1"], "toward sudland: support": ["text 0"]}


def test_the_figure_has_only_what_people_checked_as_shares_of_chances(page):
    section = re.search(r'<section id="support">(.*?)</section>', page, re.DOTALL)[1]
    label = re.search(r"Points with intervals[^<]*", section)[0]
    assert "sudland for norland 54\xa0% of 200 chances, interval 36.0 to 67.5 %" in label
    assert "norland for sudland" not in label


def test_without_issues_it_says_how_to_name_one(nothing):
    section = re.search(r'<section id="support">(.*?)</section>', nothing, re.DOTALL)[1]
    assert "[[issue]]" in section
