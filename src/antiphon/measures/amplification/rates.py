"""How much of a bloc's output is about another's, and how that compares with the chances to."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from antiphon.kernels.intervals import Z95, clustered_rate
from antiphon.schema import AMPLIFYING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

    Row = dict[str, Any]
    Account = tuple[str, str]

COUNTED = """
    WITH every AS (
        SELECT row, platform, account_id, bloc, kind, target, whose, origin FROM amplifying
        UNION ALL SELECT row, platform, account_id, bloc, '', target, whose, origin FROM amplifying
    )
    SELECT bloc, origin, kind, platform, account_id, count(DISTINCT row) AS acts
    FROM every GROUP BY ALL ORDER BY ALL
"""
TAKEN = """
    WITH every AS (
        SELECT bloc, origin, kind, platform, target, whose FROM amplifying
        UNION ALL SELECT bloc, origin, '', platform, target, whose FROM amplifying
    )
    SELECT bloc, origin, kind, count(DISTINCT (platform, target)) FILTER (target IS NOT NULL),
           count(DISTINCT (platform, whose)) FILTER (whose <> '')
    FROM every GROUP BY ALL ORDER BY ALL
"""
OUTPUT = """
    SELECT bloc, count(*), count(DISTINCT (platform, account_id)),
           count(*) FILTER (coalesce(repost_of, '') = '' AND NOT starts_with(ltrim(text), 'RT @'))
    FROM posts WHERE list_contains(?, bloc) GROUP BY bloc
"""
SEEN = """
    SELECT count_if(coalesce(repost_of, '') <> '' OR starts_with(ltrim(text), 'RT @')),
           count_if(coalesce(quote_of, '') <> ''), count_if(coalesce(reply_to, '') <> '')
    FROM posts WHERE list_contains(?, bloc)
"""


class Output(NamedTuple):
    """What a bloc published."""

    posts: int = 0
    accounts: int = 0
    own: int = 0
    """Posts that are no reposts: what others can pass on."""


def rates(engine: Engine, blocs: Blocs) -> Iterator[Row]:
    """Rows of AMPLIFICATION: every bloc toward every bloc and everybody else, way by way.

    Of a way in which no post of the study acts on anybody the data say nothing: no denominator.
    """
    (seen,) = engine.rows(SEEN, [list(blocs.all)])
    unseen = {kind for kind, posts in zip(AMPLIFYING, seen, strict=False) if not posts}
    output = {bloc: Output(*rest) for bloc, *rest in engine.rows(OUTPUT, [list(blocs.all)])}
    acts: dict[tuple[str, str, str], Counter[Account]] = defaultdict(Counter)
    for bloc, origin, kind, platform, account, number in engine.rows(COUNTED):
        acts[bloc, kind, origin][platform, account] = number
    taken = {(b, k, o): (posts, people) for b, o, k, posts, people in engine.rows(TAKEN)}
    for bloc in blocs.all:
        mine = output.get(bloc, Output())
        for kind in ("", *AMPLIFYING):
            toward = {origin: acts[bloc, kind, origin] for origin in (*blocs.all, "")}
            of = 0 if kind in unseen else mine.posts
            for origin, counted in toward.items():
                rate, low, high = clustered_rate(list(counted.values()), of)
                posts, people = taken.get((bloc, kind, origin), (0, 0))
                offered = output.get(origin, Output()).own
                yield {
                    "amplifier": bloc,
                    "origin": origin,
                    "kind": kind,
                    "acts": sum(counted.values()),
                    "posts": of,
                    "rate": rate,
                    "low": low,
                    "high": high,
                    "accounts": len(counted),
                    "of_accounts": mine.accounts,
                    "originators": people,
                    "offered": offered,
                    "taken": posts,
                    **preferred(bloc, origin, toward, output),
                }


def preferred(
    bloc: str,
    origin: str,
    toward: Mapping[str, Mapping[Account, int]],
    output: Mapping[str, Output],
) -> Row:
    """How many times as often, per post offered, as the other blocs' posts; with a 95 % interval.

    ρ = (A / a) / (B / b), A and B the acts toward `origin` and toward all other blocs of the study,
    a and b the posts these offered. Accounts are drawn, so that the variance of log ρ is
    n / (n - 1) · Σ (Aᵢ / A - Bᵢ / B)².
    """
    none = {"preference": None, "preference_low": None, "preference_high": None}
    if origin in ("", bloc):
        return none
    others = [o for o in toward if o not in ("", bloc, origin)]
    mine = toward[origin]
    rest: Counter[Account] = Counter()
    for other in others:
        rest.update(toward[other])
    offered = output.get(origin, Output()).own
    beside = sum(output.get(o, Output()).own for o in others)
    value, low, high = log_ratio(mine, rest)
    if value is None or not offered or not beside:
        return none
    scale = beside / offered
    bounds = (None, None) if low is None or high is None else (low * scale, high * scale)
    return dict(zip(none, (value * scale, *bounds), strict=True))


def log_ratio(
    a: Mapping[Account, int], b: Mapping[Account, int]
) -> tuple[float | None, float | None, float | None]:
    """The ratio of two sums over the same accounts, and its interval; none where one is nothing.

    >>> value, low, high = log_ratio({("t", str(i)): 2 for i in range(30)},
    ...                              {("t", str(i)): 1 for i in range(0, 30, 2)})
    >>> round(value, 2), 2 < low < 4 < high < 8
    (4.0, True)
    >>> log_ratio({("t", "a"): 3}, {})
    (None, None, None)
    """
    first, second = sum(a.values()), sum(b.values())
    if not first or not second:
        return None, None, None
    people = sorted(a.keys() | b.keys())
    value, n = first / second, len(people)
    if n < 2:
        return value, None, None
    square = math.fsum((a.get(p, 0) / first - b.get(p, 0) / second) ** 2 for p in people)
    half = Z95 * math.sqrt(n / (n - 1) * square)
    return value, value * math.exp(-half), value * math.exp(half)
