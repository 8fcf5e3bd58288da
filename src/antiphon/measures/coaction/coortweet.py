"""CooRTweet's rules, row by row: the pairs of shares that it finds, and its network.

For results that were published with CooRTweet 2.1, and for what its users expect. What it counts
otherwise than it says is counted both ways, see `network`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from antiphon.errors import SchemaError
from antiphon.kernels.coaction_rows import components, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Index = NDArray[np.int64]
    Names = NDArray[np.object_]

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")
TYPES: dict[str, pa.DataType] = {
    "object_id": pa.string(),
    "content_id": pa.string(),
    "content_id_y": pa.string(),
    "time_delta": pa.float64(),
    "account_id": pa.string(),
    "account_id_y": pa.string(),
}
ROWS = pa.schema(TYPES)


class Coded(NamedTuple):
    """Shares as numbers, and what the numbers stand for."""

    object: Index
    account: Index
    content: Index
    time: NDArray[np.float64]
    names: Names
    """Of objects and contents, which may be the same posts."""
    accounts: Names

    def take(self, some: Index | NDArray[np.bool_]) -> Coded:
        """Some of the shares."""
        return self._replace(
            object=self.object[some],
            account=self.account[some],
            content=self.content[some],
            time=self.time[some],
        )


def detect_groups(
    shares: pa.Table, *, time_window: float = 10, min_participation: int = 2
) -> pa.Table:
    """The pairs of shares of one object within a window, as `detect_groups` of CooRTweet.

    Accounts with fewer than `min_participation` shares are left out first, repeats counted. Two
    shares are a pair if |Δt| ≤ `time_window` and account and content differ; what shares itself
    (object = content) is left out. A pair stays if one of its contents is of an account with
    `min_participation` contents in pairs. The earlier share is first; of two in the same second,
    that of the account that appears first in the data.

    Args:
        shares: with the columns of `COLUMNS`, in CooRTweet's order of rows.
        time_window: seconds, or the unit of timestamp_share.
        min_participation: shares.

    Raises:
        SchemaError: a column is missing.
    """
    coded = participating(code(shares), min_participation)
    order = np.lexsort((turns(coded.account), coded.time, coded.object))
    coded = coded.take(order)
    early, late = within(coded.object, coded.time, float(time_window))
    strange = coded.object != coded.content
    fit = (
        (coded.account[early] != coded.account[late])
        & (coded.content[early] != coded.content[late])
        & strange[early]
        & strange[late]
    )
    early, late = early[fit], late[fit]
    active = contents(coded, np.union1d(coded.content[early], coded.content[late]))
    kept = active >= min_participation
    some = np.zeros(len(coded.names), np.bool_)
    some[coded.content[kept]] = True
    stays = some[coded.content[early]] | some[coded.content[late]]
    return rows(coded, early[stays], late[stays])


def code(shares: pa.Table) -> Coded:
    """Names to numbers."""
    missing = [name for name in COLUMNS if name not in shares.column_names]
    if missing:
        raise SchemaError(
            "the table of shares has not all its columns",
            got={"missing": missing},
            expected=", ".join(COLUMNS),
            fix="rename its columns to these",
        )
    both, names = numbered(shares, "object_id", "content_id")
    whose, accounts = numbered(shares, "account_id")
    time = shares[COLUMNS[3]].cast(pa.float64()).to_numpy()
    return Coded(both[: len(time)], whose, both[len(time) :], time, names, accounts)


def numbered(shares: pa.Table, *columns: str) -> tuple[Index, Names]:
    """The names in some columns as numbers, column after column, and the names in order."""
    names = [name for column in columns for name in shares[column].to_pylist()]
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return (
        np.array([numbers[name] for name in names], np.int64),
        np.array([str(name) for name in numbers], object),
    )


def participating(coded: Coded, least: int) -> Coded:
    """The shares of accounts with enough of them."""
    many = np.bincount(coded.account, minlength=1)[coded.account]
    return coded.take(many >= least)


def turns(account: Index) -> Index:
    """Each row's place when rows are regrouped by their account's first appearance."""
    _, first, whose = np.unique(account, return_index=True, return_inverse=True)
    order = np.lexsort((np.arange(len(account)), first[whose]))
    place = np.empty(len(account), np.int64)
    place[order] = np.arange(len(account))
    return place


def contents(coded: Coded, some: Index) -> Index:
    """By row: how many rows its account has among these contents; 0 for rows of others."""
    among = np.isin(coded.content, some)
    many = np.bincount(coded.account[among], minlength=len(coded.accounts))
    return np.where(among, many[coded.account], 0)


def rows(coded: Coded, early: Index, late: Index) -> pa.Table:
    """Pairs by name, as CooRTweet's table has them."""
    columns = (
        coded.names[coded.object[early]],
        coded.names[coded.content[early]],
        coded.names[coded.content[late]],
        coded.time[late] - coded.time[early],
        coded.accounts[coded.account[early]],
        coded.accounts[coded.account[late]],
    )
    return pa.table([pa.array(c.tolist()) for c in columns], names=ROWS.names).cast(ROWS)


def network(
    pairs: pa.Table, *, edge_weight: float = 0.5, as_published: bool = False
) -> list[dict[str, object]]:
    """Accounts joined by their pairs of shares, as `generate_coordinated_network`.

    The weight is the number of pairs. `weight_threshold` is 1 for weights above, not at, the
    quantile `edge_weight` of all weights. `n_content_id` and `n_content_id_y` are the contents of
    `account_a` and of `account_b`; CooRTweet 2.1 swaps accounts when it joins both directions but
    not contents, so that its numbers are of the earlier and the later share:
    `as_published=True` gives those, and the symmetry score that comes of them.
    """
    found: dict[tuple[str, str], dict[str, list[object]]] = {}
    for row in pairs.to_pylist():
        turned = row["account_id"] > row["account_id_y"]
        names = (row["account_id"], row["account_id_y"])
        content = (row["content_id"], row["content_id_y"])
        edge = found.setdefault(
            names[::-1] if turned else names, {"a": [], "b": [], "lags": [], "objects": []}
        )
        one, two = content[::-1] if turned and not as_published else content
        edge["a"].append(one)
        edge["b"].append(two)
        edge["lags"].append(row["time_delta"])
        edge["objects"].append(row["object_id"])
    weights = [len(edge["lags"]) for edge in found.values()]
    bound = float(np.quantile(weights, edge_weight)) if weights else 0.0
    return [told(names, edge, bound) for names, edge in sorted(found.items())]


def told(names: tuple[str, str], edge: dict[str, list[object]], bound: float) -> dict[str, object]:
    """A row of the network."""
    one, two = len(set(edge["a"])), len(set(edge["b"]))
    return {
        "account_a": names[0],
        "account_b": names[1],
        "weight": len(edge["lags"]),
        "avg_time_delta": float(np.mean(np.array(edge["lags"], np.float64))),
        "n_content_id": one,
        "n_content_id_y": two,
        "edge_symmetry_score": min(one, two) / max(one, two),
        "object_ids": sorted({str(name) for name in edge["objects"]}),
        "weight_threshold": int(len(edge["lags"]) > bound),
    }


def groups(edges: list[dict[str, object]]) -> list[list[str]]:
    """Accounts that hang together by these edges, the largest group first."""
    names = sorted({str(edge[side]) for edge in edges for side in ("account_a", "account_b")})
    number = {name: n for n, name in enumerate(names)}
    ends = [
        np.array([number[str(edge[side])] for edge in edges], np.int64)
        for side in ("account_a", "account_b")
    ]
    root = components(*ends, len(names))
    found: dict[int, list[str]] = {}
    for name, to in zip(names, root.tolist(), strict=True):
        found.setdefault(to, []).append(name)
    return sorted(found.values(), key=lambda group: (-len(group), group))
