"""The first study can be read at once, and nothing is overwritten."""

from __future__ import annotations

import pytest

from antiphon.errors import StudyError
from antiphon.study.file import load
from antiphon.study.init import FILES, init


def test_what_is_written_is_a_sound_study(tmp_path):
    written = init(tmp_path / "new" / "study")
    assert all(path.is_file() for path in written)
    study = load(written[0])
    assert study.blocs.compare == ("northmark", "southmark")


def test_the_keys_that_are_commented_out_are_known_too(tmp_path):
    """Taking the sign off the lines that look like keys or tables gives a sound study."""
    path = init(tmp_path)[0]
    lines = path.read_text().splitlines()
    alternative = {"[accounts.derive]", 'bloc = "country"', 'name = "user_name"'}
    bare = [
        line[2:] if line.startswith("# ") and is_toml(line[2:], alternative) else line
        for line in lines
    ]
    assert bare != lines
    path.write_text("\n".join(bare).replace("exports/tweets.csv", "posts/example.jsonl"))
    study = load(path)
    assert [claim.id for claim in study.claims] == ["borrowed"]
    assert len(study.sources) == 2


def is_toml(line, besides):
    return line not in besides and (line.startswith("[") or " = " in line)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_there_stays_and_nothing_else_is_written(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(StudyError, match="already there"):
        init(tmp_path)
    assert (tmp_path / name).read_text() == "mine"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / name]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StudyError, match="cannot be written"):
        init(tmp_path / "file" / "study")
