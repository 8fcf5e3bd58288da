"""Three made-up languages for the benchmark of reuse: their words, and how often each is used.

Words are syllables drawn at random and follow Zipf's law, the frequent ones short. English-like
and Russian-like words stand between spaces; Chinese-like ones are one or two Han characters and
stand close together. Nothing means anything: only the statistics of words are those of news.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = ("en", "ru", "zh")
SYLLABLES = {  # beginnings, vowels, endings
    "en": ("b c d f g h l m n p r s t th st tr pl sh", "a e i o u ea ou", "n r s t"),
    "ru": ("б в г д ж з к л м н п р с т ст пр", "а е и о у ы я", "й л м н р т"),
}
VOCABULARY = {"en": 30_000, "ru": 45_000, "zh": 25_000}
LENGTH = {"en": 160, "ru": 85, "zh": 190}  # words of a median article, about one kilobyte
TABLE = 1 << 18
HAN = 3500


class Language(NamedTuple):
    """What the compiled loops need to know of a language."""

    draws: NDArray[np.int32]
    """A word picked here at random is picked as often as Zipf's law says."""
    letters: NDArray[np.uint8]
    """UTF-8 of all words; word w as written within a sentence and at its start."""
    starts: NDArray[np.int64]
    """Form f is letters[starts[f]:starts[f + 1]]: 2 w within a sentence, 2 w + 1 at its start."""
    width: NDArray[np.int32]
    """Characters of word w."""
    marks: NDArray[np.uint8]
    """UTF-8 of the marks of `MARKS`."""
    marks_at: NDArray[np.int64]
    marks_width: NDArray[np.int32]
    spaced: bool


MARKS = {  # between words, comma, end of a sentence, opening quote, closing quote
    "en": (" ", ",", ".", "“", "”"),
    "ru": (" ", ",", ".", "«", "»"),
    "zh": ("", "，", "。", "“", "”"),
}


@cache
def languages() -> tuple[Language, ...]:
    """All of them, in the order of their names."""
    return tuple(map(language, NAMES))


def language(name: str) -> Language:
    """The language, the same at every call."""
    generator = np.random.default_rng([NAMES.index(name), 20])
    words = han(generator) if name == "zh" else spelt(name, generator)
    forms = [form.encode() for word in words for form in (word, word[:1].upper() + word[1:])]
    marks = [mark.encode() for mark in MARKS[name]]
    return Language(
        draws=zipf(len(words)),
        letters=np.frombuffer(b"".join(forms), np.uint8),
        starts=np.cumsum([0, *map(len, forms)]),
        width=np.array([len(word) for word in words], np.int32),
        marks=np.frombuffer(b"".join(marks), np.uint8),
        marks_at=np.cumsum([0, *map(len, marks)]),
        marks_width=np.array([len(mark) for mark in MARKS[name]], np.int32),
        spaced=name != "zh",
    )


def zipf(count: int) -> NDArray[np.int32]:
    """Words in the shares of a Zipf–Mandelbrot law."""
    share = np.cumsum(1 / (np.arange(count) + 2.7) ** 1.05)
    at = (np.arange(TABLE) + 0.5) / TABLE * share[-1]
    return np.searchsorted(share, at).astype(np.int32)


def spelt(name: str, generator: np.random.Generator) -> list[str]:
    """Different words of syllables, longer the rarer; some of the rare ones are numbers."""
    onsets, vowels, codas = (part.split() for part in SYLLABLES[name])
    found: dict[str, None] = {}
    while len(found) < VOCABULARY[name]:
        rank = len(found)
        if rank > 500 and generator.random() < 0.03:
            found[str(generator.integers(2, 3000))] = None
            continue
        most = 1 + (rank > 60) + (rank > 900) + (rank > 12_000)
        word = ""
        for _ in range(int(generator.integers(max(1, most - 1), most + 1))):
            word += (
                onsets[generator.integers(len(onsets))] + vowels[generator.integers(len(vowels))]
            )
        if generator.random() < 0.5:
            word += codas[generator.integers(len(codas))]
        found[word] = None
    return list(found)


def han(generator: np.random.Generator) -> list[str]:
    """Different words of one or two Han characters; a few characters are in many words."""
    characters = generator.permutation(np.arange(0x4E00, 0x4E00 + 3 * HAN))[:HAN]
    share = 1 / (np.arange(HAN) + 20.0)
    drawn = generator.choice(characters, size=(3 * VOCABULARY["zh"], 2), p=share / share.sum())
    single = generator.random(len(drawn)) < 0.25
    found = dict.fromkeys(
        chr(a) if one else chr(a) + chr(b) for (a, b), one in zip(drawn, single, strict=True)
    )
    return list(found)[: VOCABULARY["zh"]]
