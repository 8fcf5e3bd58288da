"""Which reruns are made, in which order, and the tables that come of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.inference import power
from antiphon.schema import POWER, REHEARSALS, RUNS
from antiphon.study.rehearsal.chain import Score
from antiphon.study.rehearsal.controls import casts
from antiphon.study.rehearsal.record import Record, named
from antiphon.study.rehearsal.stage import CLEAN, ROOM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from antiphon.inference.power import Power
    from antiphon.progress import Progress
    from antiphon.schema import Blocs
    from antiphon.study.rehearsal.crew import Crew

    Row = dict[str, Any]

PLANTED, SHUFFLED, REFERENCE = REHEARSALS
LOUD = "it is called likely even without the messages called released"
NO_ROOM = "no post of the pair could have been released: long enough, and shared with nobody"


def controls(blocs: Blocs, accounts: Mapping[str, int], many: int) -> list[Row]:
    """Tasks without releases: blocs exchanged among accounts, and outsiders compared."""
    tasks: list[Row] = [{"kind": SHUFFLED, "run": k} for k in range(many)]
    for k, cast in enumerate(casts(blocs, accounts, many)):
        task = {"kind": REFERENCE, "run": k, "cut": cast.cut}
        tasks.append(
            task | {"compare": list(cast.blocs.compare), "reference": list(cast.blocs.reference)}
        )
    return tasks


@dataclass(frozen=True)
class Start:
    """What releases are planted in."""

    without: list[list[str]]
    """Platform and identifier of posts that are left out."""
    scores: list[Score]
    """What it says of each pair before anything is planted."""
    room: Mapping[str, int]
    """How many releases can be planted for each pair."""


@dataclass
class Runs:
    """The reruns of a study.

    The numbers that are planted first are spread out; where the releases begin to be found, more
    reruns follow. Every rerun draws from a seed of its own, so that the result depends neither on
    the number of processes nor on their order.
    """

    want: Power
    seed: int
    base: Sequence[Score]
    """The study as it is."""
    record: Record
    crew: Crew
    progress: Progress
    found: list[Row] = field(default_factory=list)

    def tables(self, others: Sequence[Row]) -> dict[str, pa.Table]:
        """RUNS and POWER; `others` are the tasks without releases.

        Accounts are exchanged in the posts without the messages that a study calls released:
        exchanging accounts would leave the releases in place. Those between outsiders are made
        while these messages are looked for, which one process does.
        """
        outside = [task for task in others if task["kind"] == REFERENCE]
        needed = self.want.points or any(score.alarm or score.called for score in self.base)
        start = self.start(outside) if needed else Start([], list(self.base), {})
        shared = {score.pair: score.shared for score in start.scores}
        quiet = [score.pair for score in start.scores if not score.alarm]
        most = {
            pair: power.largest(self.want, shared[pair], room) if pair in quiet else 0
            for pair, room in start.room.items()
        }
        turns = power.rounds(self.want.points) if any(most.values()) else ()
        for turn, many in enumerate(turns):
            first = sum(turns[:turn])
            self.take(self.planted(most, many, first, start.without), shared)
        rest = [t | {"without": start.without} for t in others if t["kind"] == SHUFFLED]
        self.take(rest if needed else [*rest, *outside], shared)
        left = {"left_out": len(start.without)}
        rows = [row | left for score in start.scores for row in self.of_pair(score, most)]
        self.found.sort(key=lambda row: (REHEARSALS.index(row["kind"]), row["run"], row["pair"]))
        return {
            RUNS.name: pa.Table.from_pylist(self.found, schema=RUNS.arrow),
            POWER.name: pa.Table.from_pylist(rows, schema=POWER.arrow),
        }

    def start(self, outside: Sequence[Row]) -> Start:
        """What releases are planted in; meanwhile the tasks between outsiders are done.

        First without the messages that the study calls released, so that the power is that of
        finding as many again, not of what is wanting to an alarm.
        """
        loud = [score.pair for score in self.base if score.alarm or score.called]
        task: Row = {"kind": CLEAN, "pairs": loud} if loud else {"kind": ROOM}
        (answer,) = self.take([task, *outside], {})
        scores = [Score(*score) for score in answer["scores"]] if loud else list(self.base)
        return Start(answer.get("without", []), scores, answer["room"])

    def planted(
        self, most: Mapping[str, int], many: int, first: int, without: list[list[str]]
    ) -> list[Row]:
        """Tasks with releases: numbers for each pair, by what its reruns so far have shown."""
        numbers = {
            pair: power.next_numbers(self.of(pair), many, top)
            if self.of(pair)
            else power.first_numbers(many, top)
            for pair, top in most.items()
            if top
        }
        return [
            {
                "kind": PLANTED,
                "run": first + k,
                "counts": {pair: planted[k] for pair, planted in numbers.items()},
                "without": without,
            }
            for k in range(many)
        ]

    def take(self, tasks: Sequence[Row], shared: Mapping[str, int]) -> list[Row]:
        """Have the tasks done and keep the verdicts of reruns; the answers of other tasks."""
        made: dict[int, list[Row]] = {}
        answers = []
        place = {named(task): k for k, task in enumerate(tasks)}
        for task, answer in self.record.perform(self.crew, tasks):
            if task["kind"] not in REHEARSALS:
                answers.append(answer)
                continue
            self.progress.advance()
            counts = task.get("counts", {})
            made[place[named(task)]] = [
                {
                    "kind": task["kind"],
                    "run": task["run"],
                    "pair": score.pair,
                    "planted": counts.get(score.pair, 0),
                    "share": power.share_of(counts.get(score.pair, 0), shared.get(score.pair, 0)),
                    "log_odds": score.log_odds,
                    "probability": score.probability,
                    "alarm": score.alarm,
                }
                for score in (Score(*told) for told in answer["scores"])
            ]
        self.found += [row for k in sorted(made) for row in made[k]]
        return answers

    def of(self, pair: str) -> list[Row]:
        """The reruns of a pair with releases."""
        return [row for row in self.found if row["kind"] == PLANTED and row["pair"] == pair]

    def of_pair(self, score: Score, most: Mapping[str, int]) -> list[Row]:
        """The rows of POWER of a pair."""
        if not self.want.points:
            return []
        top = most[score.pair]
        reason = LOUD if score.alarm else "" if top else NO_ROOM
        return power.power(
            score.pair, self.of(score.pair), score.shared, top, seed=self.seed, reason=reason
        )
