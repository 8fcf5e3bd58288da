"""Borrowing: another bloc takes a post up later, edited, often in part, without credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from antiphon.simulate.parts import Part, at_least, between, rate, share
from antiphon.simulate.stage import BORROWING, OWN, Draft

if TYPE_CHECKING:
    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Borrowing(Part):
    """What one bloc takes up of another, and how soon."""

    table: ClassVar[str] = "borrowing"
    per_day: float = rate(0.9)
    """Posts of one bloc that another takes up without credit, per day."""
    first_share: float = share(0.75)
    """Share of borrowings in which the bloc listed first does the borrowing."""
    takers: float = at_least(1.0, 1)
    """Mean number of accounts of the borrowing bloc that take it up, each from the source."""
    chain_share: float = share(0.0)
    """Share of borrowed posts that the bloc they came from takes back, from the borrower."""
    hours: float = at_least(14.0, 0.01)
    """Median lag of a borrowing, hours, log-normal."""
    sigma: float = at_least(0.7, 0, 3)
    """Sigma of that log-normal."""
    within_hours: tuple[float, float] = between(3, 96, most=720)
    """Shortest and longest lag, hours; a lag outside is drawn again."""
    edit: tuple[float, float] = between(0.05, 0.30)
    """Share of words that a borrower changes, uniform between the two."""
    excerpt_share: float = share(0.4)
    """Share of borrowings that take only some of the sentences."""
    framing_share: float = share(0.4)
    """Share of borrowings with a sentence of the borrower's own."""


def borrowing(stage: Stage, want: Borrowing) -> None:
    """A post of one bloc, the borrowers of another, and perhaps the way back."""
    rng = stage.rng
    for _ in range(stage.count(want.per_day)):
        taker, giver = stage.direction(want.first_share)
        message, at = stage.begin(giver)
        origin = stage.pick(stage.members[giver])
        outlet = stage.people[origin].is_outlet
        article = outlet and bool(rng.random() < stage.world.writing.article_share)
        first = stage.add(Draft(at, origin, OWN, message, article=article))
        number = 1 + int(rng.poisson(want.takers - 1))
        rows = [
            stage.add(borrowed(stage, want, first, account))
            for account in stage.several(stage.members[taker], number)
        ]
        if rng.random() < want.chain_share:
            back = stage.pick([i for i in stage.members[giver] if i != origin])
            stage.add(borrowed(stage, want, rows[0], back))
        stage.repeat_after(rows[-1])


def borrowed(stage: Stage, want: Borrowing, row: int, account: int) -> Draft:
    """The post in which an account takes up a row."""
    rng, of = stage.rng, stage.rows[row]
    then = of.at + stage.lag(want.hours, want.sigma, want.within_hours, 3600.0)
    copy = Draft(then, account, BORROWING, of.message, row, row, article=of.article)
    return copy._replace(
        edit=rng.uniform(*want.edit),
        excerpt=bool(rng.random() < want.excerpt_share),
        framing=bool(rng.random() < want.framing_share),
    )
