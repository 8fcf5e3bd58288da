"""The register of contacts: one file, kept by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from antiphon.errors import SourceError
from antiphon.schema import CONTACTS
from antiphon.sources import handmade

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

PARTIES = re.compile(r"\s*[;|]\s*")


def contacts(path: Path | None) -> pa.Table:
    """CONTACTS from the file, in order of date and identifier; empty without a file.

    Raises:
        SourceError: for a bad row, or an identifier that occurs twice.
    """
    if path is None:
        return CONTACTS.empty()
    table, rows = handmade.read(path, CONTACTS, splitter=PARTIES)
    first: dict[str, int] = {}
    for name, row in zip(map(str, table.column("contact_id").to_pylist()), rows, strict=True):
        if name in first:
            raise SourceError(
                f"contact_id {name!r} occurs twice",
                where=f"{path}, rows {first[name]} and {row}",
                fix="give each contact an identifier of its own",
            )
        first[name] = row
    return table.sort_by([("date", "ascending"), ("contact_id", "ascending")])
