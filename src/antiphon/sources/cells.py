"""Cells of an export → text and identifiers: whole columns at once, else cell by cell."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from antiphon.sources import reasons
from antiphon.sources.batches import as_list
from antiphon.sources.reasons import LONGEST_IDENTIFIER, LONGEST_TEXT, Bad, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

    from antiphon.sources.batches import Cells

REPLACEMENT = "\ufffd"
UNFIT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Read:
    """A column read: its values, null where there is none or it is bad; the faults by place."""

    values: pa.Array[Any]
    faults: dict[int, Why] = field(default_factory=dict)


def texts(
    cells: Cells, *, identifier: bool = False, mapped: Mapping[str, str] | None = None
) -> Read:
    """A column of text; an empty text stays empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fast = plain(cells)
    if fast is None:
        return slow(as_list(cells), lambda value: text(value, identifier=identifier, mapped=mapped))
    limit = LONGEST_IDENTIFIER if identifier else LONGEST_TEXT
    if mapped:
        fast = translate(fast, mapped)
    if pc.any(pc.greater(pc.binary_length(fast), pa.scalar(limit))).as_py() or (
        pc.any(pc.match_substring(fast, "\0")).as_py()
    ):
        return slow(fast.to_pylist(), lambda value: text(value, identifier=identifier, mapped=None))
    return Read(fast.cast(pa.string()))


def plain(cells: Cells) -> Any:
    """The cells as arrow text if that is what they all are; None when they need a closer look."""
    import pyarrow as pa

    if isinstance(cells, list):
        try:
            return pa.array(cells, pa.string())
        except (pa.ArrowException, UnicodeEncodeError):
            return None
    kind = cells.type
    types = pa.types
    if types.is_dictionary(kind):
        cells, kind = cells.dictionary_decode(), kind.value_type
    if types.is_null(kind) or types.is_integer(kind) or types.is_boolean(kind):
        return cells.cast(pa.string())
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        return None
    try:
        cells.validate(full=True)
        return cells.cast(pa.string())
    except pa.ArrowException:
        return None


def translate(values: pa.Array[Any], mapped: Mapping[str, str]) -> pa.Array[Any]:
    """The values of a map in place of those it names; others stay."""
    import pyarrow as pa

    coded = values.dictionary_encode()
    words = [mapped.get(word, word) for word in map(str, coded.dictionary.to_pylist())]
    return pa.array(words, pa.string()).take(coded.indices)


def slow(values: list[Any], convert: Callable[[Any], str | None]) -> Read:
    """A column cell by cell, with the faults of those that cannot be converted."""
    import pyarrow as pa

    found: list[str | None] = []
    faults = {}
    for place, value in enumerate(values):
        try:
            found.append(convert(value))
        except Bad as bad:
            found.append(None)
            faults[place] = bad.why
    return Read(pa.array(found, pa.string()), faults)


def text(value: Any, *, identifier: bool, mapped: Mapping[str, str] | None) -> str | None:
    """One cell as text. Half surrogate pairs and NUL are replaced, in an identifier refused."""
    word = scalar(value)
    if word is None:
        return None
    if mapped:
        word = mapped.get(word, word)
    if len(word) > (LONGEST_IDENTIFIER if identifier else LONGEST_TEXT):
        raise Bad(reasons.TOO_LONG, f"{len(word):,} characters: {word[:60]}")
    if UNFIT.search(word):
        if identifier:
            raise Bad(reasons.BAD_IDENTIFIER, word)
        word = UNFIT.sub(REPLACEMENT, word)
    return word


def scalar(value: Any) -> str | None:
    """A single value as an analyst would write it; a whole number without its fraction."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return number(value)
    if isinstance(value, (bool, int, Decimal)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Bad(reasons.WRONG_ENCODING, value) from error
    raise Bad(reasons.WRONG_TYPE, value)


def number(value: float) -> str | None:
    """A number of floating point, a whole one without its fraction; nothing for not-a-number."""
    if math.isnan(value):
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def matches(cells: Cells | None, wanted: tuple[str, ...], count: int) -> list[bool]:
    """For each row, is the cell one of the wanted values? An empty cell is ''."""
    if cells is None:
        return ["" in wanted] * count
    import pyarrow as pa
    import pyarrow.compute as pc

    fast = plain(cells)
    if fast is not None:
        kept = pc.is_in(fast.fill_null(""), value_set=pa.array(wanted, pa.string()))
        return [bool(keep) for keep in kept.to_pylist()]
    return [as_word(value) in wanted for value in as_list(cells)]


def as_word(value: Any) -> str:
    """A cell as `where` names it: an object or a list as JSON."""
    try:
        return scalar(value) or ""
    except Bad:
        return json.dumps(value, ensure_ascii=False, default=str)
