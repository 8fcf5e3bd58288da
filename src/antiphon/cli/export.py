"""`antiphon export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from antiphon.cli.options import Json, ResultsPath  # noqa: TC001


class Format(StrEnum):
    """The formats, as `antiphon.report.export.FORMATS` has them."""

    gexf = "gexf"
    graphml = "graphml"
    edges = "edges"
    evidence = "evidence"
    coortweet = "coortweet"
    cnt = "cnt"


def export(
    results: ResultsPath,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write or replace.")
    ],
    fmt: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="gexf: for Gephi, with times. graphml: for igraph, NetworkX, Cytoscape. "
            "edges, evidence: CSV of pairs, and of the posts behind them. coortweet, cnt: CSV in "
            "the columns of CooRTweet and of coordination-network-toolkit.",
        ),
    ] = Format.gexf,
    window: Annotated[
        int | None,
        typer.Option(
            "--window", "-w", min=0, help="Seconds; the shortest of the study if not given."
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Pairs that chance explains, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the network of co-action to a file for another tool.

    It holds the pairs of accounts that stand against chance, each with what every null expects.
    Names are as in the results: private accounts are pseudonyms.
    """
    from dataclasses import asdict

    from antiphon.cli.screen import say, say_json
    from antiphon.report.export import export as write

    done = write(results, fmt.value, out, window=window, everything=everything)
    if as_json:
        say_json({"out": str(out), **asdict(done)})
        return
    which = "All" if everything else f"{done.edges:,} of"
    rest = "" if everything else ", those that stand against chance"
    say(
        f"{which} {done.counted:,} pairs of accounts within {done.window} s{rest}: "
        f"{done.rows:,} rows in {out}"
    )
    if not done.edges and done.counted:
        say("None stands, so that the file is empty; --all writes those that were counted.")
