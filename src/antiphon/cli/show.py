"""`antiphon show`."""

from __future__ import annotations

from typing import Annotated

import typer

from antiphon.cli.options import ResultsPath  # noqa: TC001


def show(
    results: ResultsPath,
    family: Annotated[int, typer.Argument(metavar="FAMILY", min=0, help="Number of the message.")],
) -> None:
    """Print one message and every post that says it.

    With times, lags, credit, and the passage in each post.
    """
    from antiphon import report
    from antiphon.cli.screen import say

    say(report.show(results, family))
