"""`antiphon formats` and `antiphon measures`: what a study file may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.cli.options import Json  # noqa: TC001

if TYPE_CHECKING:
    from rich.table import Table


def formats(*, as_json: Json = False) -> None:
    """List the formats of posts and the columns known."""
    from dataclasses import asdict

    from antiphon.cli.screen import say, say_json
    from antiphon.schema import CANONICAL
    from antiphon.sources.spec import FORMATS

    if as_json:
        columns = {t.name: [asdict(column) for column in t.columns] for t in CANONICAL}
        say_json({"formats": FORMATS, "columns": columns})
        return
    say("Formats, the value of format in [[source]]:", pairs(list(FORMATS.items())))
    for table in CANONICAL:
        rows = [
            (
                f"{column.name}{' *' if column.required else ''}",
                meaning(column.meaning, column.values),
            )
            for column in table.columns
        ]
        say("", f"Columns of {table.name} (* required): {table.row}", pairs(rows))


def measures(*, as_json: Json = False) -> None:
    """List the measures with their quantities and settings."""
    from dataclasses import asdict

    from antiphon.cli.screen import say, say_json
    from antiphon.settings import describe
    from antiphon.study.file import every_part

    parts = every_part()
    if as_json:
        rows = [
            {
                "name": part.name,
                "question": part.question,
                "quantities": [asdict(quantity) for quantity in part.quantities],
                "settings": [asdict(key) for key in describe(part.settings)],
            }
            for part in parts
        ]
        say_json({"measures": rows})
        return
    for part in parts:
        say(f"{part.name}: {part.question}")
        if part.quantities:
            say("  quantities, for claims:", pairs([(q.name, q.meaning) for q in part.quantities]))
        keys = [(f"{k.name} = {k.default}", k.meaning) for k in describe(part.settings)]
        if keys:
            say(f"  settings, in [{part.name}]:", pairs(keys))
        say("")


def meaning(text: str, values: tuple[str, ...]) -> str:
    """A column's meaning, with its known values."""
    return f"{text}: {', '.join(values)}" if values else text


def pairs(rows: list[tuple[str, str]]) -> Table:
    """Names and what they mean, side by side."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(min_width=18)
    table.add_column()
    for name, text in rows:
        table.add_row(Text(f"  {name}", style="bold"), Text(text))
    return table
