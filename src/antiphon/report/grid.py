"""A table of the page: what its cells say, whatever they are about."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """A cell: its text, a second line, the class of its bloc, what sort it is."""

    text: str
    sub: str = ""
    bloc: str = ""
    number: bool = False
    date: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: a title, the heads of its columns, its rows, what to know when reading it."""

    title: str
    head: list[Cell]
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""


def heads(*texts: str) -> list[Cell]:
    """Heads of columns; one that starts with # is over numbers.

    >>> [cell.number for cell in heads("bloc", "#posts")]
    [False, True]
    """
    return [Cell(t.removeprefix("#"), number=t.startswith("#")) for t in texts]


def num(text: str, sub: str = "") -> Cell:
    """A cell with a number."""
    return Cell(text, sub, number=True)
