"""Traditional Chinese read as Simplified, by the data of OpenCC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.errors import MissingExtra
from antiphon.kernels.folding import HAN, folding

if TYPE_CHECKING:
    from antiphon.kernels.folding import Folding


def fold(*, simplified: bool) -> Folding:
    """Which spellings are alike.

    Raises:
        MissingExtra: the extra `chinese` is not installed, and simplified characters are asked for.
    """
    return folding(pairs()) if simplified else folding()


def pairs() -> tuple[tuple[str, str], ...]:
    """Traditional characters and the Simplified one of each."""
    try:
        from opencc import OpenCC
    except ImportError as error:
        raise MissingExtra("chinese", "OpenCC, which tells Simplified characters,") from error
    signs = [chr(c) for low, high in HAN for c in range(low, high + 1)]
    forms = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return tuple((s, f) for s, f in zip(signs, forms, strict=True) if f != s and len(f) == 1)
