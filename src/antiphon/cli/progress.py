"""Draws how long work goes on: bars on a terminal, plain lines elsewhere, on standard error."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from antiphon.cli.screen import clean, note, screen
from antiphon.progress import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress as Bar

    from antiphon.progress import Progress

PATIENCE = 1.0
NAME = 30


@contextmanager
def drawn(*, quiet: bool = False) -> Iterator[Progress]:
    """Progress for one command."""
    if quiet:
        yield SILENT
        return
    lines = Lines() if not sys.stderr.isatty() else Bars()
    try:
        yield lines
    finally:
        lines.close()


class Lines:
    """A line for every finished step, with its seconds: for logs and pipes."""

    def __init__(self) -> None:
        self.step = ""
        self.began = 0.0

    def start(self, step: str, *, total: float | None = None, unit: str = "") -> None:  # noqa: ARG002
        """Remember when the step began."""
        self.step, self.began = step, time.monotonic()

    def advance(self, amount: float = 1) -> None:
        """Nothing to draw."""

    def done(self, note: str = "") -> None:
        """Write the line."""
        if self.step:
            self.line(note)
        self.step = ""

    def line(self, remark: str) -> None:
        """Step, seconds, note."""
        seconds = time.monotonic() - self.began
        note(f"{self.step:<{NAME}} {seconds:6.1f} s  {one_line(remark)}".rstrip())

    def close(self) -> None:
        """Nothing is open."""


class Bars(Lines):
    """A bar with rate and time left for every step that lasts over a second."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.timer: threading.Timer | None = None
        self.bar: Bar | None = None
        self.total: float | None = None
        self.unit = ""
        self.amount = 0.0

    def start(self, step: str, *, total: float | None = None, unit: str = "") -> None:
        """Wait a second before anything is drawn."""
        self.close()
        super().start(step, total=total, unit=unit)
        self.total, self.unit, self.amount = total, unit, 0.0
        self.timer = threading.Timer(PATIENCE, self.draw)
        self.timer.daemon = True
        self.timer.start()

    def advance(self, amount: float = 1) -> None:
        """Move the bar, if there is one yet."""
        with self.lock:
            self.amount += amount
            if self.bar:
                self.bar.update(self.bar.task_ids[0], completed=self.amount)

    def done(self, note: str = "") -> None:
        """Take the bar away; leave a line if the step was long enough to be seen."""
        self.close()
        if self.step and time.monotonic() - self.began >= PATIENCE:
            self.line(note)
        self.step = ""

    def draw(self) -> None:
        """Show the bar."""
        with self.lock:
            if self.timer is None or self.bar:
                return
            self.bar = bar(self.unit)
            self.bar.add_task(
                one_line(self.step)[:NAME], total=self.total, completed=int(self.amount)
            )
            self.bar.start()

    def close(self) -> None:
        """Take away what is drawn."""
        with self.lock:
            if self.timer:
                self.timer.cancel()
                self.timer = None
            shown, self.bar = self.bar, None
        if shown:
            shown.stop()


def bar(unit: str) -> Bar:
    """A bar that fits 80 columns: step, bar, how much, rate, time left."""
    from rich.progress import BarColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """How much a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            gap = "" if unit in ("", "B") else " "
            return Text(f"{short(speed)}{gap}{unit}/s" if speed else "")

    class Share(ProgressColumn):
        """How much is done, in per cent, or as a count when the whole is not known."""

        def render(self, task: Task) -> Text:
            if task.total:
                return Text(f"{task.percentage:3.0f} %")
            return Text(short(task.completed) if task.completed else "")

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=16),
        Share(),
        Rate(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=screen(error=True),
        transient=True,
        refresh_per_second=5,
    )


def short(number: float) -> str:
    """A number in at most five characters.

    >>> short(7), short(1234), short(45_678), short(853_145), short(12_345_678)
    ('7', '1.2k', '46k', '853k', '12.3M')
    """
    if number < 1000:
        return f"{number:.0f}" if number >= 10 or number == int(number) else f"{number:.1f}"
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if number >= size * 0.9995:
            part = number / size
            digits = 1 if part < 9.95 or (sign != "k" and part < 99.95) else 0
            return f"{part:.{digits}f}{sign}"
    return f"{number:.0f}"


def one_line(text: str) -> str:
    """The text on one line."""
    return clean(" ".join(text.split()))
