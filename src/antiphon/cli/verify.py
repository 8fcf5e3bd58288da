"""`antiphon verify`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from antiphon.cli.options import Json, Quiet, ResultsPath  # noqa: TC001


def verify(
    results: ResultsPath,
    *,
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            metavar="STUDY",
            help="The study file; where it was at the run if not given.",
        ),
    ] = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> int:
    """Compute a results folder again from its data, and compare.

    Exit code 0: the same bytes. 4: something differs; every difference is named.
    """
    from dataclasses import asdict

    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import say, say_json
    from antiphon.errors import VerifyError
    from antiphon.study.verify import verify as compare

    with drawn(quiet=quiet) as progress:
        differences = compare(results, study=study, progress=progress)
    if as_json:
        found = [asdict(difference) for difference in differences]
        say_json({"folder": str(results), "same": not found, "differences": found})
    elif differences:
        noun = "difference" if len(differences) == 1 else "differences"
        say(f"{len(differences)} {noun} in {results}:")
        for item in differences:
            say(
                f"  {item.what}: {item.meaning}",
                f"    then {item.recorded}",
                f"    now  {item.found}",
            )
    else:
        say(f"The same: {results} is what its study and data give now.")
    return VerifyError.exit_code if differences else 0
