"""Which aims do posts serve, and whose more than the other's?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from antiphon.coding.contrasts import READS, codes_of, contrasts, estimates
from antiphon.progress import SILENT, Progress
from antiphon.schema import AIMS, Blocs, Measure, Quantity

if TYPE_CHECKING:
    import pyarrow as pa

    from antiphon.engine import Engine


@dataclass(frozen=True)
class Aims:
    """`[aims]`: has no settings; the codes are asked for in `[coding]`."""


def compute(
    engine: Engine,
    blocs: Blocs,  # noqa: ARG001  (the told shares are of the study's blocs)
    settings: Aims,  # noqa: ARG001
    progress: Progress = SILENT,
) -> dict[str, pa.Table]:
    """Hold the blocs' shares of each aim against each other.

    Question: which aims do posts of a bloc serve, and which more than the other's?
    Definition: shares of the codes of the codebook `aims`, and differences, as the coding step
    tells them; the false discovery rate is held over all codes, pairs and coders.
    Reads wrong when nobody coded a sample: words are counted, then, and not aims.

    Args:
        engine: holds `prevalences` and `prevalence_differences`.
        blocs: whose posts are meant.
        settings: none.
        progress: told of the step.

    Returns:
        The table aims; its columns are in `antiphon.schema`.
    """
    progress.start("Comparing aims")
    found = {AIMS.name: contrasts(engine, "aims", AIMS)}
    progress.done()
    return found


def estimate(engine: Engine, blocs: Blocs) -> pa.Table:
    """ESTIMATES of each aim's share in each compared bloc, and of the differences."""
    return estimates(engine, blocs, "aims")


def quantities() -> tuple[Quantity, ...]:
    """A share and a difference for each code."""
    unit = "share of posts"
    return tuple(
        quantity
        for code in codes_of("aims")
        for quantity in (
            Quantity(code, unit, f"share of a bloc's posts with {code}; a = a bloc"),
            Quantity(f"{code}_difference", unit, "that share of a less that of b, two blocs"),
        )
    )


MEASURE = Measure(
    name="aims",
    question="Which aims do posts serve, and whose more than the other's?",
    reads=READS,
    writes=(AIMS,),
    settings=Aims,
    compute=compute,
    quantities=quantities(),
    estimate=estimate,
    after=("coding", "prevalences"),
)
