"""Power and controls of a small study, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_rehearsal import HIDDEN, small, stage
from made_rehearsal import material as prepared

from antiphon.errors import AntiphonError, StoreError
from antiphon.inference.hypotheses import Assessment
from antiphon.inference.power import Power
from antiphon.schema import POWER, RUNS
from antiphon.study.rehearsal import clear, rehearse
from antiphon.study.rehearsal.chain import rerun
from antiphon.study.rehearsal.crew import Crew, checked
from antiphon.study.rehearsal.record import NAME, Record
from antiphon.study.rehearsal.stage import POST, Stage, field_of


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A small world without releases, its tables where SQL sees them."""
    made = stage(tmp_path_factory.mktemp("world"), small(), 4)
    ground = made.ground(POST.empty_table())
    rerun(ground, ground.scene, made.hidden)
    yield made
    made.close()


def rehearsed(here, folder, *, workers=1, key="k", points=4, controls=1):
    ground = here.ground(POST.empty_table())
    rerun(ground, ground.scene, here.hidden)
    want = Power(points=points, controls=controls)
    plan = replace(ground.plan, settings={**ground.plan.settings, "power": want})
    given = {"folder": folder, "key": key, "private": here.hidden.private, "secret": HIDDEN}
    return rehearse(ground.engine, plan, workers=workers, **given)


def test_tables_are_those_of_the_vocabulary_and_the_same_for_any_number_of_processes(
    here, tmp_path
):
    """One process or two, the same rows; each kind has its runs."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = rehearsed(here, tmp_path / "one", workers=1)
    two = rehearsed(here, tmp_path / "two", workers=2)
    assert one[RUNS.name].to_pylist() == two[RUNS.name].to_pylist()
    assert one[POWER.name].to_pylist() == two[POWER.name].to_pylist()
    assert RUNS.validate(one[RUNS.name]).num_rows == 4 + 1 + 1
    assert POWER.validate(one[POWER.name])["runs"].to_pylist() == [4, 4]
    kinds = one[RUNS.name]["kind"].to_pylist()
    assert (kinds.count("planted"), kinds.count("shuffled"), kinds.count("reference")) == (4, 1, 1)


def test_finished_reruns_are_kept_and_those_of_another_key_are_not_used(here, tmp_path):
    """With all of them kept nothing is done again; clearing lets go of them."""
    first = rehearsed(here, tmp_path)
    size = (tmp_path / NAME).stat().st_size
    assert rehearsed(here, tmp_path)[RUNS.name].equals(first[RUNS.name])
    assert (tmp_path / NAME).stat().st_size == size
    rehearsed(here, tmp_path, key="other", points=0)
    assert (tmp_path / NAME).stat().st_size > size
    clear(tmp_path)
    assert not (tmp_path / NAME).exists()


def test_a_line_that_was_cut_off_counts_as_not_done(tmp_path):
    """The next line is whole again."""
    record = Record(tmp_path, "k")
    record.keep({"kind": "shuffled", "run": 0}, {"scores": []})
    with (tmp_path / NAME).open("a", encoding="utf-8") as handle:
        handle.write('\n{"key": "k", "task"')
    again = Record(tmp_path, "k")
    again.keep({"kind": "shuffled", "run": 1}, {"scores": []})
    assert len(Record(tmp_path, "k")._done) == 2


def test_nothing_is_done_where_nothing_is_wanted(here, tmp_path):
    """Empty tables, and no file."""
    made = rehearsed(here, tmp_path, points=0, controls=0)
    assert made[RUNS.name].num_rows == made[POWER.name].num_rows == 0
    assert not (tmp_path / NAME).exists()


def test_many_planted_releases_are_found(here):
    """Forty of them make the odds of coordination higher than none."""
    pair = "velmora|kestria"
    none, many = (
        here.perform({"kind": "planted", "run": 0, "counts": {pair: n}})["scores"][0]
        for n in (0, 40)
    )
    assert not none[3]
    assert many[3]
    assert many[4] >= none[4] + 36


def test_what_an_account_ends_its_posts_with_is_found(here):
    """In these worlds a quarter of the posts; a text is handed out without it."""
    field = field_of(here.ground(POST.empty_table()))
    legs = [leg for some in field.legs.values() for leg in some]
    ended = [leg for leg in legs if leg.closing]
    assert 0.05 * len(legs) < len(ended) < 0.4 * len(legs)
    assert all(leg.closing in leg.text and leg.closing not in leg.handed for leg in ended)
    voices = [v for some in field.voices.values() for v in some]
    own = {(v.platform, v.account_id, v.lang): dict(v.closings) for v in voices}
    whose = [(leg.platform, leg.account_id, leg.lang) for leg in ended]
    assert all(own[by][leg.closing] >= 3 for by, leg in zip(whose, ended, strict=True))
    assert all(sum(n for _, n in v.closings) <= v.posts for v in voices)


def test_what_goes_wrong_in_a_process_is_told():
    """An error of the analyst's, a fault, a process that is gone."""
    with pytest.raises(AntiphonError, match="rerun"):
        checked({"error": "x"})
    with pytest.raises(RuntimeError, match="trace"):
        checked({"fault": "trace"})
    with pytest.raises(StoreError, match="ended from outside"):
        checked({"ended": -9})


def test_a_worker_that_is_killed_is_an_error_that_helps(here):
    """As when there is too little memory."""
    crew = Crew(here.material, here.hidden, workers=2, memory="500MB")
    with crew:
        for process in crew._processes:
            process.kill()
        with pytest.raises(StoreError):
            list(crew.perform([{"kind": "room"}]))


def test_a_study_that_alarms_is_first_freed_of_what_it_calls_released(tmp_path):
    """Planted in a world that releases, the numbers count from those left out."""
    loud = stage(tmp_path / "w", small(share=0.2), 5)
    ground = loud.ground(POST.empty_table())
    scores = rerun(ground, ground.scene, loud.hidden)
    assert scores[0].alarm
    made = rehearsed(loud, tmp_path, points=4, controls=0)
    rows = made[POWER.name].to_pylist()
    assert all(row["shared"] < scores[0].shared for row in rows)
    loud.close()


def test_what_is_called_released_is_left_out_of_a_study_that_does_not_alarm_too(tmp_path):
    """Or else the power would be that of adding to what is suspected already."""
    material, hidden = prepared(tmp_path / "w", small(share=0.2), 5)
    settings = {**material.plan.settings, "assessment": Assessment(coordination=0.001)}
    doubting = Stage(
        replace(material, plan=replace(material.plan, settings=settings)), hidden, "1GB"
    )
    ground = doubting.ground(POST.empty_table())
    (score,) = rerun(ground, ground.scene, hidden)
    assert not score.alarm
    assert score.called > 0
    made = rehearsed(doubting, tmp_path, points=4, controls=0)
    rows = made[POWER.name].to_pylist()
    assert all(row["shared"] <= score.shared - score.called for row in rows)
    doubting.close()
