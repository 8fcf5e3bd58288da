"""The comparison by key: what it finds is what the one in memory finds, to the bit."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import partial

import made
import numpy as np
import pyarrow as pa
import pytest
from benchmarks.reuse_corpus import BLOCS, Parameters, corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.kernels import wordings
from antiphon.measures.reuse import Reuse, by_key, credit, search, spelled, tasks
from antiphon.measures.reuse import corpus as reading
from antiphon.measures.reuse.corpus import Corpus, load
from antiphon.progress import SILENT
from antiphon.schema import ACCOUNTS, Blocs
from antiphon.simulate.world import World
from antiphon.simulate.write import write
from antiphon.sources.ingest import ingest
from antiphon.study.file import load as study

NONE = 1e-9  # of a gigabyte: nothing may stay in memory
NAMES = ("n1", "n2", "s1", "s2", "w1", "w2")


def found(
    engine: Engine, blocs: Blocs, memory_gb: float, **options: object
) -> tuple[Corpus, dict[str, list[np.ndarray]]]:
    read = load(engine, blocs, credit.names(engine), SILENT, memory_gb=memory_gb)
    result = search.search(read, blocs, Reuse(**options))
    parts = {name: getattr(result, name) for name in ("near", "pairs", "members")} | {
        "phrases": result.compared.phrases,
        "posts": (result.wordings.of_post, result.wordings.posts, result.wordings.offsets),
    }
    parts["eligible"] = (np.array(list(result.eligible.values())),)
    return read, {name: list(columns) for name, columns in parts.items()}


def same(one: dict[str, list[np.ndarray]], other: dict[str, list[np.ndarray]]) -> None:
    for name, columns in one.items():
        for a, b in zip(columns, other[name], strict=True):
            assert a.dtype == b.dtype, name
            np.testing.assert_array_equal(a, b, err_msg=name)


def compared(rows: list[dict], memory_gb: float = NONE, **options: object) -> dict:
    """What both forms find of the posts; they must be the same."""
    with made.engine(made.posts(*rows)) as engine:
        kept, usual = found(engine, made.BLOCS, 1.0, **options)
        put, by_key = found(engine, made.BLOCS, memory_gb, **options)
    assert kept.spelled is None
    assert put.spelled is not None
    assert len(put.words.hashes) == 0
    assert put.words.lengths.tolist() == kept.words.lengths.tolist()
    same(usual, by_key)
    return usual


def crowded(seed: int = 9) -> list[dict]:
    """Random reuse, a phrase and a post that are common, quotations, and a viral text."""
    stock, posted, viral = made.words(60, 9), made.words(61, 20), made.words(63, 30)
    rows = [
        made.post(f"c{i}", NAMES[i % 6], i * 2880, f"{made.words(300 + i % 7, 12)} {stock}")
        for i in range(14)
    ]
    rows += [made.post(f"d{i}", NAMES[i % 6], i * 2880 + 5, posted) for i in range(14)]
    rows += [
        made.post(f"e{i}", NAMES[i], 40_000 + i, f"{posted} «{made.words(62, 20)}» #tag")
        for i in (0, 3)
    ]
    rows += [made.post(f"v{i}", NAMES[i % 6], 50_000 + i, f"{viral} v{i}") for i in range(60)]
    return rows + made.world(seed=seed).to_pylist()


@pytest.mark.parametrize("memory_gb", [NONE, 1e-5, 3e-5], ids=["nothing", "some", "more"])
def test_what_is_found_is_the_same_whatever_stays_in_memory(memory_gb):
    usual = compared(crowded(), memory_gb)
    assert len(usual["members"][0]) > 100
    assert len(usual["phrases"][0]) > 5


@pytest.mark.parametrize(
    "options",
    [
        {"min_words": 5},
        {"breadth": 2},
        {"window_days": 3.0},
        {"common_accounts": 3, "common_days": 0.1},
    ],
    ids=lambda options: next(iter(options)),
)
def test_it_is_the_same_for_other_settings(options):
    compared(crowded(seed=10), **options)


def test_phrases_that_the_analyst_overrules_are_overruled(tmp_path):
    usual = compared(crowded(seed=12))
    path = tmp_path / "phrases.csv"
    viral, stock = made.words(63, 30), made.words(60, 9)
    path.write_text(f"phrase,common\n{viral},yes\n{stock},no\n", encoding="utf-8")
    overruled = compared(crowded(seed=12), phrases=str(path))
    assert len(overruled["members"][0]) != len(usual["members"][0])


def test_texts_longer_than_a_row_are_whole(monkeypatch):
    monkeypatch.setattr(spelled, "PIECE", 7)
    usual = compared(crowded(seed=11), 2e-5)
    assert len(usual["members"][0]) > 100


def test_rows_may_come_in_any_order_and_texts_be_empty():
    rows = [*crowded(), made.post("", "n1", 3, ""), made.post("z", "s1", 4, "@x https://x.example")]
    table = made.posts(*rows)
    turned = table.take(pa.array(range(table.num_rows - 1, -1, -1)))
    with made.engine(table) as engine:
        _, usual = found(engine, made.BLOCS, 1.0)
    with made.engine(turned) as engine:
        same(usual, found(engine, made.BLOCS, NONE)[1])


def test_posts_too_short_to_compare_give_nothing():
    rows = [made.post(f"p{i}", NAMES[i], i, "too short") for i in range(6)]
    assert not len(compared(rows)["pairs"][0])


def test_nothing_that_was_stored_is_left(tmp_path):
    path = tmp_path / "s.duckdb"
    with Engine(path) as engine:
        engine.register("posts", made.posts(*crowded()))
        engine.register("accounts", made.accounts())
        found(engine, made.BLOCS, NONE)
        assert not list((tmp_path / "s.duckdb.stored").iterdir())
    assert [p.name for p in tmp_path.iterdir()] == ["s.duckdb"]


def test_kernels_can_be_sent_to_other_machines():
    with made.engine(made.posts(*crowded())) as engine:
        read = load(engine, made.BLOCS, credit.names(engine), SILENT, memory_gb=NONE)
    known = by_key.learn(read, wordings.group(read.spelled.together(20), 1), Reuse())
    for kernel in (by_key.collect, by_key.pair, by_key.mark_phrases, tasks.work):
        sent = pickle.loads(pickle.dumps(partial(kernel, known=known)))
        assert sent.keywords["known"].settings == Reuse()
        np.testing.assert_array_equal(sent.keywords["known"].carried, known.carried)


snippets = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 30), st.lists(st.integers(0, 6), max_size=4)),
    max_size=25,
)


@given(snippets, st.sampled_from([NONE, 1e-6]), st.integers(0, 5))
@settings(max_examples=20)
def test_posts_made_of_few_sentences_are_compared_the_same(posts, memory_gb, seed):
    """Sentences that recur in any order, some of them very often."""
    sentences = [made.words(1000 * seed + i, 4 + i, vocabulary=30) for i in range(7)]
    rows = [
        made.post(f"p{i:02}", account, day * 1440 + i, ". ".join(sentences[k] for k in chosen))
        for i, (account, day, chosen) in enumerate(posts)
    ]
    with made.engine(made.posts(*rows)) as engine:
        options = {"min_words": 4, "common_accounts": 3}
        usual = found(engine, made.BLOCS, 1.0, **options)[1]
        same(usual, found(engine, made.BLOCS, memory_gb, **options)[1])


@pytest.mark.parametrize("seed", [1, 3])
def test_a_corpus_of_planted_reuse_is_compared_the_same(tmp_path, monkeypatch, seed):
    """Read in batches, of which the first stay in memory until there is no more room."""
    monkeypatch.setattr(reading, "ROWS", 256)
    path = str(corpus(Parameters(2000, seed), tmp_path) / "posts.parquet").replace("'", "''")
    blocs = Blocs(BLOCS[:2], BLOCS[2:])
    with Engine() as engine:
        engine.execute(f"CREATE VIEW posts AS SELECT * FROM read_parquet('{path}')")
        engine.create(ACCOUNTS)
        usual = found(engine, blocs, 1.0)[1]
        same(usual, found(engine, blocs, 1e-3)[1])
    assert len(usual["pairs"][0]) > 200


def test_a_simulated_world_is_compared_the_same(tmp_path):
    write(replace(World(), days=20), 5, tmp_path)
    plan = study(tmp_path / "study.toml")
    with Engine() as engine:
        read = (plan.sources, plan.accounts, plan.contacts, plan.ingest)
        ingest(engine, tmp_path, *read, SILENT)
        usual = found(engine, plan.blocs, 1.0)[1]
        same(usual, found(engine, plan.blocs, 1e-4)[1])
    assert len(usual["members"][0]) > 100
