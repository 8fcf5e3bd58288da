"""The events of a study as numbers, in the order that kernels take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.measures.trains import rounded
from antiphon.schema import OBJECTS, PRECISIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Index = NDArray[np.int64]
    Names = NDArray[np.object_]

ACTORS = """
    CREATE OR REPLACE TEMP TABLE acting_accounts AS
    SELECT row_number() OVER (ORDER BY account_id, platform) - 1 AS actor, platform, account_id,
           min(list_position($blocs, bloc)) - 1 AS bloc
    FROM acting GROUP BY platform, account_id
"""
SHARED = """
    CREATE OR REPLACE TEMP TABLE acting_objects AS
    SELECT row_number() OVER (ORDER BY kind, object) AS number, kind, object
    FROM acts GROUP BY kind, object
"""
ACTED = """
    SELECT list_position($kinds, kind) - 1 AS kind, s.number AS object, a.actor AS account,
           m.row AS post, CAST(FLOOR(epoch_us(m.created_at) / 1000000) AS BIGINT) AS time,
           m.time_precision AS precision
    FROM acts JOIN acting_objects s USING (kind, object) JOIN acting m USING (row)
         JOIN acting_accounts a USING (platform, account_id)
    ORDER BY s.number, time, account
"""


@dataclass(frozen=True)
class Acts:
    """Events in order of kind, object, time and account; accounts in order of their names."""

    kind: Index
    """Number in `OBJECTS`."""
    object: Index
    account: Index
    post: Index
    time: Index
    """Whole seconds since 1970."""
    unit: Index
    """What that is exact to, seconds."""
    names: Names
    """By the number of an account."""
    platforms: Names
    bloc: Index
    """The number of an account's bloc."""
    blocs: Names


def acts(engine: Engine, blocs: Blocs) -> Acts:
    """The events that `antiphon.measures.coaction.events` has found.

    The engine keeps who is behind the numbers, until they are forgotten.
    """
    engine.execute(ACTORS, {"blocs": list(blocs.all)})
    engine.execute(SHARED)
    found = engine.table(ACTED, {"kinds": list(OBJECTS)})
    people = engine.table("SELECT * FROM acting_accounts ORDER BY actor")
    kind, number, account, post, time = (
        found[name].to_numpy().astype(np.int64)
        for name in ("kind", "object", "account", "post", "time")
    )
    words = found["precision"].combine_chunks().dictionary_encode()
    known = np.array([PRECISIONS[str(w)] for w in words.dictionary.to_pylist()], np.int64)
    unit = known[words.indices.to_numpy()] if len(known) else np.empty(0, np.int64)
    bloc = people["bloc"].to_numpy().astype(np.int64)
    names, platforms = (np.array(people[n].to_pylist(), object) for n in ("account_id", "platform"))
    return Acts(
        kind,
        number,
        account,
        post,
        time,
        rounded(time, unit, bloc[account]),
        names,
        platforms,
        bloc,
        np.array(blocs.all, object),
    )
