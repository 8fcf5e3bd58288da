"""The posts to compare, read as a stream: their words are kept, their texts are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels.names import occurrences
from antiphon.kernels.tokens import Tokens, tokenise
from antiphon.kernels.wordings import Words
from antiphon.schema import PRECISIONS

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
QUERY = """
    SELECT p.ix, epoch_us(created_at) AS time, coalesce(time_precision, 'second') AS time_precision,
           bloc, voice, coalesce(text, '') AS text
    FROM posts p JOIN voices v
         ON v.account_id = p.account_id AND v.platform IS NOT DISTINCT FROM p.platform
    WHERE list_contains(?, bloc)
"""


@dataclass(frozen=True)
class Corpus:
    """The posts of the study's blocs, in order of time."""

    ix: NDArray[np.int64]
    times: NDArray[np.int64]
    """Microseconds since 1970."""
    spans: NDArray[np.int64]
    """Length of the interval that the time stands for, microseconds; 0 for one second."""
    blocs: NDArray[np.int64]
    """Number of the bloc in the study's order."""
    accounts: NDArray[np.int64]
    words: Words
    spoken: pa.Table
    """Posts that say a name: ix, account."""


def load(engine: Engine, blocs: Blocs, names: Names, progress: Progress) -> Corpus:
    """Read the posts of the study's blocs and split them into words."""
    engine.execute(VOICES)
    number = {bloc: i for i, bloc in enumerate(blocs.all)}
    length = {name: 0 if n == 1 else n * 1_000_000 for name, n in PRECISIONS.items()}
    columns: dict[str, list[Any]] = {name: [] for name in ("ix", "time", "span", "bloc", "voice")}
    hashes: list[Any] = []
    weights: list[Any] = []
    lengths: list[Any] = []
    spoken: list[pa.Table] = []
    for batch in engine.batches(QUERY, [list(blocs.all)], rows=ROWS):
        tokens = tokenise(*buffers(batch["text"]))
        columns["ix"].append(batch["ix"].to_numpy())
        columns["time"].append(batch["time"].to_numpy())
        columns["span"].append(lookup(batch["time_precision"], length))
        columns["bloc"].append(lookup(batch["bloc"], number))
        columns["voice"].append(batch["voice"].to_numpy())
        hashes.append((tokens.hashes >> np.uint64(32)).astype(np.uint32))
        weights.append(tokens.weights)
        lengths.append(np.diff(tokens.offsets))
        spoken.append(said(batch, tokens, names))
        progress.advance(batch.num_rows)
    size = join(lengths, np.int64)
    end = np.cumsum(size)
    ix, *others = (join(column, np.int64) for column in columns.values())
    order = np.argsort(ix, kind="stable")
    time, span, bloc, voice = (column[order] for column in others)
    words = Words(join(hashes, np.uint32), join(weights, np.uint8), (end - size)[order], end[order])
    blank = pa.table({"ix": pa.array([], pa.int64()), "account": pa.array([], pa.int64())})
    return Corpus(ix[order], time, span, bloc, voice, words, pa.concat_tables([blank, *spoken]))


def join(parts: list[Any], dtype: type) -> Any:
    """One array of many, each given up as it is copied."""
    whole: NDArray[Any] = np.empty(sum(map(len, parts)), dtype)
    at = 0
    parts.reverse()
    while parts:
        part = parts.pop()
        whole[at : at + len(part)] = part
        at += len(part)
    return whole


def said(batch: pa.RecordBatch, tokens: Tokens, names: Names) -> pa.Table:
    """The posts of a batch that say a name, short names only as written."""
    post, name, at = occurrences(tokens, names.tokens)
    keep = np.ones(len(post), np.bool_)
    for i in np.flatnonzero(names.short[name]).tolist():
        text = batch["text"][int(post[i])].as_py()
        keep[i] = as_written(text, int(tokens.starts[at[i]]), names.labels[name[i]])
    ix = batch["ix"].to_numpy()[post[keep]]
    return pa.table({"ix": ix, "account": names.accounts[name[keep]]})


def as_written(text: str, start: int, label: str) -> bool:
    """Is a short name there letter for letter, and not the mark of a repost?

    >>> as_written("RT @desk: the bridge opens", 0, "RT"), as_written("(RT) The bridge", 1, "RT")
    (False, True)
    """
    after = text[start + len(label) :]
    is_word = not after[:1].isalnum()
    return text[start : start + len(label)] == label and is_word and after[:2] != " @"


def buffers(column: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Offsets and bytes of an arrow column of strings, without copying the bytes."""
    texts: Any = pc.cast(column, pa.large_string())
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return np.zeros(len(texts) + 1, np.int64), np.zeros(1, np.uint8)
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return where, np.frombuffer(data, np.uint8)


def lookup(column: Any, numbers: dict[str, int]) -> NDArray[np.int64]:
    """Strings to the numbers they stand for."""
    index = pc.index_in(column, pa.array(list(numbers), pa.string()))
    values: NDArray[np.int64] = np.array(list(numbers.values()), np.int64)
    return values[np.asarray(index.to_numpy(zero_copy_only=False), np.int64)]
