"""The network of accounts that act together, as a results folder holds it: lines, ends, times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import ResultsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from antiphon.results import Results

SIDES = ("a", "b")
KEYS = ("platform_a", "account_id_a", "platform_b", "account_id_b", "kind")
"""What makes an edge, within one window: two accounts and a kind of objects."""
ORDER = ("account_id_a", "account_id_b", "kind", "platform_a", "platform_b")
BATCH = 8192


@dataclass(frozen=True)
class Network:
    """Edges within one window, a row a pair of accounts and kind of objects."""

    window: int
    """Seconds."""
    edges: pa.Table
    """Rows of `coaction`, and `first_at` and `last_at`: of the posts of common acts."""
    counted: int
    """Edges within the window, whether they stand or not."""

    def rows(self) -> Iterator[dict[str, Any]]:
        """The edges, one by one."""
        return rows(self.edges)

    def accounts(self) -> pa.Table:
        """Platform, account_id, bloc, edges, first_at, last_at of every end, in order of name."""
        import pyarrow as pa

        times = ("first_at", "last_at")
        whose = ("platform", "account_id", "bloc")
        ends = [
            self.edges.select([*(f"{name}_{side}" for name in whose), *times]).rename_columns(
                [*whose, *times]
            )
            for side in SIDES
        ]
        found = (
            pa.concat_tables(ends)
            .group_by(list(whose))
            .aggregate([([], "count_all"), ("first_at", "min"), ("last_at", "max")])
            .select([*whose, "count_all", "first_at_min", "last_at_max"])
            .rename_columns([*whose, "edges", *times])
        )
        return found.sort_by([("account_id", "ascending"), ("platform", "ascending")])


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as dicts, without holding all of them."""
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from batch.to_pylist()


def windows(results: Results) -> list[int]:
    """The windows within which pairs were counted, seconds, the shortest first."""
    counts = rows(results.table("coaction_counts").select(["window_seconds"]))
    return sorted({row["window_seconds"] for row in counts})


def read(results: Results, window: int | None = None, *, everything: bool = False) -> Network:
    """The edges that stand against chance, or all that were counted.

    Args:
        results: a results folder.
        window: in seconds; the shortest of the study if not given.
        everything: take edges that chance explains, too.

    Raises:
        ResultsError: nothing was counted within that window.
    """
    import pyarrow.compute as pc

    known = windows(results)
    if window is None and known:
        window = known[0]
    if window not in known:
        raise ResultsError(
            "no pairs of accounts were counted within that time",
            where=str(results.folder),
            got=window,
            expected=f"one of {', '.join(map(str, known))} seconds" if known else "",
            fix="" if known else "run the study again with the same --out",
        )
    counted = results.table("coaction").filter(pc.field("window_seconds") == window)
    kept = counted if everything else counted.filter(pc.field("stands"))
    return Network(window, timed(results, kept, window), counted.num_rows)


def meetings(results: Results, window: int) -> pa.Table:
    """Rows of `coaction_posts` within a window: the nearest two posts of a pair on each object."""
    import pyarrow.compute as pc

    found = results.table("coaction_posts")
    return found.filter(pc.abs(pc.field("lag_seconds")) <= window)


def timed(results: Results, edges: pa.Table, window: int) -> pa.Table:
    """The edges with the first and the last post of their common acts; sorted by ends and kind."""
    import pyarrow.compute as pc

    met = meetings(results, window)
    one, two = met["created_at_a"], met["created_at_b"]
    spans = (
        met.select(KEYS)
        .append_column("first_at", pc.min_element_wise(one, two))
        .append_column("last_at", pc.max_element_wise(one, two))
        .group_by(list(KEYS))
        .aggregate([("first_at", "min"), ("last_at", "max")])
        .rename_columns([*KEYS, "first_at", "last_at"])
    )
    joined = edges.join(spans, list(KEYS), join_type="left outer")
    named = joined.select([*edges.column_names, "first_at", "last_at"])
    return named.sort_by([(key, "ascending") for key in ORDER])


def precision(met: pa.Table) -> str:
    """What times of meetings are shown to: the minute where no post has seconds."""
    times = (at for side in SIDES for at in met[f"created_at_{side}"].to_pylist())
    return "second" if any(at is not None and at.second for at in times) else "minute"
