"""Which posts speak of which topic, narrative or issue: a table that measures read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from antiphon.progress import SILENT, Progress
from antiphon.schema import ISSUES, SUBJECTS
from antiphon.study.matching import finders

if TYPE_CHECKING:
    from antiphon.coding.settings import Coding
    from antiphon.engine import Engine
    from antiphon.study.spec import Study


def subjects(engine: Engine, study: Study, progress: Progress = SILENT) -> pa.Table:
    """SUBJECTS: a row for every topic, narrative and issue that a post of the blocs speaks of."""
    found = finders(study)
    names = list(study.blocs.all)
    columns: dict[str, list[Any]] = {name: [] for name in SUBJECTS.names}
    if found:
        where = "FROM posts WHERE list_contains(?, bloc)"
        total = engine.value(f"SELECT count(*) {where}", [names])
        progress.start("Looking for subjects", total=total, unit="posts")
        sql = f"""SELECT platform, post_id, coalesce(title || chr(10), '') || text AS said {where}
                  ORDER BY platform, post_id"""
        for batch in engine.batches(sql, [names], rows=8_192):
            whose = list(
                zip(batch["platform"].to_pylist(), batch["post_id"].to_pylist(), strict=True)
            )
            texts: list[Any] = batch["said"].to_pylist()
            forms = {form: [form(text) for text in texts] for form in {f.form for f in found}}
            for finder in found:
                for key, text in zip(whose, forms[finder.form], strict=True):
                    if finder.finds(text):
                        row = (*key, finder.table, finder.id)
                        for name, value in zip(SUBJECTS.names, row, strict=True):
                            columns[name].append(value)
            progress.advance(batch.num_rows)
        progress.done()
    return pa.table(columns, schema=SUBJECTS.arrow).sort_by(
        [("subject", "ascending"), ("platform", "ascending"), ("post_id", "ascending")]
    )


def issues(study: Study) -> pa.Table:
    """ISSUES, in the order of the study file."""
    rows = [{"issue": issue.id, "of": issue.of} for issue in study.issues]
    return pa.Table.from_pylist(rows, schema=ISSUES.arrow)


def gazetteer(coding: Coding) -> pa.Table:
    """The terms of the targets of `[coding]`: target, term."""
    rows = [{"target": t.id, "term": term} for t in coding.target for term in t.terms]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([("target", pa.string()), ("term", pa.string())])
    )
