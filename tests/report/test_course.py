"""The periods that the slider moves through."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from antiphon.report.course import MOST, Course, course


def day(*parts):
    """A time as tables hold it: UTC without a zone."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


FIRST = day(2020, 12, 30, 23, 30)


@pytest.mark.parametrize(
    ("days", "unit", "label"),
    [
        (0.5, "hour", "2020-12-30 23 h"),
        (30, "day", "2020-12-30"),
        (300, "week", "2020-12-28 to 01-03"),
        (1200, "month", "December 2020"),
        (4000, "quarter", "2020, October to December"),
        (9000, "year", "2020"),
    ],
)
def test_periods_are_as_fine_as_their_number_allows(days, unit, label):
    found = course([FIRST + timedelta(days=days), FIRST])
    assert found.unit == unit
    assert found.label(0) == label
    assert len(found.starts) <= MOST


def test_every_act_falls_into_one_period():
    times = [FIRST + timedelta(days=3 * k) for k in range(14)] * 2
    found = course(times)
    periods = found.periods(times)
    assert sum(p.acts for p in periods) == 28
    assert [k for k, p in enumerate(periods) if p.acts] == found.places(times)
    assert {p.acts for p in periods} == {0, 2}


def test_a_period_holds_its_beginning_and_not_its_end():
    found = Course("day", [day(2021, 1, 1), day(2021, 1, 2)])
    assert found.place(day(2021, 1, 1, 23, 59, 59)) == 0
    assert found.place(day(2021, 1, 2)) == 1
