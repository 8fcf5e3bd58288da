"""Processes that share the reruns. They are told by pipes, not forked: no thread is copied."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from antiphon.errors import AntiphonError, StoreError
from antiphon.study.rehearsal.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.study.rehearsal.chain import Hidden
    from antiphon.study.rehearsal.material import Material

    Row = dict[str, Any]

WORKER = "antiphon.study.rehearsal.worker"


class Crew:
    """So many workers; with one, the work is done here. Use it as a context; it ends them.

    Args:
        material: what the reruns are made from.
        hidden: who may not be named.
        workers: how many processes.
        memory: what the engine of each may take.
    """

    def __init__(self, material: Material, hidden: Hidden, *, workers: int, memory: str) -> None:
        self._given = (material, hidden, memory)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._here = Stage(*self._given) if workers < 2 or not sys.executable else None
        self._workers = workers

    def __enter__(self) -> Self:
        if self._here is None:
            self._processes = [start() for _ in range(self._workers)]
            senders = [
                threading.Thread(target=send, args=(p, self._given)) for p in self._processes
            ]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._here:
            self._here.close()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.communicate()

    def perform(self, tasks: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
        """Every task with its answer, in the order in which they are done.

        Raises:
            AntiphonError: what a rerun raised, or that a worker was ended.
        """
        if self._here:
            for task in tasks:
                yield task, self._here.perform(task)
            return
        waiting: SimpleQueue[Row] = SimpleQueue()
        done: SimpleQueue[tuple[Row, Row]] = SimpleQueue()
        for task in tasks:
            waiting.put(task)
        for process in self._processes:
            threading.Thread(target=serve, args=(process, waiting, done), daemon=True).start()
        for _ in tasks:
            task, answer = done.get()
            yield task, checked(answer)


def start() -> subprocess.Popen[bytes]:
    """A worker."""
    return subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def send(process: subprocess.Popen[bytes], given: object) -> None:
    """Hand over the material; a worker that is gone shows when it is asked."""
    try:
        pickle.dump(given, pipe(process.stdin), protocol=5)
        pipe(process.stdin).flush()
    except OSError:
        pass


def serve(
    process: subprocess.Popen[bytes],
    waiting: SimpleQueue[Row],
    done: SimpleQueue[tuple[Row, Row]],
) -> None:
    """Let a worker do tasks while there are any."""
    while not waiting.empty():
        task = waiting.get()
        try:
            pipe(process.stdin).write(json.dumps(task).encode() + b"\n")
            pipe(process.stdin).flush()
            line = pipe(process.stdout).readline()
        except (OSError, ValueError):
            line = b""
        done.put((task, json.loads(line) if line else {"ended": process.poll()}))


def pipe(stream: Any) -> Any:
    """The stream, which a process started with pipes has."""
    return stream


def checked(answer: Row) -> Row:
    """The answer, unless it says what went wrong."""
    if "error" in answer:
        raise AntiphonError("a rerun with altered posts failed", got=answer["error"])
    if "fault" in answer:
        raise RuntimeError(answer["fault"])
    if "ended" in answer:
        raise StoreError(
            "a process that reruns the study was ended from outside",
            got=answer["ended"],
            expected="enough memory for one copy of the posts' words for each processor",
            fix="close other programs, or run again: finished reruns are kept",
        )
    return answer
