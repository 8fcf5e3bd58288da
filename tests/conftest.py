"""Settings of all tests, a browser and a cluster that some of them share."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import made_cluster
import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from types import ModuleType

SCREENSHOT = Path(__file__).parents[1] / "tools" / "screenshot.py"
settings.register_profile("steady", deadline=None)  # machines are noisy; slow tests show elsewhere
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def key(tmp_path_factory):
    """One key for pseudonyms, outside the user's own configuration."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTIPHON_KEY", str(tmp_path_factory.getbasetemp() / "key"))
        yield


@pytest.fixture(scope="session")
def spark():
    """One session for all tests that need a cluster; they are in the group `spark`."""
    made_cluster.needed()
    with made_cluster.CLUSTER.open() as session:
        yield session


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
