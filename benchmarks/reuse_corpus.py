"""A corpus with planted reuse: documents of some hundred outlets in three languages over 30 days.

An eighth of the documents repeats another, in eight ways equally often, and a few go round dozens
of outlets. What makes it hard: topics that many outlets write on at the same time in the same
words and turns of phrase, stock phrases and sayings that everybody uses all the time, statements
quoted word for word by several outlets, datelines and signatures of outlets, and networks of
outlets under one signature. The same parameters give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from antiphon.schema import STORED
from benchmarks import reuse_language, reuse_writing
from benchmarks.reuse_language import LENGTH, NAMES
from benchmarks.reuse_writing import EXCERPT, MESSAGES, TWEET, VIRAL, Plan

KINDS = (
    "exact", "10 % edited", "25 % edited", "40 % edited", "blocks", "excerpt",
    "excerpt, 10 %", "message", "viral",
)  # fmt: skip
BLOCS = ("east", "west", "world")
START = np.datetime64("2021-03-01T00:00:00", "us").astype(np.int64)
SPAN = 30 * 86_400_000_000
PIECE = 10_000  # documents written at a time
ROOM = 12_000  # bytes set aside for a document of a piece
TRUTH = ("copy", "origin", "start_origin", "end_origin", "start_copy", "end_copy", "words")


@dataclass(frozen=True)
class Parameters:
    """What is generated."""

    documents: int
    seed: int
    planted: float = 0.12
    """Share of documents that repeat another, viral ones not counted."""
    outlets: int = 600
    networks: int = 4
    """Groups of four outlets that share one signature."""
    quoting: float = 0.06
    """Share of articles that quote their topic's statement of the day."""

    @property
    def stock(self) -> int:
        """Stock phrases of each language: few enough for each to be in use all the time."""
        return min(60, max(6, self.documents // 1000))


def corpus(parameters: Parameters, cache: Path | None = None) -> Path:
    """The folder with posts.parquet and truth.parquet, made if not there."""
    root = cache or Path(tempfile.gettempdir()) / "antiphon-benchmarks"
    sources = (__file__, reuse_language.__file__, reuse_writing.__file__)
    code = b"".join(Path(source).read_bytes() for source in sources)
    mark = hashlib.sha256(repr(parameters).encode() + code).hexdigest()[:12]
    folder = root / f"reuse-{parameters.documents}-{parameters.seed}-{mark}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        unfinished.mkdir(parents=True)
        write(parameters, unfinished)
        try:
            unfinished.rename(folder)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished)
    return folder


def plan(p: Parameters) -> tuple[Plan, np.ndarray]:
    """Who writes when on what, and who copies whom; times in order of the documents' numbers."""
    g = np.random.default_rng([p.seed, 3])
    n = p.documents
    times = START + np.sort(g.integers(0, SPAN // 1_000_000, n)) * 1_000_000
    language = g.integers(0, 3, n).astype(np.int8)
    busy = 1 / (np.arange(p.outlets // 3) + 8.0)
    outlet = g.choice(p.outlets // 3, n, p=busy / busy.sum()) * 3 + language
    topics = max(6, n // 1800)
    topic = (topics * g.random(n) ** 1.3).astype(np.int64) * 3 + language
    kind = kinds(p, g)
    viral, source = go_viral(kind, language, g)
    tweet = np.where(kind < 0, g.random(n) < 0.06, kind == MESSAGES)
    tweet[source] = False
    origin = origins(kind, language, tweet, times, g)
    origin[viral] = source
    kind[source], origin[source] = -1, -1
    kind[origin < 0] = -1
    outlet = elsewhere(outlet, origin, p.outlets)
    close = (origin >= 0) & ((kind < EXCERPT) | (kind == VIRAL) | (g.random(n) < 0.5))
    topic[close] = topic[origin[close]]
    middle = np.array([LENGTH[name] for name in NAMES])[language]
    length = np.clip(middle * g.lognormal(0, 0.45, n), 80, 600).astype(np.int32)
    length[tweet] = TWEET
    day = (times - START) // 86_400_000_000
    quotes = (g.random(n) < p.quoting) & ~tweet & (origin < 0)
    quoted = np.where(quotes, topic * 40 + day, -1)
    network = np.arange(p.outlets)
    for i in range(p.networks):  # four middling outlets of one language each
        network[np.flatnonzero(network % 3 == i % 3)[10 + 12 * i : 22 + 12 * i : 3]] = p.outlets + i
    made = Plan(
        np.uint64(p.seed), language, outlet.astype(np.int32), network.astype(np.int32),
        topic.astype(np.int32), quoted.astype(np.int32), length, kind, origin,
    )  # fmt: skip
    return made, times


def kinds(p: Parameters, g: np.random.Generator) -> np.ndarray:
    """What each document repeats and how: -1 for nothing; viral copies come later."""
    kind = np.full(p.documents, -1, np.int8)
    copies = int(p.planted * p.documents)
    chosen = g.permutation(np.arange(p.documents // 50, p.documents))[:copies]
    kind[chosen] = np.arange(copies) % VIRAL
    return kind


def go_viral(
    kind: np.ndarray, language: np.ndarray, g: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Mark 60 copies for every 20,000 documents as viral; return them and their origins.

    They come within three days of the origin, half of them within one.
    """
    copies, sources = [], []
    for group in range(len(kind) // 20_000):
        spoken = np.flatnonzero(language == group % 3)
        soon = len(spoken) // 10
        first = int(g.integers(len(spoken) // 20, len(spoken) - soon))
        share = 0.5 ** (np.arange(soon) / soon * 3)
        chosen = spoken[first + 1 + g.choice(soon, 60, replace=False, p=share / share.sum())]
        kind[chosen] = VIRAL
        copies.append(chosen)
        sources.append(np.full(60, spoken[first]))
    none = [np.zeros(0, np.int64)]
    return np.concatenate(copies + none), np.concatenate(sources + none)


def origins(
    kind: np.ndarray, language: np.ndarray, tweet: np.ndarray, times: np.ndarray,
    g: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """What each copy repeats: a document of its language some minutes to some days older."""
    origin = np.full(len(kind), -1, np.int64)
    lag = 1e6 * 3600 * g.lognormal(1.4, 1.5, len(kind))
    for tongue in range(3):
        for short in (False, True):
            mine = (language == tongue) & (tweet == short)
            free = np.flatnonzero(mine & (kind < 0))
            copies = np.flatnonzero(mine & (kind >= 0) & (kind != VIRAL))
            if not len(free):
                continue
            older = np.searchsorted(free, copies)
            at = np.searchsorted(times[free], times[copies] - lag[copies])
            at[at == 0] = (older * g.random(len(copies)))[at == 0]  # older than the first: any
            at = np.minimum(at, older - 1)
            origin[copies] = np.where(at >= 0, free[np.maximum(at, 0)], -1)
    return origin


def elsewhere(outlet: np.ndarray, origin: np.ndarray, outlets: int) -> np.ndarray:
    """Move copies that would stand in their origin's own outlet to the next one."""
    same = (origin >= 0) & (outlet == outlet[np.maximum(origin, 0)])
    return np.where(same, (outlet + 3) % outlets, outlet)


def write(p: Parameters, folder: Path) -> None:
    """Write posts.parquet, as in a study's store, and truth.parquet, piece by piece."""
    made, times = plan(p)
    languages = reuse_language.languages()
    rows = []
    with pq.ParquetWriter(folder / "posts.parquet", STORED.arrow, compression="lz4") as writer:
        for low in range(0, p.documents, PIECE):
            count = min(PIECE, p.documents - low)
            data = np.empty(count * ROOM, np.uint8)
            offsets = np.zeros(count + 1, np.int32)
            truth = np.zeros((count, len(TRUTH)), np.int64)
            copies = reuse_writing.write(
                low, low + count, made, p.stock, languages, data, offsets, truth
            )
            rows.append(truth[:copies])
            buffers = pa.py_buffer(offsets), pa.py_buffer(data[: offsets[-1]])
            text = pa.StringArray.from_buffers(count, *buffers)
            writer.write_table(posts(made, times, low, text))
    truth = np.concatenate(rows)
    columns = {name: truth[:, i] for i, name in enumerate(TRUTH)}
    copies = truth[:, 0]
    columns |= {"kind": made.kind[copies], "language": made.language[copies]}
    pq.write_table(pa.table(columns), folder / "truth.parquet")


def posts(made: Plan, times: np.ndarray, low: int, text: pa.StringArray) -> pa.Table:
    """A piece of the store's table of posts."""
    numbers = np.arange(low, low + len(text))
    outlet = made.outlet[numbers]
    filled = {
        "ix": pa.array(numbers),
        "post_id": pa.array([f"d{i:08}" for i in numbers.tolist()]),
        "platform": pa.array(["web"] * len(text)),
        "account_id": pa.array([f"outlet{i:04}" for i in outlet.tolist()]),
        "bloc": pa.array(BLOCS).take(pa.array(outlet // 3 % 3)),
        "created_at": pa.array(times[numbers]).cast(pa.timestamp("us")),
        "time_precision": pa.array(["second"] * len(text)),
        "lang": pa.array(NAMES).take(pa.array(made.language[numbers])),
        "text": text,
    }
    schema = STORED.arrow
    columns = [filled.get(f.name, pa.nulls(len(text), f.type)) for f in schema]
    return pa.table([c.cast(f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
