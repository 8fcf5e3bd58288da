"""Co-action against chance: pairs that stand, groups, evidence, swarms."""

from __future__ import annotations

import datetime as dt

import made
import made_meetings
import numpy as np
import pyarrow as pa
import pytest

from antiphon.kernels.discoveries import q_values
from antiphon.measures import coaction
from antiphon.measures.coaction import Coaction, significance, swarms
from antiphon.measures.coaction.drawn import between, ladder
from antiphon.measures.coaction.named import fit
from antiphon.schema import CHANCES, Blocs

MANY = [f"a{i:02}" for i in range(40)]


def tables(rows: list[dict], people: pa.Table | None = None, **settings) -> dict[str, pa.Table]:
    with made.engine(made.posts(*rows), people) as engine:
        return coaction.compute(engine, made.BLOCS, Coaction(**settings))


@pytest.fixture(scope="module")
def scene() -> dict[str, pa.Table]:
    """Two accounts that act together among six, a crowd, threads."""
    return tables(made_meetings.scene())


def post(number: int, who: str, seconds: float, link: str, **more) -> dict:
    bloc = "north" if int(who[1:]) % 2 else "south"
    row = made.post(f"p{number:05}", "n1", seconds / 60, f"https://x.example/{link}", **more)
    return row | {"account_id": who, "bloc": bloc}


def shares(seed: int, planted: int = 0, span: float = 40_000) -> list[dict]:
    """Forty accounts share popular links at random; the last ones act together beside that."""
    rng = np.random.default_rng(seed)
    rows = [
        post(i, MANY[int(40 * rng.random() ** 1.5)], float(rng.uniform(0, span)),
             str(int(60 * rng.random() ** 2)))
        for i in range(1500)
    ]  # fmt: skip
    for n in range(15 if planted else 0):
        begun = float(rng.uniform(0, span))
        rows += [
            post(5000 + 100 * n + k, MANY[39 - k], begun + float(rng.uniform(0, 20)), f"own{n}")
            for k in range(planted)
        ]
    return rows


def test_every_table_has_rows(scene):
    """Nothing is left untested for want of an occasion."""
    assert [name for name, table in scene.items() if not table.num_rows] == []


def test_a_pair_that_acts_together_stands_and_one_by_a_crowd_does_not(scene):
    """Thirty links beside others' posts in the same hours; hashtags of a hot minute."""
    rows = {(r["kind"], r["window_seconds"]): r for r in scene["coaction"].to_pylist()}
    assert {key: row["stands"] for key, row in rows.items()} == {
        ("link", 60): True, ("link", 300): True, ("hashtag", 60): False, ("hashtag", 300): False,
    }  # fmt: skip
    row = rows["link", 60]
    assert row["objects"] == 30
    assert row["expected_jitter"] == pytest.approx(30 * 0.1299, abs=0.01)
    assert row["expected_labels"] == pytest.approx(30 / 91, abs=0.1)
    for null in ("jitter", "bipartite", "labels"):
        assert row[f"p_{null}"] < 1e-9
        assert row[f"q_{null}"] >= row[f"p_{null}"]
    assert row["expected_exchanged"] == pytest.approx(30)
    assert row["p_exchanged"] == pytest.approx(1)


def test_the_setting_says_under_which_nulls_a_pair_must_stand():
    """Two who are all accounts of their links cannot be told apart from their links' moments."""
    rows = made_meetings.together("t", "n1", "s1")
    for nulls, stands in ((("jitter",), True), (("exchanged",), False), (CHANCES, False)):
        found = tables(rows, nulls=nulls)["coaction"].to_pylist()
        assert {r["stands"] for r in found} == {stands}


def test_q_values_are_of_all_candidates(scene):
    """Fifteen pairs of accounts under the nulls that let accounts choose, fewer under others."""
    row = next(r for r in scene["coaction"].to_pylist() if r["kind"] == "link")
    assert row["q_bipartite"] == pytest.approx(row["p_bipartite"] * 15)
    chance = {
        r["null"]: r
        for r in scene["coaction_chance"].to_pylist()
        if (r["kind"], r["window_seconds"], r["bloc_a"], r["objects"]) == ("link", 60, "", 2)
    }
    assert chance["bipartite"]["candidates"] == chance["labels"]["candidates"] == 15
    assert row["q_jitter"] == pytest.approx(row["p_jitter"] * chance["jitter"]["candidates"])
    assert chance["jitter"]["exact"]


def test_counts_stand_beside_what_chance_gives(scene):
    """One pair of thirty objects, in the draws none; between the blocs, and not within them."""
    rows = [
        r
        for r in scene["coaction_chance"].to_pylist()
        if (r["kind"], r["window_seconds"], r["objects"]) == ("link", 60, 10)
    ]
    found = {(r["null"], r["bloc_a"], r["bloc_b"]): r for r in rows}
    jitter = found["jitter", "north", "south"]
    assert (jitter["pairs"], jitter["draws"], jitter["stands"]) == (1, 99, 1)
    assert jitter["expected"] < 0.1
    assert jitter["p_more"] == pytest.approx((1 + 99 * jitter["expected"]) / 100, abs=0.005)
    assert jitter["p_fewer"] == 1
    assert ("jitter", "north", "north") not in found
    exchanged = found["exchanged", "", ""]
    assert (exchanged["expected"], exchanged["p_more"], exchanged["stands"]) == (1, 1, 0)
    assert (exchanged["largest"], exchanged["largest_expected"]) == (2, 2)
    whole = found["", "", ""]
    assert (whole["pairs"], whole["stands"], whole["expected"]) == (1, 1, None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_by_chance_nothing_stands_and_counts_are_as_expected(seed):
    """Forty accounts at random: no pair is called, and observed pairs lie among the draws."""
    found = tables(shares(seed, span=9000), draws=39, wider=1)
    assert found["coaction"].num_rows > 20
    assert not any(found["coaction"]["stands"].to_pylist())
    assert found["coaction_groups"].num_rows == 0
    for row in found["coaction_chance"].to_pylist():
        if row["null"] == "jitter" and (row["kind"], row["bloc_a"], row["objects"]) == (
            "link",
            "",
            2,
        ):
            assert abs(row["pairs"] - row["expected"]) <= 4 * row["deviation"] + 1
            assert min(row["p_more"], row["p_fewer"]) > 0.02


@pytest.mark.parametrize("seed", [1, 2])
def test_a_planted_group_is_found_as_a_group(seed):
    """Six of forty accounts on fifteen links of their own, each within twenty seconds."""
    found = tables(shares(seed, planted=6), wider=1, draws=39)
    (group,) = [r for r in found["coaction_groups"].to_pylist() if r["kind"] == "link"]
    planted = set(MANY[34:])
    members = [r for r in found["coaction_members"].to_pylist() if r["kind"] == "link"]
    assert {r["account_id"] for r in members} == planted
    assert (group["accounts"], group["pairs"], group["density"], group["outward"]) == (6, 15, 1, 0)
    assert group["holds"] >= 15
    assert group["weight"] >= 15 * 15 > 10 * group["expected_labels"]
    assert group["objects"] >= 15
    assert group["p_jitter"] == group["p_labels"] == group["p_bipartite"] == 1 / 40
    assert sorted(group["blocs"]) == ["north: 3", "south: 3"]
    assert all(r["pairs"] == 5 and 0 <= r["first"] <= r["meetings"] for r in members)
    assert sum(r["first"] for r in members) == sum(r["meetings"] for r in members) / 2
    days = [r for r in found["coaction_group_days"].to_pylist() if r["kind"] == "link"]
    assert sum(r["posts"] for r in days) == group["posts"]
    assert len(days) == group["days"]


def test_a_group_of_all_kinds_adds_up_what_two_accounts_share():
    """Links and texts of the same two accounts; the whole has no p-value of its own."""
    rows = made_meetings.together("t", "n1", "s1")
    said = [
        made.post(
            f"s{i:02}{who}", who, 120 * i + 30 + lag, f"The harbour is closed again today {i}"
        )
        for i in range(30)
        for who, lag in (("n1", 0.0), ("s1", 0.2))
    ]
    said += [
        made.post(f"o{i:02}{who}", who, 120 * i + k, f"{who} has something else to say at {i}")
        for i in range(30)
        for k, who in enumerate(("n2", "s2", "w1", "w2"))
    ]
    groups = {r["kind"]: r for r in tables(rows + said, wider=1)["coaction_groups"].to_pylist()}
    assert {kind: row["weight"] for kind, row in groups.items()} == {"": 60, "link": 30, "text": 30}
    assert groups[""]["objects"] == 60
    assert groups[""]["p_jitter"] is None
    assert groups["link"]["p_jitter"] == 0.01


def test_every_pair_opens_to_its_posts(scene):
    """Thirty objects, each with both posts, times and lag; and the pair of the crowd's hashtags."""
    rows = [r for r in scene["coaction_posts"].to_pylist() if r["kind"] == "link"]
    assert len(rows) == 30
    for row in rows:
        assert row["post_id_a"] == f"t{row['object'].removeprefix('a.example/t'):0>2}n1"
        assert row["post_id_b"] == row["post_id_a"].replace("n1", "s1")
        assert row["lag_seconds"] == 10
        assert row["created_at_b"] - row["created_at_a"] == dt.timedelta(seconds=10)
    crowd = [r for r in scene["coaction_posts"].to_pylist() if r["kind"] == "hashtag"]
    assert {(r["object"], r["hot"]) for r in crowd} == {
        ("hot0", True), ("hot1", True), ("rare0", False), ("rare1", False),
    }  # fmt: skip


def test_what_is_not_opened_is_counted(monkeypatch):
    """Pairs that stand come first; the room is for thirty rows."""
    from antiphon.measures.coaction import evidence

    monkeypatch.setattr(evidence, "LISTED", 30)
    found = tables(made_meetings.scene(), wider=1)
    assert {r["kind"] for r in found["coaction_posts"].to_pylist()} == {"link"}
    counts = {(r["kind"], r["bloc"]): r["unopened"] for r in found["coaction_counts"].to_pylist()}
    assert (counts["link", ""], counts["hashtag", ""], counts["", ""]) == (0, 1, 1)
    assert (counts["hashtag", "north"], counts["hashtag", "world"]) == (1, 0)


def test_the_weakest_of_too_many_pairs_are_left_untested_and_counted(monkeypatch):
    """They count as chance, so that the others' q-values stay what they were."""
    usual = tables(shares(1, planted=4), wider=1)
    monkeypatch.setattr(significance, "MOST_TESTED", 20)
    found = tables(shares(1, planted=4), wider=1)
    both = list(zip(usual["coaction"].to_pylist(), found["coaction"].to_pylist(), strict=True))
    tested = [(a, b) for a, b in both if b["p_jitter"] is not None]
    assert 0 < len(tested) <= 20
    least = min(b["objects"] for _, b in tested)
    assert all(b["objects"] < least for _, b in both if b["p_jitter"] is None)
    assert all(a["stands"] == b["stands"] for a, b in both)
    assert any(b["stands"] for _, b in both)
    (count,) = [
        r["untested"] for r in found["coaction_counts"].to_pylist()
        if (r["kind"], r["bloc"]) == ("link", "")
    ]  # fmt: skip
    assert count == len(both) - len(tested)


def test_posts_dated_to_the_minute_are_moved_by_minutes():
    """Within a minute of each other are three minutes of fifteen, not 121 seconds of 900."""
    rows = made_meetings.together("t", "n1", "s1")
    coarse = [
        r | {"created_at": r["created_at"].replace(second=0), "time_precision": "minute"}
        for r in rows
    ]
    (row,) = tables(coarse, wider=1)["coaction"].to_pylist()[:1]
    assert row["expected_jitter"] == pytest.approx(30 * (15 + 2 * 14) / 225)
    (fine,) = tables(rows, wider=1)["coaction"].to_pylist()[:1]
    assert fine["expected_jitter"] < row["expected_jitter"]


def test_the_spread_of_ages_has_an_interval_where_accounts_are_many():
    """Opened days apart: 0, 1, 2, 3, 4, 50 from the first; the median distance is 1.5 days."""
    opened = dict(zip(MANY[34:], (0, 1, 2, 3, 4, 50), strict=True))
    blank = dict.fromkeys(made.accounts().column_names)
    listed = [
        blank
        | {"account_id": who, "bloc": "north", "created_at": made.START + dt.timedelta(days=n)}
        for who, n in opened.items()
    ]
    people = pa.Table.from_pylist(listed, schema=made.accounts().schema)
    found = tables(shares(1, planted=6), people, wider=1)
    (group,) = [r for r in found["coaction_groups"].to_pylist() if r["kind"] == "link"]
    assert group["dated_accounts"] == 6
    assert group["opened_spread_days"] == 1.5
    assert group["opened_low_days"] <= 1.5 <= group["opened_high_days"]
    assert group["opened_at"] == made.START + dt.timedelta(days=2.5)


def test_the_share_of_accounts_that_stand_is_an_estimate():
    """Of two accounts of north one is in a pair that stands with one of south."""
    with made.engine(made.posts(*made_meetings.scene())) as engine:
        for name, table in coaction.compute(engine, made.BLOCS, Coaction()).items():
            engine.register(name, table)
        rows = coaction.estimate(engine, made.BLOCS).to_pylist()
    found = {(r["quantity"], r["a"]): r for r in rows}
    row = found["stands", "north→south"]
    assert (row["estimate"], row["n"], row["denominator"]) == (0.5, 1, 2)
    assert row["low"] < 0.5 < row["high"]


def test_a_crowd_around_one_thread_is_held_against_the_authors_others(scene):
    """Eight threads of n1: five accounts came to the last, one or two to the others."""
    rows = {r["thread"]: r for r in scene["swarms"].to_pylist()}
    assert set(rows) == {"q0", "q3", "q6", "q7"}
    row = rows["q7"]
    assert (row["kind"], row["account_id"], row["bloc"]) == ("reply", "n1", "north")
    assert (row["accounts"], row["threads"], row["looked_at"]) == (5, 7, 8)
    assert row["expected"] == pytest.approx(1 + 3 / 7)
    assert row["baseline"] == "author"
    assert row["p_value"] < 0.05 < row["q_value"]
    assert row["p_value"] < rows["q0"]["p_value"]
    assert row["blocs"] == ["south: 2", "world: 2", "north: 1"]
    assert (row["new_accounts"], rows["q0"]["new_accounts"]) == (0, 2)
    assert row["usual_new_share"] == pytest.approx(5 / 10)
    assert row["peak"] == 1


def test_a_thread_without_a_known_author_is_held_against_all():
    """Twenty reposts of unknown posts by one or two accounts, one by all six within minutes."""
    rows = [
        made.post(f"r{t:02}{k}", who, 300.0 * t + k, f"Repost {t}", repost_of=f"z{t}")
        for t in range(21)
        for k, who in enumerate(made_meetings.EVERYBODY[: 6 if t == 20 else 1 + t % 2])
    ]
    found = tables(rows)["swarms"].to_pylist()
    assert (found[0]["thread"], found[0]["accounts"], found[0]["baseline"]) == ("z20", 6, "all")
    assert (found[0]["account_id"], found[0]["new_accounts"]) == ("", None)
    assert found[0]["peak"] == 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_swarms_are_called_and_usual_crowds_are_not(seed):
    """Authors of very different reach; three threads of small ones draw fifty more accounts."""
    rng = np.random.default_rng(seed)
    author = np.repeat(np.arange(60), 15)
    mean = rng.lognormal(0.3, 1.0, 60)[author]
    count = rng.poisson(rng.gamma(2.0, mean / 2.0))
    places, settings = np.arange(len(count)), Coaction()
    judged = swarms.against(author, count, places, settings)
    assert (judged.q_value <= 0.05).sum() <= 1
    assert judged.q_value.tolist() == q_values(judged.p_value, len(count)).tolist()
    small = np.flatnonzero(mean < np.median(mean))[[0, 40, 80]]
    count[small] += 50
    called = np.flatnonzero(swarms.against(author, count, places, settings).q_value <= 0.05)
    assert set(small) <= set(called)
    assert len(called) <= 4


def test_an_author_whose_crowds_vary_is_judged_by_his_own():
    """Ninety steady authors, and one whose threads draw nobody or forty: his are no swarms."""
    rng = np.random.default_rng(1)
    author = np.repeat(np.arange(91), 30)
    count = rng.poisson(3.0, len(author))
    wild = author == 90
    count[wild] = np.where(np.arange(30) % 5 == 0, 40, 0)
    found = swarms.against(author, count, np.arange(len(count)), Coaction())
    assert not (found.q_value[wild] <= 0.05).any()
    assert found.spread[wild].min() < 0.5


def test_handles_of_private_persons_are_not_told():
    """A mention is told of accounts that may be named only; so is who was reposted."""
    rows = [
        made.post(
            f"m{i}{who}", who, 60.0 * (i // 2) + k / 6, f"@{('Ministry', 'bob')[i % 2]} now {i}"
        )
        for i in range(2)
        for k, who in enumerate(("n1", "s1"))
    ]
    people = made.accounts(s2={"handle": "ministry", "kind": "ministry"})
    found = tables(rows, people, wider=1)["coaction_posts"].to_pylist()
    assert sorted(r["object"] for r in found) == ["", "twitter ministry"]
    assert fit("repost", "twitter RT @Ministry: x", {"ministry"}) == "twitter RT @Ministry: x"


def test_pairs_of_blocs_are_numbered_as_they_are_listed():
    """(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)."""
    one, other = np.triu_indices(3)
    assert between(other, one, 3).tolist() == list(range(6))
    assert ladder(np.array([2, 13]), 2).tolist() == [2, 3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert ladder(np.array([], np.int64), 2).tolist() == []


def test_blocs_without_posts_are_no_trouble():
    with made.engine(made.posts()) as engine:
        found = coaction.compute(engine, Blocs(("north", "south")), Coaction())
    assert {name for name, table in found.items() if table.num_rows} == {"coaction_counts"}


def test_where_worlds_are_too_many_to_draw_it_says_so(monkeypatch):
    """Pairs keep their p-values; counts and groups have none."""
    from antiphon.measures.coaction import drawn

    monkeypatch.setattr(drawn, "BUDGET", 1)
    found = tables(made_meetings.together("t", "n1", "s1"), wider=1)
    rows = [r for r in found["coaction_chance"].to_pylist() if r["null"]]
    assert {(r["draws"], r["expected"], r["p_more"]) for r in rows} == {(0, None, None)}
    assert {r["reason"] for r in rows} == {"too many posts at once to draw worlds"}
    assert found["coaction"].to_pylist()[0]["stands"]
    assert {r["p_jitter"] for r in found["coaction_groups"].to_pylist()} == {None}


def test_a_meeting_is_listed_once_though_windows_have_other_posts():
    """Within 30 s posts dated to the minute do not count; within 60 s all do."""
    rows = made_meetings.together("t", "n1", "s1")
    rows += [
        made.post(f"m{i}{who}", who, 10_000 + 60 * i, f"https://c.example/{i}",
                  time_precision="minute")
        for i in range(3)
        for who in ("n1", "s1")
    ]  # fmt: skip
    found = tables(rows, window_seconds=30, wider=2)
    weights = {r["window_seconds"]: r["objects"] for r in found["coaction"].to_pylist()}
    assert weights == {30: 30, 60: 33}
    assert found["coaction_posts"].num_rows == 33


def test_an_object_of_no_platform_is_told_without_a_blank():
    rows = [
        made.post(f"b{i}{who}", who, 100.0 * i, "", repost_of=f"z{i}", platform="")
        for i in range(2)
        for who in ("n1", "s1")
    ]
    found = tables(rows, wider=1)
    assert found["coaction_posts"]["object"].to_pylist() == ["z0", "z1"]
    assert {r["thread"] for r in found["swarms"].to_pylist()} == {"z0", "z1"}
