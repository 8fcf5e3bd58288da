"""The blocs of a study on paper: their order, their colours, what is said of their directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.schema import Blocs

if TYPE_CHECKING:
    from collections.abc import Mapping

COMPARED = ("#1f6fb4", "#c9541b", "#12836b", "#8e5aa6", "#a67c00", "#b8447a")
REFERENCE = ("#5f666d", "#8a9199", "#3f454a")
OTHER = "#8a9199"
MECHANISM_WORDS = {
    "own": ("own", "first in the data: nobody was seen saying it before"),
    "internal": ("internal", "repeated from a post of its own bloc"),
    "common_source": ("common source", "both took it from a third party, seen or unseen"),
    "exchange": ("exchange", "the other bloc's post, reprinted whole or with credit"),
    "borrowing": ("borrowing", "taken up from the other bloc without credit, after a while"),
    "coordinated_release": (
        "joint release",
        "the name of a pattern: both blocs publish within minutes what nobody had before",
    ),
}


def of_study(study: Mapping[str, Any]) -> Blocs:
    """The blocs named in results.json."""
    return Blocs(
        tuple(map(str, study.get("compare") or ())), tuple(map(str, study.get("reference") or ()))
    )


def colour(blocs: Blocs, name: str) -> str:
    """The bloc's colour: the same on every figure, safe for colour-blind readers."""
    if name in blocs.compare:
        return COMPARED[blocs.compare.index(name) % len(COMPARED)]
    if name in blocs.reference:
        return REFERENCE[blocs.reference.index(name) % len(REFERENCE)]
    return OTHER


def style(blocs: Blocs, name: str) -> str:
    """The class of the style sheet that carries the bloc's colour."""
    if name in blocs.compare:
        return f"c{blocs.compare.index(name) % len(COMPARED)}"
    if name in blocs.reference:
        return f"r{blocs.reference.index(name) % len(REFERENCE)}"
    return "r1"


def repeats(repeater: str, origin: str) -> str:
    """A direction in words."""
    return f"{repeater} repeats {origin}" if repeater != origin else f"within {repeater}"


def mechanism(name: str) -> str:
    """A mechanism's name in words."""
    return MECHANISM_WORDS.get(name, (name, ""))[0]
