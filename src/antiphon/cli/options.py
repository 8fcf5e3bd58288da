"""Arguments and options that several commands have, declared once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from antiphon.engine.cluster import Cluster

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


EMBEDDED, SPARK = "embedded", "spark"
LOCAL = "local[2]"


def engine(text: str) -> str:
    """An engine, or a wrong command line."""
    if text not in {EMBEDDED, SPARK}:
        raise typer.BadParameter(f"{text!r} is no engine; known: {EMBEDDED}, {SPARK}")
    return text


EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        callback=engine,
        help="Where pairs of accounts are found: embedded, or spark.",
    ),
]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", help=f"The Spark master; {LOCAL} if not given."),
]
SparkConf = Annotated[
    list[str] | None,
    typer.Option("--spark", metavar="KEY=VALUE", help="A setting of Spark, as often as you like."),
]


def cluster(engine: str, master: str | None, settings: list[str] | None) -> Cluster | None:
    """The cluster that is asked for, if one is."""
    if engine != SPARK:
        if master or settings:
            raise typer.BadParameter("--master and --spark go with --engine spark")
        return None
    from antiphon.engine.cluster import Cluster

    pairs = [setting.partition("=") for setting in settings or []]
    for name, equals, _ in pairs:
        if not (equals and name.startswith("spark.")):
            raise typer.BadParameter(f"{name!r} is no spark.KEY=VALUE")
    return Cluster(master or LOCAL, tuple((name, value) for name, _, value in pairs))
