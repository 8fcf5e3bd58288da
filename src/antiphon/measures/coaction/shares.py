"""Files of shares as other tools write them, and the pairs of accounts in them.

CooRTweet: object_id, account_id, content_id, timestamp_share. Coordination-network-toolkit:
message_id, user_id, username, repost_id, reply_id, message, timestamp, urls.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa

from antiphon.errors import SchemaError
from antiphon.kernels.coaction import EXACT, Rules, together
from antiphon.kernels.coaction_order import ordered
from antiphon.measures.coaction import elsewhere
from antiphon.measures.coaction.supposed import by_chance
from antiphon.measures.links import canonical
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.engine.cluster import Cluster
    from antiphon.kernels.coaction import Together

    Columns = Mapping[str, pa.Array[Any]]

COORTWEET = ("object_id", "account_id", "content_id", "timestamp_share")
TOOLKIT = (
    *("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"),
)
FAR = 4_200_000_000  # seconds from 1970, either way: later ones are milliseconds or mistakes
ROWS = {
    COORTWEET: """
        SELECT 'object' AS kind, object_id AS object, account_id AS account,
               timestamp_share AS time
        FROM file WHERE object_id <> content_id
    """,
    TOOLKIT: """
        SELECT 'repost' AS kind, repost_id AS object, user_id AS account, timestamp AS time
        FROM file WHERE repost_id <> ''
        UNION ALL SELECT 'reply', reply_id, user_id, timestamp FROM file WHERE reply_id <> ''
        UNION ALL SELECT 'link', unnest(string_split(urls, ' ')), user_id, timestamp FROM file
                  WHERE coalesce(repost_id, '') = '' AND urls <> ''
        UNION ALL SELECT 'text', message, user_id, timestamp FROM file
                  WHERE coalesce(repost_id, '') = '' AND message <> ''
    """,
}
TIMED = """
    SELECT kind, object, account,
           CASE WHEN abs(seconds) < {far} THEN CAST(FLOOR(seconds) AS BIGINT) END AS time
    FROM (SELECT *, coalesce(TRY_CAST(time AS DOUBLE),
                 epoch_us(TRY_CAST(time AS TIMESTAMP)) / 1e6) AS seconds FROM ({rows}))
    WHERE object <> '' AND account <> ''
"""
LINKS = "SELECT object AS link FROM shares WHERE kind = 'link'"
PAGED = "UPDATE shares SET object = page FROM addresses WHERE kind = 'link' AND object = link"
NUMBERED = """
    WITH people AS (
        SELECT account, row_number() OVER (ORDER BY account) - 1 AS number
        FROM (SELECT DISTINCT account FROM shares)
    ), things AS (
        SELECT kind, object, row_number() OVER () AS number
        FROM (SELECT DISTINCT kind, object FROM shares)
    )
    SELECT kind, t.number AS object, p.number AS account, time
    FROM shares JOIN people p USING (account) JOIN things t USING (kind, object)
    WHERE time IS NOT NULL
"""


def read(engine: Engine, path: Path) -> tuple[int, int]:
    """Read a file into the table `shares` (kind, object, account, time).

    Returns:
        Shares, and how many of them have a time that cannot be read; these are in no pair.

    Raises:
        SchemaError: the file's columns are none of those that are known.
    """
    place = str(path).replace("'", "''")
    parquet = path.suffix == ".parquet"
    source = f"read_parquet('{place}')" if parquet else f"read_csv('{place}', all_varchar = true)"
    try:
        names = engine.table(f"SELECT * FROM {source} LIMIT 0").column_names  # noqa: S608
    except Exception as error:
        raise SchemaError(
            "the file cannot be read as a table",
            where=str(path),
            got=str(error).partition("\n")[0],
            fix="give a CSV with a header, or a Parquet file",
        ) from error
    taken(engine, query(names, source, str(path)))
    counted = engine.rows("SELECT count(*), count(*) - count(time) FROM shares")
    return (int(counted[0][0]), int(counted[0][1]))


def taken(engine: Engine, sql: str) -> None:
    """Make the table `shares` of what such a query finds; links to one page are one object.

    A link that leads to no page that is known, such as a short one, is an object as it stands.
    """
    engine.execute(f"CREATE OR REPLACE TEMP TABLE shares AS {sql}")
    if engine.value("SELECT bool_or(kind = 'link') FROM shares"):
        canonical(engine, LINKS)
        engine.execute(PAGED)
        engine.execute("DROP TABLE addresses")


def query(names: Collection[str], source: str, where: str) -> str:
    """The SQL that takes the shares (kind, object, account, time) out of rows with these columns.

    Raises:
        SchemaError: the columns are none of those that are known.
    """
    for columns, rows in ROWS.items():
        if set(columns) <= set(names):
            listed = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in columns)
            given = f"WITH file AS (SELECT {listed} FROM {source}) {rows}"  # noqa: S608
            return TIMED.format(rows=given, far=FAR)
    raise SchemaError(
        "the file is no list of shares",
        where=where,
        got=", ".join(list(names)[:20]),
        expected=" or ".join(", ".join(columns) for columns in ROWS),
        fix="rename its columns to the first four: what is shared, by whom, in which post, when",
    )


def pairs(
    engine: Engine,
    *,
    window: int,
    least: int,
    chance: bool = False,
    cluster: Cluster | None = None,
    progress: Progress = SILENT,
) -> pa.Table:
    """The pairs of accounts that share `least` objects of a kind or more within a window.

    Exact, in whole seconds; see `antiphon.kernels.coaction`. Sorted by weight, largest first.
    They are found on the cluster if there is one. With `chance` they are held against it too, here,
    see `supposed.by_chance` for the columns; those that stand come first.
    """
    numbered = engine.table(NUMBERED)
    listed = engine.table("SELECT DISTINCT account FROM shares ORDER BY account")["account"]
    kinds = numbered["kind"].combine_chunks().dictionary_encode()
    words = kinds.dictionary.to_pylist()
    columns = {n: numbered[n].to_numpy().astype(np.int64) for n in ("object", "account", "time")}
    columns["kind"] = kinds.indices.to_numpy().astype(np.int64)
    rules = Rules((window,), least, mode=EXACT)
    if cluster:
        with elsewhere.working(cluster, progress) as spark:
            results = elsewhere.together(spark, pa.table(columns), len(words), rules)
    else:
        results = [of_kind(columns, code, rules) for code in range(len(words))]
    names = np.array(listed.to_pylist(), object)
    found = dict(zip(map(str, words), results, strict=True))
    if not chance:
        return table(found, names)
    progress.start("Holding pairs against chance")
    more = {
        str(kind): by_chance(columns, code, results[code], window, least)
        for code, kind in enumerate(words)
    }
    return table(found, names, more)


def of_kind(columns: dict[str, NDArray[np.int64]], code: int, rules: Rules) -> Together:
    """The pairs of one kind."""
    some = columns["kind"] == code
    number, account, time = (columns[n][some] for n in ("object", "account", "time"))
    return together(ordered(number, account, time, rules.windows[-1]), rules)


def table(
    found: dict[str, Together],
    names: NDArray[np.object_],
    more: Mapping[str, Columns] = MappingProxyType({}),
) -> pa.Table:
    """The pairs of every kind with more columns of each: those that stand first, then by weight."""
    parts = [
        pa.table(
            {
                "kind": pa.array([kind] * len(result.a), pa.string()),
                "account_a": pa.array(names[result.a].tolist(), pa.string()),
                "account_b": pa.array(names[result.b].tolist(), pa.string()),
                "objects": pa.array(met.weight[0]),
                "a_first": pa.array(met.a_first[0]),
                "b_first": pa.array(met.b_first[0]),
                "share_pairs": pa.array(met.pairs[0]),
                "mean_lag_seconds": pa.array(met.lags[0] / np.maximum(met.weight[0], 1)),
                **more.get(kind, {}),
            }
        )
        for kind, result in sorted(found.items())
        for met in [result.details]
    ]
    if not parts:
        return pa.table({})
    order: list[tuple[str, Literal["ascending", "descending"]]] = [
        ("objects", "descending"),
        ("kind", "ascending"),
        ("account_a", "ascending"),
        ("account_b", "ascending"),
    ]
    if more:
        order.insert(0, ("stands", "descending"))
    return pa.concat_tables(parts).sort_by(order)
