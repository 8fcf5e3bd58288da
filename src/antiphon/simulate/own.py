"""Posts in words of their own: by rhythm, some of them on what is in the news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.parts import Part, at_least, rate, share
from antiphon.simulate.rhythm import times
from antiphon.simulate.stage import DAY, FRESH, NOBODY, OWN

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Writing(Part):
    """What everybody writes on their own."""

    table: ClassVar[str] = "writing"
    posts_per_day: float = at_least(85.0, 1)
    """Posts of their own writing, all blocs together, posts per day."""
    reference_share: float = share(0.25)
    """Share of own writing that comes from the reference bloc."""
    volumes: tuple[float, ...] = ()
    """Own writing of the compared blocs relative to each other, in their order; empty: alike."""
    topics: int = at_least(16, 1, 16)
    """Topics that there are; the study file lists them all."""
    article_share: float = share(0.2)
    """Share of an outlet's own writing that is an article of 120 to 300 words."""
    stock_share: float = share(0.08)
    """Share of own posts with one of a dozen sentences that everybody uses."""
    boilerplate_share: float = share(0.25)
    """Share of posts that end with a sentence of the account's own, "Follow us" and the like."""


@dataclass(frozen=True)
class News(Part):
    """The public driver: events on which everybody writes, each in words of its own."""

    table: ClassVar[str] = "news"
    per_day: float = rate(1.0)
    """Public events, per day; they do not grow with the size of the world."""
    driven_share: float = share(0.15)
    """Share of own posts that react to a public event, on its topic and town."""
    hours: float = at_least(4.0, 0.01)
    """Mean delay of a reaction, hours, exponential."""
    size_sigma: float = at_least(0.0, 0, 3)
    """Spread of the events' sizes, sigma of a log-normal; 0: all alike."""


def own_writing(stage: Stage, columns: DTypeLike) -> NDArray[Any]:
    """Every post of own writing, as records of these columns."""
    world, people, rng = stage.world, stage.people, stage.rng
    want = world.writing
    first = date.fromisoformat(world.start).weekday()
    count = int(rng.poisson(want.posts_per_day * world.days))
    who = rng.choice(len(people), size=count, p=activities(stage))
    rows = np.zeros(count, columns)
    rows["account"] = who
    rows["at"] = times(who, people, first, world.days, rng)
    rows["mechanism"] = OWN
    for name in ("message", "parent", "place", "plan"):
        rows[name] = -1
    rows["source"], rows["credit"], rows["seen"] = FRESH, NOBODY, True
    rows["topic"] = rng.integers(0, want.topics, count)
    outlet = np.array([a.is_outlet for a in people])[who]
    rows["article"] = outlet & (rng.random(count) < want.article_share)
    rows["stock"] = rng.random(count) < want.stock_share
    return rows


def activities(stage: Stage) -> NDArray[np.float64]:
    """The probability of each account to be the author of a post."""
    want = stage.world.writing
    weight = np.array([a.weight for a in stage.people])
    parts = np.full(stage.compared, 1.0 / stage.compared)
    if want.volumes:
        parts = np.array(want.volumes) / sum(want.volumes)
    parts = np.append(parts * (1 - want.reference_share), want.reference_share)
    for bloc, part in enumerate(parts):
        mine = stage.bloc == bloc
        weight[mine] *= part / weight[mine].sum()
    shares: NDArray[np.float64] = weight / weight.sum()
    return shares


def driven(stage: Stage, rows: NDArray[Any]) -> None:
    """Let some posts react to public events: same topic and town, soon after, other words."""
    want, rng, span = stage.world.news, stage.rng, stage.world.days * DAY
    before = 5 * want.hours * 3600
    news = int(rng.poisson(want.per_day * (span + before) / DAY))
    if not news:
        return
    at = rng.random(news) * (span + before) - before
    size = np.exp(want.size_sigma * rng.standard_normal(news))
    which = np.flatnonzero(rng.random(len(rows)) < want.driven_share)
    event = rng.choice(news, size=len(which), p=size / size.sum())
    late = at[event] + rng.exponential(want.hours * 3600, len(which))
    inside = (late >= 0) & (late < span)
    which, event = which[inside], event[inside]
    rows["at"][which] = late[inside]
    rows["topic"][which] = rng.integers(0, stage.world.writing.topics, news)[event]
    rows["place"][which] = rng.integers(0, len(lexicon().places), news)[event]
