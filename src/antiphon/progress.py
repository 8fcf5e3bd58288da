"""How long work tells that it is alive. The command line draws it; a library call is silent."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives news of long work. One step at a time is under way."""

    def start(self, step: str, *, total: float | None = None, unit: str = "") -> None:
        """A step begins: what it does, how much there is (None when unknown), in which unit."""

    def advance(self, amount: float = 1) -> None:
        """So much more of the step is done."""

    def done(self, note: str = "") -> None:
        """The step is finished; the note is what to remember of it."""


class Silent:
    """Says nothing."""

    def start(self, step: str, *, total: float | None = None, unit: str = "") -> None:
        """Ignore the news."""

    def advance(self, amount: float = 1) -> None:
        """Ignore the news."""

    def done(self, note: str = "") -> None:
        """Ignore the news."""


SILENT = Silent()
