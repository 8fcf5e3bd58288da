"""Who repeats whom: passages that posts of different accounts share, and the messages they form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.measures.reuse.settings import Reuse
from antiphon.progress import SILENT, Progress
from antiphon.schema import (
    FAMILIES,
    FAMILY_POSTS,
    FLOW,
    PASSAGES,
    PHRASES,
    Blocs,
    Measure,
    Quantity,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

READS = {
    "posts": (
        "ix",
        "platform",
        "post_id",
        "account_id",
        "bloc",
        "created_at",
        "time_precision",
        "time_source",
        "lang",
        "text",
        "url",
        "urls",
        "hashtags",
        "mentions",
        "repost_of",
        "raw_ref",
    ),
    "accounts": (
        "platform",
        "account_id",
        "handle",
        "name",
        "aliases",
        "outlet",
        "domain",
        "bloc",
    ),
}


def compute(
    engine: Engine, blocs: Blocs, settings: Reuse, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Find shared passages, gather them into families, count who repeats whom.

    Question: which posts say what a post of another account has said before, and how much?
    Definition: a passage is a local alignment of two texts' words (Smith and Waterman 1981) whose
    score Σ (2·match - 1·change) is at least that of `min_words` matches, hashtags, mentions and
    links not counted, of whose longer side at most `max_edited` differs, and of which three
    quarters of `min_words` words are outside common phrases.
    Reads wrong when a phrase is common outside the sample only; when two outlets quote the same
    speaker; when dates are days (the order is then undetermined); when texts are translated.

    Args:
        engine: holds the tables of `READS`.
        blocs: posts of other accounts are not compared.
        settings: see `Reuse`.
        progress: told of the steps.

    Returns:
        Tables passages, families, family_posts, flow, phrases; their columns are in
        `antiphon.schema`.

    References:
        Smith and Waterman (1981), Identification of common molecular subsequences, J. Mol. Biol.
        Smith, Cordell and Mullen (2015), Computational methods for uncovering reprinted texts in
        antebellum newspapers, American Literary History.
    """
    from antiphon.measures.reuse import credit, flow, han, overlap, phrases, search, tables
    from antiphon.measures.reuse.corpus import load
    from antiphon.measures.reuse.index import Index

    posts = engine.value("SELECT count(*) FROM posts WHERE list_contains(?, bloc)", [blocs.all])
    progress.start("Reading words", total=posts, unit="posts")
    fold = han.fold(simplified=settings.simplified)
    corpus = load(
        engine, blocs, credit.names(engine, fold), progress, fold, memory_gb=settings.memory_gb
    )
    progress.done()
    index = Index(engine) if engine.lasting else None
    found = search.search(corpus, blocs, settings, progress, index=index)
    corpus = corpus.counted()
    across = translations(engine, blocs, settings, progress)
    progress.start("Looking for credit")
    credit.find(engine, corpus.spoken, corpus.signed)
    progress.done()
    progress.start("Writing passages and families")
    tables.register(engine, corpus, found)
    engine.register("translations", across)
    result = {
        PASSAGES.name: tables.passages(engine),
        FAMILY_POSTS.name: tables.family_posts(engine),
    }
    engine.register("passages", result[PASSAGES.name])
    engine.register("family_posts", result[FAMILY_POSTS.name])
    result[FAMILIES.name] = tables.families(engine, blocs)
    shared = overlap.overlaps(engine, blocs, settings.window_days)
    sizes = flow.clusters(engine)
    result[FLOW.name] = flow.flow(engine, blocs, found.eligible, sizes, shared)
    result[PHRASES.name] = phrases.table(
        engine, corpus, found.wordings, found.compared.phrases, blocs
    )
    progress.done()
    return result


def translations(engine: Engine, blocs: Blocs, settings: Reuse, progress: Progress) -> pa.Table:
    """Passages across languages, if the study names a model."""
    from pathlib import Path

    from antiphon.measures.reuse import translated

    if not settings.model:
        return translated.COLUMNS.empty_table()
    rules = translated.Translated(
        model=Path(settings.model),
        closeness=settings.translated_closeness,
        days=settings.translated_days,
        min_words=settings.min_words,
        breadth=settings.breadth,
    )
    return translated.find(engine, blocs, rules, progress)


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """The quantities of the measure, from the tables it wrote."""
    from antiphon.measures.reuse import flow

    return flow.estimates(engine.table("SELECT * FROM flow"), blocs, flow.clusters(engine))


MEASURE = Measure(
    name="reuse",
    question="Who repeats whom, how much, how fast, and with what credit?",
    reads=READS,
    writes=(PASSAGES, FAMILIES, FAMILY_POSTS, FLOW, PHRASES),
    settings=Reuse,
    compute=compute,
    estimate=estimate,
    quantities=(
        Quantity(
            "rate",
            "posts per eligible post",
            "a = 'x→y': share of x's eligible posts with a passage of an earlier post of y",
        ),
        Quantity(
            "rate_difference",
            "posts per eligible post",
            "rate of direction a minus rate of direction b",
        ),
        Quantity(
            "credited_share",
            "share of repeating posts",
            "a = 'x→y': share of x's posts that repeat y and credit it",
        ),
        Quantity(
            "within_ten_minutes",
            "posts per eligible post",
            "a = 'x→y': share of x's eligible posts that share a passage with a post of y dated "
            "no more than ten minutes before or after",
        ),
    ),
)
