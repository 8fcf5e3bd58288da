"""What a simulated world is like: every rate of it, with its unit, in one frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from antiphon.errors import AntiphonError

NAMES = ("velmora", "kestria")
OUTSIDERS = "world"


@dataclass(frozen=True)
class World:
    """Two compared blocs, outsiders, and how often which mechanism is at work.

    Rates are means; the counts of a world are drawn around them. Shares lie between 0 and 1.
    Mechanisms start messages; a message is one text and every post that carries it.
    """

    compare: tuple[str, str] = NAMES
    """The two compared blocs."""
    start: str = "2023-03-06"
    """First day, UTC; a Monday keeps weekdays in step."""
    days: int = 60
    """Length, days; at least 10."""
    accounts_per_bloc: int = 20
    """Accounts of each compared bloc; at least 10."""
    reference_accounts: int = 10
    """Accounts of the reference bloc; at least 6."""

    posts_per_day: float = 85.0
    """Posts of their own writing, all blocs together, posts per day."""
    reference_share: float = 0.25
    """Share of own writing that comes from the reference bloc."""
    article_share: float = 0.2
    """Share of an outlet's own writing that is an article of 120 to 300 words."""
    stock_share: float = 0.08
    """Share of own posts with one of a dozen sentences that everybody uses."""
    boilerplate_share: float = 0.25
    """Share of posts that end with a sentence of the account's own, "Follow us" and the like."""
    driven_share: float = 0.15
    """Share of own posts that react to one public event, in words of their own."""
    public_events_per_day: float = 1.0
    """Public events, per day."""
    driven_hours: float = 4.0
    """Mean delay of a reaction to a public event, hours, exponential."""

    internal_per_day: float = 3.0
    """Own posts that another account of the same bloc repeats, per day."""
    internal_after_share: float = 0.3
    """Share of shared messages that a further account of the taker's bloc repeats."""
    internal_minutes: float = 45.0
    """Median lag of repetition inside a bloc, minutes, log-normal with sigma 1."""

    wires_per_day: float = 0.8
    """Agency items that both blocs reprint, per day."""
    wire_one_sided_per_day: float = 0.8
    """Agency items that one bloc reprints, per day."""
    wire_unseen_share: float = 0.25
    """Share of those items whose own post is not in the data."""
    wire_takers: float = 1.6
    """Mean number of reprints in each bloc that takes an item, at least 1."""
    wire_reference_takers: float = 0.6
    """Mean number of reprints by independent media of the reference bloc."""
    wire_credit_share: float = 0.5
    """Share of reprints that name the agency."""
    wire_minutes: float = 60.0
    """Median lag behind the agency, minutes, log-normal with sigma 1, between 2 and 1,440."""
    wire_edit: tuple[float, float] = (0.02, 0.15)
    """Share of words a reprint changes, uniform between the two."""

    exchanges_per_day: float = 0.8
    """Items that a designated partner outlet reprints, per day."""
    exchange_first_share: float = 0.5
    """Share of exchanges in which the first compared bloc does the reprinting."""
    exchange_desks: int = 3
    """Pairs of partner outlets."""
    exchange_credit_share: float = 0.95
    """Share of reprints that name the partner."""
    exchange_article_share: float = 0.6
    """Share of exchanged items that are articles."""
    exchange_minutes: float = 70.0
    """Median lag of a reprint, minutes, log-normal with sigma 0.6, between 10 and 480."""
    exchange_edit: tuple[float, float] = (0.0, 0.02)
    """Share of words a reprint changes."""

    borrowings_per_day: float = 0.9
    """Posts of one bloc that the other takes up without credit, per day."""
    borrowing_first_share: float = 0.75
    """Share of borrowings in which the first compared bloc does the borrowing."""
    borrowing_hours: float = 14.0
    """Median lag of a borrowing, hours, log-normal with sigma 0.7, between 3 and 96."""
    borrowing_edit: tuple[float, float] = (0.05, 0.30)
    """Share of words a borrower changes."""
    borrowing_excerpt_share: float = 0.4
    """Share of borrowings that take only some of the sentences."""
    borrowing_framing_share: float = 0.4
    """Share of borrowings with a sentence of the borrower's own."""

    releases_per_day: float = 0.25
    """Messages that both blocs publish together by plan, per day."""
    release_minutes: float = 12.0
    """Time within which everybody publishes, minutes, uniform."""
    release_accounts: float = 2.0
    """Mean number of accounts of each bloc in a release, at least 1."""
    release_edit: tuple[float, float] = (0.0, 0.03)
    """Share of words an account changes."""

    def __post_init__(self) -> None:
        """Refuse a world that cannot be."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, int | float) and not value >= 0:
                raise impossible(item.name, value, "0 or more")
            if item.name.endswith("_share") and value > 1:
                raise impossible(item.name, value, "a share between 0 and 1")
            if item.name.endswith("_edit") and not 0 <= value[0] <= value[1] <= 1:
                raise impossible(item.name, value, "two shares, the smaller first")
        for name, least in LEAST.items():
            if getattr(self, name) < least:
                raise impossible(name, getattr(self, name), f"{least} or more")
        if len(set(self.compare)) != 2 or OUTSIDERS in self.compare:
            raise impossible("compare", self.compare, f"two names, neither of them {OUTSIDERS!r}")

    @property
    def blocs(self) -> tuple[str, ...]:
        """The compared blocs, then the outsiders."""
        return (*self.compare, OUTSIDERS)

    def sized(self, posts: int) -> World:
        """The same world with about so many posts: every rate per day grows alike."""
        factor = posts / (self.days * self.volume)
        accounts = max(1.0, factor**0.5)
        return replace(
            self,
            accounts_per_bloc=round(self.accounts_per_bloc * accounts),
            reference_accounts=round(self.reference_accounts * accounts),
            **{f.name: getattr(self, f.name) * factor for f in fields(self) if per_day(f.name)},
        )

    @property
    def volume(self) -> float:
        """Posts to be expected, per day."""
        after = self.internal_after_share
        around = 1 - self.wire_unseen_share + self.wire_reference_takers
        return (
            self.posts_per_day
            + self.internal_per_day
            + self.wires_per_day * (around + 2 * self.wire_takers + after)
            + self.wire_one_sided_per_day * (around + self.wire_takers)
            + (self.exchanges_per_day + self.borrowings_per_day) * (2 + after)
            + self.releases_per_day * (2 * self.release_accounts + after)
        )

    @classmethod
    def parallel(cls) -> World:
        """Only common causes: public events and agency items."""
        return cls(exchanges_per_day=0, borrowings_per_day=0, releases_per_day=0)

    @classmethod
    def exchange(cls) -> World:
        """Common causes, and partner outlets that reprint each other with credit."""
        return cls(borrowings_per_day=0, releases_per_day=0, exchanges_per_day=2)

    @classmethod
    def borrowing(cls) -> World:
        """Common causes, and posts taken up from the other bloc without credit."""
        return cls(exchanges_per_day=0, releases_per_day=0, borrowings_per_day=2)

    @classmethod
    def release(cls) -> World:
        """Common causes, and messages published together by plan."""
        return cls(exchanges_per_day=0, borrowings_per_day=0, releases_per_day=1)


LEAST = {
    "days": 10,
    "accounts_per_bloc": 10,
    "reference_accounts": 6,
    "exchange_desks": 1,
    "wire_takers": 1,
    "release_accounts": 1,
    "posts_per_day": 1,
}
PRESETS = {
    "demo": World,
    "parallel": World.parallel,
    "exchange": World.exchange,
    "borrowing": World.borrowing,
    "release": World.release,
}


def per_day(name: str) -> bool:
    """Is this field a rate that grows with the size of the world? Public events do not."""
    return name.endswith("_per_day") and name != "public_events_per_day"


def impossible(name: str, value: object, expected: str) -> AntiphonError:
    """The error for a value that no world can have."""
    return AntiphonError(
        "no such world", where=f"World.{name}", got=value, expected=expected, fix="change it"
    )
