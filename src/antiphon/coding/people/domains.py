"""The parts of a question's units that a share is told of: by bloc, kind of actor and period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from antiphon.coding.people.coded import SAME, machine
from antiphon.kernels.corrected import Everything, Sample
from antiphon.kernels.trend import Times

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from antiphon.coding.people.asked import Asked, Question
    from antiphon.coding.people.coded import Coded
    from antiphon.engine import Engine

    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]


class Domain(NamedTuple):
    """One part of a question's units."""

    bloc: str
    kind: str
    period: dt.date | None
    rows: Whole
    """Its rows of what was asked."""
    units: Whole
    """Its units that people coded."""
    accounts: Whole
    """Numbers of its accounts, ascending."""
    at: Whole
    """Of each row, the place of its account among them."""


@dataclass(frozen=True)
class Domains:
    """A question's units, and how to cut them."""

    question: Question
    asked: Asked
    coded: Coded | None
    labels: tuple[str, ...]
    said: NDArray[np.str_]
    """What the machine says of each coded unit."""
    sure: Array
    """How sure it is; below 0 where it was not asked."""
    scores: Mapping[str, tuple[Array, Array]]
    """For each label, the sums of the machine's scores, and of score · day."""
    account: Whole
    """Number of the account of each row of what was asked."""
    whose: Whole
    """Number of the account of each coded unit."""

    @classmethod
    def of(
        cls,
        engine: Engine,
        question: Question,
        asked: Asked,
        coded: Coded | None,
        known: Mapping[str, Sequence[str]],
    ) -> Domains:
        """A question's units with what the machine says of those that people coded."""
        code, target, coder = question
        if coded is None:
            said, sure = np.array([], np.str_), np.array([])
        elif coder:
            said, sure = machine(engine, code, target, coder, coded.keys)
        else:
            said, sure = np.full(len(coded.keys), "", np.str_), np.zeros(len(coded.keys))
        used = set(asked.said.tolist()) - {""} if coder else set()
        names = list(coded.labels) if coded else list(known.get(code, ()))
        labels = (*names, *sorted(used - set(names)))
        scores = {name: asked.scores(name, labels) for name in labels}
        accounts, account = np.unique(asked.account, return_inverse=True)
        whose = np.searchsorted(accounts, coded.account if coded else np.array([], np.str_))
        return cls(question, asked, coded, labels, said, sure, scores, account, whose)

    def cut(self, *, periods: bool = True) -> Iterator[Domain]:
        """Every part: blocs, their kinds, their periods, their kinds' periods."""
        for kinds in (False, True):
            for by_period in (False, True) if periods else (False,):
                yield from self.parts(kinds=kinds, by_period=by_period)

    def parts(self, *, kinds: bool, by_period: bool) -> Iterator[Domain]:
        """The parts of one way to cut, in order."""
        wholes = [(self.asked.bloc, self.asked.kind, self.asked.period)]
        if self.coded is not None:
            wholes.append((self.coded.bloc, self.coded.kind, self.coded.period))
        keys = [
            np.char.add(
                np.char.add(np.char.add(bloc, "\t"), kind if kinds else ""),
                np.char.add("\t", period if by_period else ""),
            )
            for bloc, kind, period in wholes
        ]
        units = grouped(keys[1][self.sure >= 0], np.flatnonzero(self.sure >= 0)) if keys[1:] else {}
        none = np.array([], np.int64)
        for key, rows in grouped(keys[0], np.arange(len(keys[0]))).items():
            bloc, kind, period = key.split("\t")
            if kinds and not kind:
                continue  # of no known kind: '' stands for all
            day = dt.date.fromisoformat(period) if period else None
            accounts, at = np.unique(self.account[rows], return_inverse=True)
            yield Domain(bloc, kind, day, rows, units.get(key, none), accounts, at)

    def everything(self, domain: Domain, label: str) -> Everything:
        """All units of a part, by account."""
        return Everything(
            self.added(domain, self.asked.units), self.added(domain, self.scores[label][0])
        )

    def times(self, domain: Domain, label: str) -> Times:
        """When all units of a part were published, by account."""
        return Times(
            self.added(domain, self.asked.days),
            self.added(domain, self.asked.squares),
            self.added(domain, self.scores[label][1]),
        )

    def added(self, domain: Domain, values: Array) -> Array:
        """The values of a part's rows, added up by account."""
        return np.bincount(domain.at, values[domain.rows]).astype(np.float64)

    def sample(self, domain: Domain, label: str) -> Sample:
        """The units of a part that people coded."""
        coded = self.coded
        assert coded is not None  # noqa: S101  (a part without coded units is not asked)
        chosen = domain.units
        touched = np.isin(coded.stratum, coded.stratum[chosen]) & (self.sure >= 0)
        return Sample(
            label=coded.has(label)[chosen],
            score=self.score(label)[chosen],
            inclusion=coded.inclusion[chosen],
            account=np.searchsorted(domain.accounts, self.whose[chosen]),
            whole=int(touched.sum()) == len(chosen),
        )

    def score(self, label: str) -> Array:
        """The machine's score of each coded unit for a label."""
        has = self.said == label
        if len(self.labels) != 2:
            return np.asarray(self.sure * has)
        return np.where(has, self.sure, (1 - self.sure) * (self.said != ""))

    def remark(self) -> str:
        """What is amiss with the sample; '' for nothing."""
        if self.coded is None:
            return ""
        there = float(self.asked.units.sum())
        if self.question.target or abs(self.coded.drawn_from - there) <= SAME * there:
            return self.coded.reason
        drawn = f"drawn from {round(self.coded.drawn_from):,} units; now there are {there:,.0f}"
        return "; ".join(part for part in (self.coded.reason, drawn) if part)


def grouped(keys: NDArray[np.str_], values: Whole) -> dict[str, Whole]:
    """The values of each key, keys in order."""
    if not len(keys):
        return {}
    names, at = np.unique(keys, return_inverse=True)
    order = np.argsort(at, kind="stable")
    ends = np.cumsum(np.bincount(at))
    return dict(zip(names.tolist(), np.split(values[order], ends[:-1]), strict=True))
