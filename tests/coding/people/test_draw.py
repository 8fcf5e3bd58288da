"""Samples: every unit has the probability that is told."""

from __future__ import annotations

from dataclasses import replace

import made
import made_coded
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_coded import BLOCS, CODES, TONE

from antiphon.coding.people.draw import allocate, draw
from antiphon.coding.people.frame import frame
from antiphon.coding.people.sampling import Design, sample
from antiphon.coding.run import code as coded
from antiphon.coding.settings import Coding
from antiphon.errors import StudyError


def units(*counts):
    """A frame with strata of these sizes."""
    strata = [f"s{n}" for n, count in enumerate(counts) for _ in range(count)]
    return pa.table(
        {
            "platform": ["x"] * len(strata),
            "post_id": [str(n) for n in range(len(strata))],
            "part": [0] * len(strata),
            "target": [""] * len(strata),
            "stratum": strata,
        }
    )


def test_over_many_draws_each_unit_comes_as_often_as_told():
    drawn_from = units(60, 12, 3)
    times, told = np.zeros(75), np.zeros(75)
    for seed in range(3000):
        found = draw(drawn_from, 15, seed=seed)
        times[found.rows] += 1
        told[found.rows] = found.inclusion
    assert np.all(told > 0)
    np.testing.assert_allclose(times / 3000, told, atol=0.04)
    assert told[73] > told[65] > told[0]


def test_the_order_of_coding_tells_nothing_of_the_stratum():
    first = [draw(units(500, 500), 40, seed=seed).rows[0] < 500 for seed in range(400)]
    assert 0.42 < np.mean(first) < 0.58


def test_the_same_seed_gives_the_same_sample_and_another_another():
    one, again, other = (draw(units(300), 50, seed=seed) for seed in (1, 1, 2))
    assert one.sample_id == again.sample_id != other.sample_id
    assert one.rows.tolist() == again.rows.tolist() != other.rows.tolist()
    assert draw(units(300), 50, seed=1, about=["tone"]).sample_id != one.sample_id


def test_two_seeds_are_independent():
    """Two draws of a third have a ninth in common."""
    common = [
        len(
            set(draw(units(90), 30, seed=seed).rows)
            & set(draw(units(90), 30, seed=seed + 999).rows)
        )
        for seed in range(200)
    ]
    assert np.mean(common) == pytest.approx(10, abs=0.6)


def test_the_share_to_be_coded_twice_is_drawn_at_random():
    found = draw(units(300), 100, seed=1, double=0.2)
    assert found.twice.sum() == 20
    assert 0 < found.twice[:50].sum() < 20


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=30), st.floats(0, 1))
def test_allocations_add_up_and_no_stratum_is_left_out(counts, share):
    counts = np.array(counts)
    size = int(len(counts) + share * (counts.sum() - len(counts)))
    found = allocate(counts, size)
    assert found.sum() == size
    assert np.all((found >= 1) & (found <= counts))
    order = np.argsort(counts)
    assert np.all(np.diff(found[order]) >= -1), "a larger stratum does not get less"


def test_a_sample_that_cannot_be_is_refused():
    with pytest.raises(StudyError, match="cannot be drawn"):
        draw(units(5), 6, seed=1)
    with pytest.raises(StudyError, match="more strata than units"):
        draw(units(5, 5, 5), 2, seed=1)


@pytest.fixture(scope="module")
def world():
    return made_coded.world(1, posts=200)


def test_strata_are_blocs_labels_and_periods(world):
    with world.engine() as engine:
        found = frame(engine, BLOCS, [TONE], by=("bloc", "label", "quarter"))
    assert found.num_rows == 600
    assert len(set(found["stratum"].to_pylist())) == 3 * 2 * 4
    assert "bloc=north; label=hostile; quarter=2021Q3" in found["stratum"].to_pylist()


def test_posts_of_no_bloc_are_not_drawn(world):
    posts = world.posts.set_column(
        world.posts.column_names.index("bloc"),
        "bloc",
        pa.array(
            [None if b == "world" else b for b in world.posts["bloc"].to_pylist()], pa.string()
        ),
    )
    with world.engine() as engine:
        engine.register("posts", posts)
        assert frame(engine, BLOCS, [TONE]).num_rows == 400


def test_without_a_machine_whole_posts_are_drawn_but_no_sentences_and_no_labels(world):
    with world.engine(machine=False) as engine:
        assert frame(engine, BLOCS, [TONE]).num_rows == 600
        with pytest.raises(StudyError, match="no machine has coded"):
            frame(engine, BLOCS, [TONE], by=("label",))
        with pytest.raises(StudyError, match="no machine has coded"):
            frame(engine, BLOCS, [CODES["stance"]])


def test_unknown_strata_and_machines_and_unlike_codes_are_told(world):
    with world.engine() as engine:
        with pytest.raises(StudyError, match="unknown stratum") as error:
            frame(engine, BLOCS, [TONE], by=("blocs",))
        assert "did you mean 'bloc'" in error.value.fix
        with pytest.raises(StudyError, match="no machine of that name") as error:
            frame(engine, BLOCS, [TONE], by=("label",), coder="lexikon")
        assert "did you mean 'lexicon'" in error.value.fix
        with pytest.raises(StudyError, match="unlike units"):
            frame(engine, BLOCS, [TONE, CODES["stance"]])


def test_people_read_the_sentence_that_the_machine_was_asked_of_headline_and_all():
    table = made.posts(made.post("p1", "n1", 1, "First. Second.", title="Head"))
    code = replace(TONE, unit="sentence")
    with made.engine(table, made.accounts()) as engine:
        asked = Coding(codes=("tone",), unit="sentence")
        engine.register("codings", coded(engine, made.BLOCS, asked)["codings"])
        _, items = sample(engine, made.BLOCS, [code], Design(size=3))
    assert {item.part: item.text for item in items} == {1: "Head", 2: "First.", 3: "Second."}
