"""Ready worlds, by name, and a world made to measure from one of them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from antiphon.errors import AntiphonError, nearest
from antiphon.settings import read
from antiphon.simulate.mechanisms.borrowing import Borrowing
from antiphon.simulate.mechanisms.exchange import Exchange
from antiphon.simulate.mechanisms.plan import Plan
from antiphon.simulate.mechanisms.release import Release
from antiphon.simulate.mechanisms.repetition import Repetition
from antiphon.simulate.mechanisms.wires import Wires
from antiphon.simulate.own import News
from antiphon.simulate.sample import Clock, Sample
from antiphon.simulate.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Scenario:
    """A ready world, and what it is good for."""

    name: str
    meaning: str
    world: World


DEMO = World()
NONE = replace(
    DEMO,
    news=News(per_day=0),
    repetition=Repetition(per_day=0),
    wires=Wires(per_day=0, one_sided_per_day=0),
    exchange=Exchange(per_day=0),
    borrowing=Borrowing(per_day=0),
    release=Release(per_day=0),
)
PARALLEL = replace(
    DEMO, exchange=Exchange(per_day=0), borrowing=Borrowing(per_day=0), release=Release(per_day=0)
)
QUICK = Borrowing(per_day=2, hours=2, sigma=1, within_hours=(0.05, 96))
HEAVY = (0.35, 0.55)
MIXED = replace(
    DEMO,
    news=News(driven_share=0.25, size_sigma=1),
    repetition=Repetition(repost_share=0.4),
    wires=Wires(excerpt_share=0.2, repost_share=0.1),
    exchange=Exchange(credit_share=0.8, repost_share=0.3),
    borrowing=Borrowing(takers=1.5, chain_share=0.15, hours=8, within_hours=(0.5, 96)),
    release=Release(per_day=0.25, minutes=25, accounts=3),
    plan=Plan(per_day=0.2),
)
SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("demo", "Two blocs and every mechanism, as in `antiphon demo`.", DEMO),
        Scenario("none", "No mechanism at all: everybody writes on their own.", NONE),
        Scenario("parallel", "Common causes only: public events and agency items.", PARALLEL),
        Scenario(
            "news",
            "Common causes only, and many: large events, quick agencies, often unseen.",
            replace(
                PARALLEL,
                news=News(per_day=2, driven_share=0.5, hours=1.5, size_sigma=1),
                wires=Wires(per_day=4, one_sided_per_day=3, minutes=20, unseen_share=0.5),
            ),
        ),
        Scenario(
            "exchange",
            "Common causes, and partner outlets that reprint each other with credit.",
            replace(PARALLEL, exchange=Exchange(per_day=2)),
        ),
        Scenario(
            "borrowing",
            "Common causes, and posts taken up from the other bloc without credit.",
            replace(PARALLEL, borrowing=Borrowing(per_day=2)),
        ),
        Scenario(
            "imitation",
            "As borrowing, after two hours in the median, some after minutes.",
            replace(PARALLEL, borrowing=QUICK),
        ),
        Scenario(
            "release",
            "Common causes, and messages published together by plan.",
            replace(PARALLEL, release=Release(per_day=1)),
        ),
        Scenario(
            "slow-release",
            "As release, spread over 45 minutes, beside quick imitation.",
            replace(PARALLEL, borrowing=QUICK, release=Release(per_day=1, minutes=45)),
        ),
        Scenario(
            "silent",
            "Common causes, and one plan every three days without shared words.",
            replace(PARALLEL, plan=Plan(per_day=1 / 3)),
        ),
        Scenario(
            "paraphrase",
            "As demo, with about 45 percent of the words of every copy changed.",
            replace(
                DEMO,
                wires=Wires(edit=HEAVY),
                exchange=Exchange(edit=HEAVY),
                borrowing=Borrowing(edit=HEAVY),
                release=Release(edit=HEAVY),
                repetition=Repetition(edit=HEAVY),
            ),
        ),
        Scenario(
            "mixed",
            "Everything: reposts, chains, several takers, silent plans, large events.",
            MIXED,
        ),
        Scenario(
            "sparse",
            "As demo, with 60 percent of the reference and parts of the rest missing.",
            replace(
                DEMO,
                sample=Sample(
                    missing_share=0.1,
                    reference_missing_share=0.6,
                    silent_account_share=0.05,
                    unlisted_account_share=0.05,
                    gaps=1,
                ),
            ),
        ),
        Scenario(
            "clocks",
            "As demo, with clocks some minutes apart.",
            replace(DEMO, clock=Clock(offset_minutes=(0, 7, -3), account_minutes=1)),
        ),
        Scenario(
            "minute",
            "As mixed, dated to the minute.",
            replace(MIXED, clock=Clock(precision=("minute",))),
        ),
        Scenario(
            "day",
            "As mixed, dated to the day.",
            replace(MIXED, clock=Clock(precision=("day",))),
        ),
        Scenario(
            "three",
            "As mixed, between three blocs, one of them larger.",
            replace(
                replace(MIXED, compare=("velmora", "kestria", "ondalia")),
                writing=replace(MIXED.writing, posts_per_day=120, volumes=(1, 1, 2)),
            ),
        ),
    )
}


def scenario(name: str) -> Scenario:
    """The ready world of that name, or an error that names the known ones."""
    if name not in SCENARIOS:
        raise AntiphonError(
            "no such scenario", where="--scenario", got=name, fix=nearest(name, SCENARIOS)
        )
    return SCENARIOS[name]


def measured(world: World, *, posts: int = 0, settings: Iterable[str] = ()) -> World:
    """The world, sized to about so many posts (0: as it is), then changed setting by setting.

    Args:
        world: what to start from.
        posts: about how many there should be in the data.
        settings: as `--set` takes them, such as "borrowing.hours=6" or "compare=['a', 'b']".

    Raises:
        AntiphonError: for a setting that there is not, or a value that no world can have.
    """
    if posts:
        world = world.sized(posts)
    table: dict[str, Any] = json.loads(json.dumps(world.parameters))
    for setting in settings:
        key, equals, value = (part.strip() for part in setting.partition("="))
        if not equals or not key:
            raise AntiphonError(
                "not a setting", where="--set", got=setting, expected="a name, =, a value"
            )
        *parts, name = key.split(".")
        inner = table
        for part in parts:
            inner = inner.setdefault(part, {}) if isinstance(inner, dict) else {}
        if not isinstance(inner, dict):
            raise AntiphonError("not a setting", where="--set", got=key)
        inner[name] = literal(value)
    return read(World, table, "--set:")


def literal(value: str) -> Any:
    """A value as TOML has it; a bare word and a date are texts.

    >>> literal("0.5"), literal("[1, 2]"), literal("day"), literal("2024-01-01")
    (0.5, [1, 2], 'day', '2024-01-01')
    """
    try:
        found = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value
    return value if hasattr(found, "isoformat") else found
