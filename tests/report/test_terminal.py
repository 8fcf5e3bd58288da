"""One family in the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from antiphon import report
from antiphon.errors import ResultsError


def printed(folder, family_id: int, *, colour: bool = False) -> str:
    out = io.StringIO()
    Console(
        file=out,
        width=80,
        force_terminal=colour,
        color_system="truecolor" if colour else None,
    ).print(report.show(folder, family_id))
    return out.getvalue()


def test_posts_come_in_order_of_time_with_their_evidence(folder):
    text = printed(folder, 0)
    parts = ["first", "47 min later", "1 h 30 min later", "about 5 h later"]
    text = text.replace("\xa0", " ")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    for said in ("Message 0", "4 posts of 4 accounts", "borrowing 90 %", "posts.jsonl:48"):
        assert said in text
    assert "norland, sudland, wire" in text


def test_it_fits_eighty_columns(folder):
    for family_id in range(5):
        assert max(map(len, printed(folder, family_id).splitlines())) <= 80


def test_shared_words_stand_out(folder):
    text = printed(folder, 1, colour=True)
    assert "\x1b[1;4m" in text


def test_what_was_read_cannot_steer_the_terminal(folder, tmp_path):
    import made_results

    from antiphon import results

    made = made_results.make(tmp_path)
    posts = results.Results.open(made).table("family_posts").to_pylist()
    posts[0]["passage"] = "red \x1b[31m alert \u202e backwards [bold]markup[/bold]"
    results.write_table(made, "family_posts", made_results.table("family_posts", posts))
    text = printed(made, 0)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]markup[/bold]" in text


def test_an_unknown_family_is_an_error_that_names_strong_ones(folder):
    with pytest.raises(ResultsError) as caught:
        report.show(folder, 99)
    assert "one of 5 families" in caught.value.expected
    assert caught.value.fix == "strongest between blocs: 0, 3, 2, 1"
