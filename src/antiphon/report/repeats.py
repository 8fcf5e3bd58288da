"""Who repeats whom, and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.report import blocs as b
from antiphon.report import charts
from antiphon.report.drawing import Figure, figure
from antiphon.report.grid import Cell, Grid, heads, num
from antiphon.report.words import count, duration, interval, of, per_thousand, plural

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.results import Results
    from antiphon.schema import Blocs

DAY = 86_400
EDGES = (
    *(1, 2, 4, 8, 15, 30, 60, 120, 240, 480, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200),
    *(DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 60 * DAY, 120 * DAY, 240 * DAY),
    *(480 * DAY, 960 * DAY, 1_920 * DAY, 3_840 * DAY, 7_680 * DAY),
)
FEWEST_TO = EDGES.index(7 * DAY)
COUNTS = {
    "credited": "Credited",
    "exact": "The whole text, word for word",
    "edited": "The whole text, edited",
    "excerpt": "A part of it",
    "translated": "In another language",
}
BESIDE = {
    "quotations": ("A quotation of an earlier post, no more", "eligible", "eligible posts"),
    "link_only": ("A link of an earlier post, no passage", "linking", "posts with such a link"),
    "hashtag_only": ("The hashtags of an earlier post alone", "tagging", "posts with two or more"),
}
NOTHING = "No post of {0} shares a passage with an earlier post of {1}, out of {2} eligible."


def between(flow: list[dict[str, Any]], blocs: Blocs) -> list[dict[str, Any]]:
    """The rows for directions between compared blocs, both ways of a pair together."""
    found = {(row["repeater"], row["origin"]): row for row in flow}
    ways = [way for one, two in blocs.pairs for way in ((one, two), (two, one))]
    return [found[way] for way in ways if way in found]


def outside(flow: list[dict[str, Any]], blocs: Blocs) -> list[dict[str, Any]]:
    """The rows with a reference bloc on one side or both."""
    order = {name: at for at, name in enumerate(blocs.all)}
    rows = [
        row
        for row in flow
        if row["repeater"] != row["origin"]
        and {row["repeater"], row["origin"]} & set(blocs.reference)
    ]
    return sorted(rows, key=lambda r: (order.get(r["repeater"], 99), order.get(r["origin"], 99)))


def inside(flow: list[dict[str, Any]], blocs: Blocs) -> list[dict[str, Any]]:
    """The rows for repetition within a bloc."""
    found = {row["repeater"]: row for row in flow if row["repeater"] == row["origin"]}
    return [found[name] for name in blocs.all if name in found]


def pair_grids(flow: list[dict[str, Any]], blocs: Blocs) -> list[Grid]:
    """Each compared pair: both directions side by side."""
    found = {(row["repeater"], row["origin"]): row for row in flow}
    grids = []
    for one, two in blocs.pairs:
        ways = [(one, two), (two, one)]
        columns = [side(found.get(way)) for way in ways]
        labels = list(side(None))
        head = [Cell(""), *(Cell(b.repeats(*way), bloc=b.style(blocs, way[0])) for way in ways)]
        rows = [[Cell(label), *(column[label] for column in columns)] for label in labels]
        empty = [
            NOTHING.format(*way, count(found[way]["eligible"]))
            for way in ways
            if way in found and not found[way]["posts"]
        ]
        grids.append(Grid(f"{one} and {two}", head, rows, " ".join(empty)))
    return grids


def side(row: dict[str, Any] | None) -> dict[str, Cell]:
    """One direction of a pair: every quantity with its denominator."""
    if row is None:
        row = dict.fromkeys(("posts", "eligible", "rate", "low", "high", "lag_median"))
    get, posts = row.get, row["posts"]
    quartiles = f"{duration(get('lag_quarter'))} to {duration(get('lag_three_quarters'))}"
    return {
        "Posts that repeat, per 1,000 eligible": Cell(
            per_thousand(row["rate"]),
            f"95 % interval {interval(row['low'], row['high'], scale=1000)}",
        ),
        "Posts": Cell(of(posts, row["eligible"]), "in " + plural(get("families"), "message")),
        "Median lag": Cell(
            duration(row["lag_median"]), f"middle half {quartiles}" if posts else ""
        ),
        **{label: Cell(of(get(name), posts)) for name, label in COUNTS.items()},
        "Dated within ten minutes, before or after": Cell(
            of(get("within_ten_minutes"), row["eligible"])
        ),
        "Further posts whose order nothing settles": Cell(of(get("undetermined"), row["eligible"])),
        **{
            label: Cell(of(get(name), get(base)), f"out of the {what}")
            for name, (label, base, what) in BESIDE.items()
        },
    }


def listing(title: str, rows: list[dict[str, Any]], blocs: Blocs, note: str) -> Grid:
    """Directions one below the other."""
    return Grid(
        title,
        heads("direction", "#per 1,000", "#posts of eligible", "#median lag", "#credited"),
        [
            [
                Cell(
                    b.repeats(row["repeater"], row["origin"]),
                    bloc=b.style(blocs, row["repeater"]),
                ),
                num(per_thousand(row["rate"]), interval(row["low"], row["high"], scale=1000)),
                num(of(row["posts"], row["eligible"])),
                num(duration(row["lag_median"])),
                num(of(row["credited"], row["posts"])),
            ]
            for row in rows
        ],
        note,
    )


def everything(flow: list[dict[str, Any]], blocs: Blocs) -> Grid:
    """Every count of every direction, with what it is a count of."""
    of_posts, of_eligible = COUNTS, ("posts", "within_ten_minutes", "undetermined")
    names = [name.replace("_", " ") for name in (*of_eligible, *of_posts, *BESIDE)]
    rows = [
        [
            Cell(b.repeats(row["repeater"], row["origin"]), bloc=b.style(blocs, row["repeater"])),
            *(num(of(row[name], row["eligible"])) for name in of_eligible),
            *(num(of(row[name], row["posts"])) for name in of_posts),
            *(num(of(row[name], row[base])) for name, (_, base, _) in BESIDE.items()),
            num(count(row["families"])),
            *(num(duration(row[f"lag_{part}"])) for part in ("quarter", "three_quarters")),
        ]
        for row in flow
    ]
    more = ("#messages", "#a quarter within", "#three quarters within")
    return Grid(
        "Every count of who repeats whom",
        heads("direction", *(f"#{n}" for n in names), *more),
        rows,
    )


def rates(name: str, title: str, rows: list[dict[str, Any]], blocs: Blocs) -> Figure | None:
    """Rates with their intervals, for a set of directions."""
    drawn = [r for r in rows if all(r[k] is not None for k in ("rate", "low", "high"))]
    if not drawn:
        return None
    told = "; ".join(
        f"{b.repeats(r['repeater'], r['origin'])} {per_thousand(r['rate'])}" for r in drawn
    )
    return figure(
        name,
        title,
        f"Points with intervals: posts that repeat, per 1,000 eligible posts. {told}.",
        "Eligible posts are those long enough to share a passage. Lines: 95 % intervals, "
        "messages as clusters. Misleads when both repeat somebody who is not in the data: the "
        "later then seems to repeat the earlier.",
        lambda width: charts.flow(drawn, blocs, width),
    )


def lag_figure(results: Results, blocs: Blocs) -> Figure | None:
    """The distribution of lags to the nearest earlier post, a panel a direction."""
    rows = lag_rows(results.table("passages"), blocs)
    if not rows:
        return None
    totals = {(r["repeater"], r["origin"]): r["total"] for r in rows}
    told = "; ".join(f"{b.repeats(*way)}, {n:,} posts" for way, n in totals.items())
    return figure(
        "lags",
        "Time between a post and the nearest earlier post that it repeats",
        f"Bars over a logarithmic scale of time, a panel a direction: {told}.",
        "Out of the posts whose number stands above each panel; each step to the right about "
        "doubles the time. Posts whose order the dates do not settle are not drawn. Misleads when "
        "both follow one source: a short lag is then no reaction to the other.",
        lambda width: charts.lags(rows, blocs, width),
    )


def lag_rows(passages: pa.Table, blocs: Blocs) -> list[dict[str, Any]]:
    """Posts in every bin of lag, for every direction between compared blocs."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    one, two = pc.field("bloc_a"), pc.field("bloc_b")
    compared = pa.array(blocs.compare, pa.string())
    dated = (pc.field("order") == "first") & (pc.field("order_reason") != "credit")
    kept = passages.filter(one.isin(compared) & two.isin(compared) & (one != two) & dated)
    nearest = kept.group_by(["bloc_b", "bloc_a", "platform_b", "post_id_b"]).aggregate(
        [("lag_seconds", "min")]
    )
    rows: list[dict[str, Any]] = []
    for repeater, origin in dict.fromkeys(w for p in blocs.pairs for w in (p, p[::-1])):
        way = (pc.field("bloc_b") == repeater) & (pc.field("bloc_a") == origin)
        lags = nearest.filter(way)["lag_seconds_min"].drop_null().to_numpy()
        if not len(lags):
            continue
        counts, _ = np.histogram(np.clip(lags, EDGES[0], EDGES[-1] - 1), EDGES)
        rows += [
            {
                "repeater": repeater,
                "origin": origin,
                "start": EDGES[at],
                "end": EDGES[at + 1],
                "posts": int(n),
                "total": len(lags),
            }
            for at, n in enumerate(counts)
        ]
    last = max((r["end"] for r in rows if r["posts"]), default=0)
    return [r for r in rows if r["end"] <= max(last, EDGES[FEWEST_TO])]
