"""UTF-8 bytes to code points, inside compiled loops."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def decode(data, i):
    """The code point at byte i of valid UTF-8, and the byte after it.

    >>> text = "aя中😀".encode()
    >>> decode(np.frombuffer(text, np.uint8), 3) == (ord("中"), 6)
    True
    """
    b = np.int64(data[i])
    if b < 0x80:
        return b, i + 1
    if b < 0xE0:
        return ((b & 31) << 6) | (np.int64(data[i + 1]) & 63), i + 2
    if b < 0xF0:
        high = ((b & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6)
        return high | (np.int64(data[i + 2]) & 63), i + 3
    high = ((b & 7) << 18) | ((np.int64(data[i + 1]) & 63) << 12)
    return high | ((np.int64(data[i + 2]) & 63) << 6) | (np.int64(data[i + 3]) & 63), i + 4


@njit(cache=True, nogil=True)
def bytes_of(data, offsets, row, points):
    """The bytes at which characters of rows begin, as far as there are any.

    Row r of the valid UTF-8 is data[offsets[r]:offsets[r + 1]]. Of the points, each column has the
    ascending numbers of characters of one row.
    """
    found = np.empty(points.shape, np.int64)
    for k in range(len(row)):
        i, stop = offsets[row[k]], offsets[row[k] + 1]
        char = 0
        for point in range(len(points)):
            while char < points[point, k] and i < stop:
                i = after(data, i)
                char += 1
            found[point, k] = i
    return found


@njit(cache=True, nogil=True, inline="always")
def after(data, i):
    """The byte after the character that begins at byte i."""
    b = data[i]
    return i + 1 if b < 0x80 else i + 2 if b < 0xE0 else i + 3 if b < 0xF0 else i + 4


@njit(cache=True, nogil=True)
def gather(data, first, last, copied):
    """The bytes first[k]:last[k] of each k, one after the other, into `copied`."""
    n = 0
    for k in range(len(first)):
        for i in range(first[k], last[k]):
            copied[n] = data[i]
            n += 1
