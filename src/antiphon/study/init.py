"""Writes a first study: a commented study file, its accounts, six posts to try it on."""

from __future__ import annotations

import os
from importlib import resources
from typing import TYPE_CHECKING

from antiphon.errors import StudyError

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("study.toml", "accounts.csv", "posts/example.jsonl")
TEMPLATES = "antiphon.study"


def init(folder: Path) -> tuple[Path, ...]:
    """Write the files of a first study into a folder; none of them may be there already.

    Raises:
        StudyError: when one of the files exists, or the folder cannot be written.
    """
    targets = tuple(folder / name for name in FILES)
    for target in targets:
        if os.path.lexists(target):
            raise StudyError(
                "a file is already there",
                where=str(target),
                expected="a folder without " + ", ".join(FILES),
                fix="give another folder, or move the file away",
            )
    templates = resources.files(TEMPLATES) / "templates"
    try:
        for name, target in zip(FILES, targets, strict=True):
            content = templates.joinpath(*name.split("/")).read_bytes()
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as handle:
                handle.write(content)
    except OSError as error:
        raise StudyError(
            "the folder cannot be written", where=str(folder), got=error.strerror or str(error)
        ) from error
    return targets
