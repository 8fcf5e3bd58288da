"""The engine: queries, transactions, key-complete batches, stores that cannot be opened."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antiphon.engine import Engine
from antiphon.engine.keys import key_complete
from antiphon.errors import StoreError
from antiphon.schema import Column, Table

NUMBERS = Table("numbers", "a number", (Column("k", "int", "key"), Column("v", "string", "value")))


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


def test_rows_tables_values_and_batches_say_the_same(engine):
    sql = "SELECT unnest(range(?)) AS n"
    assert engine.rows(sql, [3]) == [(0,), (1,), (2,)]
    assert engine.table(sql, [3]).column("n").to_pylist() == [0, 1, 2]
    assert engine.value(sql, [3]) == 0
    batches = list(engine.batches(sql, [5000], rows=2048))
    assert len(batches) > 1
    assert [n for batch in batches for n in batch.column(0).to_pylist()] == list(range(5000))


def test_values_go_by_name_or_in_order(engine):
    assert engine.value("SELECT $a || $b", {"a": "x", "b": "y"}) == "xy"
    assert engine.value("SELECT ? || ?", ["x", "y"]) == "xy"


def test_a_query_without_an_answer_has_no_value(engine):
    assert engine.value("SELECT 1 WHERE false") is None


def test_rows_are_inserted_by_name_whatever_their_order(engine):
    engine.create(NUMBERS)
    engine.create(NUMBERS)
    engine.insert("numbers", pa.table({"v": ["a"], "k": [1]}))
    engine.insert("numbers", pa.record_batch({"k": [2]}))
    assert engine.rows("FROM numbers") == [(1, "a"), (2, None)]
    assert engine.has("numbers")
    assert not engine.has("letters")


def test_a_failed_transaction_leaves_nothing(engine):
    engine.create(NUMBERS)
    with pytest.raises(ZeroDivisionError), engine.transaction():  # noqa: PT012
        engine.insert("numbers", pa.table({"k": [1]}))
        assert engine.value("SELECT count(*) FROM numbers") == 1
        raise ZeroDivisionError
    assert engine.value("SELECT count(*) FROM numbers") == 0
    with engine.transaction():
        engine.insert("numbers", pa.table({"k": [1]}))
    assert engine.value("SELECT count(*) FROM numbers") == 1


def test_a_table_of_arrow_is_seen_by_its_name(engine):
    engine.register("seen", pa.table({"n": [1, 2]}))
    assert engine.value("SELECT sum(n) FROM seen") == 3


def test_what_is_written_is_there_when_the_store_is_opened_again(tmp_path):
    with Engine(tmp_path / "s.duckdb") as engine:
        engine.execute("CREATE TABLE t AS SELECT 1 AS n")
    with Engine(tmp_path / "s.duckdb") as engine:
        assert engine.rows("FROM t") == [(1,)]


def test_a_store_that_another_process_uses_is_an_error_that_says_so(tmp_path):
    script = (
        "import sys; from pathlib import Path; from antiphon.engine import Engine\n"
        "engine = Engine(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    path = tmp_path / "s.duckdb"
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="in use by another run") as caught:
            Engine(path)
        other.stdin.close()
    assert caught.value.where == str(path)
    assert "wait for the other run" in caught.value.fix
    Engine(path).close()


@pytest.mark.parametrize("content", [b"not a store" * 1000, b"\0" * 5000, b"x"])
def test_a_file_that_is_no_store_is_an_error_with_a_remedy(tmp_path, content):
    path = tmp_path / "s.duckdb"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        Engine(path)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "zeros at the end"])
def test_a_damaged_store_is_an_error_when_its_damage_is_met(tmp_path, damage):
    path = tmp_path / "s.duckdb"
    with Engine(path) as engine:
        engine.execute("CREATE TABLE t AS SELECT md5(range::VARCHAR) AS s FROM range(100000)")
    data = path.read_bytes()
    half = len(data) // 2
    path.write_bytes(
        {
            "cut": data[:half],
            "overwritten": data[:20_000] + b"\xff" * (half - 20_000) + data[half:],
            "zeros at the end": data[:half] + bytes(len(data) - half),
        }[damage]
    )
    with pytest.raises(StoreError, match="damaged") as caught, Engine(path) as engine:  # noqa: PT012
        engine.value("SELECT min(s) FROM t")
        engine.table("FROM t")
        list(engine.batches("FROM t"))
    assert "delete it" in caught.value.fix


def test_too_little_memory_or_disk_is_an_error_that_says_so():
    with Engine(memory="20MB") as engine:
        engine.execute("SET max_temp_directory_size = '1MB'")
        with pytest.raises(StoreError, match=r"not enough memory|disk is full") as caught:
            engine.rows("SELECT md5(range::VARCHAR) AS m FROM range(1000000) ORDER BY m")
    assert "disk" in caught.value.fix or "space" in caught.value.fix


def test_a_store_in_a_folder_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        Engine(tmp_path / "nowhere" / "s.duckdb")
    assert "folder is there" in caught.value.fix


def test_a_stored_stream_is_seen_by_its_name_until_it_is_discarded(tmp_path):
    with Engine(tmp_path / "it's.duckdb") as engine:
        batches = (pa.record_batch({"n": [i, i + 1]}) for i in range(3))
        engine.store("seen", batches, pa.schema({"n": pa.int64()}))
        assert engine.rows("SELECT n FROM seen ORDER BY n") == [(0,), (1,), (1,), (2,), (2,), (3,)]
        engine.store("seen", [pa.record_batch({"n": [7]})], pa.schema({"n": pa.int64()}))
        assert engine.rows("FROM seen") == [(7,)]
        engine.store("none", [], pa.schema({"n": pa.int64()}))
        assert engine.rows("FROM none") == []
        engine.discard("seen")
        engine.discard("seen")
        assert not engine.has("seen")
        assert [p.name for p in (tmp_path / "it's.duckdb.stored").iterdir()] == ["none.parquet"]
    assert [p.name for p in tmp_path.iterdir()] == ["it's.duckdb"]


def test_a_stream_of_the_engine_can_be_stored_while_it_is_read(engine):
    sql = "SELECT unnest(range(10000)) AS n"
    engine.store("numbers", engine.batches(sql, rows=2048), pa.schema({"n": pa.int64()}))
    assert engine.value("SELECT sum(n) FROM numbers") == 49_995_000
    engine.store_answer("few", "SELECT n FROM numbers WHERE n < 3", pa.schema({"n": pa.int16()}))
    assert engine.table("FROM few") == pa.table({"n": pa.array([0, 1, 2], pa.int16())})


def test_a_stream_that_fails_is_not_seen(engine):
    def failing():
        yield pa.record_batch({"n": [1]})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.store("seen", failing(), pa.schema({"n": pa.int64()}))
    assert not engine.has("seen")


def test_what_a_killed_run_stored_is_deleted(tmp_path):
    left = tmp_path / "s.duckdb.stored"
    left.mkdir()
    (left / "grams.parquet").write_bytes(b"half")
    with Engine(tmp_path / "s.duckdb"):
        assert not left.exists()


def test_too_little_memory_for_a_stream_is_an_error_that_says_so():
    with Engine(memory="20MB") as engine:
        engine.execute("SET max_temp_directory_size = '1MB'")
        with pytest.raises(StoreError, match=r"not enough memory|disk is full"):
            list(engine.batches("SELECT md5(range::VARCHAR) AS m FROM range(1000000) ORDER BY m"))


KEYS = st.lists(st.integers(0, 9), max_size=60).map(sorted)


@given(KEYS, st.integers(1, 7), st.integers(1, 30))
def test_tables_never_split_a_key_and_lose_nothing(keys, size, rows):
    batches = [
        pa.record_batch({"k": pa.array(keys[i : i + size], pa.int64())})
        for i in range(0, len(keys), size)
    ]
    tables = [table.column("k").to_pylist() for table in key_complete(batches, ["k"], rows)]
    assert list(itertools.chain.from_iterable(tables)) == keys
    assert all(tables)
    for before, after in itertools.pairwise(tables):
        assert before[-1] < after[0]
    longest = max((keys.count(key) for key in keys), default=0)
    assert all(len(table) < rows + size + longest for table in tables)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=30), st.integers(1, 9))
def test_the_rows_of_a_key_come_in_the_order_asked_for(pairs, rows):
    def whole(table):
        yield from table.to_batches()

    with Engine() as engine:
        engine.register(
            "pairs",
            pa.table(
                {"k": [k for k, _ in pairs], "v": [v for _, v in pairs]},
                schema=pa.schema({"k": pa.int64(), "v": pa.int64()}),
            ),
        )
        batches = engine.map_by_key("pairs", ["k", "v"], "k", whole, within=["v"], rows=rows)
        got = [(row["k"], row["v"]) for batch in batches for row in batch.to_pylist()]
    assert got == sorted(pairs)


@given(KEYS, st.integers(1, 30))
def test_a_kernel_by_key_sees_every_key_whole_and_in_order(keys, rows):
    def count(table):
        yield from table.group_by("k", use_threads=False).aggregate([("k", "count")]).to_batches()

    with Engine() as engine:
        engine.create(NUMBERS)
        engine.insert("numbers", pa.table({"k": pa.array(keys[::-1], pa.int64())}))
        batches = engine.map_by_key("numbers", ["k"], "k", count, rows=rows)
        told = {row["k"]: row["k_count"] for batch in batches for row in batch.to_pylist()}
    assert told == {key: keys.count(key) for key in keys}
    assert list(told) == sorted(told)
