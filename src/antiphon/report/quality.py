"""What was read: files, rows, blocs, dates, gaps, and posts over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.words import DASH, count, moment, number, of, percent, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from antiphon.results import Results
    from antiphon.schema import Blocs

REASONS = 10
GAPS = 6


def facts(quality: Mapping[str, Any], zone: tzinfo) -> list[tuple[str, str]]:
    """What happened to the rows that were found: label and sentence."""
    get = quality.get
    lines = [
        ("Read", f"{plural(get('rows'), 'row')} in {plural(get('files'), 'file')}"),
        ("Taken", f"{of(get('taken'), get('rows'))} rows"),
        ("Left out as the study asks", f"{of(get('left_out'), get('rows'))} rows"),
        ("Rejected", f"{of(get('rejected'), get('rows'))} rows"),
        ("Repeats of a post", f"{of(get('repeats'), get('taken'))} rows taken"),
        ("Revisions of a post", f"{of(get('revisions'), get('taken'))} rows taken"),
        ("Posts in the blocs", of(get("posts_in_blocs"), get("posts"))),
        ("Accounts", count(get("accounts"))),
        ("Dates", f"{day(get('first'), zone)} to {day(get('last'), zone)}"),
    ]
    return lines if quality else []


def day(text: str | None, zone: tzinfo) -> str:
    """An ISO time of results.json, to the minute."""
    try:
        time = datetime.fromisoformat(text or "")
    except ValueError:
        return text or DASH
    return moment(time.replace(tzinfo=None), "minute", zone)


def by_bloc(results: Results, blocs: Blocs) -> list[tuple[Cell, dict[str, Any]]]:
    """The rows of coverage in the study's order, with the cell that names the bloc."""
    order = {name: at for at, name in enumerate(blocs.all)}
    data = results.table("coverage").to_pylist()
    data.sort(key=lambda r: (order.get(r["bloc"], len(order)), r["bloc"] or ""))
    return [
        (
            Cell(
                row["bloc"] or "no bloc",
                "" if row["role"] == "none" else row["role"],
                b.style(blocs, row["bloc"]),
            ),
            row,
        )
        for row in data
    ]


def coverage(results: Results, blocs: Blocs, zone: tzinfo) -> Grid:
    """What the data hold of each bloc."""
    rows = [
        [
            name,
            num(count(row["posts"])),
            num(count(row["accounts"])),
            Cell(moment(row["first"], "minute", zone), date=True),
            Cell(moment(row["last"], "minute", zone), date=True),
            part(row["reposts"], row["posts"]),
        ]
        for name, row in by_bloc(results, blocs)
    ]
    head = heads("bloc", "#posts", "#accounts", "first post", "last post", "#native reposts")
    return Grid("What the data hold of each bloc", head, rows)


def precision(results: Results, blocs: Blocs) -> Grid:
    """How exact each bloc's dates are."""
    known = ("to_second", "to_minute", "to_hour", "to_day")
    rows = [
        [
            name,
            *(part(row[column], row["posts"]) for column in known),
            part(row["on_the_minute"], row["to_second"]),
        ]
        for name, row in by_bloc(results, blocs)
    ]
    return Grid(
        "How exact the dates are",
        heads("bloc", "#to the second", "#to the minute", "#to the hour", "#to the day", "#on :00"),
        rows,
        "“On :00” counts posts dated to the second whose seconds are zero: about 1 in 60 by "
        "chance, many more where an export rounds to the minute.",
    )


def part(some: int | None, whole: int | None) -> Cell:
    """A share with its count and denominator."""
    return num(percent(some / whole if some is not None and whole else None), of(some, whole))


def gaps(results: Results, blocs: Blocs) -> Grid:
    """The longest stretches without a post."""
    data = results.table("gaps").to_pylist()
    longest = sorted(data, key=lambda r: (-r["days"], r["bloc"], r["first_day"]))[:GAPS]
    rows = [
        [
            Cell(row["bloc"], bloc=b.style(blocs, row["bloc"])),
            Cell(f"{row['first_day']} to {row['last_day']}", date=True),
            num(count(row["days"])),
            num(number(row["expected"])),
        ]
        for row in longest
    ]
    total = plural(len(data), "stretch", "stretches")
    title = f"{total} without a post"
    return Grid(
        f"Gaps: {title}" if len(data) <= GAPS else f"Gaps: the {GAPS} longest of {title}",
        heads("bloc", "days (UTC)", "#length in days", "#posts expected"),
        rows,
        "Expected: what the bloc's median day would have given in that time.",
    )


def rejected(results: Results) -> Grid:
    """Why rows were rejected, most frequent first."""
    data = results.table("rejected").to_pylist()
    tally = Counter((row["reason"], row["column"]) for row in data)
    example: dict[tuple[str, str], dict[str, Any]] = {}
    for row in data:
        example.setdefault((row["reason"], row["column"]), row)
    rows = [
        [
            Cell(key[0], key[1] or ""),
            num(of(n, len(data))),
            Cell(example[key]["got"] or "–", f"{example[key]['file']}, row {example[key]['row']}"),
        ]
        for key, n in sorted(tally.items(), key=lambda i: (-i[1], i[0][0], i[0][1] or ""))[:REASONS]
    ]
    return Grid("Rejected rows, by reason", heads("reason", "#rows", "for example"), rows)


def topics(summary: Mapping[str, Any], blocs: Blocs) -> Grid:
    """Posts on each topic, narrative and issue, a column a bloc."""
    cells: dict[tuple[str, str], dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in summary.get("topics") or ():
        cells[row["kind"], row["id"]][row["bloc"]] = row
    rows = [
        [
            Cell(name, kind),
            *(
                num(percent(row.get("share")), f"{count(row.get('posts'))} posts")
                for row in (found.get(bloc, {}) for bloc in blocs.all)
            ),
        ]
        for (kind, name), found in cells.items()
    ]
    head = [Cell("topic"), *(Cell(n, bloc=b.style(blocs, n), number=True) for n in blocs.all)]
    return Grid("What they speak about: share of each bloc's posts", head, rows)


def volumes(results: Results, blocs: Blocs) -> Figure | None:
    """Posts per bloc over time."""
    data = [r for r in results.table("volumes").to_pylist() if r["bloc"] in blocs.all]
    if not data:
        return None
    days = [row["day"] for row in data]
    unit, begin, after = period((max(days) - min(days)).days)
    tally: Counter[tuple[str, date]] = Counter()
    for row in data:
        tally[row["bloc"], begin(row["day"])] += row["posts"]
    rows = [
        {
            "bloc": bloc,
            "start": milliseconds(start),
            "end": milliseconds(after(start)),
            "label": start.isoformat(),
            "posts": posts,
        }
        for (bloc, start), posts in sorted(tally.items())
    ]
    holes = [
        {
            "bloc": row["bloc"],
            "start": milliseconds(row["first_day"]),
            "end": milliseconds(row["last_day"] + timedelta(days=1)),
            "label": f"{row['first_day']} to {row['last_day']}",
        }
        for row in results.table("gaps").to_pylist()
    ]
    totals = ", ".join(
        f"{n} {sum(t for (m, _), t in tally.items() if m == n):,}" for n in blocs.all
    )
    return figure(
        "volumes",
        f"Posts per {unit}",
        f"Bars of posts per {unit} from {min(days)} to {max(days)}, a panel a bloc; "
        f"posts in all: {totals}.",
        f"Each panel has its own scale. Days are UTC; a bar is a {unit}. "
        "Shaded: days without a post in a bloc that posts regularly. Misleads where the collection "
        "has holes: they look like silence.",
        lambda width: charts.volumes(rows, holes, blocs, unit, width),
    )


def milliseconds(day: date) -> int:
    """A day's beginning in UTC, as charts count time.

    >>> milliseconds(date(1970, 1, 2))
    86400000
    """
    return (day - date(1970, 1, 1)).days * 86_400_000


def period(days: int) -> tuple[str, Callable[[date], date], Callable[[date], date]]:
    """The unit that suits a stretch of so many days, where it begins, where it ends."""
    if days <= 150:
        return "day", lambda d: d, lambda d: d + timedelta(days=1)
    if days <= 1_000:
        return (
            "week",
            lambda d: d - timedelta(days=d.weekday()),
            lambda d: d + timedelta(days=7),
        )
    return "month", lambda d: d.replace(day=1), lambda d: (d + timedelta(days=31)).replace(day=1)
