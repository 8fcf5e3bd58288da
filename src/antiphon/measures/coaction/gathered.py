"""What groups did: their posts, members, days and objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.measures.coaction import ages
from antiphon.measures.coaction.evidence import distinct_kinds, met

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.evidence import Met
    from antiphon.measures.coaction.groups import Network
    from antiphon.measures.coaction.significance import Kind, Tested

    Index = NDArray[np.int64]
    Row = dict[str, Any]
    Group = tuple[str, int, int]

MOST_OBJECTS = 20
KEY: tuple[tuple[str, pa.DataType], ...] = (
    ("kind", pa.string()),
    ("window_seconds", pa.int64()),
    ("grp", pa.int64()),
)
MET = pa.schema(
    [*KEY, *((name, pa.int64()) for name in ("a", "b", "row_a", "row_b", "number", "lag"))]
)
LINKED = pa.schema([*KEY, *((name, pa.int64()) for name in ("actor", "pairs", "weight"))])
APPEARING = """
    CREATE OR REPLACE TEMP TABLE appearing AS
    SELECT DISTINCT kind, window_seconds, grp, side.actor AS actor, side.row AS row, number
    FROM (SELECT kind, window_seconds, grp, number,
                 unnest([{'actor': a, 'row': row_a}, {'actor': b, 'row': row_b}]) AS side FROM met)
"""
POSTS = """
    SELECT kind, window_seconds, grp, count(DISTINCT number) AS objects,
           count(DISTINCT row) AS posts, min(created_at) AS first_at, max(created_at) AS last_at,
           count(DISTINCT created_at::DATE) AS days
    FROM appearing JOIN acting USING (row) GROUP BY ALL
"""
LAGS = "SELECT kind, window_seconds, grp, median(abs(lag)) AS lag FROM met GROUP BY ALL"
LANGUAGES = """
    SELECT kind, window_seconds, grp, lang AS name, count(DISTINCT row) AS many
    FROM appearing JOIN acting USING (row) WHERE lang <> '' GROUP BY ALL
"""
BLOCS = """
    SELECT kind, window_seconds, grp, $blocs[bloc + 1] AS name, count(DISTINCT actor) AS many
    FROM appearing JOIN acting_accounts USING (actor) GROUP BY ALL
"""
ORDERED = """
    CREATE OR REPLACE TEMP TABLE orders AS
    SELECT kind, window_seconds, grp, side.actor AS actor,
           count(*) FILTER (WHERE side.first) AS first, count(*) AS meetings
    FROM (SELECT kind, window_seconds, grp, unnest([{'actor': a, 'first': lag > 0},
                 {'actor': b, 'first': lag < 0}]) AS side FROM met WHERE lag <> 0)
    GROUP BY ALL
"""
MEMBER = """
    SELECT kind, window_seconds, grp AS "group", p.platform, p.account_id, p.bloc,
           l.pairs, l.weight, count(DISTINCT number) AS objects, count(DISTINCT row) AS posts,
           coalesce(any_value(o.first), 0) AS first,
           coalesce(any_value(o.meetings), 0) AS meetings,
           min(created_at) AS first_at, max(created_at) AS last_at,
           any_value(g.opened_at) AS opened_at
    FROM appearing JOIN acting m USING (row)
         JOIN (SELECT actor, platform, account_id, $blocs[bloc + 1] AS bloc
               FROM acting_accounts) p USING (actor)
         JOIN linked l USING (kind, window_seconds, grp, actor)
         LEFT JOIN orders o USING (kind, window_seconds, grp, actor)
         LEFT JOIN opened g USING (actor)
    GROUP BY kind, window_seconds, grp, p.platform, p.account_id, p.bloc, l.pairs, l.weight
    ORDER BY kind, window_seconds, grp, p.account_id, p.platform
"""
DAYS = """
    SELECT kind, window_seconds, grp AS "group", created_at::DATE AS day,
           count(DISTINCT row) AS posts, count(DISTINCT actor) AS accounts,
           count(DISTINCT number) AS objects
    FROM appearing JOIN acting USING (row) GROUP BY ALL ORDER BY ALL
"""
ON = f"""
    SELECT kind, window_seconds, grp AS "group", number, count(DISTINCT actor) AS accounts,
           count(DISTINCT row) AS posts, min(created_at) AS first_at, max(created_at) AS last_at
    FROM appearing JOIN acting USING (row) GROUP BY kind, window_seconds, grp, number
    QUALIFY row_number() OVER (PARTITION BY kind, window_seconds, grp
                               ORDER BY accounts DESC, posts DESC, number) <= {MOST_OBJECTS}
    ORDER BY kind, window_seconds, grp, accounts DESC, posts DESC, number
"""  # noqa: S608


class Gathered(NamedTuple):
    """What is told of groups beside the network itself."""

    told: Mapping[Group, Row]
    """Of each kind, window and group: columns of GROUPS."""
    members: pa.Table
    days: pa.Table
    objects: pa.Table
    """GROUP_OBJECTS with the study's numbers in place of objects."""

    @property
    def numbers(self) -> Index:
        """The objects' numbers."""
        return self.objects["number"].to_numpy().astype(np.int64)


def gathered(
    engine: Engine, acts: Acts, tests: Sequence[Tested], nets: Sequence[Network]
) -> Gathered:
    """Go through the meetings of accounts of one group.

    The engine holds what the events were made of: `acting`, `acting_accounts`.
    """
    known = {id(kind): met(acts, kind, standing(tests, kind)) for kind in distinct_kinds(tests)}
    engine.register("met", joined([inner(acts, net, known) for net in nets], MET))
    engine.register("linked", joined([linked(net) for net in nets], LINKED))
    engine.execute(APPEARING)
    engine.execute(ORDERED)
    ages.opened(engine)
    given = {"blocs": acts.blocs.tolist()}
    told: dict[Group, Row] = {}
    for kind, window, group, objects, posts, first, last, days in engine.rows(POSTS):
        told[kind, window, group] = {
            "objects": objects, "posts": posts, "first_at": first, "last_at": last, "days": days,
        }  # fmt: skip
    for kind, window, group, lag in engine.rows(LAGS):
        told[kind, window, group]["median_lag_seconds"] = float(lag)
    for column, sql in (("blocs", BLOCS), ("languages", LANGUAGES)):
        for key, names in listed(engine.rows(sql, given if column == "blocs" else {})).items():
            told[key][column] = names
    for key, row in ages.spread(engine):
        told[key] |= row
    found = Gathered(
        told,
        engine.table(MEMBER, given),
        engine.table(DAYS),
        engine.table(ON),
    )
    for name in ("appearing", "orders", "opened"):
        engine.execute(f"DROP TABLE {name}")
    for name in ("met", "linked"):
        engine.execute(f"DROP VIEW {name}")
    return found


def standing(tests: Sequence[Tested], kind: Kind) -> Index:
    """The pairs of a kind that stand within one window or another."""
    return np.unique(np.concatenate([t.pairs[t.stands] for t in tests if t.kind is kind]))


def inner(acts: Acts, net: Network, known: Mapping[int, Met]) -> dict[str, Any]:
    """Meetings of two accounts of one group whose pair stands, within the network's window."""
    parts = []
    for test in net.tests:
        found = known[id(test.kind)]
        some = np.isin(found.pair, test.pairs[test.stands])
        some &= (np.abs(found.lag) <= net.window) & (net.group[found.a] == net.group[found.b])
        parts.append(found.take(some))
    pair_a, pair_b, number, one, other, lag = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("a", "b", "object", "event_a", "event_b", "lag")
    )
    return {
        **keyed(net, net.group[pair_a]),
        "a": pair_a,
        "b": pair_b,
        "row_a": acts.post[one],
        "row_b": acts.post[other],
        "number": number,
        "lag": lag,
    }


def linked(net: Network) -> dict[str, Any]:
    """How many accounts of its group each account is linked to, and by how much."""
    same = net.group[net.a] == net.group[net.b]
    ends = np.concatenate([net.a[same], net.b[same]])
    weight = np.concatenate([net.weight[same], net.weight[same]])
    who, place = np.unique(ends, return_inverse=True)
    return {
        **keyed(net, net.group[who]),
        "actor": who,
        "pairs": np.bincount(place),
        "weight": np.bincount(place, weight).astype(np.int64),
    }


def keyed(net: Network, group: Index) -> dict[str, Any]:
    """The columns that tell groups apart."""
    size = len(group)
    return {"kind": [net.name] * size, "window_seconds": [net.window] * size, "grp": group + 1}


def joined(parts: Iterable[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """Columns of several networks, one below another."""
    return pa.concat_tables([schema.empty_table(), *(pa.table(p, schema=schema) for p in parts)])


def listed(rows: Iterable[tuple[Any, ...]]) -> dict[Group, list[str]]:
    """Names with their numbers by group, the most first."""
    found: dict[Group, list[str]] = {}
    for *key, name, many in sorted(rows, key=lambda r: (-r[-1], r[-2])):
        found.setdefault((key[0], key[1], key[2]), []).append(f"{name}: {many}")
    return found
