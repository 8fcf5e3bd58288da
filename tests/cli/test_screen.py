"""Data reach the terminal as text: no control sequences, no markup, no links."""

from __future__ import annotations

import json

from rich.table import Table
from rich.text import Text

from antiphon.cli.screen import clean, say, say_json

HOSTILE = "a\x1b]8;;http://x\x07b\x9b2Jc\u202ed\re[bold]f :smile:"


def test_control_sequences_are_taken_out():
    assert clean(HOSTILE) == "a�]8;;http://x�b�2Jc�d�e[bold]f :smile:"
    assert clean("tab\tand\nline") == "tab\tand\nline"


def test_whatever_is_printed_is_cleaned_and_not_read_as_markup(capsys):
    table = Table()
    table.add_column("x")
    table.add_row(Text(HOSTILE, style="link http://evil"))
    say(table, HOSTILE, Text(HOSTILE))
    out = capsys.readouterr().out
    assert not set(out) & set("\x1b\x07\x9b\u202e\r")
    assert "[bold]f :smile:" in out


def test_no_line_ends_in_spaces(capsys):
    table = Table.grid(padding=(0, 2))
    table.add_row("a", "b")
    table.add_row("a long one", "a longer one")
    say(table, "", "end")
    assert capsys.readouterr().out == "a           b\na long one  a longer one\n\nend\n"


def test_json_is_ascii_and_one_object(capsys):
    say_json({"text": "мост \x1b\x9b"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert "\x1b" not in out
    assert json.loads(out) == {"text": "мост \x1b\x9b"}
