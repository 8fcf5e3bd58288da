"""Files of shares as other tools write them, and the pairs of accounts in them.

CooRTweet: object_id, account_id, content_id, timestamp_share. Coordination-network-toolkit:
message_id, user_id, username, repost_id, reply_id, message, timestamp, urls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from antiphon.errors import SchemaError
from antiphon.kernels.coaction import EXACT, Rules, together
from antiphon.kernels.coaction_order import sorted_events

if TYPE_CHECKING:
    from pathlib import Path

    from antiphon.engine import Engine

    Columns = dict[str, list[object]]

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
NUMBERED = """
    CREATE OR REPLACE TEMP TABLE shares AS
    SELECT kind, object, account,
           CASE WHEN abs(seconds) < {far} THEN CAST(FLOOR(seconds) AS BIGINT) END AS time
    FROM (SELECT *, coalesce(TRY_CAST(time AS DOUBLE),
                 epoch_us(TRY_CAST(time AS TIMESTAMP)) / 1e6) AS seconds FROM ({rows}))
    WHERE object <> '' AND account <> ''
"""
SORTED = """
    WITH people AS (
        SELECT account, row_number() OVER (ORDER BY account) - 1 AS number
        FROM (SELECT DISTINCT account FROM shares)
    ), things AS (
        SELECT kind, object, row_number() OVER (ORDER BY kind, object) AS number
        FROM (SELECT DISTINCT kind, object FROM shares)
    )
    SELECT kind, t.number AS object, p.number AS account, time
    FROM shares JOIN people p USING (account) JOIN things t USING (kind, object)
    WHERE time IS NOT NULL ORDER BY t.number, time, p.number
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
    for columns, rows in ROWS.items():
        if set(columns) <= set(names):
            listed = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in columns)
            given = f"WITH file AS (SELECT {listed} FROM {source}) {rows}"  # noqa: S608
            engine.execute(NUMBERED.format(rows=given, far=FAR))
            counted = engine.rows("SELECT count(*), count(*) - count(time) FROM shares")
            return (int(counted[0][0]), int(counted[0][1]))
    raise SchemaError(
        "the file is no list of shares",
        where=str(path),
        got=", ".join(names[:20]),
        expected=" or ".join(", ".join(columns) for columns in ROWS),
        fix="rename its columns to the first four: what is shared, by whom, in which post, when",
    )


def pairs(engine: Engine, *, window: int, least: int) -> pa.Table:
    """The pairs of accounts that share `least` objects of a kind or more within a window.

    Exact, in whole seconds; see `antiphon.kernels.coaction`. Sorted by weight, largest first.
    """
    found = engine.table(SORTED)
    listed = engine.table("SELECT DISTINCT account FROM shares ORDER BY account")["account"]
    names = np.array(listed.to_pylist(), object)
    kinds = found["kind"].combine_chunks().dictionary_encode()
    codes = kinds.indices.to_numpy()
    number, account, time = (
        found[n].to_numpy().astype(np.int64) for n in ("object", "account", "time")
    )
    parts = []
    for code, kind in enumerate(kinds.dictionary.to_pylist()):
        some = codes == code
        near = sorted_events(number[some], account[some], time[some], window)
        result = together(near, Rules((window,), least, mode=EXACT))
        more, size = result.details, len(result.a)
        columns = {
            "kind": pa.array([kind] * size, pa.string()),
            "account_a": pa.array(names[result.a].tolist(), pa.string()),
            "account_b": pa.array(names[result.b].tolist(), pa.string()),
            "objects": pa.array(more.weight[0]),
            "a_first": pa.array(more.a_first[0]),
            "b_first": pa.array(more.b_first[0]),
            "share_pairs": pa.array(more.pairs[0]),
            "mean_lag_seconds": pa.array(more.lags[0] / np.maximum(more.weight[0], 1)),
        }
        parts.append(pa.table(columns))
    if not parts:
        return pa.table({})
    return pa.concat_tables(parts).sort_by(
        [
            ("objects", "descending"),
            ("kind", "ascending"),
            ("account_a", "ascending"),
            ("account_b", "ascending"),
        ]
    )
