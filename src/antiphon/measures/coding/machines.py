"""Machines code the posts of a study: CODINGS and CODERS."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding import entries
from antiphon.coding.codebook import INVALID
from antiphon.coding.coders.lexicon import LexiconCoder
from antiphon.coding.units import mentions_of, posts, sentences_of
from antiphon.measures.coding.settings import codes_of, lexicon_of, questions_of
from antiphon.schema import CODERS, CODINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from antiphon.coding.questions import Answers, Coder, Question
    from antiphon.coding.units import Units
    from antiphon.engine import Engine
    from antiphon.measures.coding.settings import Coding
    from antiphon.progress import Progress
    from antiphon.schema import Blocs

ROWS = 16_384
WHERE = "FROM posts WHERE list_contains(?, bloc)"
TEXTS = f"""
    SELECT bloc, coalesce(nullif(title, '') || chr(10) || chr(10), '') || coalesce(text, '') AS said
    {WHERE} ORDER BY platform, post_id
"""
POSTS = f"SELECT platform, post_id {WHERE} ORDER BY platform, post_id"


@dataclass
class Said:
    """What a coder said to one question, batch by batch."""

    post: list[Any] = field(default_factory=list)
    part: list[Any] = field(default_factory=list)
    label: list[Any] = field(default_factory=list)
    probability: list[Any] = field(default_factory=list)


def made(settings: Coding) -> list[Coder]:
    """The machines that the settings name, each with the questions that it can be asked."""
    questions = questions_of(settings)
    own = lexicon_of(settings, codes_of(settings))
    # A coder takes units of one sort: whole posts, sentences, or mentions of one target.
    found: list[Coder] = []
    for asked in groups(questions):
        found += [LexiconCoder(asked, own) for name in settings.coders if name == "lexicon"]
    return [coder for coder in found if coder.questions]


def groups(questions: Iterable[Question]) -> list[list[Question]]:
    """Questions that are asked of the same units."""
    by: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        unit = question.code.unit
        by.setdefault((unit, question.about if unit == "mention" else ""), []).append(question)
    return list(by.values())


def machines(
    engine: Engine, blocs: Blocs, settings: Coding, progress: Progress
) -> dict[str, pa.Table]:
    """CODINGS of every post of the study's blocs by every machine, and CODERS.

    Rows are in order of code, target, coder, platform, post and part.
    """
    import pyarrow as pa

    coders = made(settings)
    codings = CODINGS.empty()
    if coders:
        names = list(blocs.all)
        total = engine.value(f"SELECT count(*) {WHERE}", [names])
        progress.start("Coding posts", total=total, unit="posts")
        said = answered(engine, names, coders, progress)
        codings = rows(engine.table(POSTS, [names]), said)
        progress.done(f"{codings.num_rows:,} codings")
    records = [asdict(record) for coder in coders for record in coder.records()]
    kept = {(r["code"], r["coder"]): r for r in records}
    return {
        CODINGS.name: codings,
        CODERS.name: pa.Table.from_pylist([kept[k] for k in sorted(kept)], schema=CODERS.arrow),
    }


def answered(
    engine: Engine, names: list[str], coders: Sequence[Coder], progress: Progress
) -> list[tuple[str, Question, Said]]:
    """Each coder's answers to each of its questions."""
    found = [(c.name, q, Said()) for c in coders for q in c.questions]
    first = 0
    for batch in engine.batches(TEXTS, [names], rows=ROWS):
        bloc = np.array(batch.column("bloc").to_pylist(), object)
        held = iter(found)
        for coder in coders:
            units = units_of(coder.questions[0], batch.column("said"))
            for question, answers in zip(coder.questions, coder.answer(units.texts), strict=True):
                add(next(held)[2], units, answers, first, apart(question, bloc[units.post]))
        first += batch.num_rows
        progress.advance(batch.num_rows)
    return found


def units_of(question: Question, texts: pa.StringArray) -> Units:
    """The units that a question is asked of."""
    if question.code.unit == "sentence":
        return sentences_of(texts)
    if question.code.unit == "mention" and question.target:
        names = [p for t in question.target.terms for p in entries.patterns(t, (), "target")]
        return mentions_of(texts, names)
    return posts(texts)


def apart(question: Question, bloc: Any) -> Any:
    """Which units are asked: those of the target's own blocs may be left out."""
    own = question.target.not_of if question.target else ()
    return ~np.isin(bloc.astype(str), own) if own and len(bloc) else np.ones(len(bloc), np.bool_)


def add(said: Said, units: Units, answers: Answers, first: int, asked: Any) -> None:
    """Keep the answers of a batch."""
    said.post.append(units.post[asked] + first)
    said.part.append(units.part[asked])
    said.label.append(answers.labels[asked])
    if answers.probabilities is not None:
        said.probability.append(answers.probabilities[asked])


def rows(where: pa.Table, said: Iterable[tuple[str, Question, Said]]) -> pa.Table:
    """CODINGS, one question after the other."""
    import pyarrow as pa

    where = where.combine_chunks()
    ordered = sorted(said, key=lambda item: (item[1].code.id, item[1].about, item[0]))
    parts = [part for item in ordered if item[2].post for part in columns(where, *item)]
    return pa.concat_tables(parts) if parts else CODINGS.empty()


def columns(where: pa.Table, coder: str, question: Question, said: Said) -> Iterator[pa.Table]:
    """The rows of one question."""
    import pyarrow as pa

    post = np.concatenate(said.post)
    number = len(post)
    labels = pa.array([*question.code.labels, INVALID], pa.string())
    label = np.concatenate(said.label).astype(np.int32)
    label[label < 0] = len(question.code.labels)
    # Whole posts are as many as there are, in order: the columns are shared, not copied.
    whole = number == where.num_rows and bool((post == np.arange(number)).all())
    taken = where if whole else where.take(pa.array(post))
    probability = (
        pa.array(np.concatenate(said.probability))
        if said.probability
        else pa.nulls(number, pa.float64())
    )
    values = {
        "code": pa.repeat(pa.scalar(question.code.id, pa.string()), number),
        "coder": pa.repeat(pa.scalar(coder, pa.string()), number),
        "platform": taken["platform"],
        "post_id": taken["post_id"],
        "part": pa.array(np.concatenate(said.part)),
        "target": pa.repeat(pa.scalar(question.about, pa.string()), number),
        "label": pa.DictionaryArray.from_arrays(pa.array(label), labels).cast(pa.string()),
        "probability": probability,
    }
    yield pa.table(values, schema=CODINGS.arrow)
