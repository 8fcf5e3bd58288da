"""What is said: codebooks, and the coders that label texts by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.coding.settings import Coding, Estimation

if TYPE_CHECKING:
    from antiphon.schema import Quantity


@dataclass(frozen=True)
class Step:
    """A step of a run that measures build on: its question, its settings."""

    name: str
    question: str
    settings: type
    quantities: tuple[Quantity, ...] = ()


CODING = Step("coding", "What do coders say of each text, by the codebook?", Coding)
PREVALENCES = Step(
    "prevalences",
    "How often do texts have a label, a machine's errors taken back by what people say?",
    Estimation,
)
