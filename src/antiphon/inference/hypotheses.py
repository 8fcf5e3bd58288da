"""What may lie behind the likeness of two blocs, and the ways in which each hypothesis shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.inference.answer import digits, duration
from antiphon.inference.ratios import Count, of_count, of_excess, of_scales, of_sure
from antiphon.inference.signs import Signs, signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

FEWEST = 3.0
"""Fewer pairs than these, seen and expected, say nothing of timing."""


def chance(default: float) -> float:
    """A probability that is neither none nor all."""
    return field(default=default, metadata={"min": 0.001, "max": 0.999})


def error(default: float) -> float:
    """A share of messages that are taken for something by mistake."""
    return field(default=default, metadata={"min": 0.00001, "max": 0.999})


@dataclass(frozen=True)
class Assessment:
    """`[assessment]`: how probable each hypothesis is beforehand, and how often signs mislead."""

    coordination: float = chance(0.1)
    """Probability of directed coordination before these data."""
    exchange: float = chance(0.3)
    """Probability of content exchange before these data."""
    borrowing: float = chance(0.3)
    """Probability of borrowing, each way, before these data."""
    common_cause: float = chance(0.8)
    """Probability of common causes before these data."""
    false_release: float = error(0.0003)
    """Share of messages taken for a release by mistake, mean."""
    false_exchange: float = error(0.003)
    """Share of messages taken for an exchange by mistake, mean."""
    false_borrowing: float = error(0.005)
    """Share of messages taken for borrowing by mistake, mean."""
    false_source: float = error(0.01)
    """Share of messages taken for a common source by mistake, mean."""
    shows: float = chance(0.5)
    """Chance that a hypothesis, where it holds, shows in each of its ways."""
    reaction: float = field(default=0.6, metadata={"min": 0.01, "max": 3.0})
    """How far common reactions may raise pairs in an hour: deviation of the log-factor."""
    differ: float = field(default=0.05, metadata={"min": 0.001, "max": 1.0})
    """How far pairs of blocs may differ in that: deviation of the log-factor."""
    most: float = field(default=1000.0, metadata={"min": 2.0, "max": 1e9})
    """No way counts for more than this, to one, nor for less than one to this."""


UNSEEN = {"release": 0.005, "exchange": 0.01, "borrowing": 0.5, "source": 0.5}
"""The same shares where no reference bloc is in the data: common sources look like the rest."""


class Way(NamedTuple):
    """One way in which a hypothesis may show, and what was seen of it."""

    name: str
    ratio: float
    """Log-likelihood ratio."""
    text: str
    reason: str = ""
    """Why it does not count."""
    signs: Signs | None = None
    error: float = 0.0
    sure: bool = False
    """Does it count how sure each message looks?"""

    def counting(self, chances: Sequence[float], settings: Assessment) -> Way:
        """The same way, had the messages these probabilities."""
        among = self.signs.among if self.signs else 0
        if self.sure:
            ratio = of_sure(chances, among, self.error)
        else:
            ratio = of_count(math.fsum(chances), among, self.error)
        return self._replace(ratio=bounded(ratio, settings))


class Hypothesis(NamedTuple):
    """A hypothesis about a pair."""

    pair: str
    name: str
    direction: str
    statement: str
    prior: float
    ways: tuple[Way, ...]


def hypotheses(engine: Engine, blocs: Blocs, settings: Assessment) -> Iterator[Hypothesis]:
    """Every hypothesis about every compared pair."""
    same = engine.table("SELECT * FROM simultaneity").to_pylist()
    topics = engine.table("SELECT * FROM synchrony WHERE topic = ''").to_pylist()
    for x, y in blocs.pairs:
        pair = f"{x}|{y}"
        yield Hypothesis(
            pair,
            "directed_coordination",
            "",
            f"{x} and {y} plan together some of what they publish, or when they do.",
            settings.coordination,
            (
                messages(engine, blocs, (x, y), "coordinated_release", settings),
                timing(same, (x, y), "sources", settings),
                timing(topics, (x, y), "topics", settings),
            ),
        )
        yield Hypothesis(
            pair,
            "content_exchange",
            "",
            f"{x} and {y} reprint each other, whole or with credit.",
            settings.exchange,
            (messages(engine, blocs, (x, y), "exchange", settings),),
        )
        for taker, giver in ((x, y), (y, x)):
            yield Hypothesis(
                pair,
                "borrowing",
                f"{taker}→{giver}",
                f"{taker} takes up what {giver} published, later and without credit.",
                settings.borrowing,
                (messages(engine, blocs, (taker, giver), "borrowing", settings),),
            )
        yield Hypothesis(
            pair,
            "common_cause",
            "",
            f"{x} and {y} take from the same outside sources, or react to the same events.",
            settings.common_cause,
            (
                messages(engine, blocs, (x, y), "common_source", settings),
                events(topics, blocs, (x, y), settings),
            ),
        )


SEEN = {
    "coordinated_release": "appeared in both within minutes to an hour, with nobody before",
    "exchange": "were reprinted from the other bloc, whole or with credit",
    "borrowing": "were taken up from the other bloc, later and without credit",
    "common_source": "came to both from outside",
}
AT_ONCE = {"coordinated_release": " whose dates, in both, can show minutes"}


def messages(
    engine: Engine, blocs: Blocs, pair: tuple[str, str], mechanism: str, settings: Assessment
) -> Way:
    """The messages of one mechanism, against what is taken for it by mistake."""
    all_of = mechanism in ("coordinated_release", "common_source")
    repeaters = pair[:1] if mechanism == "borrowing" else pair
    found = signs(engine, mechanism, pair, repeaters, all_of=all_of)
    kind = mechanism.rpartition("_")[2]
    wrong = float(getattr(settings, f"false_{kind}"))
    if not blocs.reference:
        wrong = max(wrong, UNSEEN[kind])
    text = f"{many(found.found)} of {found.among:,} shared messages {SEEN[mechanism]}."
    reason = "" if found.among else "they share no message" + AT_ONCE.get(mechanism, "")
    if kind == "source" and not blocs.reference:
        reason = "there is no reference bloc, so that an outside source is never seen"
    sure = mechanism == "coordinated_release"
    way = Way("messages", 0.0, text, reason, found, wrong, sure)
    return way.counting(found.chances, settings)


WHAT = {
    "sources": "posts that pass on the same outsider's words",
    "topics": "posts on one topic in words of their own",
}


def timing(rows: Sequence[Row], pair: tuple[str, str], name: str, settings: Assessment) -> Way:
    """Posts of both blocs in the same minutes, against interval jitter and against outsiders."""
    mine = counts(rows, pair)
    if not mine:
        return Way(name, 0.0, f"Timing of {WHAT[name]}.", why(rows, pair))
    others = [counts(rows, ends) for ends in controls(rows, pair)]
    ratios, best, beside = [], (-math.inf, next(iter(mine))), ""
    for scale, count in mine.items():
        held = [found[scale] for found in others if scale in found]
        ratios.append(of_excess(count, held, settings.reaction, settings.differ))
        if ratios[-1] > best[0]:
            best = (ratios[-1], scale)
            seen, due = sum(c.observed for c in held), sum(c.expected for c in held)
            beside = f"; pairs with outsiders {seen:,.0f}, {many(due)} expected" if held else ""
    delta, interval = best[1]
    count = mine[best[1]]
    text = (
        f"{count.observed:,.0f} pairs of {WHAT[name]}, within {duration(delta)} of each other; "
        f"{many(count.expected)} expected if posts are moved within "
        f"{duration(interval)}{beside}."
    )
    return Way(name, bounded(of_scales(ratios), settings), text)


def events(rows: Sequence[Row], blocs: Blocs, pair: tuple[str, str], settings: Assessment) -> Way:
    """Does each of the two react with outsiders, which only outside events can bring about?"""
    if not blocs.reference:
        return Way("events", 0.0, "Timing with outsiders.", "there is no reference bloc")
    by: dict[str, list[float]] = {bloc: [] for bloc in pair}
    total: dict[str, list[float]] = {bloc: [0.0, 0.0] for bloc in pair}
    for ends in controls(rows, pair):
        bloc = next(b for b in ends if b in pair)
        found = counts(rows, ends)
        if not found:
            continue
        each = [of_excess(c, (), 0.01, settings.differ) for c in found.values()]
        by[bloc].append(of_scales(each))
        last = list(found.values())[-1]
        total[bloc][0] += last.observed
        total[bloc][1] += last.expected
    if not all(by.values()):
        return Way("events", 0.0, "Timing with outsiders.", "too few posts beside outsiders'")
    ratio = min(max(found) for found in by.values())
    text = "Pairs of posts on one topic within minutes of outsiders', and expected: " + ", ".join(
        f"{bloc} {seen:,.0f}, {many(due)}" for bloc, (seen, due) in total.items()
    )
    return Way("events", bounded(ratio, settings), f"{text}.")


def counts(rows: Sequence[Row], pair: tuple[str, str]) -> dict[tuple[int, int], Count]:
    """What a pair shows at each time scale that can bear it."""
    found = {}
    for row in rows:
        if row["null"] != "interval" or row["expected"] is None or row["pair"] != "|".join(pair):
            continue
        if max(row["observed"], row["expected"]) < FEWEST and row["role"] == "compare":
            continue
        scale = (row["delta_seconds"], row["interval_seconds"])
        found[scale] = Count(row["observed"], row["expected"], row["deviation"], scale[1])
    return found


def controls(rows: Sequence[Row], pair: tuple[str, str]) -> list[tuple[str, str]]:
    """Pairs of one of these blocs with a reference bloc."""
    ends = {tuple(row["pair"].split("|")) for row in rows if row["role"] == "reference"}
    return sorted((a, b) for a, b in ends if (a in pair) != (b in pair))


def why(rows: Sequence[Row], pair: tuple[str, str]) -> str:
    """Why a pair's timing says nothing."""
    reasons = [r["reason"] for r in rows if r["pair"] == "|".join(pair) and r["reason"]]
    return reasons[-1] if reasons else "too few pairs of posts"


def many(count: float) -> str:
    """A number of posts or messages that need not be whole.

    >>> [many(x) for x in (0.12345, 12.345, 12345.6)]
    ['0.123', '12.3', '12,346']
    """
    return f"{count:,.0f}" if count >= 100 else digits(count, 3)


def bounded(ratio: float, settings: Assessment) -> float:
    """No way counts for more than the settings allow."""
    most = math.log(settings.most)
    return min(max(ratio, -most), most)
