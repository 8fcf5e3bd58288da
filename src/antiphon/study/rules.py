"""What must hold in a study file beyond its keys and types. Each rule is a function."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from antiphon.coding import asking
from antiphon.coding.coders.model import client
from antiphon.coding.settings import Coding
from antiphon.errors import StudyError, nearest
from antiphon.inference.claims import parse
from antiphon.measures.targets import MEASURE
from antiphon.measures.targets.gazetteer import professions
from antiphon.study import paths
from antiphon.study.matching import patterns, words
from antiphon.study.named import located
from antiphon.study.source_rules import hold_accounts, hold_source, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from antiphon.schema import Blocs
    from antiphon.study.spec import Claim, Issue, Keys, Narrative, Part, Topic

ARROWS = re.compile(r"\s*(?:→|->)\s*")
LONGEST_NAME = 100
TARGETS = MEASURE.name


def hold(keys: Keys, path: Path, parts: Sequence[Part]) -> None:
    """Refuse a study that cannot be run."""
    where = f"{path}:"
    blocs(keys.blocs, where)
    zone(keys.timezone, f"{where} timezone")
    subjects(keys, where)
    claims(keys, where)
    quantities(keys, where, parts)
    ingest(keys, where)
    if not keys.source:
        raise StudyError("no sources", where=f"{where} source", fix="add a table [[source]]")
    hold_accounts(keys.accounts, f"{where} accounts", path.parent)
    for number, source in enumerate(keys.source, 1):
        hold_source(source, f"{where} source[{number}]", path.parent)
    if keys.contacts:
        paths.single(keys.contacts.path, f"{where} contacts.path", path.parent)


def hold_coding(settings: object, blocs: Blocs, where: str, root: Path) -> None:
    """Codes that there are, targets that can be found, a model's address that is one."""
    if not isinstance(settings, Coding):
        return
    for number, target in enumerate(settings.target, 1):
        for name in target.not_of:
            known_bloc(name, blocs, f"{where} coding.target[{number}].not_of")
    try:
        asking.questions(located(settings, root))
        if settings.model:
            client.address(settings.model.address)
    except StudyError as error:
        error.where = error.where if "/" in error.where else f"{where} {error.where}"
        raise


def blocs(blocs: Blocs, where: str) -> None:
    """Two compared blocs or more, each named once."""
    if len(blocs.compare) < 2:
        raise StudyError(
            "fewer than two blocs to compare",
            where=f"{where} blocs.compare",
            got=list(blocs.compare),
            expected="two names or more",
            fix='for example compare = ["north", "south"]',
        )
    for key in ("compare", "reference"):
        once(getattr(blocs, key), f"{where} blocs.{key}", "bloc")
    for name in blocs.all:
        named(name, f"{where} blocs")
        if ARROWS.search(name) or "|" in name:
            expected = "a name without →, -> or |, which join blocs"
            raise StudyError("bad name", where=f"{where} blocs", got=name, expected=expected)
    for name in blocs.reference:
        if name in blocs.compare:
            raise StudyError(
                "a bloc is both compared and reference",
                where=f"{where} blocs.reference",
                got=name,
                fix="leave it in one of the two lists",
            )


def subjects(keys: Keys, where: str) -> None:
    """Topics, narratives and issues: one set of names, terms that can be matched."""
    tables: tuple[tuple[str, tuple[Topic | Narrative | Issue, ...]], ...] = (
        ("topic", keys.topic),
        ("narrative", keys.narrative),
        ("issue", keys.issue),
    )
    seen: dict[str, str] = {}
    for table, items in tables:
        for number, item in enumerate(items, 1):
            at = f"{where} {table}[{number}]"
            named(item.id, f"{at}.id")
            if item.id in seen:
                raise StudyError(
                    "the same id twice",
                    where=f"{at}.id",
                    got=item.id,
                    expected=f"an id of its own; {seen[item.id]} has this one",
                    fix="ids are shared by topics, narratives and issues: rename one",
                )
            seen[item.id] = f"{table}[{number}]"
    for number, topic in enumerate(keys.topic, 1):
        words(topic.terms, f"{where} topic[{number}].terms")
    for number, narrative in enumerate(keys.narrative, 1):
        patterns(narrative.any, f"{where} narrative[{number}].any")
    for number, issue in enumerate(keys.issue, 1):
        words(issue.terms, f"{where} issue[{number}].terms")
        known_bloc(issue.of, keys.blocs, f"{where} issue[{number}].of")


def claims(keys: Keys, where: str) -> None:
    """Claims: names of their own, blocs that exist, an expectation that can be read."""
    once([claim.id for claim in keys.claim], f"{where} claim", "id")
    for number, claim in enumerate(keys.claim, 1):
        at = f"{where} claim[{number}]"
        named(claim.id, f"{at}.id")
        for key, value in (("a", claim.a), ("b", claim.b)):
            if claim.measure == TARGETS and (key == "a" or value):
                known_bloc(aim(value, f"{at}.{key}")[0], keys.blocs, f"{at}.{key}")
            elif key == "a" or value:
                direction(value, keys.blocs, f"{at}.{key}")
        if parse(claim.expect) is None:
            raise StudyError(
                "an expectation that cannot be read",
                where=f"{at}.expect",
                got=claim.expect,
                expected='such as "> 0", ">= 0.5", "< 0.1" or "between 0.1 and 0.2"',
            )


def targets(keys: Keys, coding: object, where: str) -> None:
    """Claims on targets are about one that is looked for."""
    own = [target.id for target in coding.target] if isinstance(coding, Coding) else []
    known = sorted({*own, *professions()})
    for number, claim in enumerate(keys.claim, 1):
        for key, value in (("a", claim.a), ("b", claim.b)):
            if claim.measure == TARGETS and value:
                at = f"{where} claim[{number}].{key}"
                name = aim(value, at)[1]
                if name not in known:
                    raise StudyError("unknown target", where=at, got=name, fix=nearest(name, known))


def aim(text: str, where: str) -> tuple[str, str]:
    """A bloc and whom it names."""
    names = [name.strip() for name in ARROWS.split(text)]
    if len(names) != 2:
        raise StudyError(
            "nobody is named",
            where=where,
            got=text,
            expected='a bloc and a target as in "x→journalists"',
        )
    return names[0], names[1]


def quantities(keys: Keys, where: str, parts: Sequence[Part]) -> None:
    """A claim about a known measure is about one of its quantities.

    A measure that this version lacks is let through: the claim stays undetermined, and says so.
    """
    known = {part.name: [quantity.name for quantity in part.quantities] for part in parts}
    for number, claim in enumerate(keys.claim, 1):
        offered = known.get(claim.measure)
        if offered is not None and claim.quantity not in offered:
            raise StudyError(
                f"measure {claim.measure!r} has no such quantity",
                where=f"{where} claim[{number}].quantity",
                got=claim.quantity,
                fix=nearest(claim.quantity, offered),
            )


def ingest(keys: Keys, where: str) -> None:
    """The share of bad rows is a share."""
    share = keys.ingest.max_rejected_share
    if not 0 <= share <= 1:
        raise StudyError(
            "out of bounds",
            where=f"{where} ingest.max_rejected_share",
            got=share,
            expected="0 to 1",
            fix=f"for {share} per cent write {share / 100}" if 1 < share <= 100 else "",
        )


def direction(text: str, known: Blocs, where: str) -> None:
    """A bloc, or two different ones with an arrow between."""
    names = ARROWS.split(text)
    if len(names) > 2 or (len(names) == 2 and names[0].strip() == names[1].strip()):
        expected = 'a bloc, or a direction between two blocs as in "x→y"'
        raise StudyError("not a direction", where=where, got=text, expected=expected)
    for name in names:
        known_bloc(name.strip(), known, where)


def normalised(claim: Claim) -> Claim:
    """The claim with its directions written as the tables write them."""
    a, b = (ARROWS.sub("→", side.strip()) for side in (claim.a, claim.b))
    return replace(claim, a=a, b=b)


def known_bloc(name: str, known: Blocs, where: str) -> None:
    """A bloc of the study."""
    if name not in known.all:
        raise StudyError("unknown bloc", where=where, got=name, fix=nearest(name, known.all))


def named(name: str, where: str) -> None:
    """A name that can be shown in a table."""
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise StudyError("bad name", where=where, got=name, expected="a printable name, no margins")
    if len(name) > LONGEST_NAME:
        expected = f"at most {LONGEST_NAME} characters"
        raise StudyError("name too long", where=where, got=name, expected=expected)


def once(names: Iterable[str], where: str, noun: str) -> None:
    """No name twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise StudyError(f"the same {noun} twice", where=where, got=name, fix="keep one")
        seen.add(name)
