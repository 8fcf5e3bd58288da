"""What a coder is asked about: posts, their sentences, or the sentences that name a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
import pyarrow as pa

from antiphon.kernels import sentences
from antiphon.kernels.patterns import find, grow, read
from antiphon.strings import buffers, copied

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAID = """CASE WHEN coalesce(title, '') = '' OR starts_with(coalesce(text, ''), title)
        THEN coalesce(text, '') ELSE concat(title, chr(10), chr(10), text) END"""
"""What a post says, in SQL: its headline and its text, for machines and people alike."""


@dataclass(frozen=True)
class Target:
    """`[[coding.target]]`: whom a code with a target is asked about."""

    id: str
    """Its name in tables and in the report."""
    terms: tuple[str, ...]
    """Its names in any case, whole words; a star stands for any ending: `Росси*`."""
    not_of: tuple[str, ...] = field(default=())
    """Blocs whose posts are not asked about it, such as its own."""


class Units(NamedTuple):
    """Units of text, in the order of their posts."""

    post: NDArray[np.int64]
    """Row of the post."""
    part: NDArray[np.int64]
    """0 for the whole post, else the number of the sentence or mention, from 1."""
    texts: pa.StringArray
    """What the unit says."""


def posts(texts: pa.StringArray) -> Units:
    """Each post as one unit."""
    n = len(texts)
    return Units(np.arange(n), np.zeros(n, np.int64), texts)


def sentences_of(texts: pa.StringArray) -> Units:
    """Each sentence as one unit, numbered in its post.

    >>> found = sentences_of(pa.array(["One. Two!", "三。"]))
    >>> found.post.tolist(), found.part.tolist(), found.texts.to_pylist()
    ([0, 0, 1], [1, 2, 1], ['One.', 'Two!', '三。'])
    """
    offsets, data = buffers(texts)
    found = sentences.split(offsets, data)
    post = found.text.astype(np.int64)
    first = np.searchsorted(post, post)
    part = np.arange(len(post)) - first + 1
    return Units(
        post, part, cast("pa.StringArray", copied(data, found.first, found.last).cast(pa.string()))
    )


def mentions_of(texts: pa.StringArray, names: list[tuple[int, ...]]) -> Units:
    """Each sentence that holds one of the names, numbered in its post among its like."""
    units = sentences_of(texts)
    hits = find(grow(names), read(*buffers(units.texts)))
    kept = np.unique(hits.text)
    post = units.post[kept]
    part = np.arange(len(post)) - np.searchsorted(post, post) + 1
    return Units(post, part, units.texts.take(pa.array(kept, pa.int64())))


def strings(texts: Any) -> pa.StringArray:
    """A column of texts in one piece."""
    whole: pa.StringArray = pa.concat_arrays([*texts.chunks, pa.array([], pa.string())])
    return whole
