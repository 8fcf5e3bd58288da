"""`antiphon init`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write into.")],
) -> None:
    """Write a first study file, accounts and posts to start from.

    Nothing that is there already is overwritten.
    """
    from antiphon.cli.screen import say
    from antiphon.study.init import init as write

    written = write(folder)
    say("Written:", *(f"  {path}" for path in written))
    say(
        "",
        "Next: put your own posts and accounts there, and say so in the study file.",
        "It works as it is, too:",
        f"  antiphon check {folder}",
        f"  antiphon run {folder} --out {folder / 'results'}",
    )
