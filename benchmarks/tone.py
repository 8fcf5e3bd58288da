"""How often a change of tone is told where there is one, and where there is none.

    python -m benchmarks tone [RUNS] [SEED]

Each run makes the posts of a bloc over months: 30 accounts with levels and volumes of their own
(log-normal), of which some come later and some go; posts of one account in one month are alike
(overdispersion), and all follow a common drift that follows itself (autocorrelation). A third of
the series change at a moment within the middle three fifths by 0.8 on the scale of log-odds, which
moves the mean step by about half a step of five, and a third by 1.6. Reported are other seeds than
the constants of `antiphon.kernels.changes` were chosen on (1000, 2000, 3000).
"""

from __future__ import annotations

import sys
import time
from typing import NamedTuple

import numpy as np

from antiphon.kernels.changes import changes
from antiphon.kernels.panel import same_accounts
from antiphon.measures.tone.turns import THIN, weighed

CUTS = np.array([0.0, 1.2, 2.4, 3.6])
BASE, LEVELS, CELLS, DRIFT = -1.2, 0.8, 0.5, 0.25
ACCOUNTS, EACH = 30, 8


class Counts(NamedTuple):
    """What the runs of one kind gave."""

    runs: int
    found: int
    held: int
    width: float

    def __str__(self) -> str:
        told = f"told in {self.found} of {self.runs} ({self.found / self.runs:.1%})"
        if self.held:
            told += f", of these {self.held / self.found:.1%} hold the day"
            told += f" (all {self.held / self.runs:.1%}), median interval {self.width:.0f} months"
        return told


def cells(rng: np.random.Generator, months: int, follows: float, change: float, day: float):
    """Account, month, posts and sum of steps (0 to 1) of each account's months."""
    volume = np.exp(rng.normal(np.log(EACH), 1.0, ACCOUNTS))
    level = rng.normal(0, LEVELS, ACCOUNTS)
    born = np.where(rng.random(ACCOUNTS) < 0.6, 0, rng.integers(0, months, ACCOUNTS))
    gone = np.where(rng.random(ACCOUNTS) < 0.7, months, rng.integers(born, months + 1))
    drift = np.zeros(months)
    drift[0] = rng.normal()
    for t in range(1, months):
        drift[t] = follows * drift[t - 1] + np.sqrt(1 - follows**2) * rng.normal()
    new = np.clip(np.arange(months) + 1 - day, 0, 1)
    found = []
    for t in range(months):
        posts = rng.poisson(volume * ((born <= t) & (t < gone)))
        account = np.repeat(np.arange(ACCOUNTS), posts)
        own = rng.normal(0, CELLS, ACCOUNTS)
        latent = BASE + level[account] + DRIFT * drift[t] + own[account]
        latent += change * (rng.random(len(account)) < new[t]) + rng.logistic(size=len(account))
        total = np.bincount(account, np.searchsorted(CUTS, latent) / 4, ACCOUNTS)
        found += [(a, t, posts[a], total[a]) for a in np.flatnonzero(posts)]
    found.sort()
    return [np.array(column) for column in zip(*found, strict=True)]


def told(rng: np.random.Generator, months: int, follows: float, change: float, seed: int):
    """The day of the change, and the months between which each change told lies."""
    day = rng.uniform(0.2, 0.8) * months
    account, month, posts, totals = cells(rng, months, follows, change, day)
    made = same_accounts(account, month, posts.astype(float), totals)
    keep = made.held >= THIN
    at = np.flatnonzero(keep)
    levels = made._replace(level=made.level[keep], held=made.held[keep])
    weights = weighed(levels, totals, posts.astype(float))
    found = changes(levels.level, weights, seed=seed).changes
    return day, [(at[c.low] - 0.5, at[c.high] + 0.5) for c in found]


def counted(months: int, follows: float, change: float, runs: int, seed: int) -> Counts:
    """Many runs of one kind."""
    found, held, widths = 0, 0, []
    for run in range(runs):
        rng = np.random.default_rng([seed, run, months, int(10 * follows)])
        day, intervals = told(rng, months, follows, change, run)
        found += bool(intervals)
        right = [high - low for low, high in intervals if low <= day <= high]
        held += bool(right) if change else 0
        widths += right[:1]
    return Counts(runs, found, held, float(np.median(widths)) if widths else 0.0)


def main(runs: int = 200, seed: int = 9000) -> None:
    """Print a line for every kind of series."""
    begun = time.process_time()
    for months in (36, 60):
        for follows in (0.0, 0.3, 0.6):
            for change in (0.0, 0.8, 1.6):
                result = counted(months, follows, change, runs, seed)
                what = f"changed by {change}" if change else "steady"
                print(f"{months} months, drift {follows}, {what}: {result}", flush=True)
    print(f"{time.process_time() - begun:.0f} CPU seconds")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
