"""The quotient of two independent shares, its interval made from theirs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def quotient(
    a: Mapping[str, Any], b: Mapping[str, Any]
) -> tuple[float | None, float | None, float | None]:
    """The quotient a / b and its interval: all r for which a - r b may be nothing (MOVER-R).

    Args:
        a: with "estimate", "low" and "high"; shares, 0 or more.
        b: likewise.

    Returns:
        The quotient, none when b is nothing; the lower end, and the upper one, none when b may be
        nothing. No ends where one side has none.

    Reference:
        Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean and
        standard deviation, Statistical Methods in Medical Research 21.

    >>> a = {"estimate": 0.3, "low": 0.25, "high": 0.35}
    >>> b = {"estimate": 0.1, "low": 0.08, "high": 0.12}
    >>> [round(x, 2) for x in quotient(a, b)]
    [3.0, 2.32, 3.93]
    """
    one, other = a["estimate"], b["estimate"]
    if one is None or not other:
        return None, None, None
    value = one / other
    if a["low"] is None or b["low"] is None:
        return value, None, None
    low = bound(one, a["low"], other, b["high"], -1)
    high = bound(one, a["high"], other, b["low"], 1)
    return value, low, high if math.isfinite(high) else None


def bound(one: float, end: float, other: float, far: float, sign: int) -> float:
    """One end: `end` of the dividend with the opposite end, `far`, of the divisor."""
    below = far * (2 * other - far)
    above = end * (2 * one - end)
    if below <= 0:  # the divisor is too unsure for the formula: end over end, never too narrow
        return math.inf if sign > 0 else end / far
    root = math.sqrt(max((one * other) ** 2 - above * below, 0.0))
    return max((one * other + sign * root) / below, 0.0)
