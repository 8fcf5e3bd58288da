"""Words that say more than the evidence: refused in generated text below the threshold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from antiphon.errors import AntiphonError
from antiphon.inference.likelihood import LIKELY

if TYPE_CHECKING:
    from collections.abc import Iterable

REFUSED = re.compile(r"\bcoordinated\b|\bcontrolled\s+by\b|\bbots?\b", re.IGNORECASE)


def refused(text: str) -> list[str]:
    """The words of a text that may not be used unless directed coordination is likely.

    >>> refused("A bot posted what is controlled by nobody."), refused("a coordinated_release")
    (['bot', 'controlled by'], [])
    """
    return [" ".join(found.split()) for found in REFUSED.findall(text)]


def hold(texts: Iterable[str], probability: float) -> None:
    """Refuse generated texts that say more than a probability of directed coordination bears.

    Raises:
        AntiphonError: a text has such a word below the threshold: a mistake of Antiphon's own.
    """
    if probability >= LIKELY:
        return
    for text in texts:
        if words := refused(text):
            raise AntiphonError(
                "a sentence says more than its evidence",
                got=text,
                expected=f"none of these words below a probability of {LIKELY:.0%}: {words}",
                fix="this is a mistake in Antiphon, not in the study: report it",
            )
