"""Who may be attacked: the targets of the study, and professions in three languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyarrow as pa

from antiphon.coding.entries import patterns
from antiphon.coding.units import SAID, strings
from antiphon.kernels.patterns import find, grow, read
from antiphon.strings import buffers

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

ROWS = 16_384  # texts that are in memory as characters at once
POSTS = f"""
    SELECT platform, post_id, account_id, bloc, {SAID} AS text
    FROM posts WHERE list_contains(?, bloc) ORDER BY platform, post_id
"""  # noqa: S608
NAMES = ("target", "platform", "post_id", "account_id", "bloc")
SCHEMA = pa.schema([pa.field(name, pa.string()) for name in NAMES])


@cache
def professions() -> Mapping[str, tuple[str, ...]]:
    """Terms of each profession that comes with the package.

    >>> list(professions())
    ['officials', 'academics', 'journalists', 'activists']
    """
    text = files("antiphon.measures.targets").joinpath("professions.toml").read_text("utf-8")
    return {name: tuple(table["terms"]) for name, table in tomllib.loads(text).items()}


def listed(engine: Engine, *, shipped: bool) -> dict[str, tuple[str, ...]]:
    """Terms of each target; a target of the study hides a profession of the same name."""
    found: dict[str, tuple[str, ...]] = dict(professions()) if shipped else {}
    if engine.has("gazetteer"):
        own: dict[str, tuple[str, ...]] = {}
        for target, term in engine.rows("SELECT target, term FROM gazetteer ORDER BY ALL"):
            own[target] = (*own.get(target, ()), term)
        found |= own
    return found


def naming(engine: Engine, blocs: Blocs, terms: Mapping[str, tuple[str, ...]]) -> pa.Table:
    """Which posts name which target: target, platform, post_id, account_id, bloc."""
    targets = sorted(terms)
    whose: dict[tuple[int, ...], list[int]] = {}
    for number, target in enumerate(targets):
        for term in terms[target]:
            for pattern in patterns(term, (), f"terms of {target}"):
                whose.setdefault(pattern, []).append(number)
    tree = grow(list(whose))
    of = list(whose.values())
    parts = []
    for some in engine.batches(POSTS, [list(blocs.all)], rows=ROWS):
        batch = pa.Table.from_batches([some])
        hits = find(tree, read(*buffers(strings(batch["text"]))))
        every = pairs(hits.text, hits.pattern, of)
        found = batch.take(pa.array([row for row, _ in every], pa.int64()))
        names = pa.array([targets[number] for _, number in every], pa.string())
        columns = [names, *(found[name] for name in NAMES[1:])]
        parts.append(pa.table(columns, schema=SCHEMA))
    return pa.concat_tables([SCHEMA.empty_table(), *parts])


def pairs(
    text: NDArray[np.int32], pattern: NDArray[np.int32], of: list[list[int]]
) -> list[tuple[int, int]]:
    """Each text and target once, in order."""
    return sorted({(int(t), n) for t, p in zip(text, pattern, strict=True) for n in of[p]})
