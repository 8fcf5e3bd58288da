"""Messages by a mechanism, with and without each sign."""

from __future__ import annotations

import numpy as np
import pytest
from made_messages import engine, member, message

from antiphon.inference.signs import SIGNS, signs

PAIR = ("north", "south")


def test_a_message_counts_by_the_less_sure_of_its_blocs():
    released = message(0, "coordinated_release", 0.9)
    released[0][1] |= {"p_coordinated_release": 0.4}
    with engine([released, message(1, "coordinated_release", 0.8)]) as held:
        found = signs(held, "coordinated_release", PAIR, PAIR, all_of=True)
    assert found.among == 2
    assert found.chances == pytest.approx((0.8, 0.4))
    assert found.found == pytest.approx(0.4 + 0.8)


def test_an_exchange_counts_by_the_surer_bloc_and_borrowing_by_its_direction():
    some = [message(f, "exchange", p, second="borrowing") for f, p in ((0, 0.7), (1, 0.6))]
    with engine(some) as held:
        assert signs(held, "exchange", PAIR, PAIR, all_of=False).found == pytest.approx(1.3)
        assert signs(held, "borrowing", PAIR, ("north",), all_of=False).found == pytest.approx(0.7)


@pytest.mark.parametrize("sign", SIGNS)
def test_without_the_sign_that_made_it_a_message_falls_to_the_next_mechanism(sign):
    """The credit of 3 in log-likelihood is taken away: odds of 9 become odds of 9 / e³."""
    item = "message" if sign == "timing" else sign
    with engine([message(0, "coordinated_release", 0.9, terms={item: 3.0})]) as held:
        found = signs(held, "coordinated_release", PAIR, PAIR, all_of=True)
    odds = 9 / 2.718281828459045**3
    assert found.without[sign] == pytest.approx((odds / (1 + odds),))
    assert all(found.without[s] == pytest.approx((0.9,)) for s in SIGNS if s != sign)


def dated(family, **precision):
    """The posts of a message, with how exactly each bloc's is dated."""
    return [
        member(family, bloc, 0, post_id=f"{family}-{bloc}", time_precision=how)
        for bloc, how in precision.items()
    ]


@pytest.mark.parametrize(
    ("north", "south", "counted"),
    [
        ("second", "second", 1),
        ("minute", "second", 1),
        ("hour", "second", 0),
        ("second", "day", 0),
        ("day", "day", 0),
    ],
)
def test_a_release_is_counted_where_the_dates_can_show_minutes(north, south, counted):
    posts = dated(0, north=north, south=south)
    with engine([message(0, "coordinated_release", 0.9)], members=posts) as held:
        released = signs(held, "coordinated_release", PAIR, PAIR, all_of=True)
        reprinted = signs(held, "exchange", PAIR, PAIR, all_of=False)
    assert (released.among, len(released.chances)) == (counted, counted)
    assert reprinted.among == 1


def test_a_captured_post_shows_no_release():
    posts = dated(0, north="second", south="second")
    posts[0] |= {"time_source": "captured"}
    with engine([message(0, "coordinated_release", 0.9)], members=posts) as held:
        assert signs(held, "coordinated_release", PAIR, PAIR, all_of=True).among == 0


def test_of_a_bloc_only_the_posts_with_clear_dates_say_how_sure_a_release_is():
    rows, evidence = message(0, "coordinated_release", 0.6)
    rows.append(rows[0] | {"post_id": "0-north-vague", "p_coordinated_release": 0.99})
    posts = dated(0, north="second", south="second")
    posts.append(posts[0] | {"post_id": "0-north-vague", "time_precision": "day"})
    with engine([(rows, evidence)], members=posts) as held:
        found = signs(held, "coordinated_release", PAIR, ("north",), all_of=False)
    assert (found.among, found.chances) == (1, pytest.approx((0.6,)))


def test_no_message_is_no_count():
    with engine() as held:
        found = signs(held, "exchange", PAIR, PAIR, all_of=False)
    assert (found.among, found.found, set(found.without.values())) == (0, 0, {()})


def test_the_order_in_which_threads_come_to_rows_changes_no_digit():
    """A sum of fractions that the engine makes would show it in its last digits."""
    chances = np.random.default_rng(5).uniform(0.1, 0.95, 3000)
    some = [message(f, "coordinated_release", p) for f, p in enumerate(chances)]
    found = []
    for step in (1, -1, 1):
        with engine(some[::step]) as held:
            found.append(signs(held, "coordinated_release", PAIR, PAIR, all_of=True))
    assert found[0] == found[1] == found[2]
