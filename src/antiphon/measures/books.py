"""A measure of a codebook of yes-or-no codes: which codes, and whose more than the other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.coding.contrasts import READS, codes_of, contrasts, estimates
from antiphon.progress import SILENT, Progress
from antiphon.schema import Blocs, Measure, Quantity, Table

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine


def of_book(book: str, question: str, table: Table, settings: type) -> Measure:
    """The measure of a codebook of the package; it has the book's name.

    Question: which of the codes do posts of a bloc have, and which more often than the other's?
    Definition: shares of the codes and differences, as the coding step tells them; the false
    discovery rate is held over all codes, pairs and coders.
    Reads wrong when nobody coded a sample: words are counted, then, and not what they do.

    Args:
        book: the codebook.
        question: what the measure asks.
        table: what it writes.
        settings: its settings, a frozen dataclass.
    """

    def compute(
        engine: Engine,
        blocs: Blocs,  # noqa: ARG001  (the told shares are of the study's blocs)
        settings: object,  # noqa: ARG001
        progress: Progress = SILENT,
    ) -> dict[str, pa.Table]:
        """Hold the blocs' shares of each code against each other; see `of_book`."""
        progress.start(f"Comparing {book}")
        found = {table.name: contrasts(engine, book, table)}
        progress.done()
        return found

    def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
        """ESTIMATES of each code's share in each compared bloc, and of the differences."""
        return estimates(engine, blocs, book)

    return Measure(
        name=book,
        question=question,
        reads=READS,
        writes=(table,),
        settings=settings,
        compute=compute,
        quantities=quantities(book),
        estimate=estimate,
        after=("coding", "prevalences"),
    )


def quantities(book: str) -> tuple[Quantity, ...]:
    """A share and a difference for each code."""
    unit = "share of posts"
    return tuple(
        quantity
        for code in codes_of(book)
        for quantity in (
            Quantity(code, unit, f"share of a bloc's posts with {code}; a = a bloc"),
            Quantity(f"{code}_difference", unit, "that share of a less that of b, two blocs"),
        )
    )
