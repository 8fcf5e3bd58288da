"""Shares of labels among posts that are chosen by something else than bloc, kind and period."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding.codebook import INVALID
from antiphon.coding.people.asked import view
from antiphon.coding.people.coded import coded, machine
from antiphon.kernels.corrected import Everything, Sample, Share, human, powered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.people.asked import Question
    from antiphon.coding.people.coded import Coded
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Array = NDArray[np.float64]

LEAST = 10
"""With fewer units that people coded, a share stays uncalibrated."""
CHOSEN = """
    SELECT DISTINCT c.group, u.platform, u.post_id, u.account
    FROM "{chosen}" c JOIN __units u USING (platform, post_id)
    WHERE list_contains($blocs, u.bloc) ORDER BY ALL
"""
SAID = """
    SELECT DISTINCT d.group, d.platform, d.post_id, u.account, c.part,
           CASE WHEN c.label = $invalid THEN '' ELSE c.label END AS label,
           coalesce(c.probability, 1) AS sure
    FROM "{chosen}" d JOIN codings c USING (platform, post_id)
         JOIN __units u USING (platform, post_id)
    WHERE c.code = $code AND c.target = $target AND c.coder = $coder
          AND list_contains($blocs, u.bloc) ORDER BY ALL
"""


class Told(NamedTuple):
    """The share of a label among a group's units, and how it is told."""

    estimate: float | None
    low: float | None
    high: float | None
    method: str
    """As in PREVALENCES; '' where neither machine nor people were asked."""
    units: int
    n_human: int


class Unit(NamedTuple):
    """A unit of a group, with what the machine says; '' where there is no machine."""

    key: tuple[str, str, int]
    account: str
    said: str
    sure: float


def among(
    engine: Engine,
    blocs: Blocs,
    question: Question,
    labels: Sequence[str],
    chosen: str,
) -> dict[str, dict[str, Told]]:
    """Each group's share of each label: the machine's corrected by people, or either alone.

    Args:
        engine: holds `posts`, `accounts`, and if there are any `codings`, `samples`, `human_codes`.
        blocs: whose posts are meant.
        question: code, target and machine; '' for people alone, who are asked of whole posts.
        labels: the labels that are wanted.
        chosen: a table (group, platform, post_id); a post may be in several groups.

    Returns:
        By group and label, for every group with a unit.
    """
    view(engine, "month")
    groups = asked(engine, blocs, question, chosen)
    people = coded(engine, blocs, {question.code: tuple(labels)}).get(question[:2])
    said = machine(engine, *question, people.keys) if people and question.coder else None
    return {
        name: {label: told(units, label, people, said) for label in labels}
        for name, units in groups.items()
    }


def asked(
    engine: Engine, blocs: Blocs, question: Question, chosen: str
) -> dict[str, dict[tuple[str, str, int], Unit]]:
    """The units of each group."""
    given: dict[str, object] = {"blocs": list(blocs.all)}
    found: dict[str, dict[tuple[str, str, int], Unit]] = {}
    if question.coder:
        given |= {"invalid": INVALID, **question._asdict()}
        rows = engine.rows(SAID.format(chosen=chosen), given)
    else:
        rows = [(*row, 0, "", 0.0) for row in engine.rows(CHOSEN.format(chosen=chosen), given)]
    for group, platform, post, account, part, label, sure in rows:
        key = (platform, post, part)
        found.setdefault(group, {})[key] = Unit(key, account, label, sure)
    return found


def told(
    units: Mapping[tuple[str, str, int], Unit],
    label: str,
    people: Coded | None,
    said: tuple[NDArray[np.str_], Array] | None,
) -> Told:
    """One share."""
    machines = any(unit.said for unit in units.values())
    names = sorted({unit.account for unit in units.values()})
    number = {name: at for at, name in enumerate(names)}
    of = np.array([number[unit.account] for unit in units.values()], np.int64)
    scores = np.array([unit.sure * (unit.said == label) for unit in units.values()])
    everything = Everything(
        np.asarray(np.bincount(of, minlength=len(names)), np.float64),
        np.asarray(np.bincount(of, scores, len(names)), np.float64),
    )
    chosen = np.array(
        [at for at, key in enumerate(people.keys) if key in units] if people else [], np.int64
    )
    if people is None or len(chosen) < LEAST:
        method = "uncalibrated" if machines else ""
        bare = everything.mean if machines else None
        return Told(bare, None, None, method, len(units), len(chosen))
    score = np.zeros(len(chosen))
    if said is not None:
        score = (said[1] * (said[0] == label))[chosen]
    sample = Sample(
        people.has(label)[chosen],
        score,
        people.inclusion[chosen],
        np.array([number[units[people.keys[at]].account] for at in chosen], np.int64),
        whole=len(chosen) == len(people.keys),
    )
    found = share(sample, everything, people.coders(label, chosen), machines=machines)
    method = "ppi" if found.tuning else "human"
    return Told(found.estimate, found.low, found.high, method, len(units), len(chosen))


def share(sample: Sample, everything: Everything, coders: float, *, machines: bool) -> Share:
    """By machine and people together, or by people alone."""
    return (powered if machines else human)(sample, everything, coders=coders)
