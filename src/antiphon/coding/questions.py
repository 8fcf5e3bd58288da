"""What a coder is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from antiphon.coding.units import Target  # noqa: TC001

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from antiphon.coding.codebook import Code

UNUSABLE = -1
"""Stands for an answer that is none of the labels."""


@dataclass(frozen=True)
class Question:
    """A code, and whom it is asked about."""

    code: Code
    """The code."""
    target: Target | None = None
    """The target; none for a code without."""

    @property
    def about(self) -> str:
        """The target's name; '' for none."""
        return self.target.id if self.target else ""


@dataclass(frozen=True)
class Answers:
    """What a coder says of many units, in their order."""

    labels: NDArray[np.int8]
    """Number of the label in the code's list; `UNUSABLE` for no usable answer."""
    probabilities: NDArray[np.float64] | None = None
    """Of that label; none where the coder gives none."""


@dataclass(frozen=True)
class Record:
    """What is to be known of a coder; the columns of CODERS."""

    code: str
    coder: str
    kind: str
    version: str
    trained_on: str = ""
    n_train: int = 0
    macro_f1: float | None = None
    low: float | None = None
    high: float | None = None
    calibration_error: float | None = None
    baseline_f1: float | None = None
    note: str = ""


class Coder(Protocol):
    """Answers the questions that it is made for; equal texts get equal answers."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it can be asked."""

    @property
    def name(self) -> str:
        """Its name in tables."""

    def answer(self, texts: pa.StringArray) -> list[Answers]:
        """An answer for each question and text."""

    def records(self) -> list[Record]:
        """What is to be known of it, code by code."""
