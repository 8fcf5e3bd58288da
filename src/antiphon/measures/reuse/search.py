"""From words to shared passages: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels import expand, families, wordings
from antiphon.kernels.tokens import WORD_WEIGHT
from antiphon.measures.reuse import by_key, comparison
from antiphon.measures.reuse.comparison import DAY, PART
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.families import Members, Neighbours
    from antiphon.kernels.wordings import Wordings
    from antiphon.measures.reuse.comparison import Compared
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.index import Index
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.schema import Blocs

STAGES = 5  # that the search reports: wordings, anchors, alignments, pairs, families
NEAREST = 5  # earlier posts of each bloc listed for a post and a wording


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
    compared: Compared
    eligible: dict[str, int]
    """Posts of each bloc that are long enough to share a passage."""


def search(
    corpus: Corpus,
    blocs: Blocs,
    settings: Reuse,
    progress: Progress = SILENT,
    *,
    part: int = PART,
    index: Index | None = None,
    before: Found | None = None,
) -> Found:
    """Find the passages, the earlier posts they could come from, and the families.

    `part` bounds the words whose grams are held at once; `index` has what an earlier search left;
    `before` is what the same texts by the same accounts gave, whatever their blocs. None of them
    changes anything but memory and time.
    """
    progress.start("Comparing texts", total=STAGES, unit="stages")
    window = int(settings.window_days * DAY)
    least = settings.min_words * WORD_WEIGHT
    if before:
        said, found = before.wordings, before.compared
        for _ in range(STAGES - 2):
            progress.advance()
    elif corpus.spelled:
        said = wordings.group(corpus.spelled.together(least), 1)
        progress.advance()
        found = by_key.compare(corpus, said, settings, progress)
    else:
        said = wordings.group(corpus.words, least)
        progress.advance()
        found = comparison.compare(corpus, said, settings, progress, part, index=index)
    own = np.flatnonzero(wordings.carried_by_several(said, corpus.accounts) & found.heavy)
    near = families.neighbours(found.passages, own, found.lengths, found.plain, least)
    pairs = expand.expand(
        said.of_post, said.posts, said.offsets, near.offsets, near.other,
        corpus.times, corpus.accounts, corpus.blocs, len(blocs.all), window, NEAREST,
    )  # fmt: skip
    progress.advance()
    members = families.families(said, near, corpus.times, corpus.accounts, window)
    eligible = np.bincount(corpus.blocs[said.of_post >= 0], minlength=len(blocs.all))
    counts = dict(zip(blocs.all, eligible.tolist(), strict=True))
    progress.advance()
    new = "" if found.new is None else f"{found.new:,} new texts of {len(said.first):,}, "
    progress.done(f"{new}{len(pairs[0]):,} pairs, {len(members.post):,} posts in families")
    return Found(said, near, Pairs(*pairs), members, found, counts)
