"""JSON Lines: one object a line."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING, Any

from antiphon.sources import reasons
from antiphon.sources.batches import BYTES, ROWS, Records
from antiphon.sources.lines import blocks
from antiphon.sources.reasons import Bad, Fault, excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from antiphon.sources.batches import Read
    from antiphon.sources.lines import Block


def read(path: Path, encoding: str, advance: Callable[[float], None]) -> Iterator[Read]:
    """The file's objects in batches, and the lines that are none. Blank lines are no rows."""
    numbers: list[int] = []
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    size = 0
    for block in blocks(path, encoding, advance):
        decode_block(block, numbers, rows, faults)
        size += sum(len(line) for line in block.lines if line)
        if len(rows) >= ROWS or size >= BYTES:
            yield Records(numbers, rows), faults
            numbers, rows, faults, size = [], [], [], 0
    yield Records(numbers, rows), faults


def decode_block(
    block: Block, numbers: list[int], rows: list[dict[str, Any]], faults: list[Fault]
) -> None:
    """Append a block's objects and faults."""
    import msgspec

    decode = msgspec.json.Decoder(dict[str, Any]).decode
    # A block makes ten thousand containers and no cycles: looking for them doubles the time.
    watched = gc.isenabled()
    gc.disable()
    try:
        rows += [decode(line) for line in block.lines]  # type: ignore[arg-type]  # None: TypeError
        numbers += range(block.first, block.first + len(block.lines))
    except (ValueError, RecursionError, TypeError):
        one_by_one(block, numbers, rows, faults)
    finally:
        if watched:
            gc.enable()
    if block.damaged:
        number = block.first + len(block.lines)
        faults.append(Fault(number, "", reasons.DAMAGED_ARCHIVE, ""))


def one_by_one(
    block: Block, numbers: list[int], rows: list[dict[str, Any]], faults: list[Fault]
) -> None:
    """Append the objects of a block that holds something else too."""
    import msgspec

    decode = msgspec.json.Decoder().decode
    for number, line in enumerate(block.lines, block.first):
        if line is None:
            faults.append(Fault(number, "", reasons.LINE_TOO_LONG, ""))
            continue
        try:
            row = decode(line)
        except (ValueError, RecursionError):
            if not line.strip():
                continue
            try:
                row = patient(line)
            except Bad as bad:
                faults.append(Fault(number, "", *bad.why))
                continue
        if type(row) is dict:
            numbers.append(number)
            rows.append(row)
        else:
            faults.append(Fault(number, "", reasons.NOT_AN_OBJECT, excerpt(line)))


def patient(line: bytes) -> Any:
    """Decode what the fast decoder refuses but may still be read: half surrogate pairs."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Bad(reasons.WRONG_ENCODING, line) from error
    try:
        return json.loads(text, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Bad(reasons.BAD_JSON, line) from error


def refuse(name: str) -> Any:
    """NaN and Infinity are not JSON."""
    raise ValueError(name)
