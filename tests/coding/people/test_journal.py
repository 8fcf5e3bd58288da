"""The answers of one person: the last one counts, a torn line does not."""

from __future__ import annotations

import pytest

from antiphon.coding.people.journal import Journal, answered
from antiphon.errors import SourceError


def test_a_line_that_a_power_cut_cut_off_is_left_out_and_the_next_is_whole(tmp_path):
    path = tmp_path / "a.jsonl"
    journal = Journal(path, "ann")
    journal.record("i1", "tone", "none")
    journal.record("i2", "tone", "sharp")
    journal.close()
    whole = path.read_bytes()
    for cut in range(len(whole.splitlines()[0]) + 2, len(whole)):
        path.write_bytes(whole[:cut])
        journal = Journal(path, "ann")
        assert journal.answers["i1", "tone"] == "none"
        journal.record("i3", "tone", "hostile")
        journal.close()
        again = Journal(path, "ann")
        assert again.answers["i3", "tone"] == "hostile"
        again.close()


def test_a_line_in_the_middle_that_is_no_answer_is_told_with_its_row():
    good = '{"item": "i", "code": "c", "coder": "a", "label": "x"}'
    with pytest.raises(SourceError, match="not an answer") as error:
        list(answered(f"{good}\nnonsense\n{good}\n", "file"))
    assert error.value.where == "file: row 2"


def test_each_answer_is_forced_to_the_disk_before_it_counts(tmp_path, monkeypatch):
    forced = []
    monkeypatch.setattr("os.fsync", forced.append)
    journal = Journal(tmp_path / "a.jsonl", "ann")
    journal.record("i", "c", "x")
    assert len(forced) == 1
    journal.close()


def test_if_the_disk_fails_the_answer_does_not_count(tmp_path, monkeypatch):
    def fail(_):
        raise OSError(28, "No space left on device")

    journal = Journal(tmp_path / "a.jsonl", "ann")
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        journal.record("i", "c", "x")
    assert journal.answers == {}
    journal.close()
