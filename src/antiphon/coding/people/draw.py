"""Draws units at random, each with a known probability."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

LEAST = 2
"""Units from each stratum, if it has them: from one alone nothing is known of how they differ."""


@dataclass(frozen=True)
class Drawn:
    """A sample."""

    sample_id: str
    rows: NDArray[np.int64]
    """Rows of the frame, shuffled: the order in which they are to be coded."""
    inclusion: NDArray[np.float64]
    """The probability of each."""
    twice: NDArray[np.bool_]
    """Which of them two people are to code."""


def draw(
    frame: pa.Table, size: int, *, seed: int, double: float = 0.0, about: Sequence[str] = ()
) -> Drawn:
    """A random sample of the frame, from each stratum without replacement.

    A stratum of N units gives n ∝ √N of them (Bankier's compromise: rare strata are seen, common
    ones not starved), and each of its units has the probability n / N. Without strata it is a
    simple random sample. Draws with other seeds are independent: two may take the same unit, and
    joined they are right, since each knows its own probabilities.

    Args:
        frame: as `antiphon.coding.people.frame.frame` gives it.
        size: how many units.
        seed: the same seed and frame give the same sample.
        double: the share of them that two people are to code, 0 to 1.
        about: what else makes the sample what it is, such as its codes.

    Raises:
        StudyError: for a frame that has fewer units.
    """
    if not 0 < size <= frame.num_rows:
        raise StudyError(
            "a sample of that size cannot be drawn",
            got=size,
            expected=f"1 to {frame.num_rows:,} units",
            fix="see that the study has posts of its blocs" if not frame.num_rows else "",
        )
    name = identity(frame, size, seed, double, about)
    rng = np.random.default_rng([seed, int(name, 16)])
    coded = frame["stratum"].combine_chunks().dictionary_encode()
    strata = coded.indices.to_numpy()
    counts = np.bincount(strata)
    order = np.argsort(np.array(coded.dictionary.to_pylist()), kind="stable")
    sizes = allocate(counts[order], size)
    rows, inclusion = [], []
    for stratum, some in zip(order.tolist(), sizes.tolist(), strict=True):
        members = np.flatnonzero(strata == stratum)
        rows.append(rng.choice(members, some, replace=False))
        inclusion.append(np.full(some, some / len(members)))
    shuffled = rng.permutation(size)
    twice = np.zeros(size, np.bool_)
    twice[rng.choice(size, round(double * size), replace=False)] = True
    return Drawn(name, np.concatenate(rows)[shuffled], np.concatenate(inclusion)[shuffled], twice)


def allocate(counts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """How many units each stratum gives, by the root of what it has.

    >>> allocate(np.array([10_000, 100, 1]), 111).tolist()
    [100, 10, 1]
    """
    if len(counts) > size:
        raise StudyError(
            "more strata than units to draw",
            got=f"{len(counts):,} strata, {size:,} units",
            fix="draw by fewer things or longer periods, or more units",
        )
    least = np.minimum(LEAST if len(counts) * LEAST <= size else 1, counts)
    root = np.sqrt(counts)
    low, high = 0.0, float(size)
    for _ in range(100):
        middle = (low + high) / 2
        enough = np.clip(middle * root, least, counts).sum() >= size
        low, high = (low, middle) if enough else (middle, high)
    wish = np.clip(low * root, least, counts)
    found = np.floor(wish).astype(np.int64)
    order = np.argsort(-np.where(found < counts, wish - found, -1.0), kind="stable")
    found[order[: size - int(found.sum())]] += 1
    return found


def identity(frame: pa.Table, size: int, seed: int, double: float, about: Sequence[str]) -> str:
    """What tells this sample from every other: a hash of the design and of all units."""
    digest = hashlib.sha256(json.dumps([size, seed, double, *about]).encode())
    for column in frame.columns:
        for value in column.to_pylist():
            digest.update(str(value or "").encode() + b"\0")
    return digest.hexdigest()[:12]
