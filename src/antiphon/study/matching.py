"""Topics, narratives and issues as patterns: which posts speak of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from antiphon.study.spec import Study

LONGEST = 1_000
LOOSE = 20  # a repetition allowed more often than this counts as endless
SIGNS = re.compile(
    r"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uF900-\uFAFF]"
)


def folded(text: str) -> str:
    """The text without what does not matter for words: case, width, ligatures, ё."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")


def plain(text: str) -> str:
    """The text as regular expressions see it: one way of writing for every character."""
    return unicodedata.normalize("NFKC", text)


def matcher(terms: Iterable[str]) -> Callable[[str], bool]:
    """Does a folded text hold one of the words?

    >>> holds = matcher(["Arctic", "北极"])
    >>> [holds(folded(text)) for text in ("#ARCTIC summit", "antarctic", "聚焦北极合作")]
    [True, False, True]
    >>> [matcher([term])(folded("в Арктике")) for term in ("Арктик", "Арктик*")]
    [False, True]
    """
    # Looking for plain text first is ten times faster, and most posts end there; then one pattern
    # at a time, since alternatives are tried at every character.
    pairs = [(max(stem(term).split(), key=len), words([term])) for term in terms]
    return lambda text: any(part in text and pattern.search(text) for part, pattern in pairs)


def carrier(expressions: Iterable[str]) -> Callable[[str], bool]:
    r"""Does a plain text match one of the regular expressions?

    >>> carries = carrier([r"bio-?lab\w*"])
    >>> carries("Secret BioLabs"), carries("a bio lab")
    (True, False)
    """
    compiled = patterns(expressions)
    return lambda text: any(pattern.search(text) for pattern in compiled)


def words(terms: Iterable[str], where: str = "") -> re.Pattern[str]:
    """One pattern for folded texts: whole words, but parts of text in scripts without spaces."""
    terms = tuple(terms)
    for number, term in enumerate(terms, 1):
        if not stem(term):
            raise StudyError("an empty term", where=f"{where}[{number}]", got=term)
        within(term, f"{where}[{number}]")
    if not terms:
        raise StudyError("no terms", where=where, expected="at least one word")
    return re.compile("|".join(map(word, sorted(terms, key=len, reverse=True))))


def word(term: str) -> str:
    """The pattern of one term; spaces in it match any space, a star at its end any ending."""
    whole = stem(term)
    body = r"\s+".join(map(re.escape, whole.split()))
    start = r"(?<!\w)" if bounded(whole[0]) else ""
    open_ended = term.rstrip().endswith("*")
    end = r"(?!\w)" if bounded(whole[-1]) and not open_ended else ""
    return start + body + end


def stem(term: str) -> str:
    """The term as it is looked for, without the star at its end."""
    return folded(term).strip().rstrip("*").rstrip()


def bounded(char: str) -> bool:
    """Does a word boundary mean anything beside this character?"""
    return re.match(r"\w", char) is not None and not SIGNS.match(char)


def patterns(expressions: Iterable[str], where: str = "") -> tuple[re.Pattern[str], ...]:
    """Regular expressions, compiled; those that may never come to an end are refused."""
    compiled = []
    for number, expression in enumerate(expressions, 1):
        at = f"{where}[{number}]"
        within(expression, at)
        if not expression.strip():
            raise StudyError("an empty pattern", where=at, got=expression)
        try:
            pattern = re.compile(expression, re.IGNORECASE)
            endless = backtracks(expression)
        except (re.error, RecursionError, OverflowError) as error:
            raise unreadable(expression, at, error) from error
        if endless:
            raise StudyError(
                "a pattern that may never come to an end",
                where=at,
                got=expression,
                expected="no open repetition inside another, as in (a+)+, and at most two of .*",
                fix="bound what repeats: .{0,100} for .*",
            )
        if pattern.search(""):
            raise StudyError("a pattern that every text matches", where=at, got=expression)
        compiled.append(pattern)
    if not compiled:
        raise StudyError("no patterns", where=where, expected="at least one regular expression")
    return tuple(compiled)


def within(text: str, where: str) -> None:
    """Refuse what is too long to be a term or a pattern."""
    if len(text) > LONGEST:
        raise StudyError(
            "too long", where=where, got=text, expected=f"at most {LONGEST} characters"
        )


def unreadable(expression: str, where: str, error: Exception) -> StudyError:
    """The error for a bad regular expression, with the place marked."""
    place = getattr(error, "pos", None)
    reason = getattr(error, "msg", "too deeply nested")
    if place is None:
        return StudyError(f"bad pattern: {reason}", where=where, got=expression)
    marked = f"{expression[:place]}⟪here⟫{expression[place:]}"
    return StudyError(
        f"bad pattern: {reason}",
        where=f"{where}, character {place + 1}",
        got=marked,
        fix="a sign that is meant as itself needs a backslash: \\( \\. \\?",
    )


def backtracks(expression: str) -> bool:
    """May matching take time without bound: a loose repetition in another, or too many of `.*`?"""
    from re import _parser  # type: ignore[attr-defined]

    tree = _parser.parse(expression, re.IGNORECASE)
    return nested(tree, inside=False) or count_dots(tree) > 2


def loose(node: tuple[Any, Any]) -> bool:
    """Is it a repetition that may go on and give back?"""
    return str(node[0]) in ("MAX_REPEAT", "MIN_REPEAT") and node[1][1] > LOOSE


def nested(tree: Iterable[Any], *, inside: bool) -> bool:
    """Is a loose repetition inside another?"""
    return any(
        (inside and loose(node))
        or any(nested(part, inside=inside or loose(node)) for part in parts(node))
        for node in tree
    )


def count_dots(tree: Iterable[Any]) -> int:
    """How many loose repetitions of any character there are."""
    found = 0
    for node in tree:
        inner = list(parts(node))
        if loose(node) and any(wide(item) for part in inner for item in part):
            found += 1
        found += sum(count_dots(part) for part in inner)
    return found


def wide(item: tuple[Any, Any]) -> bool:
    """Is it any character, or any but a few?"""
    kind = str(item[0])
    return kind in ("ANY", "NOT_LITERAL") or (kind == "IN" and str(item[1][0][0]) == "NEGATE")


def parts(node: tuple[Any, Any]) -> Iterable[Sequence[Any]]:
    """The sequences inside a node of a parsed expression."""
    stack = list(node[1]) if isinstance(node[1], (tuple, list)) else [node[1]]
    while stack:
        item = stack.pop()
        if hasattr(item, "data"):
            yield item
        elif isinstance(item, list):
            stack.extend(item)


@dataclass(frozen=True)
class Finder:
    """A topic, narrative or issue, and what finds the posts that speak of it."""

    table: str
    id: str
    form: Callable[[str], str]
    """What a text goes through before it is searched: `folded` or `plain`."""
    finds: Callable[[str], bool]


def finders(study: Study) -> tuple[Finder, ...]:
    """Every topic, narrative and issue of a study."""
    return (
        *(Finder("topic", topic.id, folded, matcher(topic.terms)) for topic in study.topics),
        *(Finder("narrative", one.id, plain, carrier(one.any)) for one in study.narratives),
        *(Finder("issue", issue.id, folded, matcher(issue.terms)) for issue in study.issues),
    )
