"""Which cluster there is and how to reach it; starts and ends a session on it.

Spark runs in a Java process of its own, whose messages go to a file. It is started when the
session is, listens on loopback unless Spark's own configuration says otherwise, and ends with it.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from antiphon.engine.spark import Spark, trouble
from antiphon.errors import ClusterError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from pyspark import SparkConf, SparkContext  # noqa: TID251
    from pyspark.sql import SparkSession  # noqa: TID251

HERE = re.compile(
    r"local(\[.*\])?|local-cluster\[.*\]|spark://(127\.\d+\.\d+\.\d+|localhost)[:/].*"
)
LOOPBACK = "127.0.0.1"
ADDRESSES = ("spark.driver.host", "spark.driver.bindAddress")
LISTENING = ("SPARK_LOCAL_IP", "SPARK_LOCAL_HOSTNAME")
PATIENCE = 20  # seconds that Java has to end
TOLD_TWICE = ("DataFrameQueryContextLogger", "SQLQueryContextLogger")
NEEDED = ("pyspark", "pandas", "sqlglot")
DEFAULTS = {
    "spark.app.name": "antiphon",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
}
FAR = {
    # Compiled kernels are kept in the executor's own folder: its home may be read-only.
    "spark.executorEnv.NUMBA_CACHE_DIR": "numba-cache",
}
NEAR = {
    # Spark's own 200 take minutes on a few processors, whatever the size.
    "spark.sql.shuffle.partitions": "8",
}


@dataclass(frozen=True)
class Cluster:
    """A Spark cluster, by the address of its master."""

    master: str = "local[2]"
    """As Spark has it: local[2], spark://host:7077, yarn, k8s://…"""
    conf: tuple[tuple[str, str], ...] = ()
    """Spark's own settings; they come before those of its files."""

    def check(self) -> None:
        """See that what a session needs is here, before other work is done.

        Raises:
            MissingExtra: the extra is not installed.
            ClusterError: there is no Java.
        """
        if any(importlib.util.find_spec(name) is None for name in NEEDED):
            raise MissingExtra("spark", "Apache Spark")
        java()

    @contextmanager
    def open(self) -> Iterator[Spark]:
        """A session on the cluster, which ends with the context, whatever happens.

        A session that this process has already is taken, and left as it is.
        """
        self.check()
        from pyspark.sql import SparkSession  # noqa: TID251

        if active := SparkSession.getActiveSession():
            yield Spark(active, "its own log")
            return
        handle, name = tempfile.mkstemp(prefix="antiphon-spark-", suffix=".log")
        failed = False
        try:
            with (
                quiet(),
                os.fdopen(handle, "wb") as messages,
                started(self, messages, name) as session,
            ):
                yield Spark(session, name)
        except Exception:
            failed = True
            raise
        finally:
            if not failed:
                Path(name).unlink()

    @property
    def here(self) -> bool:
        """Is it on this machine alone?"""
        return HERE.fullmatch(self.master) is not None


@contextmanager
def started(cluster: Cluster, messages: IO[bytes], log: str) -> Iterator[SparkSession]:
    """A Java process and a session in it."""
    from pyspark import SparkConf, SparkContext  # noqa: TID251
    from pyspark.errors import PySparkException  # noqa: TID251
    from pyspark.java_gateway import launch_gateway  # noqa: TID251
    from pyspark.sql import SparkSession  # noqa: TID251

    given = SparkConf(loadDefaults=False).setMaster(cluster.master).setAll(list(cluster.conf))
    gateway: Any = None
    context = None
    with surroundings(cluster):
        try:
            gateway = launch_gateway(given, {"stdout": messages, "stderr": messages})
            conf = settled(SparkConf(_jvm=gateway.jvm), cluster)
            with interruptible():
                context = SparkContext(conf=conf, gateway=gateway)
            with cancelling(context):
                yield SparkSession(context)
        except PySparkException as error:
            raise trouble(error, log) from error
        except Exception as error:
            if context is None and not isinstance(error, ClusterError):
                raise trouble(error, log) from error
            raise
        finally:
            if context:
                with suppress(Exception), warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of a Java that is ended anyway, below
                    context.stop()
            if gateway:
                end(gateway)
            # The next session of this process starts a Java of its own.
            SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001


def end(gateway: Any) -> None:
    """Let the Java process go."""
    with suppress(Exception):
        gateway.shutdown()
    process = gateway.proc
    process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def settled(conf: SparkConf, cluster: Cluster) -> SparkConf:
    """What Spark's files, its environment and the user have not said.

    Raises:
        ClusterError: executors on other machines could not reach this one.
    """
    told = any(name in os.environ for name in LISTENING) or any(map(conf.contains, ADDRESSES))
    if not (told or cluster.here):
        raise ClusterError(
            "executors on other machines cannot reach this one, which listens on loopback",
            where=cluster.master,
            fix="say where they find it: --spark spark.driver.host=ADDRESS",
        )
    for name, value in (DEFAULTS | (NEAR if cluster.here else FAR)).items():
        conf.setIfMissing(name, value)
    return conf


@contextmanager
def surroundings(cluster: Cluster) -> Iterator[None]:
    """The environment in which Spark starts; it is as before afterwards."""
    wanted = {}
    asked = dict(cluster.conf).get("spark.pyspark.python")
    if asked or (cluster.here and "PYSPARK_PYTHON" not in os.environ):
        wanted["PYSPARK_PYTHON"] = asked or sys.executable
    if cluster.here and not any(name in os.environ for name in LISTENING):
        wanted["SPARK_LOCAL_IP"] = LOOPBACK
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def quiet() -> Iterator[None]:
    """What Spark tells of its errors comes as an error of ours; to tell it twice is no help.

    Nor is it news to anybody what the bridge to Java logs when it is interrupted.
    """
    from pyspark.logger import PySparkLogger  # noqa: TID251

    def other(record: logging.LogRecord) -> bool:
        return "py4j" not in record.pathname

    root, spoken = logging.getLogger(), [PySparkLogger.getLogger(name) for name in TOLD_TWICE]
    before = [logger.disabled for logger in spoken]
    root.addFilter(other)
    for logger in spoken:
        logger.disabled = True
    try:
        yield
    finally:
        root.removeFilter(other)
        for logger, was in zip(spoken, before, strict=True):
            logger.disabled = was


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C stays what it was: Spark takes it when a session starts, and never gives it back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def cancelling(context: SparkContext) -> Iterator[None]:
    """Ctrl-C ends what runs on the cluster too: Spark waits for its answer, interrupted or not."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return

    def cancel(number: int, frame: FrameType | None) -> None:
        # In a thread of its own: the bridge of this one may be amid a word.
        threading.Thread(target=context.cancelAllJobs, daemon=True).start()
        before(number, frame)

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def java() -> None:
    """See that there is a Java."""
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(str(Path(home) / "bin" / "java") if home else "java"):
        raise ClusterError(
            "there is no Java, which Apache Spark runs on",
            where=f"JAVA_HOME={home}" if home else "PATH",
            expected="Java 17 or later",
            fix="install it (Debian: apt install openjdk-17-jre-headless), or set JAVA_HOME",
        )
