"""Releases that never were, planted among real posts: what a plan would have left in these data.

A text of one bloc that nobody shared is taken for the text that was handed out. Accounts of both
blocs are given posts of it around the same time. The posts are made for counting and are shown
nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

WORD = re.compile(
    r"(?P<kept>https?://\S+|[@#]\w+)|(?P<sign>[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff])"
    r"|(?P<word>[^\W_]+)"
)
"""Links, handles and hashtags stay; Han, kana and Thai characters are words."""


@dataclass(frozen=True)
class Leg:
    """A real post whose text is taken for one that was handed out."""

    bloc: str
    platform: str
    account_id: str
    at: datetime
    lang: str
    text: str
    closing: str = ""
    """What its account ends posts with, where this one does."""

    @property
    def handed(self) -> str:
        """The text without what is its account's own."""
        text, closing, rest = self.text.rpartition(self.closing) if self.closing else ("", "", "")
        return f"{text.rstrip()} {rest.strip()}".strip() if closing else self.text


@dataclass(frozen=True)
class Voice:
    """An account in one language: how much it posts, from when to when, how exactly dated."""

    bloc: str
    platform: str
    account_id: str
    lang: str
    posts: int
    first: datetime
    last: datetime
    unit: int
    """What its dates are exact to, seconds."""
    precision: str
    """The time_precision of its posts."""
    closings: tuple[tuple[str, int], ...] = ()
    """Sentences that it ends several posts with, and how many."""

    def closed(self, text: str, rng: np.random.Generator) -> str:
        """The text with such a sentence behind it, as often as it has them."""
        place = int(rng.integers(max(self.posts, 1)))
        for closing, times in self.closings:
            if place < times:
                return f"{text} {closing}"
            place -= times
        return text


class Words(NamedTuple):
    """What texts may be edited with."""

    signs: Sequence[str]
    """Single characters."""
    others: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        """Words, sorted by kind."""
        return cls([w for w in words if len(w) == 1], [w for w in words if len(w) > 1])


class Manner(NamedTuple):
    """How releases are made."""

    minutes: float
    """Time within which everybody posts."""
    accounts: float
    """Mean number of accounts of each bloc."""
    edited: float
    """Mean share of words that an account changes."""


class Field:
    """Where releases may be planted: real posts for their text, voices, words to edit with."""

    def __init__(
        self, legs: Sequence[Leg], voices: Sequence[Voice], words: Mapping[str, Sequence[str]]
    ) -> None:
        self.legs: dict[str, list[Leg]] = {}
        for leg in legs:
            self.legs.setdefault(leg.bloc, []).append(leg)
        self.voices: dict[str, list[Voice]] = {}
        for voice in voices:
            self.voices.setdefault(voice.bloc, []).append(voice)
        self.words = {lang: Words.of(some) for lang, some in words.items()}

    def room(self, x: str, y: str) -> int:
        """How many messages can be planted for a pair."""
        if x not in self.voices or y not in self.voices:
            return 0
        return len(self.legs.get(x, ())) + len(self.legs.get(y, ()))

    def speakers(self, bloc: str, leg: Leg) -> list[Voice]:
        """Those of a bloc that could have posted the text then; if none could, all of the bloc."""
        mine = [v for v in self.voices[bloc] if v.account_id != leg.account_id]
        tongue = [v for v in mine if v.lang == leg.lang] or mine
        return [v for v in tongue if v.first <= leg.at <= v.last] or tongue


def plant(
    field: Field,
    counts: Mapping[tuple[str, str], int],
    manner: Manner,
    rng: np.random.Generator,
    mark: str,
) -> list[dict[str, Any]]:
    """Rows of POSTS: so many releases for each pair of blocs, no text taken twice.

    The real post is one of the release's own: what was handed out differs from it by an edit as
    from the others, and what it ends with is its account's own. Its time is uniform within the
    release's minutes, as that of the others; 1 + Poisson(accounts - 1) accounts of each bloc take
    part.

    Args:
        field: where to plant.
        counts: releases by pair.
        manner: how they are made.
        rng: draws.
        mark: beginning of the new posts' identifiers.
    """
    rows: list[dict[str, Any]] = []
    taken: set[int] = set()
    for (x, y), count in counts.items():
        for leg in chosen(field, (x, y), count, rng, taken):
            since = leg.at - delta(rng.random() * manner.minutes * 60)
            words = field.words.get(leg.lang, Words((), ()))
            handed = edited(leg.handed, drawn(manner, rng), words, rng)
            for bloc in (x, y):
                more = int(rng.poisson(max(manner.accounts - 1, 0.0)))
                for voice in several(field.speakers(bloc, leg), more + (bloc != leg.bloc), rng):
                    at = since + delta(rng.random() * manner.minutes * 60)
                    text = edited(handed, drawn(manner, rng), words, rng)
                    rows.append(post(leg, voice, at, voice.closed(text, rng)))
    for number, row in enumerate(rows):
        row["post_id"] = f"{mark}{number:06}"
    return rows


def drawn(manner: Manner, rng: np.random.Generator) -> float:
    """The share of words that an account changes."""
    return float(rng.uniform(0, 2 * manner.edited))


def chosen(
    field: Field,
    pair: tuple[str, str],
    count: int,
    rng: np.random.Generator,
    taken: set[int],
) -> list[Leg]:
    """So many texts of either bloc, each bloc's with equal chance, while there are any."""
    pools = []
    for bloc in pair:
        pool = field.legs.get(bloc, [])
        pools.append([pool[k] for k in rng.permutation(len(pool)).tolist()])
    found: list[Leg] = []
    while len(found) < count and any(pools):
        side = int(rng.integers(2))
        leg = (pools[side] or pools[1 - side]).pop()
        if id(leg) not in taken:
            taken.add(id(leg))
            found.append(leg)
    return found


def several(voices: Sequence[Voice], number: int, rng: np.random.Generator) -> list[Voice]:
    """So many different ones, the more probably the more they post; all, if there are no more."""
    weight = np.array([voice.posts for voice in voices], np.float64)
    number = min(number, len(voices))
    if not number:
        return []
    drawn = rng.choice(len(voices), size=number, replace=False, p=weight / weight.sum())
    return [voices[k] for k in drawn.tolist()]


def post(leg: Leg, voice: Voice, at: datetime, text: str) -> dict[str, Any]:
    """A post of the text by that account, dated as exactly as its own."""
    return {
        "platform": voice.platform,
        "account_id": voice.account_id,
        "bloc": voice.bloc,
        "created_at": floored(at, voice.unit),
        "time_precision": voice.precision,
        "lang": leg.lang,
        "text": text,
    }


def edited(text: str, share: float, words: Words, rng: np.random.Generator) -> str:
    """The text with about that share of its words exchanged for words of other posts.

    >>> edited("the old bridge is open", 0.0, Words.of(["x"]), np.random.default_rng(1))
    'the old bridge is open'
    >>> edited("see #open https://a.b/c", 1.0, Words.of(["look"]), np.random.default_rng(1))
    'look #open https://a.b/c'
    """
    places = [m for m in WORD.finditer(text) if not m["kept"]]
    wanted = round(share * len(places))
    if not wanted:
        return text
    for place in sorted(rng.permutation(len(places))[:wanted].tolist(), reverse=True):
        match = places[place]
        pool = words.signs if match["sign"] else words.others
        if pool:
            word = pool[int(rng.integers(len(pool)))]
            text = text[: match.start()] + word + text[match.end() :]
    return text


def words_of(texts: Sequence[str]) -> list[str]:
    """The words that texts may be edited with, links, handles and hashtags aside.

    >>> words_of(["We met @minister at 9", "北极"])
    ['We', 'met', 'at', '9', '北', '极']
    """
    return [m[0] for text in texts for m in WORD.finditer(text) if not m["kept"]]


def delta(seconds: float) -> Any:
    """A time span."""
    from datetime import timedelta

    return timedelta(seconds=seconds)


def floored(at: datetime, unit: int) -> datetime:
    """The time rounded down to so many seconds of its day."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    seconds = (at - midnight).total_seconds()
    return midnight + delta(int(seconds // unit) * unit)  # type: ignore[no-any-return]
