"""`antiphon show`."""

from __future__ import annotations

from typing import Annotated

import typer

from antiphon.cli.options import ResultsPath  # noqa: TC001


def show(
    results: ResultsPath,
    family: Annotated[
        int | None, typer.Argument(metavar="FAMILY", min=0, help="Number of the message.")
    ] = None,
    *,
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--pair",
            metavar="A B",
            help="Two accounts, or how their names begin: what they share, and when.",
        ),
    ] = None,
) -> None:
    """Print one message, or one pair of accounts, post by post.

    A message with times, lags, credit, and the passage in each post; a pair with the objects on
    which the two act together, how many chance expects, and both posts.
    """
    from antiphon import report
    from antiphon.cli.screen import say

    if (family is None) == (pair is None):
        raise typer.BadParameter("name a message, or two accounts with --pair")
    if pair is not None:
        say(report.show_pair(results, *pair))
    elif family is not None:
        say(report.show(results, family))
