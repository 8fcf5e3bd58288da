"""Reposts, quotes, replies and mentions between blocs, and the chances to."""

from __future__ import annotations

import made
import numpy as np
import pytest

from antiphon.measures import amplification
from antiphon.measures.amplification import Amplification
from antiphon.measures.amplification.rates import log_ratio
from antiphon.schema import Blocs


def run(*rows: dict, blocs: Blocs = made.BLOCS, **settings: int) -> dict[str, list[dict]]:
    with made.engine(made.posts(*rows)) as engine:
        found = amplification.compute(engine, blocs, Amplification(**settings))
        for name, table in found.items():
            engine.register(name, table)
        claims = amplification.estimate(engine, blocs)
    return {name: t.to_pylist() for name, t in found.items()} | {"estimates": claims.to_pylist()}


def toward(found: dict[str, list[dict]], amplifier: str, origin: str, kind: str = "") -> dict:
    (row,) = (
        r
        for r in found["amplification"]
        if (r["amplifier"], r["origin"], r["kind"]) == (amplifier, origin, kind)
    )
    return row


@pytest.mark.parametrize(
    ("more", "kind", "origin"),
    [
        ({"repost_of": "a"}, "repost", "north"),
        ({"text": "RT @N1: words"}, "repost", "north"),
        ({"text": "  RT @n1 words"}, "repost", "north"),
        ({"quote_of": "a"}, "quote", "north"),
        ({"reply_to": "a"}, "reply", "north"),
        ({"mentions": ["@N1"]}, "mention", "north"),
        ({"text": "words of @n1, said"}, "mention", "north"),
        ({"repost_of": "not in the data"}, "repost", ""),
        ({"text": "RT @nobody: words"}, "repost", ""),
        ({"text": "RT @x1: of no bloc"}, "repost", ""),
        ({"text": "@w2 look"}, "mention", "world"),
        ({"repost_of": "not in the data", "text": "RT @w1: words"}, "repost", "world"),
    ],
)
def test_whose_post_it_was_is_told_by_the_post_or_by_the_handle(more, kind, origin):
    found = run(made.post("a", "n1", 0, "words"), made.post("b", "s1", 1, "x") | more)
    row = toward(found, "south", origin, kind)
    assert (row["acts"], row["posts"], row["accounts"]) == (1, 1, 1)
    assert toward(found, "south", origin)["acts"] == 1
    assert sum(r["acts"] for r in found["amplification"] if r["kind"]) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"text": "write to me@n1.example"},
        {"text": "RT @s1: my own words"},
        {"text": "nothing of anybody"},
        {"repost_of": ""},
    ],
)
def test_addresses_of_mail_and_own_posts_are_no_acts(more):
    found = run(made.post("a", "n1", 0, "words"), made.post("b", "s1", 1, "x") | more)
    assert all(row["acts"] == 0 for row in found["amplification"])


def test_a_reply_that_names_whom_it_answers_is_one_act_and_names_others_besides():
    found = run(
        made.post("a", "n1", 0, "words"),
        made.post("b", "s1", 1, "@n1 @w1 no", reply_to="a"),
    )
    assert toward(found, "south", "north", "reply")["acts"] == 1
    assert toward(found, "south", "north", "mention")["acts"] == 0
    assert toward(found, "south", "world", "mention")["acts"] == 1


def test_a_repost_names_nobody_besides_whom_it_passes_on():
    found = run(made.post("a", "s1", 0, "RT @n1: as @w1 said"))
    assert toward(found, "south", "world")["acts"] == 0


def test_a_post_counts_once_however_many_of_a_bloc_it_names():
    found = run(made.post("a", "s1", 0, "@n1 and @n2"))
    row = toward(found, "south", "north")
    assert (row["acts"], row["originators"]) == (1, 2)


def test_the_rate_is_of_the_blocs_posts_and_its_clusters_are_accounts():
    rows = [made.post(f"a{i}", "s1", i, "RT @n1: x") for i in range(4)]
    rest = [made.post(f"b{i}", "s2", 10 + i, "x") for i in range(96)]
    one = toward(run(*rows, *rest), "south", "north")
    spread = [made.post(f"a{i}", f"s{1 + i % 2}", i, "RT @n1: x") for i in range(4)]
    two = toward(run(*spread, *rest), "south", "north")
    assert one["rate"] == two["rate"] == pytest.approx(0.04)
    assert one["low"] < two["low"] < 0.04 < two["high"] < one["high"]


def test_offered_posts_are_no_reposts_and_taken_ones_are_counted_once():
    found = run(
        made.post("a", "n1", 0, "words"),
        made.post("b", "n1", 1, "others"),
        made.post("c", "n2", 2, "RT @w1: theirs"),
        made.post("d", "s1", 3, "x", repost_of="a"),
        made.post("e", "s2", 4, "y", quote_of="a"),
    )
    row = toward(found, "south", "north")
    assert (row["offered"], row["taken"], row["acts"], row["accounts"]) == (2, 1, 2, 2)


def test_the_preference_is_per_post_offered_against_the_other_blocs():
    """North offers 10 posts, world 30; south takes 6 of north's and 3 of world's: 0.6 / 0.1."""
    rows = [made.post(f"n{i}", "n1", i, "w") for i in range(10)]
    rows += [made.post(f"w{i}", "w1", i, "w") for i in range(30)]
    rows += [made.post(f"a{i}", f"s{1 + i % 2}", 50 + i, "", repost_of=f"n{i}") for i in range(6)]
    rows += [made.post(f"b{i}", f"s{1 + i % 2}", 60 + i, "", repost_of=f"w{i}") for i in range(3)]
    row = toward(run(*rows), "south", "north")
    assert row["preference"] == pytest.approx(6.0)
    assert row["preference_low"] < 6 < row["preference_high"]
    back = toward(run(*rows), "south", "world")
    assert back["preference"] == pytest.approx(1 / 6)


def test_without_other_blocs_or_acts_there_is_no_preference():
    rows = [made.post("n", "n1", 0, "w"), made.post("s", "s1", 1, "", repost_of="n")]
    only = run(*rows, blocs=Blocs(("north", "south")))
    assert toward(only, "south", "north")["preference"] is None
    assert toward(run(*rows), "south", "")["preference"] is None


def test_the_interval_of_a_preference_covers_it_where_accounts_differ():
    """Accounts draw their activity and their taste; 400 draws, seeds not used elsewhere."""
    generator = np.random.default_rng(977)
    held = 0
    for _ in range(400):
        activity = generator.gamma(1.0, 5.0, 60)
        taste = generator.beta(3.0, 6.0, 60)
        a = generator.poisson(activity * taste)
        b = generator.poisson(activity * (1 - taste))
        people = [("t", str(i)) for i in range(60)]
        _, low, high = log_ratio(
            dict(zip(people, a.tolist(), strict=True)), dict(zip(people, b.tolist(), strict=True))
        )
        held += low <= 0.5 <= high
    assert 0.92 <= held / 400 <= 0.98


def test_crowds_are_listed_by_originator_the_largest_first():
    rows = [made.post("a", "n1", 0, "w"), made.post("b", "n2", 1, "w")]
    rows += [made.post(f"c{i}", "s1", 2 + i, "", repost_of="a") for i in range(3)]
    rows += [made.post("d", "s2", 9, "", reply_to="a"), made.post("e", "s2", 10, "@n2 hm")]
    first, second = run(*rows)["amplified"]
    assert first == {
        "platform": "twitter", "account_id": "n1", "bloc": "north", "amplifier": "south",
        "acts": 4, "reposts": 3, "crowd": 2, "most": 3, "taken": 1,
    }  # fmt: skip
    assert (second["account_id"], second["acts"], second["taken"]) == ("n2", 1, 0)
    assert [r["account_id"] for r in run(*rows, min_acts=2)["amplified"]] == ["n1"]


def test_claims_may_be_about_the_rate_its_difference_and_the_preference():
    rows = [made.post("n", "n1", 0, "w"), made.post("s", "s1", 1, "", repost_of="n")]
    found = {(r["quantity"], r["a"]): r for r in run(*rows)["estimates"]}
    assert found["rate", "south→north"]["estimate"] == 1.0
    assert found["rate", "north→south"]["estimate"] == 0.0
    apart = found["rate_difference", "south→north"]
    assert (apart["estimate"], apart["b"]) == (1.0, "north→south")
    assert found["preference", "south→north"]["estimate"] is None


def test_of_a_way_that_the_data_do_not_tell_there_is_no_rate():
    rows = [made.post("n", "n1", 0, "w"), made.post("s", "s1", 1, "x")]
    none = toward(run(*rows), "south", "north", "reply")
    assert (none["posts"], none["rate"], none["low"], none["high"]) == (0, None, 0.0, 1.0)
    told = toward(
        run(*rows, made.post("n2", "n2", 2, "y", reply_to="?")), "south", "north", "reply"
    )
    assert (told["posts"], told["rate"]) == (1, 0.0)
    assert toward(run(*rows), "south", "north", "mention")["rate"] == 0.0
