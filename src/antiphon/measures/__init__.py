"""The measures: one file or folder each; each answers one question about the posts."""

from __future__ import annotations

from antiphon.measures import (
    amplification,
    coaction,
    leadlag,
    reuse,
    support,
    synchrony,
    targets,
    volumes,
)

MEASURES = (
    volumes.MEASURE,
    reuse.MEASURE,
    synchrony.MEASURE,
    leadlag.MEASURE,
    coaction.MEASURE,
    amplification.MEASURE,
    support.MEASURE,
    targets.MEASURE,
)
