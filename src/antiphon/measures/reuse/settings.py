"""The keys of the study file's [reuse] table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reuse:
    """`[reuse]`: what counts as a shared passage."""

    min_words: int = field(default=10, metadata={"min": 4, "max": 1000})
    """Words in common that make a passage; every two changes among them ask for one more."""
    max_edited: float = field(default=0.5, metadata={"min": 0.0, "max": 0.9})
    """Largest share of the longer side of a passage that may differ, 0 to 1."""
    window_days: float = field(default=30.0, metadata={"min": 0.01, "max": 3660.0})
    """Longest time between a message's first post and another of its posts, days."""
    common_accounts: int = field(default=6, metadata={"min": 3, "max": 1_000_000})
    """A phrase of this many accounts, or twice as many texts, and never in a burst is common."""
    common_days: float = field(default=3.0, metadata={"min": 0.01, "max": 365.0})
    """A burst: half of a phrase's carriers within this many days."""
    phrases: str = field(default="", metadata={"named": "file"})
    """A CSV with the columns phrase and common (yes or no) that overrules the table of phrases."""
    simplified: bool = False
    """Read Traditional Chinese characters as Simplified ones; needs the extra `chinese`."""
    model: str = field(default="", metadata={"named": "folder"})
    """A sentence-transformers model, to find translations too; needs the extra `models`."""
    translated_days: float = field(default=7.0, metadata={"min": 0.01, "max": 3660.0})
    """Longest time between a text and its translation, days."""
    translated_closeness: float = field(default=0.6, metadata={"min": 0.0, "max": 1.2})
    """From 0, as close as the nearest strangers, to 1, as close as the model's translations."""
    breadth: int = field(default=40, metadata={"min": 1, "max": 10_000})
    """Accounts whose earlier wordings each wording is compared with per run of words they share."""
    memory_gb: float = field(
        default=2.0, metadata={"min": 0.01, "max": 1000.0, "bounds_memory": True}
    )
    """Memory that the words of the texts may take, in GB; more are compared on disk, by key."""
