"""What a measure is, whom it compares, and the numbers it gives to claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.schema.table import C, Table
from antiphon.schema.values import CORRECTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa


@dataclass(frozen=True)
class Blocs:
    """Whom the study compares, and the outsiders beside them."""

    compare: tuple[str, ...]
    """The blocs whose repetitions are explained, two or more."""
    reference: tuple[str, ...] = ()
    """Outsiders: news agencies, independent media, other authorities."""

    @property
    def all(self) -> tuple[str, ...]:
        """Compared blocs first, then the reference ones."""
        return self.compare + self.reference

    @property
    def directions(self) -> tuple[tuple[str, str], ...]:
        """Every ordered pair (who repeats, who was repeated) of compared blocs."""
        return tuple((a, b) for a in self.compare for b in self.compare if a != b)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every unordered pair of compared blocs, in the study's order."""
        return tuple((a, b) for i, a in enumerate(self.compare) for b in self.compare[i + 1 :])


@dataclass(frozen=True)
class Quantity:
    """A number that a measure reports and that a claim may be about."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class Measure:
    """A question put to the posts, the columns it reads, the tables it writes.

    `compute(engine, blocs, settings, progress)` reads `engine`'s tables of `reads` and returns the
    tables of `writes` by name, rows sorted. `settings` is a frozen dataclass whose fields are the
    keys of the study file's table of the same name as the measure.
    """

    name: str
    question: str
    reads: Mapping[str, tuple[str, ...]]
    writes: tuple[Table, ...]
    settings: type
    compute: Callable[..., Mapping[str, pa.Table]]
    quantities: tuple[Quantity, ...] = ()
    estimate: Callable[..., pa.Table] | None = None
    """`estimate(engine, blocs)` gives the quantities as ESTIMATES, from the written tables."""
    after: tuple[str, ...] = ()
    """Steps whose tables it uses too, where the engine has them."""


ESTIMATES = Table(
    "estimates",
    "a number that a claim may be about",
    (
        C("measure", "string", "the measure or inference it belongs to"),
        C("quantity", "string", "one of its documented quantities"),
        C("a", "string", "a bloc, or a direction as in 'a→b'"),
        C("b", "string", "what it is compared with; '' for nothing"),
        C("estimate", "float", "the number"),
        C("low", "float", "lower end of its interval"),
        C("high", "float", "upper end"),
        C("level", "float", "the interval's level, such as 0.95"),
        C("n", "int", "the count it rests on"),
        C("denominator", "int", "out of how many"),
        C("unit", "string", "its unit"),
        C(
            "method",
            "string",
            "how a judgement on texts is told; empty for other numbers",
            *CORRECTIONS,
        ),
    ),
)
