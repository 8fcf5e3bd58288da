"""`antiphon run` on growing samples of the trolls study: time, memory, and the growth exponent."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.processes import ANTIPHON, DATA, measure

SIZES = (50_000, 100_000, 200_000, 300_000)
STUDY = Path(__file__).parents[1] / "studies" / "trolls" / "study.toml"
SOURCE = "ira_2015_2016.parquet"


def main() -> None:
    """A new store and a new results folder each time; kernels compiled before."""
    if not (DATA / SOURCE).exists():
        print(f"left out: {SOURCE} is not beside the project")
        return
    table = english(pq.read_table(DATA / SOURCE))
    print(f"{'posts':>9} {'wall s':>8} {'CPU s':>8} {'GB':>6} {'s/100k':>8} {'GB/100k':>8}")
    figures = []
    with tempfile.TemporaryDirectory() as place:
        once(Path(place) / "warm", table.slice(0, 5000))
        for size in SIZES:
            cost = once(Path(place) / str(size), table.slice(0, size))
            per = size / 100_000
            print(
                f"{size:>9,} {cost.wall:8.1f} {cost.cpu:8.1f} {cost.gigabytes:6.2f} "
                f"{cost.wall / per:8.2f} {cost.gigabytes / per:8.2f}",
                flush=True,
            )
            figures.append((size, cost.cpu))
    (small, less), (large, more) = figures[0], figures[-1]
    print(f"growth exponent of CPU time: {math.log(more / less) / math.log(large / small):.2f}")


def english(table):
    """The rows that the study keeps, shuffled by a fixed permutation so that sizes are alike."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    groups = pc.is_in(table["account_category"], pa.array(["LeftTroll", "RightTroll", "NewsFeed"]))
    kept = pc.and_(pc.equal(table["language"], "English"), groups)
    table = table.filter(kept)
    order = np.random.default_rng(1).permutation(table.num_rows)
    return table.take(order)


def once(folder: Path, table):
    """Write the sample and its study, and run it."""
    folder.mkdir()
    pq.write_table(table, folder / SOURCE)
    text = STUDY.read_text(encoding="utf-8").replace(f"../../../shared/data/{SOURCE}", SOURCE)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    study, out = str(folder / "study.toml"), str(folder / "results")
    return measure(*ANTIPHON, "run", study, "--out", out, "--quiet")
