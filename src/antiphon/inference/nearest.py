"""Which simulated world is most like this study, and how well were mechanisms told there?"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.engine import Engine

LIKENESS = """
    WITH members AS (
        SELECT m.* FROM family_posts m JOIN families f USING (family_id)
        WHERE list_has_all(f.blocs, $pair)
    )
    SELECT (SELECT avg(CAST(coalesce(time_precision, 'second') IN ('hour', 'day') AS INT))
            FROM members),
           (SELECT avg(CAST(time_precision = 'minute' AS INT)) FROM members),
           (SELECT median(edited) FROM members WHERE coverage_first IS NOT NULL AND edited > 0),
           (SELECT sum(p_common_source ORDER BY p_common_source)
                   FILTER (parent_post_id IS NULL)
                   / sum(p_common_source ORDER BY p_common_source)
            FROM repetitions r JOIN families f USING (family_id)
            WHERE list_has_all(f.blocs, $pair) AND p_common_source > 0.5),
           (SELECT count(DISTINCT family_id) FROM members)
"""


class Features(NamedTuple):
    """In what studies differ, as far as telling mechanisms goes; each about 0 to 1."""

    coarse: float
    """Share of the posts of shared messages that are dated to the hour or day."""
    minute: float
    """Share dated to the minute."""
    edited: float
    """Four times the median share of words changed, of posts that changed any."""
    unseen: float
    """Share of common sources that are not in the data."""
    messages: float
    """Quarter of the decimal logarithm of shared messages."""


class World(NamedTuple):
    """A simulated world, and how mechanisms were told in it."""

    name: str
    features: Features
    f1: float
    """Mean F1 of the mechanisms between blocs."""
    error: float
    """Expected calibration error."""


def features(engine: Engine, pair: Sequence[str]) -> Features:
    """What the messages of a pair are like."""
    ((coarse, minute, edited, unseen, messages),) = engine.rows(LIKENESS, {"pair": list(pair)})
    return Features(
        coarse or 0.0,
        minute or 0.0,
        min(4 * (edited or 0.0), 1.0),
        unseen or 0.0,
        math.log10(1 + messages) / 4,
    )


def nearest(found: Features) -> World:
    """The world with the smallest distance."""
    return min(worlds(), key=lambda world: math.dist(world.features, found))


@cache
def worlds() -> tuple[World, ...]:
    """What `python -m benchmarks.mechanism --write` measured, world by world."""
    text = files("antiphon.inference").joinpath("worlds.toml").read_text(encoding="utf-8")
    return tuple(
        World(name, Features(*row["features"]), row["f1"], row["error"])
        for name, row in tomllib.loads(text).items()
    )
