"""Kill a run at ten random moments, let it go on each time, and compare the bytes at the end."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from antiphon.simulate.world import World
from antiphon.simulate.write import write
from benchmarks.processes import ANTIPHON

KILLS = 10


def main() -> None:
    """A world at a size at which a run lasts some seconds; a new study and folder each time."""
    seed = int(np.random.default_rng().integers(1 << 30))
    generator = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        begun = time.monotonic()
        start(prepare(root / "whole"), root / "expected").wait()
        lasted = time.monotonic() - begun
        expected = contents(root / "expected")
        killed = same = 0
        for number, share in enumerate(generator.uniform(0.05, 1.0, KILLS)):
            study, out = prepare(root / f"study{number}"), root / f"results{number}"
            process = start(study, out)
            time.sleep(share * lasted)
            process.kill()
            killed += process.wait() != 0
            start(study, out).wait()
            same += contents(out) == expected
        print(f"an undisturbed run lasted {lasted:.1f} s; seed {seed}")
        print(f"{killed} of {KILLS} runs were killed before they ended")
        print(f"{same} of {KILLS} ended with the bytes of the undisturbed run when run again")


def prepare(folder: Path) -> Path:
    """The same study each time."""
    write(World().sized(20_000), 5, folder)
    return folder / "study.toml"


def start(study: Path, out: Path) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    return subprocess.Popen(
        [*ANTIPHON, "run", str(study), "--out", str(out), "--quiet"], stdout=subprocess.DEVNULL
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Everything that may not change."""
    paths = [*sorted((folder / "tables").iterdir()), folder / "results.json"]
    return {path.name: path.read_bytes() for path in paths}
