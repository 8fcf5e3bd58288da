"""What machines and people said of made posts: by the hash of each post, the same every time."""

from __future__ import annotations

import hashlib

import pyarrow as pa

from antiphon.coding.codebook import shipped
from antiphon.coding.people.estimating import prevalences
from antiphon.coding.settings import Estimation
from antiphon.engine import Engine
from antiphon.schema import CODINGS, HUMAN_CODES, SAMPLES, Blocs

BOOKS = ("tone", "tactics", "aims", "credit")
CODES = {code.id: code for book in BOOKS for code in shipped()[book]}


def heard(posts: pa.Table, accounts: pa.Table, blocs: Blocs) -> dict[str, pa.Table]:
    """The tables of what was coded, as the steps of coding write them."""
    codings, samples, said = [], [], []
    rows = posts.select(["platform", "post_id", "bloc"]).to_pylist()
    keys = sorted((r["platform"], r["post_id"]) for r in rows if r["bloc"] in blocs.all)
    for code in CODES.values():
        for platform, post in keys:
            unit = {"code": code.id, "platform": platform, "post_id": post, "part": 0, "target": ""}
            number = int(hashlib.md5(f"{code.id}{post}".encode()).hexdigest(), 16)
            right = code.labels[min(number % 8, len(code.labels) - 1)]
            wrong = code.labels[number // 8 % len(code.labels)]
            machine = right if number // 64 % 4 else wrong
            codings.append(unit | {"coder": "lexicon", "label": machine, "probability": None})
            if number // 1024 % 3 == 0:
                drawn = {"sample_id": "made", "inclusion": 1 / 3, "stratum": ""}
                samples.append(unit | drawn)
                said.append(unit | {"person": "ann", "label": right, "coded_at": None})
    found = {
        table.name: pa.Table.from_pylist(rows, schema=table.arrow)
        for table, rows in ((CODINGS, codings), (SAMPLES, samples), (HUMAN_CODES, said))
    }
    with Engine() as engine:
        for name, table in ({"posts": posts, "accounts": accounts} | found).items():
            engine.register(name, table)
        labels = {name: code.labels for name, code in CODES.items()}
        return found | dict(prevalences(engine, blocs, Estimation(), labels))
