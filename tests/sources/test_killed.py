"""kill -9 while files are read: the next run goes on and ends with the same tables."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from antiphon.engine import Engine
from antiphon.sources.ingest import ingest
from antiphon.sources.spec import Accounts, Ingest, Source

FILES, ROWS = 16, 2_500
SCRIPT = """
import sys
from pathlib import Path
from antiphon.engine import Engine
from antiphon.sources.ingest import ingest
from antiphon.sources.spec import Accounts, Ingest, Source

root = Path(sys.argv[1])
with Engine(Path(sys.argv[2])) as engine:
    engine.rows("SELECT 1")
    print("ready", flush=True)
    ingest(engine, root, [Source("*.jsonl*")], Accounts(derive={"bloc": "side"}), None, Ingest())
"""
TABLES = ("posts", "accounts", "contacts", "files", "rejected", "revisions")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    for number in range(FILES):
        lines = []
        for row in range(ROWS):
            key = number * ROWS + row if row % 50 else row
            post = {
                "post_id": str(key),
                "account_id": f"a{key % 37}",
                "created_at": f"2021-03-{key % 28 + 1:02}T12:00:{key % 60:02}Z"
                if row % 97
                else "?",
                "text": f"post {key} as file {number % 3} has it",
                "side": "red" if key % 2 else "blue",
            }
            lines.append(json.dumps(post))
        content = "\n".join(lines).encode()
        path = folder / f"{number:02}.jsonl"
        if number % 2:
            path.write_bytes(content)
        else:
            path.with_suffix(".jsonl.gz").write_bytes(gzip.compress(content, 1))
    return folder


def run(root, store, seconds: float | None = None) -> float:
    """Read in another process, kill it after some seconds; how long it went on."""
    command = [sys.executable, "-c", SCRIPT, str(root), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        ready = time.monotonic()
        if seconds is not None:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        assert (process.wait() == 0) or seconds is not None
        return time.monotonic() - ready


def contents(root, store) -> tuple[str, dict[str, pa.Table], dict[str, bytes]]:
    """The fingerprint, the tables and their bytes, after reading what is left to read."""
    with Engine(store) as engine:
        sources, accounts = [Source("*.jsonl*")], Accounts(derive={"bloc": "side"})
        mark = ingest(engine, root, sources, accounts, None, Ingest())
        tables = {name: engine.table(f"FROM {name}").combine_chunks() for name in TABLES}
    written = {}
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink)
        written[name] = sink.getvalue().to_pybytes()
    return mark, tables, written


@pytest.fixture(scope="module")
def undisturbed(root, tmp_path_factory):
    store = tmp_path_factory.mktemp("store") / "store.duckdb"
    return run(root, store), contents(root, store)


@pytest.mark.parametrize("third", range(3))
def test_a_killed_run_is_taken_up_again(root, undisturbed, tmp_path, third):
    lasted, expected = undisturbed
    moment = np.random.default_rng(time.time_ns()).uniform(third, third + 1) / 3 * lasted
    run(root, tmp_path / "store.duckdb", moment)
    mark, tables, written = contents(root, tmp_path / "store.duckdb")
    assert mark == expected[0]
    for name in TABLES:
        assert tables[name].equals(expected[1][name]), f"{name}, killed after {moment} s"
        assert written[name] == expected[2][name], f"{name}, killed after {moment} s"


def test_a_killed_run_leaves_whole_files_or_nothing_of_them(root, undisturbed, tmp_path):
    store = tmp_path / "store.duckdb"
    run(root, store, undisturbed[0] / 2)
    with Engine(store) as engine:
        if engine.has("ingested_files"):
            files, rows = engine.rows("SELECT count(*), sum(taken) FROM ingested_files")[0]
            held = engine.value("SELECT count(*) FROM versions")
            assert held == (rows or 0)
            assert files <= FILES
