"""Results to pages: one HTML page, a message or an edge in the terminal, files for other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType


def write(folder: Path) -> Path:
    """Write report.html from the tables of a results folder; return its path.

    The same tables and results.json give the same bytes.
    """
    from antiphon.report.page import write as write_page

    return write_page(folder)


def show(folder: Path, family_id: int) -> RenderableType:
    """One family of a results folder, to be printed in a terminal."""
    from antiphon.report.terminal import show as show_family

    return show_family(folder, family_id)


def show_pair(folder: Path, one: str, two: str) -> RenderableType:
    """Two accounts of a results folder and what they share, to be printed in a terminal."""
    from antiphon.report.pair import show as show_edges

    return show_edges(folder, one, two)
