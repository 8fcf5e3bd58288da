"""The measures: one file or folder each; each answers one question about the posts."""

from __future__ import annotations

from antiphon.measures import (
    aims,
    amplification,
    coaction,
    credit,
    leadlag,
    reuse,
    support,
    synchrony,
    tactics,
    targets,
    tone,
    volumes,
)

MEASURES = (
    volumes.MEASURE,
    reuse.MEASURE,
    synchrony.MEASURE,
    leadlag.MEASURE,
    coaction.MEASURE,
    amplification.MEASURE,
    tone.MEASURE,
    tactics.MEASURE,
    aims.MEASURE,
    credit.MEASURE,
    support.MEASURE,
    targets.MEASURE,
)
