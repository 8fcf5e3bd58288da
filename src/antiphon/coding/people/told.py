"""What people said of a study's posts, how far they agree, and what follows for all posts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from antiphon.coding.codebook import load, shipped
from antiphon.coding.coders.classifier import labels as training
from antiphon.coding.examples import examples
from antiphon.coding.people import labels
from antiphon.coding.people.agreeing import agree
from antiphon.coding.people.estimating import prevalences
from antiphon.errors import StudyError, nearest
from antiphon.progress import SILENT, Progress
from antiphon.schema import AGREEMENT, CODED, CODERS, CODINGS, EXAMPLES, HUMAN_CODES, PROMPTS
from antiphon.schema import SAMPLES as DRAWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from antiphon.coding.codebook import Code
    from antiphon.coding.people.settings import People
    from antiphon.coding.settings import Coding
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

WRITES = tuple(table for table in CODED if table not in (CODINGS, CODERS, PROMPTS))
"""What is told by people, and by machines and people together."""


def told(
    engine: Engine,
    blocs: Blocs,
    coding: Coding,
    people: People,
    progress: Progress = SILENT,
) -> dict[str, pa.Table]:
    """Read what people said, and tell shares of labels from machines and people.

    Args:
        engine: holds `posts`, `accounts`, `codings`.
        blocs: whose posts are meant.
        coding: what machines were asked; its codebook says which labels there are.
        people: see `People`; paths as seen from here.
        progress: told of the step.

    Returns:
        The tables of `WRITES` by name; empty where nothing was coded.

    Raises:
        SourceError: for labels that cannot be read.
        StudyError: for a code or label that no codebook has.
    """
    progress.start("Telling shares of labels")
    drawn, said = labels.read([Path(path) for path in people.labels])
    books = codes(coding)
    asked = {row[0] for row in engine.rows("SELECT DISTINCT code FROM codings")}
    known = {name: books[name].labels for name in sorted(asked | held(said, books))}
    engine.register(DRAWN.name, drawn)
    engine.register(HUMAN_CODES.name, said)
    learnt = ("classifier",) if learnt_from(engine, coding) else ()
    found = {DRAWN.name: drawn, HUMAN_CODES.name: said}
    found |= prevalences(engine, blocs, people.estimation, known, learnt)
    ordered = [name for name in known if books[name].ordered]
    found[AGREEMENT.name] = agree(said, known, ordered)
    found[EXAMPLES.name] = examples(engine, blocs, [books[name] for name in known])
    progress.done()
    return found


def codes(coding: Coding) -> dict[str, Code]:
    """Every code by its name; the study's own hide the package's."""
    own = load(Path(coding.book)) if coding.book else ()
    every = [code for book in shipped().values() for code in book]
    return {code.id: code for code in (*every, *own)}


def held(said: pa.Table, books: Mapping[str, Code]) -> set[str]:
    """The codes that people were asked; refuse a code or label that no codebook has."""
    pairs = sorted(set(zip(said["code"].to_pylist(), said["label"].to_pylist(), strict=True)))
    for code, label in pairs:
        if code not in books:
            fix = nearest(str(code), books)
            raise StudyError("people coded what no codebook has", where="people.labels", fix=fix)
        if label not in books[str(code)].labels:
            raise StudyError(
                f"people gave a label that {code!r} does not have",
                where="people.labels",
                got=label,
                fix=nearest(str(label), books[str(code)].labels),
            )
    return {str(code) for code, _ in pairs}


def learnt_from(engine: Engine, coding: Coding) -> bool:
    """Did the classifier learn from posts that people coded, or from their very texts?

    Reads wrong for a classifier out of a folder: what it learnt from is not known here.
    """
    if not coding.labels or "classifier" not in coding.coders:
        return False
    rows = training.rows_of(Path(coding.labels))
    coded = engine.rows(
        """SELECT DISTINCT p.post_id, p.text FROM human_codes h
           JOIN posts p ON p.platform = h.platform AND p.post_id = h.post_id"""
    )
    ids, texts = {post for post, _ in coded}, {text for _, text in coded}
    return any(row.get("post_id") in ids or row.get("text") in texts for row in rows)
