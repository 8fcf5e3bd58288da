"""The keys of the study file's [coding] table."""

from __future__ import annotations

from dataclasses import dataclass, field

from antiphon.coding.codebook import UNITS
from antiphon.coding.coders.model.settings import Model  # noqa: TC001  (read by antiphon.settings)
from antiphon.coding.units import Target  # noqa: TC001

CODERS = ("lexicon", "classifier", "model")


@dataclass(frozen=True)
class Coding:
    """`[coding]`: what is asked of the texts, and of whom."""

    codes: tuple[str, ...] = ()
    """Codes or whole codebooks, such as "tone" and "tactics"; "own" is all of `book`."""
    coders: tuple[str, ...] = field(default=("lexicon",), metadata={"choices": CODERS})
    """Who is asked; each is asked every code that it knows."""
    unit: str = field(default="", metadata={"choices": UNITS})
    """What every code is asked of, instead of the unit that its codebook names."""
    book: str = field(default="", metadata={"named": "file"})
    """A codebook of the study's own, TOML with `[[code]]` tables."""
    lexicon: str = field(default="", metadata={"named": "file"})
    """A lexicon of the study's own, TOML with `[[entry]]` and `[[rule]]` tables."""
    labels: str = field(default="", metadata={"named": "file"})
    """Texts that people coded, for the classifier to learn from: CSV, JSONL or Parquet."""
    classifier: str = field(default="", metadata={"named": "folder"})
    """A folder with a classifier that was trained before; then `labels` is not needed."""
    target: tuple[Target, ...] = ()
    """Whom codes with a target are asked about."""
    model: Model | None = None
    """A language model; texts are sent to its address."""
