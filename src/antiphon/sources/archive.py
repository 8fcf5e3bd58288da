"""The bytes of a file in bounded chunks, whether it is compressed or not."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CHUNK = 2**20
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SUFFIXES = {".gz": GZIP, ".zst": ZSTD}
# So small a piece of zstd unpacks to 64 MB at the very most.
PIECE = 2048
WINDOW = 2**27


class Damage(Exception):
    """A compressed stream that breaks. Caught by the readers, never shown."""


def chunks(path: Path, advance: Callable[[float], None]) -> Iterator[bytes]:
    """The file's bytes, decompressed when its first bytes or its name say so.

    Raises:
        Damage: after the last bytes that could be had.
    """
    kind = compression(path)
    if not kind:
        yield from pieces(path, CHUNK, advance)
        return
    unpack = gunzip if kind == GZIP else unzstd
    held = bytearray()
    try:
        for part in unpack(pieces(path, PIECE, advance)):
            held += part
            if len(held) >= CHUNK:
                yield bytes(held)
                held.clear()
    except Damage:
        yield bytes(held)
        raise
    yield bytes(held)


def compression(path: Path) -> bytes:
    """How the file is compressed: `GZIP`, `ZSTD` or nothing."""
    with path.open("rb") as handle:
        magic = handle.read(4)
    found = next((kind for kind in (GZIP, ZSTD) if magic.startswith(kind)), b"")
    return found or (SUFFIXES.get(path.suffix.lower(), b"") if magic else b"")


def pieces(path: Path, size: int, advance: Callable[[float], None]) -> Iterator[bytes]:
    """The file as it lies on disk."""
    read = 0
    with path.open("rb") as handle:
        while piece := handle.read(size):
            yield piece
            read += len(piece)
            if read >= CHUNK:
                advance(read)
                read = 0
    advance(read)


def gunzip(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The contents of one or more gzip members."""
    unpacker = zlib.decompressobj(31)
    for part in parts:
        rest = part
        while rest:
            if unpacker.eof:
                if not (rest := rest.lstrip(b"\0")):  # some writers pad with zeros
                    break
                unpacker = zlib.decompressobj(31)
            try:
                yield unpacker.decompress(rest, CHUNK)
            except zlib.error as error:
                raise Damage from error
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        yield unpacker.flush()
        raise Damage


def unzstd(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The contents of one or more zstd frames."""
    import zstandard

    opener = zstandard.ZstdDecompressor(max_window_size=WINDOW)
    unpacker: Any = opener.decompressobj()
    for part in parts:
        rest = part
        while rest:
            if unpacker.eof:
                unpacker = opener.decompressobj()
            try:
                yield unpacker.decompress(rest)
            except zstandard.ZstdError as error:
                raise Damage from error
            rest = unpacker.unused_data if unpacker.eof else b""
    if not unpacker.eof:
        raise Damage
