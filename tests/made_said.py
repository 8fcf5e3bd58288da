"""A made-up study whose posts have a known tone: texts, a lexicon that errs, people who code."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

START = dt.date(2020, 1, 1)
MONTHS = 24
TURN = dt.date(2021, 2, 11)
"""The day on which the accounts of the north begin to speak otherwise."""
STUDY = """
title = "A made world of two voices"
question = "Who speaks sharply, and since when?"

[blocs]
compare = ["north", "south"]
reference = ["world"]

[accounts]
path = "accounts.csv"

[[source]]
path = "posts.jsonl"

{coding}
[power]
points = 0
controls = 0
"""
CODING = '[coding]\ncodes = ["tone", "tactics"]\n'
KINDS = ("embassy", "state_media", "diplomat", "public")
SAID = {
    "none": ("The ministers met and discussed quotas for the season, entry {n}.",),
    "hostile": (
        "This gang of liars has shown again, entry {n}, that cheating is its nature.",
        "Nothing but puppets of a criminal regime, entry {n}.",
        "Entry {n}: whoever still shakes that hand should count the fingers after.",
    ),
}
"""Texts by their true label; the last hostile one has no word that a lexicon knows."""
QUOTED = "The film about a gang of liars and a criminal regime opens today, entry {n}."
"""A text that attacks nobody and looks as if; the north has many of them."""


@dataclass(frozen=True)
class Said:
    """The study and what is true of it."""

    study: Path
    truth: dict[str, str]
    """Label of each post."""
    bloc: dict[str, str]
    kind: dict[str, str]
    day: dict[str, dt.date]

    def share(self, bloc: str, *kinds: str) -> float:
        """The true share of hostile posts of a bloc, or of some kinds of its actors."""
        found = [
            label == "hostile"
            for post, label in self.truth.items()
            if self.bloc[post] == bloc and (not kinds or self.kind[post] in kinds)
        ]
        return float(np.mean(found))


def write(
    folder: Path, *, seed: int = 1, posts: int = 1200, accounts: int = 20, coding: str = CODING
) -> Said:
    """Write a study: of each bloc so many posts by so many accounts over two years."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    rows, people = [], ["account_id,bloc,handle,kind"]
    said = Said(folder / "study.toml", {}, {}, {}, {})
    for bloc, usual in (("north", 0.1), ("south", 0.25), ("world", 0.05)):
        names = [f"{bloc}{n}" for n in range(accounts)]
        people += [f"{name},{bloc},{name},{KINDS[n % 4]}" for n, name in enumerate(names)]
        for n in range(posts):
            number = int(rng.integers(accounts))
            day = START + dt.timedelta(days=int(rng.integers(MONTHS * 365 // 12)))
            share = usual + 0.35 * (bloc == "north" and day >= TURN)
            share *= 1.6 if number % 4 in (0, 2) else 0.6
            label = "hostile" if rng.random() < share else "none"
            text = str(rng.choice(SAID[label]))
            if label == "none" and rng.random() < (0.2 if bloc == "north" else 0.01):
                text = QUOTED
            post = f"{bloc}-{n}"
            said.truth[post], said.bloc[post], said.day[post] = label, bloc, day
            said.kind[post] = KINDS[number % 4]
            rows.append(
                {
                    "post_id": post,
                    "platform": "twitter",
                    "account_id": names[number],
                    "created_at": f"{day}T{int(rng.integers(24)):02}:00:07Z",
                    "text": text.format(n=int(rng.integers(10**9))),
                    "lang": "en",
                }
            )
    (folder / "posts.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), "utf-8")
    (folder / "accounts.csv").write_text("\n".join(people) + "\n", "utf-8")
    said.study.write_text(STUDY.format(coding=coding), "utf-8")
    return said


def answer(sample: Path, rule: Callable[[str, str], str], *, person: str = "ann") -> Path:
    """Fill in the answers to a drawn sample by rule: what a post and a code are given."""
    with (sample / "sample.csv").open(encoding="utf-8-sig", newline="") as handle:
        drawn = list(csv.DictReader(handle))
    path = sample / f"answers-{person}.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["item", "code", "coder", "label"])
        for row in drawn:
            writer.writerow([row["item"], row["code"], person, rule(row["post_id"], row["code"])])
    return path
