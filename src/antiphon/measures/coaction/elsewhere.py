"""Pairs of accounts found on a cluster, the same as those found here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

from antiphon.measures.coaction import by_object, portable
from antiphon.measures.coaction.weigh import Weighed, rules, spans
from antiphon.schema import OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from antiphon.engine.cluster import Cluster
    from antiphon.engine.spark import Spark
    from antiphon.kernels.coaction import Rules, Together
    from antiphon.measures.coaction.acts import Acts
    from antiphon.measures.coaction.settings import Coaction
    from antiphon.progress import Progress

SENT = "coaction_sent"


def weighed(cluster: Cluster, acts: Acts, settings: Coaction, progress: Progress) -> list[Weighed]:
    """Every kind within every window, as `antiphon.measures.coaction.weigh.weighed`."""
    found = []
    with working(cluster, progress) as spark:
        for windows, fine in spans(acts, settings):
            columns = {name: getattr(acts, name)[fine] for name in by_object.ROW}
            result = together(spark, pa.table(columns), len(OBJECTS), rules(windows, settings))
            found += [Weighed(kind, windows, fine, one) for kind, one in enumerate(result)]
    return found


@contextmanager
def working(cluster: Cluster, progress: Progress) -> Iterator[Spark]:
    """The cluster, once it is there; its tasks are told of."""
    progress.done()
    progress.start("Starting on the cluster")
    with cluster.open() as spark:
        progress.done(cluster.master)
        progress.start("Pairs on the cluster", unit="tasks")
        with spark.watched(progress):
            yield spark


def together(spark: Spark, events: pa.Table, kinds: int, given: Rules) -> list[Together]:
    """The pairs of every kind, of events that are here and are sent there."""
    try:
        spark.register(SENT, events)
        return portable.together(spark, SENT, kinds, given)
    finally:
        spark.discard(SENT)
