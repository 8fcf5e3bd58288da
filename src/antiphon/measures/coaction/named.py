"""What is behind the numbers of posts and objects, and how much of it may be told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.schema import PRIVATE_KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.engine import Engine

    Index = NDArray[np.int64]
    Names = NDArray[np.object_]

EXCERPT = 280
REPOSTED = re.compile(r"^(\S* ?RT @)(\w+)")
POSTS = """
    SELECT a.post_id, epoch_us(a.created_at) AS at, a.lang
    FROM wanted w JOIN acting a ON a.row = w.number ORDER BY w.number
"""
OBJECTS = """
    SELECT o.kind, substr(o.object, 1, $length) AS object
    FROM wanted w JOIN acting_objects o ON o.number = w.number ORDER BY w.number
"""
NAMEABLE = """
    SELECT DISTINCT lower(handle) FROM accounts
    WHERE handle <> '' AND coalesce(public_role, NOT list_contains($private, kind), false)
"""


class Posts(NamedTuple):
    """Some posts of the study."""

    number: Index
    """Ascending."""
    post_id: Names
    at: Index
    """Microseconds since 1970."""
    lang: Names

    def place(self, number: Index) -> Index:
        """The places of posts that are among them."""
        return np.searchsorted(self.number, number)


class Objects(NamedTuple):
    """Some objects of the study, as they may be told."""

    number: Index
    """Ascending."""
    kind: Names
    object: Names

    def place(self, number: Index) -> Index:
        """The places of objects that are among them."""
        return np.searchsorted(self.number, number)


def posts(engine: Engine, numbers: Index) -> Posts:
    """The posts of these numbers, in the engine's `acting`."""
    some = np.unique(numbers)
    found = wanted(engine, some, POSTS, {})
    return Posts(some, named(found, "post_id"), found["at"].to_numpy(), named(found, "lang"))


def objects(engine: Engine, numbers: Index) -> Objects:
    """The objects of these numbers, in the engine's `acting_objects`.

    Handles are told of accounts that may be named; other persons' are left out.
    """
    some = np.unique(numbers)
    found = wanted(engine, some, OBJECTS, {"length": EXCERPT})
    private = {"private": list(PRIVATE_KINDS)}
    public = {handle for (handle,) in engine.rows(NAMEABLE, private)}
    kinds, names = named(found, "kind"), named(found, "object")
    told = [fit(kind, name, public).strip() for kind, name in zip(kinds, names, strict=True)]
    return Objects(some, kinds, np.array(told, object))


def fit(kind: str, name: str, public: set[str]) -> str:
    """An object's name without the handle of a private person.

    >>> fit("mention", "twitter bob", set()), fit("mention", "twitter bob", {"bob"})
    ('', 'twitter bob')
    >>> fit("repost", "twitter RT @bob: look", set())
    'twitter RT @…: look'
    """
    if kind == "mention":
        return name if name.rpartition(" ")[2] in public else ""
    match = REPOSTED.match(name) if kind == "repost" else None
    if match and match[2].lower() not in public:
        return f"{match[1]}…{name[match.end() :]}"
    return name


def wanted(engine: Engine, numbers: Index, sql: str, given: dict[str, object]) -> pa.Table:
    """The answer of a query about these numbers, in their order."""
    engine.register("wanted", pa.table({"number": pa.array(numbers, pa.int64())}))
    found = engine.table(sql, given)
    engine.execute("DROP VIEW wanted")
    return found


def named(found: pa.Table, column: str) -> Names:
    """A column of texts."""
    return np.array(found[column].to_pylist(), object)
