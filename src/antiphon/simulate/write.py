"""Writes a world as a study that is ready to run, with the truth beside it."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from antiphon.progress import SILENT, Progress
from antiphon.schema import ACCOUNTS
from antiphon.simulate.events import course
from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.posts import Truth, posts

if TYPE_CHECKING:
    from pathlib import Path

    from antiphon.simulate.cast import Account
    from antiphon.simulate.world import World

TOPICS = 4
BATCH = 1000
STUDY = """\
title = "Two invented blocs"
question = "Do {A} and {B} act in concert, exchange, borrow, or follow the same wires?"
timezone = "UTC"

[blocs]
compare = ["{a}", "{b}"]
reference = ["{world}"]

[accounts]
path = "accounts.csv"

[[source]]
path = "posts/*.jsonl"
format = "jsonl"
terms = "invented by antiphon; free to use"
{topics}
[[claim]]
id = "repeats-more"
text = "{A} repeats {B} more often than {B} repeats {A}."
measure = "reuse"
quantity = "rate_difference"
a = "{a}→{b}"
b = "{b}→{a}"
expect = "> 0"

[[claim]]
id = "borrows-more"
text = "Of what {A} repeats of {B}, more is borrowed than of what {B} repeats of {A}."
measure = "mechanism"
quantity = "borrowing_share_difference"
a = "{a}→{b}"
b = "{b}→{a}"
expect = "> 0"

[[claim]]
id = "borrowing-outweighs"
text = "Most of what {B} repeats of {A} is borrowed."
measure = "mechanism"
quantity = "borrowing_share"
a = "{b}→{a}"
expect = "> 0.5"
"""
TOPIC = """
[[topic]]
id = "{id}"
terms = [{terms}]
"""


def write(world: World, seed: int, folder: Path, *, progress: Progress = SILENT) -> int:
    """Write study.toml, accounts.csv, posts/*.jsonl (one a bloc) and truth.csv.

    The same world and seed give the same bytes.

    Args:
        world: what happens, how often.
        seed: which of the worlds of that sort.
        folder: made if it is not there; files of the same names are replaced.
        progress: told of the posts.

    Returns:
        The number of posts.
    """
    from msgspec.json import Encoder
    from msgspec.structs import astuple

    made = course(world, seed)
    (folder / "posts").mkdir(parents=True, exist_ok=True)
    write_study(world, folder)
    write_accounts(made.accounts, folder)
    progress.start("Writing the world", total=len(made.rows), unit="posts")
    encoder = Encoder()
    with ExitStack() as stack:
        files = {
            bloc: stack.enter_context((folder / "posts" / f"{bloc}.jsonl").open("wb"))
            for bloc in world.blocs
        }
        truths = stack.enter_context((folder / "truth.csv").open("w", encoding="utf-8", newline=""))
        table = csv.writer(truths, lineterminator="\n")
        table.writerow(Truth.__struct_fields__)
        for number, (post, truth) in enumerate(posts(made, seed), start=1):
            files[truth.bloc].write(encoder.encode(post) + b"\n")
            table.writerow((*astuple(truth)[:-1], "true" if truth.shared else "false"))
            if number % BATCH == 0:
                progress.advance(BATCH)
    progress.advance(len(made.rows) % BATCH)
    progress.done()
    return len(made.rows)


def write_study(world: World, folder: Path) -> None:
    """The study file."""
    a, b = world.compare
    topics = "".join(
        TOPIC.format(id=t.id, terms=", ".join(f'"{term}"' for term in t.terms))
        for t in lexicon().topics[:TOPICS]
    )
    text = STUDY.format(
        a=a, b=b, A=a.capitalize(), B=b.capitalize(), world=world.blocs[2], topics=topics
    )
    (folder / "study.toml").write_text(text, encoding="utf-8", newline="\n")


def write_accounts(accounts: tuple[Account, ...], folder: Path) -> None:
    """The file of accounts."""
    known = {f.name for f in fields(accounts[0])}
    columns = [name for name in ACCOUNTS.names if name in known]
    with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(columns)
        for account in accounts:
            row = asdict(account) | {"public_role": "true" if account.public_role else "false"}
            table.writerow(row[name] for name in columns)
