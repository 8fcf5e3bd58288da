"""Posts to codings: every question of the study put to every coder that knows it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from antiphon.coding import asking, entries, units
from antiphon.coding.codebook import INVALID
from antiphon.coding.coders.model.coder import ModelCoder
from antiphon.progress import SILENT, Progress
from antiphon.schema import CODERS, CODINGS, PROMPTS, Blocs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from antiphon.coding.coders.classifier.vectors import Encoder
    from antiphon.coding.questions import Answers, Coder, Question
    from antiphon.coding.settings import Coding
    from antiphon.engine import Engine

ROWS = 32_768
POSTS = f"""
    SELECT coalesce(platform, '') AS platform, post_id, bloc, {units.SAID} AS text
    FROM posts WHERE list_contains(?, bloc) ORDER BY 1, 2
"""  # noqa: S608
Found = dict[tuple[int, int], list[pa.Table]]


def code(
    engine: Engine,
    blocs: Blocs,
    settings: Coding,
    progress: Progress = SILENT,
    *,
    cache: Path | None = None,
    reader: Callable[[Path], Encoder] | None = None,
) -> dict[str, pa.Table]:
    """Label the posts of the study's blocs by its codebook.

    Question: which label of each code does each text have, as far as a machine can say?
    Reads wrong when taken for what people would say: shares of machine labels are uncalibrated
    until a sample that people coded corrects them.

    Args:
        engine: holds `posts`; also used if it has it: `family_posts`, so that the classifier is
            never judged on repetitions of what it learnt from.
        blocs: posts of others are left out.
        settings: see `Coding`; paths as seen from here.
        progress: told of the steps, and, before texts are sent to a model, of that.
        cache: the folder in which a model's answers are kept; needed for a model only.
        reader: reads the model of `embeddings` from its folder, such as
            `antiphon.measures.reuse.translated.encoder.load`; needed for these only.

    Returns:
        Tables codings, coders, prompts; their columns are in `antiphon.schema`. Rows are in order
        of the questions, the coders, and platform, post and part.

    Raises:
        StudyError: for what the settings ask and cannot be.
        SourceError: for labels that cannot be read, or a model that does not answer.
    """
    asked = asking.questions(settings)
    means = asking.Means(engine, settings, cache, progress, reader)
    coders = asking.coders(means, asked) if asked else []
    found: Found = {}
    for number, coder in enumerate(coders):
        for question, rows in codings_of(coder, posts(engine, blocs), progress):
            found.setdefault((asked.index(question), number), []).append(rows)
    parts = [part for key in sorted(found) for part in found[key]]
    records = dict.fromkeys(record for coder in coders for record in coder.records())
    prompts = [row for c in coders if isinstance(c, ModelCoder) for row in c.prompts()]
    return {
        CODINGS.name: pa.concat_tables([CODINGS.empty(), *parts]),
        CODERS.name: pa.Table.from_pylist([asdict(r) for r in records], schema=CODERS.arrow),
        PROMPTS.name: pa.Table.from_pylist(prompts, schema=PROMPTS.arrow),
    }


def posts(engine: Engine, blocs: Blocs) -> Iterator[pa.Table]:
    """The posts of the study's blocs, some at a time."""
    for batch in engine.batches(POSTS, [list(blocs.all)], rows=ROWS):
        yield pa.Table.from_batches([batch])


def codings_of(
    coder: Coder, batches: Iterable[pa.Table], progress: Progress
) -> Iterator[tuple[Question, pa.Table]]:
    """Rows of CODINGS, question by question, some posts at a time.

    A model gets all posts at once: it must say how many texts it would send before the first.
    """
    if isinstance(coder, ModelCoder):
        yield from put(coder, pa.concat_tables([*batches, empty()]))
        return
    progress.start(f"Coding posts: {coder.name}", unit="posts")
    for batch in batches:
        yield from put(coder, batch)
        progress.advance(batch.num_rows)
    progress.done()


def empty() -> pa.Table:
    """No posts."""
    names = ("platform", "post_id", "bloc", "text")
    return pa.schema([pa.field(name, pa.string()) for name in names]).empty_table()


def put(coder: Coder, batch: pa.Table) -> Iterator[tuple[Question, pa.Table]]:
    """Put a coder's questions about some posts; each with its rows of CODINGS."""
    texts = units.strings(batch["text"])
    made = units_of(texts, coder.questions[0])
    for question, answers in zip(coder.questions, coder.answer(made.texts), strict=True):
        yield question, codings(question, coder.name, batch, made, answers)


def units_of(texts: pa.StringArray, question: Question) -> units.Units:
    """What the question is asked of."""
    if question.code.unit == "post":
        return units.posts(texts)
    if question.code.unit == "sentence":
        return units.sentences_of(texts)
    terms = question.target.terms if question.target else ()
    listed = [p for term in terms for p in entries.patterns(term, (), "target")]
    return units.mentions_of(texts, list(dict.fromkeys(listed)))


def codings(
    question: Question, coder: str, posts: pa.Table, made: units.Units, answers: Answers
) -> pa.Table:
    """Rows of CODINGS, but for posts of blocs that are not asked about the target."""
    n = len(made.post)
    at = pa.array(made.post, pa.int64())
    names = pa.array([*question.code.labels, INVALID], pa.string())
    places = answers.labels.astype(np.int64) % len(names)
    sure = answers.probabilities
    columns = {
        "code": pa.repeat(pa.scalar(question.code.id, pa.string()), n),
        "coder": pa.repeat(pa.scalar(coder, pa.string()), n),
        "platform": posts["platform"].take(at),
        "post_id": posts["post_id"].take(at),
        "part": pa.array(made.part, pa.int64()),
        "target": pa.repeat(pa.scalar(question.about, pa.string()), n),
        "label": names.take(pa.array(places, pa.int64())),
        "probability": pa.nulls(n, pa.float64()) if sure is None else pa.array(sure, pa.float64()),
    }
    rows = pa.table(columns, schema=CODINGS.arrow)
    left_out = question.target.not_of if question.target else ()
    if left_out:
        blocs = posts["bloc"].take(at)
        rows = rows.filter(pc.invert(pc.is_in(blocs, pa.array(left_out, pa.string()))))
    return rows
