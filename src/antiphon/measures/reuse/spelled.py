"""The words of posts as they are read: in memory, or in a file where they are too many for it."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.wordings import Words, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.tokens import Tokens

PIECE = 1024  # words of a row: a text may be long, a row may not
MORE = 1.25  # times the words that the first posts let expect
WORD = 5  # bytes of a word: its hash and its weight
TEXT: tuple[tuple[str, pa.DataType], ...] = (
    ("place", pa.int32()),
    ("words", pa.large_binary()),
    ("weights", pa.large_binary()),
)
SPELLED = pa.schema([("ix", pa.int64()), *TEXT])
"""A piece of a post: where it begins among the post's words, their hashes, their weights."""


@dataclass(frozen=True)
class Spelled:
    """The words of posts that lie in the engine's table `spelled`, and what is known of each."""

    engine: Engine
    room: int
    """Bytes that words may take in memory."""
    hashes: NDArray[np.uint64]
    """Of the whole text of each post."""
    weights: NDArray[np.int64]
    """Of all words of each post."""

    def together(self, least: int) -> Words:
        """Each post as two words, the halves of its hash, of weight if its text weighs enough.

        Posts have the same two words if they have the same words.
        """
        heavy = np.where(self.weights >= least, 1, 0).astype(np.uint8)
        begin = np.arange(0, 2 * len(heavy), 2)
        return Words(self.hashes.view(np.uint32), np.repeat(heavy, 2), begin, begin + 2)


class Spelling:
    """Takes the words of posts, batch after batch; it helps to know how many posts there are."""

    def __init__(self, engine: Engine, room: int, posts: int = 0) -> None:
        self._engine = engine
        self._posts = posts
        self._room = room
        self._stack = ExitStack()
        self._out: Any = None
        self._hashes, self._weights = Growing(np.uint32), Growing(np.uint8)
        self._read: list[NDArray[np.int64]] = []
        self._sizes: list[NDArray[np.int64]] = []
        self._whole: list[tuple[NDArray[np.uint64], NDArray[np.int64]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        self._stack.__exit__(*failed)  # type: ignore[arg-type]

    def add(self, ix: NDArray[np.int64], tokens: Tokens) -> None:
        """Keep the words of some posts, or write all to a file once there is no more room."""
        sizes = np.diff(tokens.offsets)
        full = (len(self._hashes) + len(tokens.hashes)) * WORD > self._room
        if self._out is None and full:
            self._out = self._stack.enter_context(self._engine.storing("spelled", SPELLED))
            self._spill()
        self._read.append(ix)
        self._sizes.append(sizes)
        if self._out is None:
            expected = self._expected(len(ix), len(tokens.hashes))
            self._hashes.add(tokens.hashes, expected)
            self._weights.add(tokens.weights, expected)
        else:
            self._write(ix, sizes, tokens.hashes, tokens.weights)

    def _expected(self, posts: int, words: int) -> int:
        """How many words there may be when these posts are like the others, and some more."""
        return min(int(MORE * words * self._posts / max(posts, 1)), self._room // WORD)

    def _spill(self) -> None:
        """Write what was kept, and keep no more."""
        hashes, weights = self._hashes.whole(), self._weights.whole()
        self._hashes, self._weights = Growing(np.uint32), Growing(np.uint8)
        at = 0
        for ix, sizes in zip(self._read, self._sizes, strict=True):
            end = at + int(sizes.sum())
            self._write(ix, sizes, hashes[at:end], weights[at:end])
            at = end

    def _write(
        self,
        ix: NDArray[np.int64],
        sizes: NDArray[np.int64],
        hashes: NDArray[np.uint32],
        weights: NDArray[np.uint8],
    ) -> None:
        end = np.cumsum(sizes)
        words = Words(hashes, weights, end - sizes, end)
        self._whole.append(whole(hashes, weights, words.begin, words.end))
        text, columns = pieces(words)
        self._out.write_batch(pa.record_batch([pa.array(ix[text]), *columns], schema=SPELLED))

    def finish(self, ix: NDArray[np.int64]) -> tuple[Words, Spelled | None]:
        """The words of the posts in this order; without any if they are in a file."""
        self._stack.close()
        end = np.cumsum(joined(self._sizes))
        words = Words(self._hashes.whole(), self._weights.whole(), end - joined(self._sizes), end)
        order = joined(self._read)
        turn = None if np.array_equal(order, ix) else np.argsort(order, kind="stable")
        if self._out is None:
            return words if turn is None else words.take(turn).packed(), None
        hashes, weights = (np.concatenate(c) for c in zip(*self._whole, strict=True))
        if turn is not None:
            words, hashes, weights = words.take(turn), hashes[turn], weights[turn]
        return words, Spelled(self._engine, self._room, hashes, weights)


def pieces(words: Words) -> tuple[NDArray[np.int64], tuple[Any, Any, Any]]:
    """Texts that lie one after another in rows of `PIECE` words: the text of each, and `TEXT`."""
    count = -(-words.lengths // PIECE)
    text = np.repeat(np.arange(len(count)), count)
    at = (np.arange(len(text)) - np.repeat(np.cumsum(count) - count, count)) * PIECE
    size = np.minimum(words.lengths[text] - at, PIECE)
    columns = (pa.array(at.astype(np.int32)), blobs(words.hashes, size), blobs(words.weights, size))
    return text, columns


def blobs(data: NDArray[Any], sizes: NDArray[np.int64]) -> Any:
    """A column of bytes: so many numbers a row."""
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes * data.itemsize, out=offsets[1:])
    held: Any = (offsets, np.ascontiguousarray(data))
    where, what = map(pa.py_buffer, held)
    return pa.Array.from_buffers(pa.large_binary(), len(sizes), [None, where, what])


def numbers(column: Any, dtype: Any) -> NDArray[Any]:
    """All numbers of a column of bytes, in memory of their own."""
    held: Any = pc.cast(column, pa.large_binary()).combine_chunks()
    _, offsets, data = held.buffers()
    if not len(held) or data is None:
        return np.empty(0, dtype)
    ends = np.frombuffer(offsets, np.int64)[held.offset : held.offset + len(held) + 1]
    return np.frombuffer(data, np.uint8)[ends[0] : ends[-1]].copy().view(dtype)


def texts(rows: pa.Table, key: str) -> tuple[NDArray[np.int64], Words]:
    """The texts of a table of pieces that lie in order of a key: their keys, their words."""
    keys = rows[key].to_numpy().astype(np.int64)
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])
    weights = numbers(rows["weights"], np.uint8)
    sizes = pc.binary_length(rows["weights"]).to_numpy().astype(np.int64)
    end = np.cumsum(np.add.reduceat(sizes, first) if len(first) else sizes)
    begin = np.r_[0, end][: len(end)]
    return keys[first], Words(numbers(rows["words"], np.uint32), weights, begin, end)


def joined(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """One array of many."""
    return np.concatenate([np.zeros(0, np.int64), *parts])


class Growing:
    """An array that is added to at its end; room that is not filled takes no memory.

    It is made anew, twice as long, not prolonged in place: memory that is new in one piece comes
    in large pages.
    """

    def __init__(self, dtype: type) -> None:
        self._data: NDArray[Any] = np.empty(1 << 16, dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, more: NDArray[Any], expected: int = 0) -> None:
        """Append to what may come to be so many."""
        end = self._length + len(more)
        if end > len(self._data):
            longer = np.empty(max(2 * end, expected), self._data.dtype)
            longer[: self._length] = self._data[: self._length]
            self._data = longer
        self._data[self._length : end] = more
        self._length = end

    def whole(self) -> NDArray[Any]:
        """All that was added; nothing may be added afterwards."""
        return self._data[: self._length]
