"""Passages that say in one language what a post of another account says in another.

Candidates share numbers, names, tags or links within a bounded time. Only their sentences are put
to the analyst's model, which must first pass a test of its own; sentences that it finds close, in
order, are passages. See docs/across-languages.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from antiphon.measures.reuse.translated import (
    candidates,
    encoder,
    languages,
    passages,
    sanity,
    sayings,
)
from antiphon.measures.reuse.translated.encoder import Encoder
from antiphon.measures.reuse.translated.reading import read
from antiphon.measures.reuse.translated.settings import Translated
from antiphon.progress import SILENT, Progress

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.schema import Blocs

__all__ = ["COLUMNS", "Encoder", "Translated", "find"]

COLUMNS = pa.schema(
    [
        *(
            pa.field(f"{name}_{side}", kind)
            for side in "ab"
            for name, kind in (
                ("ix", pa.int64()),
                ("start", pa.int64()),
                ("end", pa.int64()),
                ("words", pa.int64()),
                ("coverage", pa.float64()),
            )
        ),
        pa.field("words_matched", pa.int64()),
        pa.field("closeness", pa.float64()),
    ]
)


def find(
    engine: Engine,
    blocs: Blocs,
    settings: Translated,
    progress: Progress = SILENT,
    *,
    model: Encoder | None = None,
) -> pa.Table:
    """Find translated passages between posts of different accounts and languages.

    Args:
        engine: holds `posts` with ix, platform, account_id, bloc, created_at, time_precision,
            lang, text, urls, hashtags.
        blocs: whose posts are compared.
        settings: the model and what counts as a passage.
        progress: told of the steps.
        model: stands for the one in the settings.

    Returns:
        `COLUMNS`: a row a pair of posts and a passage, sorted, the earlier post as a: its number,
        the characters start:end, the words there, their share of the post's; `words_matched`,
        the words of the linked sentences on the side that has fewer; `closeness`, 0 for
        strangers to 1 for translations.

    Raises:
        MissingExtra: when `antiphon[models]` is not installed.
        StudyError: when the model cannot be read, or fails in two languages of the study.
    """
    count = engine.value("SELECT count(*) FROM posts WHERE list_contains(?, bloc)", [blocs.all])
    progress.start("Reading names and numbers", total=count, unit="posts")
    posts = read(engine, blocs, progress)
    spoken = languages.tell(posts, sanity.languages())
    met = candidates.meet(posts, spoken, settings)
    progress.done(f"{len(met.early):,} pairs of texts to compare")
    if not len(met.early):
        return COLUMNS.empty_table()
    progress.start("Testing the model")
    model = model or encoder.load(settings.model)
    scores = sanity.hold(model, languages.needed(spoken, met, sanity.languages()),
                         settings.model.name)  # fmt: skip
    progress.done(", ".join(f"{'–'.join(s.languages)} {s.first:.0%}" for s in scores))
    said = sayings.read(engine, posts, met)
    progress.start("Comparing sentences", total=len(said.sayings), unit="sentences")
    vectors = sayings.embed(model, said.sayings, progress)
    links = passages.link(
        said,
        met,
        languages=spoken,
        vectors=vectors,
        scores=scores,
        threshold=settings.closeness,
    )
    found = passages.table(posts, said, met, links, settings=settings, blocs=len(blocs.all))
    progress.done(f"{found.num_rows:,} translated passages")
    order = pc.sort_indices(
        found, [(name, "ascending") for name in ("ix_b", "ix_a", "start_b", "start_a")]
    )
    return found.select(COLUMNS.names).cast(COLUMNS).take(order)
