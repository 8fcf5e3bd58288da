"""Which wordings share a passage: what passes the settings of all that the kernels align."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels import align, anchors, spread
from antiphon.kernels.tokens import QUOTED, WORD_WEIGHT
from antiphon.kernels.wordings import carried_by_several

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.align import Alignments
    from antiphon.kernels.wordings import Wordings, Words
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.progress import Progress

DAY = 86_400_000_000
UNCOMMON = 0.5  # of the least weight of a passage must be in no common phrase
SLACK = 12  # weight below the least that the words around an anchor may score at a first look
PART = 1 << 26  # words whose grams are sorted at once: about half a gigabyte


class Compared(NamedTuple):
    """What is known of all wordings once they have been compared."""

    passages: Alignments
    """Those that pass the settings."""
    heavy: NDArray[np.bool_]
    """Whether a wording says enough besides common phrases to be a passage itself."""
    plain: NDArray[np.int64]
    """The weight of each wording's words outside quotation marks."""
    lengths: NDArray[np.int64]
    """Its words."""


def compare(
    corpus: Corpus, said: Wordings, settings: Reuse, progress: Progress, part: int = PART
) -> Compared:
    """Compare all wordings.

    `part` bounds the words whose grams are held at once; it changes nothing but memory.
    """
    words = replace(corpus.words.take(said.first), weights=corpus.words.weights.copy())
    met = meet(corpus, said, words, settings, part)
    progress.advance()
    passages = settle(align.align(met, words), settings)
    progress.advance()
    texts = (words.weights, words.begin, words.end)
    enough = UNCOMMON * settings.min_words * WORD_WEIGHT
    heavy = spread.counted(*texts, align.COMMON) >= enough
    return Compared(passages, heavy, spread.counted(*texts, QUOTED), words.lengths)


def settle(found: Alignments, settings: Reuse) -> Alignments:
    """The alignments that pass the settings; of those of one pair that meet, the heavier."""
    least = settings.min_words * WORD_WEIGHT
    longest = np.maximum(found.end_left - found.start_left, found.end_right - found.start_right)
    good = 2 * found.weight - found.changed >= 2 * least
    good &= longest - found.matched <= settings.max_edited * longest
    good &= found.uncommon >= UNCOMMON * least
    kept = align.Alignments(*(column[good] for column in found))
    once = align.distinct(*kept[:6], kept.weight)
    return align.Alignments(*(column[once] for column in kept))


def meet(
    corpus: Corpus, said: Wordings, words: Words, settings: Reuse, part: int
) -> anchors.Anchors:
    """Anchors between wordings, part by part; words of common phrases are marked in the weights."""
    weights, times, accounts = words.weights, corpus.times, corpus.accounts
    first, last = said.first, said.posts[said.offsets[1:] - 1]
    began, ended = times[first], times[last]
    sole = np.where(carried_by_several(said, accounts), -1, accounts[first])
    burst, window = int(settings.common_days * DAY), int(settings.window_days * DAY)
    least, enough = settings.common_accounts, 2 * (settings.min_words * WORD_WEIGHT - SLACK)
    spread.mark_wordings(
        said.posts, said.offsets, words.begin, words.end, times, accounts, weights, least, burst
    )
    carried = np.stack([began, ended, sole, words.begin, words.end], axis=1)
    found = []
    for grams in anchors.parts(words, part):
        common = spread.mark_grams(grams, began, accounts[first], weights, least, burst)
        found.append(
            anchors.anchors(grams, common, words.hashes, carried, window, settings.breadth, enough)
        )
    spread.mark_phrases(words.begin, words.end, weights)
    return anchors.Anchors(*(np.concatenate(column) for column in zip(*found, strict=True)))
