"""The documentation and the code say the same."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from antiphon.inference import INFERENCES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_vocabulary_page_is_written_from_the_vocabulary():
    spec = importlib.util.spec_from_file_location("page", ROOT / "tools" / "vocabulary.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("inference", INFERENCES, ids=lambda i: i.name)
def test_every_inference_has_a_page(inference):
    text = (ROOT / "docs" / "measures" / f"{inference.name}.md").read_text(encoding="utf-8")
    assert "Reads wrong when" in text
    for field in inference.settings.__dataclass_fields__:
        assert f"`{field}`" in text


@pytest.mark.parametrize(
    "path", sorted((ROOT / "studies").glob("*/study.toml")), ids=lambda p: p.parent.name
)
def test_the_studies_are_valid_toml_with_a_question(path):
    study = tomllib.loads(path.read_text(encoding="utf-8"))
    assert study["question"].endswith("?")


def test_the_version_is_in_the_changelog():
    from antiphon import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
