"""Units drawn with unlike probabilities: classes of like weights, sizes, means and squares in them.

Where every unit had the same chance there is one class, and all of this is a simple sample's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.kernels.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

LIKE = 2.0
"""Weights that differ by no more than this factor are one class."""


def classes(weight: Array) -> Whole:
    """The class of each unit, from 0, by its weight; every class has two units or more if it can.

    >>> classes(np.array([1.0, 1.5, 9.0, 10.0, 1.0])).tolist()
    [0, 0, 1, 1, 0]
    >>> classes(np.array([1.0, 1.5, 9.0])).tolist()
    [0, 0, 0]
    """
    order = np.argsort(weight, kind="stable")
    found = np.zeros(len(weight), np.int64)
    number, members, least = 0, 0, weight[order[0]]
    for at in order:
        if weight[at] > LIKE * least and members > 1:
            number, members, least = number + 1, 0, weight[at]
        found[at] = number
        members += 1
    if number and members < 2:
        found[found == number] = number - 1
    return found


def sizes(weight: Array, parts: Whole) -> Array:
    """How many units of equal weight tell as much, in each class (Kish): (Σ w)² / Σ w²."""
    held = np.bincount(parts, weight)
    return np.asarray(held**2 / np.bincount(parts, weight**2))


def squares(values: Array, weight: Array, parts: Whole) -> Array:
    """Σ (value − the class's mean)² in each class, weighted so that weights have the mean 1.

    Brought to what it would be without the mean's own error: times n / (n − 1).
    """
    count = np.bincount(parts)
    held = np.bincount(parts, weight)
    away = values - (np.bincount(parts, weight * values) / held)[parts]
    found = np.bincount(parts, weight * away**2) / held * count
    return np.asarray(found * count / np.maximum(count - 1, 1))


def extreme(values: Array, weight: Array, parts: Whole) -> Array:
    """What `squares` would be of values 0 and 1 with the same means: the most that there can be.

    >>> one, class_ = np.ones(4), np.zeros(4, int)
    >>> extreme(np.array([0.5, 0.5, 0.5, 0.5]), one, class_).round(2).tolist()
    [1.33]
    >>> squares(np.array([0.0, 1.0, 1.0, 0.0]), one, class_).round(2).tolist()
    [1.33]
    """
    count = np.bincount(parts)
    mean = np.bincount(parts, weight * values) / np.bincount(parts, weight)
    return np.asarray(mean * (1 - mean) * count**2 / np.maximum(count - 1, 1))


def effective(amounts: NDArray[Any]) -> float:
    """How many equal parts tell as much as these: (Σ a)² / Σ a².

    >>> effective(np.array([1.0, 1.0, 0.0])), round(effective(np.array([9.0, 1.0])), 2)
    (2.0, 1.22)
    """
    return float(amounts.sum() ** 2 / np.sum(amounts**2))


def joined(
    middle: Array,
    size: Array,
    share: Array,
    z: float,
    interval: Callable[[float, float, float], tuple[float, float]] = wilson,
) -> tuple[float, float]:
    """How far a share reaches down and up, from an interval in each class.

    The classes are independent: their distances are multiplied by their part of the whole, squared
    and added (Newcombe's method 10; Zou and Donner's MOVER).
    """
    ends = [interval(p, n, z) for p, n in zip(middle.tolist(), size.tolist(), strict=True)]
    below = [s * (p - e[0]) for s, p, e in zip(share.tolist(), middle.tolist(), ends, strict=True)]
    above = [s * (e[1] - p) for s, p, e in zip(share.tolist(), middle.tolist(), ends, strict=True)]
    return math.hypot(*below), math.hypot(*above)
