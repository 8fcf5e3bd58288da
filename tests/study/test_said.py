"""What is said, from a study file to corrected numbers: run, draw, code, import, run."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import made_said
import pytest
from rich.console import Console

from antiphon.cli.check_page import page
from antiphon.coding.people.folder import collect
from antiphon.coding.people.sampling import Design
from antiphon.engine import Engine
from antiphon.errors import StudyError
from antiphon.report.page import content, render
from antiphon.results import Results
from antiphon.study.check import check
from antiphon.study.drawing import draw_sample
from antiphon.study.file import load
from antiphon.study.run import run
from antiphon.study.verify import verify

CODING = '[coding]\ncodes = ["tone", "name_calling"]\n[tone]\nfalse_changes = 0.05\n'
PEOPLE = '[prevalences]\npeople = "sample/labels.csv"\nperiod = "year"\n'


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """The whole walk: the study as first run, and as run again with people's labels."""
    folder = tmp_path_factory.mktemp("said")
    said = made_said.write(folder, coding=CODING)
    first = run(said.study, folder / "results")
    bare, keys = tables(first), steps(first)
    draw_sample(said.study, ["tone"], Design(size=400, double=0.3), folder / "sample", 2)

    def rule(post: str, code: str) -> str:
        return said.truth[post]

    answers = [made_said.answer(folder / "sample", rule, person=p) for p in ("ann", "bob")]
    collect(folder / "sample", answers, person="", out=None)
    said.study.write_text(made_said.STUDY.format(coding=CODING + PEOPLE), encoding="utf-8")
    return said, bare, keys, run(said.study, folder / "results")


def tables(results: Results) -> dict[str, list[dict[str, Any]]]:
    """What the tables of interest hold."""
    names = ("tone", "tone_changes", "tone_ratios", "tactics", "prevalences", "coded_examples")
    return {name: results.table(name).to_pylist() for name in names}


def steps(results: Results) -> dict[str, str]:
    """The key of every step."""
    return {name: step["key"] for name, step in results.manifest()["steps"].items()}


def whole(rows, **where):
    """The one row of all kinds and all time."""
    (row,) = [
        r
        for r in rows
        if not r.get("kind")
        and r.get("period") is None
        and all(r[name] == value for name, value in where.items())
    ]
    return row


def test_without_people_every_number_is_uncalibrated_and_has_no_interval(walked):
    _, bare, _, _ = walked
    told = [row for name in ("tone", "tone_ratios", "tactics", "prevalences") for row in bare[name]]
    assert len(told) > 100
    assert {row["method"] for row in told} == {"uncalibrated"}
    assert {row["low"] for row in told} | {row["high"] for row in told} == {None}


@pytest.mark.parametrize("bloc", ["north", "south", "world"])
def test_with_people_the_interval_holds_the_truth(walked, bloc):
    said, _, _, results = walked
    row = whole(tables(results)["tone"], quantity="hostile", bloc=bloc, coder="lexicon")
    truth = said.share(bloc)
    assert row["method"] in {"ppi", "human"}
    assert row["low"] <= truth <= row["high"]
    assert row["n_human"] > 80
    assert row["high"] - row["low"] < 0.25


def test_the_machine_alone_hears_too_much_in_the_north_and_too_little_in_the_south(walked):
    said, bare, _, _ = walked
    north, south = (
        whole(bare["tone"], quantity="hostile", bloc=b)["estimate"] - said.share(b)
        for b in ("north", "south")
    )
    assert north > 0.02
    assert south < -0.02


def test_the_mean_step_is_three_times_the_share_where_hostile_is_the_fourth_of_five(walked):
    said, _, _, results = walked
    row = whole(tables(results)["tone"], quantity="mean_step", bloc="south", coder="lexicon")
    assert row["low"] <= 3 * said.share("south") <= row["high"]
    assert row["high"] - row["low"] < 0.8


def test_the_wolf_warrior_index_holds_the_true_ratio(walked):
    said, _, _, results = walked
    row = whole(tables(results)["tone_ratios"], bloc="south", coder="lexicon")
    truth = said.share("south", "embassy", "diplomat") / said.share("south", "state_media")
    assert row["low"] <= truth <= row["high"]
    assert row["method"] in {"ppi", "human"}
    assert row["ratio"] == pytest.approx(row["diplomats"] / row["media"])


def test_the_change_of_tone_is_dated_and_nothing_else_is(walked):
    _, _, _, results = walked
    rows = [r for r in tables(results)["tone_changes"] if not r["kind"]]
    (north,) = [r for r in rows if r["bloc"] == "north"]
    assert north["low"] <= made_said.TURN <= north["high"]
    assert north["high"] - north["low"] < dt.timedelta(days=250)
    assert north["before"] < north["after"]
    assert north["before_low"] is not None
    assert [r["date"] for r in rows if r["bloc"] != "north"] == [None, None]
    assert all(0.05 < r["p_value"] <= 1 for r in rows if r["bloc"] != "north")


def test_new_labels_of_people_bring_no_new_question_to_machines_and_no_rerun_of_the_rest(walked):
    _, _, before, results = walked
    after = steps(results)
    assert after["prevalences"] != before["prevalences"]
    assert after["tone"] != before["tone"]
    same = ("coding", "reuse", "mechanism", "shares", "rehearsals", "assessment")
    assert [after[name] for name in same] == [before[name] for name in same]


def test_the_results_are_computed_again_to_the_byte(walked):
    said, _, _, results = walked
    assert verify(results.folder, study=said.study) == []


def test_examples_are_of_accounts_that_may_be_named_alone(walked):
    said, _, _, results = walked
    rows = tables(results)["coded_examples"]
    assert len(rows) > 10
    assert {said.kind[r["post_id"]] for r in rows} == {"embassy", "state_media", "diplomat"}
    assert max(r["rank"] for r in rows) <= 3
    firsts = [r for r in rows if r["code"] == "tone" and r["rank"] == 1 and r["label"] == "hostile"]
    assert all(r["persons"] > 0 for r in firsts)
    texts = json.dumps(results.table("codings").schema.names)
    assert "text" not in texts


def test_results_json_tells_the_method_beside_each_share(walked):
    *_, results = walked
    said = results.summary()["said"]
    assert {row["method"] for row in said["tone"]} <= {"ppi", "human"}
    assert all(row["method"] == "uncalibrated" for row in said["shares"] if row["code"] != "tone")
    assert {row["code"] for row in said["coders"]} == {"tone", "name_calling"}
    (alpha,) = [row for row in said["agreement"] if row["label"] == ""]
    assert alpha["units"] == 400
    assert alpha["alpha"] == 1.0


def test_the_page_says_uncalibrated_beside_each_number_that_nobody_checked(walked):
    said, _, _, results = walked
    found = content(results)
    shares = next(g for g in found["tactics"].grids if g.title.startswith("Tactics"))
    ((_, one, other, apart, _, how),) = shares.rows
    assert {one.sub, other.sub, apart.sub} == {"uncalibrated"}
    assert (how.text, how.sub) == ("uncalibrated", "nobody checked it")
    levels = found["tone"].grids[0]
    whole = [row for row in levels.rows if row[0].sub == "all of it"]
    assert [row[0].text for row in whole] == ["north", "south", "world"]
    assert all("uncalibrated" not in (row[1].sub, row[2].sub) for row in whole)
    assert all("coded by people" in row[4].sub for row in whole)
    page = render(found)
    assert "400 of 400" in page
    assert page.count("uncalibrated") > 5
    private = {p for p, kind in said.kind.items() if kind == "public"}
    assert not [post for post in private if f"twitter {post}<" in page]


def test_a_claim_on_an_unchecked_number_stays_undetermined(tmp_path):
    claim = """
[[claim]]
id = "sharp"
text = "North is sharper than south."
measure = "tone"
quantity = "hostile_difference"
a = "north"
b = "south"
expect = "< 1"
"""
    said = made_said.write(tmp_path, posts=60, coding=CODING + claim)
    results = run(said.study, tmp_path / "results")
    (verdict,) = results.summary()["claims"]
    assert verdict["verdict"] == "undetermined"
    assert verdict["method"] == "uncalibrated"
    assert "no person has checked" in verdict["reason"]
    assert verdict["estimate"] is not None
    found = content(results)
    assert [claim["interval"] for claim in found["claims"]] == ["uncalibrated"]
    told = [r for r in found["estimates"].rows if r[0].sub in {"tone", "tactics", "targets"}]
    bare = [row for row in told if row[3].text == "uncalibrated"]
    assert {row[0].text for row in bare} > {"hostile", "mean_step", "name_calling", "excess"}
    assert {row[0].text for row in told if row not in bare} == {"rate", "rate_difference"}


def test_every_number_of_a_judgement_says_in_json_how_it_is_told(walked, tmp_path):
    """Before people coded it is uncalibrated; after, a number without an interval still is."""
    said = made_said.write(tmp_path, posts=60, coding=CODING)
    bare, told = run(said.study, tmp_path / "results").summary(), walked[3].summary()
    judged = {"tone", "tactics", "aims"}
    methods = {e["method"] for e in bare["estimates"] if e["measure"] in judged}
    assert methods == {"uncalibrated"}
    estimates = [
        e for e in told["estimates"] if e["measure"] in judged and e["estimate"] is not None
    ]
    assert {e["method"] for e in estimates} == {"human", "ppi", "uncalibrated"}
    assert all((e["low"] is None) == (e["method"] == "uncalibrated") for e in estimates)
    for part in ("tone", "ratios", "shares", "differences", "targets"):
        assert bare["said"][part]
        assert {row["method"] for row in bare["said"][part]} == {"uncalibrated"}


def test_a_study_that_asks_nothing_has_empty_tables(tmp_path):
    said = made_said.write(tmp_path, posts=60, coding="")
    results = run(said.study, tmp_path / "results")
    for name in ("codings", "prevalences", "tone", "tone_changes", "tactics", "aims"):
        assert results.table(name).num_rows == 0
    page = render(content(results))
    assert "Nothing was coded for tone" in page
    assert "Nothing was coded for tactics, aims or credit" in page
    assert results.summary()["said"] == {
        "coders": [], "agreement": [], "tone": [], "changes": [], "ratios": [], "support": [],
        "targets": [], "shares": [], "differences": [],
    }  # fmt: skip


def test_a_label_that_the_codebook_does_not_have_is_refused(tmp_path):
    said = made_said.write(tmp_path, posts=60, coding=CODING + PEOPLE)
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "labels.csv").write_text(
        "code,platform,post_id,part,target,person,label,coded_at,sample_id,inclusion,stratum\n"
        "tone,twitter,north-1,0,,ann,hostil,,s,0.5,\n",
        encoding="utf-8",
    )
    with pytest.raises(StudyError, match="hostile"):
        run(said.study, tmp_path / "results")


def test_check_says_what_would_be_coded_and_how_many_labels_people_gave(walked):
    said, _, _, _ = walked
    plan = load(said.study)
    with Engine() as engine:
        found = check(plan, engine)
    tone, names = found.coding
    assert (tone.code, tone.unit, tone.coders) == ("tone", "post", ("lexicon",))
    assert (tone.drawn, tone.coded, tone.labels, tone.persons) == (400, 400, 800, 2)
    assert (names.code, names.drawn, names.labels) == ("name_calling", 0, 0)
    (remark,) = [text for text in found.warnings if "uncalibrated" in text]
    assert remark.startswith("name_calling: nobody has coded")
    text = io.StringIO()
    Console(file=text, width=80).print(page(found))
    assert "800 by 2" in text.getvalue()
    assert "400 of 400" in text.getvalue()
