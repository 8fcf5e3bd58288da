"""The sentences of the candidates, and what the model says of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.kernels import evidence, sentences
from antiphon.kernels.skeletons import NUMBER, U
from antiphon.kernels.tokens import WEIGHT, WORD_WEIGHT, tokenise
from antiphon.measures.reuse.translated.reading import texts_of
from antiphon.measures.reuse.translated.sanity import unit
from antiphon.strings import buffers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.kernels.encounters import Met
    from antiphon.measures.reuse.translated.encoder import Encoder
    from antiphon.measures.reuse.translated.reading import Posts
    from antiphon.progress import Progress

MOST = 256  # sentences of a text that are compared
SHORTEST = 3 * WORD_WEIGHT  # weight of a sentence that can be linked
BATCH = 1024  # sentences embedded between two signs of life
MENTIONS = re.compile(r"https?://\S+|www\.\S+|[@＠]\w+")


@dataclass(frozen=True)
class Read:
    """The sentences of the candidates."""

    texts: NDArray[np.int64]
    """The texts, ascending; row i of what follows is texts[i]."""
    offsets: NDArray[np.int64]
    """Text i has the sentences offsets[i]:offsets[i + 1]."""
    starts: NDArray[np.int64]
    """First character of each sentence."""
    ends: NDArray[np.int64]
    words: NDArray[np.int64]
    weights: NDArray[np.int64]
    """Words, single characters of Han counting half."""
    total: NDArray[np.int64]
    """Words of each text."""
    numbers: NDArray[np.int64]
    """Sentence s has the numbers number[numbers[s]:numbers[s + 1]]."""
    number: NDArray[np.uint64]
    sayings: list[str]
    """What the model is asked about, each once."""
    saying: NDArray[np.int64]
    """The saying of each sentence."""


def read(engine: Engine, posts: Posts, met: Met) -> Read:
    """The sentences of the texts that met another."""
    texts = np.unique(np.concatenate([met.early, met.late]))
    column = texts_of(engine, posts.ix[posts.first[texts]])
    offsets, data = buffers(column)
    found = sentences.split(offsets, data)
    tokens = tokenise(offsets, data)
    owner = np.repeat(np.arange(len(texts)), np.diff(tokens.offsets))
    # Sentences and words are ordered by text and character: one search finds where each begins.
    base = np.int64(1) << 32
    places = owner * base + tokens.starts
    low = np.searchsorted(places, found.text.astype(np.int64) * base + found.starts)
    high = np.searchsorted(places, found.text.astype(np.int64) * base + found.ends)
    heavy = np.concatenate([[0], np.cumsum((tokens.weights & WEIGHT).astype(np.int64))])
    weights = heavy[high] - heavy[low]
    place = np.arange(len(found.text)) - np.searchsorted(found.text, found.text)
    kept = np.flatnonzero((weights >= SHORTEST) & (place < MOST))
    bounds = np.searchsorted(found.text[kept], np.arange(len(texts) + 1))
    said = [plain(data[a:b].tobytes()) for a, b in zip(found.first[kept], found.last[kept],
                                                       strict=True)]  # fmt: skip
    place_of = {text: i for i, text in enumerate(sorted(set(said)))}
    numbers, number = figures(data, found.first[kept], found.last[kept])
    return Read(
        texts, bounds, found.starts[kept].astype(np.int64), found.ends[kept].astype(np.int64),
        (high - low)[kept], weights[kept], np.diff(tokens.offsets), numbers, number,
        list(place_of), np.array([place_of[text] for text in said], np.int64),
    )  # fmt: skip


def plain(sentence: bytes) -> str:
    """A sentence as the model gets it: without links and mentions, on one line."""
    return " ".join(MENTIONS.sub(" ", sentence.decode()).split())


def figures(
    data: NDArray[np.uint8], first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The numbers of each sentence, as offsets and keys."""
    bounds = np.zeros(len(first) + 1, np.int64)
    np.cumsum(last - first, out=bounds[1:])
    flat = np.concatenate([data[a:b] for a, b in zip(first, last, strict=True)] or [data[:0]])
    seen = evidence.scan(bounds, flat)
    kept = (seen.keys >> U(60)) == NUMBER >> U(60)
    keys, text = seen.keys[kept], seen.text[kept]
    return np.searchsorted(text, np.arange(len(first) + 1)), keys


def embed(encoder: Encoder, sayings: Sequence[str], progress: Progress) -> NDArray[np.float32]:
    """A vector of length one for each saying; those of like length are asked together."""
    order = sorted(range(len(sayings)), key=lambda i: (len(sayings[i]), i))
    parts = []
    for at in range(0, len(order), BATCH):
        batch = [sayings[i] for i in order[at : at + BATCH]]
        parts.append(unit(encoder.encode(batch)))
        progress.advance(len(batch))
    found = np.concatenate(parts)
    vectors = np.empty_like(found)
    vectors[order] = found
    return vectors
