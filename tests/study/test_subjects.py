"""Which posts speak of which subject."""

from __future__ import annotations

import made
from made_study import write_study

from antiphon.coding.settings import Coding
from antiphon.coding.units import Target
from antiphon.schema import ISSUES, SUBJECTS
from antiphon.study.file import load
from antiphon.study.subjects import gazetteer, issues, subjects

SPOKEN = """
[[topic]]
id = "arctic"
terms = ["arctic"]

[[narrative]]
id = "labs"
any = ['bio-?lab\\w*']

[[issue]]
id = "island"
of = "north"
terms = ["arctic"]
"""


def found(folder, *rows):
    path = write_study(folder)
    path.write_text(path.read_text(encoding="utf-8") + SPOKEN, encoding="utf-8")
    with made.engine(made.posts(*rows)) as engine:
        return SUBJECTS.validate(subjects(engine, load(path)))


def test_topics_narratives_and_issues_of_posts_and_titles(tmp_path):
    rows = (
        made.post("a", "n1", 0, "The ARCTIC and its biolabs"),
        made.post("b", "s1", 1, "antarctic", title="Arctic"),
        made.post("c", "w1", 2, "nothing"),
        made.post("d", "x1", 3, "arctic"),
    )
    table = found(tmp_path, *rows).to_pylist()
    assert [(r["subject"], r["kind"], r["post_id"]) for r in table] == [
        ("arctic", "topic", "a"),
        ("arctic", "topic", "b"),
        ("island", "issue", "a"),
        ("island", "issue", "b"),
        ("labs", "narrative", "a"),
    ]


def test_no_posts_speak_of_nothing(tmp_path):
    assert found(tmp_path).num_rows == 0


def test_issues_are_listed_with_the_bloc_whose_they_are(tmp_path):
    path = write_study(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + SPOKEN, encoding="utf-8")
    table = ISSUES.validate(issues(load(path)))
    assert table.to_pylist() == [{"issue": "island", "of": "north"}]


def test_the_gazetteer_has_every_term_of_every_target():
    coding = Coding(target=(Target("a", ("x", "y*")), Target("b", ("z",))))
    assert [tuple(row.values()) for row in gazetteer(coding).to_pylist()] == [
        ("a", "x"),
        ("a", "y*"),
        ("b", "z"),
    ]
