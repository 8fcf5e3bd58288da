"""Documents that arrive later, in a process of its own: what they cost, and that nothing differs.

Usage: python -m benchmarks.reuse_more CORPUS MORE [WARM]. The last MORE documents of the corpus are
held back, the others searched, then all; and all again with nothing to go by. Both are studies on
disk. Prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reuse_ours import Clock, opened

COMPARING = "Comparing texts"


def main(folder: Path, more: int, warm: Path | None) -> None:
    """Search what is there, all of it, and all of it anew."""
    with tempfile.TemporaryDirectory() as place:
        if warm:
            spent(warm, Path(place) / "warm", 0)
            spent(warm, Path(place) / "warm", 20)
            spent(warm, Path(place) / "warm", 0)
        kept = Path(place) / "kept"
        report = {"first": spent(folder, kept, more)[0]}
        report["later"], later = spent(folder, kept, 0)
        report["megabytes"] = kept.stat().st_size / 2**20
        report["gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        report["anew"], anew = spent(folder, Path(place) / "anew", 0)
    report["alike"] = all(later[name].equals(table) for name, table in anew.items())
    print(json.dumps(report))


def spent(folder: Path, store: Path, held_back: int) -> tuple[dict[str, float], dict]:
    """CPU seconds of all and of the comparison, and the tables."""
    from antiphon.measures.reuse import MEASURE
    from antiphon.measures.reuse.settings import Reuse

    clock = Clock()
    with opened(folder, store, held_back) as (engine, blocs):
        cpu = time.process_time()
        tables = dict(MEASURE.compute(engine, blocs, Reuse(), clock))
        cpu = time.process_time() - cpu
    return {"all": cpu, "comparison": clock.steps[COMPARING]}, tables


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
