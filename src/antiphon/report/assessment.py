"""The assessment on paper: every hypothesis about a pair with its likelihood and its evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.report.held import alarms, rows
from antiphon.report.words import DASH, SPACE, number
from antiphon.schema import HYPOTHESES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from antiphon.results import Results

ARROW = "→"
UNKNOWN = "cannot tell"
TITLES = {
    "directed_coordination": "Directed coordination",
    "content_exchange": "Content exchange",
    "borrowing": "Borrowing",
    "common_cause": "Common cause",
}
FEWEST, MOST = math.log(10), math.log(10_000)
"""Where the scale of likelihood ratios ends at least, and at most."""
NOTHING = 0.1
"""An item that moves the log-odds by less is neither for nor against."""
HALF = 100
"""Length of half the scale in a bar's own units."""


@dataclass(frozen=True)
class Item:
    """A piece of evidence: what was seen, how far it moves the odds, and a bar for that."""

    name: str
    text: str
    times: str
    start: float
    length: float
    side: str
    beyond: bool
    without: str
    reason: str


@dataclass(frozen=True)
class Row:
    """A hypothesis, weighed. `fill` is its probability in hundredths, None when nobody can tell."""

    title: str
    statement: str
    term: str
    chance: str
    fill: float | None
    prior: str
    mark: float | None
    confidence: str
    reasons: list[str]
    best: Item | None
    worst: Item | None
    items: list[Item]
    change: str
    controls: str


@dataclass(frozen=True)
class Matrix:
    """The hypotheses about one pair, and where the scale of their evidence ends."""

    title: str
    rows: list[Row]
    end: str


def matrices(results: Results) -> list[Matrix]:
    """Every compared pair that was assessed, in the order of the table."""
    weighed, items = rows(results, "assessment"), rows(results, "assessment_items")
    rehearsals = rows(results, "rehearsals")
    found = [abs(i["log_ratio"]) for i in items if i["log_ratio"] is not None]
    end = min(max([FEWEST, *found]), MOST)
    made = []
    for pair in dict.fromkeys(row["pair"] for row in weighed):
        own = [row for row in weighed if row["pair"] == pair]
        own.sort(key=lambda r: HYPOTHESES.index(r["hypothesis"]))
        lines = [
            line(row, [i for i in items if key(i) == key(row)], rehearsals, end) for row in own
        ]
        made.append(Matrix(pair.replace("|", " and "), lines, number(math.exp(end), 2)))
    return made


def key(row: dict[str, Any]) -> tuple[str, str, str]:
    """What an item and its hypothesis have in common."""
    return row["pair"], row["hypothesis"], row["direction"] or ""


def line(
    row: dict[str, Any],
    items: Sequence[dict[str, Any]],
    rehearsals: Sequence[dict[str, Any]],
    end: float,
) -> Row:
    """One hypothesis: its likelihood, the strongest item on either side, all of them."""
    known = row["likelihood_term"] != UNKNOWN and row["probability"] is not None
    made = sorted((item(i, end) for i in items), key=lambda i: (bool(i.reason), -i.length))
    counted = [i for i in made if not i.reason]
    directed = row["hypothesis"] == HYPOTHESES[0]
    return Row(
        title=title(row),
        statement=row["statement"] or "",
        term=row["likelihood_term"] or UNKNOWN,
        chance=chance(row["probability"]),
        fill=100 * row["probability"] if known else None,
        prior=chance(row["prior"]),
        mark=None if row["prior"] is None else 100 * row["prior"],
        confidence=row["confidence"] or DASH,
        reasons=list(row["reasons"] or ()),
        best=next((i for i in counted if i.side == "for"), None),
        worst=next((i for i in counted if i.side == "against"), None),
        items=made,
        change=row["change"] or "",
        controls=alarms(rehearsals, row["pair"]) if directed else "",
    )


def title(row: dict[str, Any]) -> str:
    """The hypothesis by name; of borrowing, who from whom."""
    name = TITLES.get(row["hypothesis"], row["hypothesis"])
    taker, arrow, giver = (row["direction"] or "").partition(ARROW)
    return f"{name}: {taker} from {giver}" if arrow else name


def chance(probability: float | None) -> str:
    r"""A probability as a reader meets it: never nought, never certain.

    >>> chance(0.123), chance(0.9999), chance(0.0001)
    ('12\xa0%', 'over 99\xa0%', 'under 1\xa0%')
    """
    if probability is None or math.isnan(probability):
        return DASH
    if probability < 0.005:
        return f"under 1{SPACE}%"
    if probability > 0.995:
        return f"over 99{SPACE}%"
    return f"{100 * probability:.0f}{SPACE}%"


def item(row: dict[str, Any], end: float) -> Item:
    """A piece of evidence with its bar: to the right for the hypothesis, to the left against it."""
    ratio = row["log_ratio"] if row["log_ratio"] is not None and not row["reason"] else 0.0
    length = HALF * min(abs(ratio), end) / end
    side = "for" if ratio > NOTHING else "against" if ratio < -NOTHING else "neither"
    return Item(
        name=(row["item"] or "").replace("_", " "),
        text=row["text"] or "",
        times=times(ratio),
        start=round(HALF if ratio > 0 else HALF - length, 2),
        length=round(length, 2),
        side=side,
        beyond=abs(ratio) > end,
        without=chance(row["without"]),
        reason=row["reason"] or "",
    )


def times(ratio: float) -> str:
    """A likelihood ratio in words.

    >>> times(math.log(12.0)), times(-math.log(2.5)), times(0.0)
    ('12 times for', '2.5 times against', 'neither way')
    """
    if abs(ratio) <= NOTHING:
        return "neither way"
    size = "over a million" if abs(ratio) > math.log(1e6) else number(math.exp(abs(ratio)), 2)
    return f"{size} times {'for' if ratio > 0 else 'against'}"
