"""Tests of optional parts: skipped where the part is missing, but not in continuous integration."""

from __future__ import annotations

import importlib.util
import os

import pytest


def need(*modules: str) -> None:
    """Skip the test module unless all modules are there; with CI set, fail instead."""
    missing = [m for m in modules if importlib.util.find_spec(m) is None]
    if missing and os.environ.get("CI"):
        raise AssertionError(f"not installed, though CI is set: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}", allow_module_level=True)


def lacking(what: str) -> None:
    """Skip a test for want of something; with CI set, fail instead."""
    if os.environ.get("CI"):
        raise AssertionError(f"not there, though CI is set: {what}")
    pytest.skip(f"not there: {what}")
