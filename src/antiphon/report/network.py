"""The network of pairs that stand: drawn, opened to posts, and moved through time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.report import blocs as b
from antiphon.report.course import Course, Period, course
from antiphon.report.graph import Dot, Line, Picture, pictures
from antiphon.report.opened import Pair, accounts, strongest
from antiphon.report.words import count, plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

    from antiphon.report.opened import End
    from antiphon.results import Results
    from antiphon.schema import Blocs

BETWEEN = "between"
"""The class of a line between two blocs."""
BAR = 34
"""Pixels that the highest bar measures."""


@dataclass(frozen=True)
class Entry:
    """A pair in the list below the drawing."""

    at: int
    pair: Pair
    styles: tuple[str, str]
    when: str
    """Periods in which they act together, as the script reads them."""


@dataclass(frozen=True)
class Bar:
    """A period of the course."""

    at: int
    label: str
    acts: int
    height: float


@dataclass(frozen=True)
class Network:
    """What the page shows of the network."""

    pictures: list[Picture]
    entries: list[Entry]
    bars: list[Bar]
    unit: str
    said: str
    alt: str
    undated: int
    """Pairs without posts in the results."""


def network(
    results: Results, blocs: Blocs, where: tzinfo, groups: Mapping[End, int]
) -> Network | None:
    """The strongest pairs that stand, or nothing where none does."""
    pairs, total = strongest(results, where)
    if not pairs:
        return None
    everyone = accounts(pairs)
    places = {end: at for at, (end, _) in enumerate(everyone)}
    lines = [line(pair, places, blocs) for pair in pairs]
    dots = [
        dot(end, bloc, degrees(lines, at), groups.get(end), blocs)
        for at, (end, bloc) in enumerate(everyone)
    ]
    times = [at for pair in pairs for at in pair.times]
    steps = course(times) if times else None
    shown = (
        f"All {plural(total, 'pair')}"
        if total == len(pairs)
        else f"The {count(len(pairs))} strongest of {plural(total, 'pair')}"
    )
    said = f"{shown} of accounts that stand, of {plural(len(everyone), 'account')}"
    return Network(
        pictures(dots, lines),
        [entry(at, pair, steps, blocs) for at, pair in enumerate(pairs)],
        bars(steps.periods(times)) if steps else [],
        steps.unit if steps else "",
        said,
        f"{said}, as points and lines. The list below has every line, with its posts.",
        sum(not pair.times for pair in pairs),
    )


def degrees(lines: Sequence[Line], at: int) -> int:
    """How many lines end in an account."""
    return sum(at in (line.a, line.b) for line in lines)


def line(pair: Pair, places: Mapping[End, int], blocs: Blocs) -> Line:
    """A pair as a line: in the colour of its bloc, or dark between two blocs."""
    one, two = pair.blocs
    a, c = (places[end] for end in pair.ends)
    style = b.style(blocs, one) if one == two else BETWEEN
    names = " and ".join(name for _, name in pair.ends)
    return Line(a, c, pair.weight, style, f"{names}. {pair.told}")


def dot(end: End, bloc: str, edges: int, group: int | None, blocs: Blocs) -> Dot:
    """An account as a point."""
    told = f"{end[1]}, {bloc}" + (f", group {group}" if group else "")
    return Dot(end[1], b.style(blocs, bloc), edges, told)


def entry(at: int, pair: Pair, steps: Course | None, blocs: Blocs) -> Entry:
    """A pair in the list."""
    one, two = pair.blocs
    when = " ".join(map(str, steps.places(pair.times))) if steps else ""
    return Entry(at, pair, (b.style(blocs, one), b.style(blocs, two)), when)


def bars(periods: Sequence[Period]) -> list[Bar]:
    """The course as bars, high by the square root: one busy period must not hide the others."""
    top = max(period.acts for period in periods)
    return [
        Bar(at, period.label, period.acts, round(BAR * (period.acts / top) ** 0.5, 1))
        for at, period in enumerate(periods)
    ]
