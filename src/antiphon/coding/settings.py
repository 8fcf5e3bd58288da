"""The keys of the study file's tables [coding] and [prevalences]."""

from __future__ import annotations

from dataclasses import dataclass, field

from antiphon.coding.codebook import UNITS
from antiphon.coding.coders.model.settings import Model  # noqa: TC001  (read by antiphon.settings)
from antiphon.coding.units import Target  # noqa: TC001
from antiphon.schema import PERIOD_LENGTHS

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
    embeddings: str = field(default="", metadata={"named": "folder"})
    """A sentence-transformers model by whose vectors the classifier learns, instead of by words."""
    target: tuple[Target, ...] = ()
    """Whom codes with a target are asked about."""
    model: Model | None = None
    """A language model; texts are sent to its address."""


@dataclass(frozen=True)
class Estimation:
    """`[prevalences]`: how shares of labels are told, and by whom they are corrected."""

    people: str = field(default="", metadata={"named": "files"})
    """What people said of drawn samples, a file or glob, as `antiphon code import` writes them."""
    method: str = field(default="ppi", metadata={"choices": ("ppi", "dsl")})
    """How a machine is corrected by people: ppi, prediction-powered; dsl, supervised by design."""
    clustered: bool = True
    """Do intervals speak of more than the posts at hand? Then accounts are the sample."""
    period: str = field(default="month", metadata={"choices": PERIOD_LENGTHS})
    """The periods for which shares are told."""
    least: int = field(default=10, metadata={"min": 2, "max": 1_000_000})
    """With fewer units that people coded, a share stays uncalibrated."""
