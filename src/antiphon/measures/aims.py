"""Which aims do posts serve, and whose more than the other's?"""

from __future__ import annotations

from dataclasses import dataclass

from antiphon.measures.books import of_book
from antiphon.schema import AIMS


@dataclass(frozen=True)
class Aims:
    """`[aims]`: has no settings; the codes are asked for in `[coding]`."""


MEASURE = of_book("aims", "Which aims do posts serve, and whose more than the other's?", AIMS, Aims)
