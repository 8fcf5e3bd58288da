"""Fetching ahead."""

from __future__ import annotations

import numpy as np
from numba import njit

from antiphon.kernels.ahead import fetch


def test_fetching_changes_nothing_wherever_it_points():
    @njit
    def fetched(array, places):
        total = 0
        for place in places:
            fetch(array, place)
        for number in array:
            total += number
        return total

    array = np.arange(10)
    places = np.array([0, 9, 10, -1, 1 << 40, -(1 << 40)])
    assert fetched(array, places) == 45
    assert "prefetch" in "".join(fetched.inspect_asm().values())
    assert array.tolist() == list(range(10))
