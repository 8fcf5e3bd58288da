"""What a study file says: one frozen dataclass for each of its tables, and the study as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003  (read by antiphon.settings)
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003
from typing import Protocol

from antiphon.schema import Blocs, Quantity  # noqa: TC001
from antiphon.sources.spec import Accounts, Contacts, Ingest, Source


@dataclass(frozen=True)
class Topic:
    """`[[topic]]`: what is being spoken about."""

    id: str
    """Its name in tables and in the report."""
    terms: tuple[str, ...]
    """Words in any case, whole where scripts have spaces; a star at the end is any ending."""


@dataclass(frozen=True)
class Narrative:
    """`[[narrative]]`: a claim that travels."""

    id: str
    """Its name in tables and in the report."""
    any: tuple[str, ...]
    """Regular expressions, in any case; a post that matches one of them carries it."""


@dataclass(frozen=True)
class Issue:
    """`[[issue]]`: a matter where one bloc can support another."""

    id: str
    """Its name in tables and in the report."""
    of: str
    """The bloc whose matter it is."""
    terms: tuple[str, ...]
    """Words, as for a topic."""


@dataclass(frozen=True)
class Claim:
    """`[[claim]]`: a sentence to be tested."""

    id: str
    """Its name in tables and in the report."""
    text: str
    """The sentence as written."""
    measure: str
    """The measure or inference whose number it is about; see `antiphon measures`."""
    quantity: str
    """One of that measure's quantities."""
    a: str
    """A bloc, a direction as in "x→y" (x repeats y; "x->y" is the same), or "x→target"."""
    expect: str
    """What the sentence says of the number: "> 0", "<= 0.5", "between 0.1 and 0.2"."""
    b: str = ""
    """What a is compared with, if with anything."""


@dataclass(frozen=True)
class Keys:
    """The study file itself."""

    title: str
    """The report's title."""
    question: str
    """The question to be answered, printed at the head of the report."""
    blocs: Blocs
    """Whom the study compares."""
    accounts: Accounts
    """Who belongs to which bloc."""
    source: tuple[Source, ...]
    """Files of posts, one table for each shape of file."""
    contacts: Contacts | None = None
    """A register of contacts."""
    topic: tuple[Topic, ...] = ()
    """What is being spoken about."""
    narrative: tuple[Narrative, ...] = ()
    """Claims that travel."""
    issue: tuple[Issue, ...] = ()
    """Matters where one bloc can support another."""
    claim: tuple[Claim, ...] = ()
    """Sentences to be tested."""
    ingest: Ingest = field(default_factory=Ingest)
    """How bad rows are treated."""
    timezone: str = "UTC"
    """The zone of times in the report; for display only."""
    seed: int = field(default=1, metadata={"min": 0})
    """The seed of everything that draws at random."""


class Part(Protocol):
    """A measure or inference, as far as a study file may speak of it."""

    @property
    def name(self) -> str:
        """The name of its table in the study file."""

    @property
    def question(self) -> str:
        """The question it answers."""

    @property
    def settings(self) -> type:
        """The dataclass of its table."""

    @property
    def quantities(self) -> Sequence[Quantity]:
        """The numbers that a claim may be about."""


@dataclass(frozen=True)
class Study:
    """A study file that was read and found sound."""

    path: Path
    """The study file; its folder is what the paths in it are relative to."""
    title: str
    question: str
    timezone: str
    seed: int
    blocs: Blocs
    accounts: Accounts
    sources: tuple[Source, ...]
    contacts: Contacts | None
    topics: tuple[Topic, ...]
    narratives: tuple[Narrative, ...]
    issues: tuple[Issue, ...]
    claims: tuple[Claim, ...]
    ingest: Ingest
    settings: Mapping[str, object]
    """The settings of every measure and inference, by its name."""
    sha256: str
    """Hash of the file's bytes."""

    @property
    def root(self) -> Path:
        """The folder that the paths of the study are relative to."""
        return self.path.parent
