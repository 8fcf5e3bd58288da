"""Repetition inside a bloc: an account says what another one of its own bloc has said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from antiphon.simulate.parts import Part, at_least, between, rate, share
from antiphon.simulate.stage import OWN, Draft

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from antiphon.simulate.stage import Stage


@dataclass(frozen=True)
class Repetition(Part):
    """How often and how soon a bloc repeats itself."""

    table: ClassVar[str] = "repetition"
    per_day: float = rate(3.0)
    """Own posts that another account of the same compared bloc repeats, per day."""
    after_share: float = share(0.3)
    """Share of messages between blocs that a further account of the taker's bloc repeats."""
    repost_share: float = share(0.0)
    """Share of repetitions of social posts that are native reposts."""
    minutes: float = at_least(45.0, 0.1)
    """Median lag, minutes, log-normal."""
    sigma: float = at_least(1.0, 0, 3)
    """Sigma of that log-normal."""
    within_minutes: tuple[float, float] = between(2, 1440, most=20_160)
    """Shortest and longest lag, minutes; a lag outside is drawn again."""
    edit: tuple[float, float] = between(0.0, 0.05)
    """Share of words that are changed, uniform between the two."""


def repetition(stage: Stage, own: NDArray[Any], want: Repetition) -> list[Draft]:
    """Posts that repeat own writing of their bloc; `own` learns its message numbers."""
    bloc = stage.bloc[own["account"]]
    eligible = np.flatnonzero(bloc < stage.compared)
    wanted = int(stage.rng.poisson(want.per_day * stage.world.days))
    chosen = stage.rng.choice(eligible, size=min(wanted, len(eligible)), replace=False)
    copies = []
    for row in np.sort(chosen).tolist():
        own["message"][row] = message = stage.message(int(bloc[row]))
        at, account, article = (own[name][row].item() for name in ("at", "account", "article"))
        of = Draft(at, account, OWN, message, article=article)
        copies.append(stage.repetition(of, row))
    return copies
