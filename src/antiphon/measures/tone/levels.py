"""How hostile each bloc's posts are: mean step and share of the top steps, corrected by people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.coding.people.asked import spoken, view
from antiphon.coding.people.coded import coded
from antiphon.coding.people.domains import Domains
from antiphon.coding.people.estimating import questions
from antiphon.coding.people.merged import grouped, kinds, stepped
from antiphon.coding.people.sharing import LEARNT, shares
from antiphon.kernels.quotients import quotient
from antiphon.schema import DIPLOMATS, STATE_MEDIA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from antiphon.coding.settings import Estimation
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]

WEAKEST = ("uncalibrated", "human", "dsl", "ppi")
YES = "hostile"
NO = "other"
KEPT = (
    *("bloc", "kind", "period", "coder", "machine", "estimate", "low", "high", "method"),
    *("clustered", "n_posts", "n_accounts", "n_human", "reason"),
)


class Voice(NamedTuple):
    """A code's units as one machine, or people alone, have coded them."""

    domains: Domains
    heeded: bool
    """Is the machine heeded where people coded? Not if it learnt from them."""


def asked(
    engine: Engine, blocs: Blocs, code: str, labels: Sequence[str], period: str
) -> list[Voice]:
    """The code's units, machine by machine, and as people alone have coded them."""
    view(engine, period)
    known = {code: tuple(labels)}
    machines = spoken(engine, blocs, code)
    people = coded(engine, blocs, known)
    people = {key: value for key, value in people.items() if key[0] == code}
    sql = "SELECT DISTINCT coder FROM prevalences WHERE code = ? AND contains(reason, ?)"
    deaf = {"", *(row[0] for row in engine.rows(sql, [code, LEARNT]))}
    return [
        Voice(
            Domains.of(engine, question, given, people.get(question[:2]), known),
            question.coder not in deaf,
        )
        for question, given in questions(machines, people)
    ]


def levels(found: Sequence[Voice], steps: Sequence[str], top: int, how: Estimation) -> list[Row]:
    """Rows of TONE."""
    rows: list[Row] = []
    for domains, heeded in found:
        means = shares(stepped(domains, steps), how, heeded=heeded)
        tops = shares(hostile(domains, steps, top), how, heeded=heeded)
        rows += [{"quantity": "mean_step"} | scaled(row, len(steps) - 1) for row in means]
        rows += [
            {"quantity": YES} | {name: row[name] for name in KEPT}
            for row in tops
            if row["label"] == YES
        ]
    return rows


def hostile(domains: Domains, steps: Sequence[str], top: int) -> Domains:
    """The top steps against the others."""
    return grouped(domains, {NO: steps[:-top], YES: steps[-top:]})


def scaled(row: Row, most: int) -> Row:
    """A share of the scale as a number of steps."""
    numbers = ("machine", "estimate", "low", "high")
    steps = {n: None if row[n] is None else row[n] * most for n in numbers}
    return {name: row[name] for name in KEPT} | steps


def ratios(found: Sequence[Voice], steps: Sequence[str], top: int, how: Estimation) -> list[Row]:
    """Rows of TONE_RATIOS: diplomats' share of hostile posts over the state media's.

    Both sides have accounts of their own, so that their intervals are joined as those of
    independent shares.
    """
    rows: list[Row] = []
    for domains, heeded in found:
        both = kinds(hostile(domains, steps, top), {"diplomats": DIPLOMATS, "media": STATE_MEDIA})
        both = replace(both, labels=(NO, YES))
        sides: dict[tuple[Any, ...], dict[str, Row]] = {}
        for row in shares(both, how, heeded=heeded):
            if row["label"] == YES and row["kind"]:
                sides.setdefault((row["bloc"], row["period"]), {})[row["kind"]] = row
        rows += [ratio(*side.values()) for side in ordered(sides)]
    return rows


def ordered(sides: dict[tuple[Any, ...], dict[str, Row]]) -> Iterator[dict[str, Row]]:
    """Where both sides have posts: diplomats, then media."""
    for side in sides.values():
        if len(side) == 2:
            yield {name: side[name] for name in ("diplomats", "media")}


def ratio(diplomats: Row, media: Row) -> Row:
    """One row of TONE_RATIOS."""
    method = min(diplomats["method"], media["method"], key=WEAKEST.index)
    calibrated = method != "uncalibrated"
    bare = None
    if media["machine"]:
        bare = diplomats["machine"] / media["machine"]
    value, low, high = quotient(diplomats, media)
    return {
        **{name: media[name] for name in ("bloc", "period", "coder")},
        "diplomats": diplomats["estimate"],
        "media": media["estimate"],
        "machine": bare,
        "ratio": value,
        "low": low if calibrated else None,
        "high": high if calibrated else None,
        "method": method,
        "n_diplomats": diplomats["n_posts"],
        "n_media": media["n_posts"],
        "n_human": min(diplomats["n_human"], media["n_human"]),
    }
