"""Text files as bounded blocks of lines: byte order marks, encodings, hostile lengths.

A block's lines are UTF-8 whatever the file's encoding was. Bytes that are no text in it come out
as bytes that are not UTF-8 either, so that the reader finds them in their row.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from antiphon.sources.archive import Damage, chunks
from antiphon.sources.reasons import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

UTF8 = "utf-8"
MARK = "antiphon.mark"
codecs.register_error(MARK, lambda error: ("\udcff", getattr(error, "end", 0)))


class Block(NamedTuple):
    """Lines that follow one another, without their line feeds."""

    first: int
    """The number of the first line, from 1."""
    lines: list[bytes | None]
    """None for one that is too long."""
    damaged: bool = False
    """The stream breaks after these lines."""


def blocks(path: Path, encoding: str, advance: Callable[[float], None]) -> Iterator[Block]:
    """The file's lines in blocks of about a megabyte."""
    number = 1
    splitter = Splitter()
    try:
        for chunk in recoded(chunks(path, advance), encoding):
            lines = splitter.feed(chunk)
            if lines:
                yield Block(number, lines)
                number += len(lines)
    except Damage:
        yield Block(number, [], damaged=True)
        return
    if last := splitter.end():
        yield Block(number, last)


class Splitter:
    """Cuts chunks at line feeds, holding at most `LONGEST_LINE` bytes of an unfinished line."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.size = 0

    def feed(self, chunk: bytes) -> list[bytes | None]:
        """The lines that the chunk completes."""
        first, *others = chunk.split(b"\n")
        self.hold(first)
        if not others:
            return []
        lines: list[bytes | None] = [self.take()]
        lines += others[:-1]
        self.hold(others[-1])
        return lines

    def end(self) -> list[bytes | None]:
        """The line that no line feed ends, if there is one."""
        return [self.take()] if self.size else []

    def hold(self, part: bytes) -> None:
        """Keep the beginning of a line; of one that grows too long, only its length."""
        self.size += len(part)
        if self.size > LONGEST_LINE:
            self.held.clear()
        elif part:
            self.held.append(part)

    def take(self) -> bytes | None:
        """The finished line, None for one too long."""
        line = None if self.size > LONGEST_LINE else b"".join(self.held)
        self.held, self.size = [], 0
        return line


def recoded(stream: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """The chunks in UTF-8, without a byte order mark."""
    decoder: codecs.IncrementalDecoder | None = None
    plain = codecs.lookup(encoding).name in {UTF8, "utf-8-sig", "ascii"}
    start = True
    for chunk in stream:
        data = chunk
        if start and data:
            start = False
            data = data.removeprefix(codecs.BOM_UTF8) if plain else data
            # Spreadsheets save "Unicode text" as UTF-16 with a mark and say nothing else.
            wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            if not plain or wide:
                name = "utf-16" if plain else encoding
                decoder = codecs.getincrementaldecoder(name)(MARK)
        yield data if decoder is None else encode(decoder.decode(data))
    if decoder is not None:
        yield encode(decoder.decode(b"", final=True))


def encode(text: str) -> bytes:
    """UTF-8; what could not be decoded stays marked as bytes that are none."""
    return text.removeprefix("\ufeff").encode(UTF8, "surrogatepass")
