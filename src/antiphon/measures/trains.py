"""When each bloc spoke of each subject in words of its own: what measures of timing start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from antiphon.schema import PRECISIONS, SUBJECTS, Blocs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine

    Index = NDArray[np.int64]
    Mask = NDArray[np.bool_]

READS = {
    "posts": (
        *("platform", "post_id", "bloc", "created_at", "time_precision"),
        *("time_source", "repost_of"),
    ),
}
AFTER = ("subjects", "reuse")
ON_THE_MINUTE = 0.99  # share of posts with zero seconds that makes a bloc's seconds minutes
FEW = 20
POSTS = """
    SELECT row_number() OVER (ORDER BY created_at, platform, post_id) - 1 AS row,
           platform, post_id,
           CAST(FLOOR(epoch_us(created_at) / 1000000) AS BIGINT) AS time,
           coalesce(time_precision, 'second') AS precision,
           list_position($blocs, bloc) - 1 AS bloc
    FROM posts
    WHERE list_contains($blocs, bloc) AND repost_of IS NULL
          AND coalesce(time_source, '') <> 'captured'
"""


@dataclass(frozen=True)
class Trains:
    """Posts in order of time, and an entry for every subject of every post."""

    blocs: tuple[str, ...]
    topics: tuple[str, ...]
    """Subjects that posts may speak of; one without a name, all posts, where there are none."""
    time: Index
    """Whole seconds since 1970, by post."""
    unit: Index
    """What that is exact to, seconds, by post."""
    bloc: Index
    """Number in `blocs`, by post."""
    post: Index
    """The post of each entry; entries are in order of topic and time."""
    topic: Index
    """The number of its subject."""
    families: Index
    """Two columns: a post, and the blocs of a message that it carries, as bits."""

    def own(self, x: int, y: int) -> Mask:
        """Posts that are not part of a message which both blocs carry."""
        both = (1 << x) | (1 << y)
        mask = np.ones(len(self.time), np.bool_)
        mask[self.families[(self.families[:, 1] & both) == both, 0]] = False
        return mask


def trains(engine: Engine, blocs: Blocs) -> Trains:
    """Posts of the study's blocs: no native reposts, none dated by its capture.

    Subjects come from the table `subjects`, messages from `family_posts`, where the engine has
    them.
    """
    given = {"blocs": list(blocs.all)}
    found = engine.table(f"SELECT * FROM ({POSTS}) ORDER BY row", given)  # noqa: S608  (our own)
    bloc = found["bloc"].to_numpy().astype(np.int64)
    time = found["time"].to_numpy().astype(np.int64)
    units = [PRECISIONS[str(name)] for name in found["precision"].to_pylist()]
    topics, topic, post = spoken(engine, given, len(time))
    return Trains(
        blocs=blocs.all,
        topics=topics,
        time=time,
        unit=rounded(time, np.array(units, np.int64), bloc),
        bloc=bloc,
        post=post,
        topic=topic,
        families=carried(engine, given),
    )


def rounded(time: Index, unit: Index, bloc: Index) -> Index:
    """The units; a minute where a bloc's seconds are always zero."""
    unit = unit.copy()
    for number in range(int(bloc.max(initial=-1)) + 1):
        fine = np.flatnonzero((bloc == number) & (unit == 1))
        if len(fine) >= FEW and np.mean(time[fine] % 60 == 0) >= ON_THE_MINUTE:
            unit[fine] = 60
    return unit


TIMED = "kind IN ('topic', 'narrative')"


def spoken(
    engine: Engine, given: dict[str, list[str]], posts: int
) -> tuple[tuple[str, ...], Index, Index]:
    """Subjects, and the subject and post of every entry."""
    listed: list[str] = []
    if engine.has(SUBJECTS.name):
        names = engine.rows(
            f"SELECT DISTINCT subject FROM subjects WHERE {TIMED} ORDER BY subject"  # noqa: S608
        )
        listed = [name for (name,) in names]
    if not listed:
        return ("",), np.zeros(posts, np.int64), np.arange(posts)
    found = engine.table(
        f"""SELECT list_position($topics, s.subject) - 1 AS topic, p.row AS post
            FROM ({POSTS}) p JOIN subjects s USING (platform, post_id)
            WHERE {TIMED} ORDER BY topic, post""",  # noqa: S608
        {**given, "topics": listed},
    )
    columns = (found[name].to_numpy().astype(np.int64) for name in ("topic", "post"))
    return (tuple(listed), *columns)  # type: ignore[return-value]


def carried(engine: Engine, given: dict[str, list[str]]) -> Index:
    """Every post of a message of several blocs, with those blocs as bits."""
    if not engine.has("family_posts"):
        return np.empty((0, 2), np.int64)
    found = engine.table(
        f"""WITH told AS (
                SELECT family_id,
                       bit_or(CAST(1 AS BIGINT) << (list_position($blocs, bloc) - 1)) AS blocs
                FROM family_posts WHERE list_contains($blocs, bloc)
                GROUP BY family_id HAVING count(DISTINCT bloc) > 1
            )
            SELECT DISTINCT p.row, t.blocs FROM told t JOIN family_posts f USING (family_id)
            JOIN ({POSTS}) p USING (platform, post_id) ORDER BY ALL""",  # noqa: S608
        given,
    )
    return np.column_stack([found[n].to_numpy().astype(np.int64) for n in ("row", "blocs")])
