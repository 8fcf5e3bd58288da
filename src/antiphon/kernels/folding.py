"""One folding of characters for all scripts: compatibility form, case and class of a code point.

A code point is a *letter* (part of a word), a *sign* (a word by itself: Han, kana, Thai, Lao,
Khmer, Burmese), *silent* (soft hyphens, joiners: they neither belong to a word nor end it), a
*quotation mark* or another *break*. Letters and signs fold to the code points of
NFKD(casefold(NFKD(c))), so that composed and decomposed spellings, full-width and half-width forms,
ligatures and cases agree. Decomposing gives the same classes of equal text as composing (NFKC) does
and works one code point at a time.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BREAK, LETTER, SIGN, SILENT, QUOTE = 0, 1, 2, 3, 4
MANY = np.uint32(0xFFFFFFFF)
"""Stands for a form of none or several code points."""
LIMIT = 0x32000
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, LIMIT - 1))
SIGNS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    *HAN,
)
ALIKE = {"ё": "е"}  # written alike in print
QUOTES = '"“”„«»「」『』‹›〝〞＂'


class Folding(NamedTuple):
    """What `folding` gives."""

    kinds: NDArray[np.uint8]
    """Class of every code point."""
    simple: NDArray[np.uint32]
    """Its folded form where that is one code point, else `MANY`."""
    starts: NDArray[np.int32]
    """The form of code point c is `forms[starts[c]:starts[c + 1]]`."""
    forms: NDArray[np.uint32]


@lru_cache(maxsize=2)
def folding(alike: tuple[tuple[str, str], ...] = ()) -> Folding:
    """Class and folded form of every code point; the first of each pair is read as the second.

    >>> kinds, simple, starts, forms = folding()
    >>> chr(simple[ord("Ｆ")]), "".join(map(chr, forms[starts[ord("ﬁ")] : starts[ord("ﬁ") + 1]]))
    ('f', 'fi')
    >>> kinds[ord("中")] == SIGN, kinds[ord("b")] == LETTER, kinds[ord("!")] == BREAK
    (np.True_, np.True_, np.True_)
    """
    kinds = np.zeros(LIMIT, np.uint8)
    simple = np.full(LIMIT, MANY, np.uint32)
    starts = np.zeros(LIMIT + 1, np.int32)
    forms: list[int] = []
    other = dict(alike)
    for code in range(LIMIT):
        starts[code] = len(forms)
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cf":
            kinds[code] = SILENT
        elif category[0] in "LNM":
            kinds[code] = SIGN if is_sign(code) else LETTER
            form = fold(other.get(char, char))
            forms.extend(map(ord, form))
            if len(form) == 1:
                simple[code] = ord(form)
    starts[LIMIT] = len(forms)
    kinds[[ord(mark) for mark in QUOTES]] = QUOTE
    return Folding(kinds, simple, starts, np.array(forms, np.uint32))


def fold(char: str) -> str:
    """The folded form of one character."""
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    decomposed = ALIKE.get(unicodedata.normalize("NFC", decomposed), decomposed)
    kept = unicodedata.normalize("NFKD", decomposed)
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LNM")


def is_sign(code: int) -> bool:
    """Is the code point in a script that writes without spaces?"""
    return any(low <= code <= high for low, high in SIGNS)
