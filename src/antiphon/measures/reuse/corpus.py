"""The posts to compare, read as a stream: their words are kept, their texts are not.

Words that are too many for the memory they may take are kept in the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels.tokens import Room, tokenise
from antiphon.kernels.wordings import Words
from antiphon.measures.reuse.credit import SAID, said
from antiphon.measures.reuse.spelled import Spelling
from antiphon.strings import buffers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.folding import Folding
    from antiphon.measures.reuse.credit import Names
    from antiphon.measures.reuse.spelled import Spelled
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
    """Without the words themselves where they are spelled elsewhere."""
    spoken: pa.Table
    """Where posts say a name, see `credit.SAID`."""
    signed: pa.Table
    """The posts, `ix`, whose texts have a mark of mentions, hashtags or links."""
    spelled: Spelled | None = None
    """The words, where they are too many for memory."""

    def counted(self) -> Corpus:
        """The same without the words: how many each post has is kept."""
        none = (np.zeros(0, np.uint32), np.zeros(0, np.uint8))
        return replace(self, words=Words(*none, self.words.begin, self.words.end), spelled=None)


def load(
    engine: Engine,
    blocs: Blocs,
    names: Names,
    progress: Progress,
    fold: Folding | None = None,
    *,
    memory_gb: float = 2.0,
) -> Corpus:
    """Read the posts of the study's blocs and split them into words, which may take such memory."""
    engine.execute(VOICES)
    facts = engine.table(FACTS, {"blocs": list(blocs.all)})
    ix, times, bloc, voice = (column.to_numpy().astype(np.int64) for column in facts.columns)
    spoken: list[pa.Table] = []
    signed: list[NDArray[np.int64]] = []
    room = Room()
    with Spelling(engine, int(memory_gb * 2**30), len(ix)) as spelling:
        for batch in engine.batches(TEXTS, [list(blocs.all)], rows=ROWS):
            tokens = tokenise(*buffers(batch["text"]), fold, room)
            read = batch["ix"].to_numpy().copy()  # or the texts are held
            spelling.add(read, tokens)
            signed.append(read[tokens.signed])
            spoken.append(said(batch, tokens, names))
            progress.advance(batch.num_rows)
        words, spelled = spelling.finish(ix)
    told = pa.concat_tables([SAID.empty_table(), *spoken])
    marked = pa.table({"ix": np.concatenate([np.zeros(0, np.int64), *signed])})
    return Corpus(ix, times, bloc, voice, words, told, marked, spelled)
