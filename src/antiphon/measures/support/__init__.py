"""Who supports whom, and is it returned: posts on the other's issues, and chances let pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from antiphon.measures.support.estimates import QUANTITIES, estimate
from antiphon.progress import SILENT, Progress
from antiphon.schema import SUPPORT, SUPPORT_DIRECTIONS, SUPPORT_POSTS, Blocs, Measure

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine


READS = {
    "posts": (
        *("post_id", "platform", "account_id", "bloc", "created_at", "time_precision"),
        *("title", "text", "url", "mentions", "repost_of", "reply_to", "quote_of"),
    ),
    "accounts": ("account_id", "platform", "handle", "bloc", "kind", "public_role"),
}


@dataclass(frozen=True)
class Support:
    """`[support]`: what is a chance to speak, and who says what a post stands for."""

    answer_days: int = field(default=1, metadata={"min": 0, "max": 365})
    """A bloc that speaks of an issue on the same day or so many days later has taken the chance."""
    coder: str = ""
    """The coder whose stances are taken; the first by name if not given."""


def compute(
    engine: Engine, blocs: Blocs, settings: Support, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count, for each issue of a bloc, what the others do about it.

    Question: does one bloc support another in public, more often than it is supported?
    Definition: chances are the posts on the issue, and the times that the bloc was asked (answered,
    quoted or named in a post on it) and did not speak of the issue within `answer_days`. Of the
    posts, shares support, are neutral, oppose, by the code `stance` toward the bloc whose issue it
    is. Silence is how much seldomer the bloc speaks of the issue on days when others do, than it
    speaks of all other issues that are not its own.
    Reads wrong when the terms of an issue find posts on something else, and when the data are a
    sample: a post that was not collected is taken for silence.

    Args:
        engine: holds the tables of `READS`; also used if it has them: `issues`, `subjects`,
            `codings`, `samples`, `human_codes`.
        blocs: accounts of other blocs are left out.
        settings: see `Support`.
        progress: told of the steps.

    Returns:
        Tables support, support_directions, support_posts; their columns are in `antiphon.schema`.
    """
    import pyarrow as pa

    from antiphon.measures.support import chances, stances

    if not (engine.has("issues") and engine.has("subjects")):
        return {t.name: t.empty() for t in (SUPPORT, SUPPORT_DIRECTIONS, SUPPORT_POSTS)}
    progress.start("Looking for support")
    chances.gather(engine, blocs)
    rows = chances.chances(engine, blocs, settings.answer_days)
    told = stances.told(engine, blocs, settings.coder)
    issues = [row | told.of(row["by"], row["of"], row["issue"]) for row in rows]
    directions = [
        row | told.of(row["by"], row["of"], "") for row in chances.directions(engine, blocs, rows)
    ]
    posts = stances.behind(engine, blocs)
    chances.forget(engine)
    progress.done()
    return {
        SUPPORT.name: pa.Table.from_pylist(issues, schema=SUPPORT.arrow),
        SUPPORT_DIRECTIONS.name: pa.Table.from_pylist(directions, schema=SUPPORT_DIRECTIONS.arrow),
        SUPPORT_POSTS.name: SUPPORT_POSTS.validate(posts.cast(SUPPORT_POSTS.arrow)),
    }


MEASURE = Measure(
    name="support",
    question="Who supports whom on the other's issues, and is it returned?",
    reads=READS,
    writes=(SUPPORT, SUPPORT_DIRECTIONS, SUPPORT_POSTS),
    settings=Support,
    compute=compute,
    quantities=QUANTITIES,
    estimate=estimate,
    after=("subjects", "coding", "prevalences"),
)
