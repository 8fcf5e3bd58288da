"""The pairs of accounts in one file of shares, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

SHOWN = 20


def show(found: pa.Table, *, read: int, undated: int, window: int, least: int) -> None:
    """Say how many there are, how many are more than chance, and which come first."""
    from antiphon.cli.screen import say

    say(
        f"{read:,} shares, {undated:,} without a time that can be read; {found.num_rows:,} pairs "
        f"of accounts share {least} or more within {window} s.",
        verdict(found),
    )
    if found.num_rows:
        say("", table(found.slice(0, SHOWN).to_pylist()))
    if found.num_rows > SHOWN:
        say("", f"and {found.num_rows - SHOWN:,} more; --out CSV writes them all.")


def verdict(found: pa.Table) -> str:
    """How many pairs are more than chance, and what is taken for chance."""
    from antiphon.measures.coaction.supposed import NULLS

    if not found.num_rows:
        return "None is left to be held against chance."
    if "stands" not in found.column_names:
        return "Some of that is chance; how much is not said here."
    many = found["stands"].to_pylist().count(True)
    return (
        f"{many:,} of them {'is' if many == 1 else 'are'} more than chance: q at most .05 under "
        f"each of {', '.join(NULLS)}. The others may be popularity, routine or news."
    )


def table(rows: list[dict[str, Any]]) -> Table:
    """Two lines a pair: an account, and on how many objects it was first."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    judged = "stands" in rows[0]
    for name in ("objects", *(("by chance", "q") if judged else ())):
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("kind", no_wrap=True)
    made.add_column("first", justify="right", no_wrap=True)
    made.add_column("account", overflow="fold")
    for row in rows:
        made.add_row(
            f"{row['objects']:,}",
            *(chance(row) if judged else ()),
            row["kind"],
            f"{row['a_first']:,}\n{row['b_first']:,}",
            f"{row['account_a']}\n{row['account_b']}",
        )
    return made


def chance(row: dict[str, Any]) -> tuple[str, str]:
    """The most objects that a null expects, and the largest q-value; a dash if not tested."""
    from antiphon.measures.coaction.supposed import NULLS

    if row["q_jitter"] is None:
        return "-", "-"
    q = max(row[f"q_{null}"] for null in NULLS)
    expected = max(row[f"expected_{null}"] for null in NULLS)
    return f"{expected:,.1f}", "< .001" if q < 0.001 else f"{q:.3f}"
