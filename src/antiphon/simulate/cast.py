"""Who is in a world: ministries, embassies, outlets, agencies, suspected trolls; all invented."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.parts import Part, at_least, share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.simulate.world import World

OUTSIDERS = "world"

OUTLET_KINDS = frozenset({"state_media", "news_agency", "independent_media"})
MASTHEADS = (
    "Herald", "Tribune", "Broadcasting", "Daily", "Voice", "Review", "Panorama", "Today", "Mirror",
    "Chronicle", "Horizon", "Dispatch", "Standard", "Echo", "Sentinel", "Examiner", "Clarion",
)  # fmt: skip
MINISTRIES = ("Foreign Affairs", "Culture", "Fisheries and Ports", "Health", "Transport")
AGENCIES = ("Meridian Wire", "Lantern Press Agency", "Northgate Newswire")
INDEPENDENT = (
    "The Open Quay", "Harbour Review", "The Long Bench", "Plain Speaking", "Five Bridges Radio",
    "The Slow Courier", "Tidemark Weekly", "Fourth Bench",
)  # fmt: skip
TROLL_NAMES = ("Sunny Baker", "Honest Angler", "Proud Commuter", "Weekend Gardener", "Tea at Nine")
RHYTHMS = {"office": (9, 17, 0.15), "newsroom": (6, 22, 0.6), "evening": (15, 23, 1.2)}
"""Rhythm → first and last busy hour of the local day; weekend activity relative to a weekday."""
HABITS = {
    "ministry": ("office", 1.0),
    "embassy": ("office", 0.8),
    "news_agency": ("newsroom", 2.5),
    "state_media": ("newsroom", 2.0),
    "independent_media": ("newsroom", 1.2),
    "suspected_troll": ("evening", 1.5),
}
"""Kind → rhythm, and own posts relative to other accounts of the bloc."""


@dataclass(frozen=True)
class Account:
    """One account, as the study's file of accounts has it, and how it behaves."""

    account_id: str
    handle: str
    name: str
    bloc: str
    kind: str
    outlet: str
    domain: str
    country: str
    audience: str
    public_role: bool
    zone: int
    """Hours ahead of UTC."""
    rhythm: str
    """A key of `RHYTHMS`."""
    weight: float
    """Own posts relative to other accounts of the bloc."""

    @property
    def is_outlet(self) -> bool:
        """Does it publish articles?"""
        return self.kind in OUTLET_KINDS


@dataclass(frozen=True)
class Cast(Part):
    """How many accounts of which kind, and where they live."""

    table: ClassVar[str] = "cast"
    accounts_per_bloc: int = at_least(20, 10, 100_000)
    """Accounts of each compared bloc."""
    reference_accounts: int = at_least(10, 6, 100_000)
    """Accounts of the reference bloc, three of them agencies."""
    ministry_share: float = share(0.1)
    """Share of a compared bloc's accounts that are ministries."""
    outlet_share: float = share(0.35)
    """Share that are outlets: one news agency, the others state media; four at least."""
    troll_share: float = share(0.15)
    """Share that are suspected trolls; the rest are embassies."""
    zones: tuple[int, ...] = (3, 8, -5, 1, 10, -3, 5, 0)
    """Hours ahead of UTC of the compared blocs at home, in their order, again from the start."""
    activity_sigma: float = at_least(0.0, 0, 3)
    """Spread of own posts between accounts of a kind, sigma of a log-normal."""


def accounts(world: World) -> tuple[Account, ...]:
    """Everybody, bloc after bloc; the same world has the same people whatever the seed."""
    made: list[Account] = []
    for number, bloc in enumerate(world.compare):
        made += bloc_accounts(bloc, number, world.cast)
    made += outsiders(world.cast.reference_accounts)
    if sigma := world.cast.activity_sigma:
        made = [replace(a, weight=a.weight * liveliness(a.account_id, sigma)) for a in made]
    return tuple(made)


def liveliness(account_id: str, sigma: float) -> float:
    """How much one account posts beside others of its kind; always the same for the same name."""
    drawn = np.random.default_rng(zlib.crc32(account_id.encode())).standard_normal()
    return math.exp(sigma * float(drawn))


def bloc_accounts(bloc: str, number: int, cast: Cast) -> Iterator[Account]:
    """A compared bloc: of twenty accounts two ministries, seven outlets, eight embassies."""
    total = cast.accounts_per_bloc
    counts = {"ministry": round(total * cast.ministry_share), "news_agency": 1}
    counts["state_media"] = max(3, round(total * cast.outlet_share) - 1)
    counts["suspected_troll"] = round(total * cast.troll_share)
    left = total - sum(counts.values())
    zone = cast.zones[number % len(cast.zones)] if cast.zones else 0
    for kind, count in {**counts, "embassy": max(0, left)}.items():
        for i in range(count):
            yield member(bloc, number, kind, i, zone)


def member(bloc: str, number: int, kind: str, i: int, home: int) -> Account:
    """The i-th account of a kind in the compared bloc of that number."""
    country, towns = bloc.capitalize(), lexicon().places
    town = towns[(i * 389 + number * 1999 + 7) % len(towns)]
    official = kind != "suspected_troll"
    match kind:
        case "ministry":
            name = f"{country} Ministry of {MINISTRIES[i] if i < 5 else town + ' Affairs'}"
        case "news_agency":
            name = f"{country} News Service"
        case "state_media":
            head = MASTHEADS[(i + number * 5) % len(MASTHEADS)]
            name = f"{country} {head}" if i < len(MASTHEADS) else f"{country} {town} {head}"
        case "embassy":
            name = f"Embassy of {country} in {town}"
        case _:
            name = f"{TROLL_NAMES[(i + 2 * number) % len(TROLL_NAMES)]} {number * 500 + i + 11}"
    return Account(
        account_id=f"{bloc}-{kind}-{i:03}",
        handle=handle(name),
        name=name,
        bloc=bloc,
        kind=kind,
        outlet=name if official else "",
        domain=domain(name) if official else "",
        country=country,
        audience="foreign" if kind == "embassy" or i % 3 == 2 else "home",
        public_role=official,
        zone=(i * 5) % 24 - 11 if kind == "embassy" else home,
        rhythm=HABITS[kind][0],
        weight=HABITS[kind][1],
    )


def outsiders(total: int) -> Iterator[Account]:
    """The reference bloc: agencies first, then independent media."""
    towns = lexicon().places
    agencies = min(len(AGENCIES), total // 2)
    free = [*INDEPENDENT, *(f"The {towns[i * 577 % len(towns)]} Independent" for i in range(500))]
    for i in range(total):
        kind = "news_agency" if i < agencies else "independent_media"
        name = AGENCIES[i] if i < agencies else free[i - agencies]
        yield Account(
            account_id=f"{OUTSIDERS}-{kind}-{i:03}",
            handle=handle(name),
            name=name,
            bloc=OUTSIDERS,
            kind=kind,
            outlet=name,
            domain=domain(name),
            country="",
            audience="foreign",
            public_role=True,
            zone=(i * 7) % 24 - 11,
            rhythm=HABITS[kind][0],
            weight=HABITS[kind][1],
        )


def handle(name: str) -> str:
    """A handle from a name.

    >>> handle("Embassy of Velmora in Tolgale")
    'embassy_of_velmora_in_tolgale'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def domain(name: str) -> str:
    """An address that cannot exist.

    >>> domain("Meridian Wire")
    'meridianwire.example'
    """
    return re.sub(r"[^a-z0-9]+", "", name.lower()) + ".example"
