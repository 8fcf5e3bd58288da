"""How far a probability can be relied on, by stated rules; it says nothing of how high it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from antiphon.inference.hypotheses import many
from antiphon.inference.likelihood import LIKELY, probability, steps
from antiphon.inference.nearest import features, nearest
from antiphon.schema import CONFIDENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.engine import Engine
    from antiphon.inference.hypotheses import Hypothesis
    from antiphon.schema import Blocs

    Row = dict[str, Any]

FEW_MESSAGES = 30
FEWEST, FEW_FOUND = 0.5, 5
"""So many messages of a mechanism are few; fewer are none."""
FEW_POSTS = 1000
COARSE = 0.2
FACTOR = 3.0
"""By what factor the odds beforehand are raised and lowered."""
GOOD, ERROR = 0.9, 0.05
"""F1 and calibration error that are good enough in the nearest simulated world."""
ALARMS = 0.1
"""Share of reruns without a plan in which it may be called likely."""
WAYS = ("messages", "sources", "topics", "events")
"""Items that are ways of their own; the others are signs behind a count."""


def confidence(
    engine: Engine,
    blocs: Blocs,
    hypothesis: Hypothesis,
    odds: float,
    items: Sequence[Row],
) -> tuple[str, list[str]]:
    """The level, and a sentence for each thing that lowers it.

    High with none, moderate with one or two, low with more: no reference bloc; fewer than 30
    shared messages, or one to five with the mechanism; fewer than 1,000 posts of a bloc; more
    than a fifth of the posts dated to the hour or day; two terms between odds beforehand three
    times lower and higher, or likely between them; the other side of likely when one item is left
    out; mechanisms told with F1 below 0.9 or a calibration error above 0.05 in the simulated
    world most like this study; nulls that disagree; more than a tenth of alarms in reruns without
    a plan.
    """
    reasons = [
        *of_data(engine, blocs, hypothesis),
        *of_beliefs(odds),
        *of_items(odds, items),
        *of_worlds(engine, hypothesis),
    ]
    if hypothesis.name == "directed_coordination":
        reasons += [*of_nulls(engine, hypothesis.pair), *of_reruns(engine, hypothesis.pair, odds)]
    place = 2 if not reasons else 1 if len(reasons) < 3 else 0
    return CONFIDENCES[place], reasons


def of_data(engine: Engine, blocs: Blocs, hypothesis: Hypothesis) -> Iterator[str]:
    """What the data are worth."""
    pair = hypothesis.pair.split("|")
    if not blocs.reference:
        yield "There is no reference bloc, so common causes cannot be seen."
    count = hypothesis.ways[0].signs
    if count is not None and count.among < FEW_MESSAGES:
        yield f"They share {count.among:,} messages, fewer than {FEW_MESSAGES}."
    elif count is not None and FEWEST <= count.found < FEW_FOUND:
        yield f"It rests on {many(count.found)} messages."
    rows = engine.rows(
        """SELECT bloc, posts, (to_hour + to_day) / greatest(posts, 1) FROM coverage
           WHERE list_contains($pair, bloc) ORDER BY list_position($pair, bloc)""",
        {"pair": pair},
    )
    small = [f"{bloc} {posts:,}" for bloc, posts, _ in rows if posts < FEW_POSTS]
    if small:
        yield f"Few posts: {', '.join(small)}."
    coarse = [f"{bloc} {share:.0%}" for bloc, _, share in rows if share > COARSE]
    if coarse:
        yield f"Posts dated to the hour or day only: {', '.join(coarse)}."


def of_beliefs(odds: float) -> Iterator[str]:
    """Does the term hang on what was believed beforehand?"""
    low, high = held(odds)
    if steps(high) - steps(low) > 1 or low < LIKELY <= high:
        yield (
            f"With odds beforehand {FACTOR:.0f} times lower or higher the probability is "
            f"{low:.0%} or {high:.0%}."
        )


def held(odds: float) -> tuple[float, float]:
    """The probability with odds beforehand three times lower, and three times higher."""
    return probability(odds - math.log(FACTOR)), probability(odds + math.log(FACTOR))


def of_items(odds: float, items: Sequence[Row]) -> Iterator[str]:
    """Does one item carry the hypothesis over the bound, or keep it below?"""
    likely = probability(odds) >= LIKELY
    counted = [i for i in items if not i["reason"]]
    if sum(i["item"] in WAYS for i in counted) < 2:
        counted = [i for i in counted if i["item"] not in WAYS]
    turning = [i["item"] for i in counted if (i["without"] >= LIKELY) is not likely]
    if turning:
        names = ", ".join(f"“{name}”" for name in turning)
        yield f"It rests on single items: {names}."


def of_worlds(engine: Engine, hypothesis: Hypothesis) -> Iterator[str]:
    """How well are mechanisms told where the truth is known and the data look alike?"""
    count = hypothesis.ways[0].signs
    if count is None or not count.among:
        return
    world = nearest(features(engine, hypothesis.pair.split("|")))
    if world.f1 < GOOD or world.error > ERROR:
        yield (
            f"In the simulated world most like this study, “{world.name}”, mechanisms were told "
            f"with F1 {world.f1:.2f} and a calibration error of {world.error:.2f}."
        )


def of_nulls(engine: Engine, pair: str) -> Iterator[str]:
    """Do the nulls of synchrony agree?"""
    found = dict(
        engine.rows(
            """SELECT "null", min(p_value) FROM synchrony
               WHERE pair = ? AND topic = '' AND p_value IS NOT NULL GROUP BY "null" """,
            [pair],
        )
    )
    small = [name for name, p in found.items() if p <= 0.01]
    large = [name for name, p in found.items() if p > 0.05]
    if small and large:
        yield (
            f"The nulls of synchrony disagree: small p-values by {', '.join(sorted(small))}, "
            f"none by {', '.join(sorted(large))}."
        )


def of_reruns(engine: Engine, pair: str, odds: float) -> Iterator[str]:
    """How often is a plan called likely where there is none?

    Where a plan is likely, exchanging accounts between the blocs leaves it in place: then only
    reruns between outsiders count.
    """
    if not engine.has("rehearsals"):
        return
    ((runs, alarms),) = engine.rows(
        """SELECT count(*), count(*) FILTER (alarm) FROM rehearsals
           WHERE kind = 'reference' OR (kind = 'shuffled' AND pair = $pair AND $open)""",
        {"pair": pair, "open": probability(odds) < LIKELY},
    )
    if runs and alarms / runs > ALARMS:
        yield f"Of {runs} reruns without a plan {alarms} call it likely."
