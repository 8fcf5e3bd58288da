"""A made-up study on disk, for tests of whole runs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from antiphon.results import file_hash

STUDY = """
title = "A small study"
question = "Who repeats whom?"

[blocs]
compare = ["north", "south"]
reference = ["world"]

[accounts]
path = "accounts.csv"

[[source]]
path = "posts/*.jsonl"
format = "jsonl"

[[claim]]
id = "more"
text = "South repeats north."
measure = "reuse"
quantity = "rate"
a = "south->north"
expect = "> 0"

[power]
points = 0
controls = 0
"""
ALONE = "points = 0\ncontrols = 0"
"""Power without reruns, which most tests can do without."""
ACCOUNTS = """account_id,bloc,handle,kind
n1,north,n1,ministry
n2,north,n2,
s1,south,s1,state_media
s2,south,s2,public
w1,world,w1,news_agency
"""


def write_study(
    folder: Path, *, posts: int = 60, files: int = 2, seed: int = 1, power: str = ALONE
) -> Path:
    """A study whose posts are random words; every third repeats an earlier one."""
    generator = np.random.default_rng(seed)
    (folder / "posts").mkdir(parents=True)
    names = ["n1", "n2", "s1", "s2", "w1"]
    rows: list[dict] = []
    for i in range(posts):
        text = " ".join(f"w{n}" for n in generator.integers(0, 9000, 24))
        if i % 3 == 2:
            text = rows[int(generator.integers(len(rows)))]["text"] + " and more"
        rows.append(
            {
                "post_id": f"p{i:05}",
                "platform": "web",
                "account_id": names[int(generator.integers(5))],
                "created_at": f"2021-03-{1 + i * 25 // posts:02}T{i % 24:02}:{i % 60:02}:07Z",
                "text": text,
            }
        )
    for k in range(files):
        lines = [json.dumps(row) for row in rows[k::files]]
        (folder / "posts" / f"{k}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "study.toml").write_text(STUDY.replace(ALONE, power), encoding="utf-8")
    return folder / "study.toml"


def fingerprints(folder: Path) -> dict[str, str]:
    """The hash of everything in a results folder that may not change."""
    paths = [*sorted((folder / "tables").iterdir()), folder / "results.json"]
    return {path.name: file_hash(path) for path in paths}
