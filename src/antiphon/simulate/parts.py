"""What the parts of a world have in common: fields with bounds, held to them when made."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any, ClassVar

from antiphon.errors import AntiphonError
from antiphon.settings import bounded, digits

MOST = 1e8
"""No parameter is larger."""
LAGS = (("minutes", "within_minutes"), ("hours", "within_hours"))


class Part:
    """A frozen dataclass of parameters; a value that no world can have is refused."""

    table: ClassVar[str] = ""
    """What stands before the point in a parameter's name, as in `borrowing.hours`."""

    def __post_init__(self) -> None:
        """Hold every field to its bounds."""
        for item in fields(self):  # type: ignore[arg-type]
            value, where = getattr(self, item.name), named(self.table, item.name)
            between = item.metadata.get("between")
            if isinstance(value, int | float) and not abs(value) <= MOST:
                raise impossible(where, value, f"a number up to {MOST:.0e}")
            if between is None:
                bounded(item, value, where)
            elif not ordered(value, between):
                low, high = map(digits, between)
                raise impossible(where, value, f"two numbers from {low} to {high}, smaller first")
        self.check_lags()

    def check_lags(self) -> None:
        """A median lag lies between the shortest and the longest."""
        for name, within in LAGS:
            if hasattr(self, name) and hasattr(self, within):
                median, (low, high) = getattr(self, name), getattr(self, within)
                if not low <= median <= high:
                    raise impossible(
                        named(self.table, name),
                        median,
                        f"{digits(low)} to {digits(high)}, by {named(self.table, within)}",
                    )


def ordered(value: Any, between: tuple[float, float]) -> bool:
    """Is it two numbers, the smaller first, inside the bounds?"""
    return len(value) == 2 and between[0] <= value[0] <= value[1] <= between[1]


def named(table: str, name: str) -> str:
    """A parameter's name as `--set` takes it.

    >>> named("borrowing", "hours"), named("", "days")
    ('borrowing.hours', 'days')
    """
    return f"{table}.{name}" if table else name


def share(default: float) -> Any:
    """A share."""
    return field(default=default, metadata={"min": 0.0, "max": 1.0})


def rate(default: float) -> Any:
    """A mean number a day."""
    return field(default=default, metadata={"min": 0.0})


def at_least(default: float, least: float, most: float | None = None) -> Any:
    """A number with a lower bound, and perhaps an upper one."""
    return field(default=default, metadata={"min": least, "max": most})


def between(low: float, high: float, *, least: float = 0.0, most: float = 1.0) -> Any:
    """Two numbers, the smaller first."""
    return field(default=(low, high), metadata={"between": (least, most)})


def impossible(where: str, value: object, expected: str) -> AntiphonError:
    """The error for a value that no world can have."""
    return AntiphonError(
        "no such world", where=where, got=value, expected=expected, fix="change it"
    )
