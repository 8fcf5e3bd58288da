"""How many posts speak of each topic, narrative and issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from antiphon.study.check import Subject
from antiphon.study.matching import finders

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.progress import Progress
    from antiphon.study.spec import Study


def subjects(engine: Engine, study: Study, progress: Progress) -> tuple[Subject, ...]:
    """Posts of the study's blocs by subject and bloc; a post counts for every one it speaks of."""
    found = finders(study)
    names = list(study.blocs.all)
    counts = [dict.fromkeys(names, 0) for _ in found]
    if found:
        where = "FROM posts WHERE list_contains(?, bloc)"
        total = engine.value(f"SELECT count(*) {where}", [names])
        progress.start("Looking for topics", total=total, unit="posts")
        sql = f"SELECT bloc, coalesce(title || chr(10), '') || text AS said {where}"
        for batch in engine.batches(sql, [names], rows=8_192):
            blocs: list[Any] = batch.column("bloc").to_pylist()
            texts: list[Any] = batch.column("said").to_pylist()
            forms = {form: [form(text) for text in texts] for form in {f.form for f in found}}
            for finder, count in zip(found, counts, strict=True):
                for bloc, text in zip(blocs, forms[finder.form], strict=True):
                    count[bloc] += finder.finds(text)
            progress.advance(batch.num_rows)
        progress.done()
    return tuple(Subject(f.table, f.id, c) for f, c in zip(found, counts, strict=True))
