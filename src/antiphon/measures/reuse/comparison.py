"""Which wordings share a passage: what passes the settings of all that the kernels align."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.kernels import align, anchors, spread
from antiphon.kernels.grams import ALL, bits_of
from antiphon.kernels.repeats import parts
from antiphon.kernels.tokens import COMMON, QUOTED, WEIGHT, WORD_WEIGHT
from antiphon.kernels.worth import SIGN, UNCOMMON
from antiphon.measures.reuse import han, phrases, renewal
from antiphon.measures.reuse.index import fingerprint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.align import Alignments
    from antiphon.kernels.spread import Runs
    from antiphon.kernels.wordings import Wordings, Words
    from antiphon.measures.reuse.corpus import Corpus
    from antiphon.measures.reuse.index import Index
    from antiphon.measures.reuse.renewal import Facts, Known
    from antiphon.measures.reuse.settings import Reuse
    from antiphon.progress import Progress

DAY = 86_400_000_000
SLACK = 12  # weight below the least that the words around an anchor may score at a first look
PART = 1 << 26  # words whose grams are sorted at once: about half a gigabyte
# Settings that nothing depends on which one comparison leaves to the next.
ASIDE = (
    "max_edited", "phrases", "model", "translated_days", "translated_closeness", "memory_gb",
)  # fmt: skip


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
    phrases: Runs
    """Where wordings have common phrases."""
    new: int | None = None
    """How many wordings were not taken over from an earlier comparison, if that is known."""


def compare(
    corpus: Corpus,
    said: Wordings,
    settings: Reuse,
    progress: Progress,
    part: int = PART,
    *,
    index: Index | None = None,
) -> Compared:
    """Compare all wordings, with the help of what the last comparison left in an index.

    `part` bounds the words whose grams are held at once. Neither changes anything but memory and
    time. Meanwhile words are marked in their weights.
    """
    weights = corpus.words.weights
    try:
        return marked(corpus, said, settings, progress, part=part, index=index)
    finally:
        np.bitwise_and(weights, WEIGHT | QUOTED, out=weights)


def marked(
    corpus: Corpus,
    said: Wordings,
    settings: Reuse,
    progress: Progress,
    *,
    part: int,
    index: Index | None,
) -> Compared:
    """Compare all wordings and leave the marks of common phrases where they are."""
    fold = han.fold(simplified=settings.simplified)
    overruled = phrases.read(settings.phrases)
    phrases.mark(corpus.words, corpus.words.weights, overruled, fold)
    words = corpus.words.take(said.first)
    told = renewal.facts(corpus, said)
    past = None
    if index:
        relevant = {k: v for k, v in asdict(settings).items() if k not in ASIDE}
        mark = fingerprint(relevant, overruled, bits_of(words))
        past = renewal.Past(index, words, told, mark)
    known = past.known if past else None
    met = meet(corpus, said, words, told, settings, part=part, known=known)
    progress.advance()
    least = settings.min_words * WORD_WEIGHT
    found = past.align(met, least) if past else align.align(met, words, least)
    passages = settle(found, settings)
    progress.advance()
    common = spread.phrases(words)
    texts = (words.weights, words.begin, words.end)
    heavy = spread.counted(*texts, COMMON) >= UNCOMMON * least
    plain = spread.counted(*texts, QUOTED)
    new = len(said.first) if known is None else int((~known.same).sum())
    return Compared(passages, heavy, plain, words.lengths, common, new)


def settle(found: Alignments, settings: Reuse) -> Alignments:
    """The alignments that pass the settings; of those of one pair that meet, the heavier."""
    least = settings.min_words * WORD_WEIGHT
    longest = np.maximum(found.end_left - found.start_left, found.end_right - found.start_right)
    good = 2 * (found.weight + SIGN * found.signs) - found.changed >= 2 * least
    good &= longest - found.matched <= settings.max_edited * longest
    good &= found.uncommon >= UNCOMMON * least
    kept = align.Alignments(*(column[good] for column in found))
    once = align.distinct(*kept[:6], kept.weight)
    return align.Alignments(*(column[once] for column in kept))


def meet(
    corpus: Corpus, said: Wordings, words: Words, told: Facts, settings: Reuse, *, part: int,
    known: Known | None,
) -> anchors.Anchors:  # fmt: skip
    """Anchors between wordings, part by part; words of common phrases are marked in the weights."""
    weights, overruled = words.weights, bool(settings.phrases)
    burst, window = int(settings.common_days * DAY), int(settings.window_days * DAY)
    least, enough = settings.common_accounts, 2 * (settings.min_words * WORD_WEIGHT - SLACK)
    spread.mark_wordings(
        said.posts, said.offsets, words.begin, words.end, corpus.times, corpus.accounts,
        weights, least, burst,
    )  # fmt: skip
    carried = np.stack([told.began, told.ended, told.sole, words.begin, words.end], axis=1)
    if known:
        known.mark(words)
    found = []
    for grams in parts(words, part, known.sieve(words) if known else ALL):
        state = known.before(grams, words, whole=overruled) if known else None
        common = spread.mark_grams(grams, told.began, told.opener, weights, least, burst, overruled)
        settled = known.settled(grams, common, state, words) if known and state else None
        rules = (window, settings.breadth, enough)
        found.append(anchors.anchors(grams, common, words.hashes, carried, *rules, settled))
    if known:
        found.append(known.anchors(words))
    spread.mark_phrases(words.begin, words.end, weights)
    return anchors.Anchors(*(np.concatenate(column) for column in zip(*found, strict=True)))
