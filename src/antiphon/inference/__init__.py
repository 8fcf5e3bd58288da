"""What the measures mean together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.inference import assessment, power, shares
from antiphon.inference.mechanism import Mechanism

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
        shares.QUANTITIES,
    ),
    Inference(
        "power",
        "How much planned release would these data have shown, and how often is it called likely "
        "where there is none?",
        power.Power,
        power.QUANTITIES,
    ),
    Inference(
        "assessment",
        "What lies behind the likeness of two blocs, how likely is it, and how sure is that?",
        assessment.Assessment,
        assessment.QUANTITIES,
    ),
)
