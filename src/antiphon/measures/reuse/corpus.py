"""The posts to compare, read as a stream: their words are kept, their texts are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.tokens import tokenise
from antiphon.kernels.wordings import Words
from antiphon.measures.reuse.credit import SAID, said

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.measures.reuse.credit import Names
    from antiphon.progress import Progress
    from antiphon.schema import Blocs

ROWS = 16_384
VOICES = """
    CREATE OR REPLACE TEMP TABLE voices AS
    SELECT platform, account_id, row_number() OVER (ORDER BY platform, account_id) - 1 AS voice
    FROM (SELECT DISTINCT platform, account_id FROM posts)
"""
FACTS = """
    SELECT ix, epoch_us(created_at) AS time,
           list_position($blocs, bloc)::BIGINT - 1 AS bloc, voice
    FROM posts p JOIN voices v
         ON v.account_id = p.account_id AND v.platform IS NOT DISTINCT FROM p.platform
    WHERE list_contains($blocs, bloc) ORDER BY ix
"""
TEXTS = """
    SELECT ix, coalesce(text, '') AS text FROM posts WHERE list_contains(?, bloc)
"""


@dataclass(frozen=True)
class Corpus:
    """The posts of the study's blocs, in order of time."""

    ix: NDArray[np.int64]
    times: NDArray[np.int64]
    """Microseconds since 1970."""
    blocs: NDArray[np.int64]
    """Number of the bloc in the study's order."""
    accounts: NDArray[np.int64]
    words: Words
    spoken: pa.Table
    """Where posts say a name, see `credit.SAID`."""


def load(engine: Engine, blocs: Blocs, names: Names, progress: Progress) -> Corpus:
    """Read the posts of the study's blocs and split them into words."""
    engine.execute(VOICES)
    facts = engine.table(FACTS, {"blocs": list(blocs.all)})
    ix, times, bloc, voice = (column.to_numpy().astype(np.int64) for column in facts.columns)
    hashes, weights = Growing(np.uint32), Growing(np.uint8)
    sizes: list[NDArray[np.int64]] = []
    read: list[NDArray[np.int64]] = []
    spoken: list[pa.Table] = []
    for batch in engine.batches(TEXTS, [list(blocs.all)], rows=ROWS):
        tokens = tokenise(*buffers(batch["text"]))
        hashes.add(tokens.hashes)
        weights.add(tokens.weights)
        sizes.append(np.diff(tokens.offsets))
        read.append(batch["ix"].to_numpy().copy())  # or the batch with its texts is held
        spoken.append(said(batch, tokens, names))
        progress.advance(batch.num_rows)
    end = np.cumsum(join(sizes))
    words = Words(hashes.whole(), weights.whole(), end - join(sizes), end)
    order = join(read)
    if not np.array_equal(order, ix):
        words = words.take(np.argsort(order, kind="stable")).packed()
    return Corpus(ix, times, bloc, voice, words, pa.concat_tables([SAID.empty_table(), *spoken]))


def join(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """One array of many."""
    return np.concatenate([np.zeros(0, np.int64), *parts])


class Growing:
    """An array that is added to at its end, without being held twice."""

    def __init__(self, dtype: type) -> None:
        self._data: NDArray[Any] = np.empty(1 << 16, dtype)
        self._length = 0

    def add(self, more: NDArray[Any]) -> None:
        """Append."""
        end = self._length + len(more)
        if end > len(self._data):
            self._data.resize(end + end // 4, refcheck=False)
        self._data[self._length : end] = more
        self._length = end

    def whole(self) -> NDArray[Any]:
        """All that was added; nothing may be added afterwards."""
        self._data.resize(self._length, refcheck=False)
        return self._data


def buffers(column: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Offsets and bytes of an arrow column of strings, without copying the bytes."""
    texts: Any = pc.cast(column, pa.large_string())
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return np.zeros(len(texts) + 1, np.int64), np.zeros(1, np.uint8)
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return where, np.frombuffer(data, np.uint8)
