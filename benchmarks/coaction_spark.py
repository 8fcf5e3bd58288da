"""Co-action on a cluster: a standalone master and two workers on loopback, rows held to ours.

Usage: python -m benchmarks.coaction_spark [EVENTS …]. Every worker is a process with one core and
1 GB for its executor, started from the pip package of Spark; all ends with the benchmark.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa

import antiphon
from antiphon.engine.cluster import Cluster
from antiphon.kernels.coaction import ANCHORED, EXACT, Rules, together
from antiphon.kernels.coaction_order import sorted_events
from antiphon.measures.coaction import elsewhere
from benchmarks.coaction import made

SIZES = (100_000, 1_000_000)
WINDOWS = (60, 300)
LEAST, HOT = 2, 50
WORKERS = 2
CONF = {
    "spark.executor.memory": "1g",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "8",
    "spark.executorEnv.PYTHONPATH": str(Path(antiphon.__file__).parents[1]),
    "spark.executorEnv.NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", ""),
}


def main(given: tuple[str, ...] = ()) -> None:
    """Seconds on the cluster and here, for each size, exactly and anchored."""
    sizes = [int(float(word)) for word in given] or list(SIZES)
    conf = tuple((name, value) for name, value in CONF.items() if value)
    with standalone() as master, Cluster(master, conf).open() as spark:
        print(f"{master}, {WORKERS} workers, 1 core and 1 GB each; windows {WINDOWS} s")
        for events in sizes:
            table = ordered(made(events, seed=events))
            for mode in (EXACT, ANCHORED):
                rules = Rules(WINDOWS, LEAST, HOT, mode)
                wall, (there,) = timed(lambda r=rules, t=table: elsewhere.together(spark, t, 1, r))
                again, _ = timed(lambda r=rules, t=table: elsewhere.together(spark, t, 1, r))
                before = used()
                own, here = timed(lambda r=rules, t=table: fused(t, r))
                print(
                    f"{events:>10,} {mode:<9} cluster {wall:6.1f} s, again {again:6.1f} s; here "
                    f"{own:5.2f} s ({used() - before:.2f} CPU s); {len(here.a):,} pairs, "
                    f"the same rows: {same(here, there)}",
                    flush=True,
                )


@contextmanager
def standalone():
    """The address of a master that has its workers."""
    import pyspark  # noqa: TID251

    home = Path(pyspark.__file__).parent
    port = free()
    address = f"spark://127.0.0.1:{port}"
    master = ("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
    worker = ("worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "--cores", "1")
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        stack.enter_context(process(home, place, *master))
        waited(port)
        for number in range(WORKERS):
            folder = Path(place) / str(number)
            more = ("--memory", "1g", "--work-dir", str(folder), address)
            stack.enter_context(process(home, place, *worker, *more))
        yield address


@contextmanager
def process(home: Path, place: str, name: str, *options: str):
    """A Java process of Spark's, which ends with the context."""
    command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *options]
    more = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    with (Path(place) / f"{name}.log").open("ab") as log:
        child = subprocess.Popen(command, env=os.environ | more, stdout=log, stderr=log, cwd=place)
        try:
            yield
        finally:
            child.terminate()
            child.wait()


def free() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def waited(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("the master did not start")


def ordered(columns: tuple[np.ndarray, ...]) -> pa.Table:
    """Events of one kind, objects numbered, in order."""
    names, account, moment = columns
    number = np.unique(names, return_inverse=True)[1].astype(np.int64)
    order = np.lexsort((account, moment, number))
    kind = np.zeros(len(order), np.int64)
    given = {"kind": kind, "object": number, "account": account, "time": moment}
    return pa.table({name: column[order] for name, column in given.items()})


def fused(table: pa.Table, rules: Rules):
    """The same here."""
    columns = (table[name].to_numpy() for name in ("object", "account", "time"))
    return together(sorted_events(*columns, rules.windows[-1]), rules)


def same(one, other) -> bool:
    """Are all columns equal?"""
    columns = [(one.a, other.a), (one.b, other.b), *zip(one.details, other.details, strict=True)]
    return all(np.array_equal(a, b) for a, b in columns) and one[3:6] == other[3:6]


def timed(work):
    """Wall seconds, and what came of it."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def used() -> float:
    """CPU seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
