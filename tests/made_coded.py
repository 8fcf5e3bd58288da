"""A world whose posts have known labels, a machine that errs, and people who code a sample."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from antiphon.coding.codebook import shipped
from antiphon.coding.people.draw import draw
from antiphon.coding.people.frame import frame
from antiphon.engine import Engine
from antiphon.schema import ACCOUNTS, CODINGS, HUMAN_CODES, SAMPLES, STORED, Blocs

BLOCS = Blocs(("north", "south"), ("world",))
CODES = {code.id: code for codes in shipped().values() for code in codes}
TONE = CODES["tone"]
START = dt.datetime(2021, 1, 1)  # noqa: DTZ001  (times in tables carry no zone)
SHARES = {"north": 0.15, "south": 0.35, "world": 0.05}
"""How many posts of each bloc are hostile; the others are none."""
KINDS = ("diplomat", "state_media")


@dataclass
class World:
    """Posts with their true labels."""

    posts: pa.Table
    accounts: pa.Table
    codings: pa.Table
    truth: dict[tuple[str, str], str]

    def engine(self, *, machine: bool = True) -> Engine:
        """An engine that holds it."""
        engine = Engine()
        engine.register("posts", self.posts)
        engine.register("accounts", self.accounts)
        if machine:
            engine.register("codings", self.codings)
        return engine

    def share(self, bloc: str, label: str = "hostile") -> float:
        """The true share of a label in a bloc."""
        keys = zip(
            *(self.posts[n].to_pylist() for n in ("platform", "post_id", "bloc")), strict=True
        )
        return float(np.mean([self.truth[p, i] == label for p, i, b in keys if b == bloc]))


def world(
    seed: int, posts: int = 1500, accounts: int = 30, *, misses=0.25, alarms=None, growth=0.0
) -> World:
    """Posts of a year by three blocs; the machine's false alarms differ by bloc."""
    rng = np.random.default_rng(seed)
    alarms = alarms or {"north": 0.25, "south": 0.02, "world": 0.1}
    blank = dict.fromkeys(ACCOUNTS.names)
    people, rows, codings, truth = [], [], [], {}
    for bloc in BLOCS.all:
        names = [f"{bloc}{n}" for n in range(accounts)]
        people += [
            blank
            | {
                "account_id": name,
                "platform": "",
                "handle": name,
                "bloc": bloc,
                "kind": KINDS[n % 2],
            }
            for n, name in enumerate(names)
        ]
        for n in range(posts):
            day = int(rng.integers(365))
            hostile = rng.random() < SHARES[bloc] + growth * (day / 365.25 - 0.5)
            seen = rng.random() > misses if hostile else rng.random() < alarms[bloc]
            key = ("twitter", f"{bloc}-{n}")
            truth[key] = "hostile" if hostile else "none"
            name = names[int(rng.integers(accounts))]
            rows.append(
                dict.fromkeys(STORED.names)
                | dict(zip(("platform", "post_id"), key, strict=True))
                | {
                    "account_id": name,
                    "bloc": bloc,
                    "text": f"@{name} says thing {n}",
                    "lang": "en",
                    "created_at": START + dt.timedelta(days=day),
                }
            )
            codings.append(("tone", "lexicon", *key, 0, "", "hostile" if seen else "none", None))
    rows.sort(key=lambda row: (row["created_at"], row["post_id"]))
    return World(
        pa.Table.from_pylist([row | {"ix": n} for n, row in enumerate(rows)], schema=STORED.arrow),
        pa.Table.from_pylist(people, schema=ACCOUNTS.arrow),
        table(CODINGS, codings),
        truth,
    )


def table(what, rows) -> pa.Table:
    """A table from tuples in the order of its columns."""
    return pa.Table.from_pylist(
        [dict(zip(what.names, row, strict=True)) for row in rows], schema=what.arrow
    )


def code(
    engine: Engine, made: World, size: int, *, seed: int, by=(), people=("ann",), lean=None
) -> None:
    """Draw a sample, let people code it, and give it to the engine.

    `lean` says of each person how often she calls a post hostile that is not.
    """
    rng = np.random.default_rng([seed, 99])
    units = frame(engine, BLOCS, [TONE], by=by)
    drawn = draw(units, size, seed=seed)
    samples, said = [], []
    rows = units.take(drawn.rows).to_pylist()
    for number, (row, inclusion) in enumerate(zip(rows, drawn.inclusion.tolist(), strict=True)):
        unit = ("tone", row["platform"], row["post_id"], 0, "")
        samples.append((drawn.sample_id, *unit, inclusion, row["stratum"]))
        right = made.truth[row["platform"], row["post_id"]]
        for person in people if number % 4 == 0 else [people[number % len(people)]]:
            wrong = lean and rng.random() < lean[person]
            said.append((*unit, person, "hostile" if wrong else right, None))
    give(engine, table(SAMPLES, samples), table(HUMAN_CODES, said))


def give(engine: Engine, samples: pa.Table, said: pa.Table) -> None:
    """Add to what the engine holds of people."""
    for name, rows in (("samples", samples), ("human_codes", said)):
        there = [engine.table(f'SELECT * FROM "{name}"')] if engine.has(name) else []
        engine.register(name, pa.concat_tables([*there, rows]))
