"""From words to shared passages: arrays in, arrays out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels import align, anchors, expand, families, spread, wordings
from antiphon.kernels.tokens import WORD_WEIGHT
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.families import Members, Neighbours
    from antiphon.kernels.wordings import Wordings, Words
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.schema import Blocs

DAY = 86_400_000_000
STAGES = 5  # that the search reports: wordings, anchors, alignments, pairs, families
NEAREST = 5  # earlier posts of each bloc listed for a post and a wording
UNCOMMON = 0.75  # of the least weight of a passage must be in no common phrase
PART = 1 << 26  # words whose grams are sorted at once: about half a gigabyte


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


def search(
    corpus: Corpus, blocs: Blocs, settings: Reuse, progress: Progress = SILENT, *, part: int = PART
) -> Found:
    """Find the passages, the earlier posts they could come from, and the families.

    `part` bounds the words whose grams are held at once; it changes nothing but memory.
    """
    progress.start("Comparing texts", total=STAGES, unit="stages")
    said = wordings.group(corpus.words, settings.min_words * WORD_WEIGHT)
    progress.advance()
    window = int(settings.window_days * DAY)
    near = passages(corpus, said, settings, progress, part)
    pairs = expand.expand(
        said.of_post, said.posts, said.offsets, near.offsets, near.other,
        corpus.times, corpus.accounts, corpus.blocs, len(blocs.all), window, NEAREST,
    )  # fmt: skip
    progress.advance()
    members = families.families(said, near, corpus.times, corpus.accounts, window)
    eligible = np.bincount(corpus.blocs[said.of_post >= 0], minlength=len(blocs.all))
    counts = dict(zip(blocs.all, eligible.tolist(), strict=True))
    progress.advance()
    progress.done(f"{len(pairs[0]):,} pairs, {len(members.post):,} posts in families")
    return Found(said, near, Pairs(*pairs), members, counts)


def passages(
    corpus: Corpus, said: Wordings, settings: Reuse, progress: Progress, part: int
) -> Neighbours:
    """The passages that pass the settings, between wordings and within one."""
    words = replace(corpus.words.take(said.first), weights=corpus.words.weights.copy())
    several = carried_by_several(said, corpus.accounts)
    least = settings.min_words * WORD_WEIGHT
    met = meet(corpus, said, words, settings, part)
    progress.advance()
    found = align.align(met, words, least, math.ceil(UNCOMMON * least))
    progress.advance()
    longest = np.maximum(found.end_left - found.start_left, found.end_right - found.start_right)
    changed = longest - found.matched
    good = (found.weight - changed >= least) & (changed <= settings.max_edited * longest)
    good &= found.uncommon >= UNCOMMON * least
    heavy = spread.counted(words.weights, words.begin, words.end) >= UNCOMMON * least
    kept = align.Alignments(*(column[good] for column in found))
    return families.neighbours(kept, np.flatnonzero(several & heavy), words.lengths)


def meet(
    corpus: Corpus, said: Wordings, words: Words, settings: Reuse, part: int
) -> anchors.Anchors:
    """Anchors between wordings, part by part; words of common phrases are marked in the weights."""
    weights, several = words.weights, carried_by_several(said, corpus.accounts)
    first, last = said.first, said.posts[said.offsets[1:] - 1]
    times, accounts = corpus.times, corpus.accounts
    began, ended, sole = times[first], times[last], np.where(several, -1, accounts[first])
    burst, window = int(settings.common_days * DAY), int(settings.window_days * DAY)
    least = settings.common_accounts
    spread.mark_wordings(
        said.posts, said.offsets, words.begin, words.end, times, accounts, weights, least, burst
    )
    found = []
    for grams in anchors.parts(words, part):
        common = spread.mark_grams(*grams, words.end, began, accounts[first], weights, least, burst)
        found.append(anchors.anchors(*grams, common, began, ended, sole, window, settings.breadth))
    return anchors.Anchors(*(np.concatenate(column) for column in zip(*found, strict=True)))


def carried_by_several(said: Wordings, accounts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which wordings more than one account carries."""
    if not len(said.posts):
        return np.zeros(0, np.bool_)
    carrier = accounts[said.posts]
    low = np.minimum.reduceat(carrier, said.offsets[:-1])
    high = np.maximum.reduceat(carrier, said.offsets[:-1])
    return np.not_equal(low, high)
