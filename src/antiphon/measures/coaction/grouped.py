"""The tables of groups: what the network says of them beside what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.measures.coaction.gathered import gathered
from antiphon.measures.coaction.groups import described, networks
from antiphon.schema import GROUP_DAYS, GROUP_OBJECTS, GROUPS, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.engine import Engine
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.drawn import Drawn, Key
    from antiphon.measures.coaction.gathered import Gathered
    from antiphon.measures.coaction.named import Objects
    from antiphon.measures.coaction.significance import Tested


def grouped(
    engine: Engine, acts: Acts, tests: Sequence[Tested], draws: Mapping[Key, Drawn]
) -> tuple[pa.Table, Gathered]:
    """GROUPS, and what the other tables of groups are made of."""
    nets = list(networks(acts, tests))
    found = gathered(engine, acts, tests, nets)
    blank: dict[str, Any] = dict.fromkeys(GROUPS.names) | {
        "objects": 0, "posts": 0, "days": 0, "dated_accounts": 0, "blocs": [], "languages": [],
    }  # fmt: skip
    rows = [
        blank | row | found.told.get((row["kind"], row["window_seconds"], row["group"]), {})
        for net in nets
        for row in described(net, draws)
    ]
    rows.sort(key=lambda r: (r["kind"], r["window_seconds"], r["group"]))
    return pa.Table.from_pylist(rows, schema=GROUPS.arrow), found


def tables(found: Gathered, objects: Objects) -> dict[str, pa.Table]:
    """MEMBERS, GROUP_DAYS and GROUP_OBJECTS."""
    place = objects.place(found.numbers)
    more = found.objects.drop_columns(["number"])
    more = more.append_column("object_kind", pa.array(objects.kind[place].tolist(), pa.string()))
    more = more.append_column("object", pa.array(objects.object[place].tolist(), pa.string()))
    return {
        table.name: data.select(table.names).cast(table.arrow)
        for table, data in (
            (MEMBERS, found.members),
            (GROUP_DAYS, found.days),
            (GROUP_OBJECTS, more),
        )
    }
