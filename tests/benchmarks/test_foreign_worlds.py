"""Worlds of other making: what is planted is what the truth says."""

from __future__ import annotations

import difflib

import numpy as np
import pytest
from benchmarks.foreign_text import Words
from benchmarks.foreign_worlds import OUTSIDE, WORLDS, built
from benchmarks.mechanism_foreign import written


@pytest.fixture(scope="module")
def stage():
    return built(WORLDS["small"], 5)


def messages(stage):
    found = {}
    for row in stage.rows:
        found.setdefault(row["message"], []).append(row)
    return found.values()


def test_the_same_seed_gives_the_same_world(stage):
    again, other = built(WORLDS["small"], 5), built(WORLDS["small"], 6)
    assert [row["words"] for row in again.rows] == [row["words"] for row in stage.rows]
    assert [row["words"] for row in other.rows] != [row["words"] for row in stage.rows]


def test_every_copy_follows_what_it_copies_and_a_release_keeps_its_time(stage):
    for rows in messages(stage):
        kinds = {row["mechanism"] for row in rows}
        if "coordinated_release" in kinds:
            at = [row["at"] for row in rows if row["mechanism"] == "coordinated_release"]
            assert max(at) - min(at) <= stage.world.release_minutes * 60
            assert "own" not in kinds
        else:
            first = next(row for row in rows if row["mechanism"] == "own")
            assert all(row["at"] > first["at"] for row in rows if row is not first)


def test_only_exchange_and_common_source_give_credit(stage):
    credited = {row["mechanism"] for row in stage.rows if row["credit"] is not None}
    assert credited == {"exchange", "common_source", "internal"}
    for row in stage.rows:
        if row["credit"] is not None and row["mechanism"] == "internal":
            assert stage.bloc(row) == OUTSIDE


@pytest.mark.parametrize("share", [0.05, 0.2, 0.45])
def test_about_so_many_words_are_changed(share):
    words = Words("made", np.random.default_rng(2))
    kept = []
    for _ in range(60):
        text = words.draw(80)
        match = difflib.SequenceMatcher(None, text, words.edited(text, share), autojunk=False)
        kept.append(sum(block.size for block in match.get_matching_blocks()) / 80)
    # A word that is given company stays: 15 % of the changes.
    assert 1 - np.mean(kept) == pytest.approx(0.85 * share, abs=0.03)


def test_the_truth_is_of_messages_that_two_blocs_carry_in_the_data(stage, tmp_path):
    truth = written(stage, tmp_path)
    bloc = {row["post_id"]: stage.bloc(row) for row in stage.rows if "post_id" in row}
    of = {row["post_id"]: row["message"] for row in stage.rows if "post_id" in row}
    carriers = {}
    for post in truth:
        carriers.setdefault(of[post], set()).add(bloc[post])
    assert all(len(blocs) == 2 and OUTSIDE not in blocs for blocs in carriers.values())
    assert {"borrowing", "exchange", "coordinated_release"} <= set(truth.values())
    lines = (tmp_path / "posts.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(bloc)
