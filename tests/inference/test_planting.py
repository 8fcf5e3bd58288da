"""Releases planted among real posts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.inference.planting import Field, Leg, Manner, Voice, Words, edited, floored, plant

START = datetime(2021, 3, 1, tzinfo=UTC).replace(tzinfo=None)
END = START + timedelta(days=30)
SEEDS = (1, 2, 3)


def leg(number: int, bloc: str, lang: str = "en") -> Leg:
    text = " ".join(f"word{number}x{k}" for k in range(20))
    at = START + timedelta(hours=6 * number, seconds=37)
    return Leg(bloc, "web", f"{bloc}0", at, lang, text)


def voice(bloc: str, number: int, unit: int = 1, lang: str = "en") -> Voice:
    names = {1: "second", 60: "minute", 3600: "hour"}
    return Voice(bloc, "web", f"{bloc}{number}", lang, 10, START, END, unit, names[unit])


FIELD = Field(
    [leg(n, "xy"[n % 2]) for n in range(60)],
    [voice("x", n) for n in range(6)] + [voice("y", n, 60) for n in range(6)],
    {"en": ["other", "words"]},
)
MANNER = Manner(12.0, 2.0, 0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_release_has_posts_of_both_blocs_within_its_minutes(seed):
    """The real post is one side's; the rest lies within twelve minutes around it."""
    rows = plant(FIELD, {("x", "y"): 30}, MANNER, np.random.default_rng(seed), "planted-")
    by_start: dict[str, list] = {}
    for row in rows:
        by_start.setdefault(row["text"].split("x")[0].removeprefix("word"), []).append(row)
    legs = {str(n): leg(n, "xy"[n % 2]) for n in range(60)}
    known = {n: found for n, found in by_start.items() if n in legs}
    assert len(known) >= 25
    for number, found in known.items():
        source = legs[number]
        assert {row["bloc"] for row in found} | {source.bloc} == {"x", "y"}
        for row in found:
            assert abs((row["created_at"] - source.at).total_seconds()) <= 12 * 60 + 60
            assert row["account_id"] != source.account_id


@pytest.mark.parametrize("seed", SEEDS)
def test_accounts_and_edits_are_as_many_as_is_said(seed):
    """Two accounts a bloc in the mean, no account twice, few words changed."""
    rows = plant(FIELD, {("x", "y"): 60}, MANNER, np.random.default_rng(seed), "planted-")
    assert 60 * 2.4 <= len(rows) <= 60 * 3.6
    assert len({row["post_id"] for row in rows}) == len(rows)
    changed = [sum(not w.startswith("word") for w in r["text"].split()) / 20 for r in rows]
    assert 0.01 <= np.mean(changed) <= 0.05


def test_dates_are_as_exact_as_the_account_s():
    """To the minute where the account's posts are dated to the minute."""
    rows = plant(FIELD, {("x", "y"): 30}, MANNER, np.random.default_rng(1), "planted-")
    for row in rows:
        assert row["time_precision"] == ("minute" if row["bloc"] == "y" else "second")
        assert row["bloc"] == "x" or row["created_at"].second == row["created_at"].microsecond == 0


def test_no_text_is_released_twice_and_no_more_than_there_are():
    """Of sixty texts and a hundred releases wanted, sixty are made."""
    rows = plant(FIELD, {("x", "y"): 100}, Manner(12, 1, 0), np.random.default_rng(1), "p")
    assert len(rows) == 60
    assert max(Counter(row["text"] for row in rows).values()) == 1


def test_speakers_write_the_text_s_language_if_anybody_does():
    """A Chinese text goes to those who write Chinese."""
    field = Field([leg(1, "x", "zh")], [voice("y", 1), voice("y", 2, lang="zh"), voice("x", 1)], {})
    assert [v.account_id for v in field.speakers("y", field.legs["x"][0])] == ["y2"]
    assert [v.account_id for v in field.speakers("x", field.legs["x"][0])] == ["x1"]


def test_what_a_text_ends_with_stays_with_its_account():
    """Nobody else posts it; who ends half of the posts with a sentence does so here too."""
    text = " ".join(f"word{k}" for k in range(20)) + ". Follow us! #news"
    mine = Leg("x", "web", "x0", START + timedelta(days=3), "en", text, "Follow us!")
    habit = Voice("y", "web", "y0", "en", 10, START, END, 1, "second", (("See y.example", 5),))
    rows = [
        row
        for seed in range(60)
        for row in plant(
            Field([mine], [voice("x", 0), habit], {}), {("x", "y"): 1}, Manner(12, 1, 0),
            np.random.default_rng(seed), "p",
        )
    ]  # fmt: skip
    assert mine.handed == text.replace(" Follow us!", "")
    assert {row["text"] for row in rows} == {mine.handed, f"{mine.handed} See y.example"}
    assert 20 <= sum(row["text"].endswith("See y.example") for row in rows) <= 40


def test_the_real_post_differs_from_what_was_handed_out_as_the_others_do():
    """Two posts of the release differ by two edits, whichever they are."""
    field = Field(
        [leg(n, "x") for n in range(60)], [voice("x", 0), voice("y", 1)], {"en": ["other"]}
    )
    rows = plant(field, {("x", "y"): 60}, Manner(12, 1, 0.1), np.random.default_rng(1), "p")
    changed = [sum(not w.startswith("word") for w in r["text"].split()) / 20 for r in rows]
    assert 0.17 <= np.mean(changed) <= 0.22


@given(st.text(max_size=80), st.floats(0, 1), st.integers(0, 99))
def test_edits_keep_links_handles_and_hashtags(text, share, seed):
    """Whatever else is changed."""
    kept = "https://a.b/c @who #what"
    changed = edited(f"{text} {kept}", share, Words.of(["q", "zz"]), np.random.default_rng(seed))
    assert changed.endswith(kept)


@given(st.integers(0, 86399), st.sampled_from([1, 60, 3600, 86400]))
def test_times_are_rounded_down_within_their_day(second, unit):
    """Never into the future, never to another day."""
    at = START + timedelta(seconds=second, microseconds=5)
    found = floored(at, unit)
    assert found <= at < found + timedelta(seconds=unit)
    assert found.date() == at.date()
