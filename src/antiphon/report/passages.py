"""Which words two passages have in common, as pieces to be marked.

The words are those of the reuse measure: runs of letters and digits, or single characters of
scripts written without spaces. Shared words are found in two passes: first runs of three words
(rare, hence quick even for long Chinese passages), then word by word between them. A lone shared
word between differences is left unmarked: it is noise to a reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUN = 3
SHORTEST = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage that the other passage has too, or has not."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Word:
    """A word's identity and where it lies in its text."""

    key: int
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text."""
    import numpy as np

    from antiphon.kernels.tokens import tokenise

    data = text.encode("utf-8", "replace")
    if not data:
        return []
    found = tokenise(np.array([0, len(data)], np.int64), np.frombuffer(data, np.uint8))
    rows = zip(found.hashes.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True)
    return [Word(*row) for row in rows]


def compare(first: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Both passages, cut where they agree and where they differ.

    >>> [p.text for p in compare("The old bridge is open.", "the old bridge was shut")[1]]
    ['the old bridge', ' was shut']
    """
    if first == other:
        whole = [Piece(first, shared=True)]
        return whole, whole
    a, b = words(first), words(other)
    runs = list(shared_runs([w.key for w in a], [w.key for w in b]))
    return (
        cut(first, [(a[i].start, a[i + n - 1].end) for i, _, n in runs]),
        cut(other, [(b[j].start, b[j + n - 1].end) for _, j, n in runs]),
    )


def shared_runs(a: Sequence[int], b: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Runs (start in a, start in b, length) of words that agree, in order of both.

    >>> list(shared_runs([1, 2, 3, 9, 4, 5], [1, 2, 3, 8, 4, 5]))
    [(0, 0, 3), (4, 4, 2)]
    """
    found: list[tuple[int, int, int]] = []
    i = j = 0
    for ai, bj, size in blocks(grams(a), grams(b)):
        length = size + RUN - 1 if size else 0
        gap_a, gap_b = a[i:ai] if size else a[i:], b[j:bj] if size else b[j:]
        found += [(i + x, j + y, n) for x, y, n in blocks(gap_a, gap_b) if n]
        if size:
            skip = max(0, i - ai, j - bj)
            found.append((ai + skip, bj + skip, length - skip))
            i, j = ai + length, bj + length
    whole = min(len(a), len(b))
    return ((x, y, n) for x, y, n in joined(found) if n >= min(SHORTEST, whole))


def grams(keys: Sequence[int]) -> list[tuple[int, ...]]:
    """Every run of `RUN` words."""
    return [tuple(keys[i : i + RUN]) for i in range(len(keys) - RUN + 1)]


def blocks(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int, int]]:
    """The matching blocks of two sequences; the last has length 0."""
    matcher = SequenceMatcher(None, list(a), list(b), autojunk=False)
    return [(m.a, m.b, m.size) for m in matcher.get_matching_blocks()]


def joined(runs: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Runs that touch on both sides, as one."""
    held: tuple[int, int, int] | None = None
    for i, j, n in runs:
        if n <= 0:
            continue
        if held and held[0] + held[2] == i and held[1] + held[2] == j:
            held = (held[0], held[1], held[2] + n)
            continue
        if held:
            yield held
        held = (i, j, n)
    if held:
        yield held


def beginning(pieces: list[Piece], length: int) -> tuple[list[Piece], int]:
    """The first characters of a passage, and how many are left.

    >>> beginning([Piece("abc", shared=True), Piece("def", shared=False)], 4)[1]
    2
    """
    kept, room = [], length
    for piece in pieces:
        if room > 0:
            kept.append(Piece(piece.text[:room], piece.shared))
        room -= len(piece.text)
    return kept, max(0, -room)


def cut(text: str, spans: list[tuple[int, int]]) -> list[Piece]:
    """The text in pieces, those within the spans marked as shared."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start], shared=False), Piece(text[start:end], shared=True)]
        at = end
    pieces.append(Piece(text[at:], shared=False))
    return [piece for piece in pieces if piece.text]
