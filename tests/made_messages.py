"""Messages made for tests of assessment: tables as an engine holds them, without posts."""

from __future__ import annotations

import datetime as dt
import math

import pyarrow as pa

from antiphon.engine import Engine
from antiphon.schema import (
    COVERAGE,
    EVIDENCE,
    EVIDENCE_ITEMS,
    FAMILIES,
    FAMILY_POSTS,
    MECHANISMS,
    REPETITIONS,
    SYNCHRONY,
)

START = dt.datetime(2023, 3, 6, 12, 0, 0)  # noqa: DTZ001  (times in tables carry no zone)


def rows(table, given):
    """A table of the vocabulary; columns that are left out are empty."""
    blank = dict.fromkeys(table.names)
    return pa.Table.from_pylist([blank | row for row in given], schema=table.arrow)


def member(family, bloc, seconds, **more):
    """A row of FAMILY_POSTS."""
    return {
        "family_id": family,
        "platform": "twitter",
        "post_id": f"{family}-{bloc}-{seconds}",
        "account_id": f"{bloc}1",
        "bloc": bloc,
        "created_at": START + dt.timedelta(seconds=seconds),
        "time_precision": "second",
        "quotation": False,
        "edited": 0.0,
        "coverage_first": 1.0,
        "credits": [],
        **more,
    }


def message(family, mechanism, chance=0.98, second="internal", terms=None):
    """A message of north and south, both by a mechanism: REPETITIONS and EVIDENCE."""
    repetitions, evidence = [], []
    for bloc in ("north", "south"):
        post = f"{family}-{bloc}"
        probabilities = dict.fromkeys((f"p_{m}" for m in MECHANISMS), 0.0)
        probabilities |= {f"p_{mechanism}": chance, f"p_{second}": 1 - chance}
        repetitions.append(
            {
                "post_id": post,
                "bloc": bloc,
                "family_id": family,
                "created_at": START,
                "mechanism": mechanism,
                **probabilities,
            }
        )

        for name, p, given in (
            (mechanism, chance, terms or {}),
            (second, 1 - chance, {}),
        ):
            values = dict.fromkeys(EVIDENCE_ITEMS, 0.0) | given
            values["prior"] = math.log(max(p, 1e-12)) - sum(
                v for k, v in values.items() if k != "prior"
            )
            evidence += [
                {"post_id": post, "family_id": family, "mechanism": name, "item": k, "value": v}
                for k, v in values.items()
            ]
    return repetitions, evidence


def engine(messages=(), members=(), synchrony=(), posts=5000, **coverage):
    """An engine with the tables that assessment reads."""
    found = Engine()
    repetitions = [row for some, _ in messages for row in some]
    evidence = [row for _, some in messages for row in some]
    families = [
        {"family_id": number, "blocs": ["north", "south"]}
        for number in sorted({row["family_id"] for row in repetitions})
    ]
    counted = [
        {"bloc": bloc, "posts": posts, "to_hour": 0, "to_day": 0, **coverage}
        for bloc in ("north", "south", "world")
    ]
    for table, given in (
        (REPETITIONS, repetitions),
        (EVIDENCE, evidence),
        (FAMILIES, families),
        (FAMILY_POSTS, members),
        (SYNCHRONY, synchrony),
        (COVERAGE, counted),
    ):
        found.register(table.name, rows(table, given))
    return found
