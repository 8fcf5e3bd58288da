"""The folder of a sample: for coders, for Label Studio, for the analyst."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET

import made_sample
import pytest

from antiphon.coding.people.folder import codes_of
from antiphon.errors import ResultsError


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_coders_see_items_and_texts_and_nothing_that_tells_whose(tmp_path):
    folder = made_sample.folder(tmp_path / "s")
    rows = table(folder / "tasks.csv")
    assert list(rows[0]) == ["item", "code", "question", "target", "lang", "text", "label", "coder"]
    for name in ("tasks.csv", "label-studio.json"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "north" not in text.lower()
        assert "p0" not in text
    known = table(folder / "sample.csv")
    assert [row["item"] for row in known] == [row["item"] for row in rows]
    assert known[1]["stratum"] == "bloc=north"
    assert float(known[1]["inclusion"]) == 0.1


@pytest.mark.parametrize("sign", "=+-@\t\r")
def test_no_cell_is_a_formula_and_reading_gives_the_text_back(sign):
    from antiphon.coding.people.sheet import armed, defused

    assert defused(f"{sign}1")[0] == "'"
    assert armed(defused(f"{sign}1")) == f"{sign}1"
    assert armed("'quoted'") == "'quoted'"


def test_formulas_in_texts_are_defused_in_the_file(tmp_path):
    rows = table(made_sample.folder(tmp_path / "s") / "tasks.csv")
    assert rows[3]["text"] == "'" + made_sample.NASTY


def test_several_people_share_the_items_and_two_of_them_those_to_be_coded_twice(tmp_path):
    folder = made_sample.folder(tmp_path / "s", count=30, people=3, twice=9)
    parts = [{row["item"] for row in table(folder / f"tasks-{n}.csv")} for n in (1, 2, 3)]
    assert sum(map(len, parts)) == 39
    assert len(set().union(*parts)) == 30
    assert {sum(item.item in part for part in parts) for item in made_sample.items(30)[:9]} == {2}
    assert [len(part) for part in parts] == [13, 13, 13]
    assert not (folder / "tasks.csv").exists()


def test_label_studio_gets_tasks_and_an_interface_with_every_label(tmp_path):
    folder = made_sample.folder(tmp_path / "s", "whataboutism", "loaded_language")
    tasks = json.loads((folder / "label-studio.json").read_text(encoding="utf-8"))
    assert {"item", "text", "lang", "about"} == set(tasks[0]["data"])
    tree = ET.fromstring((folder / "label-studio.xml").read_text(encoding="utf-8"))
    choices = tree.findall("Choices")
    assert [c.get("name") for c in choices] == ["whataboutism", "loaded_language"]
    assert {c.get("toName") for c in choices} == {tree.find("Text").get("name")}
    assert [x.get("value") for x in choices[0]] == list(codes_of(folder)[0].labels)
    rows = table(folder / "tasks.csv")
    assert len(rows) == 12
    assert [row["code"] for row in rows[:2]] == ["whataboutism", "loaded_language"]


def test_the_codebook_comes_back_as_it_was(tmp_path):
    folder = made_sample.folder(tmp_path / "s")
    assert codes_of(folder) == (made_sample.CODES["tone"],)
    text = (folder / "codebook.md").read_text(encoding="utf-8")
    assert "- `aggressive` Threat" in text


def test_a_sample_is_never_written_over(tmp_path):
    made_sample.folder(tmp_path / "s")
    with pytest.raises(ResultsError, match="holds a sample already"):
        made_sample.folder(tmp_path / "s")
