"""Which tactics do posts use, and whose more than the other's?"""

from __future__ import annotations

from dataclasses import dataclass

from antiphon.measures.books import of_book
from antiphon.schema import TACTICS


@dataclass(frozen=True)
class Tactics:
    """`[tactics]`: has no settings; the codes are asked for in `[coding]`."""


MEASURE = of_book(
    "tactics", "Which tactics do posts use, and whose more than the other's?", TACTICS, Tactics
)
