"""What a comparison has in common with the one before it, and what it takes over from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antiphon.kernels import align, anchors, renewal
from antiphon.kernels.chains import arrange, chain
from antiphon.kernels.wordings import carried_by_several
from antiphon.measures.reuse.index import Index, Kept

if TYPE_CHECKING:
    from antiphon.kernels.repeats import Grams
    from antiphon.kernels.wordings import Wordings, Words
    from antiphon.measures.reuse.corpus import Corpus

MOST = 1 / 3  # of all words in new texts: above it, comparing everything takes no longer
PAIR = 2  # columns of an alignment that name its wordings
State = tuple[NDArray[np.int64], NDArray[np.bool_]]


class Facts(NamedTuple):
    """What the comparison knows of each wording besides its words."""

    began: NDArray[np.int64]
    """Time of its first post."""
    ended: NDArray[np.int64]
    """Time of its last post."""
    opener: NDArray[np.int64]
    """The account of its first post."""
    sole: NDArray[np.int64]
    """The account, where only one carries it; else -1."""


def facts(corpus: Corpus, said: Wordings) -> Facts:
    """What is known of each wording from the posts that carry it."""
    first, last = said.first, said.posts[said.offsets[1:] - 1]
    opener = corpus.accounts[first]
    sole = np.where(carried_by_several(said, corpus.accounts), -1, opener)
    return Facts(corpus.times[first], corpus.times[last], opener, sole)


@dataclass(frozen=True)
class Known:
    """What is known of the wordings from an earlier comparison."""

    kept: Kept
    now: NDArray[np.int64]
    """The number that each kept wording has now."""
    same: NDArray[np.bool_]
    """Which wordings are as they were, in the same order."""
    reach: NDArray[np.int64]
    """See `kernels.renewal.touched`."""

    def sieve(self, words: Words) -> NDArray[np.uint64]:
        """What lets the grams of new and changed wordings pass."""
        return renewal.sieve_of(words.take(np.flatnonzero(~self.same)))

    def unchanged(self, looks: NDArray[np.uint64]) -> bool:
        """Is there nothing to be kept but what is?"""
        return bool(self.same.all()) and np.array_equal(looks, self.kept.looks)

    def mark(self, words: Words) -> None:
        """Mark where common grams began."""
        places = words.take(self.now)
        renewal.unpack(self.kept.common, words.weights, places.begin, places.end)

    def before(self, grams: Grams, words: Words, *, whole: bool) -> State:
        """See `kernels.renewal.touched`; with nothing left of a touched group if `whole` is set."""
        before, was = renewal.touched(grams, self.reach, words.weights)
        return np.where(before < np.diff(grams.group), 0, before) if whole else before, was

    def settled(
        self, grams: Grams, common: NDArray[np.bool_], state: State, words: Words
    ) -> NDArray[np.int64]:
        """See `kernels.renewal.settled`."""
        known: NDArray[np.int64] = renewal.settled(grams, common, *state, words.weights)
        return known

    def anchors(self, words: Words) -> anchors.Anchors:
        """The anchors that stand, once what is paired anew is marked."""
        rows = self.kept.anchors
        return anchors.Anchors(*renewal.standing(rows, self.now, words.begin, words.weights))

    def recall(
        self, chains: NDArray[np.int64], looks: NDArray[np.uint64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which chains have been aligned before, and how; the words are marked as they were."""
        alike = self.same[self.now] & (looks[self.now] == self.kept.looks)
        pairs = self.kept.chains[:, :PAIR]
        of = np.flatnonzero(alike[pairs].all(axis=1))
        before = self.kept.chains[of].astype(np.int64)
        before[:, :PAIR] = self.now[before[:, :PAIR]]
        rows = renewal.recall(chains, before)
        return rows >= 0, self.kept.aligned[of[rows[rows >= 0]]].astype(np.int64)


def known(
    kept: Kept, keys: NDArray[np.uint64], told: Facts, accounts: NDArray[np.uint64], words: Words
) -> Known | None:
    """What can be taken over; None if a wording is gone, or if so much is new that it is no use."""
    was, now = counterparts(kept.keys, keys)
    if (now < 0).any():
        return None
    same = was >= 0
    same[same] = (
        (kept.began[was[same]] == told.began[same])
        & (kept.ended[was[same]] == told.ended[same])
        & (kept.opener[was[same]] == accounts[told.opener[same]])
        & (kept.several[was[same]] == (told.sole[same] < 0))
    )
    same[same] = in_order(was[same])
    if words.lengths[~same].sum() > MOST * words.lengths.sum():
        return None
    return Known(kept, now, same, reach(was, same))


def counterparts(
    old: NDArray[np.uint64], new: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The place of each new key among the old ones, and of each old one among the new; or -1."""
    was, now = np.full(len(new), -1, np.int64), np.full(len(old), -1, np.int64)
    _, here, there = np.intersect1d(new, old, assume_unique=True, return_indices=True)
    was[here], now[there] = there, here
    return was, now


def in_order(numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of the numbers have no greater one before them and no less one after."""
    highest = np.maximum.accumulate(numbers)
    lowest = np.minimum.accumulate(numbers[::-1])[::-1]
    return np.asarray((numbers == highest) & (numbers == lowest), np.bool_)


def reach(was: NDArray[np.int64], same: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The first wording that each new or changed one has a bearing on: it may have been earlier."""
    n = len(was)
    result = np.full(n, n, np.int64)
    stayed = np.append(np.flatnonzero(same), n)
    changed = np.flatnonzero(~same)
    after = stayed[np.searchsorted(was[stayed[:-1]], was[changed])]
    result[changed] = np.where(was[changed] < 0, changed, np.minimum(changed, after))
    return result


class Past:
    """What the last comparison left in the index, and what this one leaves there."""

    def __init__(self, index: Index, words: Words, told: Facts, fingerprint: str) -> None:
        self._index, self._words, self._told = index, words, told
        self._fingerprint = fingerprint
        self._accounts = index.accounts()
        self._keys = renewal.identify(words.hashes, words.weights, words.begin, words.end)
        kept = index.read(fingerprint)
        self.known = known(kept, self._keys, told, self._accounts, words) if kept else None

    def align(self, met: anchors.Anchors, least: int) -> align.Alignments:
        """What `align.align` gives; and the index is made anew."""
        words = self._words
        order, bounds = arrange(met.early, met.late, met.at_early, len(words.begin))
        chains = chain(order, bounds, *met, words.begin)
        looks = renewal.looks(words.weights, words.begin, words.end)
        found = self._verified(chains, looks, least)
        if self.known is None or not self.known.unchanged(looks):
            rows = renewal.lasting(order, *met, words.begin)
            self._leave(looks, rows, chains, found)
        return align.found(found)

    def _verified(
        self, chains: NDArray[np.int64], looks: NDArray[np.uint64], least: int
    ) -> NDArray[np.int64]:
        """The alignment around each chain."""
        words = self._words
        arrays = (words.hashes, words.weights, words.begin, words.end, least)
        if self.known is None:
            return align.verify(chains, *arrays)
        done, aligned = self.known.recall(chains, looks)
        found = np.empty((len(chains), align.COLUMNS), np.int64)
        found[:, :PAIR] = chains[:, :PAIR]
        found[done, PAIR:] = aligned
        found[~done] = align.verify(chains[~done], *arrays)
        return found

    def _leave(
        self, looks: NDArray[np.uint64], rows: NDArray[np.int32], chains: NDArray[np.int64],
        found: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write what the next comparison may take over."""
        told, words = self._told, self._words
        common = renewal.pack(words.weights, words.begin, words.end)
        small = (chains.astype(np.int32), found[:, PAIR:].astype(np.int32))
        opener, several = self._accounts[told.opener], told.sole < 0
        kept = Kept(
            self._keys, looks, told.began, told.ended, opener, several, common, rows, *small
        )
        self._index.write(kept, self._fingerprint)
