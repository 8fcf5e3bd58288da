"""Messages that travel: wires, exchanges, borrowings, releases, repetition inside a bloc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from antiphon.simulate.cast import Account
    from antiphon.simulate.world import World

NOBODY = -1
OWN, INTERNAL, COMMON, EXCHANGE, BORROWING, RELEASE = range(6)
if MECHANISMS[:3] != ("own", "internal", "common_source") or len(MECHANISMS) != RELEASE + 1:
    raise AssertionError(MECHANISMS)
DAY = 86_400.0
TAIL_DAYS = 6.0
"""No message begins so late that its last copy would fall after the end."""


class Draft(NamedTuple):
    """A post before it has words; its fields are columns of `events.ROW`."""

    at: float
    account: int
    mechanism: int
    message: int
    source: int = -1
    parent: int = -1
    edit: float = 0.0
    credit: int = NOBODY
    excerpt: bool = False
    framing: bool = False
    article: bool = False


class Messages:
    """Draws messages one after another and keeps their posts as drafts."""

    def __init__(self, world: World, people: tuple[Account, ...], rng: np.random.Generator) -> None:
        self.world, self.people, self.rng = world, people, rng
        self.rows: list[Draft] = []
        self.origin: list[int] = []
        numbered = list(enumerate(people))
        self.members = [[i for i, a in numbered if a.bloc == b] for b in world.blocs]
        self.outlets = [[i for i in m if people[i].is_outlet] for m in self.members]
        self.agencies = [i for i in self.members[2] if people[i].kind == "news_agency"]
        self.papers = [i for i in self.members[2] if people[i].kind != "news_agency"]
        desks = min(world.exchange_desks, *(len(o) for o in self.outlets[:2]))
        self.desks = list(zip(self.outlets[0][:desks], self.outlets[1][:desks], strict=True))

    def happen(self) -> None:
        """Every message of the world."""
        world = self.world
        kinds: tuple[tuple[float, Callable[[], None]], ...] = (
            (world.wires_per_day, lambda: self.wire((0, 1))),
            (world.wire_one_sided_per_day, lambda: self.wire((int(self.rng.integers(2)),))),
            (world.exchanges_per_day, self.exchange),
            (world.borrowings_per_day, self.borrowing),
            (world.releases_per_day, self.release),
        )
        for rate, begin in kinds:
            for _ in range(int(self.rng.poisson(rate * world.days))):
                begin()

    def wire(self, takers: tuple[int, ...]) -> None:
        """An agency publishes; outlets reprint it independently of each other."""
        world, rng = self.world, self.rng
        message, at = self.begin(2)
        agency = self.pick(self.agencies)
        seen = rng.random() >= world.wire_unseen_share
        article = bool(rng.random() < 0.5)
        own = Draft(at, agency, OWN, message, article=article)
        first = self.add(own) if seen else -1
        source = first if seen else hidden(message)
        last = {}
        for bloc in (*takers, 2):
            number = 1 + rng.poisson(world.wire_takers - 1)
            pool, mechanism = self.outlets[bloc], COMMON
            if bloc == 2:
                number = rng.poisson(world.wire_reference_takers)
                pool, mechanism = self.papers, INTERNAL
            for account in self.several(pool, int(number)):
                credit = agency if rng.random() < world.wire_credit_share else NOBODY
                then = at + self.lag(world.wire_minutes * 60, 1.0, 120, DAY)
                edit = rng.uniform(*world.wire_edit)
                copy = Draft(then, account, mechanism, message, source, first, edit, credit)
                last[bloc] = self.add(copy._replace(article=article))
        if len(takers) == 2:
            self.repeat_after(last[takers[int(rng.integers(2))]])

    def exchange(self) -> None:
        """A partner outlet reprints the whole, with credit."""
        world, rng = self.world, self.rng
        taker = int(rng.random() >= world.exchange_first_share)
        pair = self.desks[int(rng.integers(len(self.desks)))]
        message, at = self.begin(1 - taker)
        article = bool(rng.random() < world.exchange_article_share)
        first = self.add(Draft(at, pair[1 - taker], OWN, message, article=article))
        credit = pair[1 - taker] if rng.random() < world.exchange_credit_share else NOBODY
        then = at + self.lag(world.exchange_minutes * 60, 0.6, 600, 28_800)
        edit = rng.uniform(*world.exchange_edit)
        copy = Draft(then, pair[taker], EXCHANGE, message, first, first, edit, credit)
        self.repeat_after(self.add(copy._replace(article=article)))

    def borrowing(self) -> None:
        """The other bloc takes it up later, in part or edited, without credit."""
        world, rng = self.world, self.rng
        taker = int(rng.random() >= world.borrowing_first_share)
        message, at = self.begin(1 - taker)
        origin = self.pick(self.members[1 - taker])
        article = self.people[origin].is_outlet and bool(rng.random() < world.article_share)
        first = self.add(Draft(at, origin, OWN, message, article=article))
        then = at + self.lag(world.borrowing_hours * 3600, 0.7, 10_800, 4 * DAY)
        who, edit = self.pick(self.members[taker]), rng.uniform(*world.borrowing_edit)
        copy = Draft(then, who, BORROWING, message, first, first, edit)
        excerpt = bool(rng.random() < world.borrowing_excerpt_share)
        framing = bool(rng.random() < world.borrowing_framing_share)
        copy = copy._replace(article=article, excerpt=excerpt, framing=framing)
        self.repeat_after(self.add(copy))

    def release(self) -> None:
        """Both blocs publish together what nobody had."""
        world, rng = self.world, self.rng
        message, at = self.begin(-1)
        last = -1
        for bloc in (0, 1):
            number = 1 + int(rng.poisson(world.release_accounts - 1))
            for account in self.several(self.members[bloc], number):
                then = at + rng.random() * world.release_minutes * 60
                edit = rng.uniform(*world.release_edit)
                source = hidden(message)
                last = self.add(Draft(then, account, RELEASE, message, source, edit=edit))
        self.repeat_after(last)

    def repeat_after(self, row: int) -> None:
        """Perhaps another account of the same bloc repeats this post of a shared message."""
        if self.rng.random() < self.world.internal_after_share:
            self.add(self.repetition(self.rows[row], row))

    def repeat_inside(self, own: NDArray[Any]) -> list[Draft]:
        """Posts that repeat own writing of their bloc; `own` learns its message numbers."""
        inside = np.isin(own["account"], [*self.members[0], *self.members[1]])
        early = own["at"] < (self.world.days - TAIL_DAYS) * DAY
        eligible = np.flatnonzero(inside & early)
        wanted = int(self.rng.poisson(self.world.internal_per_day * self.world.days))
        chosen = self.rng.choice(eligible, size=min(wanted, len(eligible)), replace=False)
        copies = []
        for row in np.sort(chosen).tolist():
            account = int(own["account"][row])
            own["message"][row] = message = len(self.origin)
            self.origin.append(0 if account in self.members[0] else 1)
            at, article = float(own["at"][row]), bool(own["article"][row])
            of = Draft(at, account, OWN, message, article=article)
            copies.append(self.repetition(of, row))
        return copies

    def repetition(self, of: Draft, row: int) -> Draft:
        """Another account of the bloc repeats a post, nearly as it is; `row` is its number."""
        bloc = next(k for k, members in enumerate(self.members) if of.account in members)
        pool = self.outlets[bloc] if of.article else self.members[bloc]
        other = self.pick([i for i in pool if i != of.account])
        then = of.at + self.lag(self.world.internal_minutes * 60, 1.0, 120, DAY)
        edit = self.rng.uniform(0, 0.05)
        copy = Draft(then, other, INTERNAL, of.message, row, row, edit)
        return copy._replace(article=of.article)

    def begin(self, origin: int) -> tuple[int, float]:
        """A new message: its number, and when it begins: by day, seldom at night, UTC."""
        self.origin.append(origin)
        day = self.rng.integers(0, int(self.world.days - TAIL_DAYS))
        hour = self.rng.triangular(0, 9, 24)
        return len(self.origin) - 1, float((day + hour / 24) * DAY)

    def add(self, draft: Draft) -> int:
        """Keep a post; return its number."""
        self.rows.append(draft)
        return len(self.rows) - 1

    def lag(self, median: float, sigma: float, least: float, most: float) -> float:
        """A log-normal time, seconds, between two bounds: drawn again when outside."""
        for _ in range(100):
            drawn = median * float(np.exp(sigma * self.rng.standard_normal()))
            if least <= drawn <= most:
                return drawn
        return min(max(median, least), most)

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
