"""Numbers, durations and times as a reader meets them. An absent number is a dash."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import tzinfo

DASH = "–"
ON_PLATFORM = ("repost", "reply", "quote", "mention")
"""Kinds of objects whose names begin with a platform."""
SPACE = "\N{NO-BREAK SPACE}"
UNITS = (("w", 604_800), ("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
FORMS = {
    "second": "%Y-%m-%d %H:%M:%S",
    "minute": "%Y-%m-%d %H:%M",
    "hour": "%Y-%m-%d %H h",
    "day": "%Y-%m-%d",
}


def count(number: float | None) -> str:
    """A whole number.

    >>> count(1234567), count(None)
    ('1,234,567', '–')
    """
    return DASH if number is None or math.isnan(number) else f"{round(number):,}"


def number(value: float | None, digits: int = 3) -> str:
    """A number to so many significant digits, never in scientific notation.

    >>> number(0.004217), number(12.345), number(98765.4), number(0.0)
    ('0.00422', '12.3', '98,765', '0')
    """
    if value is None or math.isnan(value):
        return DASH
    if value == 0:
        return "0"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(places, 12)}f}"


def percent(share: float | None, digits: int = 2) -> str:
    r"""A share as a percentage.

    >>> percent(0.1234), percent(1.0), percent(0.00012)
    ('12\xa0%', '100\xa0%', '0.012\xa0%')
    """
    if share is None or math.isnan(share):
        return DASH
    text = "100" if round(share, 4) == 1 else number(100 * share, digits)
    return f"{text}{SPACE}%"


def per_thousand(share: float | None) -> str:
    r"""A share as a rate per thousand, without the unit.

    >>> per_thousand(0.0042)
    '4.20'
    """
    return DASH if share is None or math.isnan(share) else number(1000 * share)


def interval(
    low: float | None, high: float | None, *, scale: float = 1, digits: int = 3, unit: str = ""
) -> str:
    """The two ends of an interval.

    >>> interval(0.0031, 0.0056, scale=1000)
    '3.10 to 5.60'
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return "no interval"
    return f"{number(low * scale, digits)} to {number(high * scale, digits)}{unit}"


def plural(n: float | None, one: str, many: str = "") -> str:
    """A count and its noun.

    >>> plural(1, "file"), plural(2, "file")
    ('1 file', '2 files')
    """
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


def of(part: float | None, whole: float | None) -> str:
    """A count and its denominator.

    >>> of(12, 3400)
    '12 of 3,400'
    """
    return f"{count(part)} of {count(whole)}"


def duration(seconds: float | None) -> str:
    r"""A length of time in its two largest units.

    >>> duration(200), duration(86400 * 9), duration(0.4), duration(-60)
    ('3\xa0min 20\xa0s', '1\xa0w 2\xa0d', '0\xa0s', '-1\xa0min')
    """
    if seconds is None or math.isnan(seconds):
        return DASH
    left, parts = round(abs(seconds)), []
    for at, (unit, size) in enumerate(UNITS):
        if left >= size:
            parts.append(f"{left // size}{SPACE}{unit}")
            rest = left % size
            if at + 1 < len(UNITS) and (smaller := UNITS[at + 1])[1] <= rest:
                parts.append(f"{rest // smaller[1]}{SPACE}{smaller[0]}")
            break
    return ("-" if seconds < 0 and parts else "") + (" ".join(parts) or f"0{SPACE}s")


def zone(name: str) -> tzinfo:
    """The time zone of that name; UTC when this machine does not know it."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def moment(time: datetime | None, precision: str | None, where: tzinfo) -> str:
    """A time no more exact than it is known. A day has no zone to be moved to.

    >>> moment(datetime(2020, 3, 12, 23, 5, 9), "minute", zone("Asia/Shanghai"))
    '2020-03-13 07:05'
    >>> moment(datetime(2020, 3, 12), "day", zone("Asia/Shanghai"))
    '2020-03-12'
    """
    if time is None:
        return DASH
    form = FORMS.get(precision or "second", FORMS["second"])
    aware = time.replace(tzinfo=UTC)
    return aware.strftime(form) if precision == "day" else aware.astimezone(where).strftime(form)


def iso(value: object) -> object:
    """A value of a table as a file has it: times as ISO 8601 in UTC, to the second.

    >>> iso(datetime(2020, 3, 12, 23, 5, 9)), iso(7)
    ('2020-03-12T23:05:09Z', 7)
    """
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def later(seconds: float | None, *precisions: str | None) -> str:
    r"""How much later, with "about" where a date is not known to the minute.

    >>> later(3600, "second", "second"), later(0, "day", "second"), later(172800, "day", "day")
    ('1\xa0h later', 'within a day', 'about 2\xa0d later')
    """
    if seconds is None or math.isnan(seconds):
        return DASH
    if "day" in precisions and abs(seconds) < 86_400:
        return "within a day"
    if "hour" in precisions and abs(seconds) < 3_600:
        return "within an hour"
    if seconds == 0:
        return "in the same minute" if "minute" in precisions else "at the same time"
    about = "about " if {"day", "hour"} & set(precisions) else ""
    return f"{about}{duration(abs(seconds))} {'later' if seconds > 0 else 'earlier'}"


def thing(name: str | None, kind: str, platforms: Collection[str]) -> str:
    """An object without the platform that it is on, which its posts are on as well.

    >>> thing("twitter RT @bob: look", "repost", {"twitter"}), thing("", "mention", {"twitter"})
    ('RT @bob: look', 'an object of a private person')
    >>> thing("twitter works", "hashtags", {"twitter"})
    'twitter works'
    """
    if not name:
        return "an object of a private person"
    platform, _, rest = name.partition(" ")
    return rest if rest and kind in ON_PLATFORM and platform in platforms else name


def clean(text: str | None) -> str:
    r"""The text without control, direction and invisible characters, for a terminal.

    >>> clean("a\x1b[31mb\u202ec\nd")
    'a\ufffd[31mbc d'
    """
    out = []
    for char in text or "":
        if char.isspace():
            out.append(" ")
        elif char.isprintable():
            out.append(char)
        elif ord(char) < 160:
            out.append("\N{REPLACEMENT CHARACTER}")
    return "".join(out)
