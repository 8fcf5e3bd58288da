"""`antiphon simulate`."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import TYPE_CHECKING, Annotated

import typer

from antiphon.cli.options import Json, Quiet  # noqa: TC001

if TYPE_CHECKING:
    from antiphon.simulate.world import World


def simulate(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="A new or empty folder, or a world."),
    ] = None,
    scenario: Annotated[
        str, typer.Option("--scenario", "-s", metavar="NAME", help="A ready world; see --list.")
    ] = "demo",
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another world.")] = 1,
    posts: Annotated[
        int,
        typer.Option(
            "--posts",
            min=0,
            max=10_000_000,
            help="About how many posts: every rate a day grows alike. 0: as it is.",
        ),
    ] = 0,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Change a parameter: --set borrowing.hours=6"
        ),
    ] = None,
    show: Annotated[
        bool, typer.Option("--list", help="List the scenarios, and the parameters of --scenario.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write a world whose mechanism is known, as a study ready to run.

    Invented blocs publish, exchange, borrow and release by the rates that you set. What really
    happened with each post is in DIR/truth, which the study does not read.
    """
    from antiphon.cli.progress import drawn
    from antiphon.cli.screen import say, say_json
    from antiphon.simulate.scenarios import measured
    from antiphon.simulate.scenarios import scenario as ready
    from antiphon.simulate.write import prepare, write

    chosen = ready(scenario)
    world = measured(chosen.world, posts=posts, settings=settings or ())
    if show:
        listing(world, as_json=as_json)
        return
    if out is None:
        raise typer.BadParameter("say where to write it, with --out DIR")
    prepare(out)
    with drawn(quiet=quiet) as progress:
        count = write(world, seed, out, scenario=chosen.name, progress=progress)
    if as_json:
        found = {"out": str(out), "posts": count, "scenario": chosen.name, "seed": seed}
        say_json(found | {"world": world.parameters})
        return
    say(
        f"{count:,} posts of the world {chosen.name}, seed {seed}: {chosen.meaning}",
        f"What really happened: {out / 'truth' / 'posts.csv'}",
        "",
        "Next:",
        f"  antiphon check {out}",
        f"  antiphon run {out} --out {out / 'results'}",
    )


def listing(world: World, *, as_json: bool) -> None:
    """The scenarios, and every parameter with its value in this world."""
    from antiphon.cli.listing import pairs
    from antiphon.cli.screen import say, say_json
    from antiphon.simulate.scenarios import SCENARIOS
    from antiphon.simulate.world import described

    parameters = described(world)
    if as_json:
        say_json(
            {
                "scenarios": [{"name": s.name, "meaning": s.meaning} for s in SCENARIOS.values()],
                "parameters": [
                    {"name": p.name, "value": p.value, "meaning": p.meaning} for p in parameters
                ],
            }
        )
        return
    say("Scenarios, for --scenario:", pairs([(s.name, s.meaning) for s in SCENARIOS.values()]))
    rows = [(f"{p.name} = {p.value}", p.meaning) for p in parameters]
    say("", "Parameters, for --set, and their values in this world:", pairs(rows))
