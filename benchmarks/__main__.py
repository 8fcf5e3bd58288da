"""Run the benchmarks: all, or those named. Usage: python -m benchmarks [NAME …]."""

from __future__ import annotations

import importlib
import sys

BENCHMARKS = (
    *("start", "run", "kill", "mechanism", "mechanism_foreign", "assessment", "power", "reuse"),
    *("shares", "corrected", "coding", "transfer", "tone", "synchrony"),
)


def main(names: list[str]) -> int:
    """Each benchmark's `main` prints its own table."""
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
        return 2
    for name in names or BENCHMARKS:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


sys.exit(main(sys.argv[1:]))
