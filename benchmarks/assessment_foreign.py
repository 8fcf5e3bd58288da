"""The same in worlds that share nothing with `antiphon.simulate`: `benchmarks.foreign_worlds`.

Other text, lags, rates and credit; nothing in them knows what is believed here.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.assessment import AGAIN, tell
from benchmarks.foreign_text import REAL
from benchmarks.foreign_worlds import WORLDS, built
from benchmarks.mechanism_foreign import written
from benchmarks.power import studied

SEED = 300_000
STATED = ("beside", "slow", "slow-normal")
"""What sets these apart are their releases."""
RELEASED = "coordinated_release"


def main() -> None:
    """Usage: python -m benchmarks.assessment_foreign [WITHOUT] [WITH] [SEED]: worlds of each kind.

    Releases are 3 % of the messages between blocs, one at least.
    """
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()] or [2, 1]
    first = numbers[2] if len(numbers) > 2 else SEED
    kinds = [
        name
        for name, made in WORLDS.items()
        if name not in STATED and (made.text != "real" or REAL.exists())
    ]
    jobs = [
        (name, share, first + start + s + 37 * k)
        for share, start, many in (
            (0.0, 0, numbers[0]),
            (0.03, 10_000, numbers[1 if len(numbers) > 1 else 0]),
        )
        for s in range(many)
        for k, name in enumerate(kinds)
    ]
    tell(jobs, found_in)


def found_in(job: tuple[str, float, int]) -> tuple[float, int, int]:
    """The largest probability of directed coordination of a world's pairs; planned; shared."""
    name, share, seed = job
    while True:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            stage = built(releasing(WORLDS[name], share), seed)
            truth = written(stage, folder)
            message = {r["post_id"]: r["message"] for r in stage.rows if "post_id" in r}
            planned = {message[post] for post, was in truth.items() if was == RELEASED}
            if planned or not share:
                ground, scores = studied(folder)
                ground.engine.close()
                shared = {message[post] for post in truth}
                return max(score.probability for score in scores), len(planned), len(shared)
        seed += AGAIN


def releasing(world, share):
    """The same world with releases as that share of the messages between blocs."""
    others = world.wires + world.exchanges + world.borrowings
    many = max(1, int(share * others / (1 - share) + 0.5)) if share else 0
    return replace(world, releases=many)


if __name__ == "__main__":
    main()
