"""Readable English about harmless matters in invented places, drawn from a small grammar.

Every sentence is a clause, perhaps with a lead and a tail. Names, streets, dates and numbers
stand close together, so that two independent posts hardly ever share eight words in a row by
accident: of the 200 million pairs of 20,000 posts, one or two do (see the test).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

from antiphon.simulate.lexicon import PLACE, lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np

    from antiphon.simulate.lexicon import Node, Pool, Topic

POST_WORDS = (20, 44)
ARTICLE_WORDS = (130, 285)
MOST_WORDS = 60
PARAGRAPH = 3


class Body(NamedTuple):
    """What a post says, before credit and boilerplate: a title (articles only), sentences."""

    title: str
    sentences: tuple[str, ...]
    topic: int

    @property
    def words(self) -> int:
        """Words of the sentences."""
        return sum(count_words(s) for s in self.sentences)


def stream(rng: np.random.Generator, block: int = 65_536) -> Callable[[], int]:
    """A function that gives one random integer after another, below 2^30; fast in a loop."""

    def blocks() -> Iterator[list[int]]:
        while True:
            yield rng.integers(0, 1 << 30, size=block).tolist()

    return itertools.chain.from_iterable(blocks()).__next__


class Writer:
    """Writes bodies. The same stream of integers gives the same words."""

    def __init__(self, draw: Callable[[], int]) -> None:
        self.draw = draw
        self.words = lexicon()

    def body(self, *, article: bool, topic: int = -1, place: str = "") -> Body:
        """A social post of 20 to 60 words, or an article of 120 to 300 with a title."""
        words, draw = self.words, self.draw
        if topic < 0:
            topic = draw() % len(words.topics)
        place = place or words.places[draw() % len(words.places)]
        subject = words.topics[topic]
        low, high = ARTICLE_WORDS if article else POST_WORDS
        wanted = low + draw() % (high - low)
        sentences: list[str] = []
        length = 0
        while length < wanted:
            sentence = self.sentence(subject, place)
            more = count_words(sentence)
            if not article and length >= low and length + more > MOST_WORDS:
                break
            if article or length + more <= MOST_WORDS:
                sentences.append(sentence)
                length += more
        title = self.finish(expand(self.choose(subject.titles), draw), place) if article else ""
        return Body(title, tuple(sentences), topic)

    def sentence(self, topic: Topic, place: str) -> str:
        """One sentence on a topic."""
        draw = self.draw
        clause = draw() % (len(topic.clauses) + len(topic.timed_clauses))
        free = clause < len(topic.clauses)
        form = topic.clauses[clause] if free else topic.timed_clauses[clause - len(topic.clauses)]
        text = expand(form, draw)
        kind = draw() % 20
        timed = free and kind % 2 == 0
        if kind < 7:
            lead = expand(self.choose(topic.timed_leads if timed else topic.leads), draw)
            text = f"{lead}, {text}"
        if kind > 4:
            timed = timed and kind > 6
            tail = expand(self.choose(topic.timed_tails if timed else topic.tails), draw)
            text = f"{text}, {tail}"
        return self.finish(text, place) + "."

    def framing(self, topic: int) -> str:
        """A short sentence of one's own around what is taken up."""
        text = expand(self.choose(self.words.topics[topic].framing), self.draw)
        return self.finish(text, "")

    def stock(self) -> str:
        """A sentence that everybody uses."""
        return self.words.stock[self.draw() % len(self.words.stock)]

    def choose(self, pool: Pool) -> str | Node:
        """One of the pool."""
        chosen: str | Node = pool[self.draw() % len(pool)]
        return chosen

    @staticmethod
    def finish(text: str, place: str) -> str:
        """Own town and the capital put right."""
        if PLACE in text:
            text = text.replace(PLACE, place)
        return text[:1].upper() + text[1:]


def expand(node: str | Node, draw: Callable[[], int]) -> str:
    """Fill every slot, and the slots of what fills them."""
    if isinstance(node, str):
        return node
    form, pools = node
    parts = []
    for pool, size in pools:
        item = pool[draw() % size]
        parts.append(item if type(item) is str else expand(item, draw))
    return form % tuple(parts)


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def count_words(text: str) -> int:
    """Words as typed: runs between spaces."""
    return text.count(" ") + 1


def laid_out(sentences: tuple[str, ...], *, article: bool) -> str:
    """Sentences on one line, or in paragraphs."""
    if not article:
        return " ".join(sentences)
    starts = range(0, len(sentences), PARAGRAPH)
    return "\n\n".join(" ".join(sentences[i : i + PARAGRAPH]) for i in starts)
