"""Progress: bars on a terminal for long steps, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import io
import re
import time
from contextlib import redirect_stderr

import pytest

from antiphon.cli import progress
from antiphon.cli.progress import drawn, short
from antiphon.progress import SILENT


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    return stream


def test_without_a_terminal_every_finished_step_is_a_line(capsys):
    with drawn() as news:
        news.start("Reading", total=10, unit="rows")
        news.advance(10)
        news.done("10 rows\x1b[2J\n[bold]")
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"Reading +0\.\d s  10 rows�\[2J \[bold\]\n", err)


def test_quiet_is_silent():
    with drawn(quiet=True) as news:
        assert news is SILENT


def test_on_a_terminal_a_short_step_leaves_nothing(terminal):
    with redirect_stderr(terminal), drawn() as news:
        news.start("Reading")
        news.done()
    assert terminal.getvalue() == ""


def test_on_a_terminal_a_long_step_has_a_bar_and_leaves_a_line(terminal):
    with redirect_stderr(terminal), drawn() as news:
        news.start("Reading [red]", total=100, unit="rows")
        for _ in range(20):
            news.advance(4)
            time.sleep(0.02)
        news.done("100 rows")
    shown = terminal.getvalue()
    assert "rows/s" in shown
    assert "Reading [red]" in shown
    last = shown.rstrip("\n").split("\n")[-1]
    assert last.endswith("100 rows")


def test_a_step_of_unknown_length_is_drawn_without_being_told_of_progress(terminal):
    with redirect_stderr(terminal), drawn() as news:
        news.start("Thinking")
        time.sleep(0.4)
        shown = terminal.getvalue()
        news.done()
    assert "Thinking" in shown


def test_an_error_in_a_step_takes_the_bar_away(terminal):
    with pytest.raises(ValueError), redirect_stderr(terminal), drawn() as news:  # noqa: PT012
        news.start("Reading", total=5)
        time.sleep(0.2)
        raise ValueError
    assert "\x1b[?25h" in terminal.getvalue()  # the cursor is back


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1.0k"), (99_960, "100k"), (999_949, "1.0M"), (4e9, "4.0G")],
)
def test_short_numbers(number, text):
    assert short(number) == text
