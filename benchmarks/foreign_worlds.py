"""Worlds that owe nothing to `antiphon.simulate`: who publishes what when, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.foreign_text import Words

HOUR = 3600.0
OUTSIDE = "others"
KINDS = {True: ("state_media", "diplomat", "official"), False: ("news_agency", "independent_media")}


@dataclass(frozen=True)
class Foreign:
    """One sort of world; numbers are of the whole world, times medians."""

    blocs: int = 2
    outsiders: bool = True
    accounts: int = 14
    days: int = 50
    own: int = 5000
    wires: int = 60
    exchanges: int = 60
    borrowings: int = 60
    releases: int = 30
    inside: int = 80
    law: str = "lognormal"
    spread: float = 0.9
    wire_hours: float = 1.2
    exchange_hours: float = 1.5
    borrowing_hours: float = 11.0
    inside_hours: float = 0.8
    night: bool = False
    release_minutes: float = 12.0
    release_law: str = "uniform"
    release_accounts: float = 1.8
    unseen: float = 0.25
    wire_credit: float = 0.5
    exchange_credit: float = 0.9
    partners: bool = True
    heavy: bool = False
    missing: float = 0.0
    outside_missing: float = 0.0
    offset: tuple[float, ...] = ()
    precision: str = "second"
    text: str = "made"
    words: tuple[int, int] = (18, 70)


QUICK = Foreign(borrowings=90, releases=50, borrowing_hours=2.0, spread=1.0)
WORLDS = {
    "plain": Foreign(),
    "weibull-real": Foreign(law="weibull", text="real", accounts=25),
    "three": Foreign(blocs=3, law="gamma", wires=90, exchanges=70, borrowings=90, releases=40),
    "small": Foreign(own=2000, wires=10, exchanges=10, borrowings=12, releases=8, inside=20),
    "night": Foreign(night=True, text="real", borrowing_hours=8),
    "no-reference": Foreign(outsiders=False),
    "imitation": replace(QUICK, releases=0, borrowings=120, borrowing_hours=1.7),
    "imitation-real": replace(QUICK, releases=0, borrowing_hours=2.3, law="weibull", text="real"),
    "beside": QUICK,
    "slow": replace(QUICK, release_minutes=45),
    "slow-normal": replace(
        QUICK, release_minutes=45, release_law="normal", release_accounts=1.3, text="real"
    ),
    "paraphrase": Foreign(heavy=True, words=(30, 80)),
    "sparse": Foreign(outside_missing=0.6, missing=0.08),
    "sparse-real": Foreign(outside_missing=0.6, text="real", wires=120, wire_credit=0.35),
    "clocks": Foreign(offset=(0.0, 6.0, -4.0), missing=0.05),
    "little-credit": Foreign(wire_credit=0.25, exchange_credit=0.7, partners=False),
    "day": Foreign(precision="day"),
}


class Stage:
    """The posts of a world, as they come about."""

    def __init__(self, world, seed):
        self.world, self.rng = world, np.random.default_rng([7, seed])
        self.words = Words(world.text, self.rng)
        self.names = [f"side{chr(97 + k)}" for k in range(world.blocs)]
        self.people, self.of, self.rows, self.messages = [], {}, [], 0
        for bloc in (*self.names, OUTSIDE):
            mine = bloc != OUTSIDE
            number = world.accounts if mine else max(4, world.accounts // 2)
            begin = len(self.people)
            self.people += [self.person(bloc, k, KINDS[mine]) for k in range(number)]
            self.of[bloc] = range(begin, len(self.people))
        self.activity = {b: self.rng.dirichlet(np.full(len(self.of[b]), 1.5)) for b in self.of}

    def person(self, bloc, number, kinds):
        """An account."""
        parts = [a + b for a in "hjqwxcy" for b in "aeo"]
        name = "".join(self.rng.choice(parts, 4)).capitalize()
        handle = f"{name.lower()}{number}"
        return {
            "account_id": f"{bloc}{number:03}",
            "handle": handle,
            "name": f"{name} {chr(65 + number % 26)}bc{number}",
            "bloc": bloc,
            "kind": kinds[number % len(kinds)],
            "domain": f"{handle}.example",
        }

    def who(self, bloc, besides=()):
        """An account of the bloc, by its activity."""
        while True:
            found = int(self.rng.choice(self.of[bloc], p=self.activity[bloc]))
            if found not in besides:
                return found

    def bloc(self, row):
        """The bloc of a post."""
        return self.people[row["who"]]["bloc"]

    def lag(self, hours, spread=None):
        """A lag in seconds, by the world's law."""
        while True:
            if self.world.law == "lognormal":
                found = np.exp((spread or self.world.spread) * self.rng.normal())
            elif self.world.law == "weibull":
                found = self.rng.weibull(1.1) / np.log(2) ** (1 / 1.1)
            else:
                found = self.rng.gamma(1.5, 1) / 1.18
            if 0.02 < hours * found < 120:
                return hours * found * HOUR

    def rest(self, at):
        """Where there is a night, what falls between 23 and 6 is published in the morning."""
        hour = (at / HOUR) % 24
        if not self.world.night or 6 <= hour < 23:
            return at
        return (np.floor((at / HOUR + 1) / 24) * 24 + 6 + self.rng.exponential(0.8)) * HOUR

    def edit(self, words, low, high):
        """The words, so much of them changed."""
        low, high = (0.35, 0.55) if self.world.heavy else (low, high)
        return self.words.edited(words, self.rng.uniform(low, high))

    def post(self, at, who, words, mechanism, *, credit=None, seen=True):
        """A post of the present message."""
        row = {"at": at, "who": who, "words": words, "mechanism": mechanism}
        self.rows.append({**row, "message": self.messages, "credit": credit, "seen": seen})
        return self.rows[-1]

    def begin(self):
        """A time and the words of a new message."""
        self.messages += 1
        hour = (13 + self.rng.normal() * 4.5) % 24
        return (self.rng.integers(self.world.days) * 24 + hour) * HOUR, self.fresh()

    def fresh(self):
        """A text of one's own."""
        return self.words.text(*self.world.words)

    def again(self, of, chance=0.3):
        """Perhaps another account of the bloc says it, too."""
        if self.rng.random() < chance:
            at = self.rest(of["at"] + self.lag(self.world.inside_hours))
            who = self.who(self.bloc(of), (of["who"],))
            self.post(at, who, self.edit(of["words"], 0, 0.06), "internal")


def built(world, seed):
    """Let the world run once."""
    stage = Stage(world, seed)
    rng, names = stage.rng, stage.names
    desks = {
        (a, b): [(stage.who(a), stage.who(b)) for _ in range(3)]
        for a in names
        for b in names
        if a != b
    }
    for number in range(world.wires * 3 // 2):
        wire(stage, rng.permutation(names)[: 2 if number < world.wires else 1])
    for _ in range(world.exchanges):
        exchange(stage, desks, *rng.permutation(names)[:2])
    for _ in range(world.borrowings):
        borrowing(stage, *(names[:2] if rng.random() < 0.5 else rng.permutation(names)[:2]))
    for _ in range(world.releases):
        release(stage, rng.permutation(names)[: 2 if rng.random() < 0.6 else world.blocs])
    for _ in range(world.inside):
        at, words = stage.begin()
        stage.again(stage.post(at, stage.who(names[rng.integers(world.blocs)]), words, "own"), 1.0)
    for _ in range(world.own):
        bloc = OUTSIDE if rng.random() < 0.25 else names[rng.integers(world.blocs)]
        at, words = stage.begin()
        stage.post(at, stage.who(bloc), words, "own")
    return stage


def wire(stage, blocs):
    """An agency's item, and who reprints it."""
    world, rng = stage.world, stage.rng
    at, words = stage.begin()
    agency = stage.who(OUTSIDE)
    stage.post(at, agency, words, "own", seen=rng.random() >= world.unseen)
    row = {}
    for bloc in (OUTSIDE, *blocs):
        outside, used = bloc == OUTSIDE, [agency]
        for _ in range(min(3, rng.poisson(0.7) if outside else 1 + rng.poisson(0.6))):
            used.append(stage.who(bloc, used))
            credit = agency if rng.random() < world.wire_credit else None
            then = stage.rest(at + stage.lag(world.wire_hours))
            kind = "internal" if outside else "common_source"
            row = stage.post(then, used[-1], stage.edit(words, 0, 0.16), kind, credit=credit)
    if len(blocs) > 1:
        stage.again(row)


def exchange(stage, desks, taker, giver):
    """A reprint, mostly with credit."""
    world, rng = stage.world, stage.rng
    ours, theirs = desks[taker, giver][rng.integers(3)]
    if not world.partners:
        ours, theirs = stage.who(taker), stage.who(giver)
    at, words = stage.begin()
    stage.post(at, theirs, words, "own")
    credit = theirs if rng.random() < world.exchange_credit else None
    then = stage.rest(at + stage.lag(world.exchange_hours, 0.7))
    stage.again(stage.post(then, ours, stage.edit(words, 0, 0.03), "exchange", credit=credit))


def borrowing(stage, taker, giver):
    """Taken up without credit, often in part, often with words of one's own before it."""
    rng, used, row = stage.rng, [], {}
    at, words = stage.begin()
    stage.post(at, stage.who(giver), words, "own")
    for _ in range(1 + rng.poisson(0.2)):
        used.append(stage.who(taker, used))
        text = words
        if rng.random() < 0.35:
            keep = max(12, int(len(words) * rng.uniform(0.5, 0.8)))
            begin = rng.integers(max(1, len(words) - keep))
            text = words[begin : begin + keep]
        text = stage.edit(text, 0.03, 0.3)
        if rng.random() < 0.35:
            text = [*stage.words.draw(int(rng.integers(5, 14))), *text]
        then = stage.rest(at + stage.lag(stage.world.borrowing_hours))
        row = stage.post(then, used[-1], text, "borrowing")
    stage.again(row)


def release(stage, blocs):
    """Handed out beforehand, published by several."""
    world, rng, row = stage.world, stage.rng, {}
    at, words = stage.begin()
    for bloc in blocs:
        used = []
        for _ in range(min(world.accounts // 2, 1 + rng.poisson(world.release_accounts - 1))):
            used.append(stage.who(bloc, used))
            late = rng.random() if world.release_law == "uniform" else abs(rng.normal()) / 1.6
            then = at + late * world.release_minutes * 60
            row = stage.post(then, used[-1], stage.edit(words, 0, 0.04), "coordinated_release")
    stage.again(row)
