"""Accounts that act on the same things at the same time."""

from __future__ import annotations

import made
import numpy as np
import pyarrow as pa
import pytest

from antiphon.measures import coaction
from antiphon.measures.coaction import Coaction
from antiphon.measures.coaction.events import events
from antiphon.schema import EVENTS, FAMILY_POSTS, Blocs


def post(number: int, account: str, seconds: float, text: str = "", **more: object) -> dict:
    """A post so many seconds after the start."""
    return made.post(f"p{number:04}", account, seconds / 60, text, **more)


def tables(rows: list[dict], blocs: Blocs = made.BLOCS, **settings: object) -> dict[str, pa.Table]:
    with made.engine(made.posts(*rows)) as engine:
        return coaction.compute(engine, blocs, Coaction(**settings))


def edges(rows: list[dict], **settings: object) -> list[tuple]:
    """Kind, window, accounts and number of objects of every pair."""
    names = ("kind", "window_seconds", "account_id_a", "account_id_b", "objects")
    return [tuple(r[n] for n in names) for r in tables(rows, **settings)["coaction"].to_pylist()]


def objects(*rows: dict, messages: list[tuple[str, int]] = ()) -> dict[str, set[tuple[str, str]]]:
    """Post and object of every event, by kind."""
    with made.engine(made.posts(*rows)) as engine:
        if messages:
            blank = dict.fromkeys(FAMILY_POSTS.names) | {"platform": "twitter"}
            listed = [blank | {"post_id": p, "family_id": f} for p, f in messages]
            engine.register("family_posts", pa.Table.from_pylist(listed, FAMILY_POSTS.arrow))
        events(engine, made.BLOCS)
        table = EVENTS.validate(engine.table("SELECT * FROM events"))
    found: dict[str, set[tuple[str, str]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["kind"], set()).add((row["post_id"], row["object"]))
    return found


def test_every_kind_of_object_is_found_in_columns_and_in_the_text():
    """Links, hashtags, mentions stand in either; replies, quotes and media in columns."""
    found = objects(
        post(1, "n1", 0, "See #Arctic and #Sea with @Bob at https://a.example/x?utm_source=b"),
        post(2, "s1", 0, "", urls=["http://www.a.example/x/"], hashtags=["#Arctic"],
             mentions=["BOB"], reply_to="9", quote_of="8", media_hashes=["ff"]),
    )  # fmt: skip
    one, two = "p0001", "p0002"
    assert found == {
        "link": {(one, "a.example/x"), (two, "a.example/x")},
        "hashtag": {(one, "arctic"), (one, "sea"), (two, "arctic")},
        "hashtags": {(one, "arctic sea")},
        "mention": {(one, "twitter bob"), (two, "twitter bob")},
        "reply": {(two, "twitter 9")},
        "quote": {(two, "twitter 8")},
        "media": {(two, "ff")},
        "text": {(one, "see #arctic and #sea with @bob at")},
    }


def test_a_repost_acts_on_what_it_reposts_alone():
    """By its identifier, or by its text where it only begins with RT."""
    found = objects(
        post(1, "n1", 0, "RT @a: look #x https://a.example/1", repost_of="77"),
        post(2, "n2", 0, "RT @a: look #x https://t.co/1"),
        post(3, "s1", 0, "RT @a: look #x https://t.co/2"),
    )
    assert found == {
        "repost": {
            ("p0001", "twitter 77"),
            ("p0002", "twitter RT @a: look #x"),
            ("p0003", "twitter RT @a: look #x"),
        }
    }


def test_a_name_under_which_everything_is_reposted_is_no_identifier():
    """An export may say only that something was reposted; then the text tells what."""
    rows = [post(i, "n1", i, f"text {i % 12}", repost_of="somebody") for i in range(24)]
    found = objects(*rows)["repost"]
    assert len({name for _, name in found}) == 12
    few = objects(*rows[:9])["repost"]
    assert {name for _, name in few} == {"twitter somebody"}


def test_posts_of_one_message_act_on_it():
    """Where reuse has run, its families are objects: nearly the same words."""
    rows = [post(1, "n1", 0, "a"), post(2, "s1", 0, "b"), post(3, "s1", 0, "c", repost_of="5")]
    found = objects(*rows, messages=[("p0001", 4), ("p0002", 4), ("p0003", 4)])
    assert found["message"] == {("p0001", "4"), ("p0002", "4")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://A.example/Page/", "http://www.a.example/Page"),
        ("https://a.example/p?b=2&a=1", "https://a.example/p?a=1&fbclid=x&b=2#top"),
        ("https://youtu.be/aBc-1?t=5", "https://m.youtube.com/watch?list=z&v=aBc-1"),
        ("https://twitter.com/One/status/12?s=20", "https://mobile.x.com/i/status/12"),
        ("https://t.me/s/Channel/5", "https://telegram.me/channel/5"),
        ("https://en.m.wikipedia.org/wiki/Sea", "https://en.wikipedia.org/wiki/Sea"),
        ("https://a.example/news/1/amp", "https://amp.a.example/news/1"),
    ],
)
def test_addresses_of_one_page_are_one_object(one, other):
    found = objects(post(1, "n1", 0, one), post(2, "s1", 0, f"{other}"))["link"]
    assert len({name for _, name in found}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/p?id=1", "https://a.example/p?id=2"),
        ("https://youtu.be/aaa", "https://youtu.be/AAA"),
        ("https://a.example/p", "https://b.example/p"),
    ],
)
def test_addresses_of_other_pages_are_others(one, other):
    found = objects(post(1, "n1", 0, one), post(2, "s1", 0, other))["link"]
    assert len({name for _, name in found}) == 2


def test_an_address_that_only_forwards_or_a_front_page_is_no_object():
    assert objects(post(1, "n1", 0, "https://t.co/abc https://a.example/")) == {}


def test_two_accounts_that_share_two_links_within_the_window_are_a_pair():
    """|Δt| = 60 s is within 60 s, 61 s is not but within five times that."""
    rows = [post(i, "n1", 1000 * i, f"https://a.example/{i}") for i in range(3)]
    rows += [
        post(9 + i, "s1", 1000 * i + lag, f"https://a.example/{i}")
        for i, lag in enumerate((60, -5, 61))
    ]
    assert edges(rows) == [("link", 60, "n1", "s1", 2), ("link", 300, "n1", "s1", 3)]
    (row, _) = tables(rows)["coaction"].to_pylist()
    assert (row["a_first"], row["b_first"], row["mean_lag_seconds"]) == (1, 1, 32.5)
    assert (row["bloc_a"], row["bloc_b"], row["post_pairs"], row["hot"]) == ("north", "south", 2, 0)


def test_one_object_repeated_is_one_object():
    rows = [post(i, "ns"[i % 2] + "1", i, "https://a.example/1") for i in range(20)]
    assert edges(rows) == []
    (row, *_) = tables(rows, min_objects=1)["coaction"].to_pylist()
    assert (row["objects"], row["post_pairs"]) == (1, 100)


def test_kinds_are_not_added_up():
    rows = [post(i, a, i, "#one https://a.example/1") for i, a in enumerate(("n1", "s1"))]
    assert edges(rows) == []
    assert len(edges(rows, min_objects=1)) == 4


def crowd(hot: str = "#news", size: int = 60) -> list[dict]:
    """Everybody uses one hashtag within a minute; n1 and s1 use another two beside it."""
    names = ("n1", "n2", "s1", "s2", "w1", "w2")
    rows = [post(i, names[i % 6], i * 0.5, hot) for i in range(size)]
    rows += [post(100 + i, names[i % 6], 9000 + i * 0.5, hot + "2") for i in range(size)]
    return rows + [
        post(200 + i, a, 20_000 + i // 2 * 1000, f"#rare{i // 2}")
        for i, a in enumerate(("n1", "s1", "n1", "s1"))
    ]


def test_hot_objects_count_beside_others_only():
    """Sixty posts in half a minute: only those who share something else are a pair by it."""
    found = tables(crowd())
    kept = [r for r in found["coaction"].to_pylist() if r["window_seconds"] == 60]
    assert [(r["account_id_a"], r["account_id_b"], r["objects"], r["hot"]) for r in kept] == [
        ("n1", "s1", 4, 2)
    ]
    (row, *_) = found["coaction_counts"].to_pylist()
    assert (row["hot_objects"], row["skipped"]) == (2, 0)


def test_without_anchors_hot_objects_are_capped_and_what_is_left_out_is_counted():
    """Every two of the six accounts are near each other in the crowd; exact is a high limit."""
    found = tables(crowd(), anchored=False)
    assert (
        len({(r["account_id_a"], r["account_id_b"]) for r in found["coaction"].to_pylist()}) == 15
    )
    (row, *_) = found["coaction_counts"].to_pylist()
    assert row["skipped"] == 2 * sum(range(10))
    exact = tables(crowd(), anchored=False, hot_posts=10**6)
    assert exact["coaction_counts"].to_pylist()[0]["skipped"] == 0
    assert exact["coaction"].num_rows == found["coaction"].num_rows


def test_dates_that_are_coarser_than_the_window_are_left_out_and_counted():
    """A pair of posts dated to the minute is counted within 60 s and not within 30 s."""
    rows = [
        post(2 * i + k, a, 600 * i, f"https://a.example/{i}", time_precision=precision)
        for i, precision in enumerate(("minute", "minute", "minute", "day", "day"))
        for k, a in enumerate(("n1", "s1"))
    ]
    assert edges(rows, window_seconds=30, wider=2) == [("link", 60, "n1", "s1", 3)]
    counts = tables(rows, window_seconds=30, wider=2)["coaction_counts"].to_pylist()
    some = {r["window_seconds"]: r["coarse"] for r in counts if not r["kind"] and not r["bloc"]}
    assert some == {30: 10, 60: 4}


def test_the_counts_are_the_denominators():
    rows = [post(i, a, i, f"https://a.example/{i // 2}") for i, a in enumerate(["n1", "s1"] * 3)]
    rows += [post(20, "n2", 5000, "https://a.example/0 https://a.example/9"), post(21, "s2", 0, "")]
    found = tables(rows, wider=1)["coaction_counts"].to_pylist()
    assert {r["kind"] for r in found} == {"", *coaction.weigh.OBJECTS}
    names = ("posts", "accounts", "objects", "linked")
    link = {r["bloc"]: [r[n] for n in names] for r in found if r["kind"] == "link"}
    assert link == {
        "": [7, 3, 4, 2], "north": [4, 2, 4, 1], "south": [3, 1, 3, 1], "world": [0, 0, 0, 0],
    }  # fmt: skip


def test_the_quantities_of_claims():
    """n1 follows s1 on two links of three that have an order; n2 is with nobody."""
    lags = (5, 9, -3, 0)
    rows = [post(i, "s1", 500 * i, f"https://a.example/{i}") for i in range(4)]
    rows += [post(9 + i, "n1", 500 * i + x, f"https://a.example/{i}") for i, x in enumerate(lags)]
    rows.append(post(30, "n2", 0, "https://a.example/0x"))
    with made.engine(made.posts(*rows)) as engine:
        for name, table in coaction.compute(engine, made.BLOCS, Coaction()).items():
            engine.register(name, table)
        found = coaction.estimate(engine, made.BLOCS).to_pylist()
    names = ("quantity", "a", "n", "denominator")
    assert [tuple(r[n] for n in names) for r in found] == [
        ("linked", "north→south", 1, 2),
        ("stands", "north→south", 0, 2),
        ("after", "north→south", 2, 3),
        ("linked", "south→north", 1, 1),
        ("stands", "south→north", 0, 1),
        ("after", "south→north", 1, 3),
    ]
    assert all(r["low"] <= r["estimate"] <= r["high"] for r in found)


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_have_more_in_common_than_accounts_at_random(seed):
    """Two accounts that post the same twelve links within seconds, in 900 posts at random."""
    g = np.random.default_rng(seed)
    names = [a for a, bloc in made.ACCOUNT_BLOCS.items() if bloc]
    rows = [
        post(i, names[g.integers(6)], g.uniform(0, 900_000), f"https://a.example/{g.integers(60)}")
        for i in range(900)
    ]
    rows += [
        post(1000 + 2 * i + k, a, 5000 * i + 9 * k, f"https://b.example/{i}")
        for i in range(12)
        for k, a in enumerate(("n1", "s1"))
    ]
    found = sorted((e for e in edges(rows) if e[:2] == ("link", 60)), key=lambda e: -e[4])
    assert found[0][2:] == ("n1", "s1", found[0][4])
    assert found[0][4] >= 12
    assert all(e[4] <= 6 for e in found[1:])


def test_accounts_of_no_bloc_and_captured_times_are_left_out():
    rows = [
        post(2 * i + k, a, 600 * i, f"https://a.example/{i}", **more)
        for i in range(3)
        for k, (a, more) in enumerate((("x1", {}), ("s1", {"time_source": "captured"})))
    ]
    found = tables([*rows, *(post(50 + i, "n1", 600 * i, f"https://a.example/{i}")
                             for i in range(3))])  # fmt: skip
    assert found["coaction"].num_rows == 0
    assert found["coaction_counts"].to_pylist()[0]["posts"] == 3
