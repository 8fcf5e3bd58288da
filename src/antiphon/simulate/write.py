"""Writes a world as a study that is ready to run, with the truth in a folder of its own."""

from __future__ import annotations

import csv
import json
from contextlib import ExitStack
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from antiphon import __version__
from antiphon.errors import AntiphonError
from antiphon.progress import SILENT, Progress
from antiphon.schema import ACCOUNTS, MECHANISMS
from antiphon.simulate.events import Course, course
from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.posts import posts
from antiphon.simulate.truth import Truth, said, truths

if TYPE_CHECKING:
    from pathlib import Path

    from antiphon.simulate.world import World

MARK = "truth/world.json"
TRUTHS = ("posts.csv", "unseen.csv")
NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
BATCH = 1000
STUDY = """\
title = "{number} invented blocs"
question = "Do {everybody} act in concert, exchange, borrow, or follow the same wires?"
timezone = "UTC"

[blocs]
compare = [{compare}]
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


def write(
    world: World, seed: int, folder: Path, *, scenario: str = "", progress: Progress = SILENT
) -> int:
    """Write study.toml, accounts.csv, posts/*.jsonl (one a bloc), and apart from them truth/.

    The same world and seed give the same bytes. The truth is in truth/posts.csv (a row for each
    post of the data), truth/unseen.csv (the same of posts that happened and are not in the data)
    and truth/world.json (the parameters); the study reads none of it.

    Args:
        world: what happens, how often.
        seed: which of the worlds of that sort.
        folder: made if it is not there; files of the same names are replaced.
        scenario: the name that the world goes by, for truth/world.json.
        progress: told of the posts.

    Returns:
        The number of posts in the data.
    """
    progress.start("Letting the world run")
    made = course(world, seed)
    progress.done()
    clear(folder)
    write_study(world, folder)
    write_accounts(made, folder)
    progress.start("Writing the world", total=len(made.rows), unit="posts")
    write_posts(made, seed, folder, progress)
    progress.done()
    count = int(made.rows["seen"].sum())
    known = {"antiphon": __version__, "scenario": scenario, "seed": seed, "posts": count}
    text = json.dumps({**known, "mechanisms": tally(made), "world": world.parameters}, indent=2)
    (folder / MARK).write_text(text + "\n", encoding="utf-8", newline="\n")
    return count


def prepare(folder: Path) -> None:
    """Refuse a folder that holds something other than a world.

    Raises:
        AntiphonError: it does, or it is no folder.
    """
    fix = "give another place with --out"
    if folder.exists() and not folder.is_dir():
        raise AntiphonError("a world needs a folder", where=str(folder), fix=fix)
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise AntiphonError(
            "this folder holds something other than a world",
            where=str(folder),
            expected="a new or empty folder, or an earlier world, which is replaced",
            fix=fix,
        )


def clear(folder: Path) -> None:
    """Make the folders and mark them as a world's; take away an earlier world's posts."""
    for part in ("posts", "truth"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    if (folder / MARK).is_file():
        for path in (folder / "posts").glob("*.jsonl"):
            path.unlink()
    (folder / MARK).write_text("{}\n", encoding="utf-8", newline="\n")


def write_posts(made: Course, seed: int, folder: Path, progress: Progress) -> None:
    """The posts in order of the time that the data give, and the truth in order of the true one.

    Words are found in the true order, since a copy needs what it copies; a post waits until all
    that the data put before it are written. Within one time the order is by post_id, which tells
    nothing.
    """
    from msgspec.json import Encoder
    from msgspec.structs import astuple

    seen = np.flatnonzero(made.rows["seen"])
    place = np.full(len(made.rows), -1)
    place[seen[np.lexsort((made.names[seen], made.recorded[seen]))]] = np.arange(len(seen))
    encode = Encoder().encode
    waiting: dict[int, tuple[BinaryIO, bytes]] = {}
    following = 0
    with ExitStack() as stack:
        files = [
            stack.enter_context((folder / "posts" / f"{bloc}.jsonl").open("wb"))
            for bloc in made.world.blocs
        ]
        tables = [truth_table(stack, folder / "truth" / name) for name in TRUTHS]
        both = zip(posts(made, seed), truths(made), strict=True)
        columns = zip(place.tolist(), made.bloc.tolist(), both, strict=True)
        for number, (at, bloc, (post, truth)) in enumerate(columns, start=1):
            tables[at < 0].writerow(astuple(truth))
            if at >= 0:
                waiting[at] = files[bloc], encode(post) + b"\n"
            while following in waiting:
                file, line = waiting.pop(following)
                file.write(line)
                following += 1
            if number % BATCH == 0:
                progress.advance(BATCH)
    progress.advance(len(made.rows) % BATCH)


def truth_table(stack: ExitStack, path: Path) -> Any:
    """A CSV file of truths, its columns written."""
    handle = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
    table = csv.writer(handle, lineterminator="\n")
    table.writerow(Truth.__struct_fields__)
    return table


def tally(made: Course) -> dict[str, int]:
    """Posts of compared blocs in the data, in messages that two of them share, by mechanism."""
    message = made.rows["message"]
    mine = made.rows["seen"] & (message >= 0) & (made.bloc < len(made.world.compare))
    mine[mine] = made.shared[message[mine]]
    found = np.bincount(made.rows["mechanism"][mine], minlength=len(MECHANISMS))
    return dict(zip(MECHANISMS, found.tolist(), strict=True))


def write_study(world: World, folder: Path) -> None:
    """The study file."""
    topics = "".join(
        TOPIC.format(id=t.id, terms=", ".join(f'"{term}"' for term in t.terms))
        for t in lexicon().topics[: world.writing.topics]
    )
    a, b = world.compare[:2]
    names = [bloc.capitalize() for bloc in world.compare]
    text = STUDY.format(
        a=a,
        b=b,
        A=names[0],
        B=names[1],
        number=NUMBERS.get(len(names), "Many"),
        everybody=f"{', '.join(names[:-1])} and {names[-1]}",
        compare=", ".join(f'"{bloc}"' for bloc in world.compare),
        world=world.blocs[-1],
        topics=topics,
    )
    (folder / "study.toml").write_text(text, encoding="utf-8", newline="\n")


def write_accounts(made: Course, folder: Path) -> None:
    """The file of accounts; it lacks those that the analyst does not know."""
    known = {f.name for f in fields(made.accounts[0])}
    columns = [name for name in ACCOUNTS.names if name in known]
    with (folder / "accounts.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(columns)
        for account, unlisted in zip(made.accounts, made.unlisted.tolist(), strict=True):
            if not unlisted:
                row = asdict(account) | {"public_role": said(value=account.public_role)}
                table.writerow(row[name] for name in columns)
