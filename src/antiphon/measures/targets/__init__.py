"""Who is named, and how much more hostile than usual is a bloc where it names them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antiphon.progress import SILENT, Progress
from antiphon.schema import TARGET_POSTS, TARGETS, Blocs, Measure, Quantity

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine

    Row = dict[str, Any]

READS = {
    "posts": (
        *("post_id", "platform", "account_id", "bloc", "created_at", "time_precision"),
        *("title", "text", "url"),
    ),
    "accounts": ("account_id", "platform", "kind", "public_role"),
}


@dataclass(frozen=True)
class Targets:
    """`[targets]`: who is looked for beside the study's targets, and who says what is hostile."""

    professions: bool = True
    """Look for officials, academics, journalists and activists in English, Russian, Chinese too."""
    coder: str = ""
    """The coder whose tone is taken; the first by name if not given."""


def compute(
    engine: Engine, blocs: Blocs, settings: Targets, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Count who names whom, and hold the hostility of these posts against the bloc's usual one.

    Question: whom does a bloc attack: which persons, institutions, countries, professions?
    Definition: a post names a target by its terms. It is hostile if its `tone` is hostile or
    aggressive. The excess is the share of hostile posts among those that name the target, less
    the share among all posts of the bloc.
    Reads wrong when a hostile post that names two is aimed at one of them: co-mention is not aim.

    Args:
        engine: holds the tables of `READS`; also used if it has them: `gazetteer` (target, term),
            `codings`, `samples`, `human_codes`. Without `codings` or `human_codes` nothing is done.
        blocs: whose posts are meant.
        settings: see `Targets`.
        progress: told of the steps.

    Returns:
        Tables targets, target_posts; their columns are in `antiphon.schema`.
    """
    import pyarrow as pa

    from antiphon.coding import examples
    from antiphon.measures.targets import hostility

    if not (coded(engine, "codings") or coded(engine, "human_codes")):
        return {t.name: t.empty() for t in (TARGETS, TARGET_POSTS)}
    progress.start("Looking for targets")
    with hostility.naming(engine, blocs, shipped=settings.professions):
        rows = list(hostility.named(engine, blocs, settings.coder))
        posts = examples.naming(engine, blocs, hostility.CODE, hostility.HOSTILE)
    progress.done()
    return {
        TARGETS.name: pa.Table.from_pylist(rows, schema=TARGETS.arrow),
        TARGET_POSTS.name: TARGET_POSTS.validate(posts.cast(TARGET_POSTS.arrow)),
    }


def coded(engine: Engine, table: str) -> bool:
    """Has somebody coded the tone of a post?"""
    sql = f"SELECT count(*) FROM \"{table}\" WHERE code = 'tone'"  # noqa: S608
    return engine.has(table) and engine.value(sql) > 0


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of each compared bloc and target, and of two blocs on one target."""
    from antiphon.measures.targets.estimates import rows

    return rows(engine, blocs)


MEASURE = Measure(
    name="targets",
    question="Who is named, and how much more hostile than usual is a bloc where it names them?",
    reads=READS,
    writes=(TARGETS, TARGET_POSTS),
    settings=Targets,
    compute=compute,
    quantities=(
        Quantity(
            "rate", "share of posts", "share of x's posts that name the target; a = 'x→target'"
        ),
        Quantity(
            "rate_difference",
            "share of posts",
            "the rate of a less that of b; a = 'x→target', b = 'y→target'",
        ),
        Quantity(
            "hostile",
            "share of posts",
            "of x's posts that name the target, the share that is hostile; a = 'x→target'",
        ),
        Quantity(
            "excess",
            "share of posts",
            "that share less the share of hostile posts among all of x; a = 'x→target'",
        ),
    ),
    estimate=estimate,
    after=("coding", "prevalences"),
)
