"""The comparison of `comparison` in steps that hold no more rows than they are given room for.

Words, grams and candidates lie in the engine's tables. Each step is a kernel that gets all rows of
a key: a wording, a gram, a task (two ranges of wordings and what may be shared between them). In
memory are numbers of each post and each wording, and what is found.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels import fans, grams, spread
from antiphon.kernels.places import locate, places
from antiphon.kernels.repeats import Grams
from antiphon.kernels.tokens import COMMON, QUOTED, WORD_WEIGHT
from antiphon.kernels.wordings import Words
from antiphon.kernels.worth import UNCOMMON
from antiphon.measures.reuse import han, phrases, tasks
from antiphon.measures.reuse.comparison import DAY, Compared
from antiphon.measures.reuse.renewal import facts
from antiphon.measures.reuse.spelled import TEXT, blobs, numbers, pieces, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.folding import Folding
    from antiphon.kernels.wordings import Wordings
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.progress import Progress

U = np.uint64
PIECES = 16_384  # rows of words that are handed over at once
ROW = 1024  # bytes that a step takes for each gram
GRAMS = pa.schema(
    [
        ("gram", pa.uint64()),
        ("wording", pa.int32()),
        ("place", pa.int32()),
        ("before", pa.uint32()),
        ("after", pa.uint32()),
        ("said", pa.uint8()),
    ]
)
MET = pa.schema([(name, pa.int32()) for name in ("early", "late", "at_early", "at_late")])
"""Candidates; where `late` is -1, a common gram begins at that word of `early`."""
WORDING = pa.schema([("wording", pa.int32()), *TEXT])
RUN = np.dtype([("start", np.int32), ("end", np.int32), ("key", np.uint64)])
WHOLE: tuple[tuple[str, pa.DataType], ...] = (
    ("uncommon", pa.int64()),
    ("plain", pa.int64()),
    ("runs", pa.large_binary()),
)
MARKED = pa.schema([("wording", pa.int32()), *TEXT, *WHOLE])
"""Pieces of wordings whose common phrases are marked; what holds for all is with the first.

The weight of its words that are in no common phrase and in no quotation, and its common phrases.
"""
WORDINGS = """
    SELECT wording, place, words, weights FROM spelled JOIN firsts USING (ix)
"""
NOTED = """
    SELECT wording, place, words, weights FROM wordings
    UNION ALL SELECT early, at_early, CAST('' AS BLOB), CAST('' AS BLOB) FROM met WHERE late < 0
"""


class Known(NamedTuple):
    """What is known of all wordings, and the settings."""

    carried: NDArray[np.int64]
    """A row of `antiphon.kernels.anchors.Carried` for each, without its words."""
    accounts: NDArray[np.int64]
    """Of its first post."""
    common: NDArray[np.bool_]
    """Whether it is a common phrase as a whole."""
    settings: Reuse
    fold: Folding
    overruled: phrases.Overruled

    @property
    def burst(self) -> int:
        """Microseconds of `common_days`."""
        return int(self.settings.common_days * DAY)

    @property
    def window(self) -> int:
        """Microseconds of `window_days`."""
        return int(self.settings.window_days * DAY)


def compare(corpus: Corpus, said: Wordings, settings: Reuse, progress: Progress) -> Compared:
    """Compare all wordings of a corpus whose words lie in the engine."""
    if corpus.spelled is None:
        raise TypeError("the words of this corpus are in memory")
    engine, room = corpus.spelled.engine, corpus.spelled.room
    known = learn(corpus, said, settings)
    lengths = corpus.words.lengths[said.first]
    numbered = {"ix": corpus.ix[said.first], "wording": np.arange(len(lengths), dtype=np.int32)}
    engine.register("firsts", pa.table(numbered))
    engine.store_answer("wordings", WORDINGS, WORDING, rows=PIECES)
    engine.discard("spelled")
    count = int(corpus.words.lengths.sum())
    meet(engine, known, bits_of(count), room)
    progress.advance()
    mark(engine, known)
    uncommon, plain, common = weigh(engine)
    passages = tasks.search(engine, known, lengths, room)
    progress.advance()
    heavy = uncommon >= UNCOMMON * settings.min_words * WORD_WEIGHT
    return Compared(passages, heavy, plain, lengths, common)


def bits_of(count: int) -> int:
    """The bits that `grams.bits_of` cuts off the hashes of grams among so many words."""
    none = np.zeros(0, np.int64)
    alike = np.broadcast_to(np.uint32(0), count)  # takes no memory
    return grams.bits_of(Words(alike, np.zeros(0, np.uint8), none, none))


def learn(corpus: Corpus, said: Wordings, settings: Reuse) -> Known:
    """Times and accounts of the wordings, and which are common as a whole."""
    told = facts(corpus, said)
    none = np.zeros(len(told.sole), np.int64)
    carried = np.stack([told.began, told.ended, told.sole, none, none], axis=1)
    each = np.arange(len(none) + 1)
    marks = np.zeros(len(none), np.uint8)  # one for the words of a wording
    fold, overruled = han.fold(simplified=settings.simplified), phrases.read(settings.phrases)
    known = Known(carried, told.opener, none > 0, settings, fold, overruled)
    spread.mark_wordings(
        said.posts, said.offsets, each[:-1], each[1:], corpus.times, corpus.accounts, marks,
        settings.common_accounts, known.burst,
    )  # fmt: skip
    return known._replace(common=marks > 0)


def meet(engine: Engine, known: Known, low: int, room: int) -> None:
    """Make the table `met` of what shares a gram, and of where common grams begin."""
    collected = engine.map_by_key(
        "wordings",
        WORDING.names,
        "wording",
        partial(collect, known=known, low=low),
        within=("place",),
        rows=PIECES,
    )
    engine.store("grams", collected, GRAMS)
    paired = engine.map_by_key(
        "grams",
        GRAMS.names,
        "gram",
        partial(pair, known=known),
        within=("wording", "place"),
        rows=max(1 << 14, room // ROW),
    )
    engine.store("met", paired, MET)
    engine.discard("grams")


def collect(rows: pa.Table, known: Known, low: int) -> Iterator[pa.RecordBatch]:
    """The grams of wordings, with the words beside them and what the analyst says of them.

    Without its `low` last bits the hash of a gram is what `repeats.repeated` goes by.
    """
    number, words = texts(rows, "wording")
    phrases.mark(words, words.weights, known.overruled, known.fold)
    index = places(words)
    none = np.zeros(len(number), np.int64)
    carried = np.stack([none, none, none, words.begin, words.end], axis=1)
    packed = grams.grams_of(words, low)
    position = (packed & U((1 << low) - 1)).astype(np.uint32)
    text = locate(position, *index)
    columns = (
        packed >> U(low),
        number[text].astype(np.int32),
        (position - words.begin[text]).astype(np.int32),
        *fans.sides(position, text, words.hashes, carried),
        words.weights[position] & (spread.LISTED | spread.SPARED),
    )
    yield pa.record_batch([pa.array(column) for column in columns], schema=GRAMS)


def pair(rows: pa.Table, known: Known) -> Iterator[pa.RecordBatch]:
    """Candidates of repeated grams, and where common grams begin."""
    gram = rows["gram"].to_numpy()
    again = gram[1:] == gram[:-1]
    rows = rows.filter(pa.array(np.r_[False, again] | np.r_[again, False]))
    gram, text, at, before, after, said = (column.to_numpy() for column in rows.columns)
    if not len(gram):
        return
    group = np.r_[0, np.flatnonzero(gram[1:] != gram[:-1]) + 1, len(gram)]
    repeated = Grams(group, np.arange(len(gram), dtype=np.uint32), text)
    marks = said.copy()
    common = spread.mark_grams(
        repeated, known.carried[:, 0].copy(), known.accounts, marks,
        known.settings.common_accounts, known.burst, bool(known.settings.phrases),
    )  # fmt: skip
    a, b = fans.candidates(
        group, text, before, after, common, known.carried, known.window, known.settings.breadth
    )
    begin = np.flatnonzero(marks & spread.BEGINS)
    none = np.full(len(begin), -1, np.int32)
    columns = (
        np.concatenate([text[begin], text[a]]),
        np.concatenate([none, text[b]]),
        np.concatenate([at[begin], at[a]]),
        np.concatenate([none, at[b]]),
    )
    yield pa.record_batch([pa.array(column) for column in columns], schema=MET)


def mark(engine: Engine, known: Known) -> None:
    """Make the table `marked` of the wordings with their common phrases."""
    engine.store_answer("noted", NOTED, WORDING, rows=PIECES)
    engine.discard("wordings")
    found = engine.map_by_key(
        "noted",
        WORDING.names,
        "wording",
        partial(mark_phrases, known=known),
        within=("place",),
        rows=PIECES,
    )
    engine.store("marked", found, MARKED)
    engine.discard("noted")


def mark_phrases(rows: pa.Table, known: Known) -> Iterator[pa.RecordBatch]:
    """Wordings whose words of common phrases are marked; rows without words are marks."""
    blank = pc.binary_length(rows["words"]).to_numpy() == 0
    marks = rows.filter(pa.array(blank))
    number, words = texts(rows.filter(pa.array(~blank)), "wording")
    weights = words.weights
    phrases.mark(words, weights, known.overruled, known.fold)
    text = np.searchsorted(number, marks["wording"].to_numpy())
    weights[words.begin[text] + marks["place"].to_numpy()] |= spread.BEGINS
    weights[np.repeat(known.common[number], words.lengths)] |= COMMON
    spread.mark_phrases(words.begin, words.end, weights)
    of, columns = pieces(words)
    first = columns[0].to_numpy() == 0
    counts = (spread.counted(weights, words.begin, words.end, b) for b in (COMMON, QUOTED))
    found = spread.phrases(words)
    runs = np.empty(len(found.text), RUN)
    runs["start"], runs["end"], runs["key"] = found.start, found.end, found.key
    many = np.bincount(found.text, minlength=len(number))
    whole = (*(pa.array(np.where(first, c[of], 0)) for c in counts), blobs(runs, many[of] * first))
    wording = pa.array(number[of].astype(np.int32))
    yield pa.record_batch([wording, *columns, *whole], schema=MARKED)


def weigh(
    engine: Engine,
) -> tuple[NDArray[np.int64], NDArray[np.int64], spread.Runs]:
    """Of all wordings: the weights in no common phrase and in no quotation, the common phrases."""
    rows = engine.table("SELECT uncommon, plain, runs FROM marked WHERE place = 0 ORDER BY wording")
    uncommon, plain = (rows[name].to_numpy().astype(np.int64) for name in ("uncommon", "plain"))
    runs = numbers(rows["runs"], RUN)
    many = pc.binary_length(rows["runs"]).to_numpy().astype(np.int64) // RUN.itemsize
    text = np.repeat(np.arange(len(many)), many)
    start, end = (runs[name].astype(np.int64) for name in ("start", "end"))
    return uncommon, plain, spread.Runs(text, start, end, runs["key"].copy())
