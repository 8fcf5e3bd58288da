"""The definition of co-action: the same rows from both engines and from the fused kernel."""

from __future__ import annotations

import made
import made_cluster
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.kernels.coaction import ANCHORED, CAPPED, EXACT, Rules
from antiphon.measures import coaction
from antiphon.measures.coaction import Coaction, afar, portable, shares

pytestmark = pytest.mark.xdist_group("spark")
HOT = 20


@pytest.fixture(params=["embedded", "spark"])
def engine(request):
    if request.param == "spark":
        yield request.getfixturevalue("spark")
        return
    with Engine() as engine:
        yield engine


def found(engine, events: pa.Table, rules: Rules) -> list:
    engine.register("given", events)
    try:
        return portable.together(engine, "given", made_cluster.KINDS, rules)
    finally:
        engine.discard("given")


@pytest.mark.parametrize("mode", [EXACT, CAPPED, ANCHORED])
def test_both_engines_give_the_rows_of_the_fused_kernel_on_100_000_events(
    engine, mode, monkeypatch
):
    """|Δt| = window, ties, one account again, times before 1970, an object with half of all."""
    monkeypatch.setattr(portable, "SHARE", 100_000)  # the object with half of all is shared out
    events = made_cluster.edges()
    rules = Rules(made_cluster.WINDOWS, 2, HOT, mode)
    wanted = made_cluster.fused(events, rules)
    assert made_cluster.same(found(engine, events, rules), wanted) > 3000
    (told, _) = wanted
    assert told.hot_events > 40_000
    assert (told.skipped > 0) == (mode == CAPPED)


@pytest.mark.parametrize(
    "change",
    [
        {"windows": (0,)},
        {"windows": (1, 60, 7200)},
        {"least": 1},
        {"least": 5},
        {"hot": 1},
        {"hot": 1000},
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", [EXACT, CAPPED, ANCHORED])
def test_the_definition_and_the_fused_kernel_agree_whatever_the_rules(change, mode):
    events = made_cluster.edges(4000, seed=6)
    rules = Rules(made_cluster.WINDOWS, 2, HOT, mode)._replace(**change)
    with Engine() as engine:
        made_cluster.same(found(engine, events, rules), made_cluster.fused(events, rules))


ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 3), st.integers(0, 4), st.integers(-9, 9)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40)
@given(ROWS, st.sampled_from([EXACT, CAPPED, ANCHORED]), st.integers(1, 3), st.integers(1, 4))
def test_the_definition_and_the_fused_kernel_agree_on_a_few_events(rows, mode, least, hot):
    """Objects of both kinds have numbers of their own, as the measure gives them."""
    listed = sorted((k, 10 * k + o, t, a) for k, o, a, t in rows)
    columns = zip(("kind", "object", "time", "account"), zip(*listed, strict=True), strict=True)
    events = pa.table({name: pa.array(values, pa.int64()) for name, values in columns})
    rules = Rules((1, 5), least, hot, mode)
    with Engine() as engine:
        made_cluster.same(found(engine, events, rules), made_cluster.fused(events, rules))


def test_no_events_are_no_pairs(engine):
    empty = made_cluster.edges().slice(0, 0)
    rules = Rules(made_cluster.WINDOWS)
    assert made_cluster.same(found(engine, empty, rules), made_cluster.fused(empty, rules)) == 0


@pytest.mark.parametrize("anchored", [True, False])
def test_the_measure_writes_the_same_tables_on_a_cluster(spark, anchored):
    """Every column of coaction and of coaction_counts."""
    g = np.random.default_rng(3)
    names = [name for name, bloc in made.ACCOUNT_BLOCS.items() if bloc]
    rows = [
        made.post(f"p{i:04}", names[g.integers(6)], float(g.uniform(0, 700)),
                  f"#tag{int(12 * g.random() ** 2)} https://a.example/{g.integers(9)}")
        for i in range(900)
    ]  # fmt: skip
    chosen = Coaction(hot_posts=2, anchored=anchored)
    with made.engine(made.posts(*rows)) as engine:
        wanted = coaction.compute(engine, made.BLOCS, chosen)
        engine.cluster = made_cluster.Lent(spark)
        got = coaction.compute(engine, made.BLOCS, chosen)
    assert got == wanted
    assert wanted["coaction"].num_rows > 20
    assert wanted["coaction_counts"].to_pylist()[0]["hot_objects"] > 0


def test_a_file_that_the_cluster_reads_gives_the_rows_of_one_that_is_read_here(spark, tmp_path):
    """Times that cannot be read are counted; an object that is its own content is left out."""
    g = np.random.default_rng(4)
    size = 2000
    table = pa.table(
        {
            "object_id": [f"l{n}" for n in g.integers(0, 90, size)],
            "account_id": [f"ä{n}" for n in g.integers(0, 40, size)],
            "content_id": [f"l{n}" for n in range(size)],
            "timestamp_share": [
                ("never", str(n), f"{n}.75", f"1970-01-01 22:{n // 60 % 60:02}:{n % 60:02}")[n % 4]
                for n in g.integers(80_000, 82_000, size).tolist()
            ],
        }
    )
    path = tmp_path / "shares.parquet"
    pq.write_table(table, path)
    lent = made_cluster.Lent(spark)
    with Engine() as engine:
        read = shares.read(engine, path)
        wanted = shares.pairs(engine, window=60, least=2)
        here = shares.pairs(engine, window=60, least=2, cluster=lent)
    counted, there = afar.pairs(lent, path.as_uri(), window=60, least=2)
    assert here == wanted
    assert there == wanted
    assert counted == read
    assert wanted.num_rows > 100
    assert read[1] > 300


def test_links_of_a_file_are_the_same_pages_on_the_cluster(spark, tmp_path):
    """Three ways to write one address; a short one is an object as it stands."""
    links = ("https://www.a.com/r%C3%A9/?utm_source=x", "http://a.com/ré", "https://bit.ly/1")
    g = np.random.default_rng(5)
    size = 600
    table = pa.table(dict.fromkeys(shares.TOOLKIT, pa.array([""] * size)))
    for name, column in (
        ("message_id", range(size)),
        ("user_id", g.integers(0, 12, size).tolist()),
        ("timestamp", g.integers(0, 20_000, size).tolist()),
        ("urls", [f"{links[n % 3]} https://b.com/{n}#top" for n in g.integers(0, 30, size)]),
    ):
        values = pa.array([str(value) for value in column])
        table = table.set_column(shares.TOOLKIT.index(name), name, values)
    path = tmp_path / "toolkit.parquet"
    pq.write_table(table, path)
    with Engine() as engine:
        read = shares.read(engine, path)
        wanted = shares.pairs(engine, window=60, least=2)
        objects = {row[0] for row in engine.rows("SELECT DISTINCT object FROM shares")}
    counted, there = afar.pairs(made_cluster.Lent(spark), path.as_uri(), window=60, least=2)
    assert objects == {"a.com/ré", "https://bit.ly/1"} | {f"b.com/{n}" for n in range(30)}
    assert (counted, there) == (read, wanted)
    assert wanted.num_rows > 20
