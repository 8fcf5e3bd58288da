"""Pages to look at, and a browser to look at them with."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import made_results
import pytest

from antiphon import report

if TYPE_CHECKING:
    from types import ModuleType

SCREENSHOT = Path(__file__).parents[2] / "tools" / "screenshot.py"


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


@pytest.fixture(scope="session")
def browser() -> ModuleType:
    """tools/screenshot.py, where there is a Chromium; in continuous integration there must be."""
    spec = importlib.util.spec_from_file_location("screenshot", SCREENSHOT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["screenshot"] = module
    spec.loader.exec_module(module)
    if module.find() is None:
        reason = "no Chromium: looked for " + ", ".join(module.NAMES)
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return module
