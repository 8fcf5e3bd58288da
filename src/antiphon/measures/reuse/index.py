"""What a comparison leaves to the next one, in the study's store: a table of named arrays.

It saves time and nothing else: without it, or with one that something else has written, everything
is compared anew and the result is the same. It is replaced as a whole or not at all.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from antiphon import kernels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine import Engine

NAME = "reuse_index"
FIELDS: dict[str, pa.DataType] = {
    "name": pa.string(),
    "type": pa.string(),
    "columns": pa.int64(),
    "piece": pa.int64(),
    "pieces": pa.int64(),
    "bytes": pa.int64(),
    "data": pa.binary(),
    "digest": pa.string(),
}
SCHEMA = pa.schema(FIELDS)
PIECE = 1 << 23  # bytes of an array kept in one row
CODEC: Literal["zstd"] = "zstd"
COLUMNS = """
    SELECT column_name FROM information_schema.columns WHERE table_name = ?
    ORDER BY ordinal_position
"""
# A number for every account that is the same in every run, in the order of the voices.
ACCOUNTS = """
    SELECT md5_number_lower(concat(platform IS NULL, ' ', platform, chr(10), account_id)) AS account
    FROM voices ORDER BY voice
"""


@dataclass(frozen=True)
class Kept:
    """All wordings as they were compared; a row for each, in order, unless it says otherwise."""

    keys: NDArray[np.uint64]
    """See `renewal.identify`."""
    looks: NDArray[np.uint64]
    """See `renewal.looks`."""
    began: NDArray[np.int64]
    """Time of the first post."""
    ended: NDArray[np.int64]
    """Time of the last post."""
    opener: NDArray[np.uint64]
    """The account of the first post."""
    several: NDArray[np.bool_]
    """Whether more than one account carries it."""
    common: NDArray[np.uint8]
    """See `renewal.pack`."""
    anchors: NDArray[np.int32]
    """Early and late wording, place in the one and in the other: a row for each anchor."""
    chains: NDArray[np.int32]
    """See `chains.chain`: a row for each chain."""
    aligned: NDArray[np.int32]
    """All but the first two columns of `align.verify`: a row for each chain."""


class Index:
    """The kept arrays of a study."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def accounts(self) -> NDArray[np.uint64]:
        """A lasting number for each voice of the corpus, see `corpus.load`."""
        column = self._engine.table(ACCOUNTS)["account"]
        return np.asarray(column.to_numpy(), np.uint64)

    def read(self, fingerprint: str) -> Kept | None:
        """What a comparison of the same kind left, if it is there and whole."""
        if [name for (name,) in self._engine.rows(COLUMNS, [NAME])] != SCHEMA.names:
            return None
        rows = self._engine.table(f'FROM "{NAME}" ORDER BY name, piece').to_pylist()
        if any(mark(fingerprint, row) != row["digest"] for row in rows):
            return None
        found = {field.name: join(rows, field.name) for field in fields(Kept)}
        return None if any(array is None for array in found.values()) else Kept(**found)

    def write(self, kept: Kept, fingerprint: str) -> None:
        """Keep this instead of what is there."""
        self._engine.register("__empty_index", SCHEMA.empty_table())
        with self._engine.transaction():
            self._engine.execute(f'CREATE OR REPLACE TABLE "{NAME}" AS FROM __empty_index')
            for field in fields(Kept):
                for row in split(field.name, getattr(kept, field.name)):
                    row["digest"] = mark(fingerprint, row)
                    self._engine.insert(NAME, pa.Table.from_pylist([row], schema=SCHEMA))


def split(name: str, array: NDArray[Any]) -> Iterator[dict[str, Any]]:
    """The rows that an array is kept in: column after column, in pieces, each compressed."""
    columns = array.shape[1] if array.ndim > 1 else 0
    data = np.ascontiguousarray(array.T).reshape(-1).view(np.uint8)
    pieces = max(1, -(-len(data) // PIECE))
    for piece in range(pieces):
        part = data[piece * PIECE : (piece + 1) * PIECE]
        yield {
            "name": name,
            "type": array.dtype.str,
            "columns": columns,
            "piece": piece,
            "pieces": pieces,
            "bytes": len(part),
            "data": pa.compress(part.tobytes(), codec=CODEC, asbytes=True),
        }


def join(rows: list[dict[str, Any]], name: str) -> Any:
    """The array of that name, if all of it is there."""
    mine = [row for row in rows if row["name"] == name]
    if not mine or len(mine) != mine[0]["pieces"]:
        return None
    parts = (pa.decompress(row["data"], row["bytes"], codec=CODEC, asbytes=True) for row in mine)
    array = np.concatenate([np.frombuffer(part, np.dtype(mine[0]["type"])) for part in parts])
    columns = mine[0]["columns"]
    return np.ascontiguousarray(array.reshape(columns, -1).T) if columns else array


def mark(fingerprint: str, row: dict[str, Any]) -> str:
    """What a row must bear to be believed."""
    told = [fingerprint, *(row[name] for name in SCHEMA.names[:-2])]
    return hashlib.sha256(repr(told).encode() + row["data"]).hexdigest()


@cache
def code() -> str:
    """A hash of the code that the kept arrays depend on."""
    folders = (Path(kernels.__path__[0]), Path(__file__).parent)
    files = sorted(path for folder in folders for path in folder.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def fingerprint(*parts: object) -> str:
    """What must be the same for kept arrays to be of use: the code, and what is named."""
    return hashlib.sha256(repr((code(), parts)).encode()).hexdigest()
