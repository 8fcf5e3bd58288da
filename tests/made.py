"""Made-up posts for tests: tables as the engine holds them, without files."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from antiphon.engine import Engine
from antiphon.schema import ACCOUNTS, STORED, Blocs

START = dt.datetime(2021, 3, 1, 12, 0, 0)  # noqa: DTZ001  (times in tables carry no zone)
BLOCS = Blocs(("north", "south"), ("world",))
ACCOUNT_BLOCS = {
    "n1": "north",
    "n2": "north",
    "s1": "south",
    "s2": "south",
    "w1": "world",
    "w2": "world",
    "x1": None,
}


def words(seed: int, count: int, vocabulary: int = 5000) -> str:
    """Words drawn at random: two draws share no passage."""
    generator = np.random.default_rng(seed)
    return " ".join(f"w{n}" for n in generator.integers(0, vocabulary, count))


def post(post_id: str, account: str, minutes: float, text: str, **more: object) -> dict:
    """One row of STORED; minutes are counted from START."""
    row = dict.fromkeys(STORED.names)
    return row | {
        "post_id": post_id,
        "platform": "twitter",
        "account_id": account,
        "created_at": START + dt.timedelta(minutes=minutes),
        "time_precision": "second",
        "text": text,
        "bloc": ACCOUNT_BLOCS[account],
        "raw_ref": f"made:{post_id}",
        **more,
    }


def posts(*rows: dict) -> pa.Table:
    """STORED, in the order that the store keeps."""
    ordered = sorted(rows, key=lambda r: (r["created_at"], r["platform"], r["post_id"]))
    return pa.Table.from_pylist(
        [row | {"ix": i} for i, row in enumerate(ordered)], schema=STORED.arrow
    )


def accounts(**more: dict) -> pa.Table:
    """ACCOUNTS of the made-up blocs; more = account → further columns."""
    blank = dict.fromkeys(ACCOUNTS.names)
    rows = [
        blank | {"account_id": a, "platform": "", "handle": a, "bloc": b} | more.get(a, {})
        for a, b in ACCOUNT_BLOCS.items()
        if b
    ]
    return pa.Table.from_pylist(rows, schema=ACCOUNTS.arrow)


def engine(table: pa.Table, people: pa.Table | None = None) -> Engine:
    """An engine in memory that holds the two tables."""
    made = Engine()
    made.register("posts", table)
    made.register("accounts", accounts() if people is None else people)
    return made


def world(seed: int, count: int = 300, shared: float = 0.3) -> pa.Table:
    """Random posts of all accounts over ten days, some of which repeat an earlier one."""
    generator = np.random.default_rng(seed)
    names = list(ACCOUNT_BLOCS)
    rows: list[dict] = []
    times = np.sort(generator.uniform(0, 10 * 24 * 60, count))
    for i, minutes in enumerate(times):
        text = words(int(generator.integers(1 << 30)), 20)
        if rows and generator.random() < shared:
            source = rows[int(generator.integers(len(rows)))]["text"].split()
            cut = int(generator.integers(0, max(1, len(source) - 12)))
            text = " ".join([*source[cut : cut + 15], *text.split()[:5]])
        account = names[int(generator.integers(len(names)))]
        rows.append(post(f"p{i:04}", account, float(minutes), text))
    return posts(*rows)
