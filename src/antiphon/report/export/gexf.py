"""GEXF 1.3 with times, as Gephi opens it: an edge lasts from its first common act to its last."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from antiphon.report.edges import SIDES, rows
from antiphon.report.export.values import ACCOUNT, EDGE, present
from antiphon.report.export.xml import Writer
from antiphon.report.words import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from antiphon.report.edges import Network

    Row = dict[str, Any]

SPACE = "http://gexf.net/1.3"
KIND = "object_kind"
"""The kind of objects once more, as an attribute: not every reader knows GEXF's own `kind`."""
TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}


def write(network: Network, file: IO[str], title: str, colour: Callable[[str], str]) -> int:
    """Write the network; return the number of edges.

    Times are UTC. The kind of objects is the edge's `kind`, so that two accounts may have an edge
    of each kind. Accounts have the colours of their blocs.
    """
    xml = Writer(file)
    with xml.inside("gexf", xmlns=SPACE, xmlns_viz=f"{SPACE}/viz", version="1.3"):
        with xml.inside("meta"):
            xml.leaf("creator", "Antiphon")
            xml.leaf("description", f"{title}: accounts that act together in {network.window} s")
        with xml.inside(
            "graph",
            mode="dynamic",
            defaultedgetype="undirected",
            timeformat="date",
            timerepresentation="interval",
        ):
            declared(xml, "node", ACCOUNT)
            declared(xml, "edge", {KIND: "string"} | {column.name: column.type for column in EDGE})
            numbers = nodes(xml, network, colour)
            return edges(xml, network, numbers)


def declared(xml: Writer, of: str, types: Mapping[str, str]) -> None:
    """The attributes of nodes or edges."""
    with xml.inside("attributes", class_=of, mode="static"):
        for name, kind in types.items():
            xml.empty("attribute", id=name, title=name, type=TYPES[kind])


def nodes(
    xml: Writer, network: Network, colour: Callable[[str], str]
) -> dict[tuple[str, str], str]:
    """Write the accounts; return their numbers in the file."""
    numbers: dict[tuple[str, str], str] = {}
    accounts = network.accounts()
    with xml.inside("nodes", count=str(accounts.num_rows)):
        for row in rows(accounts):
            number = numbers[row["platform"], row["account_id"]] = f"n{len(numbers)}"
            with xml.inside("node", id=number, label=row["account_id"]):
                values(xml, row, tuple(ACCOUNT))
                spell(xml, row)
                red, green, blue = (str(int(colour(row["bloc"])[k : k + 2], 16)) for k in (1, 3, 5))
                xml.empty("viz:color", r=red, g=green, b=blue)
    return numbers


def edges(xml: Writer, network: Network, numbers: Mapping[tuple[str, str], str]) -> int:
    """Write the edges; return how many."""
    names = (KIND, *(column.name for column in EDGE))
    with xml.inside("edges", count=str(network.edges.num_rows)):
        for at, row in enumerate(network.rows()):
            source, target = (
                numbers[row[f"platform_{side}"], row[f"account_id_{side}"]] for side in SIDES
            )
            given = {"kind": row["kind"], "weight": str(row["objects"])}
            with xml.inside("edge", id=f"e{at}", source=source, target=target, **given):
                values(xml, row | {KIND: row["kind"]}, names)
                spell(xml, row)
    return network.edges.num_rows


def values(xml: Writer, row: Row, names: tuple[str, ...]) -> None:
    """The attributes that a row has."""
    with xml.inside("attvalues"):
        for name, value in present(row, names):
            xml.empty("attvalue", for_=name, value=value)


def spell(xml: Writer, row: Row) -> None:
    """From the first common act to the last, where the posts are known."""
    if row["first_at"] is None:
        return
    with xml.inside("spells"):
        xml.empty("spell", start=str(iso(row["first_at"])), end=str(iso(row["last_at"])))
