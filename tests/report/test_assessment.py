"""The assessment on the page and in the terminal."""

from __future__ import annotations

import io
import math
import re

import made_results
import made_weighed
import pytest
from rich.console import Console

from antiphon import report, results
from antiphon.report import assessment, held
from antiphon.report.terminal import weighed


def section(text: str, name: str) -> str:
    """The HTML of one section."""
    return re.search(rf'<section id="{name}">(.*?)</section>', text, re.DOTALL)[1]


@pytest.fixture(scope="module")
def rows(folder):
    (matrix,) = assessment.matrices(results.Results(folder))
    return matrix.rows


def test_it_comes_before_everything_else(page):
    sections = re.findall(r'<section id="(\w+)">', page)
    assert sections[:2] == ["assessment", "answer"]
    later = ["mechanisms", "lagcurves", "synchrony", "simultaneity", "leadlag", "power", "families"]
    assert [name for name in sections if name in later] == later


def test_each_hypothesis_has_its_term_its_confidence_and_its_reasons(page):
    text = section(page, "assessment")
    for _, _, _, _, term, confidence, reasons in made_weighed.WEIGHED:
        assert f">{term}</b>" in text
        assert f"<b>{confidence}</b>" in text
        for reason in reasons:
            assert reason in text
    assert "Borrowing: norland from sudland" in text
    assert text.count("Posts of the wire from March to May would settle it.") == 5


def test_cannot_tell_looks_like_nothing_else(page, rows):
    """No bar is filled, no number is given; what is unlikely has both."""
    *judged, open_row = rows
    assert open_row.fill is None
    assert all(row.fill is not None for row in judged)
    text = section(page, "assessment")
    assert text.count('class="open"') == text.count('class="term none"') == 1
    assert text.count('class="fill"') == 4
    assert "no probability" in text


def test_the_strongest_item_stands_on_either_side(rows):
    assert rows[0].best.name == "credit"
    assert rows[0].worst.name == "release share"
    assert rows[1].worst.name == "credit"
    assert rows[-1].best is rows[-1].worst is None


def test_an_item_that_does_not_count_has_no_bar_and_comes_last(rows):
    last = rows[0].items[-1]
    assert last.reason == "fewer than 5 dated contacts"
    assert last.length == 0
    assert not any(i.reason for i in rows[0].items[:-1])


@pytest.mark.parametrize(
    ("ratio", "start", "length", "beyond"),
    [(2.0, 100, 50, False), (-2.0, 50, 50, False), (0.0, 100, 0, False), (9.0, 100, 100, True)],
)
def test_bars_grow_from_the_middle_to_either_side(ratio, start, length, beyond):
    row = {"item": "x", "text": "", "log_ratio": ratio, "without": 0.5, "reason": ""}
    made = assessment.item(row, 4.0)
    assert (made.start, made.length, made.beyond) == (start, length, beyond)


def test_the_controls_stand_beside_directed_coordination_alone(page, rows):
    assert "0 of 10 reruns with accounts exchanged" in rows[0].controls
    assert "1 of 6 reruns of a bloc with a reference bloc" in rows[0].controls
    assert not any(row.controls for row in rows[1:])
    assert "90 % interval" in section(page, "assessment").replace("\N{NO-BREAK SPACE}", " ")


def test_without_controls_that_is_said():
    assert "is not known" in held.alarms([], "a|b")
    other = {"kind": "shuffled", "pair": "b|c", "alarm": False}
    alarm = {"kind": "reference", "pair": "c|d", "alarm": True}
    assert "is not known" in held.alarms([other, alarm], "a|b")


def test_halves_of_a_reference_bloc_are_controls_of_every_pair():
    """They have a rate of their own, beside reruns of a bloc with a reference bloc."""
    runs = [
        *({"kind": "shuffled", "pair": pair, "alarm": False} for pair in ("a|b", "a|c", "b|c")),
        {"kind": "reference", "pair": "a|world", "alarm": False},
        {"kind": "reference", "pair": "c|world", "alarm": True},
        *({"kind": "reference", "pair": "world 1|world 2", "alarm": k < 1} for k in range(4)),
    ]
    told = held.alarms(runs, "a|b")
    assert "0 of 1 reruns with accounts exchanged" in told
    assert "0 of 1 reruns of a bloc with a reference bloc" in told
    assert "1 of 4 reruns of the halves of a reference bloc" in told


def test_a_folder_older_than_the_assessment_still_renders(tmp_path):
    made = made_results.make(tmp_path)
    for name in (*made_weighed.tables(), "evidence"):
        (made / "tables" / f"{name}.parquet").unlink()
    text = report.write(made).read_text(encoding="utf-8")
    assert "No explanation was weighed" in text
    assert "Power was not rehearsed" in text
    assert weighed(results.Results(made)) is None


def test_hostile_items_stay_text(tmp_path):
    made = made_results.make(tmp_path)
    items = made_weighed.items()
    items[0] |= {"text": made_results.HOSTILE, "item": "<b>"}
    results.write_table(made, "assessment_items", made_results.table("assessment_items", items))
    text = report.write(made).read_text(encoding="utf-8")
    assert made_results.HOSTILE not in text
    assert "alert(&#39;x&#39;)" in section(text, "assessment")


def printed(folder) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=80).print(weighed(results.Results(folder)))
    return out.getvalue().splitlines()


def test_the_terminal_has_it_in_six_lines_of_eighty_columns(folder):
    lines = printed(folder)
    assert len(lines) == 6
    assert max(map(len, lines)) <= 80
    assert "very unlikely" in lines[1]
    assert "cannot tell" in lines[5]
    assert "%" not in lines[5]


def test_of_many_pairs_the_terminal_has_one_hypothesis_each(tmp_path):
    made = made_results.make(tmp_path)
    table = [
        row | {"pair": f"bloc number {k}|another bloc with a long name"}
        for k in range(8)
        for row in made_weighed.assessment()
    ]
    results.write_table(made, "assessment", made_results.table("assessment", table))
    lines = printed(made)
    assert len(lines) == 6
    assert max(map(len, lines)) <= 80
    assert "and 4 more, in the report" in lines[-1]
    assert all("Directed coordination" in line for line in lines[1:5])


def test_a_probability_is_never_nought_or_certain():
    told = [assessment.chance(p) for p in (0.0, 0.004, 0.5, 0.996, 1.0, math.nan, None)]
    assert [t.replace("\N{NO-BREAK SPACE}", " ") for t in told] == [
        *("under 1 %", "under 1 %", "50 %", "over 99 %", "over 99 %", "–", "–")
    ]
