"""`antiphon coaction`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antiphon.cli.options import (
    EMBEDDED,
    EngineName,
    Json,
    Master,
    Quiet,
    SparkConf,
    cluster,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine.cluster import Cluster


def coaction(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Shares, as CSV or Parquet; with --engine spark also an address that it reads.",
        ),
    ],
    *,
    window: Annotated[
        int, typer.Option("--window", "-w", min=0, help="Longest time between two shares, seconds.")
    ] = 60,
    least: Annotated[
        int, typer.Option("--min-objects", min=1, help="Pairs with fewer in common are left out.")
    ] = 2,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="CSV", help="Write all pairs there.")
    ] = None,
    chance: Annotated[
        bool,
        typer.Option("--chance/--no-chance", help="Say of every pair what chance would give."),
    ] = True,
    engine: EngineName = EMBEDDED,
    master: Master = None,
    spark: SparkConf = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Count what pairs of accounts share within a time, in one file.

    The file is CooRTweet's (object_id, account_id, content_id, timestamp_share) or
    coordination-network-toolkit's. The counts are exact. Pairs that chance does not explain come
    first; which of them is coordination is another question.
    """
    from antiphon.cli.screen import say_json

    (read, undated), found = counted(
        file, window, least, chance=chance, cluster=cluster(engine, master, spark), quiet=quiet
    )
    if out:
        write(out, found)
    if as_json:
        rows = found.to_pylist()
        say_json({"shares": read, "undated": undated, "pairs": len(rows), "rows": rows})
        return
    from antiphon.cli.pairs import show

    show(found, read=read, undated=undated, window=window, least=least)


def counted(
    file: str, window: int, least: int, *, chance: bool, cluster: Cluster | None, quiet: bool
) -> tuple[tuple[int, int], pa.Table]:
    """Shares, those without a time, and the pairs."""
    from antiphon.cli.progress import drawn
    from antiphon.engine import Engine
    from antiphon.measures.coaction import afar, shares

    if cluster:
        cluster.check()
    with drawn(quiet=quiet) as progress:
        if cluster and "://" in file:
            result = afar.pairs(cluster, file, window=window, least=least, progress=progress)
        else:
            path = Path(file)
            if not path.is_file():
                raise typer.BadParameter(f"{file!r} is no file")
            with Engine() as engine:
                read = shares.read(engine, path)
                found = shares.pairs(
                    engine,
                    window=window,
                    least=least,
                    chance=chance,
                    cluster=cluster,
                    progress=progress,
                )
            result = (read, found)
        progress.done()
    return result


def write(path: Path, table: pa.Table) -> None:
    """The pairs as CSV; no cell is a formula to a spreadsheet."""
    from antiphon import spreadsheet

    with path.open("w", encoding="utf-8", newline="") as file:
        rows = (row.values() for row in table.to_pylist())
        spreadsheet.write(file, table.column_names, rows)
