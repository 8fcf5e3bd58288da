"""The cluster: how it is reached, what it answers, and how it says that it cannot."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import extras
import made_cluster
import pyarrow as pa
import pytest
from made_study import fingerprints, write_study
from typer.testing import CliRunner

from antiphon.cli.app import app
from antiphon.engine import Engine, cluster
from antiphon.engine.cluster import Cluster, settled, surroundings
from antiphon.engine.spark import by_key, spoken, trouble
from antiphon.errors import ClusterError, MissingExtra
from antiphon.study.run import run

pytestmark = pytest.mark.xdist_group("spark")
RUNNER = CliRunner()
SHARES = """object_id,account_id,content_id,timestamp_share
l1,a,1,1000
l1,b,2,1030
l2,a,3,5000
l2,b,4,4999
"""


@pytest.mark.parametrize(("name", "value"), [("PATH", ""), ("JAVA_HOME", "/nowhere")])
def test_without_java_the_package_to_install_is_named(name, value, monkeypatch):
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(ClusterError, match="no Java") as error:
        cluster.java()
    assert "openjdk-17-jre-headless" in error.value.fix


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra) as error:
        Cluster().check()
    assert "antiphon[spark]" in error.value.fix


@pytest.mark.parametrize(
    ("master", "here"),
    [
        ("local", True),
        ("local[2]", True),
        ("local-cluster[2,1,1024]", True),
        ("spark://127.0.0.1:7077", True),
        ("spark://localhost:7077", True),
        ("spark://127.0.0.1.example:7077", False),
        ("spark://head.example:7077", False),
        ("yarn", False),
    ],
)
def test_a_master_on_loopback_is_here(master, here):
    assert Cluster(master).here == here


def test_executors_elsewhere_need_the_address_of_this_machine(monkeypatch):
    """Without one Spark would wait for ever; the address that is given is kept."""
    extras.need("pyspark")
    from pyspark import SparkConf  # noqa: TID251

    for name in cluster.LISTENING:
        monkeypatch.delenv(name, raising=False)
    far = Cluster("spark://head.example:7077")
    with pytest.raises(ClusterError, match="cannot reach this one") as error:
        settled(SparkConf(loadDefaults=False), far)
    assert "spark.driver.host" in error.value.fix
    given = SparkConf(loadDefaults=False).set("spark.driver.host", "10.0.0.5")
    conf = settled(given, far)
    assert conf.get("spark.driver.host") == "10.0.0.5"
    assert conf.get("spark.driver.bindAddress") is None
    assert conf.get("spark.executorEnv.NUMBA_CACHE_DIR") == "numba-cache"
    near = settled(SparkConf(loadDefaults=False), Cluster("local[2]"))
    assert near.get("spark.ui.enabled") == "false"
    assert near.get("spark.executorEnv.NUMBA_CACHE_DIR") is None


def test_what_is_here_takes_this_python_and_loopback_unless_told_otherwise(monkeypatch):
    for name in ("PYSPARK_PYTHON", *cluster.LISTENING):
        monkeypatch.delenv(name, raising=False)
    with surroundings(Cluster()):
        assert os.environ["PYSPARK_PYTHON"] == sys.executable
        assert os.environ["SPARK_LOCAL_IP"] == "127.0.0.1"
    with surroundings(Cluster("yarn")):
        assert "SPARK_LOCAL_IP" not in os.environ
    with surroundings(Cluster(conf=(("spark.pyspark.python", "p"),))):
        assert os.environ["PYSPARK_PYTHON"] == "p"
    with surroundings(Cluster("yarn")):
        assert "PYSPARK_PYTHON" not in os.environ
    assert "PYSPARK_PYTHON" not in os.environ


def test_another_version_on_the_cluster_is_an_error():
    with pytest.raises(ValueError, match=r"antiphon 0\.0 here"):
        by_key(lambda table: table.to_batches(), ("k",), "0.0")(iter(()))


def test_the_cause_is_picked_from_a_long_message():
    error = trouble(RuntimeError("Job aborted\n at x\nValueError: odd\n at y"), "spark.log")
    assert (error.got, "spark.log" in error.fix) == ("ValueError: odd", True)


def test_sql_is_put_into_sparks_words():
    extras.need("sqlglot")
    assert "DIV 2" in spoken("SELECT x // 2 AS y FROM t")
    assert spoken('SELECT "a" FROM t') == "SELECT `a` FROM t"


@pytest.mark.parametrize(
    "options",
    [("--engine", "dask"), ("--master", "local"), ("--engine", "spark", "--spark", "memory=1g")],
)
def test_options_that_do_not_fit_are_a_wrong_command_line(options, tmp_path):
    (tmp_path / "shares.csv").write_text(SHARES, encoding="utf-8")
    done = RUNNER.invoke(app, ["coaction", str(tmp_path / "shares.csv"), *options])
    assert done.exit_code == 2
    assert RUNNER.invoke(app, ["run", "x", "--out", "y", *options]).exit_code == 2


def test_a_file_that_is_not_there_is_a_wrong_command_line(tmp_path):
    assert RUNNER.invoke(app, ["coaction", str(tmp_path / "none.csv")]).exit_code == 2


def test_the_session_listens_on_loopback_and_leaves_ctrl_c_alone(spark):
    context = spark._session.sparkContext
    assert context.getConf().get("spark.driver.host") in {"localhost", "127.0.0.1"}
    assert context.uiWebUrl is None
    assert "pyspark" not in getattr(signal.getsignal(signal.SIGINT), "__module__", "")


INTERRUPTED = """
import os, signal, threading, time
import pyarrow as pa
from antiphon.engine.cluster import Cluster

def press(tracker):
    while not tracker.getActiveJobsIds():
        time.sleep(0.1)
    os.kill(os.getpid(), signal.SIGINT)

try:
    with Cluster("local[1]", (("spark.driver.memory", "512m"),)).open() as spark:
        context = spark._session.sparkContext
        print(context._gateway.proc.pid, spark._log, flush=True)
        spark.register("t", pa.table({"id": range(10_000)}))
        threading.Thread(target=press, args=[context.statusTracker()], daemon=True).start()
        spark.table("SELECT sum(a.id * b.id * c.id % 7) AS n FROM t a, t b, t c")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_ends_the_session_and_its_java_without_a_word():
    """Amid a query that would take hours; the button is pressed when the cluster is at it."""
    made_cluster.needed()
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=True, timeout=300
    )
    process, log, told = done.stdout.split()
    assert (told, done.stderr) == ("interrupted", "")
    assert not Path(log).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(process), 0)


def test_an_error_of_spark_is_told_once(spark, capfd):
    with pytest.raises(ClusterError, match=r"(?i)no_such_function"):
        spark.table("SELECT no_such_function(1)")
    assert capfd.readouterr().err == ""


def test_every_key_is_whole_and_its_rows_are_in_order(spark):
    """A key of two columns, in partitions of several batches; the same as embedded."""

    def tally(table):
        for row in (
            table.group_by(["k", "m"], use_threads=False)
            .aggregate([("v", "list"), ("v", "count")])
            .to_pylist()
        ):
            ordered = row["v_list"] == sorted(row["v_list"])
            values = {"k": [row["k"]], "m": [row["m"]], "n": [row["v_count"]]}
            yield pa.record_batch(values | {"ordered": [int(ordered)]})

    rows = pa.table(
        {
            "k": pa.array([n % 3 for n in range(150_000)], pa.int64()),
            "m": [f"ä{n % 7 // 4}" for n in range(150_000)],
            "v": pa.array([n * 7919 % 65_537 for n in range(150_000)], pa.int64()),
        }
    )
    schema = pa.schema({"k": pa.int64(), "m": pa.string(), "n": pa.int64(), "ordered": pa.int64()})
    found = []
    with Engine() as embedded:
        for engine in (embedded, spark):
            engine.register("rows", rows)
            engine.store_by_key(
                "tallied", "rows", ["k", "m", "v"], ["k", "m"], kernel=tally, schema=schema,
                within=["v"],
            )  # fmt: skip
            found.append(engine.table("SELECT * FROM tallied ORDER BY k, m").to_pylist())
            engine.discard("tallied")
            engine.discard("rows")
    assert found[0] == found[1]
    assert sum(row["n"] for row in found[1]) == 150_000
    assert len(found[1]) == 6
    assert all(row["ordered"] for row in found[1])


def test_a_kernel_that_fails_on_the_cluster_says_why(spark):
    def failing(table):
        raise ValueError("no such thing")

    spark.register("rows", pa.table({"k": pa.array([1], pa.int64())}))
    schema = pa.schema({"k": pa.int64()})
    spark.store_by_key("failed", "rows", ["k"], ["k"], kernel=failing, schema=schema)
    with pytest.raises(ClusterError, match="the cluster has failed") as error:
        spark.table("SELECT * FROM failed")
    assert error.value.got == "ValueError: no such thing"
    spark.discard("failed")


def test_the_command_counts_the_same_on_a_cluster(spark, tmp_path):
    (tmp_path / "shares.csv").write_text(SHARES, encoding="utf-8")
    command = ["coaction", str(tmp_path / "shares.csv"), "--json"]
    here, there = (
        json.loads(RUNNER.invoke(app, [*command, *more]).stdout)
        for more in ((), ("--engine", "spark", "--quiet"))
    )
    assert here == there
    assert here["rows"][0]["objects"] == 2


def test_a_study_gives_the_same_bytes_on_a_cluster(spark, tmp_path):
    """Everything in the results folder that may not change."""
    study = write_study(tmp_path / "study", posts=90)
    text = study.read_text(encoding="utf-8")
    more = "\n[coaction]\nmin_objects = 1\nwindow_seconds = 86400\nwider = 9\nhot_posts = 2\n"
    study.write_text(text + more, encoding="utf-8")
    run(study, tmp_path / "here", fast=True)
    found = run(
        study,
        tmp_path / "there",
        store=tmp_path / "store.duckdb",
        fast=True,
        cluster=made_cluster.Lent(spark),
    )
    assert fingerprints(tmp_path / "here") == fingerprints(tmp_path / "there")
    assert found.table("coaction").num_rows > 0
