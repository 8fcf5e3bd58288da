"""What the page says of accounts that act together."""

from __future__ import annotations

import re

import made_coaction
import made_results
import pytest

from antiphon import report, results
from antiphon.inference import wording
from antiphon.report import chance, coaction, groups, network, opened, swarms
from antiphon.report.words import zone
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))
UTC = zone("UTC")


@pytest.fixture(scope="module")
def found(folder):
    return results.Results(folder)


@pytest.fixture(scope="module")
def part(found):
    return coaction.section(found, BLOCS, UTC)


def changed(tmp_path, **tables):
    """A results folder in which some tables are others."""
    made = made_results.make(tmp_path)
    for name, rows in tables.items():
        results.write_table(made, name, made_results.table(name, rows))
    return results.Results(made)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def texts(grid) -> list[list[str]]:
    return [[plain(cell.text) for cell in row] for row in grid.rows]


def test_words_come_first_with_counts_denominators_chance_and_what_stands(part):
    said = [plain(text) for text in part.sentences]
    assert said[0] == (
        "13 of 310 accounts act on 2 objects or more, of one kind, within 1 min of another "
        "account: 17 pairs."
    )
    assert "By chance 1.2 to 8.4 pairs would be expected" in said[1]
    assert "14 of 17 pairs stand" in said[1]
    assert "10 accounts" in said[1]
    assert "4,200 posts on 1,900 objects" in said[2]
    assert "120 posts are dated too coarsely" in said[2]


def test_expected_pairs_are_those_of_all_kinds_and_unknown_where_a_kind_has_none():
    rows = chance.whole(made_coaction.tables()["coaction_chance"])
    totals = chance.totals(rows, 60)
    assert totals == pytest.approx({n: 24 * s for n, s in made_coaction.NULLS.items()})
    for row in rows:
        if (row["kind"], row["null"]) == ("repost", "labels"):
            row["expected"] = None
    assert chance.totals(rows, 60)["labels"] is None
    assert chance.totals(rows, 60)["jitter"] == pytest.approx(8.4)


def test_the_figure_has_every_null_at_every_threshold_that_can_be_drawn(part):
    rows = chance.whole(made_coaction.tables()["coaction_chance"])
    panel = chance.panel("link", rows, 60)
    lines = {}
    for row in panel["rows"]:
        lines.setdefault(row["series"], []).append(row["objects"])
    assert lines["found"] == list(range(2, 9))
    assert lines["moved within intervals"] == [2, 3, 4, 5, 6]
    assert lines["by popularity"] == [2]
    assert all(row["value"] >= chance.FLOOR for row in panel["rows"])
    assert "link, 2 or more: 16 found, 0.60 to 4.2 by chance" in part.chance.alt


def test_windows_stand_beside_one_another(part):
    assert [plain(cell.text) for cell in part.windows.head] == [
        "objects",
        "within 1 min",
        "within 5 min",
    ]
    assert texts(part.windows) == [
        ["repost", "1, 1 stand", "1, 1 stand"],
        ["link", "16, 13 stand", "16, 13 stand"],
    ]
    assert part.windows.rows[1][1].sub == "0.60 to 4.2 by chance"


def test_pairs_of_blocs_have_chance_p_and_what_stands(part):
    assert texts(part.between)[0] == [
        "norland and sudland",
        "link",
        "8",
        "0.60 to 4.2",
        "0.010",
        "6",
    ]
    assert ["norland and wire", "repost", "1", "0.60 to 4.2", "0.010 to 0.80", "1"] in texts(
        part.between
    )


def test_the_network_has_every_pair_that_stands_once(part):
    net = part.network
    assert len(net.entries) == len(net.pictures[0].strokes) == 14
    assert "All 14 pairs of accounts that stand, of 10 accounts" in net.said
    assert {s.style for s in net.pictures[0].strokes} == {"c0", "c1", "between"}
    assert all(entry.pair.met for entry in net.entries)
    assert "anon-6a" not in str(net)


def test_an_edge_opens_to_its_posts_the_earlier_first(part):
    (entry,) = [
        e.pair
        for e in part.network.entries
        if [name for _, name in e.pair.ends] == ["anon-0a", "sudland_post"]
    ]
    met = entry.met[0]
    assert met.object == "link https://site-0.example/0"
    assert (met.first, met.second) == ("sudland_post", "anon-0a")
    assert met.first_at == "2021-03-01 12:00:27"
    assert plain(met.lag) == "12 s later"
    assert entry.left == 8 - opened.OBJECTS_SHOWN
    assert entry.command == "antiphon show DIR --pair anon-0a sudland_post"


def test_two_kinds_of_edges_between_two_accounts_are_one_line(tmp_path):
    rows = made_coaction.tables()["coaction"]
    twice = [r | {"kind": "hashtag"} for r in rows if r["objects"] == 8]
    part = network.network(changed(tmp_path, coaction=rows + twice), BLOCS, UTC, {})
    assert len(part.entries) == 14
    assert part.entries[0].pair.told == "hashtag: 8 objects, link: 8 objects"


def test_more_pairs_than_fit_are_cut_and_it_is_said(found, monkeypatch):
    monkeypatch.setattr(opened, "SHOWN", 5)
    part = network.network(found, BLOCS, UTC, {})
    assert len(part.entries) == 5
    assert part.said.startswith("The 5 strongest of 14 pairs of accounts")
    weights = [entry.pair.weight for entry in part.entries]
    assert weights == [8] * 5


def test_the_slider_knows_when_each_pair_acted(part):
    net = part.network
    (wire,) = [e for e in net.entries if e.pair.ends[1][1] == "world_wire"]
    assert net.unit == "week"
    assert len(wire.when.split()) == 4
    assert sum(bar.acts for bar in net.bars) == sum(len(e.pair.times) for e in net.entries) == 99
    assert max(bar.height for bar in net.bars) == network.BAR


def test_pairs_whose_posts_are_not_kept_are_counted(tmp_path):
    tables = made_coaction.tables()
    some = [r for r in tables["coaction_posts"] if r["kind"] == "repost"]
    part = network.network(changed(tmp_path, coaction_posts=some), BLOCS, UTC, {})
    assert part.undated == 13
    none = network.network(changed(tmp_path / "2", coaction_posts=[]), BLOCS, UTC, {})
    assert (none.bars, none.unit, none.undated) == ([], "", 14)


def test_times_without_seconds_are_shown_to_the_minute(tmp_path):
    met = made_coaction.tables()["coaction_posts"]
    for row in met:
        at = row["created_at_a"].replace(second=0)
        row |= {"created_at_a": at, "created_at_b": at, "lag_seconds": 0}
    part = network.network(changed(tmp_path, coaction_posts=met), BLOCS, UTC, {})
    first = part.entries[0].pair.met[0]
    assert first.first_at == "2021-03-01 12:00"
    assert first.lag == "in the same minute"


def test_groups_have_members_objects_and_what_chance_gives(part):
    one = part.groups[0]
    facts = {label: plain(text) for label, text in one.facts}
    assert one.title == "Group 1: 5 accounts"
    assert facts["Blocs"] == "norland 3, sudland 2"
    assert facts["Pairs that stand"] == "10 of 10 possible; 0 with other groups"
    assert facts["Objects in common"] == "80 over its pairs; 0.40 to 2.8 by chance"
    assert "by pairs of 8 objects or more" in facts["Holds together"]
    assert "known of 2 of 5" in facts["Accounts opened"]
    assert [row[0].text for row in one.members.rows][:2] == ["anon-0a", "anon-1b"]
    assert one.things[0] == ("link https://site-0.example/0", "5 accounts")
    assert one.objects == "8"
    assert part.course is not None
    assert "group 1 on 8 days, 2021-03-02 to 2021-05-04" in plain(part.course.alt)


def test_groups_beyond_the_largest_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(groups, "SHOWN", 2)
    part = coaction.section(results.Results(made_results.make(tmp_path)), BLOCS, UTC)
    assert (len(part.groups), part.groups_total, part.groups_left) == (2, "3 groups", 1)


def test_only_crowds_beyond_the_usual_are_listed_out_of_all_that_were_tested(part):
    (row,) = texts(part.swarms)
    assert row == ["reply thread-1 <b>", "96", "within 1 h", "0.00038", "48 of 96"]
    assert "Out of 38 threads" in part.swarms.note
    assert part.swarms.rows[0][1].sub == "11.5 usual"


def test_crowds_in_order_of_how_rare_they_are(monkeypatch):
    rows = made_coaction.swarms()
    many = [rows[0] | {"q_value": q, "thread": str(q)} for q in (0.04, 0.01, 0.02)]
    monkeypatch.setattr(swarms, "SHOWN", 2)
    grid = swarms.grid(many, BLOCS, UTC)
    assert [row[0].text for row in grid.rows] == ["reply 0.01", "reply 0.02"]
    assert "The 2 rarest of 3" in grid.note


def test_nobody_together_is_said_with_what_was_looked_at(tmp_path):
    counts = [r | {"linked": 0, "standing": 0, "pairs": 0} for r in made_coaction.counts([])]
    made = changed(
        tmp_path,
        **{name: [] for name in made_coaction.tables()} | {"coaction_counts": counts},
    )
    part = coaction.section(made, BLOCS, UTC)
    assert plain(part.sentences[0]) == (
        "No two of 310 accounts act on 2 objects or more, of one kind, within 1 min."
    )
    text = report.write(made.folder).read_text(encoding="utf-8")
    assert plain(part.sentences[1]) in plain(text)
    assert 'id="network"' not in text
    assert 'id="when"' not in text


def test_where_none_stands_the_page_says_so_and_draws_no_network(tmp_path):
    rows = [r | {"stands": False} for r in made_coaction.tables()["coaction"]]
    made = changed(tmp_path, coaction=rows)
    text = report.write(made.folder).read_text(encoding="utf-8")
    assert "No pair stands, so that there is no network to draw." in text
    assert "antiphon export DIR --all --out FILE" in text
    assert 'class="net' not in text


def test_an_older_folder_says_that_nobody_looked(tmp_path):
    made = made_results.make(tmp_path)
    for name in made_coaction.tables():
        (made / "tables" / f"{name}.parquet").unlink()
    text = report.write(made).read_text(encoding="utf-8")
    assert "Nobody looked at which accounts act together" in text


def test_hostile_names_are_text_in_drawing_and_list(page):
    start = page.index('id="network"')
    section = page[start : page.index("<h3>Groups</h3>")]
    assert "<script" not in section
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in section
    assert "https://site-0.example/0" in section
    assert "?a=1&b=<i>" not in page


def test_generated_words_say_no_more_than_the_evidence(page):
    section = re.search(r'<section id="coaction">(.*?)</section>', page, re.DOTALL)[1]
    assert wording.refused(re.sub("<[^>]+>", " ", section)) == []


def test_the_page_is_the_same_again_and_small(page, folder):
    assert report.write(folder).read_text(encoding="utf-8") == page
    assert len(page.encode()) < 1_500_000
