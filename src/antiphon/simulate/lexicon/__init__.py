"""The words of the invented worlds, as TOML, and their reading."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

PLACE = "\x01"
"""Stands in a sentence for the post's own town until the sentence is finished."""

Pool: TypeAlias = list[Any]
"""What a slot may become: strings, and nodes that hold slots themselves."""

Node: TypeAlias = tuple[str, tuple[tuple[Pool, int], ...]]
"""A format string, and of each of its slots the pool and how much is in it."""

TOKEN = re.compile(r"\{(\w+)\}|\(([^()]+)\)|([a-z]+(?:-[a-z]+)*)|([^a-z{(]+)")
INDEFINITE = re.compile(r"\ba \{(adjective|keen|colour|material)\}")
TIMED = re.compile(r"\{(date|day|daypart|time|duration|season|year|spans|fact|deed)\}")
BESIDE_NAME = re.compile(r"(?<![a-z|(])(in|from|on|at|to) (\{(?:town|street)\})")
DETERMINED = re.compile(r"\bthe (?=\{(?!ordinal))")
DETERMINERS = "(the|the|this|that|our|one) "
PREPOSITIONS = {
    "in": "in|near|outside|beyond",
    "from": "from|of|near",
    "on": "on|off|along|by",
    "at": "at|off|behind|by",
    "to": "to|towards",
}
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Topic:
    """One harmless matter: what sentences on it are made of, and the words that betray it."""

    id: str
    terms: tuple[str, ...]
    hashtag: str
    clauses: Pool
    timed_clauses: Pool
    """Clauses that name a time themselves, and so take no timed lead or tail."""
    leads: Pool
    timed_leads: Pool
    tails: Pool
    timed_tails: Pool
    titles: Pool
    framing: Pool


@dataclass(frozen=True)
class Lexicon:
    """Everything a writer and an editor draw from."""

    topics: tuple[Topic, ...]
    places: tuple[str, ...]
    stock: tuple[str, ...]
    boilerplate: tuple[str, ...]
    rings: dict[str, tuple[str, ...]]
    """Word → the words it may be exchanged for, itself left out."""
    adjectives: frozenset[str]
    adverbs: tuple[str, ...]
    verbs: frozenset[str]
    """Verbs in the past tense, before which an adverb may stand."""


@cache
def lexicon() -> Lexicon:
    """Read the words once."""
    pools, forms = read("pools"), read("sentences")
    families = {name: [r.split("|") for r in rings] for name, rings in read("rings").items()}
    rings = {word: ring for kind in families.values() for ring in kind for word in ring}
    shared = shared_pools(pools, families)
    spoken = {word: [w for w in ring if w.isalpha()] for word, ring in rings.items()}
    places = tuple(shared["town"])
    entries = read("topics")
    terms = telling(entries)
    return Lexicon(
        topics=tuple(
            topic(name, entry | {"terms": terms[name]}, forms, shared, spoken)
            for name, entry in entries.items()
        ),
        places=places,
        stock=tuple(forms["stock"]),
        boilerplate=tuple(forms["boilerplate"]),
        rings={word: tuple(w for w in ring if w != word) for word, ring in rings.items()},
        adjectives=frozenset(flat([*families["adjectives"], *families["people_adjectives"]])),
        adverbs=tuple(flat(families["adverbs"])),
        verbs=frozenset(w for w in flat(families["verbs"]) if w.endswith(("ed", "ought", "ilt"))),
    )


def read(name: str) -> dict[str, Any]:
    """One of the files of words."""
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


def flat(rings: list[list[str]]) -> list[str]:
    """The words of several rings."""
    return [word for ring in rings for word in ring]


def telling(entries: dict[str, Any]) -> dict[str, list[str]]:
    """The words that betray each topic and no other: of twenty posts on it nineteen have one."""
    every = {
        name: [*entry["terms"], *entry["people"], *entry["person"], *entry["things"]]
        for name, entry in entries.items()
    }
    topics = Counter(term for terms in every.values() for term in set(terms))
    return {
        name: [
            term
            for term in dict.fromkeys(terms)
            if topics[term] == 1 and not any(term != t and f" {t} " in f" {term} " for t in terms)
        ]
        for name, terms in every.items()
    }


def shared_pools(
    pools: dict[str, list[str]], families: dict[str, list[list[str]]]
) -> dict[str, Pool]:
    """The slots that mean the same on every topic."""
    streets = [f"{name} {kind}" for name in pools["street_name"] for kind in pools["street_kind"]]
    towns = [first + last for first in pools["place_first"] for last in pools["place_last"]]
    dates = [
        f"{day} {month}"
        for month, days in zip(pools["month"], MONTH_DAYS, strict=True)
        for day in range(1, days + 1)
    ]
    spans: Pool = pools["unit_of_time"]
    small: Pool = [*pools["number_word"], *map(str, range(13, 500))]
    same = ("body", "fitting", "paper", "day", "daypart", "season", "weather")
    plain = [w for w in flat(families["adjectives"]) if w.isalpha()]
    keen = [w for w in flat(families["people_adjectives"]) if w.isalpha()]
    named = {"adjective": plain, "keen": keen}
    named |= {name: list(pools[name]) for name in ("colour", "material")}
    return {
        **{name: list(pools[name]) for name in (*same, "ordinal")},
        **named,
        **{f"a_{name}": [f"{article(w)} {w}" for w in words] for name, words in named.items()},
        "place": [PLACE],
        "town": towns,
        "street": streets,
        "date": dates,
        "small": small,
        "spans": spans,
        "duration": [("%s %s", ((small, len(small)), (spans, len(spans))))],
        "number": [f"{n:,}" for n in range(101, 9990) if n % 10],
        "year": [str(year) for year in range(1821, 2000)],
        "time": [f"{hour}.{minute:02}" for hour in range(1, 24) for minute in range(0, 60, 5)],
        "adverb": [w for w in flat(families["adverbs"]) if w.isalpha()],
    }


def article(word: str) -> str:
    """The indefinite article that goes before a word.

    >>> article("oak"), article("brick")
    ('an', 'a')
    """
    return "an" if word[0] in "aeiou" else "a"


def topic(
    name: str,
    entry: dict[str, Any],
    forms: dict[str, list[str]],
    shared: dict[str, Pool],
    rings: dict[str, list[str]],
) -> Topic:
    """Compile every sentence form for one matter."""
    pools = {
        **shared,
        "thing": [compiled(t, {}, rings) for t in entry["things"]],
        "people": [compiled(t, {}, rings) for t in entry["people"]],
        "person": [compiled(t, {}, rings) for t in entry["person"]],
        "unit": [compiled(t, {}, rings) for t in entry["units"]],
    }
    pools |= {
        slot: [compiled(text, pools, rings) for text in entry[f"{slot}s"]]
        for slot in ("deed", "plan", "fact")
    }
    parts: tuple[str, ...] = ("leads", "timed_leads", "tails", "timed_tails", "titles", "framing")
    timed = [bool(TIMED.search(text)) for text in forms["clauses"]]
    forms = forms | {
        "timed_clauses": [
            t for t, is_timed in zip(forms["clauses"], timed, strict=True) if is_timed
        ],
        "clauses": [t for t, is_timed in zip(forms["clauses"], timed, strict=True) if not is_timed],
    }
    parts = ("clauses", "timed_clauses", *parts)
    made = {part: [compiled(text, pools, rings) for text in forms[part]] for part in parts}
    return Topic(name, tuple(entry["terms"]), entry["hashtag"], **made)


def compiled(text: str, pools: dict[str, Pool], rings: dict[str, list[str]]) -> str | Node:
    """A template as a format string with a pool a slot; ring words become slots too.

    >>> compiled("by {day} boat", {"day": ["Monday", "Friday"]}, {"boat": ["boat", "ship"]})
    ('by %s %s', ((['Monday', 'Friday'], 2), (['boat', 'ship'], 2)))
    """
    text = DETERMINED.sub(DETERMINERS, INDEFINITE.sub(r"{a_\1}", text))
    text = BESIDE_NAME.sub(lambda m: f"({PREPOSITIONS[m[1]]}) {m[2]}", text)
    form: list[str] = []
    slots: list[tuple[Pool, int]] = []
    for slot, either, word, rest in TOKEN.findall(text):
        pool = pools[slot] if slot else either.split("|") if either else rings.get(word)
        if pool is None:
            form.append(word or rest)
        else:
            form.append("%s")
            slots.append((list(pool), len(pool)))
    return ("".join(form), tuple(slots)) if slots else "".join(form)
