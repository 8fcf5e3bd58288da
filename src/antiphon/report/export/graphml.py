"""GraphML: the network for igraph, NetworkX, Cytoscape, yEd."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from antiphon.report.edges import SIDES, rows
from antiphon.report.export.values import ACCOUNT, EDGE, present
from antiphon.report.export.xml import Writer
from antiphon.report.words import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from antiphon.report.edges import Network

    Row = dict[str, Any]

TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean"}
TIMES = ("first_at", "last_at")


def write(network: Network, file: IO[str], title: str) -> int:
    """Write the network; return the number of edges.

    `weight` is the number of common objects; `first_at` and `last_at` are UTC.
    """
    xml = Writer(file)
    with xml.inside("graphml", xmlns="http://graphml.graphdrawing.org/xmlns"):
        declared(xml, "node", ACCOUNT | dict.fromkeys(TIMES, "string"))
        types = {column.name: column.type for column in EDGE}
        declared(xml, "edge", {"kind": "string", "weight": "float"} | types)
        for name in TIMES:
            key(xml, "edge", name, "string")
        with xml.inside("graph", id="coaction", edgedefault="undirected"):
            xml.leaf("desc", f"{title}: accounts that act together in {network.window} s")
            numbers = nodes(xml, network)
            return edges(xml, network, numbers)


def declared(xml: Writer, of: str, types: Mapping[str, str]) -> None:
    """The attributes of nodes or edges."""
    for name, kind in types.items():
        key(xml, of, name, kind)


def key(xml: Writer, of: str, name: str, kind: str) -> None:
    """One attribute."""
    told = {"attr__name": name, "attr__type": TYPES[kind]}
    xml.empty("key", id=f"{of}-{name}", for_=of, **told)


def nodes(xml: Writer, network: Network) -> dict[tuple[str, str], str]:
    """Write the accounts; return their numbers in the file."""
    numbers: dict[tuple[str, str], str] = {}
    for row in rows(network.accounts()):
        number = numbers[row["platform"], row["account_id"]] = f"n{len(numbers)}"
        with xml.inside("node", id=number):
            values(xml, "node", dated(row), (*ACCOUNT, *TIMES))
    return numbers


def edges(xml: Writer, network: Network, numbers: Mapping[tuple[str, str], str]) -> int:
    """Write the edges; return how many."""
    names = ("kind", "weight", *(column.name for column in EDGE), *TIMES)
    for at, row in enumerate(network.rows()):
        source, target = (
            numbers[row[f"platform_{side}"], row[f"account_id_{side}"]] for side in SIDES
        )
        with xml.inside("edge", id=f"e{at}", source=source, target=target):
            values(xml, "edge", dated(row) | {"weight": float(row["objects"])}, names)
    return network.edges.num_rows


def dated(row: Row) -> Row:
    """The row with its times as text."""
    return row | {name: iso(row[name]) for name in TIMES}


def values(xml: Writer, of: str, row: Row, names: tuple[str, ...]) -> None:
    """The attributes that a row has."""
    for name, value in present(row, names):
        xml.leaf("data", value, key=f"{of}-{name}")
