"""From a study's store to a sample that people can code: drawn, with texts, blind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from antiphon.coding import entries
from antiphon.coding.people.blind import masked
from antiphon.coding.people.draw import Drawn, draw
from antiphon.coding.people.frame import frame
from antiphon.coding.people.sheet import Item, name_of
from antiphon.coding.units import SAID, mentions_of, sentences_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.coding.codebook import Code
    from antiphon.coding.units import Target
    from antiphon.engine import Engine
    from antiphon.schema import Blocs


@dataclass(frozen=True)
class Design:
    """How a sample is drawn."""

    size: int = 200
    """How many units."""
    by: tuple[str, ...] = ()
    """What strata are made of; empty for a simple random sample."""
    coder: str = ""
    """The machine whose labels make strata."""
    double: float = 0.0
    """The share of units that two people are to code."""
    seed: int = 1
    """The seed of the draw."""


def sample(
    engine: Engine,
    blocs: Blocs,
    codes: Sequence[Code],
    design: Design,
    targets: Mapping[str, Target] | None = None,
) -> tuple[str, list[Item]]:
    """Draw units and prepare them for coders, in the order in which they are to be coded.

    Args:
        engine: holds `posts`, `accounts`, and `codings` where a machine has coded.
        blocs: whose posts are meant.
        codes: what people are to be asked.
        design: how to draw.
        targets: the study's targets by name, for codes that are asked of mentions.

    Returns:
        The sample's name and its items.

    Raises:
        StudyError: for a sample that cannot be drawn.
    """
    units = frame(engine, blocs, codes, by=design.by, coder=design.coder)
    about = [*design.by, *(code.id for code in codes)]
    drawn = draw(units, design.size, seed=design.seed, double=design.double, about=about)
    return drawn.sample_id, items(engine, units, drawn, codes[0], targets or {})


def items(
    engine: Engine, units: pa.Table, drawn: Drawn, code: Code, targets: Mapping[str, Target]
) -> list[Item]:
    """The drawn units with their texts, their own account's names masked."""
    taken = units.take(drawn.rows).append_column("number", pa.array(np.arange(len(drawn.rows))))
    engine.register("__drawn", taken)
    rows = engine.table(
        f"""SELECT d.*, p.lang, {SAID} AS text, a.handle, a.name, a.outlet, a.domain, a.aliases
           FROM __drawn d
           JOIN posts p ON p.post_id = d.post_id AND coalesce(p.platform, '') = d.platform
           LEFT JOIN accounts a ON a.account_id = p.account_id
                AND coalesce(a.platform, '') IN ('', d.platform)
           ORDER BY number, coalesce(a.platform, '') DESC"""  # noqa: S608
    ).to_pylist()
    engine.discard("__drawn")
    found: list[Item] = []
    for row in rows:
        at = row["number"]
        if at < len(found):
            continue  # a second entry of the same account, for any platform
        key = (row["platform"], row["post_id"], row["part"], row["target"])
        text = said(row, code, targets.get(row["target"]))
        names = [row["handle"], row["name"], row["outlet"], row["domain"], *(row["aliases"] or ())]
        found.append(
            Item(
                item=name_of(drawn.sample_id, *key),
                platform=row["platform"],
                post_id=row["post_id"],
                part=row["part"],
                target=row["target"],
                lang=row["lang"] or "",
                text=masked(text, names),
                inclusion=float(drawn.inclusion[at]),
                stratum=row["stratum"],
                twice=bool(drawn.twice[at]),
            )
        )
    return found


def said(row: Mapping[str, Any], code: Code, target: Target | None) -> str:
    """What the unit says: the post with its headline, a sentence of it, or a mention."""
    text = row["text"] or ""
    if not row["part"]:
        return str(text)
    whole = pa.array([text])
    if code.unit == "mention" and target:
        names = [p for term in target.terms for p in entries.patterns(term, (), "target")]
        parts = mentions_of(whole, names)
    else:
        parts = sentences_of(whole)
    texts = parts.texts.to_pylist()
    return str(texts[row["part"] - 1]) if row["part"] <= len(texts) else text
