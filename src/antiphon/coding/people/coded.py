"""What people said of the units that were drawn, ready for shares: weights, labels, machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from antiphon.coding.codebook import INVALID
from antiphon.kernels.consensus import between, concentration, consensus
from antiphon.kernels.weighing import effective

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

UNIT = ("platform", "post_id", "part")
SAME = 0.01
"""A sample whose units are as many as now, but for this share, was drawn from all of them."""


@dataclass(frozen=True)
class Coded:
    """The drawn units of one code and target that people coded."""

    keys: list[tuple[str, str, int]]
    """Platform, post and part of each."""
    bloc: NDArray[np.str_]
    kind: NDArray[np.str_]
    period: NDArray[np.str_]
    account: NDArray[np.str_]
    day: Array
    """Days since 2000."""
    inclusion: Array
    """The probability of each, of several draws joined."""
    stratum: Whole
    """Number of the stratum it was drawn from."""
    labels: tuple[str, ...]
    votes: Array
    """Units × labels: how many people gave it."""
    unit: Whole
    """Of each single answer: number of the unit,"""
    person: Whole
    """number of the person,"""
    answer: Whole
    """and number of the label."""
    leanings: tuple[float, ...]
    """For each label, how differently people would give it to the same units, a variance."""
    drawn_from: float
    """Of how many units the draws together were."""
    reason: str
    """What is amiss with the sample; '' for nothing."""

    def has(self, label: str) -> Array:
        """How far each unit has a label, by consensus."""
        return consensus(self.votes)[:, self.labels.index(label)]

    def coders(self, label: str, chosen: Whole) -> float:
        """The variance that differences between coders add to a label's share in these units."""
        apart = self.leanings[self.labels.index(label)]
        if apart == 0.0:
            return 0.0
        number = np.full(len(self.keys), -1)
        number[chosen] = np.arange(len(chosen))
        inside = number[self.unit] >= 0
        weight = 1 / self.inclusion[chosen]
        return apart * concentration(number[self.unit][inside], self.person[inside], weight)


def coded(
    engine: Engine, blocs: Blocs, labels: Mapping[str, Sequence[str]]
) -> dict[tuple[str, str], Coded]:
    """The coded units of each code and target. Needs the view `__units`."""
    if not (engine.has("samples") and engine.has("human_codes")):
        return {}
    drawn = engine.table(
        """SELECT code, target, sample_id, stratum, platform, post_id, part, inclusion
           FROM samples ORDER BY ALL"""
    ).to_pylist()
    said = engine.table(
        """SELECT h.code, h.target, h.platform, h.post_id, h.part, h.person, h.label,
                  u.bloc, u.kind, u.period, u.account, u.day
           FROM human_codes h JOIN __units u USING (platform, post_id)
           WHERE list_contains($blocs, u.bloc) ORDER BY ALL""",
        {"blocs": list(blocs.all)},
    ).to_pylist()
    by: dict[tuple[str, str], tuple[list[Any], list[Any]]] = {}
    for at, rows in enumerate((drawn, said)):
        for row in rows:
            by.setdefault((row["code"], row["target"]), ([], []))[at].append(row)
    found = {
        key: joined(*parts, tuple(labels.get(key[0], ())))
        for key, parts in sorted(by.items())
        if all(parts)
    }
    return {key: value for key, value in found.items() if value.keys}


def joined(
    drawn: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]], known: tuple[str, ...]
) -> Coded:
    """What was drawn and what was said, unit by unit."""
    answers: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in said:
        answers.setdefault(tuple(row[n] for n in UNIT), []).append(row)
    weights, strata, total, reason = weighed(drawn, set(answers))
    keys = sorted(weights)
    rows = [(at, row) for at, key in enumerate(keys) for row in answers[key]]
    labels = known + tuple(sorted({row["label"] for _, row in rows} - set(known)))
    people = sorted({row["person"] for _, row in rows})
    unit = np.array([at for at, _ in rows], np.int64)
    answer = np.array([labels.index(row["label"]) for _, row in rows], np.int64)
    person = np.array([people.index(row["person"]) for _, row in rows], np.int64)
    votes = np.zeros((len(keys), len(labels)))
    np.add.at(votes, (unit, answer), 1)
    first = [answers[key][0] for key in keys]
    names = sorted(set(strata.values()))
    places = {
        name: np.array([f[name] for f in first], np.str_)
        for name in ("bloc", "kind", "period", "account")
    }
    return Coded(
        keys=keys,
        **places,
        day=np.array([f["day"] for f in first], np.float64),
        inclusion=np.minimum(1 / np.array([weights[key] for key in keys], np.float64), 1.0),
        stratum=np.array([names.index(strata[key]) for key in keys], np.int64),
        labels=labels,
        votes=votes,
        unit=unit,
        person=person,
        answer=answer,
        leanings=tuple(
            between(unit, person, (answer == k).astype(float)) for k in range(len(labels))
        ),
        drawn_from=total,
        reason=reason,
    )


def weighed(
    drawn: Sequence[Mapping[str, Any]], coded: set[tuple[Any, ...]]
) -> tuple[dict[tuple[Any, ...], float], dict[tuple[Any, ...], tuple[str, str]], float, str]:
    """The weight and stratum of each coded unit; how many units all stand for; what is amiss.

    Of a stratum that is not coded whole, what is coded stands for the rest: coders begin at the
    top of a shuffled list. Each draw by itself stands for all units; of several, each counts by
    the size that a simple sample of equal worth would have, and a unit of two draws has the sum.
    """
    whole: dict[tuple[str, str], int] = {}
    done: dict[tuple[str, str], int] = {}
    for row in drawn:
        key = (row["sample_id"], row["stratum"])
        whole[key] = whole.get(key, 0) + 1
        done[key] = done.get(key, 0) + (tuple(row[n] for n in UNIT) in coded)
    raised: dict[str, dict[tuple[Any, ...], float]] = {}
    strata: dict[tuple[Any, ...], tuple[str, str]] = {}
    for row in drawn:
        unit, key = tuple(row[n] for n in UNIT), (row["sample_id"], row["stratum"])
        if unit in coded:
            strata.setdefault(unit, key)
            weight = whole[key] / done[key] / row["inclusion"]
            raised.setdefault(row["sample_id"], {})[unit] = weight
    worth = {name: effective(np.array(list(w.values()))) for name, w in raised.items()}
    weights: dict[tuple[Any, ...], float] = {}
    for name, given in raised.items():
        for unit, weight in given.items():
            weights[unit] = weights.get(unit, 0.0) + weight * worth[name] / sum(worth.values())
    empty = sum(1 for number in done.values() if not number)
    reason = f"of {empty} strata nobody has coded a unit" if empty else ""
    return weights, strata, sum(weights.values()), reason


def machine(
    engine: Engine, code: str, target: str, coder: str, keys: Sequence[tuple[str, str, int]]
) -> tuple[NDArray[np.str_], Array]:
    """What a machine says of these units: its label, '' for nothing usable, and how sure it is.

    A unit that it was not asked of has the probability −1.
    """
    rows = engine.rows(
        """SELECT platform, post_id, part, label, coalesce(probability, 1) FROM codings
           JOIN (SELECT DISTINCT platform, post_id FROM human_codes WHERE code = $code)
                USING (platform, post_id)
           WHERE code = $code AND target = $target AND coder = $coder""",
        {"code": code, "target": target, "coder": coder},
    )
    known = {row[:3]: row[3:] for row in rows}
    found = [known.get(key, ("", -1.0)) for key in keys]
    said = np.array(["" if label == INVALID else label for label, _ in found], np.str_)
    return said, np.array([sure for _, sure in found], np.float64)
