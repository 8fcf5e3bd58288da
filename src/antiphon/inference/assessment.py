"""How likely is each hypothesis about a pair, on which evidence, and how far to rely on that?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.inference.confidence import confidence, held
from antiphon.inference.hypotheses import Assessment, Hypothesis, Way, hypotheses
from antiphon.inference.likelihood import CANNOT_TELL, LIKELY, log_odds, probability, term
from antiphon.inference.ratios import of_ways
from antiphon.inference.simultaneity import simultaneity
from antiphon.schema import (
    ASSESSMENT,
    CONFIDENCES,
    ESTIMATES,
    HYPOTHESES,
    ITEMS,
    SIMULTANEITY,
    Blocs,
    Quantity,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.engine import Engine

    Row = dict[str, Any]

__all__ = ["Assessment", "assess"]

QUANTITIES = tuple(
    Quantity(
        name,
        "probability",
        f"probability of {name.replace('_', ' ')}; a = 'x→y'"
        + (", x taking from y" if name == "borrowing" else " or 'y→x', which are the same"),
    )
    for name in HYPOTHESES
)
MOVED = math.log(2)
"""Data that move the odds by less than this factor cannot tell."""
EVEN, SURE = 0.5, 0.99
"""Messages above even odds are found; of more, each is taken to be so probable."""
SIGN = {
    "timing": "the lags and the message's other posts",
    "wording": "what was kept, changed and added",
    "credit": "whom the posts credit",
    "habit": "what these accounts do at other times",
}


def assess(engine: Engine, blocs: Blocs, settings: Assessment) -> dict[str, pa.Table]:
    """SIMULTANEITY, ASSESSMENT and ITEMS.

    Question: what lies behind the likeness of two blocs?
    Definition: each hypothesis has odds beforehand, `settings`; each way in which it may show has
    a likelihood ratio (`antiphon.inference.ratios`). What speaks for an item is the odds with it
    over those without it.
    Reads wrong when both blocs share a wire that the reference blocs do not take, when signs
    mislead more often than the settings say, and when a plan shows in none of these ways.

    Args:
        engine: holds repetitions, evidence, families, family_posts, synchrony, coverage; also
            used if it has it: rehearsals.
        blocs: the study's blocs.
        settings: what is believed beforehand.

    Returns:
        The three tables, by name.

    Reference:
        Office of the Director of National Intelligence (2015), Intelligence Community Directive
        203, Analytic Standards. Good (1950), Probability and the Weighing of Evidence.
    """
    timing = simultaneity(engine, blocs)
    engine.register(SIMULTANEITY.name, timing)
    rows: list[Row] = []
    items: list[Row] = []
    for hypothesis in hypotheses(engine, blocs, settings):
        named = {
            "pair": hypothesis.pair,
            "hypothesis": hypothesis.name,
            "direction": hypothesis.direction,
        }
        found = [named | item for item in weighed(hypothesis, settings)]
        items += found
        rows.append(named | judged(engine, blocs, hypothesis, found, settings))
    return {
        SIMULTANEITY.name: timing,
        ASSESSMENT.name: pa.Table.from_pylist(rows, schema=ASSESSMENT.arrow),
        ITEMS.name: pa.Table.from_pylist(items, schema=ITEMS.arrow),
    }


def estimates(table: pa.Table) -> pa.Table:
    """ESTIMATES: probabilities, between those with odds beforehand three times lower and higher."""
    rows = []
    for row in table.to_pylist():
        x, y = row["pair"].split("|")
        both = (f"{x}→{y}", f"{y}→{x}")
        low, high = held(row["log_odds"])
        rows += [
            dict.fromkeys(ESTIMATES.names)
            | {
                "measure": "assessment",
                "quantity": row["hypothesis"],
                "a": direction,
                "b": "",
                "estimate": row["probability"],
                "low": low,
                "high": high,
                "unit": "probability",
            }
            for direction in ((row["direction"],) if row["direction"] else both)
        ]
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def odds(hypothesis: Hypothesis, ways: Sequence[Way], settings: Assessment) -> float:
    """Log-odds of a hypothesis by these ways, of which those that do not count are left out."""
    ratios = [way.ratio for way in ways if not way.reason]
    return log_odds(hypothesis.prior) + of_ways(ratios, settings.shows)


def weighed(hypothesis: Hypothesis, settings: Assessment) -> Iterator[Row]:
    """Every way, and every sign behind a count, with what leaving it out does."""
    whole = odds(hypothesis, hypothesis.ways, settings)
    for way in hypothesis.ways:
        others = [w for w in hypothesis.ways if w is not way]
        less = odds(hypothesis, others, settings)
        yield item(way.name, way.text, whole - less, less, way.reason)
        if way.signs is None or way.reason:
            continue
        for sign, left in way.signs.without.items():
            less = odds(hypothesis, [*others, way.counting(left, settings)], settings)
            number = f"{math.fsum(left):,.1f} of {way.signs.among:,} messages"
            text = f"{SIGN[sign].capitalize()}: without that sign it would be {number}."
            yield item(sign, text, whole - less, less, "")


def item(name: str, text: str, ratio: float, without: float, reason: str) -> Row:
    """A row of ITEMS, but for the hypothesis."""
    return {
        "item": name,
        "text": text,
        "log_ratio": 0.0 if reason else ratio,
        "without": probability(without),
        "reason": reason,
    }


def judged(
    engine: Engine,
    blocs: Blocs,
    hypothesis: Hypothesis,
    items: Sequence[Row],
    settings: Assessment,
) -> Row:
    """A row of ASSESSMENT, but for the hypothesis's names."""
    whole = odds(hypothesis, hypothesis.ways, settings)
    said = verdict(hypothesis.prior, whole)
    level, reasons = confidence(engine, blocs, hypothesis, whole, items)
    if said == CANNOT_TELL:
        level = CONFIDENCES[0]
    return {
        "statement": hypothesis.statement,
        "prior": hypothesis.prior,
        "probability": probability(whole),
        "log_odds": whole,
        "likelihood_term": said,
        "confidence": level,
        "reasons": reasons,
        "change": change(hypothesis, whole, items, settings),
    }


def verdict(prior: float, whole: float) -> str:
    """The likelihood in words; *cannot tell* when the data hardly moved the odds.

    >>> verdict(0.1, log_odds(0.11)), verdict(0.1, log_odds(0.01))
    ('cannot tell', 'almost no chance')
    """
    if abs(whole - log_odds(prior)) < MOVED:
        return CANNOT_TELL
    return term(probability(whole))


def change(hypothesis: Hypothesis, whole: float, items: Sequence[Row], settings: Assessment) -> str:
    """What would change the verdict: how many messages, and the item it hangs on most."""
    texts = []
    way = hypothesis.ways[0]
    if way.signs is not None and way.signs.among:
        needed = turning(hypothesis, settings)
        likely = whole >= log_odds(LIKELY)
        if needed is not None:
            texts.append(
                f"It would {'no longer ' if likely else ''}be likely with "
                f"{'fewer than' if likely else 'at least'} {needed:,} of the "
                f"{way.signs.among:,} messages."
            )
    now = verdict(hypothesis.prior, whole)
    counted = [i for i in items if not i["reason"]]
    if counted:
        most = max(counted, key=lambda i: abs(i["log_ratio"]))
        without = verdict(hypothesis.prior, log_odds(clear(most["without"])))
        if without != now:
            texts.append(f"Without “{most['item']}” it would be: {without}.")
    if not texts:
        texts.append("No single item changes the term.")
    return " ".join(texts)


def clear(value: float) -> float:
    """A probability that has log-odds."""
    return min(max(value, 1e-12), 1 - 1e-12)


def turning(hypothesis: Hypothesis, settings: Assessment) -> int | None:
    """The least number of messages at which the hypothesis is likely, other ways as they are.

    They are taken to be as sure as the surest that were found, or else nearly sure.
    """
    way, *others = hypothesis.ways
    assert way.signs is not None  # noqa: S101  (the first way counts messages)
    among = way.signs.among
    found = [chance for chance in way.signs.chances if chance > EVEN]

    def at(number: int) -> float:
        chances = [*found[:number], *[SURE] * (number - len(found))]
        return odds(hypothesis, [way.counting(chances, settings), *others], settings)

    goal = log_odds(LIKELY)
    low, high = 0, among
    if at(high) < goal or at(low) >= goal:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at(middle) >= goal else (middle, high)
    return high
