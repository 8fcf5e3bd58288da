"""Takes out of a text what tells whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MASK = "[account]"
SHORTEST = 3
"""Names of fewer characters are left: they are parts of other words."""


def masked(text: str, names: Iterable[str | None]) -> str:
    """The text without the names of its own account.

    A name is taken whole, in any case, with its @ if it has one; in scripts that write without
    spaces wherever it stands. Who else is named in the text stays.

    >>> masked("RT @MFA_North: MFA_North says so", ["MFA_North", "North MFA", ""])
    'RT [account]: [account] says so'
    >>> masked("新华社北京电", ["新华社"])
    '[account]北京电'
    """
    known = {name.strip() for name in names if name}
    listed = sorted((n for n in known if len(n) >= SHORTEST), key=lambda n: (-len(n), n))
    if not listed:
        return text
    return re.sub("|".join(map(bounded, listed)), MASK, text, flags=re.IGNORECASE)


def bounded(name: str) -> str:
    """A pattern of the name that does not begin or end inside a word."""
    before = r"(?<![\w@])@?" if spaced(name[0]) else "@?"
    after = r"(?!\w)" if spaced(name[-1]) else ""
    return before + re.escape(name) + after


def spaced(char: str) -> bool:
    """Is it a letter of a script that puts spaces between words?"""
    return (char.isalnum() or char == "_") and not "\u2e80" <= char <= "\ud7ff"
