"""What a model must be able to do before it is used: tell translations from their neighbours.

The sentences of `sanity.toml` stand there in several languages, many of them beside another one
about the same matter that says something else. For two languages the score of a model is the share
of sentences, in both directions, whose translation is closer than every other sentence.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from antiphon.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from antiphon.measures.reuse.translated.encoder import Encoder

LEAST = 0.8


@dataclass(frozen=True)
class Score:
    """How a model does between two languages."""

    languages: tuple[str, str]
    first: float
    """Share of sentences whose translation is the closest of all."""
    true: float
    """The median cosine of translations."""
    strange: float
    """The median cosine of a sentence and the closest that is not its translation."""


@lru_cache(maxsize=1)
def sentences() -> dict[str, list[str]]:
    """The sentences by language, in one order."""
    text = files(__package__).joinpath("sanity.toml").read_text("utf-8")
    rows = tomllib.loads(text)["sentence"]
    return {language: [row[language] for row in rows] for language in rows[0]}


def languages() -> tuple[str, ...]:
    """The languages that a model can be tested in."""
    return tuple(sentences())


def score(encoder: Encoder, pair: tuple[str, str]) -> Score:
    """Test the model between two languages."""
    left, right = (unit(encoder.encode(sentences()[language])) for language in pair)
    cosines = left @ right.T
    true = np.diag(cosines)
    others = cosines - 4 * np.eye(len(true), dtype=np.float32)
    nearest = np.concatenate([others.max(axis=1), others.max(axis=0)])
    wins = np.concatenate([true, true]) > nearest
    return Score(pair, float(wins.mean()), float(np.median(true)), float(np.median(nearest)))


def hold(encoder: Encoder, pairs: Iterable[tuple[str, str]], name: str) -> list[Score]:
    """The model's scores for the pairs of languages that the study needs.

    Raises:
        StudyError: when it fails for one of them; it says the score of each.
    """
    found = [score(encoder, pair) for pair in pairs]
    failed = [s for s in found if s.first < LEAST]
    if failed:
        total = len(next(iter(sentences().values())))
        raise StudyError(
            "the model does not know which sentences are translations of one another",
            where=name,
            got=", ".join(f"{'–'.join(s.languages)} {s.first:.0%}" for s in found),
            expected=f"at least {LEAST:.0%} of {total} sentences ranked first, both ways, for "
            + ", ".join("–".join(s.languages) for s in failed),
            fix="name a model trained on these languages, such as one of the LaBSE kind",
        )
    return found


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The vectors at length one; one of no length stays so."""
    vectors = np.ascontiguousarray(vectors, np.float32)
    length = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: NDArray[np.float32] = vectors / np.maximum(length, np.float32(1e-9))
    return scaled
