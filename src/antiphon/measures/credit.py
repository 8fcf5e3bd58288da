"""How often do posts give credit to their own side, and whose more than the other's?"""

from __future__ import annotations

from dataclasses import dataclass

from antiphon.measures.books import of_book
from antiphon.schema import CREDIT


@dataclass(frozen=True)
class Credit:
    """`[credit]`: has no settings; the code is asked for in `[coding]`."""


MEASURE = of_book(
    "credit",
    "How often do posts give credit to their own side, and whose more than the other's?",
    CREDIT,
    Credit,
)
