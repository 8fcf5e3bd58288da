"""How often intervals of corrected shares hold the truth, and how wide they are.

    python -m benchmarks corrected
    PYTHONPATH=src python -c "from benchmarks.corrected import tune; tune()"

Two blocs with unlike shares, and a machine whose misses and false alarms differ by bloc: its own
number is biased, and so is the difference. `tune` prints the cover by what is supposed beyond
what was seen, on seeds of its own; `main` reports on others.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from antiphon.kernels import corrected
from antiphon.kernels.consensus import between, concentration
from antiphon.kernels.corrected import Everything, Sample, human, powered
from antiphon.kernels.intervals import newcombe, wilson
from antiphon.kernels.pseudo import supervised
from antiphon.kernels.trend import Times, trend

RUNS = 1000
REPORTED, TUNED = 100_000, 0
"""Seeds are counted from here: those of the report, and those of `tune`."""
UNITS = 10_000
SIZES, SHARES = (50, 100, 200), (0.01, 0.02, 0.05, 0.2, 0.4)
ACCURACIES = (0.6, 0.8, 0.95)
METHODS = {"people": human, "ppi": powered, "dsl": supervised}


@dataclass(frozen=True)
class World:
    """How a bloc's posts, its machine and its sample are made."""

    size: int
    share: float
    misses: float
    alarms: float
    accounts: int = 400
    alike: float = 0.0
    """Correlation of labels within an account."""
    by_label: bool = False
    """Is half of the sample drawn from what the machine calls positive?"""


class Made(NamedTuple):
    sample: Sample
    everything: Everything
    truth: float
    behind: float
    label: np.ndarray
    score: np.ndarray


def made(rng: np.random.Generator, world: World) -> Made:
    rate = np.full(world.accounts, world.share)
    if world.alike:
        weight = 1 / world.alike - 1
        rate = rng.beta(world.share * weight, (1 - world.share) * weight, world.accounts)
    account = rng.integers(0, world.accounts, UNITS)
    truth = rng.random(UNITS) < rate[account]
    chance = rng.random(UNITS)
    score = np.where(truth, chance > world.misses, chance < world.alarms).astype(float)
    drawn, inclusion = draw(rng, world, score)
    label = truth.astype(float)
    everything = Everything(
        np.bincount(account, minlength=world.accounts).astype(float),
        np.bincount(account, score, world.accounts),
    )
    sample = Sample(label[drawn], score[drawn], inclusion, account[drawn])
    return Made(sample, everything, float(label.mean()), world.share, label, score)


def draw(rng: np.random.Generator, world: World, score: np.ndarray):
    if not world.by_label:
        drawn = rng.choice(UNITS, world.size, replace=False)
        return drawn, np.full(world.size, world.size / UNITS)
    parts, inclusion = [], []
    for value in (0.0, 1.0):
        among = np.flatnonzero(score == value)
        some = min(world.size // 2, len(among))
        parts.append(rng.choice(among, some, replace=False))
        inclusion.append(np.full(some, some / len(among)))
    return np.concatenate(parts), np.concatenate(inclusion)


def two(size: int, share: float, accuracy: float, **more) -> tuple[World, World]:
    """Two blocs: the machine misses more of the one and raises more alarms at the other."""
    wrong = 1 - accuracy
    return (
        World(size, share, 0.7 * wrong, 1.3 * wrong, **more),
        World(size, min(1.5 * share, 0.9), 1.4 * wrong, 0.6 * wrong, **more),
    )


def cover(
    seed: int, worlds: tuple[World, World], *, clustered: bool, runs: int
) -> dict[str, float]:
    """Cover of shares and differences, mean width against people alone, the widest of all."""
    rng = np.random.default_rng(seed)
    seen: dict[str, list[float]] = {}

    def add(name: str, value: float) -> None:
        seen.setdefault(name, []).append(float(value))

    for _ in range(runs):
        sides = [made(rng, world) for world in worlds]
        truths = [m.behind if clustered else m.truth for m in sides]
        alone = [human(m.sample, m.everything, clustered=clustered) for m in sides]
        for name, method in METHODS.items():
            found = [method(m.sample, m.everything, clustered=clustered) for m in sides]
            for share, truth in zip(found, truths, strict=True):
                add(name, share.low - 1e-12 <= truth <= share.high + 1e-12)
            _, low, high = corrected.apart(*found)
            _, least, most = corrected.apart(*alone)
            add(f"{name} apart most", (high - low) / (most - least))
            add(f"{name} difference", low <= truths[0] - truths[1] <= high)
            for share, other in zip(found, alone, strict=True):
                add(f"{name} width", share.high - share.low)
                add(f"{name} most", (share.high - share.low) / (other.high - other.low))
        for m, truth in zip(sides, truths, strict=True):
            low, high = wilson(m.everything.mean, UNITS)
            add("machine", low <= truth <= high)
        ends = [wilson(m.everything.mean, UNITS) for m in sides]
        bare = [
            {"estimate": m.everything.mean, "low": e[0], "high": e[1]}
            for m, e in zip(sides, ends, strict=True)
        ]
        _, low, high = newcombe(*bare)
        add("machine difference", low <= truths[0] - truths[1] <= high)
    found = {name: float(np.mean(values)) for name, values in seen.items()}
    found |= {n: max(seen[n]) for n in seen if n.endswith("most")}
    return found


def line(head: str, found: dict[str, float]) -> None:
    """One line of the table."""
    covers = "  ".join(
        f"{found[n]:5.1%} {found[f'{n} difference']:6.1%}" for n in ("machine", *METHODS)
    )
    widths = "  ".join(
        f"{found[f'{n} width'] / found['people width']:4.2f} {found[f'{n} most']:4.2f}"
        f" {found[f'{n} apart most']:4.2f}"
        for n in ("ppi", "dsl")
    )
    print(f"{head}  {covers}  {widths}", flush=True)


def head(title: str) -> None:
    """A title and the names of columns."""
    print(f"\n{title}")
    names = "  ".join(f"{n:>12}" for n in ("machine", *METHODS))
    print(f"{'':22}{names}  width: ppi  dsl  (mean, widest, widest difference; people alone = 1)")


def main(runs: int = RUNS) -> None:
    """Print the table that docs/people.md quotes; with 1,000 runs it takes a quarter of an hour."""
    begun = time.process_time()
    print(f"cover of 95 % intervals: of shares, of the difference; {runs:,} runs of two blocs each")
    for size in SIZES:
        simple(size, runs)
    clusters(runs)
    by_label(runs)
    trends(runs)
    coders(runs)
    steps(runs)
    print(f"\n{time.process_time() - begun:.0f} s of processor time")


def simple(size: int, runs: int) -> None:
    """Cover by share and accuracy."""
    head("simple samples, the posts at hand: n, share, accuracy")
    seed = REPORTED + size * 100
    for share in SHARES:
        for accuracy in ACCURACIES:
            seed += 1
            found = cover(seed, two(size, share, accuracy), clustered=False, runs=runs)
            line(f"{size:5} {share:7.0%} {accuracy:8.2f}", found)


def clusters(runs: int) -> None:
    """Cover of the share behind accounts that are alike inside."""
    head("accounts as clusters, labels correlated 0.1 within, accuracy 0.8: n, share, accounts")
    seed = REPORTED + 40_000
    for size in (100, 200):
        for share in (0.05, 0.3):
            for accounts in (8, 30, 100):
                seed += 1
                worlds = two(size, share, 0.8, accounts=accounts, alike=0.1)
                found = cover(seed, worlds, clustered=True, runs=runs)
                line(f"{size:5} {share:7.0%} {accounts:8}", found)


def by_label(runs: int) -> None:
    """Cover where the sample is drawn by the machine's label."""
    head("half of the sample from what the machine calls positive: n, share, accuracy")
    seed = REPORTED + 50_000
    for size in (50, 200):
        for share in (0.01, 0.05, 0.2):
            for accuracy in (0.8, 0.95):
                seed += 1
                worlds = two(size, share, accuracy, by_label=True)
                found = cover(seed, worlds, clustered=False, runs=runs)
                line(f"{size:5} {share:7.0%} {accuracy:8.2f}", found)


def trends(runs: int) -> None:
    """Cover of trends, where the machine's alarms grow in time."""
    seed = REPORTED + 60_000
    print(
        "\ntrends: n, share, true slope, machine's bias; cover by people, by dsl; mean width of dsl"
    )
    accounts = 60
    for size in (100, 200):
        for share, slope in ((0.05, 0.0), (0.3, 0.2)):
            seed += 1
            rng = np.random.default_rng(seed)
            hits, widths, bare = [], [], []
            for _ in range(runs):
                account, when = rng.integers(0, accounts, UNITS), rng.random(UNITS)
                label = (rng.random(UNITS) < share + slope * (when - 0.5)).astype(float)
                chance = rng.random(UNITS)
                score = np.where(label > 0, chance < 0.85, chance < 0.3 * when).astype(float)
                total = partial(np.bincount, account, minlength=accounts)
                times = Times(total(when), total(when**2), total(when * score))
                everything = Everything(total().astype(float), total(score))
                at = rng.choice(UNITS, size, replace=False)
                sample = Sample(label[at], score[at], np.full(size, size / UNITS), account[at])
                given = (sample, when[at], everything, times)
                found = [trend(*given, machine=machine) for machine in (False, True)]
                hits.append([f.low <= slope <= f.high for f in found])
                widths.append([f.high - f.low for f in found])
                bare.append(np.polyfit(when, score, 1)[0] - slope)
            covers, mean = np.mean(hits, axis=0), np.mean(widths, axis=0)
            print(
                f"{size:5} {share:7.0%} {slope:8.2f} {np.mean(bare):+8.2f}  "
                f"{covers[0]:6.1%} {covers[1]:6.1%}  {mean[1] / mean[0]:4.2f}",
                flush=True,
            )


def coders(runs: int) -> None:
    """Cover of what all coders would say, where coders lean differently and a fifth is double."""
    seed = REPORTED + 70_000
    print("\ncoders who lean (deviation 0.05): n, coders; cover without and with their variance")
    for size, people in ((200, 2), (200, 3), (200, 6)):
        seed += 1
        rng = np.random.default_rng(seed)
        hits = []
        for _ in range(runs):
            rates = np.clip(rng.normal(0.3, 0.05, people), 0, 1)
            double = np.arange(size) < size // 5
            unit = np.concatenate([np.arange(size), np.flatnonzero(double)])
            coder = np.concatenate(
                [np.arange(size) % people, (np.flatnonzero(double) + 1) % people]
            )
            common = rng.random(size)
            own = rng.random(len(unit))
            gave = (np.where(rng.random(len(unit)) < 0.8, common[unit], own) < rates[coder]).astype(
                float
            )
            label = np.bincount(unit, gave) / np.bincount(unit)
            more = between(unit, coder, gave) * concentration(unit, coder, np.ones(size))
            sample = Sample(label, label * 0, np.full(size, size / UNITS), np.arange(size))
            everything = Everything(np.full(size, UNITS / size), np.zeros(size))
            found = [human(sample, everything, clustered=False, coders=v) for v in (0.0, more)]
            hits.append([f.low <= 0.3 <= f.high for f in found])
        without, with_ = np.mean(hits, axis=0)
        print(f"{size:5} {people:5}  {without:6.1%} {with_:6.1%}", flush=True)


def steps(runs: int) -> None:
    """Cover of mean steps of a scale of five, with a machine that is off by a little."""
    seed = REPORTED + 80_000
    print(
        "\nmean steps: n, true mean; cover by people, by ppi; mean width by people, ppi beside it"
    )
    for chances in ((0.7, 0.18, 0.08, 0.03, 0.01), (0.3, 0.3, 0.25, 0.1, 0.05)):
        for size in (50, 200):
            seed += 1
            rng = np.random.default_rng(seed)
            hits, widths = [], []
            for _ in range(runs):
                step = rng.choice(5, UNITS, p=chances) / 4
                score = np.clip(step + rng.normal(0.05, 0.15, UNITS), 0, 1)
                at = rng.choice(UNITS, size, replace=False)
                everything = Everything(np.ones(UNITS), score)
                sample = Sample(step[at], score[at], np.full(size, size / UNITS), at)
                found = [method(sample, everything, clustered=False) for method in (human, powered)]
                hits.append([f.low <= step.mean() <= f.high for f in found])
                widths.append([4 * (f.high - f.low) for f in found])
            covers, mean = np.mean(hits, axis=0), np.mean(widths, axis=0)
            truth = float(np.dot(chances, range(5)))
            print(
                f"{size:5} {truth:6.2f}  {covers[0]:6.1%} {covers[1]:6.1%}  "
                f"{mean[0]:5.2f} {mean[1] / mean[0]:4.2f}",
                flush=True,
            )


def tune(runs: int = 300) -> None:
    """Cover by what is supposed beyond what was seen, on seeds that the report does not use."""
    before = corrected.UNSEEN, corrected.STEADY
    for unseen, steady in ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (1.0, 2.0), (2.0, 0.0)):
        corrected.UNSEEN, corrected.STEADY = unseen, steady
        head(f"{unseen} unseen errors, λ steadied by {steady}: n, share, accuracy")
        for number, (size, share) in enumerate(itertools.product((50, 100), (0.01, 0.05, 0.2))):
            found = cover(TUNED + number, two(size, share, 0.95), clustered=False, runs=runs)
            line(f"{size:5} {share:7.0%} {0.95:8.2f}", found)
    corrected.UNSEEN, corrected.STEADY = before
