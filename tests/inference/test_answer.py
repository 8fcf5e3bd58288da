"""The answer in plain words."""

from __future__ import annotations

import re

import pytest

from antiphon.inference import answer
from antiphon.schema import FLOW, MECHANISMS, Blocs

BLOCS = Blocs(("north", "south"), ("world",))


def flows(**counts: tuple[int, int]) -> list[dict]:
    rows = []
    for x in BLOCS.all:
        for y in BLOCS.all:
            posts, eligible = counts.get(f"{x}_{y}", (0, 100))
            row = dict.fromkeys(FLOW.names, 0)
            rate = posts / eligible
            row |= {"repeater": x, "origin": y, "posts": posts, "eligible": eligible}
            row |= {"rate": rate, "low": rate * 0.9, "high": rate * 1.1 + 0.01, "lag_median": 7200}
            rows.append(row)
    return rows


def shares(share: float, posts: int) -> list[dict]:
    return [
        {"direction": f"{a}→{b}", "mechanism": m, "share": share, "low": 0, "high": 1}
        | {"posts": posts, "families": 5}
        for a, b in BLOCS.directions
        for m in MECHANISMS
    ]


def test_every_sentence_about_posts_has_a_denominator():
    found = answer.sentences(BLOCS, flows(north_south=(20, 400)), shares(1 / 6, 60))
    text = " ".join(s["text"] for s in found)
    assert "20 of 400 posts of north" in text
    assert "No post of south among 100" in text
    assert "of the 60 posts of north in 5 messages" in text
    assert "repeat the reference blocs" in text


@pytest.mark.parametrize(
    ("there", "back", "start"),
    [
        ((40, 400), (4, 400), "north repeats south more than the reverse"),
        ((4, 400), (40, 400), "south repeats north more than the reverse"),
        ((10, 400), (10, 400), "north and south repeat each other at rates that these data"),
        ((0, 400), (0, 400), "Neither north nor south is seen to repeat the other"),
    ],
)
def test_the_headline_says_no_more_than_the_intervals(there, back, start):
    found = answer.sentences(BLOCS, flows(north_south=there, south_north=back), [])
    assert found[0]["text"].startswith(start)


def test_likeness_is_never_called_coordination():
    found = answer.sentences(BLOCS, flows(north_south=(90, 100)), shares(1 / 6, 60))
    for sentence in found:
        assert not re.search(r"coordinat|controlled|\bbots?\b", sentence["text"])


def test_limits_name_what_is_missing():
    alone = Blocs(("north", "south"))
    texts = " ".join(answer.limits(alone, flows(), []))
    assert "no reference bloc" in texts
    few = [{"bloc": "north", "role": "compare", "posts": 10}]
    assert "Few posts of north" in " ".join(answer.limits(BLOCS, flows(), few))
