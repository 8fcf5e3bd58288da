"""The same units with labels, kinds or periods joined to fewer, or labels as steps of a scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from antiphon.coding.people.coded import Coded
from antiphon.kernels.consensus import between, consensus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.people.domains import Domains

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Text = NDArray[np.str_]

MEAN = "mean_step"


@dataclass(frozen=True)
class Stepped(Coded):
    """Coded units whose labels are steps of a scale from 0 to 1."""

    steps: Array
    """The step of each label."""

    def has(self, label: str) -> Array:  # noqa: ARG002  (there is one: the mean)
        """The mean step of each unit, by consensus."""
        return np.asarray(consensus(self.votes) @ self.steps)


def grouped(domains: Domains, groups: Mapping[str, Sequence[str]]) -> Domains:
    """The labels of each group as one; the groups together have every label once.

    A machine's probability is of one label, and says nothing of a group: its labels count whole.

    >>> sorted({"no": ["none", "critical"], "yes": ["hostile"]})
    ['no', 'yes']
    """
    names = tuple(groups)
    whose = {label: name for name, labels in groups.items() for label in labels}
    asked = domains.asked
    said = renamed(asked.said, whose)
    asked = replace(asked, said=said, sure=asked.units * 1.0, sure_days=asked.days * 1.0)
    coded = domains.coded
    if coded is not None:
        number = np.array([names.index(whose[label]) for label in coded.labels], np.int64)
        votes = np.zeros((len(coded.keys), len(names)))
        np.add.at(votes.T, number, coded.votes.T)
        answer = number[coded.answer]
        apart = [
            between(coded.unit, coded.person, (answer == at).astype(float))
            for at in range(len(names))
        ]
        coded = replace(coded, labels=names, votes=votes, answer=answer, leanings=tuple(apart))
    return replace(
        domains,
        asked=asked,
        coded=coded,
        labels=names,
        said=renamed(domains.said, whose),
        sure=np.where(domains.sure >= 0, 1.0, -1.0),
        scores={name: asked.scores(name, names) for name in names},
    )


def stepped(domains: Domains, labels: Sequence[str]) -> Domains:
    """One label, `mean_step`, of which each unit has its step: 0 first, 1 last."""
    steps = {label: at / (len(labels) - 1) for at, label in enumerate(labels)}
    asked, coded = domains.asked, domains.coded
    step = np.array([steps.get(label, 0.0) for label in asked.said.tolist()])
    days = asked.days * step
    asked = replace(
        asked,
        said=np.where(asked.said == "", "", MEAN),
        sure=asked.units * step,
        sure_days=days,
    )
    known = domains.sure >= 0
    own = np.array([steps.get(label, 0.0) for label in domains.said.tolist()])
    if coded is not None:
        values = {name: getattr(coded, name) for name in Coded.__dataclass_fields__}
        given = np.array([steps.get(label, 0.0) for label in coded.labels])
        apart = between(coded.unit, coded.person, given[coded.answer])
        coded = Stepped(**(values | {"labels": (MEAN,), "leanings": (apart,)}), steps=given)
    return replace(
        domains,
        asked=asked,
        coded=coded,
        labels=(MEAN,),
        said=np.where(domains.said == "", "", MEAN),
        sure=np.where(known, own, -1.0),
        scores={MEAN: (asked.sure, asked.sure_days)},
    )


def kinds(domains: Domains, groups: Mapping[str, Sequence[str]]) -> Domains:
    """Kinds of actors joined; those of no group are of no known kind."""
    whose = {kind: name for name, some in groups.items() for kind in some}
    asked, coded = domains.asked, domains.coded
    return replace(
        domains,
        asked=replace(asked, kind=renamed(asked.kind, whose)),
        coded=replace(coded, kind=renamed(coded.kind, whose)) if coded else None,
    )


def periods(domains: Domains, joined: Callable[[str], str]) -> Domains:
    """Periods joined: each first day becomes another."""
    asked, coded = domains.asked, domains.coded
    return replace(
        domains,
        asked=replace(asked, period=changed(asked.period, joined)),
        coded=replace(coded, period=changed(coded.period, joined)) if coded else None,
    )


def renamed(values: Text, whose: Mapping[str, str]) -> Text:
    """Names that several have in common; what has none has ''."""
    return changed(values, lambda value: whose.get(value, ""))


def changed(values: Text, change: Callable[[str], str]) -> Text:
    """Each distinct value changed once."""
    if not len(values):
        return values
    distinct, at = np.unique(values, return_inverse=True)
    return np.array([change(str(value)) for value in distinct], np.str_)[at]
