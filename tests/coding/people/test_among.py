"""Shares among chosen posts: corrected by people, and honest about what they rest on."""

from __future__ import annotations

import made_coded
import numpy as np
import pyarrow as pa
import pytest

from antiphon.coding.people.among import LEAST, among
from antiphon.coding.people.asked import Question

LABELS = {"hostile": ("hostile",), "sharper": ("critical", "hostile")}
MACHINE = Question("tone", "", "lexicon")


def chosen(made, keep):
    """Posts in groups by bloc, those whose number `keep` takes."""
    rows = [
        {"group": r["bloc"], "platform": r["platform"], "post_id": r["post_id"]}
        for r in made.posts.to_pylist()
        if keep(int(r["post_id"].rpartition("-")[2]))
    ]
    return pa.Table.from_pylist(rows)


def shares(made, engine, question=MACHINE, keep=lambda n: n % 2 == 0):
    engine.register("picked", chosen(made, keep))
    return among(engine, made_coded.BLOCS, question, LABELS, "picked")


def true(made, bloc, keep=lambda n: n % 2 == 0):
    return np.mean(
        [
            label == "hostile"
            for (_, post), label in made.truth.items()
            if post.startswith(bloc) and keep(int(post.rpartition("-")[2]))
        ]
    )


def test_without_people_a_machines_share_is_uncalibrated():
    made = made_coded.world(1)
    with made.engine() as engine:
        told = shares(made, engine)["north"]["hostile"]
    assert (told.method, told.low, told.high, told.n_human) == ("uncalibrated", None, None, 0)
    assert abs(told.estimate - true(made, "north")) > 0.1  # the machine's false alarms
    assert told.units == 750


def test_with_neither_there_is_no_share():
    made = made_coded.world(1)
    with made.engine(machine=False) as engine:
        told = shares(made, engine, Question("tone", "", ""))["north"]["hostile"]
    assert told[:4] == (None, None, None, "")


def test_people_take_the_machines_errors_back_among_the_chosen_posts():
    """Over 40 worlds the interval holds the truth of the chosen posts in nine of ten or more."""
    held, methods = 0, set()
    for seed in range(300, 340):
        made = made_coded.world(seed, posts=600)
        with made.engine() as engine:
            made_coded.code(engine, made, 300, seed=seed)
            told = shares(made, engine)["south"]["hostile"]
        methods.add(told.method)
        held += told.low <= true(made, "south") <= told.high
    assert held >= 36
    assert "ppi" in methods


def test_people_alone_tell_it_where_there_is_no_machine():
    made = made_coded.world(5)
    with made.engine(machine=False) as engine:
        made_coded.code(engine, made, 400, seed=5)
        told = shares(made, engine, Question("tone", "", ""))["south"]["hostile"]
    assert told.method == "human"
    assert told.low <= true(made, "south") <= told.high
    assert told.n_human > LEAST


@pytest.mark.parametrize("bloc", ["north", "world"])
def test_a_group_with_few_coded_posts_stays_uncalibrated(bloc):
    made = made_coded.world(7)
    with made.engine() as engine:
        made_coded.code(engine, made, 400, seed=7)
        told = shares(made, engine, keep=lambda n: n < 20)[bloc]["hostile"]
    assert told.method == "uncalibrated"
    assert 0 <= told.n_human < LEAST


def test_a_post_may_be_in_two_groups():
    made = made_coded.world(1)
    with made.engine() as engine:
        both = pa.concat_tables([chosen(made, lambda n: True), chosen(made, lambda n: True)])
        names = pa.array(["a"] * (both.num_rows // 2) + ["b"] * (both.num_rows // 2))
        engine.register("picked", both.set_column(0, "group", names))
        found = among(engine, made_coded.BLOCS, MACHINE, LABELS, "picked")
    assert found["a"] == found["b"]
    assert found["a"]["hostile"].units == 4500


def test_labels_that_count_together_are_one_share():
    made = made_coded.world(9)
    with made.engine() as engine:
        made_coded.code(engine, made, 400, seed=9)
        told = shares(made, engine)["south"]
    assert told["sharper"] == told["hostile"]  # nothing in this world is critical
