"""The last step of the comparison by key: what shares grams is aligned, task by task.

A task is a range of early wordings, a range of late ones, and the candidates between them. It has
the words of those wordings once, however many candidates they are in.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.kernels import align, anchors, fans
from antiphon.kernels.tokens import WORD_WEIGHT
from antiphon.measures.reuse.comparison import SLACK, settle
from antiphon.measures.reuse.spelled import TEXT, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.measures.reuse.by_key import Known

PIECES = 16_384  # rows that are handed over at once, more only where a task has more
WORD, CANDIDATE = 16, 160  # bytes that a task takes for each
SHARE = 4  # of the room that one side of a task may take
TASK = pa.schema(
    [
        ("task", pa.int64()),
        ("wording", pa.int32()),
        ("late", pa.int32()),
        ("at_late", pa.int32()),
        *TEXT,
    ]
)
"""Candidates, and the words of what they are in: there `late` is -1."""
PASSAGES = pa.schema([(name, pa.int64()) for name in align.Alignments._fields])
TASKS = """
    WITH placed AS (
        SELECT e.of_early * {count} + l.of_late AS task, early, late, at_early, at_late
        FROM met JOIN ranges e ON e.wording = early JOIN ranges l ON l.wording = late
        WHERE late >= 0
    ), wanted AS (
        SELECT task, early AS wording FROM placed UNION SELECT task, late FROM placed
    )
    SELECT task, early AS wording, late, at_late, at_early AS place,
           CAST('' AS BLOB) AS words, CAST('' AS BLOB) AS weights FROM placed
    UNION ALL
    SELECT task, w.wording, -1, -1, place, words, weights
    FROM wanted w JOIN marked m ON m.wording = w.wording
"""


def search(engine: Engine, known: Known, lengths: NDArray[np.int64], room: int) -> align.Alignments:
    """The passages of all tasks, in order of their wordings."""
    count = ranges(engine, lengths, max(1, room // SHARE))
    engine.store_answer("tasks", TASKS.format(count=count), TASK, rows=PIECES)
    engine.discard("marked")
    engine.discard("met")
    found = engine.map_by_key(
        "tasks",
        TASK.names,
        "task",
        partial(work, known=known),
        within=("wording", "late", "place", "at_late"),
        rows=PIECES,
    )
    table = pa.Table.from_batches(found, PASSAGES)
    columns = [column.to_numpy() for column in table.columns]
    engine.discard("tasks")
    order = np.lexsort((columns[1], columns[0]))  # stable, and each pair is of one task
    return align.Alignments(*(column[order] for column in columns))


def ranges(engine: Engine, lengths: NDArray[np.int64], room: int) -> int:
    """Make the table `ranges` of wordings, and say how many there are of later wordings.

    A task is a range of early wordings, a range of late ones, and their candidates.
    """
    met = engine.table("SELECT late, count(*) AS n FROM met WHERE late >= 0 GROUP BY late")
    late, n = (column.to_numpy() for column in met.columns)
    load = lengths * WORD
    of_early = (np.cumsum(load) - load) // room
    load[late] += n * CANDIDATE
    of_late = (np.cumsum(load) - load) // room
    numbered = {"wording": np.arange(len(lengths)), "of_early": of_early, "of_late": of_late}
    engine.register("ranges", pa.table(numbered))
    return int(of_late[-1]) + 1 if len(of_late) else 1


def work(rows: pa.Table, known: Known) -> Iterator[pa.RecordBatch]:
    """The passages of each task of a table."""
    task = rows["task"].to_numpy()
    bounds = np.r_[0, np.flatnonzero(task[1:] != task[:-1]) + 1, len(task)]
    for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield passages(rows.slice(start, stop - start), known)


def passages(task: pa.Table, known: Known) -> pa.RecordBatch:
    """The passages around the candidates of a task, whose rows without `late` are words."""
    spelt = task["late"].to_numpy() < 0
    number, words = texts(task.filter(pa.array(spelt)), "wording")
    met = task.filter(pa.array(~spelt)).select(["wording", "late", "place", "at_late"])
    early, late, at_early, at_late = (column.to_numpy() for column in met.columns)
    a, b = (np.searchsorted(number, texts_).astype(np.int32) for texts_ in (early, late))
    candidates = anchors.Anchors(
        a, b, *((words.begin[t] + at).astype(np.uint32) for t, at in ((a, at_early), (b, at_late)))
    )
    carried = known.carried[number]
    carried[:, 3], carried[:, 4] = words.begin, words.end
    least = known.settings.min_words * WORD_WEIGHT
    enough = 2 * (least - SLACK)
    sure = fans.confirmed(candidates, words, carried, known.window, enough)
    kept = settle(align.align(sure, words, least), known.settings)
    kept = kept._replace(left=number[kept.left], right=number[kept.right])
    return pa.record_batch([pa.array(column) for column in kept], schema=PASSAGES)
