"""Which texts could be translations of one another: those of different languages.

A declared language counts unless the letters belie it. Where none is declared the alphabet stands
for a language that uses it, and the text is compared with texts of other alphabets only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from antiphon.kernels.encounters import Met
    from antiphon.measures.reuse.translated.reading import Posts

LATIN, CYRILLIC, HAN, ARABIC, OTHER = range(5)
GUESSES = ("en", "ru", "zh", "ar", "")
WRITTEN = {
    CYRILLIC: "ru uk be bg mk sr kk ky tg mn tt ba ce os",
    HAN: "zh ja",
    ARABIC: "ar fa ur ps ug ckb",
    OTHER: "el he hi bn ta te ka hy ko th lo my km am",
}
ALPHABETS = {lang: alphabet for alphabet, langs in WRITTEN.items() for lang in langs.split()}


@dataclass(frozen=True)
class Languages:
    """The languages of the texts."""

    of_text: NDArray[np.int64]
    names: list[str]
    alphabet: NDArray[np.int64]
    """The alphabet of each language."""
    comparable: NDArray[np.bool_]
    """Which two languages may be translations of one another."""


def tell(posts: Posts, known: Collection[str]) -> Languages:
    """The language of each text; only `known` ones are compared."""
    alphabet = np.where(posts.letters.any(axis=1), posts.letters.argmax(axis=1), OTHER)
    codes: dict[tuple[str, int, bool], int] = {}
    of_text = np.empty(len(alphabet), np.int64)
    for text, (lang, letters) in enumerate(zip(posts.lang, alphabet.tolist(), strict=True)):
        sure = bool(lang) and ALPHABETS.get(lang, LATIN) == letters
        name = lang if sure else GUESSES[letters]
        of_text[text] = codes.setdefault((name, letters, sure), len(codes))
    listed = list(codes)
    comparable = np.array(
        [
            [
                a[0] != b[0]
                and a[0] in known
                and b[0] in known
                and (a[1] != b[1] or (a[2] and b[2]))
                for b in listed
            ]
            for a in listed
        ],
        np.bool_,
    ).reshape(len(listed), len(listed))
    return Languages(
        of_text, [c[0] for c in listed], np.array([c[1] for c in listed], np.int64), comparable
    )


def needed(languages: Languages, met: Met, order: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of languages that met, each in the order given."""
    pairs = np.stack([languages.of_text[met.early], languages.of_text[met.late]])
    found = {
        tuple(sorted((languages.names[a], languages.names[b]), key=order.index))
        for a, b in np.unique(pairs, axis=1).T.tolist()
    }
    return sorted(((a, b) for a, b in found), key=lambda p: (order.index(p[0]), order.index(p[1])))
