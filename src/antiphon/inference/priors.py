"""`[mechanism]`: what the mixture believes before it sees the study. One place, all of it."""

from __future__ import annotations

from dataclasses import dataclass, field


def minutes(default: float) -> float:
    """A time in minutes."""
    return field(default=default, metadata={"min": 0.1, "max": 100_000.0})


def spread(default: float) -> float:
    """Standard deviation of the logarithm of a lag."""
    return field(default=default, metadata={"min": 0.1, "max": 4.0})


def share(default: float) -> float:
    """A share that is neither none nor all."""
    return field(default=default, metadata={"min": 0.001, "max": 0.999})


def worth(default: float) -> float:
    """How many posts or messages a belief is worth."""
    return field(default=default, metadata={"min": 0.1, "max": 100_000.0})


@dataclass(frozen=True)
class Mechanism:
    """`[mechanism]`: beliefs about each mechanism, and what they are worth beside the data."""

    internal_minutes: float = minutes(60)
    """Median lag of a post behind its own bloc's."""
    internal_spread: float = spread(1.3)
    """Spread of these lags: standard deviation of the natural logarithm."""
    internal_edited: float = share(0.04)
    """Mean share of words that such a post changes."""
    source_minutes: float = minutes(90)
    """Median lag behind a common source, seen or unseen."""
    source_spread: float = spread(1.2)
    """Spread of these lags."""
    source_edited: float = share(0.1)
    """Mean share of words that such a post changes."""
    source_credit: float = share(0.4)
    """Share of such posts that credit an outsider."""
    exchange_minutes: float = minutes(90)
    """Median lag of an exchange."""
    exchange_spread: float = spread(1.0)
    """Spread of these lags."""
    exchange_edited: float = share(0.02)
    """Mean share of words that an exchange changes."""
    exchange_credit: float = share(0.85)
    """Share of exchanges that credit the other bloc."""
    borrowing_minutes: float = minutes(480)
    """Median lag of a borrowing."""
    borrowing_spread: float = spread(1.3)
    """Spread of these lags."""
    borrowing_edited: float = share(0.2)
    """Mean share of words that a borrowing changes."""
    release_minutes: float = minutes(10)
    """Scale of the time between a plan and its posts: two in three are published within it."""
    release_most_minutes: float = minutes(60)
    """The scale is never wider: by definition a release is a matter of minutes to an hour."""
    release_edited: float = share(0.03)
    """Mean share of words in which two posts of one plan differ."""
    unseen_share: float = share(0.15)
    """Share of messages whose source is outside and not in the data."""
    plan_share: float = share(0.05)
    """Share of messages that were planned."""
    message_worth: float = worth(10)
    """Messages that the beliefs about shares are worth."""
    post_worth: float = worth(20)
    """Posts that each belief about lags, edits and mechanisms is worth."""
    plan_worth: float = worth(200)
    """Posts that the belief is worth that takers of what is unseen do not copy each other."""
    credit_worth: float = worth(60)
    """Posts that the beliefs about credit are worth."""
    kind_worth: float = worth(40)
    """Posts after which the habits of a kind of account count as much as those of all."""
    habit_worth: float = worth(4)
    """Posts after which an account's own habit counts as much as that of all."""
    partner_worth: float = worth(40)
    """Exchanges after which an account's partners count as much as everybody it could take from."""
