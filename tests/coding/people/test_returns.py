"""What comes back from people is read strictly: every mistake is told with its row."""

from __future__ import annotations

import csv
import json

import made_sample
import pytest

from antiphon.coding.people import labels
from antiphon.coding.people.folder import collect, compare
from antiphon.coding.people.page.desk import Desk
from antiphon.errors import ResultsError, SourceError

NAMES = [item.item for item in made_sample.items()]


@pytest.fixture
def folder(tmp_path):
    return made_sample.folder(tmp_path / "s")


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def long(*rows):
    return "item,coder,label\n" + "".join(",".join(row) + "\n" for row in rows)


def test_long_rows_are_read_and_written_beside_what_was_drawn(folder, tmp_path):
    file = write(
        tmp_path / "a.csv",
        long((NAMES[0], "ann", "none"), (NAMES[0], "bo", "Sharp"), (NAMES[3], "ann", "hostile")),
    )
    found = collect(folder, [file])
    assert found | {"out": ""} == {
        "labels": 3,
        "people": ["ann", "bo"],
        "coded": 2,
        "drawn": 6,
        "out": "",
    }
    samples, said = labels.read([folder / "labels.csv"])
    assert samples.num_rows == 6
    assert samples["inclusion"].to_pylist() == [0.1] * 6
    assert [(r["post_id"], r["person"], r["label"]) for r in said.to_pylist()] == [
        ("p0", "ann", "none"), ("p0", "bo", "sharp"), ("p3", "ann", "hostile"),
    ]  # fmt: skip


def test_tasks_that_were_filled_in_where_they_lie_are_read_beside_the_pages_answers(folder):
    with pytest.raises(ResultsError, match="no answers there"):
        collect(folder, [])
    with (folder / "tasks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[:2]:
        row |= {"label": "critical", "coder": "bo"}
    with (folder / "tasks.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    desk = Desk(folder, "ann")
    desk.answer(desk.tasks[0]["item"], "tone", "sharp")
    desk.close()
    found = collect(folder, [])
    assert (found["labels"], found["people"]) == (3, ["ann", "bo"])


def test_the_filled_in_tasks_are_read_as_they_are(folder, tmp_path):
    with (folder / "tasks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows[:4]:
        row["label"] = "critical"
    with (tmp_path / "back.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(SourceError, match="without a coder") as error:
        collect(folder, [tmp_path / "back.csv"])
    assert "--as NAME" in error.value.fix
    assert collect(folder, [tmp_path / "back.csv"], person="ann")["labels"] == 4


def test_wide_rows_have_a_column_for_each_coder(folder, tmp_path):
    file = write(
        tmp_path / "w.csv", f"item,text,ann,bo\n{NAMES[0]},x,none,sharp\n{NAMES[1]},x,,none\n"
    )
    assert collect(folder, [file]) | {"out": ""} == {
        "labels": 3, "people": ["ann", "bo"], "coded": 2, "drawn": 6, "out": "",
    }  # fmt: skip


MISTAKES = [
    ((NAMES[0], "ann", "hostil"), "'tone' has no such label", "did you mean 'hostile'"),
    (("zzz", "ann", "none"), "an item that was not drawn", "known: "),
    ((NAMES[1], "ann", "sharp"), "second answer", "keep one"),
    ((NAMES[0], "", "none"), "without a coder", "--as NAME"),
]


@pytest.mark.parametrize(("row", "what", "fix"), MISTAKES)
def test_a_mistake_is_told_with_its_row_and_its_remedy(folder, tmp_path, row, what, fix):
    file = write(tmp_path / "a.csv", long((NAMES[1], "ann", "none"), row))
    with pytest.raises(SourceError, match=what) as error:
        collect(folder, [file])
    assert error.value.where == f"{file}: row 3"
    assert fix in error.value.fix
    assert not (folder / "labels.csv").exists()


def test_a_second_answer_in_another_file_names_both_places(folder, tmp_path):
    files = [write(tmp_path / f"{n}.csv", long((NAMES[0], "ann", "none"))) for n in "ab"]
    with pytest.raises(SourceError) as error:
        collect(folder, files)
    assert str(files[1]) in error.value.where
    assert str(files[0]) in error.value.expected


BROKEN = {
    "a.csv": ("text,label\nx,none\n", "no column item"),
    "b.csv": ("item,text\nx,y\n", "no labels"),
    "c.json": ("{", "not JSON"),
    "d.json": ('[{"id": 1}]', "not a JSON export of Label Studio"),
    "e.json": ('[{"data": {"item": "x"}, "annotations": 3}]', "not a JSON export of Label Studio"),
    "f.jsonl": ('{"item": 1}\n', "not an answer"),
    "g.csv": (f"item,coder,label,coded_at\n{NAMES[0]},ann,none,yesterday\n", "not a time"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_files_of_another_shape_are_told(folder, tmp_path, name):
    text, what = BROKEN[name]
    with pytest.raises(SourceError, match=what):
        collect(folder, [write(tmp_path / name, text)])


def test_files_that_are_no_text_or_not_there_are_told(folder, tmp_path):
    (tmp_path / "x.csv").write_bytes(b"item,label\n\xff\xfe,none\n")
    with pytest.raises(SourceError, match="not UTF-8"):
        collect(folder, [tmp_path / "x.csv"])
    with pytest.raises(SourceError, match="cannot be read"):
        collect(folder, [tmp_path / "none.csv"])
    with pytest.raises(ResultsError, match="no answers"):
        collect(folder, [])


def exported(item, *choices, who=7, cancelled=False):
    """A task of Label Studio's export."""
    result = [
        {"type": "choices", "from_name": code, "to_name": "text", "value": {"choices": [label]}}
        for code, label in choices
    ]
    annotation = {
        "completed_by": who,
        "was_cancelled": cancelled,
        "created_at": "2024-05-01T12:30:00.000000Z",
        "result": result,
    }
    return {"id": 1, "data": {"item": item, "text": "x"}, "annotations": [annotation]}


def test_label_studios_export_comes_back(folder, tmp_path):
    export = [
        exported(NAMES[0], ("tone", "none")),
        exported(NAMES[0], ("tone", "sharp"), who={"email": "bo@example.org"}),
        exported(NAMES[1], ("tone", "none"), cancelled=True),
    ]
    found = collect(folder, [write(tmp_path / "e.json", json.dumps(export))])
    assert (found["labels"], found["people"]) == (2, ["7", "bo@example.org"])
    said = labels.read([folder / "labels.csv"])[1].to_pylist()
    assert said[0]["coded_at"].isoformat() == "2024-05-01T12:30:00"
    with pytest.raises(SourceError, match="unknown code") as error:
        collect(
            folder, [write(tmp_path / "e.json", json.dumps([exported(NAMES[0], ("ton", "none"))]))]
        )
    assert error.value.where.endswith("e.json: task 1")


def test_agreement_and_disagreements_are_told_from_the_file(folder, tmp_path):
    rows = [(name, who, "none") for name in NAMES[:4] for who in ("ann", "bo")]
    rows += [(NAMES[4], "ann", "sharp"), (NAMES[4], "bo", "hostile"), (NAMES[5], "ann", "sharp")]
    collect(folder, [write(tmp_path / "a.csv", long(*rows))])
    agreed, differing = compare([folder / "labels.csv"])
    assert [row["label"] for row in agreed] == ["", *made_sample.CODES["tone"].labels]
    whole = agreed[0]
    assert (whole["units"], whole["coders"], whole["disagreed"]) == (5, 2, 1)
    assert whole["low"] <= whole["alpha"] <= whole["high"]
    nearly = next(row for row in agreed if row["label"] == "none")
    assert nearly["alpha"] == 1.0
    assert [(d["post_id"], d["labels"]) for d in differing] == [
        ("p4", {"ann": "sharp", "bo": "hostile"})
    ]
    unused = next(row for row in agreed if row["label"] == "critical")
    assert unused["reason"] == "everybody gave everything the same label"


def test_an_ordered_code_takes_near_steps_for_less_than_far_ones(tmp_path):
    found = []
    for other in ("critical", "aggressive"):
        folder = made_sample.folder(tmp_path / other)
        rows = [
            (name, who, label)
            for name, label in zip(
                NAMES, ("none", "critical", "sharp", "hostile", "aggressive"), strict=False
            )
            for who in ("ann", "bo")
        ]
        rows += [(NAMES[5], "ann", "none"), (NAMES[5], "bo", other)]
        collect(folder, [write(tmp_path / f"{other}.csv", long(*rows))])
        found.append(compare([folder / "labels.csv"])[0][0]["alpha"])
    assert found[0] > found[1] + 0.1


def test_one_coder_alone_has_no_agreement(folder, tmp_path):
    collect(folder, [write(tmp_path / "a.csv", long((NAMES[0], "ann", "none")))])
    agreed, differing = compare([folder / "labels.csv"])
    assert {row["reason"] for row in agreed} == {"no unit was coded by two persons"}
    assert differing == []


def test_files_of_labels_are_read_strictly(folder, tmp_path):
    collect(folder, [write(tmp_path / "a.csv", long((NAMES[0], "ann", "none")))])
    text = (folder / "labels.csv").read_text(encoding="utf-8")
    bad = {
        "inclusion cannot be read": text.replace(",0.1,", ",1.5,", 1),
        "part cannot be read": text.replace("p0,0,", "p0,first,", 1),
        "columns are missing": text.replace("inclusion", "chance"),
    }
    for what, changed in bad.items():
        with pytest.raises(SourceError, match=what):
            labels.read([write(tmp_path / "bad.csv", changed)])
    other = write(tmp_path / "other.csv", text.replace(",none,", ",sharp,"))
    with pytest.raises(SourceError, match="second label"):
        labels.read([folder / "labels.csv", other])
    same = labels.read([folder / "labels.csv", folder / "labels.csv"])
    assert [t.num_rows for t in same] == [6, 1]


def test_a_glob_of_labels_is_held_for_sql(tmp_path):
    from antiphon.engine import Engine

    for name, who in (("one", "ann"), ("two", "bo")):
        folder = made_sample.folder(tmp_path / name)
        collect(folder, [write(tmp_path / "a.csv", long((NAMES[0], who, "none")))])
    with Engine() as engine:
        labels.hold(engine, str(tmp_path / "*" / "labels.csv"))
        assert engine.value("SELECT count(*) FROM samples") == 6
        people = engine.rows("SELECT person FROM human_codes ORDER BY person")
        labels.hold(engine, str(tmp_path / "one" / "labels.csv"))
        assert engine.value("SELECT count(*) FROM human_codes") == 1
    assert people == [("ann",), ("bo",)]
