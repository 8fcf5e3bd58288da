"""How a copy differs from what it copies: words exchanged, dropped, added, a clause moved.

The editor knows the grammar's rings of interchangeable words, its adjectives, adverbs and verbs,
and a few turns of its own, so that an edited text is still English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from antiphon.simulate.grammar import capital, count_words
from antiphon.simulate.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

ARTICLE = re.compile(r"\b([Aa])n? (?=([aeiouAEIOU]?))")
LEAD = re.compile(r"(In|Near|Beside|On|By|At|After|Following|Despite|Between|During) [^,]{3,40}, ")
ROUND = re.compile(r"\d{3}|\d,\d{3}")
HEAVY = 0.3
"""Above this share sentences may change places."""
HEDGES = ("about", "roughly", "nearly", "almost", "more or less")
BEFORE_NAME = {
    "in": ("at", "over in", "out in"),
    "on": ("along", "up on", "over on"),
    "from": ("out of", "down from", "over from"),
    "of": ("from", "out of"),
    "to": ("over to", "on to"),
    "near": ("close to", "not far from"),
    "outside": ("just outside", "beyond"),
    "beyond": ("past", "out beyond"),
    "off": ("just off", "near"),
    "along": ("up along", "all along"),
    "behind": ("round behind", "at"),
    "towards": ("out towards", "to"),
    "at": ("near", "close to"),
    "by": ("beside", "close by"),
}
ANYWHERE = {
    "the": ("this", "that", "the said"),
    "a": ("one", "another", "yet another"),
    "an": ("one", "another", "yet another"),
    "this": ("the", "that same"),
    "our": ("the", "this", "our own"),
    "and": ("and also", "and then"),
    "but": ("yet", "still"),
    "because": ("since", "seeing that"),
    "although": ("though", "even though"),
    "once": ("formerly", "at one time"),
    "were": ("were duly", "had been"),
    "with": ("together with", "along with"),
    "who": ("who once",),
    "which": ("which also", "which, of course,"),
}
WEEKDAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
NOT_BEFORE_ADVERB = frozenset({"a", "an", "the", "to", "this", "that", "one", "and"})


def edited(sentences: tuple[str, ...], share: float, draw: Callable[[], int]) -> tuple[str, ...]:
    """The sentences with about `share` of their words touched; 0 returns them as they are.

    A touched word is exchanged, dropped, or given company (an adverb, "about"). Names and years
    stay; above about 0.4 the words that can be touched run out, and sentences change places.
    """
    wanted = round(share * sum(map(count_words, sentences)))
    if not wanted:
        return sentences
    moved = [clause_moved(s) if draw() % 100 < 50 * share else s for s in sentences]
    if draw() % 100 < 200 * (share - HEAVY):
        turn = 1 + draw() % len(moved)
        moved = moved[turn:] + moved[:turn]
    words = [s.split(" ") for s in moved]
    places = [(i, j) for i, sentence in enumerate(words) for j in range(len(sentence))]
    for k in range(len(places) - 1, 0, -1):
        other = draw() % (k + 1)
        places[k], places[other] = places[other], places[k]
    for i, j in places:
        if wanted <= 0:
            break
        wanted -= change(words[i], j, draw)
    return tuple(capital(articles_right(" ".join(filter(None, w)))) for w in words)


def change(words: list[str], at: int, draw: Callable[[], int]) -> int:
    """Change one word in place, if it can be; return how many words that changed."""
    word = words[at]
    core = word.rstrip(".,:;?")
    end = word[len(core) :]
    low = core[:1].lower() + core[1:] if at == 0 else core
    before = words[at - 1].lower() if at else ""
    if droppable(low, end, before) and draw() % 4 == 0:
        words[at] = ""
        return 1
    if low in lexicon().verbs and before not in NOT_BEFORE_ADVERB and draw() % 4 == 0:
        adverbs = lexicon().adverbs
        words[at] = f"{adverbs[draw() % len(adverbs)]} {word}"
        return 1
    options = choices(low, end, words[at + 1] if at + 1 < len(words) else "", before)
    if not options:
        return 0
    new = options[draw() % len(options)]
    words[at] = (capital(new) if at == 0 else new) + end
    return 1


def droppable(word: str, end: str, before: str) -> bool:
    """May this word be left out? An adjective or adverb in the middle of its phrase may."""
    known = lexicon()
    if end or not before or before.endswith(",") or before in {"is", "was", "are", "were", "one"}:
        return False
    return word in known.adjectives or word in single_adverbs()


@cache
def single_adverbs() -> frozenset[str]:
    """Adverbs of one word."""
    return frozenset(word for word in lexicon().adverbs if word.isalpha())


def choices(word: str, end: str, after: str, before: str) -> tuple[str, ...]:
    """What may stand in the word's place."""
    ring = lexicon().rings.get(word)
    if ring:
        return ring
    if not end and after[:1].isupper() and word in BEFORE_NAME:
        return () if after.rstrip(".,") in WEEKDAYS else BEFORE_NAME[word]
    if ROUND.fullmatch(word) and before not in HEDGES:
        figure = word[:-1] + "0" if "," not in word else word[:-2] + "00"
        return tuple(f"{hedge} {figure}" for hedge in HEDGES)
    return ANYWHERE.get(word, ())


def clause_moved(sentence: str) -> str:
    """Move a leading phrase to the end.

    >>> clause_moved("In Tolmira, the library lent 312 books.")
    'The library lent 312 books, in Tolmira.'
    """
    found = LEAD.match(sentence)
    if not found or not sentence.endswith("."):
        return sentence
    lead = found[0][:1].lower() + found[0][1:-2]
    return f"{capital(sentence[found.end() : -1])}, {lead}."


def articles_right(text: str) -> str:
    """Write "a" before a consonant and "an" before a vowel.

    >>> articles_right("A oak shelter and an bridge")
    'An oak shelter and a bridge'
    """
    return ARTICLE.sub(lambda m: f"{m[1]}n " if m[2] else f"{m[1]} ", text)
