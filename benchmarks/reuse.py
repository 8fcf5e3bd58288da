"""Planted reuse and how much of it is found: recall, precision, spans, time, memory, growth.

Usage: python -m benchmarks.reuse [--documents N …] [--seed S …] [--peers] [--cold] [--more N …]
With --more the last N documents of each corpus arrive later, and it is said what they cost.
Seed 1 is for tuning, others are for reporting. Corpora are kept in the folder for temporary files.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

DOCUMENTS = (20_000, 100_000)
SEEDS = (2,)
ROOT = Path(tempfile.gettempdir()) / "antiphon-benchmarks"
WARM = 2000  # documents of the corpus that warms the kernels


def main(arguments: list[str] | None = None) -> None:
    """Search every corpus asked for and print what was found."""
    options = parsed(arguments or [])
    if options.cold:
        cold()
    if options.more:
        for documents, seed, more in product(options.documents, options.seed, options.more):
            arrive(documents, seed, more)
        return
    spent: dict[int, list[float]] = {}
    for seed in options.seed:
        for documents in options.documents:
            cost = one(documents, seed)
            spent.setdefault(documents, []).append(cost)
            for name in peers() if options.peers else ():
                their = one(documents, seed, name)
                print(f"CPU seconds, ours / {name}: {cost / their:.2f}", flush=True)
    small, large = min(spent), max(spent)
    if small < large:
        more = sum(spent[large]) / sum(spent[small])
        print(f"\ngrowth exponent of CPU time: {math.log(more) / math.log(large / small):.2f}")


def parsed(arguments: list[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.reuse", description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=DOCUMENTS)
    parser.add_argument("--seed", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--peers", action="store_true", help="rensa and datasketch as well")
    parser.add_argument("--cold", action="store_true", help="also time a start without kernels")
    parser.add_argument("--more", type=int, nargs="+", default=(), help="what arrives later")
    return parser.parse_args(arguments)


def peers() -> tuple[str, ...]:
    """Those that the benchmark knows."""
    from benchmarks.reuse_peers import PEERS

    return PEERS


def one(documents: int, seed: int, peer: str = "") -> float:
    """Search one corpus with our measure or a peer, print a block, return the CPU seconds."""
    from benchmarks import reuse_corpus, reuse_peers, reuse_scoring

    parameters = reuse_corpus.Parameters(documents, seed)
    folder = reuse_corpus.corpus(parameters, ROOT)
    out = folder / f"{peer or 'ours'}.parquet"
    if peer:
        script = str(Path(reuse_peers.__file__))
        python = str(reuse_peers.environment(ROOT))
        report = answer(python, script, peer, str(folder / "posts.parquet"), str(out))
        found = reuse_scoring.pairs(out)
    else:
        report = ours(folder, out)
        found = reuse_scoring.passages(out)
    score = reuse_scoring.score(reuse_scoring.truth(parameters, folder), found)
    block(peer or "antiphon", parameters, report, score)
    return float(report["cpu"])


def ours(folder: Path, out: Path) -> dict:
    """The measure after a small corpus has warmed the kernels."""
    from benchmarks.reuse_corpus import Parameters, corpus

    warm = corpus(Parameters(WARM, 1), ROOT)
    command = [sys.executable, "-m", "benchmarks.reuse_ours", str(folder), str(out), str(warm)]
    return answer(*command)


def arrive(documents: int, seed: int, more: int) -> None:
    """Print what documents cost that arrive later, beside what it costs to search all anew."""
    from benchmarks.reuse_corpus import Parameters, corpus

    folder, warm = corpus(Parameters(documents, seed), ROOT), corpus(Parameters(WARM, 1), ROOT)
    command = [sys.executable, "-m", "benchmarks.reuse_more", str(folder), str(more), str(warm)]
    report = answer(*command)
    same = "the same tables" if report["alike"] else "OTHER TABLES"
    print(f"\n{more:,} more for {documents - more:,} documents, seed {seed}: {same}")
    for name in ("comparison", "all"):
        anew, later = (report[run][name] for run in ("anew", "later"))
        print(f"  {name}: {anew:.1f} CPU s anew, {later:.1f} with them alone: {later / anew:.2f}")
    memory, disk = report["gigabytes"], report["megabytes"]
    print(f"  {memory:.2f} GB at most; {disk:,.0f} MB kept in the store", flush=True)


def answer(*command: str, **environment: str) -> dict:
    """Run a command and read the line of JSON that it prints."""
    surroundings = os.environ | environment
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=surroundings)
    return json.loads(done.stdout.splitlines()[-1])


def cold() -> None:
    """How long a first call takes in a new process, with compiled kernels and without."""
    from benchmarks.reuse_corpus import Parameters, corpus

    warm = corpus(Parameters(WARM, 1), ROOT)
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "benchmarks.reuse_ours", str(warm), f"{place}/found"]
        for label in ("cold", "warm"):
            took = answer(*command, str(warm), NUMBA_CACHE_DIR=f"{place}/kernels")["first"]
            print(f"first call on {WARM:,} documents, {label} kernels: {took:.1f} s", flush=True)


def block(name: str, parameters, report: dict, score) -> None:
    """Print what one search found and took."""
    from benchmarks.reuse_language import NAMES

    print(f"\n{name}: {parameters.documents:,} documents, seed {parameters.seed}")
    steps = ", ".join(f"{step.lower()} {s:.1f}" for step, s in report.get("steps", {}).items())
    took = f"{report['cpu']:.1f} CPU s" + (f" ({steps})" if steps else "")
    print(f"  {took}, {report['gigabytes']:.2f} GB")
    print(f"  precision {score.precision:.4f} of {score.returned:,} pairs", end="")
    named = [f"{count:,} {what}" for what, count in score.wrong.items() if count]
    print(f"; wrong: {', '.join(named)}" if named else "", end="")
    print(f"; {score.quotations:,} marked as quotations" if score.quotations else "")
    if score.wrong.get("statements"):
        aside = score.returned - score.wrong["statements"]
        print(f"  precision {score.precision * score.returned / aside:.4f} statements aside")
    if not math.isnan(score.span_error):
        print(f"  spans off by {score.span_error:.1f} words at the median")
    print(f"  {'recall':14} {'all':>6} " + " ".join(f"{n:>6}" for n in NAMES))
    for kind, share in score.recall.items():
        cells = [score.by_language.get((kind, n)) for n in NAMES]
        shown = " ".join("" if c is None else f"{c:6.3f}" for c in cells)
        print(f"  {kind:14} {share:6.3f} {shown}".rstrip())
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
