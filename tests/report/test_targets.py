"""The section on targets."""

from __future__ import annotations

import re
import zoneinfo

import pyarrow as pa
import pyarrow.parquet as pq

from antiphon import results
from antiphon.report import targets
from antiphon.schema import TARGET_POSTS, TARGETS, Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))


def test_the_most_hostile_posts_beyond_the_usual_come_first_and_unchecked_shares_say_so(folder):
    grid = targets.section(results.Results(folder), BLOCS)
    assert [row[0].text for row in grid.rows] == ["officials", "academics"]
    first, second = grid.rows
    assert (first[5].text, first[5].sub) == ("+40", "20 to 50")
    assert (second[3].text, second[3].sub) == ("50\xa0%", "uncalibrated of 40")
    assert first[2].sub == "40 of 400"


def test_one_hostile_post_of_one_does_not_come_before_forty_of_a_hundred(tmp_path):
    (tmp_path / "tables").mkdir()
    blank = dict.fromkeys(TARGETS.names) | {"bloc": "norland", "all_posts": 500}
    named = [
        blank | {"target": "courts", "excess": 0.97, "posts": 1},
        blank | {"target": "press", "excess": 0.4, "posts": 100},
    ]
    table = pa.Table.from_pylist(named, schema=TARGETS.arrow)
    pq.write_table(table, tmp_path / "tables" / "targets.parquet")
    assert [row["target"] for row in targets.ordered(results.Results(tmp_path))] == [
        "press",
        "courts",
    ]


def test_where_no_tone_was_coded_it_says_how(nothing):
    section = re.search(r'<section id="targets">(.*?)</section>', nothing, re.DOTALL)[1]
    assert "[coding]" in section


def test_behind_the_table_stand_hostile_posts_target_by_target(tmp_path):
    (tmp_path / "tables").mkdir()
    blank = dict.fromkeys(TARGETS.names) | {"bloc": "norland", "posts": 1, "all_posts": 2}
    named = [blank | {"target": t, "excess": x} for t, x in (("courts", 0.1), ("press", 0.4))]
    table = pa.Table.from_pylist(named, schema=TARGETS.arrow)
    pq.write_table(table, tmp_path / "tables" / "targets.parquet")
    blank = dict.fromkeys(TARGET_POSTS.names) | {"code": "tone", "bloc": "norland", "rank": 1}
    blank |= {"coder": "lexicon", "persons": 0, "platform": "x", "part": 0, "account_id": "a"}
    rows = [
        blank | {"target": t, "label": label, "post_id": p, "passage": p, "url": ""}
        for t, label, p in (
            ("courts", "hostile", "1"),
            ("press", "hostile", "2"),
            ("press", "aggressive", "3"),
            ("nobody", "hostile", "4"),
        )
    ]
    table = pa.Table.from_pylist(rows, schema=TARGET_POSTS.arrow)
    pq.write_table(table, tmp_path / "tables" / "target_posts.parquet")
    shown = targets.behind(results.Results(tmp_path), BLOCS, zoneinfo.ZoneInfo("UTC"))
    found = [(group.title, [post.passage for post in group.posts]) for group in shown]
    assert found == [("press", ["2", "3"]), ("courts", ["1"])]
