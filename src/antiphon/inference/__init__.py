"""What the measures mean together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.inference.mechanism import Mechanism
from antiphon.inference.shares import QUANTITIES

if TYPE_CHECKING:
    from antiphon.schema import Quantity


@dataclass(frozen=True)
class Inference:
    """A conclusion drawn from measures: its question, its settings, its quantities."""

    name: str
    question: str
    settings: type
    quantities: tuple[Quantity, ...]


INFERENCES = (
    Inference(
        "mechanism",
        "By exchange, borrowing, common source or coordinated release: how did shared messages "
        "come about?",
        Mechanism,
        QUANTITIES,
    ),
)
