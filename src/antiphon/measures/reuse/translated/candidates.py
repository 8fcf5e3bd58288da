"""Pairs of texts of different languages that may be translations, before any model is asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels import encounters
from antiphon.measures.reuse.translated.languages import HAN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.kernels.encounters import Met
    from antiphon.measures.reuse.translated.languages import Languages
    from antiphon.measures.reuse.translated.reading import Posts
    from antiphon.measures.reuse.translated.settings import Translated

DAY = 86_400_000_000
LEAST = 5.0  # sum of surprises, however few texts there are: one in 150 has it by chance


def meet(posts: Posts, languages: Languages, settings: Translated) -> Met:
    """Pairs of texts whose numbers, names, tags and links agree, the best of each text."""
    spoken = languages.of_text
    groups = encounters.group(posts.keys, posts.key_text, spoken, len(languages.names))
    first, last, sole = carriers(posts)
    texts = encounters.Texts(spoken, first, last, sole)
    limits = (int(settings.days * DAY), settings.breadth, least(first, settings))
    han = languages.alphabet == HAN
    return encounters.meet(groups, texts, languages.comparable, han, limits)


def least(first: NDArray[np.int64], settings: Translated) -> float:
    """The sum of surprises that makes a candidate: one text in the window has it by chance.

    With it the sentences put to the model grow with what is shared, not with the corpus.
    """
    if not len(first):
        return LEAST
    days = max(float(first.max() - first.min()) / DAY, settings.days)
    return max(LEAST, math.log(len(first) * settings.days / days))


def carriers(posts: Posts) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of each text: the times of its first and last post, and its account when it has only one."""
    order = np.argsort(posts.wording, kind="stable")
    count = int(posts.wording.max(initial=-1)) + 1
    if not count:
        none = np.zeros(0, np.int64)
        return none, none, none
    start = np.searchsorted(posts.wording[order], np.arange(count))
    times, accounts = posts.times[order], posts.accounts[order]
    low, high = np.minimum.reduceat(accounts, start), np.maximum.reduceat(accounts, start)
    first, last = np.minimum.reduceat(times, start), np.maximum.reduceat(times, start)
    return first, last, np.where(low == high, low, -1)
