"""The network of accounts as drawings: lines between accounts, and when they acted together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.report.drawing import NARROW, WIDE
from antiphon.report.places import Drawing, drawing
from antiphon.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGH = {WIDE: 560.0, NARROW: 620.0}
SMALL, LARGE = 3.2, 8.0
"""Radius of an account, pixels."""
THICKEST = 5.0
LETTER = 5.9
"""Width of a letter, pixels."""
NAME = 15
"""Letters of a name in the drawing; the whole name is in the lists."""


@dataclass(frozen=True)
class Dot:
    """An account: its name, its bloc's class of the style sheet, its lines, what is said of it."""

    name: str
    style: str
    edges: int
    told: str


@dataclass(frozen=True)
class Line:
    """Two accounts by their places in the list, the line's weight, what is said of it."""

    a: int
    b: int
    weight: int
    style: str
    told: str


@dataclass(frozen=True)
class Mark:
    """What stands in a drawing: an account."""

    at: int
    x: float
    y: float
    radius: float
    style: str
    square: bool
    told: str


@dataclass(frozen=True)
class Stroke:
    """What stands in a drawing: an edge."""

    at: int
    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    style: str
    ends: str
    told: str


@dataclass(frozen=True)
class Label:
    """The name of an account, where there is room for it."""

    at: int
    x: float
    y: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Picture:
    """The network at one width."""

    kind: str
    width: int
    height: float
    strokes: list[Stroke]
    marks: list[Mark]
    labels: list[Label]


def pictures(dots: Sequence[Dot], lines: Sequence[Line]) -> list[Picture]:
    """The network for a page and for a phone."""
    return [picture(dots, lines, kind, w) for kind, w in (("wide", WIDE), ("narrow", NARROW))]


def picture(dots: Sequence[Dot], lines: Sequence[Line], kind: str, width: int) -> Picture:
    """The network at one width, the heaviest lines on top."""
    placed = drawing([(line.a, line.b) for line in lines], len(dots), width, HIGH[width])
    heaviest = max((line.weight for line in lines), default=1)
    order = sorted(range(len(lines)), key=lambda k: (lines[k].weight, -k))
    strokes = [stroke(k, lines[k], placed, heaviest) for k in order]
    most = max((dot.edges for dot in dots), default=1)
    marks = [mark(k, dot, placed, most) for k, dot in enumerate(dots)]
    return Picture(kind, width, placed.height, strokes, marks, labels(dots, marks, width))


def stroke(at: int, line: Line, placed: Drawing, heaviest: int) -> Stroke:
    """A line, the thicker the heavier."""
    (x1, y1), (x2, y2) = placed.places[line.a], placed.places[line.b]
    share = (line.weight / heaviest) ** 0.5
    thickest = min(THICKEST, 1.0 + placed.unit / 10)
    return Stroke(
        at,
        float(x1),
        float(y1),
        float(x2),
        float(y2),
        round(1.0 + (thickest - 1.0) * share, 1),
        line.style,
        f"{line.a} {line.b}",
        line.told,
    )


def mark(at: int, dot: Dot, placed: Drawing, most: int) -> Mark:
    """An account, the larger the more edges it has; reference blocs are squares."""
    x, y = placed.places[at]
    room = max(SMALL, min(LARGE, placed.unit / 3))
    radius = SMALL + (room - SMALL) * (dot.edges / most) ** 0.5
    square = dot.style.startswith("r")
    told = f"{dot.told}: {plural(dot.edges, 'line')}"
    return Mark(at, float(x), float(y), round(radius, 1), dot.style, square, told)


def labels(dots: Sequence[Dot], marks: Sequence[Mark], width: int) -> list[Label]:
    """Names where there is room for them, of the accounts with most edges first."""
    taken = [box(m.x, m.y, m.radius) for m in marks]
    found = []
    for at in sorted(range(len(dots)), key=lambda k: (-dots[k].edges, k)):
        name, m = shorter(dots[at].name), marks[at]
        for anchor, x, y in beside(m):
            room = around(x, y, name, anchor)
            if room[0] >= 2 and room[2] <= width - 2 and not any(meet(room, t) for t in taken):
                taken.append(room)
                found.append(Label(at, round(x, 1), round(y, 1), name, anchor))
                break
    return found


def beside(m: Mark) -> tuple[tuple[str, float, float], ...]:
    """Where a name may stand: right, left, below, above."""
    far = m.radius + 3
    return (
        ("start", m.x + far, m.y + 3.5),
        ("end", m.x - far, m.y + 3.5),
        ("middle", m.x, m.y + far + 8),
        ("middle", m.x, m.y - far - 1),
    )


Box = tuple[float, float, float, float]


def box(x: float, y: float, radius: float) -> Box:
    """The box around an account."""
    return (x - radius, y - radius, x + radius, y + radius)


def around(x: float, y: float, name: str, anchor: str) -> Box:
    """The box around a name."""
    length = LETTER * sum(2 if ord(c) > 0x2E80 else 1 for c in name)
    left = x - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
    return (left, y - 9, left + length, y + 3)


def meet(one: Box, two: Box) -> bool:
    """Do two boxes lie over one another?"""
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def shorter(name: str) -> str:
    """The name, or its beginning.

    >>> shorter("a-name-that-is-long")
    'a-name-that-is…'
    """
    return name if len(name) <= NAME else name[: NAME - 1] + "…"
