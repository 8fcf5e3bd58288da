"""Which accounts act on the same things within a moment of each other, more than chance has it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from antiphon.measures.coaction.estimates import QUANTITIES, estimate
from antiphon.measures.coaction.settings import Coaction
from antiphon.progress import SILENT, Progress
from antiphon.schema import (
    CHANCE,
    COACTION,
    EVENT_COUNTS,
    GROUP_DAYS,
    GROUP_OBJECTS,
    GROUPS,
    MEETINGS,
    MEMBERS,
    SWARMS,
    Blocs,
    Measure,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.measures.coaction.acts import Acts

__all__ = ["MEASURE", "Coaction", "compute", "estimate"]

READS = {
    "posts": (
        *("post_id", "platform", "account_id", "bloc", "created_at", "time_precision"),
        *("time_source", "text", "lang", "urls", "hashtags", "mentions", "repost_of", "reply_to"),
        *("quote_of", "media_hashes"),
    ),
    "accounts": ("account_id", "platform", "handle", "kind", "created_at", "public_role"),
}


def compute(
    engine: Engine, blocs: Blocs, settings: Coaction, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count the objects on which two accounts act within a window, and hold that against chance.

    Question: which accounts repost, link, tag, mention, answer or say the same at the same time,
    and which more than chance has them do?
    Definition: two accounts are together on an object if a post of one acts on it within
    `window_seconds` of a post of the other, that time included. The weight of a pair is the
    number of objects; posts that repeat an object do not add to it. A pair stands if its q-value
    is at most `level` under each of `nulls`. Groups are communities of the pairs that stand.
    Reads wrong when news breaks and accounts share interests too: no null keeps everything.

    Args:
        engine: holds the tables of `READS`; also used if it has it: `family_posts`. Where it has a
            cluster, pairs are found there.
        blocs: accounts of other blocs are left out.
        settings: see `Coaction`.
        progress: told of the steps.

    Returns:
        The tables of `MEASURE.writes`; their columns are in `antiphon.schema`.

    Reference:
        Giglietto, Righetti, Rossi and Marino (2020), It takes a village to manipulate the media,
        Information, Communication & Society 23.
    """
    from antiphon.measures.coaction import acts, events, swarms

    progress.start("Looking for co-action")
    events.events(engine, blocs)
    some = acts.acts(engine, blocs)
    result = paired(engine, some, settings, progress)
    result[SWARMS.name] = swarms.swarms(engine, some, settings)
    events.forget(engine)
    standing = result[COACTION.name]["stands"].to_pylist().count(True)
    progress.done(f"{result[COACTION.name].num_rows:,} pairs of accounts, {standing:,} stand")
    return result


def paired(
    engine: Engine, some: Acts, settings: Coaction, progress: Progress
) -> dict[str, pa.Table]:
    """The tables of pairs and groups."""
    from antiphon.measures.coaction import (
        chance,
        counts,
        drawn,
        edges,
        elsewhere,
        evidence,
        grouped,
        named,
        significance,
        weigh,
    )

    if engine.cluster:
        found = elsewhere.weighed(engine.cluster, some, settings, progress)
    else:
        found = list(weigh.weighed(some, settings))
    tests = significance.tested(some, found, settings)
    draws = drawn.drawn(some, tests, settings)
    groups, gathered = grouped.grouped(engine, some, tests, draws)
    opened = list(evidence.opened(tests))
    met = evidence.merged([evidence.met(some, kind, pairs) for kind, pairs in opened])
    numbers = [part.object for part in met]
    posts = named.posts(engine, evidence.posts_of(some, met))
    objects = named.objects(engine, np.concatenate([*numbers, gathered.numbers]))
    return {
        COACTION.name: edges.edges(some, tests),
        EVENT_COUNTS.name: counts.counts(some, tests, evidence.unopened(tests, opened)),
        CHANCE.name: chance.chance(some, tests, draws, settings),
        GROUPS.name: groups,
        MEETINGS.name: evidence.evidence(some, met, posts, objects),
    } | grouped.tables(gathered, objects)


MEASURE = Measure(
    name="coaction",
    question="Which accounts act on the same things within a moment of each other?",
    reads=READS,
    writes=(
        COACTION,
        EVENT_COUNTS,
        CHANCE,
        GROUPS,
        MEMBERS,
        GROUP_DAYS,
        GROUP_OBJECTS,
        MEETINGS,
        SWARMS,
    ),
    settings=Coaction,
    compute=compute,
    quantities=QUANTITIES,
    estimate=estimate,
    after=("reuse",),
)
