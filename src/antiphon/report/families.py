"""Messages shared by compared blocs: the strongest ones, post by post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from antiphon.errors import ResultsError
from antiphon.report import because
from antiphon.report import blocs as b
from antiphon.report.passages import Piece, beginning, compare
from antiphon.report.words import count, later, moment, percent
from antiphon.schema import MECHANISMS

if TYPE_CHECKING:
    from datetime import tzinfo

    import pyarrow as pa

    from antiphon.results import Results
    from antiphon.schema import Blocs

SHOWN = 20
OTHERS = 30
EXCERPT = 400
SMALLEST = 0.005


@dataclass(frozen=True)
class Reading:
    """What a post is read with: what the inference says of it, the blocs, the zone of times."""

    blocs: Blocs
    zone: tzinfo
    told: dict[tuple[str, str], dict[str, Any]]
    because: dict[tuple[str, int], str]


@dataclass(frozen=True)
class Post:
    """A post of a family as a reader meets it; `at` is its place in order of time."""

    at: int
    bloc: str
    style: str
    account: str
    post_id: str
    time: str
    lag: str
    precision: str
    before: str
    pieces: list[Piece]
    after: str
    shares: str
    credits: str
    url: str
    address: str
    raw_ref: str
    mechanism: str
    probabilities: str
    because: str
    source: str


@dataclass(frozen=True)
class Family:
    """A message: when, by whom, its posts."""

    id: int
    title: str
    first: str
    last: str
    row: dict[str, Any]
    blocs: list[tuple[str, str]]
    beside: list[Post]
    others: list[Post]
    left: int


def strongest(results: Results, blocs: Blocs, zone: tzinfo) -> tuple[list[Family], int, int]:
    """The strongest messages of several compared blocs; how many there are; of how many."""
    table = results.table("families")
    everyone = shared(table, blocs)
    rows = everyone[:SHOWN]
    found = members(results, [row["family_id"] for row in rows])
    reading = read(results, found, blocs, zone)
    made = [family(row, found[row["family_id"]], reading) for row in rows]
    return made, len(everyone), table.num_rows


def largest(results: Results) -> str:
    """The message of most posts, out of how many, and why it holds together."""
    import pyarrow.compute as pc

    table = results.table("families")
    if not table.num_rows:
        return ""
    posts = table["posts"]
    row = table.slice(pc.index(posts, pc.max(posts)).as_py(), 1).to_pylist()[0]
    return (
        f"The largest message, number {row['family_id']}, has {count(row['posts'])} of the "
        f"{count(pc.sum(posts).as_py())} posts in messages, of {count(row['accounts'])} accounts. "
        f"It holds together because each of them has at least {percent(row['least'])} of the "
        f"{count(row['words'])} words with the first post itself; likeness is not passed on."
    )


def shared(families: pa.Table, blocs: Blocs) -> list[dict[str, Any]]:
    """The messages that at least two compared blocs have, strongest first."""
    compared = set(blocs.compare)
    rows = [r for r in families.to_pylist() if len(compared & set(r["blocs"] or ())) > 1]
    return sorted(rows, key=lambda r: (-(r["strength"] or 0), r["family_id"]))


def one(results: Results, family_id: int, blocs: Blocs, zone: tzinfo) -> Family:
    """One message by its number."""
    import pyarrow.compute as pc

    table = results.table("families")
    rows = table.filter(pc.field("family_id") == family_id).to_pylist()
    if not rows:
        best = [str(r["family_id"]) for r in shared(table, blocs)[:5]]
        raise ResultsError(
            f"no family {family_id} in this results folder",
            where=str(results.folder),
            got=family_id,
            expected=f"one of {table.num_rows:,} families"
            + (f", numbered from 0 to {table.num_rows - 1}" if table.num_rows else ""),
            fix=f"strongest between blocs: {', '.join(best)}" if best else "",
        )
    found = members(results, [family_id])
    reading = read(results, found, blocs, zone)
    return family(rows[0], found[family_id], reading, limit=None)


def members(results: Results, ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The posts of each family in order of time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = results.table("family_posts")
    wanted = pa.array(ids, pa.int64())
    rows = table.filter(pc.field("family_id").isin(wanted)).to_pylist()
    rows.sort(key=lambda r: (r["created_at"], r["platform"] or "", r["post_id"]))
    found: dict[int, list[dict[str, Any]]] = {family_id: [] for family_id in ids}
    for row in rows:
        found[row["family_id"]].append(row)
    return found


def read(
    results: Results, found: dict[int, list[dict[str, Any]]], blocs: Blocs, zone: tzinfo
) -> Reading:
    """What these messages are read with."""
    told = repetitions(results, found)
    return Reading(blocs, zone, told, because.reasons(results, (post for _, post in told)))


def repetitions(
    results: Results, found: dict[int, list[dict[str, Any]]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """What the inference says of these posts, by account and post."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = results.table("repetitions")
    ids = sorted({row["post_id"] for rows in found.values() for row in rows})
    rows = table.filter(pc.field("post_id").isin(pa.array(ids, pa.string()))).to_pylist()
    return {(row["account_id"], row["post_id"]): row for row in rows}


def family(
    row: dict[str, Any],
    rows: list[dict[str, Any]],
    reading: Reading,
    *,
    limit: int | None = OTHERS,
) -> Family:
    """One message: the earliest post of each bloc beside one another, then the rest."""
    earliest: dict[str, dict[str, Any]] = {}
    rest = [r for r in rows if earliest.setdefault(r["bloc"], r) is not r]
    early = list(earliest.values())
    shown = rest if limit is None else rest[:limit]
    places = {id(r): at for at, r in enumerate(rows)}
    posts = [post(r, places[id(r)], early, reading) for r in [*early, *shown]]
    if limit is not None:
        posts = [shortened(post) for post in posts]
    passage = rows[0]["passage"] if rows else ""
    return Family(
        row["family_id"],
        passage if len(passage) <= 110 else passage[:109] + "…",
        moment(row["first_at"], "minute", reading.zone),
        moment(row["last_at"], "minute", reading.zone),
        row,
        [(name, b.style(reading.blocs, name)) for name in row["blocs"] or ()],
        posts[: len(early)],
        posts[len(early) :],
        len(rest) - len(shown),
    )


def post(row: dict[str, Any], at: int, early: list[dict[str, Any]], reading: Reading) -> Post:
    """One post of a message, its words marked where the first post has them too."""
    first = early[0]
    is_first = row is first
    other = early[1] if is_first and len(early) > 1 else first
    one, two = compare(first["passage"] or "", (other if is_first else row)["passage"] or "")
    lag = (row["created_at"] - first["created_at"]).total_seconds()
    precisions = (row["time_precision"], first["time_precision"])
    mechanism, probabilities, source = verdict(row, reading.told)
    return Post(
        at=at,
        bloc=row["bloc"] or "no bloc",
        style=b.style(reading.blocs, row["bloc"]),
        account=row["account_id"],
        post_id=row["post_id"],
        time=moment(row["created_at"], row["time_precision"], reading.zone),
        lag="first" if is_first else later(lag, *precisions),
        precision=f"to the {row['time_precision'] or 'second'}",
        before=row["before"] or "",
        pieces=one if is_first else two,
        after=row["after"] or "",
        shares=overlap(row, is_first=is_first),
        credits=", ".join(row["credits"] or ()),
        url=link(row["url"]),
        address=row["url"] or "",
        raw_ref=row["raw_ref"] or "",
        mechanism=mechanism,
        probabilities=probabilities,
        because=reading.because.get((row["post_id"], row["family_id"]), ""),
        source=source,
    )


def shortened(post: Post) -> Post:
    """The post with the beginning of its passage, where that is long."""
    pieces, left = beginning(post.pieces, EXCERPT)
    if left <= EXCERPT // 10:
        return post
    return replace(post, pieces=pieces, after=f"… {left:,} more characters of the passage")


def overlap(row: dict[str, Any], *, is_first: bool) -> str:
    """How much of the message a post has."""
    words, share = count(row["words_matched"]), percent(row["coverage"])
    if is_first:
        return f"{words} words, {share} of its text"
    return (
        f"{words} words shared with the first post; the passage is {share} of this text and "
        f"{percent(row['coverage_first'])} of the first one"
    )


def verdict(
    row: dict[str, Any], told: dict[tuple[str, str], dict[str, Any]]
) -> tuple[str, str, str]:
    """The mechanism of a post, its probabilities, and where it most probably came from."""
    said = told.get((row["account_id"], row["post_id"]))
    if said is None:
        return "", "", ""
    ranked = sorted(((said[f"p_{m}"] or 0.0, m) for m in MECHANISMS), key=lambda i: -i[0])
    ranked.sort(key=lambda i: i[1] != said["mechanism"])
    best, *rest = (
        f"{b.mechanism(m)} {percent(p)}"
        for p, m in ranked
        if p >= SMALLEST or m == said["mechanism"]
    )
    source = ""
    if said["parent_post_id"]:
        lag = later(said["lag_seconds"], row["time_precision"])
        source = f"{said['parent_bloc']}, post {said['parent_post_id']}; {lag}"
    if said["family_id"] != row["family_id"]:
        source = "; ".join(filter(None, (source, f"as part of message {said['family_id']}")))
    return best, ", ".join(rest), source


def link(url: str | None) -> str:
    """The address, if it is one of the web that may be followed.

    >>> link("https://news.example/a"), link("javascript:alert(1)"), link(None)
    ('https://news.example/a', '', '')
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return (url or "") if parts.scheme in ("http", "https") and parts.netloc else ""
