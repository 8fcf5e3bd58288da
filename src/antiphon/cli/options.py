"""Arguments and options that several commands have, declared once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

StudyPath = Annotated[
    Path, typer.Argument(metavar="STUDY", help="The study file, or the folder of a study.toml.")
]
ResultsPath = Annotated[
    Path, typer.Argument(metavar="DIR", help="A results folder, as `antiphon run` leaves it.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object to standard output, nothing else.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing of the steps, only the answer.")
]


def size(text: str) -> str:
    """An amount of memory, or a wrong command line."""
    if not re.fullmatch(r"\d+(\.\d+)? ?[KMGT]i?B", text, re.IGNORECASE):
        raise typer.BadParameter(f"{text!r} is no amount of memory, such as 500MB or 4GB")
    return text


Memory = Annotated[
    str,
    typer.Option(
        "--memory",
        metavar="SIZE",
        callback=size,
        help="How much memory the store may take before it goes to disk.",
    ),
]
