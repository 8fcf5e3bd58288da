"""What `check` says of tables whose content is known."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from antiphon.engine import Engine
from antiphon.schema import ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS, STORED
from antiphon.study.check import survey
from antiphon.study.file import load

STUDY = """
title = "Two choirs"
question = "Who sings after whom?"
[blocs]
compare = ["north", "south"]
reference = ["world"]
[accounts]
path = "accounts.csv"
[[source]]
path = "posts.jsonl"
[[topic]]
id = "bridge"
terms = ["bridge", "мост"]
[[narrative]]
id = "toll"
any = ['toll\\w*']
[[issue]]
id = "fishery"
of = "south"
terms = ["fishery"]
[[claim]]
id = "known"
text = "t"
measure = "reuse"
quantity = "rate"
a = "north→south"
expect = "> 0"
[[claim]]
id = "unknown"
text = "t"
measure = "frames"
quantity = "rate"
a = "north"
expect = "> 0"
"""
START = datetime(2024, 1, 1, 0, 0, 7, tzinfo=UTC).replace(tzinfo=None)
MOST = {table.name: table for table in (STORED, ACCOUNTS, CONTACTS, FILES, REJECTED, REVISIONS)}


def post(number, bloc="north", *, after=0.0, text="a text", **more):
    """A post so many hours after the start."""
    return {
        "post_id": str(number),
        "platform": "web",
        "account_id": f"{bloc}-1",
        "created_at": START + timedelta(hours=after),
        "text": text,
        "bloc": bloc,
        "ix": number,
    } | more


@pytest.fixture
def look(tmp_path):
    """The check of a study whose tables hold the given rows."""
    import pyarrow as pa

    (tmp_path / "accounts.csv").write_text("")
    (tmp_path / "posts.jsonl").write_text("")
    path = tmp_path / "study.toml"
    path.write_text(STUDY)

    def look(posts, **tables):
        with Engine() as engine:
            for name, table in MOST.items():
                engine.create(table)
                rows = posts if name == "posts" else tables.get(name, [])
                full = [dict.fromkeys(table.names) | row for row in rows]
                engine.insert(name, pa.Table.from_pylist(full, schema=table.arrow))
            return survey(load(path), engine)

    return look


def bloc(found, name):
    return next(b for b in found.blocs if b.bloc == name)


def test_posts_are_counted_by_bloc_in_the_order_of_the_study(look):
    found = look([post(1, "south"), post(2), post(3), post(4, "world", repost_of="1")])
    assert [(b.bloc, b.role, b.posts, b.reposts) for b in found.blocs] == [
        ("north", "compare", 2, 0),
        ("south", "compare", 1, 0),
        ("world", "reference", 1, 1),
    ]
    assert (bloc(found, "north").first, bloc(found, "north").last) == ("2024-01-01", "2024-01-01")


def test_no_posts_at_all_is_a_warning_and_no_crash(look):
    found = look([])
    assert found.periods.starts == ()
    assert sum("no posts" in warning for warning in found.warnings) == 3


@pytest.mark.parametrize(
    ("days", "unit", "periods"),
    [
        (11, "day", 12),
        (12, "week", 2),
        (80, "week", 12),
        (100, "month", 4),
        (400, "quarter", 5),
        (365 * 5, "year", 5),
        (365 * 40, "decade", 5),
        (365 * 400, "century", 5),
    ],
)
def test_periods_are_the_finest_that_give_twelve_at_most(look, days, unit, periods):
    found = look([post(1), post(2, after=days * 24), post(3, "south", after=days * 24)]).periods
    assert (found.unit, len(found.starts)) == (unit, periods)
    assert found.posts["north"][0] == found.posts["north"][-1] == 1
    assert sum(found.posts["south"]) == found.posts["south"][-1] == 1
    assert found.posts["world"] == (0,) * periods


def test_precision_is_counted_and_second_is_the_default(look):
    posts = [post(1), post(2, time_precision="minute"), post(3, time_precision="minute")]
    assert bloc(look(posts), "north").precision == {"second": 1, "minute": 2}


@pytest.mark.parametrize(
    ("hours", "unit"), [(24.0, "day"), (1.0, "hour"), (1 / 60, "minute"), (1 / 3600, None)]
)
def test_dates_that_are_coarser_than_they_say_are_a_warning(look, hours, unit):
    whole = -7 / 3600  # START is seven seconds past midnight
    warnings = look([post(n, after=whole + n * hours) for n in range(50)]).warnings
    found = [warning for warning in warnings if "time_precision" in warning]
    assert [f'"{unit}"' in warning for warning in found] == ([True] if unit else [])


def test_dates_that_own_to_be_coarse_are_none(look):
    posts = [post(n, after=-7 / 3600 + n, time_precision="hour") for n in range(50)]
    assert not any("time_precision" in warning for warning in look(posts).warnings)


def test_a_language_is_declared_or_its_script_is_named(look):
    posts = [
        post(1, lang="EN"),
        post(2, lang="en"),
        post(3, text="@someone https://example.org Мост открыт"),
        post(4, text="大桥开通 ok"),
        post(5, text="123 !"),
        post(6, text="The bridge"),
    ]
    assert bloc(look(posts), "north").languages == {
        "en": 2,
        "CYRILLIC": 1,
        "HAN": 1,
        "LATIN": 1,
        "NONE": 1,
    }


def test_posts_with_the_same_text_are_counted(look):
    posts = [post(1), post(2), post(3, text="other"), post(4, "south")]
    found = look(posts)
    assert (bloc(found, "north").identical, bloc(found, "south").identical) == (2, 0)


def test_accounts_are_counted_by_kind_and_those_without_a_post(look):
    accounts = [
        {"account_id": "north-1", "platform": "web", "bloc": "north", "kind": "embassy"},
        {"account_id": "north-1", "platform": "other", "bloc": "north", "kind": "embassy"},
        {"account_id": "north-2", "bloc": "north", "kind": "ministry"},
        {"account_id": "south-1", "platform": "", "bloc": "south"},
    ]
    found = look([post(1), post(2, "south")], accounts=accounts)
    north, south = bloc(found, "north"), bloc(found, "south")
    assert (north.accounts, north.silent, north.kinds) == (3, 2, {"embassy": 2, "ministry": 1})
    assert (south.accounts, south.silent, south.kinds) == (1, 0, {"": 1})


def test_posts_outside_the_blocs_are_told_apart(look):
    posts = [post(1), post(2, "east"), post(3, ""), post(4, bloc="", account_id="x")]
    assert look(posts).unclaimed == {"": 2, "east": 1}


def test_files_repeats_revisions_and_reasons(look):
    files = [
        {"file": "b", "source": 1, "rows": 5, "taken": 3, "left_out": 1, "rejected": 1},
        {"file": "a", "source": 1, "rows": 2, "taken": 1, "left_out": 0, "rejected": 1},
    ]
    rejected = [
        {"file": "b", "row": 2, "column": "text", "reason": "empty"},
        {"file": "a", "row": 9, "column": "text", "reason": "empty"},
        {"file": "a", "row": 1, "column": "", "reason": "not JSON"},
    ]
    revisions = [{"platform": "web", "post_id": "1", "text": "old"}]
    found = look([post(1), post(2)], files=files, rejected=rejected, revisions=revisions)
    assert [f.file for f in found.files] == ["a", "b"]
    assert (found.repeats, found.revisions) == (1, 1)
    assert [(r.column, r.reason, r.rows, r.first) for r in found.reasons] == [
        ("text", "empty", 2, "a:9"),
        ("", "not JSON", 1, "a:1"),
    ]


def test_a_gap_in_a_bloc_that_posts_daily_is_found(look):
    days = [d for d in range(60) if not 20 <= d < 30]
    found = look([post(d, after=24 * d) for d in days])
    assert [(g.bloc, g.first_day, g.days) for g in found.gaps] == [("north", "2024-01-21", 10)]


def test_subjects_are_counted_in_text_and_title_and_the_unmatched_are_a_warning(look):
    posts = [
        post(1, text="The BRIDGE"),
        post(2, title="Мост", text="открыт"),
        post(3, "south", text="tolls"),
    ]
    found = look(posts)
    counts = {(s.table, s.id): s.posts for s in found.subjects}
    assert counts["topic", "bridge"] == {"north": 2, "south": 0, "world": 0}
    assert counts["narrative", "toll"] == {"north": 0, "south": 1, "world": 0}
    assert "issue fishery: no post matches" in found.warnings


def test_a_claim_about_a_measure_of_another_version_is_said_to_be_untestable(look):
    claims = {c.id: c for c in look([post(1)]).claims}
    assert claims["known"].known
    assert not claims["unknown"].known
    assert "no measure 'frames'" in claims["unknown"].note


def test_steps_have_the_settings_they_would_run_with(look):
    steps = {s.name: s for s in look([post(1)]).steps}
    assert steps["reuse"].settings["min_words"] == 10
    assert list(steps)[-3:] == ["mechanism", "power", "assessment"]


def test_the_order_of_rows_changes_nothing_and_all_of_it_is_json(look):
    posts = [
        post(n, ("north", "south")[n % 2], after=n, lang=("en", "")[n % 3 > 0]) for n in range(9)
    ]
    there, back = look(posts), look(posts[::-1])
    assert there == back
    assert json.loads(json.dumps(there.as_dict())) == json.loads(json.dumps(back.as_dict()))
