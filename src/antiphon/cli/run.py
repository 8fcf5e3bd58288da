"""`antiphon run`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from antiphon.cli.options import (
    EMBEDDED,
    EngineName,
    Json,
    Master,
    Memory,
    Quiet,
    SparkConf,
    StudyPath,
    cluster,
)


def run(
    study: StudyPath,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="The results folder, made if absent.")
    ],
    store: Annotated[
        Path | None,
        typer.Option(
            "--store",
            metavar="FILE",
            help="Where to keep what was read; in .antiphon beside the study if not given.",
        ),
    ] = None,
    memory: Memory = "2GB",
    fast: Annotated[
        bool, typer.Option("--fast", help="Fewer reruns behind the statement of power.")
    ] = False,
    engine: EngineName = EMBEDDED,
    master: Master = None,
    spark: SparkConf = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Do everything the study asks, and write results and report.

    A run that was stopped, by Ctrl-C or by a power cut, goes on where it was when the same
    command is given again, and ends with the same bytes.
    """
    from antiphon import report
    from antiphon.cli.answer import answer
    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import say, say_json
    from antiphon.study.run import run as conduct

    with drawn(quiet=quiet) as progress:
        results = conduct(
            study,
            out,
            store=store,
            memory=memory,
            fast=fast,
            cluster=cluster(engine, master, spark),
            progress=progress,
        )
        progress.start("Writing the report")
        page = report.write(results.folder)
        progress.done()
    if as_json:
        say_json({"out": str(out), "report": str(page), "results": results.summary()})
    else:
        say(answer(results), f"Report: {page}")
