"""How much of a text a classifier knows, and from where on it is out of its depth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = 0.05
"""The share of texts like those it learnt from of which it knows less than the edge."""
MANY = 2 * FEW
"""From this share on, the texts that are coded are not like those."""


@dataclass(frozen=True)
class Reach:
    """Where a classifier begins to know too little of a text."""

    edge: NDArray[np.float64]
    """One number: the share known of which only one in twenty held-out texts fell short."""

    @classmethod
    def of(cls, known: NDArray[np.float64]) -> Reach:
        """From the shares known of texts that were held out."""
        return cls(np.array([np.quantile(known, FEW)]))

    def trust(self, known: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far its words are heeded: 1 from the edge on, below it by the square."""
        found: NDArray[np.float64] = np.clip(known / max(float(self.edge[0]), 1e-9), 0.0, 1.0) ** 2
        return found

    def beyond(self, known: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which texts are beyond it."""
        found: NDArray[np.bool_] = known < float(self.edge[0])
        return found
