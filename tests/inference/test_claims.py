"""Claims against estimates."""

from __future__ import annotations

import pytest

from antiphon.errors import StudyError
from antiphon.inference.claims import Expectation, evaluate, parse
from antiphon.schema import Quantity

INFINITE = float("inf")
QUANTITIES = {"reuse": (Quantity("rate", "", ""),), "volumes": ()}
CLAIM = {
    "id": "c",
    "text": "…",
    "measure": "reuse",
    "quantity": "rate",
    "a": "x→y",
    "b": "",
    "expect": "> 0.1",
}
ESTIMATE = {
    "measure": "reuse",
    "quantity": "rate",
    "a": "x→y",
    "b": "",
    "estimate": 0.2,
    "low": 0.15,
    "high": 0.3,
    "level": 0.95,
    "n": 20,
    "denominator": 100,
    "method": None,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> 0", Expectation(0, INFINITE)),
        (">=.5", Expectation(0.5, INFINITE)),
        ("< -1e-3", Expectation(-INFINITE, -0.001)),
        ("<= 2", Expectation(-INFINITE, 2)),
        ("between 0.1 and 0.2", Expectation(0.1, 0.2)),
        ("between 0.2 and 0.1", None),
        ("about 3", None),
        ("> 0; drop", None),
        ("", None),
    ],
)
def test_what_is_expected(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ("> 0.1", "supported"),
        ("> 0.2", "undetermined"),
        ("> 0.3", "contradicted"),
        ("< 0.15", "contradicted"),
        ("between 0.1 and 0.4", "supported"),
        ("between 0.1 and 0.2", "undetermined"),
        ("between 0.4 and 0.5", "contradicted"),
    ],
)
def test_the_whole_interval_decides(expect, verdict):
    (row,) = evaluate([CLAIM | {"expect": expect}], [ESTIMATE], QUANTITIES)
    assert row["verdict"] == verdict
    assert (row["estimate"], row["n"], row["denominator"]) == (0.2, 20, 100)
    assert expect in row["reason"]


def test_a_machines_bare_number_decides_nothing_and_says_that_it_is_unchecked():
    bare = ESTIMATE | {"low": None, "high": None, "method": "uncalibrated"}
    (row,) = evaluate([CLAIM], [bare], QUANTITIES)
    assert (row["verdict"], row["method"]) == ("undetermined", "uncalibrated")
    assert row["reason"].startswith("uncalibrated")
    (row,) = evaluate([CLAIM], [bare | {"method": None}], QUANTITIES)
    assert "no interval" in row["reason"]


def test_a_measure_of_another_version_leaves_the_claim_open():
    (row,) = evaluate([CLAIM | {"measure": "support"}], [ESTIMATE], QUANTITIES)
    assert row["verdict"] == "undetermined"
    assert "no measure 'support'; it has reuse" in row["reason"]


def test_an_unknown_quantity_is_an_error_that_lists_the_known():
    with pytest.raises(StudyError, match="no quantity 'rates'") as error:
        evaluate([CLAIM | {"quantity": "rates"}], [ESTIMATE], QUANTITIES)
    assert "did you mean 'rate'?" in str(error.value)


@pytest.mark.parametrize("change", [{"a": "y→x"}, {"b": "y→x"}])
def test_an_estimate_that_is_not_there_leaves_the_claim_open(change):
    (row,) = evaluate([CLAIM | change], [ESTIMATE], QUANTITIES)
    assert (row["verdict"], row["estimate"]) == ("undetermined", None)
