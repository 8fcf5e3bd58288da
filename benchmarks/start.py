"""How long until `antiphon --help` is there, beside a Python that does nothing."""

from __future__ import annotations

import sys

from benchmarks.processes import ANTIPHON, measure


def main() -> None:
    """Best of seven of each."""
    nothing = min(measure(sys.executable, "-c", "pass").wall for _ in range(7))
    help_page = min(measure(*ANTIPHON, "--help").wall for _ in range(7))
    print(f"python -c pass   {nothing:6.3f} s")
    print(f"antiphon --help  {help_page:6.3f} s  ({help_page / nothing:.1f} times)")
