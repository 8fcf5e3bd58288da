"""The commands of `antiphon`, in the order in which they are met."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from antiphon import __version__
from antiphon.cli.check import check
from antiphon.cli.coaction import coaction
from antiphon.cli.code import app as code
from antiphon.cli.demo import demo
from antiphon.cli.export import export
from antiphon.cli.guard import DEBUG, guarded
from antiphon.cli.init import init
from antiphon.cli.listing import formats, measures
from antiphon.cli.run import run
from antiphon.cli.show import show
from antiphon.cli.simulate import simulate
from antiphon.cli.verify import verify

EPILOG = """\b
A first study:
  antiphon init DIR             writes a study file to start from
  antiphon check DIR            says what would happen
  antiphon run DIR --out OUT    does it; the answer is OUT/report.html

\b
Exit codes:
  0    done
  1    a mistake of antiphon itself
  2    the command line is wrong
  3    something in the study or its data to mend; the message says what
  4    verify: the results are not what the study and its data give now
  130  interrupted; the same command goes on where it stopped
"""
COMMANDS = (
    *(init, check, run, verify, show, export),
    *(coaction, demo, simulate, formats, measures),
)

app = typer.Typer(
    help="Who repeats whom, how fast, with what credit, and by what mechanism.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help takes half the time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
for command in COMMANDS:
    app.command(no_args_is_help=command not in (demo, formats, measures))(guarded(command))
app.add_typer(code, name="code")


def version(*, asked: bool) -> None:
    """Print the version and leave."""
    if asked:
        typer.echo(f"antiphon {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: version(asked=value),
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug", help=f"Print the traceback of a mistake of antiphon itself; or {DEBUG}=1."
        ),
    ] = False,
) -> None:
    """Who repeats whom, how fast, with what credit, and by what mechanism."""
    if debug:
        os.environ[DEBUG] = "1"
