"""Two accounts in the terminal."""

from __future__ import annotations

import io

import made_coaction
import made_results
import pytest
from rich.console import Console

from antiphon import report, results
from antiphon.errors import ResultsError


def printed(folder, one: str, two: str) -> str:
    out = io.StringIO()
    Console(file=out, width=80).print(report.show_pair(folder, one, two))
    return out.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def test_it_says_who_how_many_by_chance_and_every_post(folder):
    text = printed(folder, "norland_daily", "sudland_post")
    for said in (
        "norland_daily of norland on web",
        "sudland_post of sudland on web",
        "Times: Europe/Berlin.",
        "link: 8 objects within 1 min, stands against chance",
        "link: 8 objects within 5 min",
        "8 pairs of posts",
        "moved within intervals       0.35   < 0.0001   < 0.0001",
    ):
        assert said in text
    assert text.count("https://site-0.example/") == 8
    first = text[text.index("https://site-0.example/0") :].splitlines()[:3]
    assert first[1].split()[:3] == ["2021-03-01", "13:00:27", "sudland_post"]
    assert first[2].split()[2] == "norland_daily"
    assert first[2].endswith("20 s later")


def test_objects_come_in_order_of_time(folder):
    text = printed(folder, "anon-5f", "world_wire")
    places = [text.index(f"https://site-2.example/{k}") for k in range(4)]
    assert places == sorted(places)


def test_the_order_of_the_names_does_not_matter(folder):
    assert printed(folder, "anon-0a", "anon-1b") == printed(folder, "anon-1b", "anon-0a")


def test_the_beginning_of_a_name_is_enough(folder):
    assert printed(folder, "norl", "sudl") == printed(folder, "norland_daily", "sudland_post")


def test_a_whole_name_goes_before_longer_ones_that_begin_with_it(tmp_path):
    rows = made_coaction.tables()["coaction"]
    longer = [r | {"account_id_b": "anon-1bb"} for r in rows if r["account_id_b"] == "anon-1b"]
    made = made_results.make(tmp_path)
    results.write_table(made, "coaction", made_results.table("coaction", rows + longer))
    assert "anon-1b of norland" in printed(made, "anon-0a", "anon-1b")


def test_it_fits_eighty_columns_and_nothing_steers_the_terminal(folder):
    text = printed(folder, "anon-3d", "=cmd")
    assert max(map(len, text.splitlines())) <= 80
    assert not {"\x01", "\x1b", "\ufffe"} & set(text)
    assert "=cmd|" in text


def test_a_pair_that_does_not_stand_says_so(folder):
    text = printed(folder, "anon-6a", "anon-7b")
    assert "link: 2 objects within 1 min, does not stand" in text
    assert "0.80" in text or "0.84" in text


def test_a_pair_without_posts_says_so(tmp_path):
    made = made_results.make(tmp_path)
    results.write_table(made, "coaction_posts", made_results.table("coaction_posts", []))
    assert "The posts of this pair are not kept" in printed(made, "anon-0a", "anon-1b")


@pytest.mark.parametrize(
    ("one", "two", "what", "told"),
    [
        ("anon-", "anon-1b", "several accounts begin so", "anon-0a, anon-1b"),
        ("nobody", "anon-1b", "no such account in a pair", "pseudonyms"),
        ("anon-5f", "anon-3d", "these two accounts are no pair", "is in a pair with world_wire"),
    ],
)
def test_a_wrong_name_is_answered_with_those_there_are(folder, one, two, what, told):
    with pytest.raises(ResultsError) as error:
        report.show_pair(folder, one, two)
    assert what in str(error.value)
    assert told in str(error.value)
