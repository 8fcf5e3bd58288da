"""One folding of characters for all scripts: compatibility form, case and class of a code point.

A code point is a *letter* (part of a word), a *sign* (a word by itself: Han, kana, Thai, Lao,
Khmer, Burmese), *silent* (soft hyphens, joiners: they neither belong to a word nor end it) or a
*break*. Letters and signs fold to the code points of NFKD(casefold(NFKD(c))), so that composed
and decomposed spellings, full-width and half-width forms, ligatures and cases agree. Decomposing
gives the same classes of equal text as composing (NFKC) does and works one code point at a time.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BREAK, LETTER, SIGN, SILENT = 0, 1, 2, 3
LIMIT = 0x32000
SIGNS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, LIMIT - 1),
)
ALIKE = {"ё": "е"}  # written alike in print


@lru_cache(maxsize=1)
def folding() -> tuple[NDArray[np.uint8], NDArray[np.int32], NDArray[np.uint32]]:
    """Class of every code point, and where in the flat third array its folded form lies.

    The form of code point c is `forms[starts[c]:starts[c + 1]]`.

    >>> kinds, starts, forms = folding()
    >>> "".join(map(chr, forms[starts[ord("Ｆ")] : starts[ord("Ｆ") + 1]]))
    'f'
    >>> kinds[ord("中")] == SIGN, kinds[ord("b")] == LETTER, kinds[ord("!")] == BREAK
    (np.True_, np.True_, np.True_)
    """
    kinds = np.zeros(LIMIT, np.uint8)
    starts = np.zeros(LIMIT + 1, np.int32)
    forms: list[int] = []
    for code in range(LIMIT):
        starts[code] = len(forms)
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cf":
            kinds[code] = SILENT
        elif category[0] in "LNM":
            kinds[code] = SIGN if is_sign(code) else LETTER
            forms.extend(map(ord, fold(char)))
    starts[LIMIT] = len(forms)
    return kinds, starts, np.array(forms, np.uint32)


def fold(char: str) -> str:
    """The folded form of one character."""
    decomposed = unicodedata.normalize("NFKD", char).casefold()
    decomposed = ALIKE.get(unicodedata.normalize("NFC", decomposed), decomposed)
    kept = unicodedata.normalize("NFKD", decomposed)
    return "".join(c for c in kept if unicodedata.category(c)[0] in "LNM")


def is_sign(code: int) -> bool:
    """Is the code point in a script that writes without spaces?"""
    return any(low <= code <= high for low, high in SIGNS)
