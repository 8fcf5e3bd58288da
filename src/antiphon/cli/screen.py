"""What reaches the terminal: data is cleaned of control characters, markup in it stays text."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

# C0 but tab and line feed, DEL, C1; what turns the direction of writing; line and page marks.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    r"""The text with a mark for everything that a terminal might obey.

    >>> clean("\x1b[2Jgone")
    '�[2Jgone'
    """
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


class Clean:
    """A renderable whose text is cleaned; colours, which are not in the text, stay."""

    def __init__(self, inner: RenderableType) -> None:
        self.inner = inner

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.segment import Segment

        shown = (s for s in console.render(self.inner, options) if not s.control)
        for line in Segment.split_lines(shown):
            while line and not line[-1].text.strip():
                line.pop()
            for at, segment in enumerate(line, 1):
                style = segment.style
                if style and style.link:
                    style = style.update_link(None)
                text = clean(segment.text)
                yield Segment(text.rstrip() if at == len(line) else text, style)
            yield Segment.line()


def screen(*, error: bool = False) -> Console:
    """A console on standard output or standard error that takes nothing in data for markup."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    return Console(stderr=error, markup=False, highlight=False, emoji=False)


def say(*lines: RenderableType) -> None:
    """Print to standard output."""
    console = screen()
    for line in lines:
        console.print(Clean(line), end="")


def note(text: str) -> None:
    """Print a line to standard error."""
    sys.stderr.write(clean(text) + "\n")


def say_json(data: Mapping[str, Any]) -> None:
    """Print one JSON object, in characters that every terminal and pipe takes."""
    sys.stdout.write(json.dumps(data, indent=1, default=str) + "\n")
