"""Texts to sentences, in any script, with their characters and bytes.

A sentence ends at 。！？ and their like, at a line's end, at ! ? … and the Arabic and Indic marks;
at a full stop only before white space and no small letter, and not after an initial, a number that
counts something, or an abbreviation. Marks and quotation marks that follow belong to it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from antiphon.kernels.figures import hashed
from antiphon.kernels.skeletons import BREAK, DIGIT, LOWER, SILENT, UPPER, U, kinds
from antiphon.kernels.tokens import PRIME, SEED
from antiphon.kernels.utf8 import decode

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 1000  # characters; what is longer is cut at the next white space or mark
ABBREVIATIONS = (
    "mr mrs ms dr prof st sr jr gen col lt sgt capt sen rep gov rev hon no vs etc inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec approx est dept fig vol "
    "г гг т д др тыс млн млрд им ул руб стр см пр проф акад обл р н э гр ст п "
    "bzw ca usw mio mrd abs art mme mlle m sra ud uds dra pág núm ee uu"
)


class Sentences(NamedTuple):
    """The sentences of many texts, text after text."""

    text: NDArray[np.int32]
    starts: NDArray[np.int32]
    """First character in its text."""
    ends: NDArray[np.int32]
    """Character after it."""
    first: NDArray[np.int64]
    """First byte in the data."""
    last: NDArray[np.int64]
    """Byte after it."""


@lru_cache(maxsize=1)
def abbreviations() -> NDArray[np.uint64]:
    """Hashes of words whose full stop ends no sentence, sorted."""
    return np.array(sorted({hashed(word) for word in ABBREVIATIONS.split()}), np.uint64)


def split(offsets: NDArray[np.int64], data: NDArray[np.uint8]) -> Sentences:
    """The sentences that have a letter or a digit; offsets and data as in `tokens.tokenise`.

    >>> text = "Mr. Lee left. He said: “Go!” 他走了。好的".encode()
    >>> found = split(np.array([0, len(text)]), np.frombuffer(text, np.uint8))
    >>> [text[a:b].decode() for a, b in zip(found.first, found.last)]
    ['Mr. Lee left.', 'He said: “Go!”', '他走了。', '好的']
    """
    offsets = np.ascontiguousarray(offsets, np.int64)
    listed = abbreviations()
    count = scan(data, offsets, kinds(), listed, *room(0), keep=False)
    arrays = room(count)
    scan(data, offsets, kinds(), listed, *arrays, keep=True)
    return arrays


def room(count: int) -> Sentences:
    """Empty columns of `Sentences`."""
    text, starts, ends = (np.empty(count, np.int32) for _ in range(3))
    return Sentences(text, starts, ends, np.empty(count, np.int64), np.empty(count, np.int64))


@njit(cache=True, nogil=True)
def ends(code):
    """Is it a mark that ends a sentence wherever it stands?"""
    return code in (
        0x21, 0x3F, 0x2026, 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0x61F, 0x6D4, 0x964, 0x965, 0x203C,
        0x2047, 0x2048, 0x2049,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def closes(code):
    """Is it a mark that belongs to the sentence before it?"""
    return code in (
        0x22, 0x27, 0x29, 0x5D, 0xBB, 0x2019, 0x201D, 0x300D, 0x300F, 0xFF09, 0x3011, 0x300B,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def is_space(code):
    """White space, but no line's end."""
    return code in (0x20, 0x09, 0xA0, 0x3000) or 0x2000 <= code <= 0x200A or code == 0x202F


@njit(cache=True, nogil=True)
def stops(data, after, stop, kinds, word, listed, letters, digits):
    """Does the full stop before byte `after` end a sentence?

    `word` is the hash of the word before it, which has so many letters and digits.
    """
    i = after
    code = np.int64(32)
    while i < stop:
        code, i = decode(data, i)
        if not closes(code):
            break
    if i >= stop:
        return True
    if not is_space(code):
        return code in (10, 13)
    while i < stop and is_space(code):
        code, i = decode(data, i)
    kind = kinds[code] if code < len(kinds) else BREAK
    if kind == LOWER:
        return False
    if letters == 0:
        return digits == 0 or digits > 2 or kind != UPPER
    if letters == 1 and digits == 0:
        return False
    k = np.searchsorted(listed, word)
    return not (k < len(listed) and listed[k] == word)


@njit(cache=True, nogil=True)
def scan(data, offsets, kinds, listed, text, starts, last_char, first, last, keep):
    """Fill the columns of `Sentences` or only count them."""
    n = 0
    for t in range(len(offsets) - 1):
        i, stop = offsets[t], offsets[t + 1]
        char = 0
        begin, begin_char = i, 0
        end, end_char = i, 0  # after the last character that is no white space
        said = False  # a letter or digit since the beginning
        fresh = True  # only white space since the beginning
        over = False  # a sentence ended: only what belongs to it may follow
        letters, digits, word = 0, 0, SEED
        while i <= stop:
            code, after = decode(data, i) if i < stop else (np.int64(10), i + 1)
            kind = kinds[code] if code < len(kinds) else np.uint8(BREAK)
            line = code in (10, 13, 0x2028, 0x2029, 0x85)
            blank = line or is_space(code)
            long = char - begin_char >= LONGEST and kind == BREAK
            if line or long or (over and not (closes(code) or ends(code) or code == 46)):
                if said:
                    if keep:
                        text[n], starts[n], last_char[n] = t, begin_char, end_char
                        first[n], last[n] = begin, end
                    n += 1
                fresh, said, over = True, False, False
                letters, digits, word = 0, 0, SEED
            if i >= stop:
                break
            if not blank:
                if fresh:
                    begin, begin_char, fresh = i, char, False
                end, end_char = after, char + 1
            if (
                code == 46 and stops(data, after, stop, kinds, word, listed, letters, digits)
            ) or ends(code):
                over = said
            if kind == DIGIT:
                said = True
                digits += 1
            elif kind not in (BREAK, SILENT):
                said = True
                letters += 1
                if 65 <= code <= 90 or 0x410 <= code < 0x430:
                    code += 32
                word = (word ^ U(code)) * PRIME
            elif kind == BREAK:
                letters, digits, word = 0, 0, SEED
            i = after
            char += 1
    return n
