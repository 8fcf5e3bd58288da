"""Coordinated release: accounts of several blocs publish by plan what nobody had."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from antiphon.simulate.parts import Part, at_least, between, rate, share
from antiphon.simulate.stage import PLAN, RELEASE, Draft, hidden

if TYPE_CHECKING:
    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Release(Part):
    """Texts that are handed out beforehand."""

    table: ClassVar[str] = "release"
    per_day: float = rate(0.25)
    """Messages that several blocs publish together by plan, per day."""
    minutes: float = at_least(12.0, 0.1, 1440)
    """Time within which everybody publishes, minutes, uniform."""
    accounts: float = at_least(2.0, 1)
    """Mean number of accounts of each bloc in a release."""
    further_share: float = share(0.5)
    """With three blocs or more: chance of each further bloc to take part."""
    edit: tuple[float, float] = between(0.0, 0.03)
    """Share of words that an account changes, uniform between the two."""


def release(stage: Stage, want: Release) -> None:
    """Every account edits the same text, which is nobody's post."""
    rng = stage.rng
    for _ in range(stage.count(want.per_day)):
        message, at = stage.begin(PLAN)
        last = -1
        for bloc in stage.together(want.further_share):
            number = 1 + int(rng.poisson(want.accounts - 1))
            for account in stage.several(stage.members[bloc], number):
                then = at + float(rng.random()) * want.minutes * 60
                edit = rng.uniform(*want.edit)
                draft = Draft(then, account, RELEASE, message, hidden(message), edit=edit)
                last = stage.add(draft)
        stage.repeat_after(last)
