"""Results to pages: one self-contained HTML page, and one family in the terminal."""

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
