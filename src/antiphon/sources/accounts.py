"""ACCOUNTS: listed in a file, derived from the columns of the posts' export, or both.

Where both are given the file is right, and only accounts that it does not name are derived.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from antiphon.errors import SourceError, StudyError, nearest
from antiphon.schema import ACCOUNTS, POSTS, Column, Table
from antiphon.sources import handmade
from antiphon.sources.reasons import UNKNOWN_VALUE, Bad

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.sources.spec import Accounts, Source

CONFLICTS = Table(
    "account_conflicts",
    "a value of a derived account that its posts do not agree on",
    (
        Column("platform", "string", "where the account publishes"),
        Column("account_id", "string", "the account"),
        Column("column", "string", "the column of ACCOUNTS"),
        Column("value", "string", "a value that some of its posts have"),
        Column("posts", "int", "how many"),
        Column("chosen", "bool", "this value stands: the most frequent, of equals the first"),
    ),
)
IDENTITY = ("account_id", "platform")
SPLITTER = re.compile(r"\s*[;|]\s*")


def listed(path: Path, mapped: Mapping[str, Mapping[str, str]]) -> pa.Table:
    """ACCOUNTS from a file.

    Raises:
        SourceError: for a bad row, or an account that is listed in two blocs.
    """
    import pyarrow as pa

    table, rows = handmade.read(path, ACCOUNTS, splitter=SPLITTER, mapped=mapped)
    kept: dict[tuple[str, str], tuple[dict[str, Any], int]] = {}
    for account, row in zip(table.to_pylist(), rows, strict=True):
        key = (account["platform"], account["account_id"])
        before = kept.setdefault(key, (account, row))
        if before[0] != account:
            differing = [name for name in account if account[name] != before[0][name]]
            raise SourceError(
                f"account {key[1]!r} is listed twice, with another {' and '.join(differing)}",
                where=f"{path}, rows {before[1]} and {row}",
                got={name: (before[0][name], account[name]) for name in differing},
                fix="keep one of the rows",
            )
    return pa.Table.from_pylist([account for account, _ in kept.values()], ACCOUNTS.arrow)


def derive(engine: Engine, accounts: Accounts, sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Accounts from the view `standing` of posts; what posts disagree on goes to `CONFLICTS`.

    Raises:
        StudyError: for a column that no post has, or a value that the column does not know.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    constants = {
        name: cast(value, ACCOUNTS[name], "constants")
        for name, value in accounts.constants.items()
        if name not in IDENTITY
    }
    if "bloc" in constants:
        sql = "SELECT DISTINCT platform, account_id FROM standing"
        found = {(platform, account): {} for platform, account in engine.rows(sql)}
    for name, theirs in accounts.derive.items():
        if name in IDENTITY:
            check_identity(name, theirs, sources)
        elif name not in constants:
            vote(engine, theirs, sources, accounts.values.get(name, {}))
            if not engine.value("SELECT count(*) FROM votes"):
                refuse_absent(engine, name, theirs)
            for platform, account, value in settle(engine, ACCOUNTS[name]):
                told = cast(value, ACCOUNTS[name], "values")
                found.setdefault((platform, account), {})[name] = told
    return [
        {"platform": platform, "account_id": account, **values, **constants}
        for (platform, account), values in found.items()
        if values.get("bloc") or constants.get("bloc")
    ]


def check_identity(name: str, theirs: str, sources: Sequence[Source]) -> None:
    """An account's identity is that of its posts; naming the same column again does no harm."""
    if any(theirs not in (name, mapping(source).get(name)) for source in sources):
        raise StudyError(
            f"{name} of a derived account is the posts' {name}",
            where=f"accounts.derive.{name}",
            got=theirs,
            fix=f"leave it out, or map it in [source.columns] {name}",
        )


def mapping(source: Source) -> Mapping[str, str]:
    """Our column of POSTS → the export's."""
    return source.columns if source.format == "table" else {name: name for name in POSTS.names}


def vote(engine: Engine, theirs: str, sources: Sequence[Source], mapped: Mapping[str, str]) -> None:
    """Make the table `votes`: for each account, how many posts say which value."""
    import pyarrow as pa

    names = {"theirs": list(mapped), "ours": list(mapped.values())}
    words = pa.schema([("theirs", pa.string()), ("ours", pa.string())])
    engine.register("__words", pa.table(names, schema=words))
    said, parameters = expression(theirs, sources)
    engine.execute(
        f"""CREATE OR REPLACE TEMP TABLE votes AS
        WITH said AS (SELECT platform, account_id, trim({said}) AS theirs FROM standing)
        SELECT platform, account_id, coalesce(w.ours, said.theirs) AS value, count(*) AS posts
        FROM said LEFT JOIN __words w ON w.theirs = said.theirs
        WHERE said.theirs <> '' GROUP BY ALL""",  # noqa: S608
        parameters,
    )


def expression(theirs: str, sources: Sequence[Source]) -> tuple[str, dict[str, str]]:
    """SQL for what a post's row had in a column of its export, and its parameters.

    A column that is mapped is where it was mapped to; any other is in `extra`, by its name or, for
    nested objects, by its path.
    """
    extra = "coalesce(json_extract_string(extra, $name), json_extract_string(extra, $path))"
    cases = []
    for number, source in enumerate(sources, 1):
        ours = [ours for ours, name in mapping(source).items() if name == theirs]
        if ours and ours[0] not in source.constants:
            cases.append(f"WHEN {number} THEN {written(ours[0])}")
    fallback = f"coalesce({extra}, {written(theirs)})" if theirs in POSTS.names else extra
    pointer = "/" + theirs.replace("~", "~0").replace("/", "~1")
    parameters = {"name": pointer, "path": pointer.replace(".", "/")}
    if not cases:
        return fallback, parameters
    return f"CASE source {' '.join(cases)} ELSE {fallback} END", parameters


def written(name: str) -> str:
    """SQL for a column of POSTS as text."""
    if POSTS[name].type == "string[]":
        return f"array_to_string(\"{name}\", ' ')"
    return f'CAST("{name}" AS VARCHAR)'


def settle(engine: Engine, column: Column) -> list[tuple[Any, ...]]:
    """(platform, account, value) with most posts; of equals the first in order.

    Counts and dates differ from post to post as they should; other disagreements are kept.
    """
    ranked = """SELECT *, row_number() OVER (PARTITION BY platform, account_id
                                             ORDER BY posts DESC, value) AS place,
                       count(*) OVER (PARTITION BY platform, account_id) AS values FROM votes"""
    if column.type == "string":
        engine.execute(
            f"""INSERT INTO account_conflicts
            SELECT platform, account_id, $name, value, posts, place = 1 FROM ({ranked})
            WHERE values > 1 ORDER BY platform, account_id, place""",  # noqa: S608
            {"name": column.name},
        )
    return engine.rows(
        f"SELECT platform, account_id, value FROM ({ranked}) WHERE place = 1 ORDER BY ALL"  # noqa: S608
    )


def cast(value: str, column: Column, key: str) -> Any:
    """A derived value as its column's type; what cannot be converted is none."""
    try:
        return handmade.cast(value, column, {}, SPLITTER)
    except Bad as bad:
        if bad.why.reason != UNKNOWN_VALUE and key != "constants":
            return None
        raise StudyError(
            f"{bad.why.reason} for {column.name} of an account",
            where=f"accounts.{key}.{column.name}",
            got=value,
            expected=nearest(value, column.values) if column.values else column.type,
            fix=f'map it: [accounts.values.{column.name}] "{value}" = "…"',
        ) from bad


def refuse_absent(engine: Engine, name: str, theirs: str) -> None:
    """Say that no post has the column, unless there are no posts."""
    sql = """SELECT DISTINCT unnest(json_keys(extra)) FROM
             (SELECT extra FROM standing WHERE extra IS NOT NULL LIMIT 1000)"""
    if engine.value("SELECT count(*) FROM standing"):
        raise StudyError(
            f"no post has a column {theirs!r}",
            where=f"accounts.derive.{name}",
            expected=nearest(theirs, [key for (key,) in engine.rows(sql)]),
            fix="name a column of the posts' export",
        )


def together(engine: Engine, root: Path, accounts: Accounts, sources: Sequence[Source]) -> pa.Table:
    """ACCOUNTS of the study, in order of platform and account."""
    import pyarrow as pa

    engine.execute(f"CREATE OR REPLACE TABLE {CONFLICTS.name} ({CONFLICTS.sql})")
    path = root / accounts.path
    table = listed(path, accounts.values) if accounts.path else ACCOUNTS.empty()
    if accounts.derive or not accounts.path:
        columns = [table.column(name).to_pylist() for name in ("platform", "account_id")]
        known = set(zip(*columns, strict=True))
        fresh = [
            account
            for account in derive(engine, accounts, sources)
            if not {(account["platform"], account["account_id"]), ("", account["account_id"])}
            & known
        ]
        table = pa.concat_tables([table, pa.Table.from_pylist(fresh, ACCOUNTS.arrow)])
    return table.sort_by([("platform", "ascending"), ("account_id", "ascending")])
