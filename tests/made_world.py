"""Worlds in which one thing happens often, and limits for counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from antiphon.schema import MECHANISMS
from antiphon.simulate.events import Course
from antiphon.simulate.own import Writing
from antiphon.simulate.scenarios import NONE
from antiphon.simulate.world import World

SEEDS = (1, 2, 3)
SURE = 4.5  # standard deviations: one true limit in 150,000 fails


def alone(**parts) -> World:
    """A world with nothing but these parts and little own writing."""
    return replace(NONE, **({"writing": Writing(posts_per_day=20)} | parts))


def rows_of(course: Course, mechanism: str) -> np.ndarray:
    """The numbers of the rows that have a mechanism."""
    return np.flatnonzero(course.rows["mechanism"] == MECHANISMS.index(mechanism))


def lags(course: Course, rows: np.ndarray) -> np.ndarray:
    """Seconds between rows and their parents."""
    at, parent = course.rows["at"], course.rows["parent"][rows]
    return at[rows] - at[parent]


def share_holds(found: np.ndarray, share: float) -> bool:
    """Is the share of true values within binomial limits?"""
    spread = np.sqrt(share * (1 - share) / len(found))
    return abs(np.mean(found) - share) <= SURE * spread + 1e-12


def count_holds(count: int, mean: float) -> bool:
    """Is a Poisson count within its limits?"""
    return abs(count - mean) <= SURE * np.sqrt(mean) + 1e-9


def median_holds(values: np.ndarray, median: float) -> bool:
    """Does the median lie where a sample of this size may put it?"""
    return share_holds(np.asarray(values) < median, 0.5)
