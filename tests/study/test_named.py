"""Files that settings name: found beside the study, hashed, handed on."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field

import pytest

from antiphon.errors import StudyError
from antiphon.study import named


@dataclass(frozen=True)
class Settings:
    """Settings that name things."""

    people: str = field(default="", metadata={"named": "files"})
    book: str = field(default="", metadata={"named": "file"})


@pytest.fixture
def root(tmp_path):
    """A study's folder whose very name looks like a pattern."""
    folder = tmp_path / "study [1]"
    for name in ("a", "b"):
        (folder / name).mkdir(parents=True)
        (folder / name / "labels.csv").write_text(name, encoding="utf-8")
    return folder


def test_a_glob_names_every_file_that_it_matches(root):
    settings = Settings(people="*/labels.csv")
    named.hold(settings, "study.toml: coding", root)
    there = named.located(settings, root).people
    assert len(glob.glob(there)) == 2  # noqa: PTH207  (the pattern is what is tested)


def test_a_glob_without_a_file_is_told(root):
    with pytest.raises(StudyError, match="no file matches"):
        named.hold(Settings(people="*/label.csv"), "study.toml: coding", root)


def test_any_change_of_any_file_changes_the_hash(root):
    settings = Settings(people="*/labels.csv")
    before = named.digests(settings, root)
    assert named.digests(settings, root) == before
    (root / "b" / "labels.csv").write_text("c", encoding="utf-8")
    changed = named.digests(settings, root)
    assert changed != before
    (root / "c").mkdir()
    (root / "b" / "labels.csv").rename(root / "c" / "labels.csv")
    assert named.digests(settings, root) != changed


def test_nothing_named_is_nothing_hashed(root):
    assert named.digests(Settings(), root) == []
    assert named.located(Settings(), root) == Settings()
