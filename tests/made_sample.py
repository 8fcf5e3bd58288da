"""The folder of a sample for people, made without a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made_coded import CODES

from antiphon.coding.people import sheet
from antiphon.coding.people.sheet import Item

if TYPE_CHECKING:
    from pathlib import Path

NASTY = '=HYPERLINK("http://x.example")'


def items(count: int = 6, *, twice: int = 0, target: str = "") -> list[Item]:
    """Items with texts in several scripts, one of them a formula, one hostile."""
    texts = [
        "The ministers met and discussed fishing.",
        "Министры встретились и обсудили рыбу.",
        "两国部长举行会谈。",
        NASTY,
        "<script>console.error('ran')</script>\nA second line",
        "They are liars, and will pay!",
    ]
    return [
        Item(
            item=sheet.name_of("s", n),
            platform="twitter",
            post_id=f"p{n}",
            part=0,
            target=target,
            lang=("en", "ru", "zh")[n % 3],
            text=texts[n % len(texts)],
            inclusion=0.1,
            stratum=f"bloc={'north' if n % 2 else 'south'}",
            twice=n < twice,
        )
        for n in range(count)
    ]


def folder(at: Path, *names: str, count: int = 6, people: int = 1, twice: int = 0) -> Path:
    """A sample's folder that asks about these codes."""
    codes = [CODES[name] for name in names or ("tone",)]
    sheet.write(at, "abc123", items(count, twice=twice), codes, people)
    return at
