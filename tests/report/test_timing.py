"""Lag curves, timing, lead and lag, power: what the figures are drawn from."""

from __future__ import annotations

import json
import re

import made_results
import made_weighed
import pytest

from antiphon import report, results
from antiphon.report import because, curves, drawing, lagcurves, leads, periods, power, timing
from antiphon.report.drawing import static
from antiphon.schema import Blocs

BLOCS = Blocs(("norland", "sudland"), ("wire",))


@pytest.fixture(scope="module")
def found(folder):
    return results.Results(folder)


def captions(text: str, name: str) -> str:
    """The notes of one section's figures."""
    section = re.search(rf'<section id="{name}">(.*?)</section>', text, re.DOTALL)[1]
    return " ".join(re.findall(r'<p class="note">(.*?)</p>', section, re.DOTALL))


def changed(tmp_path, name: str, rows: list[dict]):
    made = made_results.make(tmp_path)
    results.write_table(made, name, made_results.table(name, rows))
    return results.Results(made)


@pytest.mark.parametrize(
    "name",
    [
        "volumes",
        "repeats",
        "lags",
        "mechanisms",
        "lagcurves",
        "synchrony",
        "simultaneity",
        "leadlag",
        "power",
    ],
)
def test_a_caption_says_out_of_what_and_how_it_misleads(page, name):
    said = captions(page, name)
    assert "Misleads" in said
    assert re.search(
        r"[Oo]ut of|[Pp]er post|as a share of|Mean probability over|Eligible|a bar is a", said
    )


def test_a_panel_holds_the_classes_with_posts_and_a_line_between_open_ends():
    panel = lagcurves.panel("borrowing", made_weighed.lags())
    rows = panel["rows"]
    assert panel["total"] == pytest.approx(43.2, rel=0.05)
    assert 0 < rows[0]["start"] < rows[0]["middle"] < rows[0]["end"]
    assert len(rows) < 20
    assert all(r["line"] == r["fitted"] for r in rows)
    ends = [{"from_seconds": a, "to_seconds": b} for a, b in ((0, 15), (15, 30), (30, 60))]
    whole = [e | {"mechanism": "own", "posts": 2.0, "fitted": 3.0} for e in ends]
    assert [r["line"] for r in lagcurves.panel("own", whole)["rows"]] == [None, 3.0, None]


def test_a_mechanism_of_less_than_a_post_has_no_panel():
    rows = [r | {"posts": r["posts"] / 100} for r in made_weighed.lags()]
    assert lagcurves.panel("borrowing", rows) is None
    assert lagcurves.panel("own", made_weighed.lags()) is None


def test_bands_are_those_of_the_null_around_one():
    row = {"expected": 800.0, "observed": 968, "deviation": 24.0, "p_value": 0.03, "pair": "a|b"}
    told = timing.ratio(row)
    assert told["ratio"] == pytest.approx(1.21)
    assert (told["low"], told["high"]) == pytest.approx((1 - 0.0588, 1 + 0.0588), abs=1e-4)
    assert timing.ratio(row | {"expected": 0.0})["tail"] == "none expected"


def test_each_scale_shows_pair_controls_and_what_is_beyond(found):
    rows = timing.rows(found, "synchrony")
    lines = timing.lines([r for r in rows if r["p_value"] is not None])
    assert [r["head"] for r in lines if r["head"]] == [
        "within 5\xa0min, moved along 30\xa0min",
        "within 10\xa0min, moved along 1\xa0h",
    ]
    assert [r["sort"] for r in lines] == ["", "pair", "beyond", "control", "control"] * 2
    assert [r["at"] for r in lines] == [0, 1, 2, 3, 3, 4, 5, 6, 7, 7]


def test_what_was_not_tested_says_why(found):
    said = timing.section(found, "synchrony", BLOCS).silent
    assert said == ["norland and sudland, not tested within 10\xa0s: dated to the minute."]


def test_pairs_expected_nowhere_are_in_the_table_and_not_in_the_figure(tmp_path):
    rows = [r | {"expected": 0.0, "observed": 0} for r in made_weighed.tables()["simultaneity"]]
    part = timing.section(changed(tmp_path, "simultaneity", rows), "simultaneity", BLOCS)
    assert part.figures == []
    assert part.grids[0].rows


def test_subjects_have_a_table_of_their_own(tmp_path):
    rows = made_weighed.tables()["synchrony"]
    more = [r | {"topic": "bridge"} for r in rows]
    part = timing.section(changed(tmp_path, "synchrony", rows + more), "synchrony", BLOCS)
    assert [len(g.rows) for g in part.grids] == [8]
    assert [len(g.rows) for g in part.subjects] == [4]
    assert part.subjects[0].rows[0][1].sub == "bridge"


def test_who_leads_is_said_with_an_interval(found):
    figure, grid, reasons = leads.section(found, BLOCS)
    assert reasons == []
    assert "sudland after norland 0.074, interval 0.044 to 0.11" in figure.alt
    assert [row[0].sub for row in grid.rows] == ["", "", "control", "control"]


def test_power_is_a_sentence_with_interval_and_denominator(found):
    (part,) = power.section(found)
    said = part.sentences[0].replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "With these data, coordination of at least 4.4 % of shared messages would have been seen "
        "9 times in 10 (90 % interval 3.5 to 5.7 %; about 7.9 planned messages beside the "
        "180 that are shared; 20 reruns)."
    )
    assert "1 of 6 reruns of a bloc with a reference bloc" in part.sentences[-1]


def test_what_was_left_out_before_planting_is_said(tmp_path):
    rows = [r | {"left_out": 17} for r in made_weighed.power()]
    (part,) = power.section(changed(tmp_path, "power", rows))
    assert "with their 17 posts" in part.sentences[2]
    rows = [r | {"left_out": 0} for r in made_weighed.power()]
    (part,) = power.section(changed(tmp_path, "power", rows))
    assert not any("Left out" in text for text in part.sentences)


def test_no_power_says_why(tmp_path):
    rows = [
        r | {"detectable_share": None, "low": None, "high": None, "reason": "too few posts"}
        for r in made_weighed.power()
    ]
    (part,) = power.section(changed(tmp_path, "power", rows))
    assert (
        part.sentences[0] == "What share would be seen 9 times in 10 cannot be told: too few posts."
    )
    assert part.figure is not None


def test_runs_far_out_are_drawn_at_the_edge_and_those_without_a_plan_beside():
    runs = made_weighed.rehearsals()
    far = power.point(runs[0] | {"log_odds": -80.0})
    assert far["odds"] == -curves.LIMIT
    beside = power.strip([*runs, runs[0] | {"share": 0.0}], made_weighed.PAIR)
    kinds = [row["kind"] for row in beside]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "exchanged": 10,
        "outsiders": 6,
        "none": 1,
    }
    assert all(abs(r["at"] - round(r["at"])) < 0.5 for r in beside)


@pytest.mark.parametrize("width", [drawing.WIDE, drawing.NARROW])
@pytest.mark.parametrize("kinds", [0, 1, 2])
def test_the_power_figure_fills_its_width_with_or_without_controls(width, kinds):
    runs = made_weighed.rehearsals()
    names = ("planted", "shuffled", "reference")[: kinds + 1]
    kept = [r for r in runs if r["kind"] in names]
    drawn = power.drawing("p", "a", made_weighed.power(), kept, made_weighed.PAIR)
    box = str(drawn.wide if width == drawing.WIDE else drawn.narrow).split('viewBox="')[1]
    assert width - 30 <= float(box.split('"')[0].split()[2]) <= width + 24


@pytest.mark.parametrize("name", ["lagcurves", "synchrony0", "simultaneity0", "leadlag", "power0"])
def test_a_figure_drawn_twice_has_the_same_bytes_and_runs_nothing(page, name):
    pool = json.loads(re.search(r'id="specs">(.*?)</script>', page, re.DOTALL)[1])
    for kind, chart in pool["charts"][name].items():
        spec = chart | {"datasets": pool["datasets"], "config": pool["config"][kind]}
        one, two = (str(static(spec, name)) for _ in range(2))
        assert one == two
        assert "<script" not in one
        assert " style=" not in one


def test_every_repetition_has_its_reasons(page, found):
    assert "rather than" in page
    told = because.reasons(found, ["p47"])
    assert set(told) == {("p47", 0)}
    assert told["p47", 0].startswith("rather than ")


def test_reasons_name_the_three_strongest_terms_of_either_side():
    terms = {
        "borrowing": {"prior": 0.0, "lag": 3.0, "wording": 2.0, "credit": 1.0, "habit": 4.0},
        "own": {"message": 2.0},
    }
    assert because.sentence(terms) == (
        "rather than own: the account's habit (55 times), the lag (20 times), the wording "
        "(7.4 times); against it the message's other posts (7.4 times)"
    )
    assert because.sentence({"own": {"prior": 0.0}}) == ""


def test_the_page_is_small_and_the_same_again(page, folder):
    assert len(page.encode()) < 1_500_000
    assert report.write(folder).read_text(encoding="utf-8") == page


def test_a_period_has_a_point_for_every_mechanism_that_is_ever_of_note(found):
    (drawn,) = periods.drawings(found).values()
    assert drawn.title == "norland and sudland: by which mechanism, month by month"
    assert "own 50 % at first, 10.0 % at last" in drawn.alt.replace("\xa0", " ")
    assert "internal" not in drawn.alt
    assert "from 30 posts to 150" in drawn.note
    text = json.dumps(drawn.specs["wide"])
    assert text.count("2021-05-01") >= 3
    assert "80\\u00a0% of 150 posts (70 to 90" in text


def test_two_periods_are_no_course(tmp_path):
    some = [r for r in made_weighed.periods() if r["period"].month < 3]
    assert periods.drawings(changed(tmp_path, "share_periods", some)) == {}
