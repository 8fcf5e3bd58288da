"""Threads: posts that are reposted, answered, quoted; by whom they are, and who came to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.schema import OBJECTS, PRECISIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine

    Index = NDArray[np.int64]

KINDS = OBJECTS[:3]
THREADS = """
    CREATE OR REPLACE TEMP TABLE threads AS
    WITH come AS (
        SELECT s.number, s.kind, min(m.platform) AS platform, s.object,
               lower(regexp_extract(min(m.words), '^(?:RT )?@([A-Za-z0-9_]+)', 1)) AS handle
        FROM acts JOIN acting_objects s USING (kind, object) JOIN acting m USING (row)
        WHERE list_contains($kinds, kind) GROUP BY s.number, s.kind, s.object
    ), known AS (
        SELECT c.number, min(a.actor) AS actor
        FROM come c JOIN acting m ON m.platform = c.platform
                    AND m.post_id = substr(c.object, length(c.platform) + 2)
             JOIN acting_accounts a ON a.platform = m.platform AND a.account_id = m.account_id
        GROUP BY c.number
    ), handles AS (
        SELECT lower(h.handle) AS handle, a.platform, min(a.actor) AS actor
        FROM accounts h JOIN acting_accounts a ON a.account_id = h.account_id
             AND (coalesce(h.platform, '') = '' OR h.platform = a.platform)
        WHERE h.handle <> '' GROUP BY ALL
    )
    SELECT c.number, c.kind, c.platform, coalesce(k.actor, h.actor, -1) AS actor,
           CASE WHEN coalesce(k.actor, h.actor) IS NOT NULL
                THEN 'account ' || coalesce(k.actor, h.actor)
                WHEN c.handle <> '' THEN 'handle ' || c.platform || ' ' || c.handle
                ELSE '' END AS author
    FROM come c LEFT JOIN known k USING (number) LEFT JOIN handles h USING (handle, platform)
"""
LISTED = """
    SELECT number, kind, platform, actor,
           CASE WHEN author = '' THEN -1
                ELSE dense_rank() OVER (ORDER BY author) END AS author
    FROM threads ORDER BY number
"""
COMING = """
    SELECT t.number, a.actor, CAST(FLOOR(epoch_us(m.created_at) / 1000000) AS BIGINT) AS time
    FROM threads t JOIN acting_objects s USING (number, kind)
         JOIN acts USING (kind, object) JOIN acting m USING (row)
         JOIN acting_accounts a ON a.platform = m.platform AND a.account_id = m.account_id
    WHERE a.actor <> t.actor AND list_contains($fine, m.time_precision)
    ORDER BY t.number, time, a.actor
"""


class Threads(NamedTuple):
    """Threads that somebody but their author came to, in order of number."""

    number: Index
    """The study's number of the object."""
    kind: Index
    """Number in `KINDS`."""
    platform: NDArray[np.object_]
    actor: Index
    """The author's number; -1 if the author has no posts in the study."""
    author: Index
    """Equal for threads of one author, whoever that is; -1 if not known."""
    start: Index
    """Thread t has the events start[t]:start[t + 1] of the next two."""
    account: Index
    time: Index


def threads(engine: Engine, seconds: int) -> Threads:
    """All threads of the events that the engine holds; posts dated too coarsely are left out.

    The author is that of the post, where the data have it; else whoever the posts that came name
    first, as in `RT @name` and `@name`.
    """
    engine.execute(THREADS, {"kinds": list(KINDS)})
    listed = engine.table(LISTED)
    fine = [name for name, unit in PRECISIONS.items() if unit <= seconds]
    come = engine.table(COMING, {"fine": fine})
    engine.execute("DROP TABLE threads")
    number, actor, author = (
        listed[name].to_numpy().astype(np.int64) for name in ("number", "actor", "author")
    )
    whose, account, time = (come[name].to_numpy().astype(np.int64) for name in come.column_names)
    bounds = np.searchsorted(whose, np.append(number, np.iinfo(np.int64).max))
    some = np.flatnonzero(np.diff(bounds))
    kinds = [KINDS.index(name) for name in listed["kind"].to_pylist()]
    return Threads(
        number[some],
        np.array(kinds, np.int64)[some],
        np.array(listed["platform"].to_pylist(), object)[some],
        actor[some],
        author[some],
        np.append(bounds[some], len(whose)).astype(np.int64),
        account,
        time,
    )
