"""Pages to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import made_results
import pytest

from antiphon import report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def folder(tmp_path_factory) -> Path:
    """A results folder with something of everything, and its report."""
    made = made_results.make(tmp_path_factory.mktemp("results"))
    report.write(made)
    return made


@pytest.fixture(scope="session")
def page(folder) -> str:
    """The HTML of that folder's report."""
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nothing(tmp_path_factory) -> str:
    """The HTML of a report on results in which nothing was found."""
    made = made_results.nothing(tmp_path_factory.mktemp("nothing"))
    return report.write(made).read_text(encoding="utf-8")
