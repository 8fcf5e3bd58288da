"""`antiphon check`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from antiphon.cli.options import Json, Memory, Quiet, StudyPath  # noqa: TC001


def check(
    study: StudyPath,
    *,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store",
            metavar="FILE",
            help="Where to keep what was read, for the next check or run; "
            "in .antiphon beside the study if not given.",
        ),
    ] = None,
    memory: Memory = "2GB",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Read everything, run nothing, and print what would happen.

    Rows taken and rejected, posts per bloc and period, how exact their dates are, languages,
    duplicates, gaps, accounts nobody claims, topics, claims, and the steps of a run.
    """
    from antiphon.cli.check_page import page
    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import say, say_json
    from antiphon.study.check import check as look
    from antiphon.study.file import load
    from antiphon.study.run import open_store

    loaded = load(study)
    with drawn(quiet=quiet) as progress, open_store(loaded, store, memory) as engine:
        found = look(loaded, engine, progress)
    if as_json:
        say_json(found.as_dict())
    else:
        say(page(found))
