"""Kill a run at ten random moments, let it go on each time, and compare the bytes at the end."""

from __future__ import annotations

import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.processes import ANTIPHON

KILLS = 10


def main() -> None:
    """The demo's world, at a size at which a run lasts some seconds."""
    seed = int(np.random.default_rng().integers(1 << 30))
    generator = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        studies = [write(root / name) for name in ("whole", "broken")]
        begun = time.monotonic()
        start(studies[0], root / "expected").wait()
        lasted = time.monotonic() - begun
        killed = 0
        for share in generator.uniform(0.15, 1.0, KILLS):
            process = start(studies[1], root / "results")
            time.sleep(share * lasted)
            process.kill()
            killed += process.wait() != 0
        code = start(studies[1], root / "results").wait()
        same = contents(root / "expected") == contents(root / "results")
        print(f"seed {seed}: {killed} of {KILLS} runs killed, last exit code {code}")
        print(f"same bytes as an undisturbed run: {same}")


def write(folder: Path) -> Path:
    """The same study each time."""
    from antiphon.simulate.world import World
    from antiphon.simulate.write import write

    write(World.sized(40_000), 5, folder)
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
