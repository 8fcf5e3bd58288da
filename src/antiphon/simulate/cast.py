"""Who is in a world: ministries, embassies, outlets, agencies, suspected trolls; all invented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.world import OUTSIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.simulate.world import World

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
ZONES = (3, 8)
"""Hours ahead of UTC of the two compared blocs at home."""
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


def accounts(world: World) -> tuple[Account, ...]:
    """Everybody, bloc after bloc; the same world has the same people whatever the seed."""
    made: list[Account] = []
    for number, bloc in enumerate(world.compare):
        made += bloc_accounts(bloc, number, world)
    made += outsiders(world)
    return tuple(made)


def bloc_accounts(bloc: str, number: int, world: World) -> Iterator[Account]:
    """A compared bloc: of twenty accounts two ministries, seven outlets, eight embassies."""
    total = world.accounts_per_bloc
    counts = {"ministry": total // 10, "news_agency": 1, "suspected_troll": total * 3 // 20}
    counts["state_media"] = max(3, total * 3 // 10)
    counts["embassy"] = total - sum(counts.values())
    for kind, count in counts.items():
        for i in range(count):
            yield member(bloc, number, kind, i)


def member(bloc: str, number: int, kind: str, i: int) -> Account:
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
        zone=(i * 5) % 24 - 11 if kind == "embassy" else ZONES[number],
        rhythm=HABITS[kind][0],
        weight=HABITS[kind][1],
    )


def outsiders(world: World) -> Iterator[Account]:
    """The reference bloc: agencies first, then independent media."""
    towns = lexicon().places
    agencies = min(len(AGENCIES), world.reference_accounts // 2)
    free = [*INDEPENDENT, *(f"The {towns[i * 577 % len(towns)]} Independent" for i in range(500))]
    for i in range(world.reference_accounts):
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
