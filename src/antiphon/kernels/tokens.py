"""Texts to words: one tokenisation for all scripts.

A word is a run of letters and digits, or one character of a script written without spaces. Links
and @mentions are not words: they say where, not what. Hashtags are words without weight: two
posts that share nothing else share no message. A word weighs 2, a single character of Han, kana
or Thai 1, since a word of those scripts takes about two. Words between quotation marks are marked
as such: they are somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from antiphon.kernels.folding import LETTER, LIMIT, MANY, QUOTE, SIGN, SILENT, Folding, folding

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD_WEIGHT = 2
WEIGHT = np.uint8(3)
"""The bits of a weight that say how heavy the word is."""
COMMON = np.uint8(4)
"""The bit of a weight that says the word is part of a common phrase."""
QUOTED = np.uint8(8)
"""The bit of a weight that says the word stands between quotation marks."""
SHORTEST, LONGEST = 4, 150
"""Words of a quotation: fewer are a title or a nickname, more a mark that was never closed."""
NONE = np.int64(0)  # no quotation mark is open
U = np.uint64
SEED = U(0x9E3779B97F4A7C15)
PRIME = U(0x100000001B3)


@dataclass(frozen=True)
class Tokens:
    """The words of many texts, text after text."""

    hashes: NDArray[np.uint32]
    """Half of the hash of the folded word: enough to tell the words of two texts apart.

    The last bit is set for a single character, so that the hash tells the weight of what has any.
    """
    starts: NDArray[np.int32]
    """Character of its text at which it starts."""
    ends: NDArray[np.int32]
    """Character after it."""
    weights: NDArray[np.uint8]
    """2 for a word, 1 for a single character, 0 for a hashtag; and the bit `QUOTED`."""
    offsets: NDArray[np.int64]
    """Text i has the words offsets[i]:offsets[i + 1]."""
    signed: NDArray[np.bool_]
    """Whether a text has a mark of mentions, hashtags or links anywhere."""


class Room:
    """Memory for the words of texts: memory that is new has to be cleared first."""

    def __init__(self) -> None:
        self._arrays: tuple[NDArray[Any], ...] = self._new(0)

    def _new(self, size: int) -> tuple[NDArray[Any], ...]:
        return tuple(np.empty(size, kind) for kind in (np.uint32, np.int32, np.int32, np.uint8))

    def of(self, size: int) -> tuple[NDArray[Any], ...]:
        """Arrays of at least so many hashes, starts, ends and weights."""
        if len(self._arrays[0]) < size:
            self._arrays = self._new(size)
        return self._arrays


def tokenise(
    offsets: NDArray[np.int64],
    data: NDArray[np.uint8],
    fold: Folding | None = None,
    room: Room | None = None,
) -> Tokens:
    """Split UTF-8 texts into words.

    Args:
        offsets: text i is the bytes offsets[i]:offsets[i + 1] of data; n + 1 numbers.
        data: valid UTF-8, as in an arrow string array.
        fold: which spellings are alike; `folding()` unless told.
        room: where the words are put, until it is used again; memory of their own unless told.

    >>> text = "The BRIDGE, https://x.example/1 opened @noon".encode()
    >>> tokens = tokenise(np.array([0, len(text)]), np.frombuffer(text, np.uint8))
    >>> [(int(a), int(b)) for a, b in zip(tokens.starts, tokens.ends)]
    [(0, 3), (4, 10), (32, 38)]
    """
    offsets = np.ascontiguousarray(offsets, np.int64)
    data = data.view()
    data.flags.writeable = offsets.flags.writeable = False  # or numba compiles one form for each
    arrays = (room or Room()).of(int(offsets[-1] - offsets[0]) + 1)
    ends = np.zeros(len(offsets), np.int64)
    signed = np.zeros(len(offsets) - 1, np.bool_)
    count = scan(data, offsets, *(fold or folding()), *arrays, ends, signed)
    hashes, first, last, weights = (column[:count] for column in arrays)
    return Tokens(hashes, first, last, weights, ends, signed)


@njit(cache=True, nogil=True, inline="always")
def mix(h):
    """Spread the bits of a 64-bit number over all of it (the finaliser of MurmurHash3)."""
    h ^= h >> U(33)
    h *= U(0xFF51AFD7ED558CCD)
    h ^= h >> U(33)
    h *= U(0xC4CEB9FE1A85EC53)
    return h ^ (h >> U(33))


@njit(cache=True, nogil=True, inline="always")
def add(h, form):
    """A word's hash with one more code point."""
    h = (h ^ U(form)) * PRIME
    return h ^ (h >> U(29))


@njit(cache=True, nogil=True, inline="always")
def half(h, sign):
    """The hash that is kept; its last bit is set for a single character."""
    return np.uint32(((mix(h) >> U(32)) & ~U(1)) | U(sign))


@njit(cache=True, nogil=True)
def is_link(data, i, end):
    """Does http:, https: or www. start at byte i?"""
    if end - i < 5:
        return False
    a, b, c = data[i] | 32, data[i + 1] | 32, data[i + 2] | 32
    if a == 119 and b == 119 and c == 119 and data[i + 3] == 46:
        return True
    if not (a == 104 and b == 116 and c == 116 and (data[i + 3] | 32) == 112):
        return False
    at = i + 4
    if (data[at] | 32) == 115:
        at += 1
    return at < end and data[at] == 58


@njit(cache=True, nogil=True)
def ends_mark(data, i, begin):
    """Does the stroke at byte i end the :// of a link?"""
    return i - begin > 1 and data[i - 1] == 47 and data[i - 2] == 58


@njit(cache=True, nogil=True)
def after_link(data, i, stop):
    """The byte and the number of characters after a link: at the next white space."""
    chars = 0
    while i < stop:
        b = data[i]
        if b <= 32:
            break
        wide = b == 0xE3 and data[i + 1] == 0x80 and data[i + 2] == 0x80  # U+3000
        if wide or (b == 0xC2 and data[i + 1] == 0xA0):
            break
        i += 1 if b < 0x80 else 2 if b < 0xE0 else 3 if b < 0xF0 else 4
        chars += 1
    return i, chars


@njit(cache=True, nogil=True)
def starts_anew(code, opener):
    """Does this mark only open, and was the one before it perhaps a closing one?"""
    opens = code in (0x201C, 0x201E, 0x2039, 0x300C, 0x300E, 0x301D)
    return opens and opener in (0x22, 0x201D, 0xBB)


@njit(cache=True, nogil=True)
def closes(code, opener):
    """Does this quotation mark end what that one began?"""
    if code == 0x22:
        return True
    if opener == 0x201E:  # low-nine, as in German
        return code in (0x201C, 0x201D)
    if opener in (0xAB, 0xBB):
        return code == 0xAB + 0xBB - opener
    if opener in (0x22, 0x201D):
        return code == 0x201D
    # the curly, the angled and the corner marks: the closing one comes next in the code
    return code == opener + 1


@njit(cache=True, nogil=True)
def scan(
    data, offsets, kinds, simple, forms_at, forms, hashes, first, last, weights, ends, signed
):  # fmt: skip
    """Fill the arrays of `Tokens`; return how many words there are."""
    n = 0
    ends[0] = 0
    for text in range(len(offsets) - 1):
        i = offsets[text]
        stop = offsets[text + 1]
        char = np.int32(0)
        inside = tag = mention = False
        opener = NONE
        quoted = 0  # the first word after the opening mark
        h = SEED
        while i < stop:
            b = np.int64(data[U(i)])
            if b < 0x80:
                code = b
                after = i + 1
                first_of_link = b in (104, 119, 72, 87)
                if first_of_link and not inside and is_link(data, i, stop):
                    signed[text] = True
                    i, chars = after_link(data, i, stop)
                    char += np.int32(chars)
                    continue
            elif b < 0xE0:
                code = ((b & 31) << 6) | (np.int64(data[U(i + 1)]) & 63)
                after = i + 2
            elif b < 0xF0:
                high = ((b & 15) << 12) | ((np.int64(data[U(i + 1)]) & 63) << 6)
                code = high | (np.int64(data[U(i + 2)]) & 63)
                after = i + 3
            else:
                high = ((b & 7) << 18) | ((np.int64(data[U(i + 1)]) & 63) << 12)
                code = (
                    high | ((np.int64(data[U(i + 2)]) & 63) << 6) | (np.int64(data[U(i + 3)]) & 63)
                )
                after = i + 4
            kind = kinds[U(code)] if code < LIMIT else np.uint8(0)
            joins = kind == LETTER or (code == 95 and (tag or mention))
            if joins:
                if not inside:
                    inside = True
                    h = SEED
                    if not mention:
                        first[U(n)] = char
                if code != 95:
                    form = simple[U(code)]
                    if form != MANY:
                        h = add(h, form)
                    else:
                        for at in range(forms_at[code], forms_at[code + 1]):
                            h = add(h, forms[at])
                i = after
                char += np.int32(1)
                continue
            if inside and kind != SILENT:
                if not mention:
                    hashes[U(n)] = half(h, 0)
                    last[U(n)] = char
                    weights[U(n)] = 0 if tag else 2
                    n += 1
                inside = tag = mention = False
            if kind == SIGN:
                h = SEED
                form = simple[U(code)]
                if form != MANY:
                    h = add(h, form)
                else:
                    for at in range(forms_at[code], forms_at[code + 1]):
                        h = add(h, forms[at])
                hashes[U(n)] = half(h, 1)
                first[U(n)] = char
                last[U(n)] = char + np.int32(1)
                weights[U(n)] = 0 if tag else 1
                n += 1
            elif kind != SILENT:
                mention = code in (64, 0xFF20)
                tag = code in (35, 0xFF03)
                if mention or tag or (code == 47 and ends_mark(data, i, offsets[text])):
                    signed[text] = True
                if kind == QUOTE:
                    if n - quoted > LONGEST or starts_anew(code, opener):
                        opener = NONE
                    if opener == NONE:
                        opener = code
                        quoted = n
                    elif closes(code, opener):
                        if n - quoted >= SHORTEST:
                            for k in range(quoted, n):
                                weights[k] |= QUOTED
                        opener = NONE
                elif code == 10 and after < stop and data[U(after)] == 10:
                    opener = NONE
            i = after
            char += np.int32(1)
        if inside and not mention:
            hashes[U(n)] = half(h, 0)
            last[U(n)] = char
            weights[U(n)] = 0 if tag else 2
            n += 1
        ends[text + 1] = n
    return n
