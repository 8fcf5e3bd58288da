"""From texts to shared passages: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.kernels import align, anchors, expand, families, spread, tokens, wordings
from antiphon.schema import PRECISIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.families import Members, Neighbours
    from antiphon.kernels.tokens import Tokens
    from antiphon.kernels.wordings import Wordings
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.schema import Blocs

DAY = 86_400_000_000
NEAREST = 5  # earlier posts of each bloc listed for a post and a wording
QUERY = """
    SELECT ix, created_at, coalesce(time_precision, 'second') AS time_precision, bloc,
           dense_rank() OVER (ORDER BY platform, account_id) - 1 AS account, text
    FROM posts WHERE list_contains(?, bloc) ORDER BY ix
"""


@dataclass(frozen=True)
class Corpus:
    """The posts to compare, in order of time."""

    ix: NDArray[np.int64]
    times: NDArray[np.int64]
    """Microseconds since 1970."""
    spans: NDArray[np.int64]
    """Length of the interval that the time stands for, microseconds; 0 for one second."""
    blocs: NDArray[np.int64]
    """Number of the bloc in the study's order."""
    accounts: NDArray[np.int64]
    tokens: Tokens


class Pairs(NamedTuple):
    """Posts that share a passage; `row` is the neighbours' row seen from `post`."""

    earlier: NDArray[np.int64]
    post: NDArray[np.int64]
    row: NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """Everything that the search finds."""

    wordings: Wordings
    near: Neighbours
    pairs: Pairs
    members: Members
    eligible: dict[str, int]
    """Posts of each bloc that are long enough to share a passage."""


def load(engine: Engine, blocs: Blocs) -> Corpus:
    """Read the posts of the study's blocs and split them into words."""
    posts = engine.table(QUERY, [list(blocs.all)])
    text = pc.cast(posts["text"], pa.large_string())
    joined = pa.concat_arrays(text.chunks) if text.num_chunks else pa.array([], pa.large_string())
    where, content = buffers(joined)
    number = {bloc: i for i, bloc in enumerate(blocs.all)}
    length = {name: 0 if n == 1 else n * 1_000_000 for name, n in PRECISIONS.items()}
    return Corpus(
        ix=posts["ix"].to_numpy(),
        times=pc.cast(posts["created_at"], pa.int64()).to_numpy(),
        spans=lookup(posts["time_precision"], length),
        blocs=lookup(posts["bloc"], number),
        accounts=posts["account"].to_numpy(),
        tokens=tokens.tokenise(where, content),
    )


def buffers(texts: Any) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Offsets and bytes of an arrow array of large strings, without copying."""
    _, offsets, data = texts.buffers()
    if not len(texts) or data is None:
        return np.zeros(len(texts) + 1, np.int64), np.zeros(1, np.uint8)
    where = np.frombuffer(offsets, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return where, np.frombuffer(data, np.uint8)


def lookup(column: pa.ChunkedArray[Any], numbers: dict[str, int]) -> NDArray[np.int64]:
    """Strings to the numbers they stand for."""
    keys = pa.array(list(numbers), pa.string())
    index = pc.index_in(column, keys).to_numpy().astype(np.int64)
    return np.array(list(numbers.values()), np.int64)[index]


def search(corpus: Corpus, blocs: Blocs, settings: Reuse) -> Found:
    """Find the passages, the earlier posts they could come from, and the families."""
    said = wordings.group(corpus.tokens, settings.min_words * tokens.WORD_WEIGHT)
    words = representatives(corpus.tokens, said)
    window = int(settings.window_days * DAY)
    near = passages(corpus, said, words, window, settings)
    pairs = expand.expand(
        said.of_post, said.posts, said.offsets, near.offsets, near.other,
        corpus.times, corpus.accounts, corpus.blocs, len(blocs.all), window, NEAREST,
    )  # fmt: skip
    members = families.families(said, near, corpus.times, corpus.accounts, window)
    eligible = np.bincount(corpus.blocs[said.of_post >= 0], minlength=len(blocs.all))
    counts = dict(zip(blocs.all, eligible.tolist(), strict=True))
    return Found(said, near, Pairs(*pairs), members, counts)


def representatives(all_words: Tokens, said: Wordings) -> Tokens:
    """The words of each wording's first post."""
    first = said.first
    lengths = all_words.offsets[first + 1] - all_words.offsets[first]
    offsets = np.zeros(len(first) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    take = np.arange(offsets[-1]) + np.repeat(all_words.offsets[first] - offsets[:-1], lengths)
    return tokens.Tokens(
        all_words.hashes[take],
        all_words.starts[take],
        all_words.ends[take],
        all_words.weights[take],
        offsets,
    )


def passages(
    corpus: Corpus, said: Wordings, words: Tokens, window: int, settings: Reuse
) -> Neighbours:
    """The passages that pass the settings, between wordings and within one."""
    packed = anchors.repeated(words.hashes, words.weights, words.offsets)
    bits = anchors.position_bits(len(words.hashes))
    text_of = np.repeat(np.arange(len(words.offsets) - 1), np.diff(words.offsets))
    weights = words.weights.copy()
    burst = int(settings.common_days * DAY)
    first, last = said.first, said.posts[said.offsets[1:] - 1]
    times, accounts = corpus.times, corpus.accounts
    spread.mark_grams(
        packed, bits, text_of, times[first], accounts[first], weights,
        settings.common_accounts, burst,
    )  # fmt: skip
    spread.mark_wordings(
        said.posts, said.offsets, times, accounts, words.offsets, weights,
        settings.common_accounts, burst,
    )  # fmt: skip
    several = carried_by_several(said, accounts)
    sole = np.where(several, -1, accounts[first])
    keys, left, right = anchors.anchors(
        packed, bits, text_of, times[first], times[last], sole, window, settings.breadth
    )
    found = align.align(keys, left, right, words, weights)
    longest = np.maximum(found.end_left - found.start_left, found.end_right - found.start_right)
    least = settings.min_words * tokens.WORD_WEIGHT
    changed = longest - found.matched
    good = (found.weight - changed >= least) & (changed <= settings.max_edited * longest)
    counted = np.concatenate([[0], np.cumsum(np.where(weights & spread.COMMON, 0, weights))])
    heavy = counted[words.offsets[1:]] - counted[words.offsets[:-1]] >= least
    own = np.flatnonzero(several & heavy)
    kept = align.Alignments(*(column[good] for column in found))
    return families.neighbours(kept, own, np.diff(words.offsets))


def carried_by_several(said: Wordings, accounts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which wordings more than one account carries."""
    if not len(said.posts):
        return np.zeros(0, np.bool_)
    carrier = accounts[said.posts]
    low = np.minimum.reduceat(carrier, said.offsets[:-1])
    high = np.maximum.reduceat(carrier, said.offsets[:-1])
    return np.not_equal(low, high)
