"""Which accounts act on the same things within a moment of each other?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.kernels.intervals import clustered_rate
from antiphon.measures.coaction.settings import Coaction
from antiphon.progress import SILENT, Progress
from antiphon.schema import COACTION, ESTIMATES, EVENT_COUNTS, Blocs, Measure, Quantity

if TYPE_CHECKING:
    from antiphon.engine import Engine

    Row = dict[str, Any]

__all__ = ["MEASURE", "Coaction", "compute", "estimate"]

READS = {
    "posts": (
        *("post_id", "platform", "account_id", "bloc", "created_at", "time_precision"),
        *("time_source", "text", "urls", "hashtags", "mentions", "repost_of", "reply_to"),
        *("quote_of", "media_hashes"),
    ),
}
LINKED = """
    WITH pairs AS (
        SELECT bloc_a AS x, platform_a AS platform, account_id_a AS account FROM coaction
        WHERE window_seconds = $window AND bloc_b = $other
        UNION SELECT bloc_b, platform_b, account_id_b FROM coaction
        WHERE window_seconds = $window AND bloc_a = $other
    )
    SELECT count(DISTINCT (platform, account)) FROM pairs WHERE x = $bloc
"""
AFTER = """
    WITH pairs AS (
        SELECT b_first AS after, a_first AS before FROM coaction
        WHERE window_seconds = $window AND bloc_a = $bloc AND bloc_b = $other
        UNION ALL SELECT a_first, b_first FROM coaction
        WHERE window_seconds = $window AND bloc_b = $bloc AND bloc_a = $other
    )
    SELECT after, after + before FROM pairs WHERE after + before > 0
"""


def compute(
    engine: Engine, blocs: Blocs, settings: Coaction, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count the objects on which two accounts act within a window, kind by kind.

    Question: which accounts repost, link, tag, mention, answer or say the same at the same time?
    Definition: two accounts are together on an object if a post of one acts on it within
    `window_seconds` of a post of the other, that time included. The weight of a pair is the
    number of objects; posts that repeat an object do not add to it.
    Reads wrong when news breaks: what many share at once joins accounts that know nothing of
    each other. The counts say how often, not whether more often than chance.

    Args:
        engine: holds the table of `READS`; also used if it has it: `family_posts`. Where it has a
            cluster, pairs are found there.
        blocs: accounts of other blocs are left out.
        settings: see `Coaction`.
        progress: told of the steps.

    Returns:
        Tables coaction, coaction_counts; their columns are in `antiphon.schema`.

    Reference:
        Giglietto, Righetti, Rossi and Marino (2020), It takes a village to manipulate the media,
        Information, Communication & Society 23.
    """
    from antiphon.measures.coaction import acts, counts, elsewhere, events, weigh

    progress.start("Looking for co-action")
    events.events(engine, blocs)
    some = acts.acts(engine, blocs)
    events.forget(engine)
    if engine.cluster:
        found = elsewhere.weighed(engine.cluster, some, settings, progress)
    else:
        found = list(weigh.weighed(some, settings))
    result = {
        COACTION.name: weigh.edges(some, found, settings.min_objects),
        EVENT_COUNTS.name: counts.counts(some, found, settings.min_objects),
    }
    progress.done(f"{result[COACTION.name].num_rows:,} pairs of accounts")
    return result


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of every direction, within the shorter window, over all kinds of objects."""
    window = engine.value("SELECT min(window_seconds) FROM coaction_counts")
    totals = dict(
        engine.rows(
            "SELECT bloc, accounts FROM coaction_counts WHERE window_seconds = ? AND kind = ''",
            [window],
        )
    )
    rows = []
    for x, y in blocs.directions:
        given = {"window": window, "bloc": x, "other": y}
        linked = engine.value(LINKED, given)
        rows.append(row("linked", (x, y), [1] * linked, totals.get(x, 0), "share of accounts"))
        lead = engine.rows(AFTER, given)
        after, of = [n for n, _ in lead if n], sum(n for _, n in lead)
        rows.append(row("after", (x, y), after, of, "share of objects"))
    return pa.Table.from_pylist(rows, schema=ESTIMATES.arrow)


def row(quantity: str, pair: tuple[str, str], counted: list[int], of: int, unit: str) -> Row:
    """One estimate: a share whose counts come in clusters."""
    value, low, high = clustered_rate(counted, of)
    return {
        "measure": "coaction",
        "quantity": quantity,
        "a": "→".join(pair),
        "b": "",
        "estimate": value,
        "low": low,
        "high": high,
        "level": 0.95,
        "n": sum(counted),
        "denominator": of,
        "unit": unit,
    }


MEASURE = Measure(
    name="coaction",
    question="Which accounts act on the same things within a moment of each other?",
    reads=READS,
    writes=(COACTION, EVENT_COUNTS),
    settings=Coaction,
    compute=compute,
    quantities=(
        Quantity(
            "linked",
            "share of accounts",
            "a = 'x→y': accounts of x that act together with an account of y",
        ),
        Quantity(
            "after",
            "share of objects",
            "a = 'x→y': objects on which x's account came after y's, of those with an order",
        ),
    ),
    estimate=estimate,
    after=("reuse",),
)
