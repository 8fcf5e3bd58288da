"""Run a command and measure it: wall and CPU seconds, peak memory."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
ANTIPHON = [sys.executable, "-m", "antiphon"]


@dataclass(frozen=True)
class Cost:
    """What a command took."""

    code: int
    wall: float
    cpu: float
    gigabytes: float


def measure(*command: str) -> Cost:
    """Run it with its output thrown away."""
    begun = time.perf_counter()
    child = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(child, 0)
    return Cost(
        os.waitstatus_to_exitcode(status),
        time.perf_counter() - begun,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 2**20,
    )
