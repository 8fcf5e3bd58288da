"""CSV that a spreadsheet opens without obeying it: no cell of text is a formula."""

from __future__ import annotations

import csv
import re
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell begins with that a spreadsheet computes; the last four are full-width signs."""
NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def defused(cell: object) -> object:
    """The cell, with an apostrophe before it where a spreadsheet would take it for a formula.

    Numbers stay as they are, and so do texts that are a negative number, as some identifiers are.

    >>> defused("=1+1"), defused("-2+3"), defused("-100123"), defused(-4.5), defused("plain")
    ("'=1+1", "'-2+3", '-100123', -4.5, 'plain')
    """
    if not isinstance(cell, str) or not cell.startswith(FORMULA) or NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def write(file: IO[str], names: Sequence[str], rows: Iterable[Iterable[object]]) -> int:
    """Write rows under a head, row by row; return how many.

    The file must be open with `newline=""`. Lines end in CR LF, so that a cell with either of the
    two is in quotes: bare, the rest of it would be a row of its own.
    """
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([defused(name) for name in names])
    count = 0
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        count += 1
    return count
