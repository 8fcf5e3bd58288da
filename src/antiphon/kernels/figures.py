"""Numbers as they are written anywhere: 1,500, 1 500, 1.500, ١٥٠٠, 1.5 thousand, 0.15万, 一千五百.

A point or comma may group digits or begin a fraction, and the writer's country decides. Both
readings are taken where both are possible: two texts have a number in common when any reading of
the one is a reading of the other. Words of scale that follow are multiplied in.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from antiphon.kernels.skeletons import DIGIT, LOWER, NUMBER, PLAIN, SILENT, UPPER, U
from antiphon.kernels.tokens import PRIME, SEED, mix
from antiphon.kernels.utf8 import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALES = {
    3: "thousand thousands тысяча тысячи тысяч тысячам тысячами тысячу тыс тисяча тисячі тисяч тис "
    "mil tausend mille ألف آلاف الف bin هزار",
    6: "million millions mln mn mio миллион миллиона миллионов миллионам миллионами млн мільйон "
    "мільйона мільйонів millón millones millionen milione milioni milhão milhões مليون ملايين "
    "میلیون milyon",
    9: "billion bn миллиард миллиарда миллиардов млрд мільярд мільярда мільярдів milliard "
    "milliards milliarde milliarden mrd miliardo miliardi مليار مليارات میلیارد milyar",
    12: "trillion trn триллион триллиона триллионов трлн трильйон billón billones billionen "
    "تريليون",
}
DIGITS_MOST = 15


def hashed(word: str) -> int:
    """The hash of a small word, as `scale` computes it."""
    h = int(SEED)
    for char in unicodedata.normalize("NFC", word):
        h = ((h ^ ord(char)) * int(PRIME)) & 0xFFFF_FFFF_FFFF_FFFF
    return h


@lru_cache(maxsize=1)
def scales() -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of the words of scale, sorted, and the power of ten that each stands for."""
    listed = sorted((hashed(w), power) for power, words in SCALES.items() for w in words.split())
    hashes, powers = zip(*listed, strict=True)
    return np.array(hashes, np.uint64), np.array(powers, np.int64)


@njit(cache=True, nogil=True)
def han_digit(code):
    """The value of a Han digit; -1 for none."""
    if code in (0x96F6, 0x3007):
        return 0
    if code in (0x4E24, 0x5169):
        return 2
    for value, digit in enumerate((0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03)):
        if code == digit:
            return value + 1
    return 8 if code == 0x516B else 9 if code == 0x4E5D else -1


@njit(cache=True, nogil=True)
def han_scale(code):
    """The power of ten of a Han numeral; 0 for none."""
    if code == 0x5341:
        return 1
    if code == 0x767E:
        return 2
    if code == 0x5343:
        return 3
    if code in (0x4E07, 0x842C):
        return 4
    return 8 if code in (0x4EBF, 0x5104) else 0


@njit(cache=True, nogil=True)
def figure(mantissa, power):
    """The key of mantissa · 10^power."""
    if mantissa == 0:
        return U(0)
    while mantissa % 10 == 0:
        mantissa //= 10
        power += 1
    if mantissa < 10 and power == 0:
        return U(0)  # single digits tell nothing
    return (mix(U(mantissa) * PRIME ^ U(power + 64)) >> U(4)) | NUMBER


@njit(cache=True, nogil=True)
def scale(data, i, stop, kinds, hashes, powers):
    """The power of ten of the words of scale from byte i on, at most two words or Han signs."""
    total = 0
    for _ in range(2):
        j = i
        if j < stop:
            code, after = decode(data, j)
            if code in (0x20, 0xA0, 0x2009, 0x202F):
                j = after
        if j >= stop:
            break
        code, after = decode(data, j)
        power = han_scale(code)
        if power:
            total += power
            i = after
            continue
        h = SEED
        n = 0
        while j < stop and n < 16:
            code, after = decode(data, j)
            kind = kinds[code] if code < len(kinds) else 0
            if kind not in (LOWER, UPPER, PLAIN, SILENT):
                break
            if 65 <= code <= 90 or 0x410 <= code < 0x430:
                code += 32
            h = (h ^ U(code)) * PRIME
            n += 1
            j = after
        k = np.searchsorted(hashes, h)
        if n == 0 or k == len(hashes) or hashes[k] != h:
            break
        total += powers[k]
        i = j
    return total, i


@njit(cache=True, nogil=True)
def read(data, i, stop, kinds, digits, hashes, powers, out):
    """Read the number whose first digit is at byte i.

    Its readings go to `out`; returns how many they are and the byte after the number.
    """
    groups = np.zeros(8, np.int64)  # the value of each group of digits
    sizes = np.zeros(8, np.int64)
    marks = np.zeros(8, np.int64)  # what stands before each group
    n = 0
    total = 0
    end = i
    mark = 0
    j = i
    while j < stop and n < 8:
        value, size = 0, 0
        while j < stop:
            code, after = decode(data, j)
            if code >= len(kinds) or kinds[code] != DIGIT:
                break
            value = value * 10 + digits[code] if size < DIGITS_MOST else value
            size += 1
            j = after
        if size == 0 or (mark == 0x20 and size != 3):
            break
        groups[n], sizes[n], marks[n] = value, size, mark
        n += 1
        total += size
        end = j
        if j >= stop:
            break
        mark, j = decode(data, j)
        if mark in (0xA0, 0x2009, 0x202F):
            mark = 0x20
        if mark in (0x2019, 0x66C):
            mark = 39
        if mark == 0x66B:
            mark = 46
        if mark not in (0x20, 46, 44, 39, 0x60C):
            break
    if total > DIGITS_MOST:
        return 0, end
    count = 0
    power, after = scale(data, end, stop, kinds, hashes, powers)
    whole = sizes[0] <= 3 and n > 1
    for k in range(1, n):
        whole &= sizes[k] == 3 and marks[k] == marks[1]
    if n == 1 or whole:
        value = 0
        for k in range(n):
            value = value * 10 ** sizes[k] + groups[k]
        out[count] = figure(value, power)
        count += 1
    if n > 1 and marks[n - 1] in (44, 46):
        grouped = True
        value = groups[0]
        for k in range(1, n - 1):
            grouped &= sizes[k] == 3 and marks[k] == marks[1] and marks[k] != marks[n - 1]
            value = value * 1000 + groups[k]
        if grouped:
            value = value * 10 ** sizes[n - 1] + groups[n - 1]
            out[count] = figure(value, power - sizes[n - 1])
            count += 1
    if count == 0 or (n > 1 and marks[1] == 0x20):
        for k in range(min(n, 4)):  # not one number: each group by itself
            out[count] = figure(groups[k], power if k == n - 1 else 0)
            count += 1
    return count, after


@njit(cache=True, nogil=True)
def read_han(data, i, stop, out):
    """Read the number in Han numerals at byte i; as `read`, 0 readings for a single sign."""
    total, part, digit = 0, 0, -1
    n = 0
    end = i
    while end < stop and n < 16:
        code, after = decode(data, end)
        value, power = han_digit(code), han_scale(code)
        if value >= 0:
            digit = value if digit < 0 else digit * 10 + value
        elif power >= 4:
            part += max(digit, 0)
            total = (total + max(part, 1 if total == 0 else 0)) * 10**power
            part, digit = 0, -1
        elif power:
            part += (1 if digit <= 0 else digit) * 10**power
            digit = -1
        else:
            break
        n += 1
        end = after
    value = total + part + max(digit, 0)
    if n < 2:
        return 0, end
    out[0] = figure(value, 0)
    return 1, end
