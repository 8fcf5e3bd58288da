"""How many posts speak of each topic, narrative and issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from antiphon.study.check import Subject
from antiphon.study.matching import finders

if TYPE_CHECKING:
    from antiphon.engine import Engine
    from antiphon.study.spec import Study

COUNTED = """
    SELECT s.kind, s.subject, p.bloc, count(*) AS posts
    FROM subjects s JOIN posts p
      ON p.post_id = s.post_id AND p.platform IS NOT DISTINCT FROM s.platform
    GROUP BY ALL
"""


def subjects(engine: Engine, study: Study) -> tuple[Subject, ...]:
    """Posts of the study's blocs by subject and bloc; a post counts for every one it speaks of.

    The engine has the table that `antiphon.study.subjects` makes.
    """
    rows = engine.table(COUNTED).to_pylist()
    count = {(row["kind"], row["subject"], row["bloc"]): row["posts"] for row in rows}
    return tuple(
        Subject(f.table, f.id, {b: count.get((f.table, f.id, b), 0) for b in study.blocs.all})
        for f in finders(study)
    )
