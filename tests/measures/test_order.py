"""Who was first: as sure as the dates and the credit allow, never surer."""

from __future__ import annotations

import datetime as dt

import made
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.measures import reuse
from antiphon.measures.reuse import Reuse, order
from antiphon.schema import ORDER_REASONS, ORDERS, PRECISIONS

TEXT = made.words(2, 30)
PEOPLE = made.accounts(
    n1={"name": "North Daily"}, s1={"name": "South Post", "domain": "south.example"}
)
TWINS = {"time_precision": "day"}


def ordered(*rows: dict) -> tuple[str, str]:
    with made.engine(made.posts(*rows), PEOPLE) as engine:
        found = reuse.compute(engine, made.BLOCS, Reuse())
    (passage,) = found["passages"].to_pylist()
    return passage["order"], passage["order_reason"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {"minutes": 9}, ("first", "times")),
        ({}, {}, ("undetermined", "overlap")),
        ({"time_precision": "minute"}, {"minutes": 0.5}, ("undetermined", "overlap")),
        ({"time_precision": "minute"}, {"minutes": 1}, ("first", "times")),
        (TWINS, TWINS | {"text": f"{TEXT} (North Daily)"}, ("first", "credit")),
        (TWINS | {"text": f"{TEXT} (South Post)"}, TWINS, ("second", "credit")),
        (TWINS | {"text": f"{TEXT}. South Post moved."}, TWINS, ("undetermined", "overlap")),
        (TWINS, TWINS | {"repost_of": "a"}, ("first", "repost")),
        (TWINS | {"repost_of": "b"}, TWINS, ("second", "repost")),
        ({"text": f"{TEXT} (South Post)"}, {"minutes": 9}, ("undetermined", "contradiction")),
        ({"text": f"{TEXT} https://south.example/1"}, {"minutes": 9},
         ("undetermined", "contradiction")),
        ({"text": f"{TEXT} @s1"}, {"minutes": 9}, ("first", "times")),
        ({"repost_of": "b"}, {"minutes": 9}, ("undetermined", "contradiction")),
        (TWINS | {"text": f"{TEXT} (South Post)"}, TWINS | {"text": f"{TEXT} (North Daily)"},
         ("undetermined", "contradiction")),
        ({"time_source": "captured"}, {"minutes": 9}, ("first", "times")),
        ({}, {"minutes": 9, "time_source": "captured"}, ("undetermined", "captured")),
        ({}, {"minutes": 9, "time_source": "captured", "text": f"{TEXT} (North Daily)"},
         ("first", "credit")),
    ],
)  # fmt: skip
def test_order_and_its_reason(first, second, expected):
    """By native repost, dates, or credit where the dates are open."""
    rows = []
    for name, account, more in (("a", "n1", first), ("b", "s1", second)):
        given_ = {"minutes": 0, "text": TEXT} | more
        rows.append(made.post(name, account, **given_))
    assert ordered(*rows) == expected


def test_credit_turns_the_direction_where_the_dates_are_open():
    """The post dated the same day that credits the other is the one that repeats."""
    rows = [
        made.post("a", "n1", 0, f"{TEXT} (South Post)", **TWINS),
        made.post("b", "s1", 0, TEXT, **TWINS),
    ]
    with made.engine(made.posts(*rows), PEOPLE) as engine:
        found = reuse.compute(engine, made.BLOCS, Reuse())
    flow = {(r["repeater"], r["origin"]): r for r in found["flow"].to_pylist()}
    north, south = flow["north", "south"], flow["south", "north"]
    assert (north["posts"], north["credited"], north["lag_median"]) == (1, 1, None)
    assert (south["posts"], south["undetermined"]) == (0, 0)


def test_a_captured_date_gives_no_lag():
    """It says when a crawler came, not when the post did."""
    rows = [
        made.post("a", "n1", 0, TEXT, time_source="captured"),
        made.post("b", "s1", 2, TEXT, time_source="captured"),
    ]
    with made.engine(made.posts(*rows)) as engine:
        found = reuse.compute(engine, made.BLOCS, Reuse())
    assert found["passages"]["lag_seconds"].to_pylist() == [None]
    assert set(found["flow"]["within_ten_minutes"].to_pylist()) == {0}


post = st.fixed_dictionaries(
    {
        "at": st.integers(0, 3 * 86_400),
        "precision": st.sampled_from(sorted(PRECISIONS)),
        "source": st.sampled_from(["declared", "published", "captured"]),
        "late": st.integers(0, 100_000),
    }
)
pair = st.tuples(post, post, st.sampled_from(["", "credit", "repost", "mention"]))


@given(pairs=st.lists(pair, min_size=1, max_size=40))
@settings(max_examples=60)
def test_what_is_sure_is_true_and_turning_a_pair_round_turns_the_order(pairs):
    """Where dates hold the true time and the later credits the earlier, no order is wrong."""
    rows, truth = [], []
    for a, b, sign in pairs:
        rows += [row(a, b, sign), row(b, a, sign)]
        truth += [a["at"] - b["at"], b["at"] - a["at"]]
    with Engine() as engine:
        engine.register("rows", pa.Table.from_pylist([r | {"n": n} for n, r in enumerate(rows)]))
        sql = f'SELECT "order", order_reason FROM ({order.ORDERED.format(rows="rows")}) ORDER BY n'
        found = engine.rows(sql)
    for (says, reason), lead in zip(found, truth, strict=True):
        assert says in ORDERS
        assert reason in ORDER_REASONS
        assert says == "undetermined" or lead == 0 or (says == "first") == (lead < 0)
        assert (says == "undetermined") == (reason in ("overlap", "captured", "contradiction"))
    turned = {"first": "second", "second": "first", "undetermined": "undetermined"}
    for (one, why), (other, why_too) in zip(found[::2], found[1::2], strict=True):
        assert (turned[one], why) == (other, why_too)


def row(a: dict, b: dict, sign: str) -> dict:
    """A pair whose dates are true: an interval, or some time after where it was captured."""
    found: dict[str, object] = {}
    for side, one in (("a", a), ("b", b)):
        length = PRECISIONS[one["precision"]]
        captured = one["source"] == "captured"
        since = (one["at"] + captured * one["late"]) // length * length
        start = dt.datetime(2021, 3, 1) + dt.timedelta(seconds=since)  # noqa: DTZ001
        found[f"since_{side}"] = None if captured else start
        found[f"until_{side}"] = start + dt.timedelta(seconds=length)
    b_is_later = a["at"] < b["at"]
    how = {"credit": "dateline", "mention": "name", "repost": "repost"}.get(sign)
    reposts = sign == "repost" and a["at"] != b["at"]
    return found | {
        "a_reposts": reposts and not b_is_later,
        "b_reposts": reposts and b_is_later,
        "credit_a": how if a["at"] > b["at"] else None,
        "credit_b": how if b_is_later else None,
    }
