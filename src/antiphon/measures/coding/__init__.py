"""What do texts say, by which coder's judgement, and who checked it?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from antiphon.measures.coding.settings import Coding
from antiphon.progress import SILENT, Progress
from antiphon.schema import AGREEMENT, CODED, EXAMPLES, HUMAN_CODES, SAMPLES, Measure

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine
    from antiphon.schema import Blocs

READS = {
    "posts": (
        *("platform", "post_id", "account_id", "bloc", "created_at", "time_precision"),
        *("title", "text", "url"),
    ),
    "accounts": ("account_id", "platform", "kind", "public_role"),
}


def compute(
    engine: Engine, blocs: Blocs, settings: Coding, progress: Progress = SILENT
) -> dict[str, pa.Table]:
    """Let machines code the posts, read what people said, and tell shares from both.

    Question: how often does a bloc say what a code asks for, and how sure is that?
    Definition: machines label every unit; people a drawn sample; shares, differences and trends
    are the machine's, corrected by the sample, see `antiphon.coding.people.estimating`. Agreement
    is Krippendorff's alpha.
    Reads wrong when nobody coded a sample: shares are then uncalibrated, a machine's bare word.

    Args:
        engine: holds the tables of `READS`.
        blocs: whose posts are coded, compared and reference.
        settings: see `Coding`; paths as seen from here. Without codes all tables are empty.
        progress: told of the steps.

    Returns:
        The tables of `antiphon.schema.CODED`, by name.
    """
    from antiphon.coding.people import labels
    from antiphon.coding.people.agreeing import agree
    from antiphon.coding.people.estimating import prevalences
    from antiphon.measures.coding.examples import examples
    from antiphon.measures.coding.machines import machines
    from antiphon.measures.coding.settings import codes_of, hold_labels

    if not settings.codes:
        return {table.name: table.empty() for table in CODED}
    codes = codes_of(settings)
    known = {code.id: code.labels for code in codes}
    samples, said = labels.read([Path(path) for path in settings.labels])
    pairs = zip(said["code"].to_pylist(), said["label"].to_pylist(), strict=True)
    hold_labels(list(pairs), codes)
    found = machines(engine, blocs, settings, progress)
    found |= {SAMPLES.name: of_codes(samples, known), HUMAN_CODES.name: of_codes(said, known)}
    for name, rows in found.items():
        engine.register(name, rows)
    progress.start("Telling shares of labels")
    ordered = [code.id for code in codes if code.ordered]
    found |= prevalences(engine, blocs, settings.estimation, known)
    found[AGREEMENT.name] = agree(found[HUMAN_CODES.name], known, ordered)
    found[EXAMPLES.name] = examples(engine, blocs, codes)
    progress.done()
    return found


def of_codes(rows: pa.Table, known: dict[str, tuple[str, ...]]) -> pa.Table:
    """The rows of the codes that the study asks for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return rows.filter(pc.is_in(rows["code"], pa.array(sorted(known), pa.string())))


MEASURE = Measure(
    name="coding",
    question="What do texts say, by which coder's judgement, and who checked it?",
    reads=READS,
    writes=CODED,
    settings=Coding,
    compute=compute,
)
