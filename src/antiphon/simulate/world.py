"""What a simulated world is like: every rate of it, with its unit, in frozen dataclasses."""

from __future__ import annotations

import math
import re
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any, ClassVar, NamedTuple

from antiphon.settings import describe, toml
from antiphon.simulate.cast import OUTSIDERS, Cast
from antiphon.simulate.mechanisms.borrowing import Borrowing
from antiphon.simulate.mechanisms.exchange import Exchange
from antiphon.simulate.mechanisms.plan import Plan
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.mechanisms.repetition import Repetition
from antiphon.simulate.mechanisms.wires import Wires
from antiphon.simulate.own import News, Writing
from antiphon.simulate.parts import Part, at_least, impossible, named
from antiphon.simulate.sample import Clock, Sample

NAMES = ("velmora", "kestria")
NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")


@dataclass(frozen=True)
class World(Part):
    """Compared blocs, outsiders, and how often which mechanism is at work.

    Rates are means; the counts of a world are drawn around them. Mechanisms start messages; a
    message is one text and every post that carries it.
    """

    table: ClassVar[str] = ""
    compare: tuple[str, ...] = NAMES
    """The compared blocs, two or more."""
    start: str = "2023-03-06"
    """First day, UTC."""
    days: int = at_least(60, 10, 3660)
    """Length, days."""
    cast: Cast = field(default_factory=Cast)
    """Who there is."""
    writing: Writing = field(default_factory=Writing)
    """What they write on their own."""
    news: News = field(default_factory=News)
    """What everybody reacts to."""
    repetition: Repetition = field(default_factory=Repetition)
    """How blocs repeat themselves."""
    wires: Wires = field(default_factory=Wires)
    """Common source."""
    exchange: Exchange = field(default_factory=Exchange)
    """Exchange."""
    borrowing: Borrowing = field(default_factory=Borrowing)
    """Borrowing."""
    release: Release = field(default_factory=Release)
    """Coordinated release."""
    plan: Plan = field(default_factory=Plan)
    """Plans without shared words."""
    sample: Sample = field(default_factory=Sample)
    """What is missing from the data."""
    clock: Clock = field(default_factory=Clock)
    """What the dates are worth."""

    def __post_init__(self) -> None:
        """Refuse a world that cannot be."""
        super().__post_init__()
        names = self.compare
        if len(set(names)) != len(names) or len(names) < 2 or OUTSIDERS in names:
            raise impossible("compare", names, f"two names or more, none of them {OUTSIDERS!r}")
        if not all(NAME.fullmatch(name) for name in names):
            raise impossible("compare", names, "names of small letters, digits, _ and -")
        try:
            date.fromisoformat(self.start)
        except ValueError:
            raise impossible("start", self.start, "a day such as 2023-03-06") from None
        self.check_lengths()

    def check_lengths(self) -> None:
        """A value for each bloc, or one for all, or none."""
        blocs = len(self.blocs)
        volumes = self.writing.volumes
        if volumes and (len(volumes) != blocs - 1 or not all(0 < v < math.inf for v in volumes)):
            raise impossible("writing.volumes", volumes, f"{blocs - 1} numbers above 0, or none")
        for name in ("offset_minutes", "precision", "article_precision"):
            value = getattr(self.clock, name)
            if len(value) not in {0, 1, blocs}:
                raise impossible(f"clock.{name}", value, f"one value, or {blocs}")

    @property
    def blocs(self) -> tuple[str, ...]:
        """The compared blocs, then the outsiders."""
        return (*self.compare, OUTSIDERS)

    @property
    def lead_days(self) -> int:
        """Days before the start in which messages begin, so that the first day is like any."""
        takes = 2 if self.borrowing.chain_share else 1
        hours = [takes * self.borrowing.within_hours[1]]
        hours += [part.within_minutes[1] / 60 for part in (self.wires, self.exchange)]
        return math.ceil((max(hours) + self.repetition.within_minutes[1] / 60) / 24)

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter, part by part."""
        return asdict(self)

    @property
    def shared_per_day(self) -> float:
        """Messages that two compared blocs or more carry, to be expected, per day."""
        parts = (self.wires, self.exchange, self.borrowing, self.release)
        return sum(part.per_day for part in parts)

    def releasing(self, share: float) -> World:
        """The same world, with releases as this share of the messages that blocs share."""
        others = self.shared_per_day - self.release.per_day
        rate = others * share / (1 - share)
        return replace(self, release=replace(self.release, per_day=rate))

    def sized(self, posts: int) -> World:
        """The same world with about so many posts in the data: every rate a day grows alike."""
        factor = posts / (self.days * self.volume)
        accounts = max(1.0, factor**0.5)
        cast = replace(
            self.cast,
            accounts_per_bloc=round(self.cast.accounts_per_bloc * accounts),
            reference_accounts=round(self.cast.reference_accounts * accounts),
        )
        parts = {f.name: grown(getattr(self, f.name), factor) for f in fields(self)}
        return replace(self, **{**parts, "cast": cast})

    @property
    def volume(self) -> float:
        """Posts to be expected in the data, per day."""
        outside, inside = self.expected
        sample = self.sample
        kept = (1 - sample.missing_share) * (1 - sample.silent_account_share)
        kept *= 1 - sample.unlisted_account_share
        kept *= (1 - min(1.0, sample.gap_days / self.days)) ** sample.gaps
        return kept * (inside + outside * (1 - sample.reference_missing_share))

    @property
    def expected(self) -> tuple[float, float]:
        """Posts to be expected of the reference bloc, and of the compared ones, per day."""
        wires, own, after = self.wires, self.writing, self.repetition.after_share
        items = wires.per_day + wires.one_sided_per_day
        outside = own.posts_per_day * own.reference_share
        outside += items * (1 - wires.unseen_share + wires.reference_takers)
        inside = own.posts_per_day * (1 - own.reference_share) + self.repetition.per_day
        inside += wires.per_day * (self.together(wires.further_share) * wires.takers + after)
        inside += wires.one_sided_per_day * wires.takers
        inside += self.exchange.per_day * (2 + after)
        inside += self.borrowing.per_day * (
            1 + self.borrowing.takers + self.borrowing.chain_share + after
        )
        for part, more in ((self.release, after), (self.plan, 0.0)):
            inside += part.per_day * (self.together(part.further_share) * part.accounts + more)
        return outside, inside

    def together(self, further_share: float) -> float:
        """How many blocs take part, to be expected."""
        return 2 + (len(self.compare) - 2) * further_share


class Parameter(NamedTuple):
    """A parameter as `--set` takes it."""

    name: str
    value: str
    """As TOML writes it."""
    meaning: str


def described(part: Part) -> list[Parameter]:
    """Every parameter of a world or of a part of it, with its value and its meaning."""
    found: list[Parameter] = []
    kind: Any = type(part)
    for key in describe(kind):
        value = getattr(part, key.name)
        if isinstance(value, Part):
            found += described(value)
        else:
            found.append(Parameter(named(part.table, key.name), toml(value), key.meaning))
    return found


def grown(value: Any, factor: float) -> Any:
    """A part with its rates a day multiplied; public events stay as many as they are."""
    if not is_dataclass(value) or isinstance(value, (type, News)):
        return value
    rates = {f.name: getattr(value, f.name) * factor for f in fields(value) if is_rate(f.name)}
    return replace(value, **rates)


def is_rate(name: str) -> bool:
    """Is this a rate a day?

    >>> is_rate("per_day"), is_rate("one_sided_per_day"), is_rate("days")
    (True, True, False)
    """
    return name.endswith("per_day")
