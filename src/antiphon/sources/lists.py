"""Cells of an export → lists of text: whole columns at once, else cell by cell."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

from antiphon.sources import reasons
from antiphon.sources.batches import as_list
from antiphon.sources.cells import Read, text
from antiphon.sources.reasons import Bad

if TYPE_CHECKING:
    from collections.abc import Mapping

    from antiphon.sources.batches import Cells

# An address may hold a comma; where another address follows, the comma separates.
SEPARATORS = {"urls": re.compile(r"[\s|]+|,+(?=\s|$|[a-zA-Z]{2,9}://)")}
SEPARATOR = re.compile(r"[\s,|]+")
SIGNS = {"hashtags": "#＃", "mentions": "@＠"}
LONGEST_LITERAL = 100_000


def lists(
    cells: Cells, name: str, separator: str = "", mapped: Mapping[str, str] | None = None
) -> Read:
    """A column of lists: JSON arrays, Python's way of writing them, or separated words."""
    import pyarrow as pa

    kind = pa.list_(pa.string())
    signs = SIGNS.get(name, "")
    fast = None if mapped else ready(cells, signs)
    if fast is not None:
        return Read(fast)
    found: list[list[str] | None] = []
    faults = {}
    splitter = re.compile(re.escape(separator)) if separator else SEPARATORS.get(name, SEPARATOR)
    for place, value in enumerate(as_list(cells)):
        try:
            found.append(items(value, splitter, signs, mapped or {}) or None)
        except Bad as bad:
            found.append(None)
            faults[place] = bad.why
    if not any(found):
        return Read(pa.nulls(len(found), kind), faults)
    return Read(pa.array(found, kind), faults)


def ready(cells: Cells, signs: str) -> Any:
    """The cells as arrow lists if they are lists of text that need no change; an empty one null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind: Any = pa.list_(pa.string())
    # Arrow would take a text for the list of its letters.
    if isinstance(cells, list) and not {type(cell) for cell in cells} <= {list, type(None)}:
        return None
    try:
        lists: Any = pa.array(cells, kind) if isinstance(cells, list) else cells.cast(kind)
        lists.validate(full=True)
    except (pa.ArrowException, UnicodeEncodeError):
        return None
    words = lists.flatten()
    if (
        words.null_count
        or pc.any(pc.match_substring_regex(words, rf"^[\s{signs}]|\s$|^$|\x00")).as_py()
    ):
        return None
    empty = pc.equal(pc.list_value_length(lists), pa.scalar(0))
    return pc.if_else(empty, None, lists)


def items(
    value: Any, splitter: re.Pattern[str], signs: str, mapped: Mapping[str, str]
) -> list[str] | None:
    """The items of one cell, without their sign; None for an empty cell."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = array(value) if value.startswith("[") else splitter.split(value)
    elif not isinstance(value, (list, tuple)):
        raise Bad(reasons.WRONG_TYPE, value)
    words = []
    for item in value:
        word = text(item, identifier=False, mapped=mapped)
        word = word.strip().lstrip(signs) if word else ""
        if word:
            words.append(word)
    return words


def array(written: str) -> list[Any]:
    """A list in one cell, as JSON or Python write it."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        value = None
        if len(written) <= LONGEST_LITERAL:
            try:
                value = ast.literal_eval(written)
            except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
                value = None
    if not isinstance(value, list):
        raise Bad(reasons.WRONG_TYPE, written)
    return value
