"""Which questions a study asks, and which coders can be asked them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from antiphon.coding import codebook, entries
from antiphon.coding.coders.classifier import labels, saved
from antiphon.coding.coders.classifier.coder import train
from antiphon.coding.coders.classifier.vectors import Model
from antiphon.coding.coders.lexicon import LexiconCoder
from antiphon.coding.coders.model.coder import ModelCoder
from antiphon.coding.questions import Coder, Question
from antiphon.errors import StudyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from antiphon.coding.codebook import Code
    from antiphon.coding.coders.classifier.vectors import Encoder
    from antiphon.coding.settings import Coding
    from antiphon.engine import Engine
    from antiphon.progress import Progress


@dataclass(frozen=True)
class Means:
    """What coders are made with."""

    engine: Engine
    settings: Coding
    cache: Path | None
    """Where a model's answers are kept."""
    progress: Progress
    reader: Callable[[Path], Encoder] | None
    """What reads the model that gives texts vectors."""


def questions(settings: Coding) -> tuple[Question, ...]:
    """What is asked, in order: every code, and of codes with a target every target.

    Raises:
        StudyError: for a code that there is not, or one whose target is not named.
    """
    own = codebook.load(Path(settings.book)) if settings.book else ()
    found = []
    for code in codebook.chosen(settings.codes, own, "coding.codes"):
        if settings.unit:
            if settings.unit == "mention" and not code.target:
                fix = "leave out codes without a target"
                raise StudyError("mentions of what?", where="coding.unit", got=code.id, fix=fix)
            code = replace(code, unit=settings.unit)  # noqa: PLW2901
        if code.target and not settings.target:
            fix = 'add [[coding.target]] with id = "…" and terms = ["…"]'
            raise StudyError("a code without a target", where="coding.codes", got=code.id, fix=fix)
        found += [Question(code, t) for t in (settings.target if code.target else (None,))]
    names(settings)
    return tuple(found)


def names(settings: Coding) -> None:
    """Every target has a name of its own and terms that can be found."""
    seen: set[str] = set()
    for number, target in enumerate(settings.target, 1):
        where = f"coding.target[{number}]"
        if not target.id.strip() or target.id in seen:
            expected = "a name of its own"
            raise StudyError("bad name", where=f"{where}.id", got=target.id, expected=expected)
        seen.add(target.id)
        if not target.terms:
            raise StudyError("a target without names", where=f"{where}.terms")
        for term in target.terms:
            entries.patterns(term, (), f"{where}.terms")


def coders(means: Means, asked: Sequence[Question]) -> list[Coder]:
    """The coders that the study asks, each with the questions it knows.

    Raises:
        StudyError: for a coder that lacks what it needs, or a question that nobody can answer.
    """
    settings = means.settings
    found = [
        made
        for name in dict.fromkeys(settings.coders)
        for group in together(asked)
        if (made := coder(name, group, means)).questions
    ]
    for question in asked:
        if not any(question in coder.questions for coder in found):
            raise StudyError(
                "a code that none of the coders knows",
                where="coding.coders",
                got=question.code.id,
                expected=f"one that knows it; asked: {', '.join(settings.coders)}",
                fix="give lexicon, labels, or [coding.model]",
            )
    return found


def together(asked: Sequence[Question]) -> list[list[Question]]:
    """The questions in groups that are asked of the same units: a coder is made for each."""
    groups: dict[tuple[str, str], list[Question]] = {}
    for question in asked:
        unit = question.code.unit
        groups.setdefault((unit, question.about if unit == "mention" else ""), []).append(question)
    return list(groups.values())


def coder(name: str, asked: Sequence[Question], means: Means) -> Coder:
    """The coder of that name, for those of the questions that it knows."""
    settings = means.settings
    if name == "lexicon":
        return by_words(settings, asked)
    if name == "classifier":
        return by_learning(means, asked)
    if settings.model is None or means.cache is None:
        fix = "add a table [coding.model] with address and name"
        raise StudyError("no model to be asked", where="coding.model", fix=fix)
    return ModelCoder(asked, settings.model, means.cache, means.progress)


def by_words(settings: Coding, asked: Sequence[Question]) -> LexiconCoder:
    """The lexicon coder, with the study's own entries."""
    own = entries.load(Path(settings.lexicon)) if settings.lexicon else None
    if own:
        known = {code.id for codes in codebook.shipped().values() for code in codes}
        entries.known(own, known | {q.code.id for q in asked}, Path(settings.lexicon).name)
    return LexiconCoder(asked, own)


def by_learning(means: Means, asked: Sequence[Question]) -> Coder:
    """The classifier: loaded, or trained on the study's labels."""
    settings = means.settings
    model = None
    if settings.embeddings:
        if means.reader is None:
            raise StudyError("nothing that reads models", where="coding.embeddings")
        model = Model.of(Path(settings.embeddings), means.reader)
    if settings.classifier:
        codes: Mapping[str, Code] = {q.code.id: q.code for q in asked}
        return saved.load(Path(settings.classifier), codes, model).only(asked)
    if not settings.labels:
        fix = 'name texts that people coded: labels = "labels.csv"'
        raise StudyError("nothing to learn from", where="coding.labels", fix=fix)
    path = Path(settings.labels)
    rows = labels.completed(labels.rows_of(path), means.engine)
    pairs = [(q, labels.labelled(rows, q, path.name)) for q in asked]
    return train([(q, found) for q, found in pairs if found is not None], means.progress, model)
