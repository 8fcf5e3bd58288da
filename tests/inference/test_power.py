"""The tables of power."""

from __future__ import annotations

import pyarrow as pa
import pytest

from antiphon.inference import power
from antiphon.inference.power import Power
from antiphon.schema import ESTIMATES, POWER, RUNS


@pytest.mark.parametrize("points", [0, 1, 2, 3, 4, 6, 9, 10, 20, 57])
def test_rounds_make_as_many_reruns_as_are_wanted(points):
    """Nothing is lost between rounds."""
    assert sum(power.rounds(points)) == points


@pytest.mark.parametrize(
    ("shared", "room", "most"),
    [(0, 9999, 50), (10, 9999, 50), (1000, 9999, 429), (1000, 100, 100), (10**6, 9999, 2000)],
)
def test_no_more_is_planted_than_makes_sense(shared, room, most):
    """Fifty at least, the largest share at most, and never more than there are texts."""
    assert power.largest(Power(), shared, room) == most


def runs(*told: tuple[int, float]) -> list[dict]:
    return [{"planted": n, "log_odds": odds} for n, odds in told]


def test_what_is_never_found_has_a_reason_and_no_share():
    """The reason says how often the largest number is found."""
    rows = power.power("x|y", runs(*((n, -4.0) for n in (1, 2, 4, 9, 20, 50))), 10, 50, seed=1)
    assert [row["detectable_share"] for row in rows] == [None, None]
    assert rows[0]["reason"].startswith("50 planted messages are found in ")


def test_a_reason_that_is_known_is_given():
    """As when a study alarms as it is."""
    rows = power.power("x|y", runs((1, 3.0)), 10, 50, seed=1, reason="loud")
    assert [row["reason"] for row in rows] == ["loud", "loud"]
    assert pa.Table.from_pylist(rows, schema=POWER.arrow).num_rows == 2


def test_shares_grow_with_the_power():
    """More is needed for 9 in 10 than for 8 in 10; both lie in their intervals."""
    told = runs(*((n, -4 + 2 * n**0.5) for n in (1, 2, 3, 4, 5, 6, 8, 10, 20, 50)))
    low, high = power.power("x|y", told, 100, 50, seed=1)
    assert 0 < low["detectable_share"] < high["detectable_share"] < 0.3
    for row in (low, high):
        assert row["low"] <= row["detectable_share"] <= row["high"]


def test_alarms_are_counted_by_kind_with_wilson_s_interval():
    """Two of ten: 0.07 to 0.46 at 90 %; none of no runs is unknown."""
    row = dict.fromkeys(RUNS.names) | {"kind": "shuffled"}
    table = pa.Table.from_pylist([row | {"alarm": k < 2} for k in range(10)], schema=RUNS.arrow)
    shuffled, reference = power.alarms(table)
    assert (shuffled["runs"], shuffled["alarms"], shuffled["rate"]) == (10, 2, 0.2)
    assert (round(shuffled["low"], 2), round(shuffled["high"], 2)) == (0.07, 0.46)
    assert (reference["runs"], reference["rate"]) == (0, None)


def test_the_estimate_is_the_share_found_nine_times_in_ten():
    """In either direction of the pair."""
    told = runs(*((n, -4 + 2 * n**0.5) for n in (1, 2, 3, 4, 5, 6, 8, 10, 20, 50)))
    rows = power.power("x|y", told, 100, 50, seed=1)
    found = power.estimates(pa.Table.from_pylist(rows, schema=POWER.arrow))
    assert found.schema == ESTIMATES.arrow
    assert [(r["a"], r["estimate"]) for r in found.to_pylist()] == [
        (a, rows[1]["detectable_share"]) for a in ("x→y", "y→x")
    ]
