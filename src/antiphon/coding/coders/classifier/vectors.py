"""A linear classifier of vectors: what a named model makes of texts, and what is decided by it.

A model that has read much puts texts of like meaning near one another, in other words too. What is
learnt from a few labels then reaches further than their words; what the model never learnt to tell
apart, no label teaches it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pyarrow.compute as pc

from antiphon.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

GRID = (0.1, 1.0, 10.0)
"""What is tried: how little is shrunk."""
DIGITS = 4
"""Of a vector: the last digits change with the texts that a model is given beside."""
SEED = 20_200_214


class Encoder(Protocol):
    """Gives texts vectors: those of like meaning lie close together."""

    def encode(self, sentences: list[str]) -> NDArray[np.float32]:
        """A row a text."""


@dataclass(frozen=True)
class Model:
    """A model in a folder."""

    name: str
    """The folder's."""
    digest: str
    """Hash of its weights."""
    encoder: Encoder

    @classmethod
    def of(cls, folder: Path, reader: Callable[[Path], Encoder]) -> Model:
        """The model in a folder, as the reader reads it."""
        encoder = reader(folder)
        whole = hashlib.sha256()
        for path in sorted(folder.rglob("*.safetensors")):
            with path.open("rb") as handle:
                whole.update(hashlib.file_digest(handle, "sha256").digest())
        return cls(folder.name, whole.hexdigest()[:16], encoder)

    def vectors(self, texts: pa.StringArray) -> Vectors:
        """A row of length 1 for each text; equal texts are read once."""
        given: Any = texts
        known: Any = pc.fill_null(given, "").dictionary_encode()
        distinct = known.dictionary.to_pylist()
        if not distinct:
            return np.zeros((0, 1), np.float32)
        found = np.asarray(self.encoder.encode(distinct), np.float32)
        length = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        rows: Vectors = np.round(found / length, DIGITS)
        at: NDArray[np.int64] = known.indices.to_numpy(zero_copy_only=False)
        return rows[at]


@dataclass(frozen=True)
class Dense:
    """What was learnt."""

    middle: NDArray[np.float64]
    """The mean vector of what it was learnt from."""
    weights: NDArray[np.float64]
    """Weight of each number of a vector for each label; one column for two labels."""
    intercepts: NDArray[np.float64]

    def decisions(self, vectors: Vectors) -> NDArray[np.float64]:
        """How far each text is on which side, label by label."""
        found: NDArray[np.float64] = (vectors - self.middle) @ self.weights + self.intercepts
        return found

    def known(self, vectors: Vectors) -> NDArray[np.float64]:
        """Every text is taken for known: a vector does not tell what the model did not read."""
        return np.ones(len(vectors))


def part(vectors: Vectors, rows: NDArray[np.int64]) -> Vectors:
    """The vectors of some of the texts."""
    return vectors[rows]


def fit(vectors: Vectors, labels: NDArray[np.int64], labels_in_all: int, choice: float) -> Dense:
    """Learn from vectors and the numbers of their labels.

    Raises:
        MissingExtra: when scikit-learn is not installed.
    """
    try:
        from sklearn.svm import LinearSVC
    except ImportError as error:
        raise MissingExtra("coding", "scikit-learn, which trains classifiers,") from error
    middle = vectors.mean(axis=0, dtype=np.float64)
    sides = [labels_in_all - 1] if labels_in_all == 2 else range(labels_in_all)
    weights, intercepts = np.zeros((vectors.shape[1], len(sides))), np.zeros(len(sides))
    for j, side in enumerate(sides):
        yes = labels == side
        if yes.all() or not yes.any():
            intercepts[j] = 1.0 if yes.all() else -1.0
            continue
        model: Any = LinearSVC(C=choice, dual="auto", random_state=SEED, max_iter=4000, tol=1e-3)
        model.fit(vectors - middle, yes)
        weights[:, j], intercepts[j] = model.coef_[0], model.intercept_[0]
    return Dense(middle, weights, intercepts)
