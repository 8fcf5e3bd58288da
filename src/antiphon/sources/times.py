"""Times as exports write them → microseconds since 1970 in UTC, and how exact they are.

Understood without being told: ISO 8601 (`2021-03-01`, `2021-03-01 12:30`, `2021-03-01T12:30:05Z`),
RFC 2822 (`Mon, 01 Mar 2021 12:30:05 +0100`) and the form of Twitter's interface
(`Mon Mar 01 12:30:05 +0000 2021`). Times that name no zone are in the source's. A local time that
the clocks ran through twice is the earlier one; one that they skipped is moved on by the gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from antiphon.sources import reasons
from antiphon.sources.reasons import Bad, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from antiphon.sources.batches import Cells

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = date(1970, 1, 1).toordinal()
EARLIEST = (date(1990, 1, 1).toordinal() - EPOCH) * DAY
LATEST = (date(2101, 1, 1).toordinal() - EPOCH) * DAY
PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = {"ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
NAMED |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?"
    r" ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)
MAIL = re.compile(
    r"(?:[a-z]{3,9}, ?)?(?P<day>\d{1,2}) (?P<month>[a-z]{3})[a-z]* (?P<year>\d{4}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))? ?(?P<zone>[a-z]{1,3}|[+-]\d{4})?",
    re.ASCII | re.IGNORECASE,
)
TWITTER = re.compile(
    r"[a-z]{3} (?P<month>[a-z]{3}) (?P<day>\d{1,2}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<zone>[+-]\d{4}) (?P<year>\d{4})",
    re.ASCII | re.IGNORECASE,
)
USUAL = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:?00)?$"
Moment = tuple[int, str]


@dataclass(frozen=True)
class Times:
    """Times of one column: parallel lists, with the faults by place."""

    micros: list[int | None]
    precision: list[str | None]
    faults: dict[int, Why]


class Clock:
    """Reads times as one source writes them."""

    def __init__(self, *, form: str = "", unit: str = "", timezone: str = "UTC") -> None:
        self.form = form
        self.unit = unit
        self.zone = None if timezone == "UTC" else ZoneInfo(timezone)
        self.form_precision = strptime_precision(form)

    def read(self, cells: Cells) -> Times:
        """Every time of a column; None for an empty cell."""
        import pyarrow as pa

        if isinstance(cells, list):
            plain = self.form or self.unit or self.zone
            return (None if plain else usual(cells)) or each(cells, self.moment)

        kind = cells.type
        if pa.types.is_timestamp(kind):
            local = self.zone if kind.tz is None else None
            return numeric(cells, PER_SECOND[kind.unit], "second", local)
        if pa.types.is_date32(kind):
            days = cells.cast(pa.int32()).cast(pa.int64())
            return numeric(days, 1 / 86_400, "day", self.zone)
        if pa.types.is_integer(kind) and self.unit:
            return numeric(cells, PER_SECOND[self.unit], "second", None)
        from antiphon.sources.batches import as_list

        return each(as_list(cells), self.moment)

    def moment(self, value: Any) -> Moment | None:
        """One time; None for an empty cell."""
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "":
            return None
        if isinstance(value, (datetime, date)):
            value = value.isoformat()
        if self.form:
            return self.formed(value)
        if self.unit:
            return in_range(self.counted(value), value), "second"
        if not isinstance(value, str):
            raise Bad(reasons.NOT_A_TIME, value)
        return self.written(value)

    def counted(self, value: Any) -> int:
        """A number of units since 1970."""
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise Bad(reasons.NOT_A_TIME, value)
        per = PER_SECOND[self.unit]
        try:
            whole = int(value) if not isinstance(value, float) else None
        except ValueError:
            whole = None
        if whole is not None:
            return whole * SECOND // per
        try:
            return round(float(value) * (SECOND / per))
        except (ValueError, OverflowError) as error:
            raise Bad(reasons.NOT_A_TIME, value) from error

    def formed(self, value: Any) -> Moment:
        """A time in the source's own format."""
        try:
            time = datetime.strptime(str(value), self.form)  # noqa: DTZ007  (zone follows)
        except (ValueError, OverflowError) as error:
            raise Bad(reasons.NOT_A_TIME, value) from error
        clock = (time.hour, time.minute, time.second)
        naive = since_epoch((time.year, time.month, time.day), clock, time.microsecond)
        offset = time.utcoffset()
        if offset is None:
            micros = naive - self.offset(naive)
        else:
            micros = naive - offset // timedelta(microseconds=1)
        return in_range(micros, value), self.form_precision

    def written(self, text: str) -> Moment:
        """A time in ISO 8601, RFC 2822 or Twitter's form."""
        if found := ISO.fullmatch(text):
            year, month, day, hour, minute, second, fraction, zone = found.groups()
            exact = "second" if second else "minute" if minute else "hour" if hour else "day"
            part = int((fraction + "00000")[:6]) if fraction else 0
        elif found := MAIL.fullmatch(text) or TWITTER.fullmatch(text):
            year, day, hour, minute, second, zone = found.group(
                "year", "day", "hour", "minute", "second", "zone"
            )
            name = found["month"].lower()
            month = str(MONTHS.index(name) + 1) if name in MONTHS else "0"
            exact, part = "second" if second else "minute", 0
        else:
            raise Bad(reasons.NOT_A_TIME, text)
        if not 1990 <= int(year) <= 2100:
            raise Bad(reasons.OUT_OF_RANGE, text)
        try:
            clock = (int(hour or 0), int(minute or 0), int(second or 0))
            naive = since_epoch((int(year), int(month), int(day)), clock, part)
            offset = self.offset(naive) if zone is None else offset_of(zone.lower())
        except ValueError as error:
            raise Bad(reasons.NOT_A_TIME, text) from error
        return in_range(naive - offset, text), exact

    def offset(self, naive: int) -> int:
        """The zone's distance from UTC at a local time, in microseconds."""
        return 0 if self.zone is None else local_offset(self.zone, naive // SECOND)


def instant(text: str, timezone: str) -> int:
    """A time of the study file as microseconds since 1970; its zone is the source's if it has none.

    >>> instant("1970-01-02", "UTC") // DAY
    1
    """
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC if timezone == "UTC" else ZoneInfo(timezone))
    return (time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def since_epoch(date_parts: tuple[int, int, int], clock: tuple[int, int, int], micro: int) -> int:
    """Microseconds since 1970 of a time without a zone."""
    hour, minute, second = clock
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError
    days = date(*date_parts).toordinal() - EPOCH
    return (days * 86_400 + hour * 3_600 + minute * 60 + second) * SECOND + micro


@lru_cache(maxsize=65_536)
def local_offset(zone: ZoneInfo, second: int) -> int:
    """The zone's distance from UTC at a local second, in microseconds."""
    try:
        local = datetime.fromtimestamp(second, UTC).replace(tzinfo=zone)
    except (ValueError, OverflowError, OSError):
        return 0
    distance = local.utcoffset() or timedelta(0)
    return distance // timedelta(microseconds=1)


@lru_cache(maxsize=256)
def offset_of(zone: str) -> int:
    """The microseconds of a written zone: `z`, `gmt`, `+0100`, `+01:00`, `+01`."""
    if zone in NAMED:
        return NAMED[zone] * 3_600 * SECOND
    digits = zone[1:].replace(":", "").ljust(4, "0")
    if not digits.isdecimal() or int(digits[2:]) > 59 or int(digits[:2]) > 23:
        raise ValueError(zone)
    distance = (int(digits[:2]) * 60 + int(digits[2:])) * 60 * SECOND
    return -distance if zone[0] == "-" else distance


def in_range(micros: int, got: Any) -> int:
    """The time, if it is one that a post can have."""
    if not EARLIEST <= micros < LATEST:
        raise Bad(reasons.OUT_OF_RANGE, got)
    return micros


def strptime_precision(form: str) -> str:
    """How exact a strptime format is.

    >>> strptime_precision("%d.%m.%Y %H:%M"), strptime_precision("%d.%m.%Y")
    ('minute', 'day')
    """
    if re.search("%[SsTXcfr]", form):
        return "second"
    if re.search("%[MR]", form):
        return "minute"
    return "hour" if re.search("%[HI]", form) else "day"


def each(values: list[Any], moment: Callable[[Any], Moment | None]) -> Times:
    """Every value by itself."""
    micros: list[int | None] = []
    precision: list[str | None] = []
    faults = {}
    for place, value in enumerate(values):
        found = None
        try:
            found = moment(value)
        except Bad as bad:
            faults[place] = bad.why
        micros.append(found[0] if found else None)
        precision.append(found[1] if found else None)
    return Times(micros, precision, faults)


def usual(cells: list[Any]) -> Times | None:
    """A column that is all ISO 8601 to the second in UTC, all at once; None for any other."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        words = pa.array(cells, pa.string())
        if not pc.all(pc.match_substring_regex(words, USUAL)).as_py() or words.null_count:
            return None
        bare = pc.replace_substring_regex(words, r"(Z|\+00:?00)$", "")
        return numeric(bare.cast(pa.timestamp("us")), SECOND, "second", None)
    except (pa.ArrowException, UnicodeEncodeError):
        return None


def numeric(
    cells: pa.Array[Any], per_second: float, precision: str, zone: ZoneInfo | None
) -> Times:
    """Times that are numbers already, all at once; only what is out of range one by one."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    present = np.asarray(pc.is_valid(cells))
    units = np.asarray(cells.cast(pa.int64(), safe=False).fill_null(0))
    low, high = (int(bound // SECOND * per_second) for bound in (EARLIEST, LATEST))
    good = present & (units >= low - 86_400 * per_second) & (units < high + 86_400 * per_second)
    kept = np.where(good, units, 0)
    if per_second > SECOND:
        micros = kept // int(per_second // SECOND)
    else:
        micros = kept * round(SECOND / per_second)
    if zone is not None:
        micros = micros - np.array([local_offset(zone, int(m) // SECOND) for m in micros])
    good &= (micros >= EARLIEST) & (micros < LATEST)
    faults = {
        int(place): Why(reasons.OUT_OF_RANGE, f"{units[place] / per_second:.0f} s since 1970")
        for place in np.flatnonzero(present & ~good)
    }
    told = [m if g else None for m, g in zip(micros.tolist(), good.tolist(), strict=True)]
    return Times(told, [precision] * len(told), faults)
