"""Who reposts, quotes, answers and names whom, across blocs and within?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from antiphon.kernels.intervals import newcombe
from antiphon.progress import SILENT, Progress
from antiphon.schema import AMPLIFICATION, AMPLIFIED, ESTIMATES, Blocs, Measure, Quantity

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

    Row = dict[str, Any]

READS = {
    "posts": (
        *("post_id", "platform", "account_id", "bloc", "text", "mentions", "repost_of"),
        *("reply_to", "quote_of"),
    ),
    "accounts": ("account_id", "platform", "handle", "bloc"),
}
CROWDS = """
    WITH each AS (
        SELECT whose, origin, bloc, platform, account_id, count(DISTINCT row) AS acts,
               count(DISTINCT row) FILTER (kind = 'repost') AS reposts
        FROM amplifying WHERE whose <> '' GROUP BY ALL
    ), taken AS (
        SELECT whose, origin, bloc, platform, count(DISTINCT target) AS posts
        FROM amplifying WHERE whose <> '' GROUP BY ALL
    )
    SELECT platform, whose AS account_id, origin AS bloc, e.bloc AS amplifier,
           CAST(sum(acts) AS BIGINT) AS acts, CAST(sum(reposts) AS BIGINT) AS reposts,
           count(*) AS crowd, max(acts) AS most, any_value(t.posts) AS taken
    FROM each e JOIN taken t USING (whose, origin, bloc, platform)
    GROUP BY platform, whose, origin, e.bloc HAVING sum(acts) >= $least
    ORDER BY acts DESC, platform, account_id, bloc, amplifier
"""


@dataclass(frozen=True)
class Amplification:
    """`[amplification]`: whose crowds are listed."""

    min_acts: int = field(default=1, metadata={"min": 1, "max": 1_000_000_000})
    """Accounts that a bloc passed on, answered or named fewer times are not in `amplified`."""


def compute(
    engine: Engine, blocs: Blocs, settings: Amplification, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count the posts by which a bloc passes on, quotes, answers or names another's accounts.

    Question: who lends whom reach, and does the other do the same?
    Definition: the rate is acts / posts of the amplifying bloc; what is on offer is the other
    bloc's posts in their own words; the preference is acts per post on offer, over the same for
    all other blocs of the study.
    Reads wrong when replies are attacks: an answer lends reach, and is no support. When the data
    were collected by a query, what a bloc says of others is what the query let through.

    Args:
        engine: holds the tables of `READS`.
        blocs: accounts of other blocs are counted together with everybody else.
        settings: see `Amplification`.
        progress: told of the steps.

    Returns:
        Tables amplification, amplified; their columns are in `antiphon.schema`.
    """
    import pyarrow as pa

    from antiphon.measures.amplification.rates import rates
    from antiphon.measures.pointing import acts

    progress.start("Counting who passes on whom")
    acts(engine, blocs)
    result = {
        AMPLIFICATION.name: pa.Table.from_pylist(
            list(rates(engine, blocs)), schema=AMPLIFICATION.arrow
        ),
        AMPLIFIED.name: engine.table(CROWDS, {"least": settings.min_acts}),
    }
    engine.execute("DROP TABLE amplifying")
    progress.done()
    return result


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of every direction between compared blocs, over all ways together."""
    import pyarrow as pa

    sql = "SELECT * FROM amplification WHERE kind = ''"
    found = {(r["amplifier"], r["origin"]): r for r in engine.table(sql).to_pylist()}
    rows = []
    for x, y in blocs.directions:
        there = found[x, y] | {"estimate": found[x, y]["rate"]}
        back = found[y, x] | {"estimate": found[y, x]["rate"]}
        counted = {"n": there["acts"], "denominator": there["posts"]}
        own = (there["rate"], there["low"], there["high"])
        rows.append(row("rate", (x, y), own, "share of posts") | counted)
        apart = newcombe(there, back)
        rows.append(
            row("rate_difference", (x, y), apart, "share of posts") | {"b": f"{y}→{x}"} | counted
        )
        liked = (there["preference"], there["preference_low"], there["preference_high"])
        rows.append(row("preference", (x, y), liked, "times as often") | counted)
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def row(
    quantity: str,
    pair: tuple[str, str],
    found: tuple[float | None, float | None, float | None],
    unit: str,
) -> Row:
    """One estimate with its 95 % interval, but for its counts."""
    value, low, high = found
    return {
        "measure": "amplification",
        "quantity": quantity,
        "a": "→".join(pair),
        "b": "",
        "estimate": value,
        "low": low,
        "high": high,
        "level": 0.95,
        "unit": unit,
    }


MEASURE = Measure(
    name="amplification",
    question="Who reposts, quotes, answers and names whom, across blocs and within?",
    reads=READS,
    writes=(AMPLIFICATION, AMPLIFIED),
    settings=Amplification,
    compute=compute,
    quantities=(
        Quantity(
            "rate",
            "share of posts",
            "share of x's posts that pass on, quote, answer or name an account of y; a = 'x→y'",
        ),
        Quantity(
            "rate_difference",
            "share of posts",
            "the rate of a less the rate of b, the other direction; a = 'x→y', b = 'y→x'",
        ),
        Quantity(
            "preference",
            "times as often",
            "x's acts per post that y offers, over the same for all other blocs; a = 'x→y'",
        ),
    ),
    estimate=estimate,
)
