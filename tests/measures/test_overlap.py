"""Links and hashtags shared without words."""

from __future__ import annotations

import itertools
import zlib

import made
import numpy as np
import pytest

from antiphon.measures import reuse
from antiphon.measures.reuse import Reuse

PEOPLE = made.accounts(
    s1={"domain": "south.example", "outlet": "South Post"}, s2={"outlet": "South Post"}
)


def flow(*rows: dict, **options: object) -> dict[tuple[str, str], dict]:
    with made.engine(made.posts(*rows), PEOPLE) as engine:
        found = reuse.compute(engine, made.BLOCS, Reuse(**options))
    return {(r["repeater"], r["origin"]): r for r in found["flow"].to_pylist()}


def counts(row: dict) -> tuple[int, ...]:
    return tuple(row[name] for name in ("link_only", "linking", "hashtag_only", "tagging"))


def post(name: str, account: str, minutes: float, tail: str, **more: object) -> dict:
    words = made.words(zlib.crc32(name.encode()), 12)
    return made.post(name, account, minutes, f"{words} {tail}", **more)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("https://x.example/a", "https://x.example/a", (1, 1, 0, 0)),
        ("https://x.example/a?utm_source=n#top", "http://www.X.example/a/", (1, 1, 0, 0)),
        ("https://x.example/a?id=1", "https://x.example/a?id=2", (0, 1, 0, 0)),
        ("https://x.example/", "https://x.example/", (0, 0, 0, 0)),
        ("https://t.co/abc", "https://t.co/abc", (0, 0, 0, 0)),
        ("https://south.example/a", "https://south.example/a", (0, 0, 0, 0)),
        ("#Bridge #Río", "#río and #bridge", (0, 0, 1, 1)),
        ("#bridge #río #lamp", "#río #bridge", (0, 0, 0, 1)),
        ("#bridge", "#bridge", (0, 0, 0, 0)),
        ("https://x.example/a #b #c", "https://x.example/a #b #c", (1, 1, 0, 1)),
    ],
)
def test_what_counts_as_the_same_link_or_hashtags(one, other, expected):
    """Addresses without tracking; whole sets of two or more hashtags; one's own site is aside."""
    found = flow(post("a", "n1", 0, one), post("b", "s1", 9, other))
    assert counts(found["south", "north"]) == expected
    assert counts(found["north", "south"])[::2] == (0, 0)


def test_a_post_that_shares_words_too_is_not_counted():
    """It is a passage."""
    text = f"{made.words(5, 20)} https://x.example/a"
    found = flow(made.post("a", "n1", 0, text), made.post("b", "s1", 9, text))
    assert counts(found["south", "north"]) == (0, 1, 0, 0)


def test_only_what_is_surely_earlier_and_within_the_window_counts():
    """A date of a day, or a month between, is no overlap."""
    tail = "https://x.example/a"
    vague = {"time_precision": "day"}
    for minutes, more, expected in ((9, vague, 0), (9, {}, 1), (40 * 1440, {}, 0)):
        found = flow(post("a", "n1", 0, tail, **more), post("b", "s1", minutes, tail))
        assert found["south", "north"]["link_only"] == expected


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_it_counts_what_comparing_all_pairs_would(seed):
    """Popular links, several accounts at the same second, repeats by one account."""
    rng = np.random.default_rng(seed)
    accounts = [name for name, bloc in made.ACCOUNT_BLOCS.items() if bloc]
    rows = [
        post(f"p{at}", accounts[rng.integers(6)], float(rng.integers(40)) * 720,
             f"https://x.example/{rng.integers(4)}")
        for at in range(60)
    ]  # fmt: skip
    days = 2.0
    hits = set()
    for a, b in itertools.permutations(rows, 2):
        lag = (b["created_at"] - a["created_at"]).total_seconds()
        near = lag >= 1 and lag - 1 <= days * 86_400
        if near and a["account_id"] != b["account_id"] and a["text"][-1] == b["text"][-1]:
            hits.add((b["bloc"], a["bloc"], b["post_id"]))
    found = flow(*rows, window_days=days)
    for pair, row in found.items():
        assert row["link_only"] == sum(hit[:2] == pair for hit in hits), pair
