"""What decides which passages count as translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Translated:
    """The settings of the search across languages; the study file has them under `[reuse]`."""

    model: Path
    """The folder of a sentence-transformers model that knows the study's languages."""
    closeness: float = 0.6
    """From 0, as close as the nearest strangers, to 1, as close as true translations."""
    days: float = 7.0
    """Longest time between a text and its translation, days."""
    min_words: int = 8
    """Words of a passage on its shorter side; two Han characters are a word."""
    breadth: int = 40
    """Earlier texts that each text is compared with."""
