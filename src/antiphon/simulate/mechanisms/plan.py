"""Silent plans: accounts of several blocs speak of one matter at once, each in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from antiphon.simulate.lexicon import lexicon
from antiphon.simulate.parts import Part, at_least, rate, share
from antiphon.simulate.stage import OWN, Draft

if TYPE_CHECKING:
    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Plan(Part):
    """Agreements on when to speak of what, not on the words."""

    table: ClassVar[str] = "plan"
    per_day: float = rate(0.0)
    """Times that several blocs take up one topic together without shared words, per day."""
    minutes: float = at_least(12.0, 0.1, 1440)
    """Time within which everybody publishes, minutes, uniform."""
    accounts: float = at_least(2.0, 1)
    """Mean number of accounts of each bloc in a plan."""
    further_share: float = share(0.5)
    """With three blocs or more: chance of each further bloc to take part."""


def plan(stage: Stage, want: Plan) -> None:
    """Posts of their own words, on a topic and a town that were agreed."""
    rng, places = stage.rng, len(lexicon().places)
    for number in range(stage.count(want.per_day)):
        at = stage.moment()
        topic = int(rng.integers(stage.world.writing.topics))
        place = int(rng.integers(places))
        for bloc in stage.together(want.further_share):
            many = 1 + int(rng.poisson(want.accounts - 1))
            for account in stage.several(stage.members[bloc], many):
                then = at + float(rng.random()) * want.minutes * 60
                draft = Draft(then, account, OWN, topic=topic, place=place, plan=number)
                stage.add(draft)
