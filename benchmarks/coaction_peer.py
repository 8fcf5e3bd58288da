"""Co-action of made-up reposts in one CSV, from file to pairs: ours and another's.

coordination-network-toolkit runs in a virtual environment of its own that is made beside the
events, on two processes. Each is warmed on a few events. Usage: python -m
benchmarks.coaction_peer [EVENTS …].
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WINDOW, LEAST = 60, 2
SIZES = (100_000, 1_000_000)
NEEDS = "coordination-network-toolkit==1.5.2"
COLUMNS = (
    *("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"),
)


def main(given: tuple[str, ...] = ()) -> None:
    """CPU seconds of reading and of counting, and how the pairs agree."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run([sys.executable, "-m", "venv", str(folder / "peer")], check=True)
        python = str(folder / "peer" / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", NEEDS], check=True)
        written(folder / "few.csv", 2000)
        for events in [int(float(word)) for word in given] or SIZES:
            written(folder / "events.csv", events)
            mine = answer(folder, sys.executable, "-m", "benchmarks.coaction_peer", "ours")
            theirs = answer(folder, python, str(Path(__file__)), "theirs")
            told(events, mine, theirs)


def told(events: int, mine: dict, theirs: dict) -> None:
    """Print both, and the ratios."""
    print(f"{events:,} reposts, {WINDOW} s, weight ≥ {LEAST}")
    for name, cost in (("ours", mine), ("toolkit", theirs)):
        print(
            f"  {name:<8} read {cost['read']:7.2f} CPU s, counted {cost['counted']:7.2f} CPU s "
            f"({cost['wall']:.1f} s wall in all), {cost['gigabytes']:.2f} GB, "
            f"{len(cost['pairs']):,} pairs"
        )
    both = [sum(cost[part] for part in ("read", "counted")) for cost in (mine, theirs)]
    print(
        f"  toolkit / ours: {theirs['counted'] / mine['counted']:.1f} times the CPU time to count,"
    )
    print(f"  {both[1] / both[0]:.1f} times in all")
    ours, other = ({tuple(pair) for pair in cost["pairs"]} for cost in (mine, theirs))
    print(
        f"  our pairs among theirs: {len(ours & other):,} of {len(ours):,}; theirs beside these "
        f"share one object several times: {len(other - ours):,}",
        flush=True,
    )


def answer(folder: Path, *command: str) -> dict:
    """What one of them took, and the pairs that it found."""
    subprocess.run([*command, str(folder)], check=True, stdout=subprocess.DEVNULL)
    return json.loads((folder / "answer.json").read_text())


def written(file: Path, events: int) -> None:
    """Made-up share events as reposts, in the toolkit's columns."""
    from benchmarks.coaction import made

    columns = [column.tolist() for column in made(events, seed=events)]
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for number, (item, account, at) in enumerate(zip(*columns, strict=True)):
            rows.writerow((number, account, account, item, "", "", at, ""))


def ours(file: Path):
    """`antiphon coaction FILE`, without its printing."""
    from antiphon.engine import Engine
    from antiphon.measures.coaction import shares

    with Engine() as engine:
        shares.read(engine, file)
        yield None
        found = shares.pairs(engine, window=WINDOW, least=LEAST)
    yield list(zip(*(found[name].to_pylist() for name in ("account_a", "account_b")), strict=True))


def theirs(file: Path):
    """Its two commands, preprocess and compute co_retweet."""
    import gc
    import multiprocessing
    import sqlite3

    from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
    from coordination_network_toolkit.preprocess import preprocess_csv_files

    base = str(file.with_suffix(".db"))
    Path(base).unlink(missing_ok=True)
    preprocess_csv_files(base, [str(file)])
    yield None
    compute_co_retweet_parallel(base, WINDOW, n_threads=2, min_edge_weight=LEAST)
    gc.collect()
    while multiprocessing.active_children():  # CPU time of those that have ended counts alone
        time.sleep(0.01)
    sql = "SELECT DISTINCT min(user_1, user_2), max(user_1, user_2) FROM co_retweet_network"
    yield sqlite3.connect(base).execute(f"{sql} WHERE user_1 <> user_2").fetchall()


def used() -> float:
    """CPU seconds of this process and of its children so far."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, whose))


def one(way: str, folder: Path) -> None:
    """Run one of them, and write down what it took."""
    search = {"ours": ours, "theirs": theirs}[way]
    list(search(folder / "few.csv"))
    before, start = used(), time.perf_counter()
    steps = search(folder / "events.csv")
    next(steps)
    middle = used()
    pairs = next(steps)
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    result = {
        "read": middle - before,
        "counted": used() - middle,
        "wall": time.perf_counter() - start,
        "gigabytes": max(resource.getrusage(who).ru_maxrss for who in whose) / 2**20,
        "pairs": pairs,
    }
    (folder / "answer.json").write_text(json.dumps(result))


if __name__ == "__main__":
    if sys.argv[1:2] in (["ours"], ["theirs"]):
        one(sys.argv[1], Path(sys.argv[2]))
    else:
        main(tuple(sys.argv[1:]))
