"""Candidates to passages: which sentences translate which, and the posts that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.kernels import crossing
from antiphon.kernels.expand import expand
from antiphon.kernels.tokens import WORD_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.kernels.crossing import Links
    from antiphon.kernels.encounters import Met
    from antiphon.measures.reuse.translated.languages import Languages
    from antiphon.measures.reuse.translated.reading import Posts
    from antiphon.measures.reuse.translated.sanity import Score
    from antiphon.measures.reuse.translated.sayings import Read
    from antiphon.measures.reuse.translated.settings import Translated

DAY = 86_400_000_000
SAMPLE = 4096  # sentences of a language that levels are measured against
NEAREST = 5  # earlier posts of each bloc listed for a post and a text


def link(
    said: Read,
    met: Met,
    *,
    languages: Languages,
    vectors: NDArray[np.float32],
    scores: Sequence[Score],
    threshold: float,
) -> Links:
    """The passages between the candidates."""
    spoken = languages.of_text[said.texts]
    texts = crossing.Texts(said.offsets, said.saying, said.words, said.numbers, said.number)
    length = crossing.doubles(texts, vectors)
    level = levels(said, vectors, length, spoken, len(languages.names))
    true, most = bounds(scores, languages.names)
    pairs = np.searchsorted(said.texts, np.stack([met.early, met.late]))
    found, mean = crossing.align(
        pairs, texts, vectors, level, length, spoken, true, most, threshold
    )
    pair, begin_a, end_a, begin_b, end_b, words_a, words_b = found
    return crossing.Links(pair, begin_a, end_a, begin_b, end_b, words_a, words_b, mean)


def bounds(
    scores: Sequence[Score], names: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """By two languages: the cosine of translations, and the most that a level may be.

    Where a message is everywhere its own translations raise the level; half way between the test's
    strangers and its translations is where that ends.
    """
    true = np.full((len(names), len(names)), np.inf, np.float32)
    most = np.zeros_like(true)
    for score in scores:
        for a, left in enumerate(names):
            for b, right in enumerate(names):
                if {left, right} == set(score.languages):
                    true[a, b] = score.true
                    most[a, b] = (score.true + score.strange) / 2
    return true, most


def levels(
    said: Read,
    vectors: NDArray[np.float32],
    length: NDArray[np.float32],
    spoken: NDArray[np.int64],
    count: int,
) -> NDArray[np.float32]:
    """The level of each sentence and of each with its next, against each language."""
    owner = np.repeat(spoken, np.diff(said.offsets))
    total = len(said.saying)
    found = np.zeros((2 * total, count), np.float32)
    ahead = np.minimum(np.arange(total) + 1, max(total - 1, 0))
    for language in range(count):
        pool = np.unique(said.saying[owner == language])
        sample = vectors[pool[:: max(1, -(-len(pool) // SAMPLE))]]
        for at in range(0, total, crossing.BLOCK):
            rows = slice(at, min(at + crossing.BLOCK, total))
            one, two = vectors[said.saying[rows]], vectors[said.saying[ahead[rows]]]
            both = one * said.words[rows, None] + two * said.words[ahead[rows], None]
            found[rows, language] = crossing.levels(one, sample)
            doubled = (both / length[rows, None]).astype(np.float32)
            found[total + at : total + rows.stop, language] = crossing.levels(doubled, sample)
    return found


def table(
    posts: Posts, said: Read, met: Met, links: Links, *, settings: Translated, blocs: int
) -> pa.Table:
    """A row a pair of posts and a passage, the earlier post first; see `find`."""
    enough = settings.min_words * WORD_WEIGHT
    kept = np.minimum(weight(said, links.begin_a, links.end_a),
                      weight(said, links.begin_b, links.end_b)) >= enough  # fmt: skip
    a, b = (said_by[links.pair[kept]] for said_by in (met.early, met.late))
    left = span(said, links.begin_a[kept], links.end_a[kept])
    right = span(said, links.begin_b[kept], links.end_b[kept])
    matched = np.minimum(links.words_a, links.words_b)[kept]
    # Each passage is seen from both texts: either may be carried by the later post.
    source, other = np.concatenate([a, b]), np.concatenate([b, a])
    order = np.argsort(source, kind="stable")
    texts = int(posts.wording.max(initial=-1)) + 1
    near = np.zeros(texts + 1, np.int64)
    np.cumsum(np.bincount(source, minlength=texts), out=near[1:])
    carried = np.argsort(posts.wording, kind="stable")
    offsets = np.searchsorted(posts.wording[carried], np.arange(texts + 1))
    earlier, later, row = expand(
        posts.wording, carried, offsets, near, other[order], posts.times, posts.accounts,
        posts.blocs, blocs, int(settings.days * DAY), NEAREST,
    )  # fmt: skip
    seen = order[row]
    turned, passage = seen < len(a), seen % max(len(a), 1)
    columns: dict[str, Any] = {"ix_a": posts.ix[earlier], "ix_b": posts.ix[later]}
    for name in left:
        columns[f"{name}_b"] = np.where(turned, left[name][passage], right[name][passage])
        columns[f"{name}_a"] = np.where(turned, right[name][passage], left[name][passage])
    return pa.table(
        {
            **columns,
            "words_matched": matched[passage],
            "closeness": links.closeness[kept][passage],
        }
    )


def weight(said: Read, begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.int64]:
    """The weight of the sentences begin:end."""
    total: NDArray[np.int64] = np.concatenate([[0], np.cumsum(said.weights)])
    found: NDArray[np.int64] = total[end] - total[begin]
    return found


def span(said: Read, begin: NDArray[np.int64], end: NDArray[np.int64]) -> dict[str, Any]:
    """Where the sentences begin:end stand in their text, and how much of it they are."""
    total = np.concatenate([[0], np.cumsum(said.words)])
    text = np.searchsorted(said.offsets, begin, side="right") - 1
    words = total[end] - total[begin]
    return {
        "start": said.starts[begin],
        "end": said.ends[np.maximum(end - 1, 0)],
        "words": words,
        "coverage": words / np.maximum(said.total[text], 1),
    }
