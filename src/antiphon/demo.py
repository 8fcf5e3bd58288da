"""The demo: a world whose mechanism is known, studied like any other, answer beside truth."""

from __future__ import annotations

import csv
import itertools
import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.errors import AntiphonError, ResultsError
from antiphon.progress import SILENT, Progress
from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from antiphon.results import Results

MARK = "antiphon-demo.json"
CROSS = ("common_source", "exchange", "borrowing", "coordinated_release")
"""The mechanisms by which a message passes between blocs; the F1 is over these."""


@dataclass(frozen=True)
class Share:
    """The part of a mechanism in one direction: as it was, and as it was found."""

    direction: str
    mechanism: str
    truth: float
    found: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """How well one mechanism was told, over posts."""

    mechanism: str
    posts: int
    """Posts that truly have it, found or not."""
    said: int
    """Posts that the study says have it."""
    right: int
    """Posts in both."""

    @property
    def precision(self) -> float:
        """Of the posts said to have it, the share that does."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Of the posts that have it, the share said to."""
        return self.right / self.posts if self.posts else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.posts + self.said
        return 2 * self.right / both if both else 0.0


@dataclass(frozen=True)
class Comparison:
    """The answer beside the truth."""

    shares: tuple[Share, ...]
    scores: tuple[Score, ...]
    messages: int
    """Messages that two compared blocs carry."""
    messages_found: int
    """Of those, the ones with posts of two of these blocs in one family."""
    families: int
    """Families with posts of two compared blocs."""
    families_mistaken: int
    """Of those, the ones in which no two posts carry the same message."""

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the mechanisms between blocs that occur."""
        some = [s.f1 for s in self.scores if s.mechanism in CROSS and s.posts]
        return sum(some) / len(some) if some else 0.0


def run(
    out: Path,
    *,
    seed: int = 1,
    fast: bool = False,
    progress: Progress = SILENT,
    console: Console | None = None,
) -> Comparison:
    """Build a world in `out/study`, study it into `out/results`, print the answer and the truth.

    Args:
        out: a new or empty folder, or an earlier demo, which is replaced.
        seed: which world.
        fast: fewer reruns behind the statement of power.
        progress: told of the steps.
        console: where to print; nothing is printed without one.

    Raises:
        AntiphonError: `out` holds something else.
    """
    from antiphon import report
    from antiphon.simulate.world import World
    from antiphon.simulate.write import write
    from antiphon.study.run import run as study

    world = World()
    prepare(out, seed)
    write(world, seed, out / "study", progress=progress)
    path = out / "study" / "study.toml"
    results = study(path, out / "results", fast=fast, progress=progress)
    page = report.write(out / "results")
    compared = compare(results, truths(out / "study" / "truth" / "posts.csv"), world.compare)
    if console is not None:
        show(compared, page, console)
    return compared


def prepare(out: Path, seed: int) -> None:
    """Make the folder and mark it as a demo; clear an earlier demo, refuse anything else."""
    if out.exists() and not out.is_dir():
        raise AntiphonError(
            "the demo needs a folder", where=str(out), fix="give another place with --out"
        )
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise AntiphonError(
            "this folder holds something other than a demo",
            where=str(out),
            expected="a new or empty folder, or an earlier demo",
            fix="give another place with --out",
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        for part in ("study", "results"):
            if (out / part).is_dir() and not (out / part).is_symlink():
                shutil.rmtree(out / part)
        (out / MARK).write_text(json.dumps({"seed": seed}) + "\n", encoding="utf-8")
    except OSError as error:
        raise AntiphonError(
            "the demo cannot write there",
            where=str(out),
            got=error.strerror,
            fix="give another place with --out",
        ) from error


def truths(path: Path) -> dict[str, dict[str, str]]:
    """Post → its row of truth/posts.csv."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            return {row["post_id"]: row for row in csv.DictReader(handle)}
    except (OSError, KeyError, ValueError) as error:
        raise ResultsError("the truth cannot be read", where=str(path), got=str(error)) from error


def compare(
    results: Results, truth: Mapping[str, Mapping[str, str]], blocs: tuple[str, ...]
) -> Comparison:
    """Set a results folder beside the truth; `blocs` are the compared ones.

    A post counts for a mechanism when it belongs to a message that two compared blocs carry.
    A post that the study takes for a repetition and that is none counts against precision; a
    repetition that the study has not found counts against recall.
    """
    found = {r["post_id"]: r for r in results.table("repetitions").to_pylist()}
    real = {p: r for p, r in truth.items() if r["shared"] == "true" and r["bloc"] in blocs}
    scores = tuple(score(name, found, real) for name in MECHANISMS)
    said = {(s["direction"], s["mechanism"]): s for s in results.summary()["shares"]}
    carriers: dict[str, set[str]] = {}
    for row in real.values():
        carriers.setdefault(row["message_id"], set()).add(row["bloc"])
    shares = tuple(
        share(bloc, other, name, between(real.values(), carriers, bloc, other), said)
        for bloc, other in itertools.permutations(blocs, 2)
        for name in MECHANISMS
    )
    in_family: dict[object, list[Mapping[str, str]]] = {}
    for post, row in found.items():
        if post in truth:
            in_family.setdefault(row["family_id"], []).append(truth[post])
    met: set[str] = set()
    mistaken = 0
    for rows in in_family.values():
        by_bloc = [{r["message_id"] for r in rows if r["bloc"] == b} - {""} for b in blocs]
        met |= {m for a, b in itertools.combinations(by_bloc, 2) for m in a & b}
        carried = [r["message_id"] for r in rows if r["message_id"]]
        mistaken += len(set(carried)) == len(carried)
    both = (len(carriers), len(met & carriers.keys()))
    return Comparison(shares, scores, *both, len(in_family), mistaken)


def between(
    real: Iterable[Mapping[str, str]], carriers: Mapping[str, set[str]], bloc: str, other: str
) -> Iterable[Mapping[str, str]]:
    """A bloc's posts of messages that the other one carries too."""
    return [r for r in real if r["bloc"] == bloc and other in carriers[r["message_id"]]]


def score(
    name: str, found: Mapping[str, Mapping[str, object]], real: Mapping[str, Mapping[str, str]]
) -> Score:
    """One mechanism, post by post."""
    has = {post for post, row in real.items() if row["mechanism"] == name}
    said = {post for post, row in found.items() if row["mechanism"] == name}
    return Score(name, len(has), len(said), len(has & said))


def share(
    bloc: str,
    other: str,
    name: str,
    real: Iterable[Mapping[str, str]],
    said: Mapping[tuple[str, str], Mapping[str, float | None]],
) -> Share:
    """One mechanism in one direction, among these posts."""
    mine = [row["mechanism"] for row in real]
    row = said.get((f"{bloc}→{other}", name), {})
    values = (row.get(key) for key in ("share", "low", "high"))
    found, low, high = (0.0 if value is None else value for value in values)
    return Share(f"{bloc}→{other}", name, mine.count(name) / max(1, len(mine)), found, low, high)


def show(compared: Comparison, page: Path, console: Console) -> None:
    """Print the comparison, at most 80 columns wide, and where the report is."""
    from rich.text import Text

    for table in (share_table(compared.shares), score_table(compared)):
        console.print(table, width=80)
    console.print(
        f"Messages that both blocs carry: {compared.messages:,}; found:"
        f" {compared.messages_found:,}; missed: {compared.messages - compared.messages_found:,}.\n"
        f"Families between the blocs: {compared.families:,}; in which no message is shared:"
        f" {compared.families_mistaken:,}.",
        width=80,
        highlight=False,
    )
    console.print(Text(f"\nThe report: {os.path.relpath(page)}"), soft_wrap=True)


def share_table(shares: Sequence[Share]) -> Table:
    """Shares in both directions, truth first."""
    from rich.table import Table

    table = Table(title="What each mechanism's share is, and what the study found", box=None)
    for heading, justify in (
        ("who repeats → whom", "left"),
        ("mechanism", "left"),
        ("truth", "right"),
        ("found", "right"),
        ("90 % interval", "right"),
    ):
        table.add_column(heading, justify="right" if justify == "right" else "left", no_wrap=True)
    last = ""
    for row in shares:
        interval = f"{row.low:.1%} to {row.high:.1%}"
        first = row.direction.replace("→", " → ") if row.direction != last else ""
        table.add_row(first, words(row.mechanism), f"{row.truth:.1%}", f"{row.found:.1%}", interval)
        last = row.direction
    return table


def score_table(compared: Comparison) -> Table:
    """Precision and recall, and their mean over what passes between blocs."""
    from rich.table import Table

    table = Table(title="Post by post", box=None)
    table.add_column("mechanism", no_wrap=True)
    for heading in ("in truth", "said", "right", "precision", "recall", "F1"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in compared.scores:
        figures = (row.posts, row.said, row.right)
        rates = (row.precision, row.recall, row.f1)
        table.add_row(
            words(row.mechanism), *(f"{n:,}" for n in figures), *(f"{rate:.2f}" for rate in rates)
        )
    table.add_row("mean between blocs", "", "", "", "", "", f"{compared.macro_f1:.2f}")
    return table


def words(mechanism: str) -> str:
    """A mechanism as people say it.

    >>> words("coordinated_release")
    'coordinated release'
    """
    return mechanism.replace("_", " ")
