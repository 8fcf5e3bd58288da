"""Common source: an agency publishes, outlets of several blocs reprint it on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from antiphon.simulate.parts import Part, at_least, between, rate, share
from antiphon.simulate.stage import COMMON, INTERNAL, NOBODY, OWN, Draft

if TYPE_CHECKING:
    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Wires(Part):
    """Agency items, and who reprints them."""

    table: ClassVar[str] = "wires"
    per_day: float = rate(0.8)
    """Agency items that two or more compared blocs reprint, per day."""
    one_sided_per_day: float = rate(0.8)
    """Agency items that one compared bloc reprints, per day."""
    unseen_share: float = share(0.25)
    """Share of those items whose own post is not in the data."""
    takers: float = at_least(1.6, 1)
    """Mean number of reprints in each bloc that takes an item."""
    further_share: float = share(0.5)
    """With three blocs or more: chance of each further bloc to take an item of two."""
    reference_takers: float = at_least(0.6, 0)
    """Mean number of reprints by independent media of the reference bloc."""
    credit_share: float = share(0.5)
    """Share of reprints that name the agency."""
    article_share: float = share(0.5)
    """Share of items that are articles."""
    excerpt_share: float = share(0.0)
    """Share of reprints that take only some of the sentences."""
    repost_share: float = share(0.0)
    """Share of reprints of social posts that are native reposts."""
    minutes: float = at_least(60.0, 0.1)
    """Median lag behind the agency, minutes, log-normal."""
    sigma: float = at_least(1.0, 0, 3)
    """Sigma of that log-normal."""
    within_minutes: tuple[float, float] = between(2, 1440, most=20_160)
    """Shortest and longest lag, minutes; a lag outside is drawn again."""
    edit: tuple[float, float] = between(0.02, 0.15)
    """Share of words that a reprint changes, uniform between the two."""


def wires(stage: Stage, want: Wires) -> None:
    """Items that several blocs reprint, then those that one does."""
    for _ in range(stage.count(want.per_day)):
        wire(stage, want, stage.together(want.further_share))
    for _ in range(stage.count(want.one_sided_per_day)):
        wire(stage, want, (int(stage.rng.integers(stage.compared)),))


def wire(stage: Stage, want: Wires, takers: tuple[int, ...]) -> None:
    """One item: the agency's own post, perhaps unseen, and the reprints."""
    rng, outside = stage.rng, stage.compared
    message, at = stage.begin(outside)
    agency = stage.pick(stage.agencies)
    article = bool(rng.random() < want.article_share)
    seen = bool(rng.random() >= want.unseen_share)
    first = stage.add(Draft(at, agency, OWN, message, article=article, seen=seen))
    last = {}
    for bloc in (*takers, outside):
        mine = bloc == outside
        mean = want.reference_takers if mine else want.takers - 1
        number = int(rng.poisson(mean)) + (not mine)
        for account in stage.several(stage.papers if mine else stage.outlets[bloc], number):
            credit = agency if rng.random() < want.credit_share else NOBODY
            then = at + stage.lag(want.minutes, want.sigma, want.within_minutes, 60.0)
            draft = Draft(then, account, INTERNAL if mine else COMMON, message, first, first)
            draft = draft._replace(
                edit=rng.uniform(*want.edit),
                credit=credit,
                article=article,
                excerpt=bool(rng.random() < want.excerpt_share),
            )
            last[bloc] = stage.add(stage.perhaps_reposted(draft, want.repost_share))
    if len(takers) > 1:
        stage.repeat_after(last[takers[int(rng.integers(len(takers)))]])
