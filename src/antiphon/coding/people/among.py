"""Shares of labels among posts that are chosen by something else than bloc, kind and period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding.codebook import INVALID
from antiphon.coding.people.asked import view
from antiphon.coding.people.coded import coded, machine
from antiphon.kernels.corrected import Everything, Sample, human, powered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.people.asked import Question
    from antiphon.coding.people.coded import Coded
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Array = NDArray[np.float64]
    Said = tuple[NDArray[np.str_], Array]

HAS = "has"
LEAST = 10
"""With fewer units that people coded, a share stays uncalibrated."""
SCALE = 1_000_000
"""Probabilities are added up as millionths: whole numbers have one sum in whatever order."""
PICKED = """(SELECT DISTINCT "group", platform, post_id FROM "{chosen}")"""
SURE = f"CAST(round(coalesce(c.probability, 1) * {SCALE}) AS BIGINT)"
SAID = f"""
    SELECT d.group, u.account, CASE WHEN c.label = $invalid THEN '' ELSE c.label END AS label,
           count(*), CAST(sum({SURE}) AS BIGINT)
    FROM {PICKED} d JOIN codings c USING (platform, post_id)
         JOIN __units u USING (platform, post_id)
    WHERE c.code = $code AND c.target = $target AND c.coder = $coder
          AND list_contains($blocs, u.bloc) GROUP BY ALL ORDER BY ALL
"""  # noqa: S608
POSTS = f"""
    SELECT d.group, u.account, '', count(*), 0
    FROM {PICKED} d JOIN __units u USING (platform, post_id)
    WHERE list_contains($blocs, u.bloc) GROUP BY ALL ORDER BY ALL
"""  # noqa: S608
CHECKED = f"""
    SELECT d.group, h.platform, h.post_id, h.part
    FROM {PICKED} d JOIN (SELECT DISTINCT platform, post_id, part FROM human_codes
                          WHERE code = $code AND target = $target) h USING (platform, post_id)
    ORDER BY ALL
"""  # noqa: S608


class Told(NamedTuple):
    """The share of a label among a group's units, and how it is told."""

    estimate: float | None
    low: float | None
    high: float | None
    method: str
    """As in PREVALENCES; '' where neither machine nor people were asked."""
    units: int
    n_human: int


class Group(NamedTuple):
    """The units of a group, added up by account and by what the machine says of them."""

    account: NDArray[np.str_]
    said: NDArray[np.str_]
    """'' for nothing usable, or where there is no machine."""
    units: Array
    sure: Array
    """Sum of the probabilities of that label."""
    checked: list[int]
    """Numbers of the coded units that are in the group, in order."""


def among(
    engine: Engine,
    blocs: Blocs,
    question: Question,
    labels: Mapping[str, Sequence[str]],
    chosen: str,
) -> dict[str, dict[str, Told]]:
    """Each group's shares of labels: the machine's corrected by people, or either alone.

    Args:
        engine: holds `posts`, `accounts`, and if there are any `codings`, `samples`, `human_codes`.
        blocs: whose posts are meant.
        question: code, target and machine; '' for people alone, who are asked of whole posts.
        labels: what is wanted: a name, and the labels that count for it together.
        chosen: a table (group, platform, post_id); a post may be in several groups.

    Returns:
        By group and name, for every group with a unit.
    """
    view(engine, "month")
    known = tuple(dict.fromkeys(label for given in labels.values() for label in given))
    people = coded(engine, blocs, {question.code: known}).get(question[:2])
    said = machine(engine, *question, people.keys) if people and question.coder else None
    groups = gathered(engine, blocs, question, chosen)
    if people:
        for name, at in checked(engine, question, chosen, people, said):
            groups[name].checked.append(at)
    found: dict[str, dict[str, Told]] = {name: {} for name in groups}
    for name, given in labels.items():
        joint = together(people, given) if people else None
        for group, units in groups.items():
            found[group][name] = told(units, given, joint, said)
    return found


def machine_of(engine: Engine, code: str, target: str, coder: str) -> str:
    """The machine whose labels are taken: the one named, or the first; '' where there is none."""
    if not engine.has("codings"):
        return ""
    sql = "SELECT DISTINCT coder FROM codings WHERE code = ? AND target = ? ORDER BY coder"
    there = [name for (name,) in engine.rows(sql, [code, target])]
    if coder:
        return coder if coder in there else ""
    return there[0] if there else ""


def gathered(engine: Engine, blocs: Blocs, question: Question, chosen: str) -> dict[str, Group]:
    """Every group with a unit."""
    given: dict[str, object] = {"blocs": list(blocs.all)}
    sql = POSTS
    if question.coder:
        sql, given = SAID, given | {"invalid": INVALID, **question._asdict()}
    rows: dict[str, list[tuple[str, str, int, int]]] = {}
    for group, account, said, units, sure in engine.rows(sql.format(chosen=chosen), given):
        rows.setdefault(group, []).append((account, said, units, sure))
    return {
        name: Group(
            np.array([account for account, *_ in found], np.str_),
            np.array([said for _, said, *_ in found], np.str_),
            np.array([units for *_, units, _ in found], np.float64),
            np.array([sure for *_, sure in found], np.float64) / SCALE,
            [],
        )
        for name, found in rows.items()
    }


def checked(
    engine: Engine, question: Question, chosen: str, people: Coded, said: Said | None
) -> Iterator[tuple[str, int]]:
    """The coded units of each group, by number, of which a machine was asked where there is one."""
    number = {key: at for at, key in enumerate(people.keys)}
    given = {"code": question.code, "target": question.target}
    for group, *key in engine.rows(CHECKED.format(chosen=chosen), given):
        at = number.get((key[0], key[1], key[2]))
        if at is not None and (said is None or said[1][at] >= 0):
            yield group, at


def together(people: Coded, labels: Sequence[str]) -> Coded:
    """What people said, with some labels as one, `HAS`, and all others as another."""
    own = np.isin(np.array(people.labels), np.array(labels))
    votes = np.stack([people.votes[:, own].sum(axis=1), people.votes[:, ~own].sum(axis=1)], axis=1)
    answer = np.where(own[people.answer], 0, 1)
    return replace(people, labels=(HAS, ""), votes=votes, answer=answer)


def told(group: Group, labels: Sequence[str], people: Coded | None, said: Said | None) -> Told:
    """One share."""
    machines = bool((group.said != "").any())
    names, of = np.unique(group.account, return_inverse=True)
    has = np.isin(group.said, np.array(labels))
    everything = Everything(
        np.asarray(np.bincount(of, group.units, len(names)), np.float64),
        np.asarray(np.bincount(of, group.sure * has, len(names)), np.float64),
    )
    units, chosen = round(float(group.units.sum())), np.array(group.checked, np.int64)
    if people is None or len(chosen) < LEAST:
        method = "uncalibrated" if machines else ""
        bare = everything.mean if machines else None
        return Told(bare, None, None, method, units, len(chosen))
    score = np.zeros(len(chosen))
    if said is not None:
        score = (said[1] * np.isin(said[0], np.array(labels)))[chosen]
    sample = Sample(
        people.has(HAS)[chosen],
        score,
        people.inclusion[chosen],
        np.searchsorted(names, people.account[chosen]),
        whole=len(chosen) == len(people.keys),
    )
    found = (powered if machines else human)(sample, everything, coders=people.coders(HAS, chosen))
    method = "ppi" if found.tuning else "human"
    return Told(found.estimate, found.low, found.high, method, units, len(chosen))
