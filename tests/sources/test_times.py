"""Times as exports write them, one table of (input, expected) for each way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.sources import reasons
from antiphon.sources.times import Clock

NOON = datetime.fromisoformat("2021-03-01T12:00:00")
TOLD = [
    ("2021-03-01", "2021-03-01T00:00:00", "day"),
    ("2021-03-01T12", "2021-03-01T12:00:00", "hour"),
    ("2021-03-01 12:30", "2021-03-01T12:30:00", "minute"),
    ("2021-03-01T12:30Z", "2021-03-01T12:30:00", "minute"),
    ("2021-03-01T12:30:05Z", "2021-03-01T12:30:05", "second"),
    ("2021-03-01t12:30:05z", "2021-03-01T12:30:05", "second"),
    ("2021-03-01 12:30:05 UTC", "2021-03-01T12:30:05", "second"),
    ("2020-11-03 03:37:14+00:00", "2020-11-03T03:37:14", "second"),
    ("2021-03-01T12:30:05.123456789Z", "2021-03-01T12:30:05.123456", "second"),
    ("2021-03-01T12:30:05,5+0530", "2021-03-01T07:00:05.500000", "second"),
    ("2021-03-01T12:30:05-08", "2021-03-01T20:30:05", "second"),
    (" 2021-03-01 ", "2021-03-01T00:00:00", "day"),
    ("Thu Jan 24 03:18:59 +0000 2013", "2013-01-24T03:18:59", "second"),
    ("Thu, 24 Jan 2013 03:18:59 +0100", "2013-01-24T02:18:59", "second"),
    ("24 Jan 2013 03:18 GMT", "2013-01-24T03:18:00", "minute"),
    ("Thu, 24 Jan 2013 03:18:59 EST", "2013-01-24T08:18:59", "second"),
]
REFUSED = [
    ("yesterday", reasons.NOT_A_TIME),
    ("2021-3-1", reasons.NOT_A_TIME),
    ("01/03/2021", reasons.NOT_A_TIME),
    ("20210301", reasons.NOT_A_TIME),
    ("2021-02-29", reasons.NOT_A_TIME),
    ("2021-03-01T24:00:00", reasons.NOT_A_TIME),
    ("2021-03-01T12:60:00", reasons.NOT_A_TIME),
    ("2021-03-01T12:00:00+99:00", reasons.NOT_A_TIME),
    ("Thu Jab 24 03:18:59 +0000 2013", reasons.NOT_A_TIME),
    ("٢٠٢١-٠٣-٠١", reasons.NOT_A_TIME),
    (1614592800, reasons.NOT_A_TIME),
    (True, reasons.NOT_A_TIME),
    (["2021-03-01"], reasons.NOT_A_TIME),
    ("0000-00-00 00:00:00", reasons.OUT_OF_RANGE),
    ("0000-01-01", reasons.OUT_OF_RANGE),
    ("1989-12-31", reasons.OUT_OF_RANGE),
    ("2101-01-01", reasons.OUT_OF_RANGE),
    ("9999-12-31T23:59:59Z", reasons.OUT_OF_RANGE),
]


def read(value, **settings):
    times = Clock(**settings).read([value])
    if times.faults:
        return times.faults[0].reason
    if times.micros[0] is None:
        return None
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=times.micros[0])
    return moment.replace(tzinfo=None).isoformat(), times.precision[0]


@pytest.mark.parametrize(("written", "expected", "precision"), TOLD)
def test_a_written_time_is_told(written, expected, precision):
    assert read(written) == (expected, precision)


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_what_is_no_time_is_refused(written, reason):
    assert read(written) == reason


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_cell_is_no_time_and_no_fault(empty):
    assert read(empty) is None


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1604374634, "s", "2020-11-03T03:37:14"),
        ("1604374634", "s", "2020-11-03T03:37:14"),
        (1604374634.25, "s", "2020-11-03T03:37:14.250000"),
        ("1604374634.25", "s", "2020-11-03T03:37:14.250000"),
        (1604374634000, "ms", "2020-11-03T03:37:14"),
        (1604374634000001, "us", "2020-11-03T03:37:14.000001"),
        (1604374634000001999, "ns", "2020-11-03T03:37:14.000001"),
    ],
)
def test_a_number_counts_units_since_1970(value, unit, expected):
    assert read(value, unit=unit) == (expected, "second")
    if isinstance(value, int):
        times = Clock(unit=unit).read(pa.array([value]))
        assert times.micros == Clock(unit=unit).read([value]).micros


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("soon", reasons.NOT_A_TIME),
        (float("inf"), reasons.NOT_A_TIME),
        (float("nan"), reasons.NOT_A_TIME),
        (True, reasons.NOT_A_TIME),
        (1604374634000, reasons.OUT_OF_RANGE),
        (10**400, reasons.OUT_OF_RANGE),
    ],
)
def test_a_number_that_is_no_time_is_refused(value, reason):
    assert read(value, unit="s") == reason


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        ("01.03.2021 12:30", "%d.%m.%Y %H:%M", ("2021-03-01T12:30:00", "minute")),
        ("03/01/21", "%m/%d/%y", ("2021-03-01T00:00:00", "day")),
        ("20210301 1230 +0200", "%Y%m%d %H%M %z", ("2021-03-01T10:30:00", "minute")),
        ("2021-03-01", "%d.%m.%Y", reasons.NOT_A_TIME),
        ("01.03.1921", "%d.%m.%Y", reasons.OUT_OF_RANGE),
    ],
)
def test_a_format_of_the_source_is_followed(value, form, expected):
    assert read(value, form=form) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-01-15 12:00:00", "2021-01-15T11:00:00"),
        ("2021-07-15 12:00:00", "2021-07-15T10:00:00"),
        ("2021-07-15 12:00:00Z", "2021-07-15T12:00:00"),
        ("2021-10-31 02:30:00", "2021-10-31T00:30:00"),  # twice: the earlier
        ("2021-03-28 02:30:00", "2021-03-28T01:30:00"),  # never: 03:30 in summer time
    ],
)
def test_a_time_without_a_zone_is_local_to_the_source(written, expected):
    assert read(written, timezone="Europe/Berlin") == (expected, "second")
    if not written.endswith("Z"):
        cells = pa.array([datetime.fromisoformat(written)])
        times = Clock(timezone="Europe/Berlin").read(cells)
        assert times.micros == Clock(timezone="Europe/Berlin").read([written]).micros


@pytest.mark.parametrize(
    ("cells", "precision"),
    [
        (pa.array([NOON], pa.timestamp("s")), "second"),
        (pa.array([NOON], pa.timestamp("ns")), "second"),
        (
            pa.array([datetime(2021, 3, 1, 12, tzinfo=UTC)], pa.timestamp("ms", "Asia/Tokyo")),
            "second",
        ),
        (pa.array(["2021-03-01T12:00:00"]), "second"),
        (pa.array(["2021-03-01 12"], pa.large_string()), "hour"),
    ],
)
def test_columns_of_parquet_are_told_by_their_type(cells, precision):
    times = Clock().read(cells)
    assert times.micros == [1_614_600_000_000_000]
    assert times.precision == [precision]


def test_dates_of_parquet_are_exact_to_the_day_and_bounds_hold():
    cells = pa.array([date(2021, 3, 1), None, date(1, 1, 1), date(9999, 1, 1), date(1990, 1, 1)])
    times = Clock().read(cells)
    assert times.micros == [1_614_556_800_000_000, None, None, None, 631_152_000_000_000]
    assert times.precision[0] == "day"
    assert {place: bad.reason for place, bad in times.faults.items()} == {
        2: reasons.OUT_OF_RANGE,
        3: reasons.OUT_OF_RANGE,
    }


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_extreme_timestamps_do_not_wrap_around(unit):
    cells = pa.array([2**63 - 1, -(2**63) + 1], pa.int64()).cast(pa.timestamp(unit))
    assert Clock().read(cells).micros == [None, None]


MOMENTS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-12-31"))


@given(st.lists(MOMENTS, min_size=1, max_size=20), st.sampled_from(["", "Z", "+00:00"]))
def test_a_column_at_once_reads_as_its_cells_one_by_one(moments, zone):
    cells = [moment.isoformat(" ", "microseconds") + zone for moment in moments]
    at_once = Clock().read(cells)
    alone = [Clock().moment(cell) for cell in cells]
    assert list(zip(at_once.micros, at_once.precision, strict=True)) == alone


@given(st.text(max_size=30))
def test_no_text_breaks_the_clock(text):
    times = Clock().read([text])
    assert (times.micros[0] is None) == (bool(times.faults) or not text.strip())
