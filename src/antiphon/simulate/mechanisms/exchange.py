"""Exchange: a designated partner outlet reprints the whole, nearly always with credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from antiphon.simulate.parts import Part, at_least, between, rate, share
from antiphon.simulate.stage import EXCHANGE, NOBODY, OWN, Draft

if TYPE_CHECKING:
    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Exchange(Part):
    """Partner outlets, and what they reprint of each other."""

    table: ClassVar[str] = "exchange"
    per_day: float = rate(0.8)
    """Items that a partner outlet of another bloc reprints, per day."""
    first_share: float = share(0.5)
    """Share of exchanges in which the bloc listed first does the reprinting."""
    desks: int = at_least(3, 1)
    """Pairs of partner outlets, for each two blocs."""
    credit_share: float = share(0.95)
    """Share of reprints that name the partner."""
    article_share: float = share(0.6)
    """Share of exchanged items that are articles."""
    repost_share: float = share(0.0)
    """Share of reprints of social posts that are native reposts."""
    minutes: float = at_least(70.0, 0.1)
    """Median lag of a reprint, minutes, log-normal."""
    sigma: float = at_least(0.6, 0, 3)
    """Sigma of that log-normal."""
    within_minutes: tuple[float, float] = between(10, 480, most=20_160)
    """Shortest and longest lag, minutes; a lag outside is drawn again."""
    edit: tuple[float, float] = between(0.0, 0.02)
    """Share of words that a reprint changes, uniform between the two."""


def exchange(stage: Stage, want: Exchange) -> None:
    """Desk k of one bloc and desk k of the other are partners."""
    rng = stage.rng
    for _ in range(stage.count(want.per_day)):
        taker, giver = stage.direction(want.first_share)
        ours, theirs = stage.outlets[taker], stage.outlets[giver]
        desk = int(rng.integers(min(want.desks, len(ours), len(theirs))))
        message, at = stage.begin(giver)
        article = bool(rng.random() < want.article_share)
        first = stage.add(Draft(at, theirs[desk], OWN, message, article=article))
        credit = theirs[desk] if rng.random() < want.credit_share else NOBODY
        then = at + stage.lag(want.minutes, want.sigma, want.within_minutes, 60.0)
        copy = Draft(then, ours[desk], EXCHANGE, message, first, first, credit=credit)
        copy = copy._replace(edit=rng.uniform(*want.edit), article=article)
        stage.repeat_after(stage.add(stage.perhaps_reposted(copy, want.repost_share)))
