"""Addresses as objects: two that lead to the same page are one, see `antiphon.kernels.pages`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from antiphon.kernels.pages import page
from antiphon.kernels.platforms import FORWARDERS

if TYPE_CHECKING:
    from antiphon.engine import Engine

DISTINCT = """
    SELECT DISTINCT link FROM ({source})
    WHERE NOT list_contains($forwarders, regexp_extract(link, '^https?://([^/]*)/', 1))
"""
PAGES = pa.schema([("link", pa.string()), ("page", pa.string())])


def canonical(engine: Engine, source: str) -> None:
    """Make the table `addresses` (link, page) of the column `link` of a query.

    Each address is looked at once. Those of sites that only forward are most of what microblogs
    have, and lead nowhere: they are left out before.
    """
    sql = DISTINCT.format(source=source)
    found = engine.table(sql, {"forwarders": sorted(FORWARDERS)})["link"]
    links = [str(link) for link in found.to_pylist()]
    pages = [pa.array(column, pa.string()) for column in (links, [page(link) for link in links])]
    engine.register("addresses_found", pa.Table.from_arrays(pages, schema=PAGES))
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE addresses AS SELECT * FROM addresses_found WHERE page <> ''"
    )
    engine.discard("addresses_found")
