"""What a process needs to rerun a study: its file, its posts, its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.study.spec import Study

T = TypeVar("T")


@dataclass(frozen=True)
class Material:
    """What a rerun is made from, as the study's store has it."""

    plan: Study
    posts: pa.Table
    accounts: pa.Table
    subjects: pa.Table
    translated: pa.Table
    """Passages across languages, by post."""


def settings(plan: Study, kind: type[T]) -> T:
    """The settings of this kind, as the study has them."""
    for found in plan.settings.values():
        if isinstance(found, kind):
            return found
    return kind()
