"""`antiphon code`: samples for people, their answers, their agreement, a page to code in."""

from __future__ import annotations

import sys
from collections.abc import Callable  # noqa: TC003
from pathlib import Path
from typing import Annotated

import typer

from antiphon.cli.guard import guarded
from antiphon.cli.options import Json, Memory, Quiet, StudyPath  # noqa: TC001

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The folder of a sample, as `code sample` leaves it.")
]


def sample(
    study: StudyPath,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="A new folder for the sample.")
    ],
    code: Annotated[
        list[str],
        typer.Option("--code", "-c", metavar="NAME", help="A code or codebook; may be repeated."),
    ],
    size: Annotated[int, typer.Option("--size", "-n", min=1, help="How many units.")] = 200,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="NAMES", help="Strata: some of bloc,label,month,quarter,year."
        ),
    ] = "",
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="DIR", help="A results folder with machine codings."),
    ] = None,
    coder: Annotated[
        str, typer.Option("--coder", metavar="NAME", help="The machine whose labels make strata.")
    ] = "",
    double: Annotated[
        float,
        typer.Option("--double", min=0, max=1, help="Share of units that two people code."),
    ] = 0.2,
    people: Annotated[
        int, typer.Option("--people", "-p", min=1, help="How many people share the work.")
    ] = 1,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, another sample.")] = 1,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="FILE", help="The study's store, when not in .antiphon beside it."
        ),
    ] = None,
    memory: Memory = "2GB",
    quiet: Quiet = False,
) -> None:
    """Draw a sample of texts for people to code.

    Each unit is drawn at random with a known probability, which is what lets shares of all units
    be told from it. Coders see neither bloc nor account.
    """
    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import say
    from antiphon.coding.people.sampling import Design
    from antiphon.study.drawing import draw_sample

    strata = tuple(part.strip() for part in by.split(",") if part.strip())
    design = Design(size=size, by=strata, coder=coder, double=double, seed=seed)
    with drawn(quiet=quiet) as progress:
        made = draw_sample(
            study,
            code,
            design,
            out,
            people,
            results=results,
            store=store,
            memory=memory,
            progress=progress,
        )
    say(
        f"Sample {made.sample_id}: {made.units:,} units, {made.twice:,} of them for two people, "
        f"{made.strata:,} strata.",
        f"In {out}: {', '.join(made.files)}",
        "These files hold texts, those of accounts that may not be named as well: keep the folder "
        "to those who code, and give them no sample.csv.",
    )


def import_(
    folder: Folder,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILES]...",
            help="Answers: CSV, or JSON of Label Studio; if none, what the coding page and filled "
            "lists of tasks in the folder hold.",
        ),
    ] = None,
    *,
    person: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Whose answers, where files do not say.")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="CSV", help="Where to; labels.csv in the folder."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Read what people answered, and write their labels for the study.

    Name the written file in the study, as `people` in [prevalences].
    """
    from antiphon.cli.screen import say, say_json
    from antiphon.coding.people.folder import collect

    found = collect(folder, files or [], person=person, out=out)
    if as_json:
        say_json(found)
        return
    left = found["drawn"] - found["coded"]
    say(
        f"{found['labels']:,} labels by {', '.join(found['people']) or 'nobody'}: "
        f"{found['coded']:,} of {found['drawn']:,} questions, {left:,} open.",
        f"Written to {found['out']}; name it in the study as people in [prevalences].",
    )


def agreement(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Files of labels, as `code import` writes them."),
    ],
    *,
    most: Annotated[
        int, typer.Option("--most", min=0, help="How many disagreements to print.")
    ] = 50,
    as_json: Json = False,
) -> None:
    """Print how far people agree, label by label, and where they do not.

    Krippendorff's alpha with 95 % intervals: 1 is full agreement, 0 is chance.
    """
    from antiphon.cli.agreement import page
    from antiphon.cli.screen import say, say_json
    from antiphon.coding.people.folder import compare

    rows, differing = compare(files)
    if as_json:
        say_json({"agreement": rows, "disagreements": differing})
    else:
        say(*page(rows, differing, most))


def page(
    folder: Folder,
    *,
    person: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Who codes; a short name without spaces.")
    ],
    part: Annotated[
        int, typer.Option("--part", min=0, help="Which tasks-N.csv; 0 for tasks.csv.")
    ] = 0,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 for any that is free.")
    ] = 0,
) -> None:
    """Open a page to code in, on this machine alone.

    Number keys label, arrows move, Backspace takes back. Every answer is on the disk before the
    page goes on; the same command goes on where it stopped. Ctrl-C ends it.
    """
    from antiphon.coding.people.page.serve import serve

    def tell(text: str) -> None:
        typer.echo(text)
        sys.stdout.flush()

    serve(folder, person, part=part, port=port, tell=tell)


COMMANDS: dict[str, Callable[..., None]] = {
    "sample": sample,
    "import": import_,
    "agreement": agreement,
    "page": page,
}
app = typer.Typer(
    help="People: draw samples, read answers, see agreement.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
for name, action in COMMANDS.items():
    app.command(name, no_args_is_help=True)(guarded(action))
