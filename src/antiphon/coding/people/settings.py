"""The keys of the study file's [people] table."""

from __future__ import annotations

from dataclasses import dataclass, field

from antiphon.coding.people.estimating import Estimation
from antiphon.schema import PERIOD_LENGTHS


@dataclass(frozen=True)
class People:
    """`[people]`: what people said of a drawn sample, and how shares are told from it."""

    labels: tuple[str, ...] = field(default=(), metadata={"named": "file"})
    """Files of labels, as `antiphon code import` writes them; without any, all is uncalibrated."""
    method: str = field(default="ppi", metadata={"choices": ("ppi", "dsl")})
    """How a machine is corrected by people: ppi, prediction-powered; dsl, supervised by design."""
    clustered: bool = True
    """Do intervals speak of more than the posts at hand? Then accounts are the sample."""
    period: str = field(default="month", metadata={"choices": PERIOD_LENGTHS})
    """The periods for which shares are told."""
    least: int = field(default=10, metadata={"min": 2, "max": 1_000_000})
    """With fewer units that people coded, a share stays uncalibrated."""

    @property
    def estimation(self) -> Estimation:
        """How shares are told."""
        return Estimation(self.method, self.clustered, self.period, self.least)
