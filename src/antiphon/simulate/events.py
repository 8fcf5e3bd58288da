"""What happens in a world: who publishes what when, and by which mechanism. No words yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.schema import MECHANISMS
from antiphon.simulate.cast import Account, accounts
from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.messages import NOBODY, Draft, Messages
from antiphon.simulate.rhythm import times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.simulate.world import World

FRESH = -1
"""A row's source when its words are its own. Below: hidden text number -source - 2."""

ROW = np.dtype(
    [
        ("at", "f8"),  # seconds since the world's start
        ("account", "i4"),  # number of the account
        ("mechanism", "i1"),  # index in MECHANISMS
        ("message", "i8"),  # number of the message, -1 for none
        ("source", "i8"),  # row whose words it takes, FRESH, or a hidden text
        ("parent", "i8"),  # row it came from in truth, -1 for none in the data
        ("edit", "f4"),  # share of words changed
        ("credit", "i4"),  # number of the account it credits, NOBODY for none
        ("excerpt", "?"),  # only some of the sentences
        ("framing", "?"),  # with a sentence of its own
        ("article", "?"),  # a long text with a title
        ("topic", "i2"),  # number of the topic, -1 to draw one
        ("place", "i4"),  # number of the town, -1 to draw one
        ("stock", "?"),  # with a sentence that everybody uses
        ("boilerplate", "?"),  # with the account's own closing sentence
    ]
)


@dataclass(frozen=True)
class Course:
    """The rows of a world in order of time, and who is in it."""

    world: World
    accounts: tuple[Account, ...]
    rows: NDArray[Any]
    """Records of `ROW`; source and parent are row numbers in this order."""
    origin: NDArray[np.int8]
    """Number of the bloc a message began in, -1 for a plan of both, by message."""
    shared: NDArray[np.bool_]
    """Did posts of both compared blocs carry it, by message?"""

    @cached_property
    def bloc(self) -> NDArray[np.int64]:
        """The number of each row's bloc."""
        number = {bloc: k for k, bloc in enumerate(self.world.blocs)}
        mine = np.array([number[a.bloc] for a in self.accounts], np.int64)
        blocs: NDArray[np.int64] = mine[self.rows["account"]]
        return blocs


def course(world: World, seed: int) -> Course:
    """Let the world run once. The same world and seed give the same course."""
    rng = np.random.default_rng([seed, 1])
    people = accounts(world)
    own = own_writing(world, people, rng)
    messages = Messages(world, people, rng)
    messages.happen()
    copies = messages.repeat_inside(own)
    rows = np.concatenate([own, drafted(messages.rows, len(own)), drafted(copies, 0)])
    rows["boilerplate"] = rng.random(len(rows)) < world.boilerplate_share
    return settled(world, people, rows, np.array(messages.origin, np.int8))


def drafted(drafts: list[Draft], offset: int) -> NDArray[Any]:
    """Drafts as records; the row numbers in them grow by the offset."""
    rows = np.zeros(len(drafts), ROW)
    rows["topic"] = rows["place"] = -1
    for name, column in zip(Draft._fields, zip(*drafts, strict=True), strict=False):
        rows[name] = column
    for name in ("source", "parent"):
        rows[name][rows[name] >= 0] += offset
    return rows


def settled(
    world: World, people: tuple[Account, ...], rows: NDArray[Any], origin: NDArray[np.int8]
) -> Course:
    """Put the rows in order of time."""
    order = np.argsort(rows["at"], kind="stable")
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows))
    rows = rows[order]
    for name in ("source", "parent"):
        known = rows[name] >= 0
        rows[name][known] = place[rows[name][known]]
    draft = Course(world, people, rows, origin, np.zeros(len(origin), np.bool_))
    bloc, message = draft.bloc, rows["message"]
    carried = np.zeros((len(origin), len(world.blocs)), np.bool_)
    some = message >= 0
    carried[message[some], bloc[some]] = True
    return Course(world, people, rows, origin, carried[:, 0] & carried[:, 1])


def own_writing(
    world: World, people: tuple[Account, ...], rng: np.random.Generator
) -> NDArray[Any]:
    """Posts in words of their own: by rhythm, some of them on public events."""
    first = date.fromisoformat(world.start).weekday()
    count = int(rng.poisson(world.posts_per_day * world.days))
    outside = np.array([a.bloc not in world.compare for a in people])
    weight = np.array([a.weight for a in people])
    weight[outside] *= world.reference_share / weight[outside].sum()
    weight[~outside] *= (1 - world.reference_share) / weight[~outside].sum()
    who = rng.choice(len(people), size=count, p=weight / weight.sum())
    rows = np.zeros(count, ROW)
    rows["account"] = who
    rows["at"] = times(who, people, first, world.days, rng)
    rows["mechanism"] = MECHANISMS.index("own")
    rows["message"] = rows["parent"] = rows["topic"] = rows["place"] = -1
    rows["source"], rows["credit"] = FRESH, NOBODY
    outlet = np.array([a.is_outlet for a in people])[who]
    rows["article"] = outlet & (rng.random(count) < world.article_share)
    rows["stock"] = rng.random(count) < world.stock_share
    driven(world, rows, rng)
    return rows


def driven(world: World, rows: NDArray[Any], rng: np.random.Generator) -> None:
    """Let some posts react to public events: same topic and town, soon after, other words."""
    known = lexicon()
    news = int(rng.poisson(world.public_events_per_day * world.days))
    if not news:
        return
    span = world.days * 86_400.0
    at = rng.random(news) * span
    which = np.flatnonzero(rng.random(len(rows)) < world.driven_share)
    event = rng.integers(0, news, len(which))
    late = at[event] + rng.exponential(world.driven_hours * 3600, len(which))
    inside = late < span
    which, event = which[inside], event[inside]
    rows["at"][which] = late[inside]
    rows["topic"][which] = rng.integers(0, len(known.topics), news)[event]
    rows["place"][which] = rng.integers(0, len(known.places), news)[event]
