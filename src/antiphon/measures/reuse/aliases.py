"""The names that accounts go by: their own, those of their outlet or agency, and declined forms.

`agencies.toml` lists well-known agencies with their names in several languages.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CYRILLIC = re.compile("[а-яёіїєґА-ЯЁІЇЄҐ]")
ARABIC = re.compile("[\u0621-\u064a]")
LOWER = re.compile("[а-яёіїєґ]")
ADJECTIVES = (
    # genitive, dative, accusative, instrumental, prepositional; the first ending that fits
    ("ська", ("ської", "ській", "ську", "ською", "ській")),
    ("ая", ("ой", "ой", "ую", "ой", "ой")),
    ("ое", ("ого", "ому", "ое", "ым", "ом")),
    ("не", ("ного", "ному", "не", "ним", "ному")),
    ("ый", ("ого", "ому", "ый", "ым", "ом")),
    ("ий", ("ого", "ому", "ий", "им", "ом")),
)
RUSSIAN = (
    ("ости", ("остей", "остям", "ости", "остями", "остях")),
    ("ия", ("ии", "ии", "ию", "ией", "ии")),
    ("а", ("ы", "е", "у", "ой", "е")),
    ("я", ("и", "е", "ю", "ей", "е")),
    ("ъ", ("а", "у", "ъ", "ом", "е")),
)
UKRAINIAN = (("а", ("и", "і", "у", "ою", "і")), ("я", ("ї", "ї", "ю", "єю", "ї")))
PLURAL = (("ия", ("ий", "иям", "ия", "иями", "иях")),)
DECLENSIONS = (
    (*ADJECTIVES, *RUSSIAN),
    (*ADJECTIVES, *UKRAINIAN),
    (*ADJECTIVES, *PLURAL),
)
CONSONANT = ("а", "у", "", "ом", "е")
PREFIXES = ("ل", "لـ", "و", "ب")


class Form(NamedTuple):
    """A way in which a name is written; `lead` letters of it are no part of the name."""

    text: str
    lead: int


@cache
def agencies() -> dict[str, dict[str, list[str]]]:
    """The list of agencies: names, domains and handles of each."""
    return tomllib.loads((files(__package__) / "agencies.toml").read_text(encoding="utf-8"))


def signs() -> Iterator[tuple[str, str, str]]:
    """Every (agency, kind of sign, sign): kinds are name, domain and handle."""
    for agency, listed in agencies().items():
        for kind in ("names", "domains", "handles"):
            yield from ((agency, kind[:-1], sign) for sign in listed.get(kind, ()))


def forms(name: str) -> list[Form]:
    """The name and the forms in which Russian, Ukrainian and Arabic texts have it.

    >>> [form.text for form in forms("Интерфакс")]
    ['Интерфакс', 'Интерфакса', 'Интерфаксе', 'Интерфаксом', 'Интерфаксу']
    >>> [form.text for form in forms("Reuters")]
    ['Reuters']
    """
    found = {name: 0}
    if CYRILLIC.search(name):
        for text in declined(name):
            found.setdefault(text, 0)
    elif ARABIC.search(name):
        for prefix in PREFIXES:
            found.setdefault(prefix + name, len(prefix))
        if name.startswith("ال"):
            found.setdefault("لل" + name[2:], 1)
    return [Form(*pair) for pair in found.items()]


def declined(name: str) -> list[str]:
    """The cases of a Cyrillic name: all its words in the same case, or the last alone."""
    parts = re.split(r"(\W+)", name)
    found = {
        "".join(parts[:kept]) + "".join(inflected(part, table, case) for part in parts[kept:])
        for table, case in itertools.product(DECLENSIONS, range(5))
        for kept in (0, len(parts) - 1)
    }
    return sorted(found - {name})


def inflected(word: str, table: tuple[tuple[str, tuple[str, ...]], ...], case: int) -> str:
    """A word in a case; abbreviations stay as they are."""
    if not LOWER.search(word[1:]):
        return word
    for ending, cases in table:
        if word.endswith(ending):
            return word[: -len(ending)] + cases[case]
    return word + CONSONANT[case] if word[-1] in "бвгґджзклмнпрстфхцчшщ" else word
