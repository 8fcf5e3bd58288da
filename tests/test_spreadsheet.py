"""No cell of a CSV is a formula."""

from __future__ import annotations

import csv
import io

import pytest

from antiphon import spreadsheet


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_what_a_spreadsheet_would_compute_is_text(cell):
    assert spreadsheet.defused(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["", "a=b", "-1001234567890", "-4.5", "anon-1", -3, 0.5, None, True]
)
def test_numbers_and_plain_texts_stay(cell):
    assert spreadsheet.defused(cell) is cell


def test_heads_and_rows_are_written_and_counted():
    out = io.StringIO()
    assert (
        spreadsheet.write(out, ("name", "=n"), (row for row in [("=a", 1), ('x,"y"\nz', -2)])) == 2
    )
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [
        ["name", "'=n"],
        ["'=a", "1"],
        ['x,"y"\nz', "-2"],
    ]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_a_line_end_in_a_cell_begins_no_row(end):
    out = io.StringIO(newline="")
    spreadsheet.write(out, ("name", "n"), [(f"a{end}=1+1", 1)])
    assert f'"a{end}=1+1",1' in out.getvalue()
    assert list(csv.reader(io.StringIO(out.getvalue(), newline="")))[1] == [f"a{end}=1+1", "1"]
