"""From what went wrong to a message and an exit code.

0 done, 1 a mistake of antiphon itself, 2 a wrong command line, 3 a study or data to mend,
4 results that differ, 130 interrupted.
"""

from __future__ import annotations

import errno
import functools
import os
import signal
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from antiphon.cli.screen import note, say_json
from antiphon.errors import AntiphonError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

DEBUG = "ANTIPHON_DEBUG"
BUG, INTERRUPTED = 1, 130
KEPT = {
    "check": "What was read is kept in the study's store; the same command goes on from there.",
    "run": "What was read is kept in the study's store, what was computed in the results folder; "
    "the same command goes on from there.",
    "simulate": "The world is half written; the same command writes it again.",
    "verify": "Nothing was changed.",
}


@dataclass
class Interrupt:
    """Whether Ctrl-C was pressed: some libraries turn it into an error of their own."""

    seen: bool = False

    def __call__(self, _number: int, _frame: FrameType | None) -> None:
        """Remember, and stop what is under way."""
        self.seen = True
        raise KeyboardInterrupt


@contextmanager
def listening() -> Iterator[Interrupt]:
    """Listen for Ctrl-C."""
    interrupt = Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)


def guarded(action: Callable[..., int | None]) -> Callable[..., None]:
    """The action as a command: it ends with an exit code and a message, never a traceback."""

    @functools.wraps(action)
    def command(*arguments: Any, **options: Any) -> None:
        with listening() as interrupt:
            try:
                code = action(*arguments, **options) or 0
                sys.stdout.flush()
            except (typer.Exit, typer.BadParameter):
                raise
            except BrokenPipeError:
                # The reader has seen enough; Python would complain once more at exit.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                code = 0
            except BaseException as error:
                if isinstance(error, SystemExit):
                    raise
                stopped = interrupt.seen or isinstance(error, KeyboardInterrupt)
                code = report(error, action.__name__, stopped=stopped, as_json=is_json(options))
        raise typer.Exit(code)

    return command


def is_json(options: dict[str, Any]) -> bool:
    """Was JSON asked for?"""
    return bool(options.get("as_json"))


def report(error: BaseException, command: str, *, stopped: bool, as_json: bool) -> int:
    """Tell what went wrong; return the exit code."""
    if os.environ.get(DEBUG, "") not in ("", "0"):
        import traceback

        note("".join(traceback.format_exception(error)))
    if stopped:
        note("Interrupted. " + KEPT.get(command, "Nothing is half done."))
        return INTERRUPTED
    known = known_error(error)
    if known is None:
        note(
            f"antiphon has made a mistake: {type(error).__name__}: {error}\n"
            f"Please report it with what `antiphon --debug {command} …` prints."
        )
        return BUG
    note(f"error: {known}")
    if as_json:
        names = ("what", "where", "got", "expected", "fix")
        found = {name: getattr(known, name) for name in names}
        say_json({"error": found, "exit_code": known.exit_code})
    return known.exit_code


def known_error(error: BaseException) -> AntiphonError | None:
    """The error as something to mend; None when it is antiphon's own mistake."""
    if isinstance(error, AntiphonError):
        return error
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return AntiphonError(
            "not enough memory", got=str(error) or None, fix="give more, as in --memory 4GB"
        )
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return AntiphonError(
            "no space left" if full else "a file cannot be read or written",
            where=str(error.filename or ""),
            got=error.strerror or str(error),
            fix="make room and run the same command again" if full else "",
        )
    return None
