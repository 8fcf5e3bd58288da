"""What of a text does not depend on its words: the finds of the shipped lexicons, and its marks.

A word that a classifier never saw says nothing to it, in another language no word does. Lexicons
have the same codes in every language, so that what is learnt of their finds is not lost where
words end.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.coding import entries
from antiphon.coding.codebook import shipped
from antiphon.coding.coders.lexicon import LexiconCoder
from antiphon.coding.questions import Question

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.coding.units import Target

STEP = 3.0
"""A score of so much is most of what a find can say."""
MARKS = (
    (r"\?(?:[\s?!\"»”)]|$)|？", 2.0),
    ("[!！]", 2.0),
    (r"\b\p{Lu}{3,}\b", 3.0),
    ('["“”«»]', 4.0),
)
"""Marks of a voice, and how many are many: questions, calls, words in capitals, quotations. The
question mark of an address is none."""


class Signs:
    """Reads the signs of texts: the same columns for every question, one more for each target."""

    def __init__(self, targets: tuple[Target, ...]) -> None:
        """Take the targets that there are questions about, each once."""
        codes = [code for codes in shipped().values() for code in codes]
        self._targets = targets
        asked = [Question(code) for code in codes if not code.target]
        self._names = tuple(question.code.id for question in asked)
        self._plain = len(asked)
        aimed = next(code for code in codes if code.target)
        self._lexicon = LexiconCoder([*asked, *(Question(aimed, t) for t in self._targets)])

    def of(self, texts: pa.StringArray) -> NDArray[np.float64]:
        """A row for each text: finds for codes without a target, marks, finds about each target."""
        scores = np.tanh(self._lexicon.scores(texts)[0] / STEP)
        return np.column_stack([scores[:, : self._plain], *marks(texts), scores[:, self._plain :]])

    def columns(self, code: str, target: Target | None) -> tuple[NDArray[np.int64], int]:
        """The columns for a question, and how many come first that are its code's own: 1, or 0."""
        plain = self._plain + len(MARKS)
        every = list(range(plain))
        if target:
            return np.array([plain + self._targets.index(target), *every], np.int64), 1
        if code not in self._names:
            return np.array(every, np.int64), 0
        own = self._names.index(code)
        return np.array([own, *(k for k in every if k != own)], np.int64), 1


@lru_cache(maxsize=8)
def reader(targets: tuple[Target, ...] = ()) -> Signs:
    """The signs for questions about these targets; made once, since it takes a second."""
    return Signs(targets)


def signs_of(
    texts: pa.StringArray, code: str = "", target: Target | None = None
) -> tuple[NDArray[np.float64], int]:
    """The signs of texts for a question, and how many columns come first that are its own."""
    found = reader((target,) if target else ())
    columns, own = found.columns(code, target)
    return found.of(texts)[:, columns], own


def marks(texts: pa.StringArray) -> list[NDArray[np.float64]]:
    """How much of each of the marks there is in each text, 0 to 1."""
    functions: Any = pc
    given = functions.fill_null(texts, "")
    found = []
    for pattern, many in MARKS:
        times: NDArray[np.int64] = functions.count_substring_regex(given, pattern).to_numpy()
        found.append(np.tanh(times / many))
    return found


def digest() -> str:
    """Hash of the shipped lexicons and codebooks' names: other ones read other signs."""
    whole = entries.shipped()
    codes = [code.id for codes in shipped().values() for code in codes]
    return hashlib.sha256(repr((whole, codes, MARKS, STEP)).encode()).hexdigest()[:16]
