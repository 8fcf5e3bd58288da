"""XML written element by element: nothing is held, and whatever names hold is safe."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What XML 1.0 has no place for, not even as a reference, among it half surrogate pairs.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = {
    "for_": "for",
    "class_": "class",
    "attr__name": "attr.name",
    "attr__type": "attr.type",
    "xmlns_viz": "xmlns:viz",
}
"""Attributes whose names Python has no way to write."""
QUOTES = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def text(value: str) -> str:
    """The value as character data.

    >>> text("a < b & c ]]> d")
    'a &lt; b &amp; c ]]&gt; d'
    """
    return escape(legal(value), {"\r": "&#13;"})


def quoted(value: str) -> str:
    """The value of an attribute, in quotes; white space survives reading.

    >>> quoted('say "so"')
    '"say &quot;so&quot;"'
    """
    return f'"{escape(legal(value), QUOTES)}"'


def legal(value: str) -> str:
    """The value without what XML cannot hold: a replacement character is in its place."""
    return ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", value)


class Writer:
    """Writes elements to a file, indented."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.depth = 0
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')

    @contextmanager
    def inside(self, name: str, /, **attributes: str) -> Iterator[None]:
        """An element that holds others."""
        self._line(f"<{name}{said(attributes)}>")
        self.depth += 1
        yield
        self.depth -= 1
        self._line(f"</{name}>")

    def empty(self, name: str, /, **attributes: str) -> None:
        """An element that holds nothing."""
        self._line(f"<{name}{said(attributes)}/>")

    def leaf(self, name: str, content: str, /, **attributes: str) -> None:
        """An element that holds text."""
        self._line(f"<{name}{said(attributes)}>{text(content)}</{name}>")

    def _line(self, markup: str) -> None:
        self.file.write(f"{'  ' * self.depth}{markup}\n")


def said(attributes: Mapping[str, str]) -> str:
    """Attributes as they stand in a tag."""
    return "".join(f" {NAMES.get(n, n)}={quoted(value)}" for n, value in attributes.items())
