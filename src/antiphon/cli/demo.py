"""`antiphon demo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from antiphon.cli.options import Quiet  # noqa: TC001


def demo(
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Where to build the small world.")
    ] = Path("antiphon-demo"),
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another world.")] = 1,
    fast: Annotated[
        bool, typer.Option("--fast", help="Fewer reruns behind the statement of power.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Study a small world whose mechanism is known.

    Invented outlets of invented countries reprint, borrow, follow a common wire and release a
    message together. The answer is printed beside the truth.
    """
    from antiphon import demo as world
    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import screen

    with drawn(quiet=quiet) as progress:
        world.run(out, seed=seed, fast=fast, progress=progress, console=screen())
