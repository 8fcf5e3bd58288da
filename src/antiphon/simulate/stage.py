"""Where messages are set going: who is there, the clock, the drafts of posts so far."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from antiphon.simulate.cast import Account
    from antiphon.simulate.world import World

NOBODY = -1
PLAN = -1
"""The origin of a message that several blocs planned together."""
FRESH = -1
"""A row's source when its words are its own. Below: the text of message -source - 2."""
OWN, INTERNAL, COMMON, EXCHANGE, BORROWING, RELEASE = range(6)
if MECHANISMS[:3] != ("own", "internal", "common_source") or len(MECHANISMS) != RELEASE + 1:
    raise AssertionError(MECHANISMS)
DAY = 86_400.0
WEEKEND = 0.6
"""Messages begun on a day of the weekend, relative to a weekday."""


class Draft(NamedTuple):
    """A post before it has words; its fields are columns of `events.ROW`."""

    at: float
    account: int
    mechanism: int
    message: int = -1
    source: int = FRESH
    parent: int = -1
    edit: float = 0.0
    credit: int = NOBODY
    excerpt: bool = False
    framing: bool = False
    article: bool = False
    repost: bool = False
    topic: int = -1
    place: int = -1
    plan: int = -1
    seen: bool = True


class Stage:
    """What the mechanisms draw on, and where they leave the posts they bring about."""

    def __init__(self, world: World, people: tuple[Account, ...]) -> None:
        self.world, self.people = world, people
        self.rng = np.random.default_rng(0)
        self.rows: list[Draft] = []
        self.origin: list[int] = []
        number = {bloc: k for k, bloc in enumerate(world.blocs)}
        self.compared = len(world.compare)
        self.bloc = np.array([number[a.bloc] for a in people], np.int64)
        self.members = [np.flatnonzero(self.bloc == k).tolist() for k in range(len(number))]
        self.outlets = [[i for i in m if people[i].is_outlet] for m in self.members]
        self.agencies = [i for i in self.members[-1] if people[i].kind == "news_agency"]
        self.papers = [i for i in self.members[-1] if people[i].kind != "news_agency"]
        days = np.arange(-world.lead_days, world.days)
        weekday = (days + date.fromisoformat(world.start).weekday()) % 7
        self.reach = np.cumsum(np.where(weekday >= 5, WEEKEND, 1.0))

    def count(self, per_day: float) -> int:
        """How many messages begin, over the world and the days before it."""
        return int(self.rng.poisson(per_day * len(self.reach)))

    def moment(self) -> float:
        """When something begins, seconds since the start: by day, seldom at night, UTC."""
        reach = self.reach
        day = int(np.searchsorted(reach, self.rng.random() * reach[-1], side="right"))
        hour = self.rng.triangular(0, 9, 24)
        return float((min(day, len(reach) - 1) - self.world.lead_days + hour / 24) * DAY)

    def message(self, origin: int) -> int:
        """The number of a new message that begins in a bloc, or in a `PLAN`."""
        self.origin.append(origin)
        return len(self.origin) - 1

    def begin(self, origin: int) -> tuple[int, float]:
        """A new message and when it begins."""
        return self.message(origin), self.moment()

    def together(self, further_share: float) -> tuple[int, ...]:
        """Two compared blocs, and perhaps more."""
        if self.compared == 2:
            return (0, 1)
        drawn = self.rng.permutation(self.compared).tolist()
        return (*drawn[:2], *(k for k in drawn[2:] if self.rng.random() < further_share))

    def direction(self, first_share: float) -> tuple[int, int]:
        """Taker and giver; the one listed first takes with this probability."""
        first, second = sorted(self.together(0.0))
        return (first, second) if self.rng.random() < first_share else (second, first)

    def repeat_after(self, row: int) -> None:
        """Perhaps another account of the same bloc repeats this post of a shared message."""
        if self.rng.random() < self.world.repetition.after_share:
            self.add(self.repetition(self.rows[row], row))

    def repetition(self, of: Draft, row: int) -> Draft:
        """Another account of the bloc repeats a post, nearly as it is; `row` is its number."""
        want, bloc = self.world.repetition, int(self.bloc[of.account])
        pool = self.outlets[bloc] if of.article else self.members[bloc]
        other = self.pick(pool)
        while other == of.account:
            other = self.pick(pool)
        then = of.at + self.lag(want.minutes, want.sigma, want.within_minutes, 60.0)
        copy = Draft(then, other, INTERNAL, of.message, row, row, self.rng.uniform(*want.edit))
        return self.perhaps_reposted(copy._replace(article=of.article), want.repost_share)

    def perhaps_reposted(self, draft: Draft, share: float) -> Draft:
        """The copy, or, of a social post, a native repost in its stead."""
        if draft.article or self.rng.random() >= share:
            return draft
        return draft._replace(repost=True, edit=0.0, credit=NOBODY, excerpt=False)

    def add(self, draft: Draft) -> int:
        """Keep a post; return its number."""
        self.rows.append(draft)
        return len(self.rows) - 1

    def lag(self, median: float, sigma: float, within: tuple[float, float], unit: float) -> float:
        """A log-normal time, seconds, between two bounds: drawn again when outside."""
        least, most = within
        for _ in range(100):
            drawn = median * float(np.exp(sigma * self.rng.standard_normal()))
            if least <= drawn <= most:
                return drawn * unit
        return min(max(median, least), most) * unit

    def pick(self, pool: list[int]) -> int:
        """One of them."""
        return pool[int(self.rng.integers(len(pool)))]

    def several(self, pool: list[int], number: int) -> list[int]:
        """So many different ones, or all."""
        drawn = self.rng.choice(len(pool), size=min(number, len(pool)), replace=False)
        return [pool[i] for i in drawn.tolist()]


def hidden(message: int) -> int:
    """The source number of a text that never appears itself."""
    return -message - 2
