"""The measure of reuse on a generated corpus, in a process of its own: CPU time of each step.

Usage: python -m benchmarks.reuse_ours CORPUS OUT [WARM], where WARM is a small corpus that is
searched first, so that the kernels are there. Prints one line of JSON; the passages go to OUT.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGUN = time.perf_counter()


class Clock:
    """Progress that notes the CPU seconds of each step."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self.step = ""
        self.since = 0.0

    def start(self, step: str, *, total: float | None = None, unit: str = "") -> None:
        del total, unit
        self.step = step
        self.since = time.process_time()

    def advance(self, amount: float = 1) -> None:
        del amount

    def done(self, note: str = "") -> None:
        del note
        spent = time.process_time() - self.since
        self.steps[self.step] = self.steps.get(self.step, 0) + spent


def main(folder: Path, out: Path, warm: Path | None) -> None:
    """Search one corpus after the kernels are warm, and say what it took."""
    report = {}
    if warm:
        search(warm, Clock(), None)
        report["first"] = time.perf_counter() - BEGUN
    clock = Clock()
    cpu, wall = time.process_time(), time.perf_counter()
    search(folder, clock, out)
    report |= {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
        "steps": clock.steps,
    }
    print(json.dumps(report))


def search(folder: Path, clock: Clock, out: Path | None) -> None:
    """Compute the measure over the posts as they lie in their file."""
    import pyarrow.parquet as pq

    from antiphon.measures.reuse import MEASURE
    from antiphon.measures.reuse.settings import Reuse

    with opened(folder) as (engine, blocs):
        tables = MEASURE.compute(engine, blocs, Reuse(), clock)
        if out:
            pq.write_table(tables["passages"], out)


@contextmanager
def opened(folder: Path, store: Path | None = None, held_back: int = 0) -> Iterator[tuple]:
    """An engine that sees the corpus, without the last documents if some are held back."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from antiphon.engine import Engine
    from antiphon.schema import ACCOUNTS, Blocs
    from benchmarks.reuse_corpus import BLOCS

    with Engine(store) as engine:
        file = folder / "posts.parquet"
        path = str(file).replace("'", "''")
        count = pq.read_metadata(file).num_rows - held_back
        sql = f"SELECT * FROM read_parquet('{path}') WHERE ix < {count}"
        engine.execute(f"CREATE OR REPLACE VIEW posts AS {sql}")
        listed = engine.rows("SELECT DISTINCT account_id, bloc FROM posts ORDER BY account_id")
        blank = dict.fromkeys(ACCOUNTS.names)
        rows = [
            blank | {"account_id": a, "platform": "", "handle": a, "outlet": a, "bloc": b}
            for a, b in listed
        ]
        engine.execute('DROP TABLE IF EXISTS "accounts"')
        engine.create(ACCOUNTS)
        engine.insert("accounts", pa.Table.from_pylist(rows, schema=ACCOUNTS.arrow))
        yield engine, Blocs(BLOCS[:2], BLOCS[2:])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]) if len(sys.argv) > 3 else None)
