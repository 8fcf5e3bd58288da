"""What happens in a world: who publishes what when, and by which mechanism. No words yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.simulate.cast import Account, accounts
from antiphon.simulate.mechanisms.borrowing import borrowing
from antiphon.simulate.mechanisms.exchange import exchange
from antiphon.simulate.mechanisms.plan import plan
from antiphon.simulate.mechanisms.release import release
from antiphon.simulate.mechanisms.repetition import repetition
from antiphon.simulate.mechanisms.wires import wires
from antiphon.simulate.own import driven, own_writing
from antiphon.simulate.sample import missing, recorded, unlisted
from antiphon.simulate.stage import Draft, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.simulate.world import World

ROW = np.dtype(
    [
        ("at", "f8"),  # seconds since the world's start, in truth
        ("account", "i4"),  # number of the account
        ("mechanism", "i1"),  # index in MECHANISMS
        ("message", "i8"),  # number of the message, -1 for none
        ("source", "i8"),  # row whose words it takes, FRESH, or a hidden text
        ("parent", "i8"),  # row it came from in truth, -1 for none
        ("edit", "f4"),  # share of words changed
        ("credit", "i4"),  # number of the account it credits, NOBODY for none
        ("excerpt", "?"),  # only some of the sentences
        ("framing", "?"),  # with a sentence of its own
        ("article", "?"),  # a long text with a title
        ("repost", "?"),  # a native repost of its parent
        ("topic", "i2"),  # number of the topic, -1 to draw one
        ("place", "i4"),  # number of the town, -1 to draw one
        ("plan", "i4"),  # number of the silent plan, -1 for none
        ("stock", "?"),  # with a sentence that everybody uses
        ("boilerplate", "?"),  # with the account's own closing sentence
        ("seen", "?"),  # is it in the data?
    ]
)
WIRES, EXCHANGE, BORROWING, RELEASE, PLAN, OWN, NEWS, REPEATED, CLOSING, SEEN, CLOCKS, NAMES = (
    range(12)
)
"""Everything draws from a stream of its own: to change one thing leaves the others as they were."""


@dataclass(frozen=True)
class Course:
    """The rows of a world in order of time, and who is in it."""

    world: World
    accounts: tuple[Account, ...]
    unlisted: NDArray[np.bool_]
    """Is the account left out of the file of accounts, by account?"""
    rows: NDArray[Any]
    """Records of `ROW`; source and parent are row numbers in this order."""
    recorded: NDArray[np.int64]
    """What the data say of the time, seconds since the start."""
    unit: NDArray[np.int64]
    """How exact that is, seconds."""
    names: NDArray[np.int64]
    """The number in each row's post_id; it tells nothing of the order."""
    origin: NDArray[np.int64]
    """Number of the bloc a message began in, -1 for a plan of several, by message."""
    carried: NDArray[np.bool_]
    """Is there a post of the bloc in the data, by message and bloc?"""

    @cached_property
    def bloc(self) -> NDArray[np.int64]:
        """The number of each row's bloc."""
        number = {bloc: k for k, bloc in enumerate(self.world.blocs)}
        mine = np.array([number[a.bloc] for a in self.accounts], np.int64)
        blocs: NDArray[np.int64] = mine[self.rows["account"]]
        return blocs

    @cached_property
    def shared(self) -> NDArray[np.bool_]:
        """Are posts of two compared blocs or more in the data, by message?"""
        compared = len(self.world.compare)
        both: NDArray[np.bool_] = self.carried[:, :compared].sum(axis=1) >= 2
        return both


def course(world: World, seed: int) -> Course:
    """Let the world run once. The same world and seed give the same course."""
    people = accounts(world)
    stage = Stage(world, people)

    def stream(number: int) -> Stage:
        stage.rng = np.random.default_rng([seed, 1, number])
        return stage

    wires(stream(WIRES), world.wires)
    exchange(stream(EXCHANGE), world.exchange)
    borrowing(stream(BORROWING), world.borrowing)
    release(stream(RELEASE), world.release)
    plan(stream(PLAN), world.plan)
    own = own_writing(stream(OWN), ROW)
    driven(stream(NEWS), own)
    copies = repetition(stream(REPEATED), own, world.repetition)
    rows = np.concatenate([own, drafted(stage.rows, len(own)), drafted(copies, 0)])
    closing = stream(CLOSING).rng.random(len(rows)) < world.writing.boilerplate_share
    rows["boilerplate"] = closing
    rows = ordered(rows)
    unknown = unlisted(stream(SEEN), world.sample)
    rows["seen"] = ~missing(stage, rows, unknown, world.sample)
    at, unit = recorded(stream(CLOCKS), rows, world.clock)
    names = stream(NAMES).rng.permutation(len(rows))
    origin = np.array(stage.origin, np.int64)
    carried = np.zeros((len(origin), len(world.blocs)), np.bool_)
    some = rows["seen"] & (rows["message"] >= 0)
    carried[rows["message"][some], stage.bloc[rows["account"][some]]] = True
    return Course(world, people, unknown, rows, at, unit, names, origin, carried)


def drafted(drafts: list[Draft], offset: int) -> NDArray[Any]:
    """Drafts as records; the row numbers in them grow by the offset."""
    rows = np.zeros(len(drafts), ROW)
    for name, column in zip(Draft._fields, zip(*drafts, strict=True), strict=False):
        rows[name] = column
    for name in ("source", "parent"):
        rows[name][rows[name] >= 0] += offset
    return rows


def ordered(rows: NDArray[Any]) -> NDArray[Any]:
    """The rows in order of time; the row numbers in them follow."""
    order = np.argsort(rows["at"], kind="stable")
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows))
    rows = rows[order]
    for name in ("source", "parent"):
        known = rows[name] >= 0
        rows[name][known] = place[rows[name][known]]
    return rows
