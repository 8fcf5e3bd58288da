"""The study's claims against its estimates: supported, contradicted, or undetermined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.errors import StudyError, nearest
from antiphon.schema import BARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.schema import Quantity

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
COMPARISON = re.compile(rf"\s*(<=|>=|<|>)\s*({NUMBER})\s*")
BETWEEN = re.compile(rf"\s*between\s+({NUMBER})\s+and\s+({NUMBER})\s*")


@dataclass(frozen=True)
class Expectation:
    """A range that a claim expects its estimate in; open ends are infinite."""

    low: float
    high: float

    def verdict(self, low: float, high: float) -> str:
        """Does the whole interval lie inside, the whole interval outside, or neither?

        >>> Expectation(0, float("inf")).verdict(0.1, 0.4)
        'supported'
        >>> Expectation(0, float("inf")).verdict(-0.1, 0.4)
        'undetermined'
        """
        if low > self.low and high < self.high:
            return "supported"
        if high <= self.low or low >= self.high:
            return "contradicted"
        return "undetermined"


def parse(expect: str) -> Expectation | None:
    """What a claim's `expect` says; None when it cannot be read.

    >>> parse("> 0"), parse("between 0.1 and 0.2"), parse("rather high")
    (Expectation(low=0.0, high=inf), Expectation(low=0.1, high=0.2), None)
    """
    infinite = float("inf")
    if found := COMPARISON.fullmatch(expect):
        sign, bound = found[1], float(found[2])
        return Expectation(bound, infinite) if sign[0] == ">" else Expectation(-infinite, bound)
    if (found := BETWEEN.fullmatch(expect)) and float(found[1]) < float(found[2]):
        return Expectation(float(found[1]), float(found[2]))
    return None


def evaluate(
    claims: Sequence[Mapping[str, str]],
    estimates: Sequence[Mapping[str, Any]],
    quantities: Mapping[str, Sequence[Quantity]],
) -> list[dict[str, Any]]:
    """A verdict for every claim.

    A claim is supported when the whole interval of its estimate lies where it expects it,
    contradicted when the whole interval lies elsewhere, and otherwise undetermined.

    Args:
        claims: each with id, text, measure, quantity, a, b, expect.
        estimates: rows of ESTIMATES.
        quantities: the documented quantities of each measure that this version has.

    Raises:
        StudyError: the measure exists but not the quantity; the known ones are listed.
    """
    known = {(e["measure"], e["quantity"], e["a"], e["b"]): e for e in estimates}
    return [judge(claim, known, quantities) for claim in claims]


def judge(
    claim: Mapping[str, str],
    known: Mapping[tuple[str, str, str, str], Mapping[str, Any]],
    quantities: Mapping[str, Sequence[Quantity]],
) -> dict[str, Any]:
    """One claim's verdict, with the numbers it rests on and the reason."""
    names = ("id", "text", "measure", "quantity", "a", "b", "expect")
    blank = dict.fromkeys(("estimate", "low", "high", "level", "n", "denominator", "method"))
    row: dict[str, Any] = {**{name: claim[name] for name in names}, **blank}
    measure = claim["measure"]
    if measure not in quantities:
        have = ", ".join(sorted(name for name, listed in quantities.items() if listed))
        reason = f"this version has no measure {measure!r}; it has {have}"
        return row | {"verdict": "undetermined", "reason": reason}
    offered = [quantity.name for quantity in quantities[measure]]
    if claim["quantity"] not in offered:
        raise StudyError(
            f"claim {claim['id']!r}: measure {measure!r} has no quantity {claim['quantity']!r}",
            where="claim.quantity",
            got=claim["quantity"],
            expected=nearest(claim["quantity"], offered),
        )
    found = known.get((measure, claim["quantity"], claim["a"], claim["b"]))
    expectation = parse(claim["expect"])
    if found is None or found["estimate"] is None or expectation is None:
        reason = "there is no such estimate in these data: a and b name nothing that was counted"
        return row | {"verdict": "undetermined", "reason": reason}
    row |= {name: found[name] for name in blank}
    if found["low"] is None and row["method"] == BARE:
        reason = "uncalibrated: a machine's bare number, which no person has checked"
        return row | {"verdict": "undetermined", "reason": reason}
    if found["low"] is None:
        reason = "the estimate has no interval: it was not checked, or rests on too little"
        return row | {"verdict": "undetermined", "reason": reason}
    high = float("inf") if found["high"] is None else found["high"]  # no upper end
    verdict = expectation.verdict(found["low"], high)
    where = {"supported": "inside", "contradicted": "outside", "undetermined": "partly inside"}
    interval = (
        "range with odds beforehand three times lower and higher"
        if found["level"] is None
        else f"{found['level']:.0%} interval"
    )
    reason = f"the {interval} lies {where[verdict]} {claim['expect']}"
    return row | {"verdict": verdict, "reason": reason}
